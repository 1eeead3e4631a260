/* A source: reads documents from files. This one makes a document of every line.
 *
 * A source works in two halves, so that all processors can read one big file: next_unit, one call
 * at a time, cuts the files into units that begin and end with a line; read_unit, on many threads
 * at once, turns a unit into documents. */
#include <errno.h>
#include <textmill/plain_c.h>

static const textmill_param_info kPath = {.types = TEXTMILL_PATH, .doc = ""};
static const textmill_param_info kParams[] = {
    {.name = "path",
     .types = TEXTMILL_PATH | TEXTMILL_LIST,
     .flags = TEXTMILL_PARAM_REQUIRED,
     .item = &kPath,
     .doc = "The files to read, in this order."},
};
static const textmill_column_info kProduces[] = {
    {.name = "id", .type = "utf8", .doc = "path@offset"},
    {.name = "text", .type = "utf8", .doc = "the line"},
    {.name = "source", .type = "utf8", .doc = "the file"},
};
static const char* const kNone[] = {NULL};
static const textmill_stage_info kInfo = {
    .name = "example.read_lines",
    .version = "1.0.0",
    .summary = "Makes a document of every line.",
    .description = "",
    .example = "",
    .kind = TEXTMILL_SOURCE,
    .params = kParams,
    .n_params = 1,
    .produces = kProduces,
    .n_produces = 3,
    .reasons = kNone,
    .counters = kNone,
};

typedef struct Instance {
  textmill_input* inputs; /* their paths are the instance's */
  uint64_t n;
  uint64_t input, next; /* where next_unit goes on */
} Instance;

static void Close(void* instance) {
  Instance* self = instance;
  for (uint64_t i = 0; i < self->n; ++i) free((char*)self->inputs[i].path);
  free(self->inputs);
  free(self);
}

