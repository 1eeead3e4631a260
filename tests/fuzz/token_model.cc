// Reading any file as a model of tokens, and tagging by it. The checksum is made to fit, so that
// what follows it is reached.
#include <string>
#include <vector>

#include "plugins/lib/hash/hash.h"
#include "plugins/lib/token-model/tagger.h"
#include "tests/fuzz/fuzz.h"
#include "textmill/error.hpp"

namespace textmill::fuzz {

TEXTMILL_FUZZ(token_model) {
  std::string content(input);
  if (content.size() >= 24) {
    const uint64_t sum = hash::Checksum(std::string_view(content).substr(0, content.size() - 8));
    content.replace(content.size() - 8, 8, reinterpret_cast<const char*>(&sum), 8);
  }
  const memory::PageVector<char> bytes(content.begin(), content.end());
  try {
    const auto model = token_model::ReadModel({bytes.data(), bytes.size()});
    token_model::Tagger tagger(model.get());
    std::vector<token_model::TaggedWord> tagged;
    const std::vector<std::string_view> words = {"The", "old",          "bridges",
                                                 "of",  "\u00c9tretat", "."};
    tagger.Tag(words, &tagged);
    Expect(tagged.size() == words.size(), "a label for each word");
  } catch (const Error&) {
  }
}

}  // namespace textmill::fuzz
