/* What a plugin in plain C needs beyond abi.h: errors, reading columns, making columns and their
 * types, the plugin's symbol. Nothing to link; all functions are static.
 *
 * A textmill_column grows value by value and is then moved into an ArrowArray, which the host
 * releases. When memory runs out, or a format is not known, a column remembers it, and finishing it
 * is an error.
 *
 * Formats are Arrow's: "b" bool, "C" uint8, "i" int32, "I" uint32, "l" int64, "L" uint64, "f"
 * float32, "g" float64, "u" utf8, "z" binary, "tsu:UTC" timestamp. A list is "+l" and the format of
 * its items: "+lu" is a list of texts. */
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

/* Is the column of that format, its items included? */
static inline int textmill_is_format(const struct ArrowSchema* column, const char* format) {
  if (strncmp(format, "+l", 2) == 0) {
    return strcmp(column->format, "+l") == 0 && column->n_children == 1 &&
           textmill_is_format(column->children[0], format + 2);
  }
  return strcmp(column->format, format) == 0;
}

/* In bind: an error unless there is a column `name` of that format ("u" utf8, "l" int64, ...). */
static inline int32_t textmill_need(const struct ArrowSchema* input, const char* name,
                                    const char* format, textmill_error* error) {
  char message[512];
  int32_t code = TEXTMILL_NO_COLUMN;
  snprintf(message, sizeof message, "needs the column `%s`, which no earlier step makes", name);
  for (int64_t i = 0; i < input->n_children; ++i) {
    if (strcmp(input->children[i]->name, name) != 0) continue;
    if (textmill_is_format(input->children[i], format)) return TEXTMILL_OK;
    code = TEXTMILL_WRONG_TYPE;
    snprintf(message, sizeof message,
             "needs the column `%s` in the format \"%s\", but it is \"%s\"", name, format,
             input->children[i]->format);
  }
  textmill_fail(error, code, message);
  snprintf(error->subject, sizeof error->subject, "\n%s", name);
  return code;
}

/* Values of an array by their place in it; `textmill_text(columns, child, row)` and its like are of
 * a child of a batch's columns. What is null reads as empty text, and as anything elsewhere. */
static inline int textmill_null_at(const struct ArrowArray* array, int64_t i) {
  const int64_t at = array->offset + i;
  const uint8_t* valid = (const uint8_t*)array->buffers[0];
  return array->null_count != 0 && valid != NULL && ((valid[at / 8] >> (at % 8)) & 1) == 0;
}
/* Of utf8 and binary; not NUL-terminated. */
static inline textmill_string textmill_text_at(const struct ArrowArray* array, int64_t i) {
  const int32_t* ends = (const int32_t*)array->buffers[1] + array->offset + i;
  textmill_string text = {"", 0};
  if (textmill_null_at(array, i) || ends[0] == ends[1]) return text;
  text.data = (const char*)array->buffers[2] + ends[0];
  text.size = (uint64_t)(ends[1] - ends[0]);
  return text;
}
/* Of int64 and timestamp (microseconds since 1970-01-01T00:00:00Z). */
static inline int64_t textmill_int64_at(const struct ArrowArray* array, int64_t i) {
  return ((const int64_t*)array->buffers[1])[array->offset + i];
}
static inline double textmill_float64_at(const struct ArrowArray* array, int64_t i) {
  return ((const double*)array->buffers[1])[array->offset + i];
}
static inline float textmill_float32_at(const struct ArrowArray* array, int64_t i) {
  return ((const float*)array->buffers[1])[array->offset + i];
}
static inline int textmill_bool_at(const struct ArrowArray* array, int64_t i) {
  const int64_t at = array->offset + i;
  return (((const uint8_t*)array->buffers[1])[at / 8] >> (at % 8)) & 1;
}
/* The items of a list: those of `items` from `begin` up to `end`, none where it is null. */
typedef struct textmill_list_items {
  const struct ArrowArray* items;
  int64_t begin, end;
} textmill_list_items;
static inline textmill_list_items textmill_list_at(const struct ArrowArray* array, int64_t i) {
  const int32_t* ends = (const int32_t*)array->buffers[1] + array->offset + i;
  textmill_list_items list = {array->children[0], ends[0], ends[1]};
  if (textmill_null_at(array, i)) list.end = list.begin;
  return list;
}

static inline int textmill_is_null(const struct ArrowArray* columns, int64_t child, int64_t row) {
  return textmill_null_at(columns->children[child], columns->offset + row);
}
static inline textmill_string textmill_text(const struct ArrowArray* columns, int64_t child,
                                            int64_t row) {
  return textmill_text_at(columns->children[child], columns->offset + row);
}
static inline int64_t textmill_int64(const struct ArrowArray* columns, int64_t child, int64_t row) {
  return textmill_int64_at(columns->children[child], columns->offset + row);
}
static inline double textmill_float64(const struct ArrowArray* columns, int64_t child,
                                      int64_t row) {
  return textmill_float64_at(columns->children[child], columns->offset + row);
}
static inline float textmill_float32(const struct ArrowArray* columns, int64_t child, int64_t row) {
  return textmill_float32_at(columns->children[child], columns->offset + row);
}
static inline int textmill_bool(const struct ArrowArray* columns, int64_t child, int64_t row) {
  return textmill_bool_at(columns->children[child], columns->offset + row);
}
static inline textmill_list_items textmill_list(const struct ArrowArray* columns, int64_t child,
                                                int64_t row) {
  return textmill_list_at(columns->children[child], columns->offset + row);
}

