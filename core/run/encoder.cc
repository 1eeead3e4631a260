#include "core/run/encoder.h"

namespace textmill::core {

MakeEncoder EncoderFor(std::string path) {
  for (char& c : path) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  if (path.ends_with(".gz")) return MakeGzipEncoder;
  if (path.ends_with(".zst") || path.ends_with(".zstd")) return MakeZstdEncoder;
  return nullptr;
}

}  // namespace textmill::core
