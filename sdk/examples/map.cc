// A map: adds columns to each document. This one counts words.
#include <string_view>
#include <textmill/textmill.hpp>

namespace {

using namespace textmill;

class CountWords final : public MapStage {
 public:
  CountWords() { Describe("example.count_words", "1.0.0", "Counts the words of a text."); }

  In<Utf8> text{this, "text", "the text that is counted"};
  Out<Int64> words{this, "words", "how many words it has; null where there is no text"};

  // Called for each document, on many threads at once. Every Out column takes a value or a null.
  void Apply(const Row& row, Reply& out) const override {
    if (row.IsNull(text)) {
      out[words].AppendNull();
    } else {
      out[words].Append(Count(row[text]));
    }
  }

 private:
  static int64_t Count(std::string_view text) {
    int64_t count = 0;
    bool inside = false;
    for (char c : text) {
      const bool space = c == ' ' || (c >= '\t' && c <= '\r');
      if (!space && !inside) ++count;
      inside = !space;
    }
    return count;
  }
};

}  // namespace

TEXTMILL_STAGES("transform example.count_words\n");
TEXTMILL_PLUGIN("example-map", "1.0.0", "MIT", CountWords);
