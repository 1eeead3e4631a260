/* What a plugin in plain C needs beyond abi.h: errors, reading columns, making columns and their
 * types, the plugin's symbol. Nothing to link; all functions are static.
 *
 * A textmill_column grows value by value and is then moved into an ArrowArray, which the host
 * releases. When memory runs out, a column remembers it, and finishing it is an error.
 */
#ifndef TEXTMILL_PLAIN_C_H_
#define TEXTMILL_PLAIN_C_H_

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "extensions.h"

/* ---- Errors: return textmill_fail(error, TEXTMILL_ERROR, "what happened"); */

static inline int32_t textmill_fail(textmill_error* error, int32_t code, const char* message) {
  memset(error, 0, sizeof *error);
  error->code = code;
  error->row = -1;
  snprintf(error->message, sizeof error->message, "%s", message);
  return code;
}

static inline int32_t textmill_no_memory(textmill_error* error) {
  return textmill_fail(error, TEXTMILL_NO_MEMORY, "there is not enough memory");
}

/* ---- Columns that come in */

/* In bind: an error unless there is a column `name` of that format ("u" utf8, "l" int64, ...). */
static inline int32_t textmill_need(const struct ArrowSchema* input, const char* name,
                                    const char* format, textmill_error* error) {
  char message[512];
  int32_t code = TEXTMILL_NO_COLUMN;
  snprintf(message, sizeof message, "needs the column `%s`, which no earlier step makes", name);
  for (int64_t i = 0; i < input->n_children; ++i) {
    if (strcmp(input->children[i]->name, name) != 0) continue;
    if (strcmp(input->children[i]->format, format) == 0) return TEXTMILL_OK;
    code = TEXTMILL_WRONG_TYPE;
    snprintf(message, sizeof message,
             "needs the column `%s` in the format \"%s\", but it is \"%s\"", name, format,
             input->children[i]->format);
  }
  textmill_fail(error, code, message);
  snprintf(error->subject, sizeof error->subject, "\n%s", name);
  return code;
}

/* Whether a row of child number `child` has no value. */
static inline int textmill_is_null(const struct ArrowArray* columns, int64_t child, int64_t row) {
  const struct ArrowArray* array = columns->children[child];
  const int64_t at = columns->offset + array->offset + row;
  const uint8_t* valid = (const uint8_t*)array->buffers[0];
  return array->null_count != 0 && valid != NULL && ((valid[at / 8] >> (at % 8)) & 1) == 0;
}

/* The text or bytes of a row; empty where there are none. Not NUL-terminated. */
static inline textmill_string textmill_text(const struct ArrowArray* columns, int64_t child,
                                            int64_t row) {
  const struct ArrowArray* array = columns->children[child];
  const int32_t* ends = (const int32_t*)array->buffers[1] + columns->offset + array->offset + row;
  textmill_string text = {"", 0};
  if (textmill_is_null(columns, child, row) || ends[0] == ends[1]) return text;
  text.data = (const char*)array->buffers[2] + ends[0];
  text.size = (uint64_t)(ends[1] - ends[0]);
  return text;
}

static inline int64_t textmill_int64(const struct ArrowArray* columns, int64_t child, int64_t row) {
  const struct ArrowArray* array = columns->children[child];
  return ((const int64_t*)array->buffers[1])[columns->offset + array->offset + row];
}

/* ---- Columns that go out */

typedef struct textmill_bytes {
  char* data;
  size_t size, capacity;
} textmill_bytes;

typedef struct textmill_column {
  size_t width; /* bytes of a value; 0: texts */
  int64_t rows, nulls;
  int failed; /* there was not enough memory */
  textmill_bytes valid, ends, values;
} textmill_column;

/* A column of that format: "u" utf8, "z" binary, "l" int64, "g" float64, "i" int32, "C" uint8. */
static inline textmill_column textmill_new_column(const char* format) {
  textmill_column column;
  memset(&column, 0, sizeof column);
  column.width = format[0] == 'l' || format[0] == 'L' || format[0] == 'g' ? 8
                 : format[0] == 'i' || format[0] == 'f'                   ? 4
                 : format[0] == 'C'                                       ? 1
                                                                          : 0;
  return column;
}

static inline void textmill_put(textmill_column* column, textmill_bytes* to, const void* bytes,
                                size_t size) {
  if (to->capacity - to->size < size) {
    const size_t capacity = (to->size + size) * 2 + 64;
    char* data = (char*)realloc(to->data, capacity);
    if (data == NULL) {
      column->failed = 1;
      return;
    }
    to->data = data;
    to->capacity = capacity;
  }
  if (size > 0) memcpy(to->data + to->size, bytes, size);
  to->size += size;
}

