/* An extension of the host, beside those of extensions.h: which of a source's rows can be kept.
 *
 * Where the steps after a source keep rows by simple conditions (`keep: lang == "en" and score >=
 * 0.5`), a source that knows the bounds of many rows' values, as of a group of rows in a file, can
 * tell that none of them will be kept. Of such rows it need not read columns that no condition here
 * names but `id`: they may be null. The rows are given out all the same, and the host drops and
 * counts them. Which documents there are, and which of them fail, does not depend on it. */
#ifndef TEXTMILL_KEPT_H_
#define TEXTMILL_KEPT_H_

#include "abi.h"

#ifdef __cplusplus
extern "C" {
#endif

#define TEXTMILL_KEPT_1 "textmill.kept/1"

enum {
  TEXTMILL_KEPT_EQUAL = 1, /* to one of the values */
  TEXTMILL_KEPT_NOT_EQUAL = 2,
  TEXTMILL_KEPT_LESS = 3,
  TEXTMILL_KEPT_AT_MOST = 4,
  TEXTMILL_KEPT_GREATER = 5,
  TEXTMILL_KEPT_AT_LEAST = 6,
  TEXTMILL_KEPT_NOT_NULL = 7 /* without a value */
};

/* The condition is a part of one that looks at other columns, too: rows in which this column is
 * null are to be read as a whole. */
enum { TEXTMILL_KEPT_READ_NULLS = 1 };

/* What a row's value must be for the row to be kept; null is none of it. */
typedef struct textmill_kept_if {
  const char* column;
  uint32_t must; /* TEXTMILL_KEPT_*; but for EQUAL and NOT_NULL with one value */
  uint32_t flags;
  uint64_t n_values;
  /* TEXTMILL_BOOL, INT, FLOAT or STRING; of a timestamp INT, microseconds since 1970. Texts are
   * compared byte by byte, numbers as numbers, whatever their types. */
  const textmill_value* values;
} textmill_kept_if;

typedef struct textmill_kept_1 {
  /* The number of conditions, each of which a row that is kept fulfils; they belong to the host,
   * and do not change. Of a source, from open on; before, and of other stages, 0. Any thread. */
  uint64_t (*conditions)(const textmill_host* host, const textmill_kept_if** conditions);
} textmill_kept_1;

#ifdef __cplusplus
}
#endif

#endif /* TEXTMILL_KEPT_H_ */
