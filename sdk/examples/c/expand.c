/* An expansion: turns one document into several. This one makes a document of every line. */
#include <textmill/plain_c.h>

static const textmill_column_info kNeeds[] = {
    {.name = "text", .type = "utf8", .doc = "the text that is cut into lines"},
};
/* A produced column takes the place of one of the same name. All others are copied to the children
   by the host. */
static const textmill_column_info kProduces[] = {
    {.name = "text", .type = "utf8", .doc = "the line"},
    {.name = "line", .type = "int64", .doc = "its number, from 1"},
};
static const char* const kNone[] = {NULL};
static const textmill_stage_info kInfo = {
    .name = "example.lines",
    .version = "1.0.0",
    .summary = "Makes a document of every line that is not empty.",
    .description = "",
    .example = "",
    .kind = TEXTMILL_TRANSFORM,
    .flags = TEXTMILL_EXPANDS,
    .needs = kNeeds,
    .n_needs = 1,
    .produces = kProduces,
    .n_produces = 2,
    .reasons = kNone,
    .counters = kNone,
};

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
  static const textmill_field kColumns[] = {{"text", "u"}, {"line", "l"}};
  (void)instance;
  const int32_t code = textmill_need(input, "text", "u", error);
  if (code != TEXTMILL_OK) return code;
  reply->flags = TEXTMILL_EXPANDS;
  reply->uses = kUses;
  reply->n_uses = 1;
  return textmill_fields(kColumns, 2, "", &reply->columns, error);
}

/* The length of the line that the text begins with. */
static uint64_t LineLength(const char* text, uint64_t size) {
  const char* end = size > 0 ? memchr(text, '\n', size) : NULL;
  return end != NULL ? (uint64_t)(end - text) : size;
}

static int32_t Process(void* instance, void* lane, const textmill_batch* batch,
                       textmill_reply* reply, textmill_error* error) {
  (void)instance, (void)lane;
  textmill_column columns[2] = {textmill_new_column("u"), textmill_new_column("l")};
  textmill_column parents = textmill_new_column("i");
  for (int64_t row = 0; row < batch->rows; ++row) {
    textmill_string rest = textmill_text(batch->columns, 0, row);
    for (int64_t number = 1; rest.size > 0; ++number) {
      const uint64_t size = LineLength(rest.data, rest.size);
      if (size > 0) {
        textmill_append_int32(&parents, (int32_t)row); /* whose child this is */
        textmill_append_text(&columns[0], rest.data, size);
        textmill_append_int64(&columns[1], number);
      }
      const uint64_t taken = size < rest.size ? size + 1 : size;
      rest.data += taken;
      rest.size -= taken;
    }
  }
  const int32_t code = textmill_finish_columns(columns, 2, &reply->columns, error);
  if (code == TEXTMILL_OK) return textmill_finish_column(&parents, &reply->parents, error);
  textmill_free_column(&parents);
  return code;
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

TEXTMILL_STAGES("transform example.lines\n");
TEXTMILL_C_PLUGIN("example-c-expand", "1.0.0", "MIT", &kStage);
