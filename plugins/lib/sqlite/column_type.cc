#include "plugins/lib/sqlite/column_type.h"

#include <algorithm>
#include <utility>

#include "plugins/lib/io/type_name.h"
#include "plugins/lib/sqlite/database.h"
#include "textmill/conventions.h"
#include "textmill/error.hpp"
#include "textmill/json.hpp"

namespace textmill::sqlite {
namespace {

constexpr std::pair<const char*, const char*> kScalars[] = {{"TEXT", "u"},
                                                            {"INTEGER", "l"},
                                                            {"REAL", "g"},
                                                            {"BOOLEAN", "b"},
                                                            {"TIMESTAMP", kTimestampFormat},
                                                            {"BLOB", "z"},
                                                            {"UINT8", "C"},
                                                            {"INT32", "i"},
                                                            {"UINT32", "I"},
                                                            {"UINT64", "L"},
                                                            {"FLOAT32", "f"}};

std::string Upper(std::string_view words) {
  std::string out(words);
  for (char& c : out) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
  return out;
}

// Base64 in JSON is text to whoever reads it back.
bool HasBytes(const Field& field) {
  return field.format == "z" || std::any_of(field.children.begin(), field.children.end(), HasBytes);
}

Field Plain(const char* format) { return Field{"", format, {}, {}}; }

}  // namespace

std::string DeclaredType(const Field& field) {
  if (IsJsonColumn(field)) return "JSON";
  for (const auto& [words, format] : kScalars) {
    if (field.format == format) return words;
  }
  const std::string words = HasBytes(field) ? "" : io::NameOfType(field);
  return words.empty() ? "JSON" : QuotedName(words);
}

std::optional<Field> TypeDeclared(std::string_view words) {
  const std::string upper = Upper(words);
  for (const auto& [known, format] : kScalars) {
    if (upper == known) return Plain(format);
  }
  if (upper == "JSON") {
    Field json = Plain("u");
    json.SetMeta(TEXTMILL_META_JSON, "1");
    return json;
  }
  if (words.starts_with("list<") || words.starts_with('{')) {
    try {
      return io::TypeNamed(words, io::TypeWords::kAll);
    } catch (const Error&) {
      return {};  // another program's word
    }
  }
  const auto has = [&](const char* piece) { return upper.find(piece) != upper.npos; };
  if (upper == "BOOL") return Plain("b");
  // As SQLite itself looks for pieces of words.
  if (has("INT")) return Plain("l");
  if (has("CHAR") || has("CLOB") || has("TEXT")) return Plain("u");
  if (has("BLOB")) return Plain("z");
  if (has("REAL") || has("FLOA") || has("DOUB")) return Plain("g");
  return {};
}

}  // namespace textmill::sqlite