/* ---- Columns that go out */

typedef struct textmill_bytes {
  char* data;
  size_t size, capacity;
} textmill_bytes;

typedef struct textmill_column {
  char layout; /* 'w' values of `width` bytes, 'b' bits, 't' texts, 'l' lists */
  size_t width;
  int64_t rows, nulls;
  int failed;  /* there was not enough memory */
  int unknown; /* there is no such format */
  textmill_bytes valid, ends, values;
  struct textmill_column* items; /* of lists */
} textmill_column;

static inline textmill_column textmill_new_column(const char* format) {
  static const char* const kFormats[] = {"C", "i", "I", "f", "l", "L", "g", "tsu:UTC"};
  static const size_t kWidths[] = {1, 4, 4, 4, 8, 8, 8, 8};
  textmill_column column;
  memset(&column, 0, sizeof column);
  for (size_t i = 0; i < sizeof kWidths / sizeof kWidths[0]; ++i) {
    if (strcmp(format, kFormats[i]) != 0) continue;
    column.layout = 'w';
    column.width = kWidths[i];
  }
  if (strcmp(format, "b") == 0) column.layout = 'b';
  if (strcmp(format, "u") == 0 || strcmp(format, "z") == 0) column.layout = 't';
  if (strncmp(format, "+l", 2) == 0) {
    column.layout = 'l';
    column.items = (textmill_column*)malloc(sizeof column);
    if (column.items != NULL) {
      *column.items = textmill_new_column(format + 2);
      column.unknown = column.items->unknown;
    } else {
      column.failed = 1;
    }
  }
  if (column.layout == 0) column.unknown = 1;
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

static inline void textmill_end_at(textmill_column* column, size_t size, int valid) {
  const int32_t zero = 0, end = (int32_t)size;
  if (size > INT32_MAX) column->failed = 1;
  if (column->ends.size == 0) textmill_put(column, &column->ends, &zero, sizeof zero);
  textmill_put(column, &column->ends, &end, sizeof end);
  textmill_end_row(column, valid);
}
/* A text's length is what was put into `values` since the last one. */
static inline void textmill_end_text(textmill_column* column, int valid) {
  textmill_end_at(column, column->values.size, valid);
}
/* A row of a list has the items that were appended to `column->items` since the last one. */
static inline void textmill_end_list(textmill_column* column, int valid) {
  textmill_end_at(column, column->items != NULL ? (size_t)column->items->rows : 0, valid);
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
static inline void textmill_append_float64(textmill_column* column, double value) {
  textmill_append(column, &value);
}
static inline void textmill_append_float32(textmill_column* column, float value) {
  textmill_append(column, &value);
}
/* Microseconds since 1970-01-01T00:00:00Z. */
static inline void textmill_append_timestamp(textmill_column* column, int64_t value) {
  textmill_append(column, &value);
}
static inline void textmill_append_bit(textmill_column* column, int value, int valid) {
  static const char kNone = 0;
  if (column->rows % 8 == 0) textmill_put(column, &column->values, &kNone, 1);
  if (column->failed) return;
  if (value) column->values.data[column->rows / 8] |= (char)(1 << (column->rows % 8));
  textmill_end_row(column, valid);
}
static inline void textmill_append_bool(textmill_column* column, int value) {
  textmill_append_bit(column, value, 1);
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
  if (column->layout == 't') textmill_end_text(column, 0);
  if (column->layout == 'l') textmill_end_list(column, 0);
  if (column->layout == 'b') textmill_append_bit(column, 0, 0);
  if (column->layout == 'w') {
    textmill_put(column, &column->values, kZero, column->width);
    textmill_end_row(column, 0);
  }
}

static inline void textmill_free_column(textmill_column* column) {
  free(column->valid.data);
  free(column->ends.data);
  free(column->values.data);
  if (column->items != NULL) textmill_free_column(column->items);
  free(column->items);
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

/* Room for what an array keeps alive, with that many children; NULL when there is no memory. */
static inline textmill_holder* textmill_new_holder(int64_t n_children) {
  textmill_holder* holder = (textmill_holder*)calloc(1, sizeof *holder);
  if (holder == NULL) return NULL;
  holder->children = (struct ArrowArray*)calloc((size_t)n_children + 1, sizeof *holder->children);
  holder->pointers = (struct ArrowArray**)calloc((size_t)n_children + 1, sizeof *holder->pointers);
  if (holder->children == NULL || holder->pointers == NULL) {
    free(holder->children);
    free(holder->pointers);
    free(holder);
    return NULL;
  }
  holder->n_children = n_children;
  for (int64_t i = 0; i < n_children; ++i) holder->pointers[i] = &holder->children[i];
  return holder;
}

/* Moves the column into `out`; the column is empty then, whatever happened. */
static inline int32_t textmill_finish_column(textmill_column* column, struct ArrowArray* out,
                                             textmill_error* error) {
  const int32_t zero = 0;
  const int list = column->layout == 'l', ends = list || column->layout == 't';
  if (column->unknown) {
    textmill_free_column(column);
    return textmill_fail(error, TEXTMILL_INTERNAL,
                         "a column was to be made of a format that plain_c.h does not know");
  }
  textmill_holder* holder = textmill_new_holder(list ? 1 : 0);
  if (ends && column->ends.size == 0) textmill_put(column, &column->ends, &zero, sizeof zero);
  if (column->values.data == NULL) textmill_put(column, &column->values, &zero, 1);
  if (holder == NULL || column->failed) {
    if (holder != NULL) free(holder->children);
    if (holder != NULL) free(holder->pointers);
    free(holder);
    textmill_free_column(column);
    return textmill_no_memory(error);
  }
  memset(out, 0, sizeof *out);
  if (column->nulls == 0) free(column->valid.data);
  if (list) free(column->values.data);
  holder->buffers[0] = column->nulls > 0 ? column->valid.data : NULL;
  if (ends) holder->buffers[1] = column->ends.data;
  if (!list) holder->buffers[ends ? 2 : 1] = column->values.data;
  out->length = column->rows;
  out->null_count = column->nulls;
  out->n_buffers = ends && !list ? 3 : 2;
  out->buffers = holder->buffers;
  out->n_children = holder->n_children;
  out->children = holder->pointers;
  out->release = textmill_release_array;
  out->private_data = holder;
  textmill_column* items = column->items;
  memset(column, 0, sizeof *column);
  if (!list) return TEXTMILL_OK;
  const int32_t code = textmill_finish_column(items, &holder->children[0], error);
  free(items);
  if (code != TEXTMILL_OK) out->release(out);
  return code;
}

/* Moves columns of one length into a struct; they are empty then, whatever happened. */
static inline int32_t textmill_finish_columns(textmill_column* columns, int64_t n,
                                              struct ArrowArray* out, textmill_error* error) {
  const int64_t rows = n > 0 ? columns[0].rows : 0;
  textmill_holder* holder = textmill_new_holder(n);
  int32_t code = holder != NULL ? TEXTMILL_OK : textmill_no_memory(error);
  for (int64_t i = 0; i < n; ++i) {
    if (code == TEXTMILL_OK)
      code = textmill_finish_column(&columns[i], &holder->children[i], error);
    else
      textmill_free_column(&columns[i]);
  }
  if (holder == NULL) return code;
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

/* Rows that failed, for `failures` of a reply. */
typedef struct textmill_failed_rows {
  textmill_column columns[3];
} textmill_failed_rows;

static inline textmill_failed_rows textmill_no_failures(void) {
  textmill_failed_rows failed;
  failed.columns[0] = textmill_new_column("l");
  failed.columns[1] = textmill_new_column("u");
  failed.columns[2] = textmill_new_column("C");
  return failed;
}
/* The document of this row of the batch is taken out and recorded with the sentence `message`. */
static inline void textmill_append_failure(textmill_failed_rows* failed, int64_t row,
                                           const char* message, uint8_t kind) {
  textmill_append_int64(&failed->columns[0], row);
  textmill_append_text(&failed->columns[1], message, strlen(message));
  textmill_append_uint8(&failed->columns[2], kind);
}
/* Moves them into the reply; where there are none it is left as it is. */
static inline int32_t textmill_finish_failures(textmill_failed_rows* failed, textmill_reply* reply,
                                               textmill_error* error) {
  if (failed->columns[0].rows > 0)
    return textmill_finish_columns(failed->columns, 3, &reply->failures, error);
  for (int i = 0; i < 3; ++i) textmill_free_column(&failed->columns[i]);
  return TEXTMILL_OK;
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

/* A column's type. */
static inline int32_t textmill_field_type(const textmill_field* field, struct ArrowSchema* out,
                                          textmill_error* error) {
  const int list = strncmp(field->format, "+l", 2) == 0;
  memset(out, 0, sizeof *out);
  out->format = list ? "+l" : field->format;
  out->name = field->name;
  out->flags = ARROW_FLAG_NULLABLE;
  out->release = textmill_release_schema;
  if (!list) return TEXTMILL_OK;
  const textmill_field item = {"item", field->format + 2};
  out->children = (struct ArrowSchema**)calloc(1, sizeof *out->children);
  struct ArrowSchema* child = (struct ArrowSchema*)calloc(1, sizeof *child);
  if (out->children == NULL || child == NULL ||
      textmill_field_type(&item, child, error) != TEXTMILL_OK) {
    free(child);
    out->release(out);
    return textmill_no_memory(error);
  }
  out->children[out->n_children++] = child;
  return TEXTMILL_OK;
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
    if (child == NULL || textmill_field_type(&fields[i], child, error) != TEXTMILL_OK) {
      free(child);
      break;
    }
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
