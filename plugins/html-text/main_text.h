// Which blocks of a page are its main text.
#ifndef TEXTMILL_PLUGINS_HTML_TEXT_MAIN_TEXT_H_
#define TEXTMILL_PLUGINS_HTML_TEXT_MAIN_TEXT_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/html-text/outline.h"

namespace textmill::html {

// Decides for one page after the other; keeps its memory. One thread at a time.
class MainText {
 public:
  struct Options {
    bool comments = false;  // what readers wrote is kept
    bool captions = false;  // and what is below pictures
  };
  explicit MainText(const Options& options) : options_(options) {}
  // One for each block: whether it is kept. `title`: what <title> says, or "".
  const std::vector<uint8_t>& Choose(const Outline& outline, std::string_view title);

 private:
  void Measure();
  uint32_t Unbelieved(int32_t within) const;
  bool IsTeaser(const Element& element) const;
  bool IsCard(const Element& element) const;
  void SetCardsApart();
  void SetApart(int32_t within);
  void Keep(int32_t container);
  double KeptMass(int32_t from, int32_t to) const;
  void KeepShort();
  int32_t Around(const Block& block) const;
  int32_t Container() const;
  void DropLists(int32_t container);
  void DropLines(int32_t container);
  int32_t FindHeading();
  void DropHead(int32_t container);
  void Trim(int32_t container);
  void AddLead(int32_t container);
  double Mass(int32_t element) const { return Sum(mass_, element); }
  double Sum(const std::vector<double>& sums, int32_t element) const {
    const Element& of = outline_->elements[static_cast<size_t>(element)];
    return sums[static_cast<size_t>(of.end_block)] - sums[static_cast<size_t>(of.first_block)];
  }
  bool IsGood(const Block& block) const;

  Options options_;
  const Outline* outline_ = nullptr;
  std::vector<double> mass_;    // of good text, up to each block
  std::vector<double> value_;   // the same, less what is no text
  std::vector<uint8_t> apart_;  // by block: in something that is set apart
  struct Refused {
    int32_t end;     // the element after the one that was refused
    uint32_t hints;  // all that do not count in it
  };
  std::vector<Refused> refused_;
  std::vector<uint8_t> kept_;
  std::string line_;
  std::string_view title_;
  int32_t heading_ = -1;  // the block that is the page's heading
};

}  // namespace textmill::html

#endif  // TEXTMILL_PLUGINS_HTML_TEXT_MAIN_TEXT_H_
