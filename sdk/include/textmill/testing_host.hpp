// The host that a test plays; see testing.hpp.
#ifndef TEXTMILL_TESTING_HOST_HPP_
#define TEXTMILL_TESTING_HOST_HPP_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "extensions.h"

namespace textmill::testing {

// What a host says about itself: an older one knows fewer extensions, a newer one a later minor.
struct HostTraits {
  uint32_t minor = TEXTMILL_ABI_MINOR;
  bool extensions = true;
};

// Keeps what a stage says and writes. Outlives the stage's instances.
class TestHost {
 public:
  explicit TestHost(const HostTraits& traits = {}) {
    host_.major = TEXTMILL_ABI_MAJOR;
    host_.minor = traits.minor;
    host_.self = this;
    host_.log = [](const textmill_host* host, int32_t, const char* message, uint64_t size) {
      Self(host).log += std::string(message, size) + "\n";
    };
    host_.cancelled = [](const textmill_host*) { return int32_t{0}; };
    host_.memory = [](const textmill_host*, int64_t) {};
    host_.write = [](const textmill_host* host, uint32_t output, const void* data, uint64_t size,
                     textmill_error*) {
      auto& outputs = Self(host).outputs;
      if (outputs.size() <= output) outputs.resize(output + 1);
      outputs[output].append(static_cast<const char*>(data), size);
      return int32_t{TEXTMILL_OK};
    };
    host_.extension = [](const textmill_host*, const char* id) -> const void* {
      static constexpr textmill_input_1 kInput{
          [](const textmill_host* host) { return Self(host).input_bytes; }};
      return std::string_view(id) == TEXTMILL_INPUT_1 ? &kInput : nullptr;
    };
    if (!traits.extensions) {
      host_.extension = [](const textmill_host*, const char*) -> const void* { return nullptr; };
    }
  }
  TestHost(const TestHost&) = delete;
  TestHost& operator=(const TestHost&) = delete;
  const textmill_host* get() const { return &host_; }

  std::vector<std::string> outputs;
  std::string log;
  int64_t input_bytes = -1;  // how much there is to read

 private:
  static TestHost& Self(const textmill_host* host) { return *static_cast<TestHost*>(host->self); }
  textmill_host host_{};
};

}  // namespace textmill::testing

#endif  // TEXTMILL_TESTING_HOST_HPP_
