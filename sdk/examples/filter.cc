// A filter: keeps or drops each document, with a reason. This one wants certain words.
#include <string>
#include <textmill/textmill.hpp>
#include <vector>

namespace {

using namespace textmill;

class Mentions final : public Filter {
 public:
  Mentions() {
    Describe("example.mentions", "1.0.0", "Keeps documents that mention one of some words.");
  }

  // The host reads these from the pipeline, and refuses what does not fit.
  Param<std::vector<std::string>> words{this, "words", kRequired, "What a text must mention."};
  In<Utf8> text{this, "text", "the text that is searched"};
  Reason silent{this, "not_mentioned"};

  // Called for each document, on many threads at once.
  const Reason* Drop(const Row& row) const override {
    for (const std::string& word : *words) {
      if (row[text].find(word) != std::string_view::npos) return nullptr;  // it stays
    }
    return &silent;
  }
};

}  // namespace

TEXTMILL_STAGES("transform example.mentions\n");
TEXTMILL_PLUGIN("example-filter", "1.0.0", "MIT", Mentions);
