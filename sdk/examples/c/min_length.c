/* A whole plugin in plain C11, with nothing but textmill/abi.h: a filter that drops short texts.
 *
 * The C++ layer does all of this by itself; look here to see what lies underneath, or to write such
 * a layer for another language. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <textmill/extensions.h>

/* ---- What the stage says about itself: data, known without calling anything ---- */

static const textmill_param_info kParams[] = {
    {.name = "least",
     .types = TEXTMILL_INT,
     .default_value = "100",
     .minimum = 0,
     .maximum = 1e18, /* so much as: no upper bound */
     .doc = "Bytes that a text must have."},
};
static const textmill_column_info kNeeds[] = {
    {.name = "text", .type = "utf8", .doc = "the text that is measured"},
};
static const char* const kReasons[] = {"short", NULL}; /* verdict 1 is the first */
static const char* const kCounters[] = {NULL};

static const textmill_stage_info kInfo = {
    .name = "example.min_length",
    .version = "1.0.0",
    .summary = "Drops texts that are too short.",
    .description = "A text that is missing has no bytes.",
    .example = "- uses: example.min_length\n  with: { least: 20 }",
    .kind = TEXTMILL_TRANSFORM,
    .flags = TEXTMILL_DROPS,
    .params = kParams,
    .n_params = 1,
    .needs = kNeeds,
    .n_needs = 1,
    .reasons = kReasons,
    .counters = kCounters,
};

/* ---- An instance: one step of one pipeline ---- */

typedef struct Instance {
  int64_t least;
} Instance;

static int32_t Fail(textmill_error* error, int32_t code, const char* message) {
  memset(error, 0, sizeof *error);
  error->code = code;
  error->row = -1;
  snprintf(error->message, sizeof error->message, "%s", message);
  return code;
}

/* The host has parsed the YAML, checked the values and filled in the defaults. */
static int32_t Create(const textmill_host* host, const textmill_value* params, void** instance,
                      textmill_error* error) {
  (void)host;
  Instance* self = malloc(sizeof *self);
  if (self == NULL) return Fail(error, TEXTMILL_NO_MEMORY, "there is not enough memory");
  self->least = params->items[0].integer;
  *instance = self;
  return TEXTMILL_OK;
}

static void Close(void* instance) { free(instance); }

/* The columns that come in are a struct, a child for each. */
static int32_t Bind(void* instance, const struct ArrowSchema* input, textmill_bind_reply* reply,
                    textmill_error* error) {
  static const char* const kUses[] = {"text"};
  (void)instance;
  for (int64_t i = 0; i < input->n_children; ++i) {
    const struct ArrowSchema* column = input->children[i];
    if (strcmp(column->name, "text") != 0) continue;
    if (strcmp(column->format, "u") != 0)
      return Fail(error, TEXTMILL_ERROR, "needs the column `text` as utf8");
    reply->flags = TEXTMILL_DROPS;
    reply->uses = kUses; /* process is given these columns and no others */
    reply->n_uses = 1;
    return TEXTMILL_OK; /* nothing is produced: the schemas of the reply stay zeroed */
  }
  return Fail(error, TEXTMILL_ERROR, "needs the column `text`, which no earlier step makes");
}

/* No files, and no scratch memory for threads. */
static int32_t Open(void* instance, const textmill_open_request* request, textmill_error* error) {
  (void)instance, (void)request, (void)error;
  return TEXTMILL_OK;
}
static int32_t OpenLane(void* instance, void** lane, textmill_error* error) {
  (void)instance, (void)error;
  *lane = NULL;
  return TEXTMILL_OK;
}
static void CloseLane(void* instance, void* lane) { (void)instance, (void)lane; }
static int32_t Finish(void* instance, textmill_error* error) {
  (void)instance, (void)error;
  return TEXTMILL_OK;
}

/* ---- The work ---- */

/* An array of verdicts and its buffers, in one piece of memory. */
typedef struct Verdicts {
  const void* buffers[2]; /* which rows are null (none are), and the values */
  uint8_t values[];
} Verdicts;

/* The host calls this when it needs the verdicts no more, on whatever thread. */
static void Release(struct ArrowArray* array) {
  free(array->private_data);
  array->release = NULL;
}

/* On many threads at once: reads the instance and changes nothing in it. */
static int32_t Process(void* instance, void* lane, const textmill_batch* batch,
                       textmill_reply* reply, textmill_error* error) {
  const Instance* self = instance;
  (void)lane;
  const size_t rows = (size_t)batch->rows;
  Verdicts* verdicts = malloc(sizeof *verdicts + rows);
  if (verdicts == NULL) return Fail(error, TEXTMILL_NO_MEMORY, "there is not enough memory");

  /* The texts: buffers[1] says where each ends, and row 0 begins at the sum of both offsets. A null
     may have bytes, which are not to be looked at. */
  const struct ArrowArray* texts = batch->columns->children[0];
  const int64_t first = batch->columns->offset + texts->offset;
  const uint8_t* valid = texts->null_count == 0 ? NULL : texts->buffers[0];
  const int32_t* ends = texts->buffers[1];
  for (size_t row = 0; row < rows; ++row) {
    const int64_t at = first + (int64_t)row;
    const int null = valid != NULL && ((valid[at / 8] >> (at % 8)) & 1) == 0;
    const int64_t size = null ? 0 : (int64_t)ends[at + 1] - ends[at];
    verdicts->values[row] = size < self->least; /* 0 stays, 1 goes for the first reason */
  }

  verdicts->buffers[0] = NULL;
  verdicts->buffers[1] = verdicts->values;
  reply->verdicts = (struct ArrowArray){
      .length = batch->rows,
      .n_buffers = 2,
      .buffers = verdicts->buffers,
      .release = Release,
      .private_data = verdicts,
  };
  return TEXTMILL_OK;
}

/* ---- The symbol that the host looks for ---- */

static const textmill_stage kStage = {
    .info = &kInfo,
    .create = Create,
    .bind = Bind,
    .open = Open,
    .open_lane = OpenLane,
    .close_lane = CloseLane,
    .close = Close,
    .process = Process,
    .finish = Finish,
};
static const textmill_stage* const kStages[] = {&kStage};

__attribute__((visibility("default"))) const textmill_plugin textmill_plugin_v1 = {
    .magic = {'T', 'E', 'X', 'T', 'M', 'I', 'L', 'L'},
    .major = TEXTMILL_ABI_MAJOR,
    .minor = 0, /* the lowest that it needs */
    .size = sizeof(textmill_plugin),
    .name = "example-c",
    .version = "1.0.0",
    .license = "MIT",
    .stages = kStages,
    .n_stages = 1,
};
