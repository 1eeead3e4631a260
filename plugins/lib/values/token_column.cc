#include "plugins/lib/values/token_column.h"

namespace textmill::values {
namespace {

bool IsNumber(const std::string& format) {
  return format == "l" || format == "L" || format == "i" || format == "I";
}

}  // namespace

Field TokensField(const std::string& name) {
  return ListOf(name, StructOf("item", {{"begin", UInt32::kFormat, {}, {}},
                                        {"end", UInt32::kFormat, {}, {}},
                                        {"sentence", UInt32::kFormat, {}, {}},
                                        {"pos", Utf8::kFormat, {}, {}},
                                        {"tag", Utf8::kFormat, {}, {}},
                                        {"lemma", Utf8::kFormat, {}, {}}}));
}

std::optional<int64_t> NumberAt(const StructView& items, int64_t member, const std::string& format,
                                int64_t i) {
  const auto at = [&](const auto& view) -> std::optional<int64_t> {
    if (view.IsNull(i)) return std::nullopt;
    return static_cast<int64_t>(view[i]);
  };
  switch (format[0]) {
    case 'l':
      return at(items.Member<PrimitiveView<int64_t>>(member));
    case 'L':
      return at(items.Member<PrimitiveView<uint64_t>>(member));
    case 'i':
      return at(items.Member<PrimitiveView<int32_t>>(member));
    default:
      return at(items.Member<PrimitiveView<uint32_t>>(member));
  }
}

TokenColumn TokenColumn::Of(const Field& column) {
  TokenColumn out;
  if (column.format != "+l" || column.children[0].format != "+s") {
    throw Error("the column `" + column.name + "` holds " + TypeName(column) + ", not tokens",
                TEXTMILL_WRONG_TYPE)
        .Column(column.name)
        .Hint("Tokens are a list of structs with `begin` and `end`, bytes of the text.");
  }
  const std::vector<Field>& members = column.children[0].children;
  for (size_t i = 0; i < members.size(); ++i) {
    const auto at = static_cast<int64_t>(i);
    const Field& member = members[i];
    if (member.name == "begin" && IsNumber(member.format)) {
      out.begin = at;
      out.begin_format = member.format;
    } else if (member.name == "end" && IsNumber(member.format)) {
      out.end = at;
      out.end_format = member.format;
    } else if (member.name == "sentence" && IsNumber(member.format)) {
      out.sentence = at;
      out.sentence_format = member.format;
    } else if (member.format == Utf8::kFormat && member.name != "word") {
      out.values.emplace_back(member.name, at);
    }
  }
  if (out.begin < 0 || out.end < 0) {
    throw Error("the structs of `" + column.name + "` have no numbers `begin` and `end`",
                TEXTMILL_WRONG_TYPE)
        .Column(column.name)
        .Hint("They are a token's place, in bytes of the text.");
  }
  return out;
}

int64_t TokenColumn::ValueAt(const std::string& name) const {
  for (const auto& [member, at] : values) {
    if (member == name) return at;
  }
  return -1;
}

}  // namespace textmill::values
