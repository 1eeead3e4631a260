/* A plugin in plain C that drops nothing and makes nothing. CMakeLists.txt beside it makes many of
 * it, each wrong in one way. */
#include <textmill/abi.h>

#ifndef FIXTURE_MAGIC
#define FIXTURE_MAGIC \
  { 'T', 'E', 'X', 'T', 'M', 'I', 'L', 'L' }
#endif
#ifndef FIXTURE_MAJOR
#define FIXTURE_MAJOR TEXTMILL_ABI_MAJOR
#endif
#ifndef FIXTURE_MINOR
#define FIXTURE_MINOR TEXTMILL_ABI_MINOR
#endif
#ifndef FIXTURE_SIZE
#define FIXTURE_SIZE sizeof(textmill_plugin)
#endif
#ifndef FIXTURE_PROCESS
#define FIXTURE_PROCESS Process
#endif
#ifndef FIXTURE_STAGE
#define FIXTURE_STAGE "fixture.nothing"
#endif
#ifndef FIXTURE_SYMBOL
#define FIXTURE_SYMBOL textmill_plugin_v1
#endif

#ifdef FIXTURE_LIST
TEXTMILL_STAGES(FIXTURE_LIST);
#endif

#ifdef FIXTURE_UNRESOLVED
int32_t a_function_that_nobody_has(void);
#define FIXTURE_CODE a_function_that_nobody_has()
#else
#define FIXTURE_CODE TEXTMILL_OK
#endif

static int32_t Create(const textmill_host* host, const textmill_value* params, void** instance,
                      textmill_error* error) {
  (void)params, (void)error;
  *instance = (void*)host;
  return FIXTURE_CODE;
}
static int32_t Bind(void* instance, const struct ArrowSchema* input, textmill_bind_reply* reply,
                    textmill_error* error) {
  (void)instance, (void)input, (void)reply, (void)error;
  return TEXTMILL_OK;
}
static int32_t Open(void* instance, const textmill_open_request* request, textmill_error* error) {
  (void)instance, (void)request, (void)error;
  return TEXTMILL_OK;
}
static int32_t OpenLane(void* instance, void** lane, textmill_error* error) {
  (void)error;
  *lane = instance;
  return TEXTMILL_OK;
}
static void CloseLane(void* instance, void* lane) { (void)instance, (void)lane; }
static void Close(void* instance) { (void)instance; }
static int32_t Process(void* instance, void* lane, const textmill_batch* batch,
                       textmill_reply* reply, textmill_error* error) {
  (void)instance, (void)lane, (void)batch, (void)reply, (void)error;
  return TEXTMILL_OK;
}
static int32_t Finish(void* instance, textmill_error* error) {
  (void)instance, (void)error;
  return TEXTMILL_OK;
}
/* Keeps it from being unused where a fixture leaves it out. */
int32_t (*const fixture_process)(void*, void*, const textmill_batch*, textmill_reply*,
                                 textmill_error*) = Process;

static const char* const kNone[] = {0};
static const textmill_stage_info kInfo = {
    .name = FIXTURE_STAGE,
    .version = "1.2.3",
    .summary = "Does nothing.",
    .description = "",
    .example = "",
    .kind = TEXTMILL_TRANSFORM,
    .reasons = kNone,
    .counters = kNone,
};
static const textmill_stage kStage = {
    .info = &kInfo,
    .create = Create,
    .bind = Bind,
    .open = Open,
    .open_lane = OpenLane,
    .close_lane = CloseLane,
    .close = Close,
    .process = FIXTURE_PROCESS,
    .finish = Finish,
};
static const textmill_stage* const kStages[] = {&kStage};

__attribute__((visibility("default"))) const textmill_plugin FIXTURE_SYMBOL = {
    .magic = FIXTURE_MAGIC,
    .major = FIXTURE_MAJOR,
    .minor = FIXTURE_MINOR,
    .size = FIXTURE_SIZE,
    .name = "fixture",
    .version = "0.1.0",
    .license = "MIT",
    .stages = kStages,
    .n_stages = 1,
};
