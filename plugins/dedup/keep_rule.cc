#include "plugins/dedup/keep_rule.h"

#include <bit>
#include <cmath>
#include <string_view>
#include <utility>

namespace textmill::dedup {
namespace {

ParamSpec Spec() {
  ParamSpec by, order, keep;
  by.name = "by";
  by.types = TEXTMILL_COLUMN;
  by.required = true;
  by.doc = "A column of text, numbers, booleans or timestamps.";
  order.name = "order";
  order.types = TEXTMILL_ENUM;
  order.choices = {"ascending", "descending"};
  order.default_value = "ascending";
  order.doc =
      "`ascending`: the document with the least value stays; text is compared byte by byte.";
  keep.name = "keep";
  keep.types = TEXTMILL_ENUM | TEXTMILL_MAP;
  keep.choices = {"earliest", "longest"};
  keep.default_value = "earliest";
  keep.fields = {by, order};
  keep.doc =
      "Which of several similar documents stays: the `earliest` in the input, the `longest` (by "
      "characters of the text), or as in `{ by: date, order: ascending }` the one with the least "
      "value in a column; `descending`: with the greatest. Of equals the earliest stays; documents "
      "without a value come last. The order of the output is that of the input in any case. All "
      "but `earliest` must have seen all documents first, so they come through twice.";
  return keep;
}

// Big-endian, so that bytes are in the order of the numbers.
void AppendNumber(uint64_t v, std::string* out) {
  for (int shift = 56; shift >= 0; shift -= 8) out->push_back(static_cast<char>(v >> shift));
}
constexpr uint64_t kSign = uint64_t{1} << 63;

void AppendSigned(int64_t v, std::string* out) {
  AppendNumber(static_cast<uint64_t>(v) ^ kSign, out);
}

bool AppendReal(double v, std::string* out) {
  if (std::isnan(v)) return false;
  const auto bits = std::bit_cast<uint64_t>(v == 0 ? 0.0 : v);  // -0 is 0
  AppendNumber((bits & kSign) != 0 ? ~bits : bits | kSign, out);
  return true;
}

}  // namespace

KeepRule::KeepRule(StageBase* stage) : keep_(stage, Spec()) {}

void KeepRule::Bind(Binder& binder, const std::string& text) {
  const Value& value = keep_.get();
  std::string column = text;
  if (value.type == TEXTMILL_MAP) {
    by_ = By::kColumn;
    column = value.items.at(0).string;
    descending_ = value.items.at(1).string == "descending";
  } else {
    by_ = value.string == "longest" ? By::kLength : By::kPosition;
    descending_ = by_ == By::kLength;
  }
  if (by_ == By::kPosition) {
    binder.flags &= ~uint32_t{TEXTMILL_REPLAYS};
    return;
  }
  const Field* field = binder.Find(column);
  const char* const parameter = by_ == By::kColumn ? "keep.by" : "keep";
  if (field == nullptr) throw NoSuchColumn(column).Parameter(parameter);
  format_ = field->format;
  static constexpr std::string_view kFormats = "u z b c C s S i I l L f g";
  const bool fits = by_ == By::kLength ? format_ == "u"
                                       : format_.compare(0, 2, "ts") == 0 ||
                                             (format_.size() == 1 &&
                                              kFormats.find(format_) != std::string_view::npos);
  if (!fits)
    throw Error("cannot order documents by the column `" + column + "`: it is " + TypeName(*field),
                TEXTMILL_WRONG_TYPE)
        .Parameter(parameter)
        .Column(column)
        .Hint("Text, numbers, booleans and timestamps can be put in order.");
  slot_ = binder.Use(column);
}

bool KeepRule::Rank(const Batch& batch, int64_t row, std::string* rank) const {
  rank->clear();
  const ArrowArray& array = batch.array(slot_);
  const int64_t base = batch.raw().columns->offset;
  if (ViewBase(&array, base, batch.rows()).IsNull(row)) return false;
  const auto number = [&](auto type) {
    return PrimitiveView<decltype(type)>(&array, base, batch.rows())[row];
  };
  switch (format_[0]) {
    case 'u':
    case 'z': {
      const std::string_view text = BytesView(&array, base, batch.rows())[row];
      if (by_ == By::kColumn) {
        rank->assign(text);
      } else {
        uint64_t characters = 0;
        for (const char c : text) characters += (c & 0xc0) != 0x80 ? 1 : 0;
        AppendNumber(characters, rank);
      }
      return true;
    }
    case 'b':
      rank->push_back(BoolView(&array, base, batch.rows())[row] ? 1 : 0);
      return true;
    case 'c':
      AppendSigned(number(int8_t{}), rank);
      return true;
    case 'C':
      AppendNumber(number(uint8_t{}), rank);
      return true;
    case 's':
      AppendSigned(number(int16_t{}), rank);
      return true;
    case 'S':
      AppendNumber(number(uint16_t{}), rank);
      return true;
    case 'i':
      AppendSigned(number(int32_t{}), rank);
      return true;
    case 'I':
      AppendNumber(number(uint32_t{}), rank);
      return true;
    case 'L':
      AppendNumber(number(uint64_t{}), rank);
      return true;
    case 'f':
      return AppendReal(static_cast<double>(number(float{})), rank);
    case 'g':
      return AppendReal(number(double{}), rank);
    default:  // int64, timestamps
      AppendSigned(number(int64_t{}), rank);
      return true;
  }
}

}  // namespace textmill::dedup
