/* A plugin of version 1.0 of the interface, for ever: built against the copy of the headers beside
 * this file, and run by every later host. It is the SDK's example in C, and asks for an extension
 * that no host knows, and offers one that none will ask for. */
#include <textmill/abi.h>

#define textmill_plugin_v1 example_plugin
#include "../../sdk/examples/c/min_length.c"
#undef textmill_plugin_v1

static int32_t CreateAsking(const textmill_host* host, const textmill_value* params,
                            void** instance, textmill_error* error) {
  if (host->major != 1)
    return Fail(error, TEXTMILL_INTERNAL, "the host is of another major version");
  if (host->extension(host, "frozen.nobody-has-this/1") != NULL)
    return Fail(error, TEXTMILL_INTERNAL, "the host knows an extension that does not exist");
  return Create(host, params, instance, error);
}

static const void* Extension(const char* id) {
  static const int kTable = 1;
  return strcmp(id, "frozen.nobody-asks-for-this/1") == 0 ? &kTable : NULL;
}

static const textmill_stage kFrozenStage = {
    .info = &kInfo,
    .create = CreateAsking,
    .bind = Bind,
    .open = Open,
    .open_lane = OpenLane,
    .close_lane = CloseLane,
    .close = Close,
    .process = Process,
    .finish = Finish,
    .extension = Extension,
};
static const textmill_stage* const kFrozenStages[] = {&kFrozenStage};

__attribute__((visibility("default"))) const textmill_plugin textmill_plugin_v1 = {
    .magic = {'T', 'E', 'X', 'T', 'M', 'I', 'L', 'L'},
    .major = 1,
    .minor = 0,
    .size = sizeof(textmill_plugin),
    .name = "frozen",
    .version = "1.0.0",
    .license = "MIT",
    .stages = kFrozenStages,
    .n_stages = 1,
    .extension = Extension,
};
