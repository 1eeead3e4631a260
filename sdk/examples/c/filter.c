/* A filter: keeps or drops each document, with a reason. This one wants certain words.
 * (min_length.c is another, written with abi.h alone.) */
#include <textmill/plain_c.h>

/* What the host reads: it parses the pipeline by it, and refuses what does not fit. */
static const textmill_param_info kWord = {.types = TEXTMILL_STRING, .doc = ""};
static const textmill_param_info kParams[] = {
    {.name = "words",
     .types = TEXTMILL_STRING | TEXTMILL_LIST,
     .flags = TEXTMILL_PARAM_REQUIRED,
     .item = &kWord,
     .doc = "What a text must mention."},
};
static const textmill_column_info kNeeds[] = {
    {.name = "text", .type = "utf8", .doc = "the text that is searched"},
};
static const char* const kReasons[] = {"not_mentioned", NULL}; /* verdict 1 is the first */
static const char* const kNone[] = {NULL};
static const textmill_stage_info kInfo = {
    .name = "example.mentions",
    .version = "1.0.0",
    .summary = "Keeps documents that mention one of some words.",
    .description = "",
    .example = "",
    .kind = TEXTMILL_TRANSFORM,
    .flags = TEXTMILL_DROPS,
    .params = kParams,
    .n_params = 1,
    .needs = kNeeds,
    .n_needs = 1,
    .reasons = kReasons,
    .counters = kNone,
};

typedef struct Instance {
  textmill_bytes* words;
  uint64_t n;
} Instance;

static void Close(void* instance) {
  Instance* self = instance;
  for (uint64_t i = 0; i < self->n; ++i) free(self->words[i].data);
  free(self->words);
  free(self);
}

static int32_t Create(const textmill_host* host, const textmill_value* params, void** instance,
                      textmill_error* error) {
  (void)host;
  const textmill_value* given = &params->items[0];
  const textmill_value* words = given->type == TEXTMILL_LIST ? given->items : given;
  const uint64_t n = given->type == TEXTMILL_LIST ? given->n_items : 1;
  Instance* self = calloc(1, sizeof *self);
  if (self == NULL) return textmill_no_memory(error);
  self->words = calloc(n + 1, sizeof *self->words);
  for (; self->words != NULL && self->n < n; ++self->n) {
    const textmill_string word = words[self->n].string;
    char* copy = malloc(word.size + 1);
    if (copy == NULL) break;
    memcpy(copy, word.data, word.size);
    self->words[self->n] = (textmill_bytes){copy, word.size, word.size};
  }
  if (self->n < n) {
    Close(self);
    return textmill_no_memory(error);
  }
  *instance = self;
  return TEXTMILL_OK;
}

static int32_t Bind(void* instance, const struct ArrowSchema* input, textmill_bind_reply* reply,
                    textmill_error* error) {
  static const char* const kUses[] = {"text"};
  (void)instance;
  reply->flags = TEXTMILL_DROPS;
  reply->uses = kUses; /* process is given these columns and no others */
  reply->n_uses = 1;
  return textmill_need(input, "text", "u", error);
}

static int Contains(textmill_string text, const textmill_bytes* word) {
  for (uint64_t at = 0; at + word->size <= text.size; ++at) {
    if (memcmp(text.data + at, word->data, word->size) == 0) return 1;
  }
  return 0;
}

/* On many threads at once: reads the instance and changes nothing in it. */
static int32_t Process(void* instance, void* lane, const textmill_batch* batch,
                       textmill_reply* reply, textmill_error* error) {
  const Instance* self = instance;
  (void)lane;
  textmill_column verdicts = textmill_new_column("C");
  for (int64_t row = 0; row < batch->rows; ++row) {
    const textmill_string text = textmill_text(batch->columns, 0, row);
    uint8_t verdict = 1; /* 0 stays, 1 goes for the first reason */
    for (uint64_t i = 0; i < self->n && verdict != 0; ++i)
      verdict = Contains(text, &self->words[i]) ? 0 : 1;
    textmill_append_uint8(&verdicts, verdict);
  }
  return textmill_finish_column(&verdicts, &reply->verdicts, error);
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

TEXTMILL_STAGES("transform example.mentions\n");
TEXTMILL_C_PLUGIN("example-c-filter", "1.0.0", "MIT", &kStage);
