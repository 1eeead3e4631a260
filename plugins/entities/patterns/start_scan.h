// Finds the places in a text where one of several expressions may begin, in one pass, 64 places at
// a time.
//
// The expressions are sorted into eight groups. For each of the first three bytes of a match, two
// small tables tell by the upper and by the lower half of a byte which groups may have it there;
// where a group is left, its expressions are compared exactly. Constant once all expressions are
// added; any thread may scan.
#ifndef TEXTMILL_PLUGINS_ENTITIES_START_SCAN_H_
#define TEXTMILL_PLUGINS_ENTITIES_START_SCAN_H_

#include <array>
#include <bit>
#include <cstdint>
#include <string_view>
#include <vector>

#include "plugins/entities/patterns/expression_start.h"

namespace textmill::entities {

class StartScan {
 public:
  // `bytes` is not empty.
  void Add(size_t expression, std::vector<ByteSet> bytes);
  bool empty() const { return count_ == 0; }

  // Calls `try_it(expression, place)`, places ascending.
  template <class Try>
  void Run(std::string_view text, Try try_it) const {
    for (size_t block = 0; block < text.size(); block += 64) {
      for (uint64_t bits = Places(text, block); bits != 0; bits &= bits - 1) {
        const size_t place = block + static_cast<size_t>(std::countr_zero(bits));
        for (unsigned groups = GroupsAt(text, place); groups != 0; groups &= groups - 1) {
          for (const Member& member : groups_[static_cast<size_t>(std::countr_zero(groups))]) {
            if (member.MayBegin(text, place)) try_it(member.expression, place);
          }
        }
      }
    }
  }

 private:
  static constexpr size_t kGroups = 8;
  static constexpr size_t kReach = 3;
  struct Member {
    size_t expression;
    std::vector<ByteSet> bytes;

    bool MayBegin(std::string_view text, size_t place) const;
  };
  // Groups, a bit for each, by half a byte.
  struct Halves {
    std::array<uint8_t, 16> low{}, high{};
    unsigned Of(char c) const { return low[c & 15] & high[c >> 4 & 15]; }
  };

  // The places from `block` on where a group may begin, a bit for each; fewer at the text's end.
  uint64_t Places(std::string_view text, size_t block) const;
  uint64_t PlacesIn(const char* p) const;
  uint64_t PlacesInFast(const char* p) const;
  unsigned GroupsAt(std::string_view text, size_t place) const;

  size_t count_ = 0;
  std::array<Halves, kReach> halves_;
  std::array<std::vector<Member>, kGroups> groups_;
};

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_START_SCAN_H_
