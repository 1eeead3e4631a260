// Counts names found, wanted and right: a name is right when its type and both of its ends are.
#ifndef TEXTMILL_PLUGINS_ENTITIES_TRAIN_SCORE_H_
#define TEXTMILL_PLUGINS_ENTITIES_TRAIN_SCORE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "plugins/train/entities/corpus.h"

namespace textmill::entities {

struct Tally {
  size_t found = 0, wanted = 0, right = 0;

  double precision() const { return Ratio(right, found); }
  double recall() const { return Ratio(right, wanted); }
  double f1() const { return Ratio(2 * right, found + wanted); }
  Tally& operator+=(const Tally& other) {
    found += other.found;
    wanted += other.wanted;
    right += other.right;
    return *this;
  }

 private:
  static double Ratio(size_t a, size_t b) {
    return b == 0 ? 0 : static_cast<double>(a) / static_cast<double>(b);
  }
};

// By type.
using Score = std::vector<Tally>;

// Both lists ascend by place.
inline void CountNames(const std::vector<Name>& found, const std::vector<Name>& wanted,
                       Score* score) {
  score->resize(kMaxTypes);
  for (const Name& name : found) ++(*score)[name.type].found;
  size_t f = 0;
  for (const Name& name : wanted) {
    ++(*score)[name.type].wanted;
    while (f < found.size() && found[f].begin < name.begin) ++f;
    if (f < found.size() && found[f] == name) ++(*score)[name.type].right;
  }
}

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_TRAIN_SCORE_H_
