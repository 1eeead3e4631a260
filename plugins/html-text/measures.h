// How much text the elements of a page have, and how much of it is good: long enough, or a
// sentence, and not mostly links.
//
// Sums up to each block, so that an element costs nothing to ask about. One thread at a time.
#ifndef TEXTMILL_PLUGINS_HTML_TEXT_MEASURES_H_
#define TEXTMILL_PLUGINS_HTML_TEXT_MEASURES_H_

#include <cstdint>
#include <vector>

#include "plugins/html-text/outline.h"

namespace textmill::html {

bool IsGood(const Block& block);
// A sentence with links in it, not a link.
bool IsLinkedSentence(const Block& block);

class Measures {
 public:
  // Of all blocks.
  void Count(const Outline& outline);
  // Of those that are not set apart.
  void Weigh(const Outline& outline, const std::vector<uint8_t>& apart);

  int64_t Bytes(const Element& element) const { return Of(bytes_, element); }
  int64_t Linked(const Element& element) const { return Of(linked_, element); }
  // Bytes of good text that are in no link.
  double Mass(const Element& element) const { return Of(mass_, element); }
  // The same, less what is debris.
  double Value(const Element& element) const { return Of(value_, element); }

 private:
  template <class T>
  static T Of(const std::vector<T>& sums, const Element& element) {
    return sums[static_cast<size_t>(element.end_block)] -
           sums[static_cast<size_t>(element.first_block)];
  }
  std::vector<int64_t> bytes_, linked_;
  std::vector<double> mass_, value_;
};

}  // namespace textmill::html

#endif  // TEXTMILL_PLUGINS_HTML_TEXT_MEASURES_H_
