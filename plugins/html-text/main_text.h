// Which blocks of a page are its main text.
#ifndef TEXTMILL_PLUGINS_HTML_TEXT_MAIN_TEXT_H_
#define TEXTMILL_PLUGINS_HTML_TEXT_MAIN_TEXT_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/html-text/apart.h"
#include "plugins/html-text/measures.h"
#include "plugins/html-text/outline.h"

namespace textmill::html {

// Decides for one page after the other; keeps its memory. One thread at a time.
class MainText {
 public:
  struct Options {
    bool comments = false;  // what readers wrote is kept
    bool captions = false;  // and what is below pictures
  };
  explicit MainText(const Options& options)
      : names_((options.comments ? kComment : 0u) | (options.captions ? kCaption : 0u)) {}
  // One for each block: whether it is kept. `title`: what <title> says, or "".
  const std::vector<uint8_t>& Choose(const Outline& outline, std::string_view title);

 private:
  void Keep(int32_t container);
  double KeptMass(int32_t from, int32_t to) const;
  void KeepShort();
  int32_t BesideOf(const Block& block) const;
  int32_t Around(int32_t part, double value) const;
  int32_t Container() const;
  void DropLists(int32_t container);
  void DropLines(int32_t container);
  int32_t FindHeading();
  void DropHead(int32_t container);
  void Trim(int32_t container);
  void AddLead(int32_t container);

  const Outline* outline_ = nullptr;
  std::string_view title_;
  int32_t heading_ = -1;  // the block that is the page's heading
  Measures measures_;
  Apart names_;
  std::vector<uint8_t> apart_;  // by block: in something that is set apart
  std::vector<uint8_t> kept_;
  std::string line_;
};

}  // namespace textmill::html

#endif  // TEXTMILL_PLUGINS_HTML_TEXT_MAIN_TEXT_H_
