// html.text on any page; where there is no lexbor, on none.
#include "tests/fuzz/fuzz.h"

#ifdef TEXTMILL_HAS_LEXBOR
#include "plugins/html-text/html_text.h"
#include "tests/fuzz/stages.h"
#include "textmill/plugin.hpp"
#endif

namespace textmill::fuzz {

TEXTMILL_FUZZ(html_text) {
#ifdef TEXTMILL_HAS_LEXBOR
  static const textmill_stage stage = internal::MakeStage<html::HtmlText>();
  static OpenStage main(stage, {{"links", true}});
  static OpenStage page(stage, {{"mode", "page"}, {"format", "markdown"}, {"comments", true}});
  const auto documents = Documents(input);
  main.Run(documents);
  page.Run(documents);
#else
  (void)input;
#endif
}

}  // namespace textmill::fuzz
