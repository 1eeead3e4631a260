// The best labels of a sentence, in whole numbers: the same on every machine.
//
// One object for each thread.
#ifndef TEXTMILL_PLUGINS_ENTITIES_TAGGER_VITERBI_H_
#define TEXTMILL_PLUGINS_ENTITIES_TAGGER_VITERBI_H_

#include <array>
#include <cstdint>
#include <vector>

#include "plugins/lib/tagger/labels.h"
#include "plugins/lib/tagger/model.h"

namespace textmill::entities {

// Of a token, by label besides kOutside, which has 0.
using Emission = std::array<int16_t, kColumns>;

class Viterbi {
 public:
  explicit Viterbi(const Model::Transitions& transitions);

  // Writes `n` labels.
  void Find(const Emission* emissions, size_t n, Label* labels);

 private:
  // Names are closed after kOutside, a last and a single token, and can then begin anew with
  // kOutside, a first and a single token: kClosed labels of either kind.
  static constexpr size_t kClosed = 1 + 2 * kMaxTypes;
  static constexpr size_t kPadded = 12;
  struct Step {
    std::array<uint8_t, kPadded> from_closed;  // by label that begins
    std::array<uint8_t, kMaxTypes> inner_from_inner, last_from_inner;
  };

  std::array<std::array<int32_t, kPadded>, kClosed> begin_;  // [closed][beginning]
  // By closed label: so much less than kOutside it may have and still matter for what comes.
  std::array<int32_t, kClosed> least_;
  std::array<int32_t, kMaxTypes> first_inner_, inner_inner_, first_last_, inner_last_;
  std::vector<Step> steps_;
};

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_TAGGER_VITERBI_H_
