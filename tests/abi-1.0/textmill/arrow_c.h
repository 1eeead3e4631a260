/* The Arrow C data interface: the two structs in which batches and their types travel.
 *
 * The layout is fixed by Apache Arrow (https://arrow.apache.org/docs/format/CDataInterface.html),
 * so a plugin may fill these with nanoarrow, Arrow C++, arrow-rs, pyarrow, or by hand. The guard is
 * the one the Arrow documentation asks for: headers of several libraries may be included together.
 *
 * Ownership: a struct whose `release` is not NULL is owned by whoever holds it, and released once.
 * `release` frees the struct's children too and sets itself to NULL. Structs may be moved by
 * copying the bytes and setting the source's `release` to NULL. Textmill adds to the standard:
 * `release` may be called on any thread.
 */
#ifndef TEXTMILL_ARROW_C_H_
#define TEXTMILL_ARROW_C_H_

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

struct ArrowSchema {
  const char* format;
  const char* name;
  const char* metadata;
  int64_t flags;
  int64_t n_children;
  struct ArrowSchema** children;
  struct ArrowSchema* dictionary;
  void (*release)(struct ArrowSchema*);
  void* private_data;
};

struct ArrowArray {
  int64_t length;
  int64_t null_count;
  int64_t offset;
  int64_t n_buffers;
  int64_t n_children;
  const void** buffers;
  struct ArrowArray** children;
  struct ArrowArray* dictionary;
  void (*release)(struct ArrowArray*);
  void* private_data;
};

#endif /* ARROW_C_DATA_INTERFACE */

#ifdef __cplusplus
}
#endif

#endif /* TEXTMILL_ARROW_C_H_ */
