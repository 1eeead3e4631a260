// Compression of outputs, on several threads where that helps.
//
// What an encoder makes depends on the bytes alone: not on the number of threads, nor on how the
// bytes were handed over as long as the pieces are of one size, nor on having been saved and
// restored in between. Calls come from one thread at a time; the threads an encoder starts belong
// to it and end with it.
#ifndef CORE_RUN_ENCODER_H_
#define CORE_RUN_ENCODER_H_

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "core/result.h"

namespace textmill::core {

class Encoder {
 public:
  // Every piece but the last has this size.
  static constexpr size_t kPiece = 1 << 20;

  virtual ~Encoder() = default;
  // Takes the next piece, and adds to `out` what is ready. With `last`, ends the stream: all is in
  // `out` then.
  virtual Status Encode(std::string_view piece, bool last, std::string* out) = 0;

  // Adds to `out` all that is ready once the threads have done their work, and puts into `state`
  // what another encoder needs to go on from there. Not after the last piece.
  virtual Status Save(std::string* out, std::string* state) = 0;
  // Before the first piece. False: this is not such a state.
  virtual bool Restore(std::string_view state) = 0;
};

// What makes the encoder of a file of this name, by its ending in any case; NULL: it is stored as
// it is.
using MakeEncoder = std::unique_ptr<Encoder> (*)(unsigned threads);
MakeEncoder EncoderFor(std::string path);

// One gzip member. `threads`: how many may compress at once, the caller's among them.
std::unique_ptr<Encoder> MakeGzipEncoder(unsigned threads);
// One Zstandard frame with a checksum.
std::unique_ptr<Encoder> MakeZstdEncoder(unsigned threads);

}  // namespace textmill::core

#endif  // CORE_RUN_ENCODER_H_
