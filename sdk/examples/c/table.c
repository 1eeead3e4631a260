/* A table: counts over the whole corpus, which a writer takes by `from: ID`. Documents pass on
 * untouched. This one counts documents by the values of a column. */
#include <textmill/plain_c_state.h>

static const textmill_param_info kParams[] = {
    {.name = "column",
     .types = TEXTMILL_COLUMN,
     .flags = TEXTMILL_PARAM_REQUIRED,
     .doc = "The column whose values are counted."},
};
static const textmill_column_info kNeeds[] = {
    {.name = "", .type = "utf8", .param = "column", .doc = "what is counted"},
};
static const textmill_column_info kTableColumns[] = {
    {.name = "value", .type = "utf8", .doc = "what was counted"},
    {.name = "documents", .type = "int64", .doc = "how often"},
};
static const textmill_table_info kTables[] = {
    {.name = "census",
     .doc = "The values, in the order of their bytes.",
     .columns = kTableColumns,
     .n_columns = 2},
};
static const char* const kNone[] = {NULL};
static const textmill_stage_info kInfo = {
    .name = "example.census",
    .version = "1.0.0",
    .summary = "Counts documents by the values of a column.",
    .description = "",
    .example = "- uses: example.census\n  with: { column: lang }",
    .kind = TEXTMILL_TRANSFORM,
    .flags = TEXTMILL_COMMITS | TEXTMILL_TABLES,
    .params = kParams,
    .n_params = 1,
    .needs = kNeeds,
    .n_needs = 1,
    .reasons = kNone,
    .counters = kNone,
    .tables = kTables,
    .n_tables = 1,
};

typedef struct Entry {
  char* value;
  uint64_t size;
  int64_t documents;
} Entry;

/* Entries are in the order of their values: the same corpus always gives the same table. */
typedef struct Instance {
  char column[256];
  const char* uses[1];
  Entry* entries;
  size_t n, capacity;
} Instance;

static int32_t Create(const textmill_host* host, const textmill_value* params, void** instance,
                      textmill_error* error) {
  (void)host;
  Instance* self = calloc(1, sizeof *self);
  if (self == NULL) return textmill_no_memory(error);
  const textmill_string name = params->items[0].string;
  snprintf(self->column, sizeof self->column, "%.*s", (int)name.size, name.data);
  self->uses[0] = self->column;
  *instance = self;
  return TEXTMILL_OK;
}
static void Close(void* instance) {
  Instance* self = instance;
  for (size_t i = 0; i < self->n; ++i) free(self->entries[i].value);
  free(self->entries);
  free(self);
}

static int32_t Bind(void* instance, const struct ArrowSchema* input, textmill_bind_reply* reply,
                    textmill_error* error) {
  static const textmill_field kColumns[] = {{"value", "u"}, {"documents", "l"}};
  Instance* self = instance;
  const int32_t code = textmill_need(input, self->column, "u", error);
  if (code != TEXTMILL_OK) return code;
  reply->flags = TEXTMILL_COMMITS | TEXTMILL_TABLES;
  reply->uses = self->uses;
  reply->n_uses = 1;
  /* A struct of tables, which has one. */
  static const textmill_field kNoColumns[] = {{"", ""}};
  const int32_t made = textmill_fields(kNoColumns, 1, "", &reply->tables, error);
  if (made != TEXTMILL_OK) return made;
  return textmill_fields(kColumns, 2, "census", reply->tables.children[0], error);
}

static int Compare(const Entry* entry, textmill_string text) {
  const size_t size = entry->size < text.size ? entry->size : text.size;
  const int order = size > 0 ? memcmp(entry->value, text.data, size) : 0;
  if (order != 0) return order;
  return entry->size < text.size ? -1 : entry->size > text.size;
}

/* So many documents more with that value; 0 when there is no memory for it. */
static int Count(Instance* self, textmill_string text, int64_t documents) {
  size_t begin = 0, end = self->n;
  while (begin < end) {
    const size_t middle = begin + (end - begin) / 2;
    if (Compare(&self->entries[middle], text) < 0)
      begin = middle + 1;
    else
      end = middle;
  }
  if (begin < self->n && Compare(&self->entries[begin], text) == 0) {
    self->entries[begin].documents += documents;
    return 1;
  }
  if (self->n == self->capacity) {
    Entry* grown = realloc(self->entries, (self->capacity * 2 + 16) * sizeof *grown);
    if (grown == NULL) return 0;
    self->entries = grown;
    self->capacity = self->capacity * 2 + 16;
  }
  char* value = malloc(text.size + 1);
  if (value == NULL) return 0;
  memcpy(value, text.data, text.size);
  memmove(&self->entries[begin + 1], &self->entries[begin],
          (self->n - begin) * sizeof *self->entries);
  self->entries[begin] = (Entry){value, text.size, documents};
  ++self->n;
  return 1;
}

