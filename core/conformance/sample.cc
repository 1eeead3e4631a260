#include "core/conformance/sample.h"

#include <iterator>
#include <limits>
#include <memory>
#include <random>

#include "core/table/gather.h"
#include "textmill/builder.hpp"
#include "textmill/conventions.hpp"
#include "textmill/utf8.hpp"

namespace textmill::core {
namespace {

constexpr const char* kWords[] = {"the",     "ship",  "sea",   "wind", "harbour", "town",
                                  "council", "said",  "Bonn",  "Łódź", "naïve",   "\xE6\xB5\xB7",
                                  "12",      "3.5",   "and",   "of",   "mayor",   "market",
                                  "price",   "train", "bridge"};

class Maker {
 public:
  Maker(uint64_t seed, SampleKind kind) : random_(seed), kind_(kind) {}

  Array Column(const Field& field, int64_t rows) {
    const std::unique_ptr<Builder> builder = MakeBuilder(field);
    for (int64_t row = 0; row < rows; ++row) {
      first_ = row == 0;
      if (kind_ == SampleKind::kNulls ||
          (Roll(12) == 0 && field.name != TEXTMILL_COLUMN_ID && !first_))
        builder->AppendNull();
      else
        Append(field, row, builder.get());
    }
    ArrowArray array{};
    builder->Finish(&array);
    return Own(&array);
  }

 private:
  uint64_t Roll(uint64_t n) { return random_() % n; }

  std::string Sentence() {
    std::string text;
    for (uint64_t n = 3 + Roll(12); n > 0; --n)
      text += (text.empty() ? "" : " ") + std::string(kWords[Roll(std::size(kWords))]);
    return text + (Roll(5) == 0 ? ".\n" : ". ");
  }
  std::string PlainText() {
    std::string text;
    for (uint64_t n = 1 + Roll(5); n > 0; --n) text += Sentence();
    return text;
  }
  std::string OddText() {
    switch (Roll(8)) {
      case 0:
        return "";
      case 1:
        return std::string(1, '\0');
      case 2:
        return " \t\r\n \n";
      case 3:
        return std::string(3000, 'x');
      case 4:
        return "\xEF\xBB\xBF\xF0\x9F\x98\x80\xCC\x81";
      case 5:
        return "\"a\",b;\\c\n'd'";
      case 6: {
        std::string text;  // any characters
        for (uint64_t n = Roll(60); n > 0; --n)
          AppendUtf8(static_cast<uint32_t>(Roll(0xD800)), &text);
        return text;
      }
      default:
        return PlainText();
    }
  }
  std::string Text(const std::string& name, int64_t row) {
    if (name == TEXTMILL_COLUMN_ID) return "doc-" + std::to_string(row);
    if (name == TEXTMILL_COLUMN_LANG) return Roll(3) == 0 ? "de" : "en";
    if (name == TEXTMILL_COLUMN_SOURCE) return "file-" + std::to_string(Roll(3)) + ".txt";
    if (name == TEXTMILL_COLUMN_EXTRA) return R"({"row": )" + std::to_string(row) + "}";
    if (name == "url") return "https://example.org/" + std::to_string(row);
    if (kind_ == SampleKind::kHuge && first_ && depth_ == 0) {
      const std::string part = PlainText();
      std::string text;
      while (text.size() < (size_t{2} << 20)) text += part;
      return text;
    }
    if (kind_ == SampleKind::kOdd) return OddText();
    if (!last_text_.empty() && Roll(4) == 0) return last_text_;  // as copies of documents are
    return last_text_ = PlainText();
  }
  int64_t Integer() {
    if (kind_ == SampleKind::kOdd && Roll(3) == 0)
      return Roll(2) == 0 ? std::numeric_limits<int64_t>::min()
                          : std::numeric_limits<int64_t>::max();
    return static_cast<int64_t>(Roll(1000)) - 100;
  }
  double Number() {
    if (kind_ == SampleKind::kOdd && Roll(3) == 0)
      return Roll(2) == 0 ? std::numeric_limits<double>::quiet_NaN()
                          : std::numeric_limits<double>::infinity();
    return static_cast<double>(Roll(1000)) / 1000;
  }

