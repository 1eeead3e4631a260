/* Saving and restoring what a stage in plain C remembers (textmill.state/1): the bytes are put
 * together in memory, and framed and checksummed as state.hpp describes it, so that a state that is
 * damaged, cut off, of another stage or of another version is refused. All functions are static. */
#ifndef TEXTMILL_PLAIN_C_STATE_H_
#define TEXTMILL_PLAIN_C_STATE_H_

#include "plain_c.h"

#define TEXTMILL_STATE_BLOCK (1u << 20)

/* Eight bytes at a time; the last ones are filled up with zeros, and the size is mixed in first. */
static inline uint64_t textmill_hash_state(uint64_t seed, const void* data, size_t size) {
  uint64_t h = (seed ^ size) * 0x9e3779b97f4a7c15u;
  for (size_t i = 0; i < size; i += 8) {
    uint64_t word = 0;
    memcpy(&word, (const char*)data + i, size - i < 8 ? size - i : 8);
    h = (h ^ word) * 0xff51afd7ed558ccdu;
    h ^= h >> 32;
  }
  return h;
}

/* Appends to a buffer; 0 when there is no memory. */
static inline int textmill_put_state(textmill_bytes* to, const void* data, size_t size) {
  textmill_column memory;
  memset(&memory, 0, sizeof memory);
  textmill_put(&memory, to, data, size);
  return !memory.failed;
}

/* Takes from the front of what is left; 0 when there is less. */
static inline int textmill_take_state(textmill_string* left, void* data, size_t size) {
  if (size > left->size) return 0;
  if (size > 0) memcpy(data, left->data, size);
  left->data += size;
  left->size -= size;
  return 1;
}

static inline int textmill_state_head(textmill_bytes* head, const char* stage, uint32_t version,
                                      uint64_t parameters) {
  const uint32_t format = 1, length = (uint32_t)strlen(stage);
  return textmill_put_state(head, "TMSTATE\n", 8) &&
         textmill_put_state(head, &format, sizeof format) &&
         textmill_put_state(head, &length, sizeof length) &&
         textmill_put_state(head, stage, length) &&
         textmill_put_state(head, &version, sizeof version) &&
         textmill_put_state(head, &parameters, sizeof parameters);
}

/* Writes `bytes`, all that the stage remembers. `version` is theirs; `parameters` is a hash of
 * those that matter for what the bytes mean (textmill_hash_state will do), or 0. */
static inline int32_t textmill_save_state(const textmill_state_writer* writer, const char* stage,
                                          uint32_t version, uint64_t parameters,
                                          textmill_string bytes, textmill_error* error) {
  textmill_bytes whole = {NULL, 0, 0};
  int good = textmill_state_head(&whole, stage, version, parameters);
  uint64_t sum = textmill_hash_state(0, whole.data, whole.size);
  for (uint64_t at = 0; good && at < bytes.size; at += TEXTMILL_STATE_BLOCK) {
    const uint64_t left = bytes.size - at;
    const uint32_t size = left < TEXTMILL_STATE_BLOCK ? (uint32_t)left : TEXTMILL_STATE_BLOCK;
    sum = textmill_hash_state(sum, bytes.data + at, size);
    good = textmill_put_state(&whole, &size, sizeof size) &&
           textmill_put_state(&whole, &sum, sizeof sum) &&
           textmill_put_state(&whole, bytes.data + at, size);
  }
  const uint32_t none = 0;
  good = good && textmill_put_state(&whole, &none, sizeof none) &&
         textmill_put_state(&whole, &bytes.size, sizeof bytes.size);
  const int32_t code =
      good ? writer->write(writer->self, whole.data, whole.size, error) : textmill_no_memory(error);
  free(whole.data);
  return code;
}

/* Reads what textmill_save_state wrote into `bytes`, which the caller frees (bytes->data), and
 * checks it. */
static inline int32_t textmill_restore_state(const textmill_state_reader* reader, const char* stage,
                                             uint32_t version, uint64_t parameters,
                                             textmill_bytes* bytes, textmill_error* error) {
  textmill_bytes whole = {NULL, 0, 0}, head = {NULL, 0, 0};
  char piece[4096];
  uint64_t got = sizeof piece;
  int32_t code = TEXTMILL_OK;
  memset(bytes, 0, sizeof *bytes);
  while (code == TEXTMILL_OK && got == sizeof piece) {
    code = reader->read(reader->self, piece, sizeof piece, &got, error);
    if (code == TEXTMILL_OK && !textmill_put_state(&whole, piece, (size_t)got))
      code = textmill_no_memory(error);
  }
  if (code == TEXTMILL_OK && !textmill_state_head(&head, stage, version, parameters))
    code = textmill_no_memory(error);
  textmill_string left = {whole.data, whole.size};
  if (code == TEXTMILL_OK &&
      (left.size < head.size || memcmp(left.data, head.data, head.size) != 0)) {
    code = textmill_fail(error, TEXTMILL_ERROR,
                         "this is not a saved state of this version of the stage, with the "
                         "parameters that it has now");
  }
  uint64_t sum = textmill_hash_state(0, head.data, head.size);
  if (code == TEXTMILL_OK) {
    left.data += head.size;
    left.size -= head.size;
  }
  while (code == TEXTMILL_OK) {
    uint32_t size = 0;
    uint64_t expected = 0;
    int good = textmill_take_state(&left, &size, sizeof size) &&
               textmill_take_state(&left, &expected, sizeof expected);
    if (good && size == 0 && expected == bytes->size && left.size == 0) break;
    good = good && size > 0 && size <= TEXTMILL_STATE_BLOCK && size <= left.size;
    if (good) sum = textmill_hash_state(sum, left.data, size);
    if (!good || sum != expected) {
      code = textmill_fail(error, TEXTMILL_ERROR, "the saved state is damaged or cut off");
    } else if (!textmill_put_state(bytes, left.data, size)) {
      code = textmill_no_memory(error);
    } else {
      left.data += size;
      left.size -= size;
    }
  }
  free(whole.data);
  free(head.data);
  if (code != TEXTMILL_OK) {
    free(bytes->data);
    memset(bytes, 0, sizeof *bytes);
  }
  return code;
}

#endif /* TEXTMILL_PLAIN_C_STATE_H_ */
