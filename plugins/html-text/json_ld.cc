#include "plugins/html-text/json_ld.h"

#include <simdjson.h>

#include <charconv>

#include "textmill/utf8.hpp"

namespace textmill::html {
namespace {

namespace dom = simdjson::dom;

constexpr int kMostDepth = 8;

std::string_view TextAt(dom::object object, const char* key) {
  std::string_view text;
  if (object[key].get(text) != simdjson::SUCCESS) return {};
  return text;
}

// JSON-LD has its texts as they are, but many pages write them as if they were HTML: Tom &amp;
// Jerry.
std::string Unescaped(std::string_view text) {
  struct Name {
    std::string_view name, stands_for;
  };
  constexpr Name kNames[] = {{"amp", "&"},   {"quot", "\""}, {"apos", "'"},  {"lt", "<"},
                             {"gt", ">"},    {"nbsp", " "},  {"ndash", "–"}, {"mdash", "—"},
                             {"lsquo", "‘"}, {"rsquo", "’"}, {"ldquo", "“"}, {"rdquo", "”"},
                             {"hellip", "…"}};
  constexpr size_t kLongest = 10;
  std::string out;
  for (size_t i = 0; i < text.size();) {
    const size_t end = text[i] == '&' ? text.substr(i, kLongest).find(';') : text.npos;
    const std::string_view name = end == text.npos ? "" : text.substr(i + 1, end - 1);
    const size_t before = out.size();
    if (name.size() > 1 && name[0] == '#') {
      const bool hex = name[1] == 'x' || name[1] == 'X';
      uint32_t code = 0;
      const char* first = name.data() + (hex ? 2 : 1);
      const auto [last, error] =
          std::from_chars(first, name.data() + name.size(), code, hex ? 16 : 10);
      const bool valid = error == std::errc() && last == name.data() + name.size() && code >= ' ';
      if (valid) AppendUtf8(code, &out);
    }
    for (const Name& known : kNames) {
      if (name == known.name) out += known.stands_for;
    }
    if (out.size() > before) {
      i += end + 1;
    } else {
      out += text[i++];
    }
  }
  return out;
}

void Set(std::string_view value, std::string* to) {
  if (to->empty()) *to = Unescaped(value);
}

bool IsArticle(std::string_view type) {
  constexpr std::string_view kEnds[] = {"Article", "BlogPosting", "Report", "Recipe", "Review"};
  for (const std::string_view end : kEnds) {
    if (type.size() >= end.size() && type.substr(type.size() - end.size()) == end) return true;
  }
  return false;
}

// "Article" may also be one of several types.
enum class Kind { kArticle, kPage, kOther };
Kind KindOf(dom::object object) {
  dom::element type;
  if (object["@type"].get(type) != simdjson::SUCCESS) return Kind::kOther;
  Kind kind = Kind::kOther;
  const auto look = [&kind](std::string_view name) {
    if (IsArticle(name)) kind = Kind::kArticle;
    if (name == "WebPage" && kind == Kind::kOther) kind = Kind::kPage;
  };
  std::string_view name;
  dom::array several;
  if (type.get(name) == simdjson::SUCCESS) look(name);
  if (type.get(several) == simdjson::SUCCESS) {
    for (const dom::element one : several) {
      if (one.get(name) == simdjson::SUCCESS) look(name);
    }
  }
  return kind;
}

void AddName(dom::element author, std::string* to) {
  std::string_view name;
  dom::object person;
  if (author.get(person) == simdjson::SUCCESS) name = TextAt(person, "name");
  if (name.empty() && author.get(name) != simdjson::SUCCESS) return;
  if (name.empty() || name.find("://") != name.npos) return;
  if (!to->empty()) *to += ", ";
  *to += name;
}

std::string AuthorOf(dom::object object) {
  std::string names;
  dom::element author;
  if (object["author"].get(author) != simdjson::SUCCESS) return names;
  dom::array several;
  if (author.get(several) == simdjson::SUCCESS) {
    for (const dom::element one : several) AddName(one, &names);
  } else {
    AddName(author, &names);
  }
  return names;
}

void Look(dom::element value, int depth, JsonLd* found, JsonLd* page) {
  if (depth > kMostDepth) return;
  dom::array several;
  if (value.get(several) == simdjson::SUCCESS) {
    for (const dom::element one : several) Look(one, depth + 1, found, page);
    return;
  }
  dom::object object;
  if (value.get(object) != simdjson::SUCCESS) return;
  const Kind kind = KindOf(object);
  if (kind != Kind::kOther) {
    JsonLd* to = kind == Kind::kArticle ? found : page;
    Set(TextAt(object, "headline"), &to->headline);
    Set(TextAt(object, "datePublished"), &to->date);
    Set(TextAt(object, "description"), &to->description);
    if (to->body.empty()) {  // HTML, or else text
      const std::string_view body = TextAt(object, "articleBody");
      to->body = body.find('<') == body.npos ? Unescaped(body) : std::string(body);
    }
    Set(AuthorOf(object), &to->author);
  }
  for (const char* key : {"@graph", "mainEntity", "mainEntityOfPage"}) {
    dom::element inner;
    if (object[key].get(inner) == simdjson::SUCCESS) Look(inner, depth + 1, found, page);
  }
}

}  // namespace

struct JsonLdReader::Parser {
  dom::parser parser{size_t{1} << 22};  // bytes of a script at most
};

JsonLdReader::JsonLdReader() : parser_(std::make_unique<Parser>()) {}
JsonLdReader::~JsonLdReader() = default;

void JsonLdReader::Read(std::string_view script, JsonLd* found) {
  // Breaks within strings are not JSON, and common.
  json_.assign(script);
  for (char& c : json_) {
    if (static_cast<unsigned char>(c) < ' ') c = ' ';
  }
  json_.reserve(json_.size() + simdjson::SIMDJSON_PADDING);
  dom::element root;
  if (parser_->parser.parse(json_).get(root) != simdjson::SUCCESS) return;
  JsonLd page;
  Look(root, 0, found, &page);
  Set(page.date, &found->date);
  Set(page.author, &found->author);
  Set(page.description, &found->description);
}

}  // namespace textmill::html
