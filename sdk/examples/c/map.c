/* A map: adds columns to each document. This one counts words. */
#include <textmill/plain_c.h>

/* ---- What the stage says about itself: data, known without calling anything */

static const textmill_column_info kNeeds[] = {
    {.name = "text", .type = "utf8", .doc = "the text that is counted"},
};
static const textmill_column_info kProduces[] = {
    {.name = "words", .type = "int64", .doc = "how many words it has; null where there is no text"},
};
static const char* const kNone[] = {NULL};
static const textmill_stage_info kInfo = {
    .name = "example.count_words",
    .version = "1.0.0",
    .summary = "Counts the words of a text.",
    .description = "",
    .example = "",
    .kind = TEXTMILL_TRANSFORM,
    .needs = kNeeds,
    .n_needs = 1,
    .produces = kProduces,
    .n_produces = 1,
    .reasons = kNone,
    .counters = kNone,
};

/* ---- An instance: it has nothing to keep, but needs an address */

static int32_t Create(const textmill_host* host, const textmill_value* params, void** instance,
                      textmill_error* error) {
  (void)host, (void)params;
  *instance = malloc(1);
  return *instance != NULL ? TEXTMILL_OK : textmill_no_memory(error);
}
static void Close(void* instance) { free(instance); }

static int32_t Bind(void* instance, const struct ArrowSchema* input, textmill_bind_reply* reply,
                    textmill_error* error) {
  static const char* const kUses[] = {"text"};
  static const textmill_field kColumns[] = {{"words", "l"}};
  (void)instance;
  const int32_t code = textmill_need(input, "text", "u", error);
  if (code != TEXTMILL_OK) return code;
  reply->uses = kUses; /* process is given these columns and no others */
  reply->n_uses = 1;
  return textmill_fields(kColumns, 1, "", &reply->columns, error);
}

/* ---- The work */

static int64_t CountWords(const char* text, uint64_t size) {
  int64_t count = 0;
  int inside = 0;
  for (uint64_t i = 0; i < size; ++i) {
    const int space = text[i] == ' ' || (text[i] >= '\t' && text[i] <= '\r');
    if (!space && !inside) ++count;
    inside = !space;
  }
  return count;
}

/* On many threads at once: reads the instance and changes nothing in it. */
static int32_t Process(void* instance, void* lane, const textmill_batch* batch,
                       textmill_reply* reply, textmill_error* error) {
  (void)instance, (void)lane;
  textmill_column words = textmill_new_column("l");
  for (int64_t row = 0; row < batch->rows; ++row) {
    if (textmill_is_null(batch->columns, 0, row)) {
      textmill_append_null(&words);
    } else {
      const textmill_string text = textmill_text(batch->columns, 0, row);
      textmill_append_int64(&words, CountWords(text.data, text.size));
    }
  }
  return textmill_finish_columns(&words, 1, &reply->columns, error);
}

static const textmill_stage kStage = {
    .info = &kInfo,
    .create = Create,
    .bind = Bind,
    .open = textmill_nothing_to_open,
    .open_lane = textmill_no_lane,
    .close_lane = textmill_no_lane_to_close,
    .close = Close,
    .process = Process,
    .finish = textmill_nothing_to_finish,
};

TEXTMILL_STAGES("transform example.count_words\n");
TEXTMILL_C_PLUGIN("example-c-map", "1.0.0", "MIT", &kStage);