static int32_t Create(const textmill_host* host, const textmill_value* params, void** instance,
                      textmill_error* error) {
  (void)host;
  const textmill_value* given = &params->items[0];
  const textmill_value* paths = given->type == TEXTMILL_LIST ? given->items : given;
  const uint64_t n = given->type == TEXTMILL_LIST ? given->n_items : 1;
  Instance* self = calloc(1, sizeof *self);
  if (self == NULL) return textmill_no_memory(error);
  self->inputs = calloc(n + 1, sizeof *self->inputs);
  for (; self->inputs != NULL && self->n < n; ++self->n) {
    char* path = calloc(1, paths[self->n].string.size + 1);
    if (path == NULL) break;
    memcpy(path, paths[self->n].string.data, paths[self->n].string.size);
    self->inputs[self->n].path = path;
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
  static const textmill_field kColumns[] = {{"id", "u"}, {"text", "u"}, {"source", "u"}};
  (void)instance, (void)input;
  return textmill_fields(kColumns, 3, "", &reply->columns, error);
}

static int32_t CannotRead(const char* path, textmill_error* error) {
  char message[1024];
  snprintf(message, sizeof message, "cannot read %s: %s", path, strerror(errno));
  return textmill_fail(error, TEXTMILL_IO_ERROR, message);
}

/* What can be known to fail fails here, before the run. */
static int32_t ListInputs(void* instance, const textmill_input** inputs, uint64_t* n,
                          textmill_error* error) {
  Instance* self = instance;
  for (uint64_t i = 0; i < self->n; ++i) {
    FILE* file = fopen(self->inputs[i].path, "rb");
    if (file == NULL) return CannotRead(self->inputs[i].path, error);
    fseek(file, 0, SEEK_END);
    self->inputs[i].bytes = ftell(file);
    fclose(file);
  }
  *inputs = self->inputs;
  *n = self->n;
  return TEXTMILL_OK;
}

/* The end of the line that the byte at `offset` belongs to. */
static int32_t EndOfLine(const textmill_input* input, uint64_t offset, uint64_t* end,
                         textmill_error* error) {
  FILE* file = fopen(input->path, "rb");
  if (file == NULL) return CannotRead(input->path, error);
  fseek(file, (long)offset, SEEK_SET);
  for (*end = offset; *end < (uint64_t)input->bytes;) {
    const int c = getc(file);
    ++*end;
    if (c == '\n' || c == EOF) break;
  }
  fclose(file);
  if (*end > (uint64_t)input->bytes) *end = (uint64_t)input->bytes;
  return TEXTMILL_OK;
}

static int32_t NextUnit(void* instance, uint64_t want_bytes, textmill_unit* unit,
                        textmill_error* error) {
  Instance* self = instance;
  while (self->input < self->n && self->next >= (uint64_t)self->inputs[self->input].bytes) {
    ++self->input;
    self->next = 0;
  }
  if (self->input == self->n) return TEXTMILL_END;
  unit->input = (uint32_t)self->input;
  unit->begin = self->next;
  const uint64_t last = self->next + (want_bytes > 0 ? want_bytes - 1 : 0);
  const int32_t code = EndOfLine(&self->inputs[self->input], last, &unit->end, error);
  self->next = unit->consumed = unit->end;
  return code;
}

/* `length` bytes of a file, to be freed, or NULL. */
static char* Read(const textmill_input* input, uint64_t offset, uint64_t length) {
  FILE* file = fopen(input->path, "rb");
  char* bytes = malloc(length + 1);
  if (file != NULL && bytes != NULL) {
    fseek(file, (long)offset, SEEK_SET);
    if (fread(bytes, 1, length, file) != length) {
      free(bytes);
      bytes = NULL;
    }
  }
  if (file != NULL) fclose(file);
  return bytes;
}

static int32_t ReadUnit(void* instance, void* lane, const textmill_unit* unit, textmill_rows* rows,
                        textmill_error* error) {
  (void)lane;
  const Instance* self = instance;
  const textmill_input* input = &self->inputs[unit->input];
  const uint64_t size = unit->end - unit->begin;
  char* bytes = Read(input, unit->begin, size);
  if (bytes == NULL) return CannotRead(input->path, error);
  textmill_column columns[3], origins[2];
  for (int i = 0; i < 3; ++i) columns[i] = textmill_new_column("u");
  for (int i = 0; i < 2; ++i) origins[i] = textmill_new_column("L");
  for (uint64_t at = 0; at < size;) {
    const char* found = memchr(bytes + at, '\n', size - at);
    const uint64_t end = found != NULL ? (uint64_t)(found - bytes) : size;
    char number[32];
    snprintf(number, sizeof number, "@%llu", (unsigned long long)(unit->begin + at));
    textmill_append_part(&columns[0], input->path, strlen(input->path));
    textmill_append_text(&columns[0], number, strlen(number));
    textmill_append_text(&columns[1], bytes + at, end - at);
    textmill_append_text(&columns[2], input->path, strlen(input->path));
    textmill_append_uint64(&origins[0], unit->begin + at);
    textmill_append_uint64(&origins[1], end - at);
    at = end + 1;
  }
  free(bytes);
  const int32_t code = textmill_finish_columns(columns, 3, &rows->columns, error);
  const int32_t other = textmill_finish_columns(origins, 2, &rows->origins, error);
  return code != TEXTMILL_OK ? code : other;
}

/* Asked for when a document fails: its bytes, as they are in the file. */
static int32_t ReadRecord(void* instance, const textmill_unit* unit, uint64_t offset,
                          uint64_t length, struct ArrowArray* record, textmill_error* error) {
  const Instance* self = instance;
  const textmill_input* input = &self->inputs[unit->input];
  char* bytes = Read(input, offset, length);
  if (bytes == NULL) return CannotRead(input->path, error);
  textmill_column column = textmill_new_column("z");
  textmill_append_text(&column, bytes, length);
  free(bytes);
  return textmill_finish_column(&column, record, error);
}

static const textmill_stage kStage = {
    .info = &kInfo,
    .create = Create,
    .bind = Bind,
    .open = textmill_nothing_to_open,
    .open_lane = textmill_no_lane,
    .close_lane = textmill_no_lane_to_close,
    .close = Close,
    .list_inputs = ListInputs,
    .next_unit = NextUnit,
    .read_unit = ReadUnit,
    .read_record = ReadRecord,
};

TEXTMILL_STAGES("source example.read_lines\n");
TEXTMILL_C_PLUGIN("example-c-source", "1.0.0", "MIT", &kStage);
