/* A sink: writes documents to a file, in input order. This one writes a Markdown list of titles. */
#include <textmill/plain_c.h>

static const textmill_param_info kParams[] = {
    {.name = "path",
     .types = TEXTMILL_PATH,
     .flags = TEXTMILL_PARAM_REQUIRED,
     .doc = "The file to write."},
};
static const textmill_column_info kNeeds[] = {
    {.name = "title", .type = "utf8", .doc = "what is listed"},
};
static const char* const kNone[] = {NULL};
static const char* const kCounters[] = {"rows", NULL}; /* what the summary gives as rows written */
static const textmill_stage_info kInfo = {
    .name = "example.write_titles",
    .version = "1.0.0",
    .summary = "Writes a list of titles.",
    .description = "",
    .example = "",
    .kind = TEXTMILL_SINK,
    .flags = TEXTMILL_COMMITS | TEXTMILL_STATELESS,
    .params = kParams,
    .n_params = 1,
    .needs = kNeeds,
    .n_needs = 1,
    .reasons = kNone,
    .counters = kCounters,
};

typedef struct Instance {
  const textmill_host* host;
  char* path;
  textmill_output output;
} Instance;

static int32_t Create(const textmill_host* host, const textmill_value* params, void** instance,
                      textmill_error* error) {
  const textmill_string path = params->items[0].string;
  Instance* self = calloc(1, sizeof *self);
  char* copy = calloc(1, path.size + 1);
  if (self == NULL || copy == NULL) {
    free(self);
    free(copy);
    return textmill_no_memory(error);
  }
  memcpy(copy, path.data, path.size);
  self->host = host;
  self->path = copy;
  *instance = self;
  return TEXTMILL_OK;
}
static void Close(void* instance) {
  Instance* self = instance;
  free(self->path);
  free(self);
}

/* The host opens the file, compresses by its ending, and renames it when the run is complete. */
static int32_t Bind(void* instance, const struct ArrowSchema* input, textmill_bind_reply* reply,
                    textmill_error* error) {
  static const char* const kUses[] = {"title"};
  static const textmill_field kCarry[] = {{"lines", "z"}};
  Instance* self = instance;
  const int32_t code = textmill_need(input, "title", "u", error);
  if (code != TEXTMILL_OK) return code;
  self->output.path = self->path;
  reply->flags = TEXTMILL_COMMITS | TEXTMILL_STATELESS;
  reply->uses = kUses;
  reply->n_uses = 1;
  reply->outputs = &self->output;
  reply->n_outputs = 1;
  return textmill_fields(kCarry, 1, "", &reply->carry, error);
}

static void AppendLine(textmill_column* lines, textmill_string title) {
  textmill_append_part(lines, "- ", 2);
  textmill_append_part(lines, title.data, title.size);
  textmill_append_text(lines, "\n", 1);
}

/* The work, on many threads at once: a piece of the file for each document. */
static int32_t Process(void* instance, void* lane, const textmill_batch* batch,
                       textmill_reply* reply, textmill_error* error) {
  (void)instance, (void)lane;
  textmill_column lines = textmill_new_column("z");
  for (int64_t row = 0; row < batch->rows; ++row)
    AppendLine(&lines, textmill_text(batch->columns, 0, row));
  return textmill_finish_columns(&lines, 1, &reply->carry, error);
}

/* One batch at a time, in input order: the pieces are written. */
static int32_t Commit(void* instance, const textmill_batch* batch, const struct ArrowArray* carry,
                      textmill_reply* reply, textmill_error* error) {
  const Instance* self = instance;
  for (int64_t row = 0; row < carry->length; ++row) {
    const textmill_string line = textmill_text(carry, 0, row);
    const int32_t code = self->host->write(self->host, 0, line.data, line.size, error);
    if (code != TEXTMILL_OK) return code;
  }
  reply->counts[0] = batch->rows;
  return TEXTMILL_OK;
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
    .commit = Commit,
    .finish = textmill_nothing_to_finish,
};

TEXTMILL_STAGES("sink example.write_titles\n");
TEXTMILL_C_PLUGIN("example-c-sink", "1.0.0", "MIT", &kStage);
