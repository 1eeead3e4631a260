// An expansion: turns one document into several. This one makes a document of every line.
#include <algorithm>
#include <string_view>
#include <textmill/textmill.hpp>

namespace {

using namespace textmill;

class Lines final : public Transform {
 public:
  Lines() {
    Describe("example.lines", "1.0.0", "Makes a document of every line that is not empty.");
    Can(TEXTMILL_EXPANDS);
  }

  In<Utf8> text{this, "text", "the text that is cut into lines"};
  // A produced column takes the place of one of the same name. All others are copied to the
  // children by the host.
  Out<Utf8> line_text{this, "text", "the line"};
  Out<Int64> line{this, "line", "its number, from 1"};

  void Process(const Batch& batch, Reply& reply, Lane*) const override {
    for (int64_t row = 0; row < batch.rows(); ++row) {
      std::string_view rest = batch[text][row];
      for (int64_t number = 1; !rest.empty(); ++number) {
        const std::string_view found = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(found.size() + 1, rest.size()));
        if (found.empty()) continue;
        reply.Parent(row);  // whose child this is; a document without children is dropped
        reply[line_text].Append(found);
        reply[line].Append(number);
      }
    }
  }
};

}  // namespace

TEXTMILL_STAGES("transform example.lines\n");
TEXTMILL_PLUGIN("example-expand", "1.0.0", "MIT", Lines);
