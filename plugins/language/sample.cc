#include "plugins/language/sample.h"

namespace textmill::language {
namespace {

constexpr size_t kPieces = 4;

bool Continues(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

}  // namespace

void TakeSample(std::string_view text, size_t sample, std::string& out) {
  out.clear();
  if (text.size() <= sample) {
    out.append(text);
    return;
  }
  const size_t piece = sample / kPieces;
  for (size_t i = 0; i < kPieces; ++i) {
    size_t begin = (text.size() - piece) * i / (kPieces - 1);
    size_t end = i + 1 == kPieces ? text.size() : begin + piece;
    while (begin < end && Continues(text[begin])) ++begin;
    while (end > begin && end < text.size() && Continues(text[end])) --end;
    if (i > 0) out += '\n';
    out.append(text, begin, end - begin);
  }
}

}  // namespace textmill::language
