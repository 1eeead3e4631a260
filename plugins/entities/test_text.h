// For tests: random text from a choice of pieces.
#ifndef TEXTMILL_PLUGINS_ENTITIES_TEST_TEXT_H_
#define TEXTMILL_PLUGINS_ENTITIES_TEST_TEXT_H_

#include <random>
#include <string>
#include <vector>

namespace textmill::entities {

class RandomText {
 public:
  RandomText(uint32_t seed, std::vector<std::string> pieces)
      : random_(seed), pieces_(std::move(pieces)) {}

  size_t Below(size_t n) { return random_() % n; }
  std::string Make(size_t most) {
    std::string out;
    for (size_t n = Below(most + 1); n > 0; --n) out += pieces_[Below(pieces_.size())];
    return out;
  }

 private:
  std::mt19937 random_;
  std::vector<std::string> pieces_;
};

inline bool OnBoundary(std::string_view text, size_t at) {
  return at >= text.size() || (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
}

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_TEST_TEXT_H_
