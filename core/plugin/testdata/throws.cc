// Throws while it is loaded.
#include <textmill/abi.h>

#include <stdexcept>

#ifdef FIXTURE_LIST
TEXTMILL_STAGES(FIXTURE_LIST);
#endif

__attribute__((used)) static const int made = [] {
  if (true) throw std::runtime_error("not today");
  return 1;
}();

extern "C" __attribute__((visibility("default"))) constexpr textmill_plugin textmill_plugin_v1 = {
    {'T', 'E', 'X', 'T', 'M', 'I', 'L', 'L'},
    TEXTMILL_ABI_MAJOR,
    TEXTMILL_ABI_MINOR,
    sizeof(textmill_plugin)};
