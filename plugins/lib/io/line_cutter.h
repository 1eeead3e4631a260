// Cuts a plain file of lines into units, looking only at the bytes round the cuts.
#ifndef TEXTMILL_PLUGINS_IO_LINE_CUTTER_H_
#define TEXTMILL_PLUGINS_IO_LINE_CUTTER_H_

#include <functional>
#include <string_view>
#include <vector>

#include "plugins/lib/io/cutter.h"
#include "plugins/lib/io/file.h"

namespace textmill::io {

class LineCutter final : public Cutter {
 public:
  // What is added to the file later is not read.
  // `cancelled`: whether to give up, by an Error (TEXTMILL_CANCELLED); may be empty.
  LineCutter(File file, uint64_t bytes, std::function<bool()> cancelled = nullptr)
      : file_(std::move(file)), bytes_(bytes), cancelled_(std::move(cancelled)) {}

  bool Next(uint64_t want_bytes, Unit& unit) override;

 private:
  std::string_view Read(uint64_t from, uint64_t to);
  uint64_t EndBefore(uint64_t from, uint64_t to);
  uint64_t EndAfter(uint64_t from);

  File file_;
  const uint64_t bytes_;
  std::function<bool()> cancelled_;
  uint64_t offset_ = 0;
  std::vector<char> window_;
};

}  // namespace textmill::io

#endif  // TEXTMILL_PLUGINS_IO_LINE_CUTTER_H_