  template <class T>
  static void Add(Builder* builder, T value) {
    static_cast<PrimitiveBuilder<T>*>(builder)->Append(value);
  }
  void Append(const Field& field, int64_t row, Builder* builder) {
    const std::string& f = field.format;
    if (f == "b") {
      static_cast<BoolBuilder*>(builder)->Append(Roll(2) == 0);
    } else if (f == "C") {
      Add(builder, static_cast<uint8_t>(Roll(256)));
    } else if (f == "i") {
      Add(builder, static_cast<int32_t>(Roll(100)));
    } else if (f == "I") {
      Add(builder, static_cast<uint32_t>(Roll(100)));
    } else if (f == "L") {
      Add(builder, static_cast<uint64_t>(Integer()));
    } else if (f == "l") {
      // Places in the text of the row, which may be empty: 0 is right in any.
      const bool place = depth_ > 0 && (field.name == "begin" || field.name == "end");
      Add(builder, place ? int64_t{0} : Integer());
    } else if (f[0] == 't') {
      Add(builder, static_cast<int64_t>(Roll(uint64_t{1} << 50)));
    } else if (f == "f") {
      Add(builder, static_cast<float>(Number()));
    } else if (f == "g") {
      Add(builder, Number());
    } else if (f == "+l") {
      auto* list = static_cast<ListBuilder*>(builder);
      ++depth_;
      for (uint64_t n = Roll(4); n > 0; --n) Append(field.children[0], row, &list->any_items());
      --depth_;
      list->EndRow();
    } else if (f == "+s") {
      auto* members = static_cast<StructBuilder*>(builder);
      for (size_t k = 0; k < field.children.size(); ++k)
        Append(field.children[k], row, &members->any_member(k));
      members->EndRow();
    } else {
      static_cast<BytesBuilder*>(builder)->Append(Text(field.name, row));
    }
  }

  std::mt19937_64 random_;
  SampleKind kind_;
  bool first_ = false;
  int depth_ = 0;  // within lists
  std::string last_text_;
};

}  // namespace

Field SampleField(const std::string& name, const std::string& type) {
  static constexpr const char* kFormats[][2] = {
      {"bool", "b"},    {"uint8", "C"},   {"int32", "i"},
      {"uint32", "I"},  {"int64", "l"},   {"uint64", "L"},
      {"float32", "f"}, {"float64", "g"}, {"timestamp", kTimestampFormat},
      {"binary", "z"}};
  if (type == "list") {
    Field list = EntitiesField();
    list.name = name;
    list.SetMeta(TEXTMILL_META_OFFSETS_INTO, TEXTMILL_COLUMN_TEXT);
    return list;
  }
  for (const auto& [known, format] : kFormats) {
    if (type == known) return Field{name, format, {}, {}};
  }
  return Field{name, "u", {}, {}};
}

Schema SampleSchema(const textmill_stage_info& stage) {
  Schema schema;
  const auto add = [&](const std::string& name, const std::string& type) {
    if (FindField(schema, name) < 0) schema.push_back(SampleField(name, type));
  };
  for (uint64_t i = 0; i < stage.n_needs; ++i) {
    if (*stage.needs[i].name != '\0') add(stage.needs[i].name, stage.needs[i].type);
  }
  for (const char* name : {TEXTMILL_COLUMN_ID, TEXTMILL_COLUMN_TEXT, TEXTMILL_COLUMN_SOURCE,
                           "title", "url", TEXTMILL_COLUMN_LANG})
    add(name, "utf8");
  add(TEXTMILL_COLUMN_DATE, "timestamp");
  add("lang_confidence", "float32");
  add(TEXTMILL_COLUMN_ENTITIES, "list");
  add("a_number", "int64");
  add("a_share", "float64");
  add("a_flag", "bool");
  add(TEXTMILL_COLUMN_EXTRA, "utf8");
  schema[static_cast<size_t>(FindField(schema, TEXTMILL_COLUMN_EXTRA))].SetMeta(TEXTMILL_META_JSON,
                                                                                "1");
  return schema;
}

SampleTable Pick(const SampleTable& table, const std::vector<int64_t>& rows) {
  SampleTable picked{table.schema, {}, static_cast<int64_t>(rows.size())};
  std::vector<RowRange> ranges;
  for (const int64_t row : rows) AddRow(&ranges, 0, row);
  for (size_t c = 0; c < table.columns.size(); ++c)
    picked.columns.push_back(Gather(table.schema[c], {table.columns[c].get()}, ranges));
  return picked;
}

SampleTable MakeSample(const Schema& schema, int64_t rows, uint64_t seed, SampleKind kind) {
  SampleTable table{schema, {}, rows};
  Maker maker(seed, kind);
  for (const Field& field : schema) table.columns.push_back(maker.Column(field, rows));
  return table;
}

}  // namespace textmill::core
