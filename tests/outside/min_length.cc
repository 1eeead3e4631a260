#include <textmill/textmill.hpp>

using textmill::In;
using textmill::Param;
using textmill::Reason;
using textmill::Row;
using textmill::Utf8;

class MinLength final : public textmill::Filter {
 public:
  MinLength() { Describe("outside.min_length", "1.0.0", "Drops documents that are too short."); }
  Param<int64_t> least{this, "least", 100, "Bytes a text must have."};
  In<Utf8> text{this, "text", "the text that is measured"};
  Reason too_short{this, "short"};

  const Reason* Drop(const Row& row) const override {
    return static_cast<int64_t>(row[text].size()) < least ? &too_short : nullptr;
  }
};

TEXTMILL_PLUGIN("outside", "1.0.0", "MIT", MinLength);
