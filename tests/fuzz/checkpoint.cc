// Checkpoints with anything in them: as they are, and under right checksums.
#include "core/run/checkpoint.h"

#include "core/run/encoder.h"
#include "tests/fuzz/fuzz.h"
#include "textmill/state.hpp"

namespace textmill::fuzz {
namespace {

// Takes everything that it can, as a run that is resumed does.
void ReadAll(std::string_view bytes) {
  const auto read = core::ReadCheckpointFrom(
      [&](char* to, size_t size) {
        const size_t n = bytes.copy(to, size);
        bytes.remove_prefix(n);
        return core::Result<size_t>(n);
      },
      [](size_t, const std::string&, const core::Instance::ReadState& state) -> core::Status {
        char piece[100];
        while (true) {
          const auto n = state(piece, sizeof piece);
          if (!n) return n.error();
          if (*n == 0) return {};
        }
      });
  if (!read) return Expect(!read.error().message.empty(), "a refusal says why");
  for (const core::OutputMark& mark : read->outputs) {
    (void)core::MakeGzipEncoder(1)->Restore(mark.encoder);
    (void)core::MakeZstdEncoder(1)->Restore(mark.encoder);
  }
}

}  // namespace

// The first byte: whether the rest is all of it, or what is in it.
TEXTMILL_FUZZ(checkpoint) {
  if (input.empty() || input[0] % 2 == 0) return ReadAll(input.substr(input.empty() ? 0 : 1));
  std::string bytes;
  const textmill_state_writer writer{
      &bytes, [](void* self, const void* data, uint64_t size, textmill_error*) {
        static_cast<std::string*>(self)->append(static_cast<const char*>(data), size);
        return int32_t{TEXTMILL_OK};
      }};
  StateWriter to(&writer, core::kCheckpointOwner);
  to.PutRaw(input.data() + 1, input.size() - 1);
  to.End();
  ReadAll(bytes);
}

}  // namespace textmill::fuzz