static inline void textmill_end_row(textmill_column* column, int valid) {
  static const char kNone = 0;
  if (column->rows % 8 == 0) textmill_put(column, &column->valid, &kNone, 1);
  if (column->failed) return;
  if (valid) column->valid.data[column->rows / 8] |= (char)(1 << (column->rows % 8));
  if (!valid) ++column->nulls;
  ++column->rows;
}

/* A text's length is what was put into `values` since the last one. */
static inline void textmill_end_text(textmill_column* column, int valid) {
  const int32_t zero = 0, end = (int32_t)column->values.size;
  if (column->values.size > INT32_MAX) column->failed = 1;
  if (column->ends.size == 0) textmill_put(column, &column->ends, &zero, sizeof zero);
  textmill_put(column, &column->ends, &end, sizeof end);
  textmill_end_row(column, valid);
}

static inline void textmill_append(textmill_column* column, const void* value) {
  textmill_put(column, &column->values, value, column->width);
  textmill_end_row(column, 1);
}
static inline void textmill_append_int64(textmill_column* column, int64_t value) {
  textmill_append(column, &value);
}
static inline void textmill_append_uint64(textmill_column* column, uint64_t value) {
  textmill_append(column, &value);
}
static inline void textmill_append_int32(textmill_column* column, int32_t value) {
  textmill_append(column, &value);
}
static inline void textmill_append_uint8(textmill_column* column, uint8_t value) {
  textmill_append(column, &value);
}
/* Several parts make a text: textmill_append_part for each, then textmill_end_text(column, 1). */
static inline void textmill_append_part(textmill_column* column, const void* bytes, size_t size) {
  textmill_put(column, &column->values, bytes, size);
}
static inline void textmill_append_text(textmill_column* column, const void* bytes, size_t size) {
  textmill_append_part(column, bytes, size);
  textmill_end_text(column, 1);
}
static inline void textmill_append_null(textmill_column* column) {
  static const char kZero[8] = {0};
  if (column->width == 0) {
    textmill_end_text(column, 0);
  } else {
    textmill_put(column, &column->values, kZero, column->width);
    textmill_end_row(column, 0);
  }
}

static inline void textmill_free_column(textmill_column* column) {
  free(column->valid.data);
  free(column->ends.data);
  free(column->values.data);
  memset(column, 0, sizeof *column);
}

/* What an array that went out keeps alive. */
typedef struct textmill_holder {
  const void* buffers[3];
  struct ArrowArray* children;
  struct ArrowArray** pointers;
  int64_t n_children;
} textmill_holder;

static inline void textmill_release_array(struct ArrowArray* array) {
  textmill_holder* holder = (textmill_holder*)array->private_data;
  for (int i = 0; i < 3; ++i) free((void*)holder->buffers[i]);
  for (int64_t i = 0; i < holder->n_children; ++i) {
    if (holder->children[i].release != NULL) holder->children[i].release(&holder->children[i]);
  }
  free(holder->children);
  free(holder->pointers);
  free(holder);
  array->release = NULL;
}

/* Moves the column into `out`; the column is empty then, whatever happened. */
static inline int32_t textmill_finish_column(textmill_column* column, struct ArrowArray* out,
                                             textmill_error* error) {
  const int32_t zero = 0;
  textmill_holder* holder = (textmill_holder*)calloc(1, sizeof *holder);
  if (column->width == 0 && column->ends.size == 0)
    textmill_put(column, &column->ends, &zero, sizeof zero);
  if (column->values.data == NULL) textmill_put(column, &column->values, &zero, 1);
  if (holder == NULL || column->failed) {
    free(holder);
    textmill_free_column(column);
    return textmill_no_memory(error);
  }
  memset(out, 0, sizeof *out);
  if (column->nulls == 0) free(column->valid.data);
  holder->buffers[0] = column->nulls > 0 ? column->valid.data : NULL;
  holder->buffers[column->width == 0 ? 2 : 1] = column->values.data;
  if (column->width == 0) holder->buffers[1] = column->ends.data;
  out->length = column->rows;
  out->null_count = column->nulls;
  out->n_buffers = column->width == 0 ? 3 : 2;
  out->buffers = holder->buffers;
  out->release = textmill_release_array;
  out->private_data = holder;
  memset(column, 0, sizeof *column);
  return TEXTMILL_OK;
}