/* What a run that was interrupted needs to go on from here. Raise the version whenever the bytes
 * that are saved change. */
enum { kStateVersion = 1 };

static uint64_t Parameters(const Instance* self) {
  return textmill_hash_state(0, self->column, strlen(self->column));
}

static int32_t Save(void* instance, const textmill_state_writer* writer, textmill_error* error) {
  const Instance* self = instance;
  textmill_bytes bytes = {NULL, 0, 0};
  int good = 1;
  for (size_t i = 0; good && i < self->n; ++i) {
    const Entry* entry = &self->entries[i];
    good = textmill_put_state(&bytes, &entry->size, sizeof entry->size) &&
           textmill_put_state(&bytes, entry->value, entry->size) &&
           textmill_put_state(&bytes, &entry->documents, sizeof entry->documents);
  }
  const textmill_string all = {bytes.data, bytes.size};
  const int32_t code =
      good ? textmill_save_state(writer, kInfo.name, kStateVersion, Parameters(self), all, error)
           : textmill_no_memory(error);
  free(bytes.data);
  return code;
}

static int32_t Restore(void* instance, const textmill_state_reader* reader, textmill_error* error) {
  Instance* self = instance;
  textmill_bytes bytes;
  int32_t code =
      textmill_restore_state(reader, kInfo.name, kStateVersion, Parameters(self), &bytes, error);
  textmill_string left = {bytes.data, bytes.size};
  while (code == TEXTMILL_OK && left.size > 0) {
    textmill_string text = {NULL, 0};
    int64_t documents = 0;
    int good = textmill_take_state(&left, &text.size, sizeof text.size) && text.size <= left.size;
    if (good) {
      text.data = left.data;
      left = (textmill_string){left.data + text.size, left.size - text.size};
      good = textmill_take_state(&left, &documents, sizeof documents);
    }
    if (!good)
      code = textmill_fail(error, TEXTMILL_ERROR, "the saved state is damaged");
    else if (!Count(self, text, documents))
      code = textmill_no_memory(error);
  }
  free(bytes.data);
  return code;
}

static const void* Extension(const char* id) {
  static const textmill_state_1 kState = {.save = Save, .restore = Restore};
  return strcmp(id, TEXTMILL_STATE_1) == 0 ? &kState : NULL;
}

/* What can be done batch by batch is done here, on many threads at once. There is nothing to do. */
static int32_t Process(void* instance, void* lane, const textmill_batch* batch,
                       textmill_reply* reply, textmill_error* error) {
  (void)instance, (void)lane, (void)batch, (void)reply, (void)error;
  return TEXTMILL_OK;
}

/* One call at a time, in input order: here a stage may remember. */
static int32_t Commit(void* instance, const textmill_batch* batch, const struct ArrowArray* carry,
                      textmill_reply* reply, textmill_error* error) {
  (void)carry, (void)reply;
  for (int64_t row = 0; row < batch->rows; ++row) {
    if (!Count(instance, textmill_text(batch->columns, 0, row), 1))
      return textmill_no_memory(error);
  }
  return TEXTMILL_OK;
}

static int32_t NextTable(void* instance, uint32_t table, struct ArrowArray* rows,
                         textmill_error* error) {
  (void)table;
  Instance* self = instance;
  if (self->n == 0) return TEXTMILL_END;
  textmill_column columns[2] = {textmill_new_column("u"), textmill_new_column("l")};
  for (size_t i = 0; i < self->n; ++i) {
    textmill_append_text(&columns[0], self->entries[i].value, self->entries[i].size);
    textmill_append_int64(&columns[1], self->entries[i].documents);
    free(self->entries[i].value);
  }
  self->n = 0;
  return textmill_finish_columns(columns, 2, rows, error);
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
    .next_table = NextTable,
    .extension = Extension,
};

TEXTMILL_STAGES("transform example.census census\n");
TEXTMILL_C_PLUGIN("example-c-table", "1.0.0", "MIT", &kStage);
