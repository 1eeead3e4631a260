// What libFuzzer calls: the target that the environment variable TEXTMILL_FUZZ names.
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "tests/fuzz/fuzz.h"

namespace {

textmill::fuzz::Target g_target = nullptr;

}  // namespace

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  const auto& targets = textmill::fuzz::Targets();
  const char* const name = std::getenv("TEXTMILL_FUZZ");
  const auto target = targets.find(name == nullptr ? "" : name);
  if (target == targets.end()) {
    for (const auto& [known, function] : targets) std::printf("%s\n", known.c_str());
    std::exit(name == nullptr || *name == '\0' ? 0 : 2);
  }
  g_target = target->second;
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  g_target({reinterpret_cast<const char*>(data), size});
  return 0;
}