/* Moves columns of one length into a struct; they are empty then, whatever happened. */
static inline int32_t textmill_finish_columns(textmill_column* columns, int64_t n,
                                              struct ArrowArray* out, textmill_error* error) {
  const int64_t rows = n > 0 ? columns[0].rows : 0;
  textmill_holder* holder = (textmill_holder*)calloc(1, sizeof *holder);
  int32_t code = TEXTMILL_OK;
  if (holder != NULL) {
    holder->children = (struct ArrowArray*)calloc((size_t)n + 1, sizeof *holder->children);
    holder->pointers = (struct ArrowArray**)calloc((size_t)n + 1, sizeof *holder->pointers);
  }
  if (holder == NULL || holder->children == NULL || holder->pointers == NULL)
    code = textmill_no_memory(error);
  for (int64_t i = 0; i < n; ++i) {
    if (code == TEXTMILL_OK)
      code = textmill_finish_column(&columns[i], &holder->children[i], error);
    else
      textmill_free_column(&columns[i]);
  }
  if (holder == NULL) return code;
  holder->n_children = holder->children != NULL ? n : 0;
  for (int64_t i = 0; i < n && holder->pointers != NULL; ++i)
    holder->pointers[i] = &holder->children[i];
  memset(out, 0, sizeof *out);
  out->length = rows;
  out->n_buffers = 1;
  out->buffers = holder->buffers;
  out->n_children = n;
  out->children = holder->pointers;
  out->release = textmill_release_array;
  out->private_data = holder;
  if (code != TEXTMILL_OK) out->release(out);
  return code;
}

/* ---- Types of columns that go out: for bind */

typedef struct textmill_field {
  const char* name; /* a literal, or as long-lived as the instance */
  const char* format;
} textmill_field;

static inline void textmill_release_schema(struct ArrowSchema* schema) {
  for (int64_t i = 0; i < schema->n_children; ++i) {
    if (schema->children[i]->release != NULL) schema->children[i]->release(schema->children[i]);
    free(schema->children[i]);
  }
  free(schema->children);
  schema->release = NULL;
}

/* A struct with these members; reply->columns, reply->carry, ... */
static inline int32_t textmill_fields(const textmill_field* fields, int64_t n, const char* name,
                                      struct ArrowSchema* out, textmill_error* error) {
  memset(out, 0, sizeof *out);
  out->format = "+s";
  out->name = name;
  out->flags = ARROW_FLAG_NULLABLE;
  out->release = textmill_release_schema;
  out->children = (struct ArrowSchema**)calloc((size_t)n + 1, sizeof *out->children);
  for (int64_t i = 0; i < n && out->children != NULL; ++i) {
    struct ArrowSchema* child = (struct ArrowSchema*)calloc(1, sizeof *child);
    if (child == NULL) break;
    child->format = fields[i].format;
    child->name = fields[i].name;
    child->flags = ARROW_FLAG_NULLABLE;
    child->release = textmill_release_schema;
    out->children[out->n_children++] = child;
  }
  if (out->n_children == n) return TEXTMILL_OK;
  out->release(out);
  return textmill_no_memory(error);
}

/* ---- Calls that have nothing to do in most stages */

static inline int32_t textmill_nothing_to_open(void* instance, const textmill_open_request* request,
                                               textmill_error* error) {
  (void)instance, (void)request, (void)error;
  return TEXTMILL_OK;
}
static inline int32_t textmill_no_lane(void* instance, void** lane, textmill_error* error) {
  (void)instance, (void)error;
  *lane = NULL;
  return TEXTMILL_OK;
}
static inline void textmill_no_lane_to_close(void* instance, void* lane) {
  (void)instance, (void)lane;
}
static inline int32_t textmill_nothing_to_finish(void* instance, textmill_error* error) {
  (void)instance, (void)error;
  return TEXTMILL_OK;
}

/* ---- The symbol that the host looks for: once, at the end of the one source file
 *
 *     TEXTMILL_C_PLUGIN("my-plugin", "1.0.0", "MIT", &kStage, &kOtherStage);
 *
 * 0 is the minor version of the interface that the plugin needs. */
#define TEXTMILL_C_PLUGIN(name, version, license, ...)                                  \
  static const textmill_stage* const textmill_stages[] = {__VA_ARGS__};                 \
  const textmill_plugin textmill_plugin_v1 = {{'T', 'E', 'X', 'T', 'M', 'I', 'L', 'L'}, \
                                              TEXTMILL_ABI_MAJOR,                       \
                                              0,                                        \
                                              sizeof(textmill_plugin),                  \
                                              0,                                        \
                                              name,                                     \
                                              version,                                  \
                                              license,                                  \
                                              textmill_stages,                          \
                                              sizeof textmill_stages / sizeof(void*),   \
                                              NULL}

#endif /* TEXTMILL_PLAIN_C_H_ */
