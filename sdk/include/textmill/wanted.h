/* An extension of the host, beside those of extensions.h: which columns anybody looks at.
 *
 * A source whose columns are costly one by one, as those of a file that keeps each by itself, need
 * not read what no later step, condition, writer or watcher sees. Such a column may be null in all
 * rows. Which documents there are, and which of them fail, does not depend on it. */
#ifndef TEXTMILL_WANTED_H_
#define TEXTMILL_WANTED_H_

#include "abi.h"

#ifdef __cplusplus
extern "C" {
#endif

#define TEXTMILL_WANTED_1 "textmill.wanted/1"

typedef struct textmill_wanted_1 {
  /* 0 when nobody looks at the column of that name which the stage makes, else 1. Of a source, from
   * open on; before, and of other stages, 1. Any thread. */
  int32_t (*wanted)(const textmill_host* host, const char* column);
} textmill_wanted_1;

#ifdef __cplusplus
}
#endif

#endif /* TEXTMILL_WANTED_H_ */
