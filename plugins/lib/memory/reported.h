// How much memory a stage has told the host that it keeps. The host counts by differences, and what
// was told is taken back when the stage goes. One thread at a time.
#ifndef TEXTMILL_PLUGINS_LIB_MEMORY_REPORTED_H_
#define TEXTMILL_PLUGINS_LIB_MEMORY_REPORTED_H_

#include <cstdint>

#include "textmill/abi.h"

namespace textmill::memory {

class Reported {
 public:
  Reported() = default;
  Reported(const Reported&) = delete;
  Reported& operator=(const Reported&) = delete;
  ~Reported() { Set(host_, 0); }

  // The stage keeps so many bytes now. `host` may be nullptr, as a stage's is before it is opened;
  // else it outlives this.
  void Set(const textmill_host* host, int64_t bytes) {
    if (host == nullptr || bytes == bytes_) return;
    host->memory(host, bytes - bytes_);
    host_ = host;
    bytes_ = bytes;
  }

 private:
  const textmill_host* host_ = nullptr;
  int64_t bytes_ = 0;
};

}  // namespace textmill::memory

#endif  // TEXTMILL_PLUGINS_LIB_MEMORY_REPORTED_H_
