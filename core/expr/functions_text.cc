#include <re2/re2.h>
#include <unicode/brkiter.h>
#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/utext.h>
#include <xxhash.h>

#include <algorithm>
#include <cstdio>
#include <memory>

#include "core/expr/function.h"
#include "core/expr/values.h"

namespace textmill::core::expr {
namespace {

std::string_view AsView(const re2::StringPiece& piece) { return {piece.data(), piece.size()}; }
re2::StringPiece AsPiece(std::string_view text) { return {text.data(), text.size()}; }

using CaseChange = void (*)(const char* locale, uint32_t options, icu::StringPiece text,
                            icu::ByteSink& to, icu::Edits* edits, UErrorCode& error);

void ChangeCase(CaseChange change, std::string_view text, Out* out) {
  std::string changed;
  icu::StringByteSink<std::string> sink(&changed, static_cast<int32_t>(text.size()));
  UErrorCode error = U_ZERO_ERROR;
  change("", 0, icu::StringPiece(text.data(), static_cast<int32_t>(text.size())), sink, nullptr,
         error);
  if (U_FAILURE(error)) return out->Odd();
  out->Text(changed);
}

void Lower(const Arguments& in, int64_t row, Out* out) {
  ChangeCase(icu::CaseMap::utf8ToLower, in[0].Text(row), out);
}
void Upper(const Arguments& in, int64_t row, Out* out) {
  ChangeCase(icu::CaseMap::utf8ToUpper, in[0].Text(row), out);
}

void Trim(const Arguments& in, int64_t row, Out* out) {
  static const re2::RE2 pattern("^[\\s\\pZ\\x{85}]*((?s:.*?))[\\s\\pZ\\x{85}]*$");
  const std::string_view text = in[0].Text(row);
  re2::StringPiece whole[2];
  if (!pattern.Match(AsPiece(text), 0, text.size(), re2::RE2::ANCHOR_BOTH, whole, 2))
    return out->Text(text);
  out->Text(AsView(whole[1]));
}

// The byte where the character with this number begins; the text's size when there are fewer.
size_t ByteOf(std::string_view text, int64_t character) {
  size_t at = 0;
  for (; character > 0 && at < text.size(); --character) {
    ++at;
    while (at < text.size() && (static_cast<uint8_t>(text[at]) & 0xC0) == 0x80) ++at;
  }
  return at;
}

void Substring(const Arguments& in, int64_t row, Out* out) {
  std::string_view text = in[0].Text(row);
  int64_t begin = in[1].Whole(row);
  if (begin < 0) begin = std::max<int64_t>(0, begin + CountCharacters(text, INT64_MAX));
  text.remove_prefix(ByteOf(text, begin));
  if (in.size() > 2) text = text.substr(0, ByteOf(text, std::max<int64_t>(0, in[2].Whole(row))));
  out->Text(text);
}

void WordCount(const Arguments& in, int64_t row, Out* out) {
  thread_local UErrorCode made = U_ZERO_ERROR;
  thread_local const std::unique_ptr<icu::BreakIterator> words(
      icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), made));
  const std::string_view text = in[0].Text(row);
  UErrorCode error = made;
  UText view = UTEXT_INITIALIZER;
  utext_openUTF8(&view, text.data(), static_cast<int64_t>(text.size()), &error);
  if (U_FAILURE(error)) return out->Odd();
  words->setText(&view, error);
  int64_t count = 0;
  while (words->next() != icu::BreakIterator::DONE)
    count += words->getRuleStatus() >= UBRK_WORD_NUMBER ? 1 : 0;
  utext_close(&view);
  out->Whole(count);
}

void Concat(const Arguments& in, int64_t row, Out* out) {
  for (const Argument& part : in) out->texts()->AppendPart(part.Text(row));
  out->texts()->EndValue();
}

void Contains(const Arguments& in, int64_t row, Out* out) {
  out->Truth(in[0].Text(row).find(in[1].Text(row)) != std::string_view::npos);
}
void StartsWith(const Arguments& in, int64_t row, Out* out) {
  out->Truth(in[0].Text(row).starts_with(in[1].Text(row)));
}
void EndsWith(const Arguments& in, int64_t row, Out* out) {
  out->Truth(in[0].Text(row).ends_with(in[1].Text(row)));
}

void Replace(const Arguments& in, int64_t row, Out* out) {
  const std::string_view text = in[0].Text(row);
  // Most texts have nothing to replace: they are copied once, not twice.
  if (!in[1].pattern().Match(AsPiece(text), 0, text.size(), re2::RE2::UNANCHORED, nullptr, 0))
    return out->Text(text);
  std::string changed(text);
  re2::RE2::GlobalReplace(&changed, in[1].pattern(), AsPiece(in[2].Text(row)));
  out->Text(changed);
}

constexpr int kMostGroups = 100;

// The group that the call asks for: the one named, else the first there is, else all that matches.
int GroupOf(const Arguments& in, int64_t row) {
  const int groups = in[1].pattern().NumberOfCapturingGroups();
  if (in.size() > 2)
    return static_cast<int>(std::clamp<int64_t>(in[2].Whole(row), -1, kMostGroups));
  return groups > 0 ? 1 : 0;
}

void Extract(const Arguments& in, int64_t row, Out* out) {
  const std::string_view text = in[0].Text(row);
  const int group = GroupOf(in, row);
  if (group < 0 || group > in[1].pattern().NumberOfCapturingGroups() || group >= kMostGroups)
    return out->Odd();
  re2::StringPiece found[kMostGroups];
  if (!in[1].pattern().Match(AsPiece(text), 0, text.size(), re2::RE2::UNANCHORED, found,
                             group + 1) ||
      found[group].data() == nullptr)
    return out->Null();
  out->Text(AsView(found[group]));
}

void ExtractAll(const Arguments& in, int64_t row, Out* out) {
  const std::string_view text = in[0].Text(row);
  const int group = GroupOf(in, row);
  if (group < 0 || group > in[1].pattern().NumberOfCapturingGroups() || group >= kMostGroups)
    return out->Odd();
  re2::StringPiece found[kMostGroups];
  for (size_t at = 0; at <= text.size();) {
    if (!in[1].pattern().Match(AsPiece(text), at, text.size(), re2::RE2::UNANCHORED, found,
                               group + 1))
      break;
    const auto begin = static_cast<size_t>(found[0].data() - text.data());
    const size_t end = begin + found[0].size();
    if (found[group].data() != nullptr && !found[group].empty())
      out->list()->items<BytesBuilder>().Append(AsView(found[group]));
    at = end > begin ? end : end + std::max<size_t>(1, ByteOf(text.substr(end), 1));
  }
  out->list()->EndRow();
}

void SplitText(const Arguments& in, int64_t row, Out* out) {
  std::string_view text = in[0].Text(row);
  const std::string_view mark = in[1].Text(row);
  auto& items = out->list()->items<BytesBuilder>();
  for (size_t end; !mark.empty() && (end = text.find(mark)) != std::string_view::npos;) {
    items.Append(text.substr(0, end));
    text.remove_prefix(end + mark.size());
  }
  items.Append(text);
  out->list()->EndRow();
}

void Host(const Arguments& in, int64_t row, Out* out) {
  std::string_view url = in[0].Text(row);
  const size_t scheme = url.find("//");
  const bool has_scheme =
      scheme == 0 || (scheme != std::string_view::npos && url[scheme - 1] == ':');
  if (!has_scheme) return out->Null();
  url.remove_prefix(scheme + 2);
  url = url.substr(0, url.find_first_of("/?#\\"));
  if (const size_t user = url.rfind('@'); user != std::string_view::npos)
    url.remove_prefix(user + 1);
  if (!url.starts_with('[')) {
    url = url.substr(0, url.find(':'));
  } else {  // [::1]:80
    url = url.substr(0, url.find(']') == std::string_view::npos ? url.size() : url.find(']') + 1);
  }
  if (url.ends_with('.')) url.remove_suffix(1);
  if (url.empty()) return out->Null();
  ChangeCase(icu::CaseMap::utf8ToLower, url, out);
}

uint64_t HashOf(std::string_view text) { return XXH3_64bits(text.data(), text.size()); }

void Hash(const Arguments& in, int64_t row, Out* out) {
  char digits[17];
  std::snprintf(digits, sizeof digits, "%016llx",
                static_cast<unsigned long long>(HashOf(in[0].Text(row))));
  out->Text(digits);
}

void Bucket(const Arguments& in, int64_t row, Out* out) {
  const int64_t buckets = in[1].Whole(row);
  if (buckets < 1) return out->Odd();
  out->Whole(static_cast<int64_t>(HashOf(in[0].Text(row)) % static_cast<uint64_t>(buckets)));
}

}  // namespace

const std::vector<Function>& TextFunctions() {
  static const std::vector<Function> functions = {
      {"lower", "t", 't', Lower, "lower(text)", "In lower case, by the rules of Unicode.",
       "lower(title) == \"obituary\""},
      {"upper", "t", 't', Upper, "upper(text)", "In upper case, by the rules of Unicode.",
       "title == upper(title)"},
      {"trim", "t", 't', Trim, "trim(text)", "Without white space at both ends.",
       "trim(title) == \"\""},
      {"substring", "ti?i", 't', Substring, "substring(text, begin, length)",
       "A part of a text, in characters, the first being 0. A negative `begin` counts from the "
       "end; "
       "without `length` it goes on to the end.",
       "substring(source, 0, 4) == \"http\""},
      {"word_count", "t", 'i', WordCount, "word_count(text)",
       "How many words a text has by Unicode's rules (UAX #29), with dictionaries for Chinese, "
       "Japanese and Thai.",
       "word_count(title) < 5"},
      {"concat", "t*", 't', Concat, "concat(text, text, ...)", "Texts, one after the other.",
       "concat(lang, \"/\", source) != id"},
      {"contains", "tt", 'b', Contains, "contains(text, part)", "Whether the part is in the text.",
       "contains(title, \"NATO\")"},
      {"starts_with", "tt", 'b', StartsWith, "starts_with(text, part)",
       "Whether the text begins with the part.", "starts_with(source, \"https://\")"},
      {"ends_with", "tt", 'b', EndsWith, "ends_with(text, part)",
       "Whether the text ends with the part.", "ends_with(source, \".html\")"},
      {"replace", "tpT", 't', Replace, "replace(text, \"pattern\", \"by\")",
       "The text with all matches of the pattern replaced; `\\1` is the pattern's first group.",
       "replace(title, \"(?i)^update: \", \"\") != \"\""},
      {"extract", "tp?I", 't', Extract, "extract(text, \"pattern\", group)",
       "What the pattern's first match has in the group: the first if none is named, the whole "
       "match "
       "if there is none (or it is 0). Null when nothing matches.",
       "extract(source, \"/(\\\\d{4})/\") == \"2024\""},
      {"extract_all", "tp?I", 'L', ExtractAll, "extract_all(text, \"pattern\", group)",
       "A list of what all matches have in the group.", "length(extract_all(text, \"[€$]\")) > 3"},
      {"split", "tT", 'L', SplitText, "split(text, \"mark\")",
       "A list of the parts of the text between the marks.", "length(split(source, \"/\")) > 4"},
      {"host", "t", 't', Host, "host(url)",
       "The host of a web address, in lower case. Null when it is not an address with a host.",
       "host(source) == \"www.example.org\""},
      {"hash", "t", 't', Hash, "hash(text)",
       "A number made from the text, the same on every machine: XXH3 with 64 bits, as 16 "
       "hexadecimal digits.",
       "hash(text) != id"},
      {"bucket", "tI", 'i', Bucket, "bucket(text, n)",
       "A number from 0 to n - 1 that depends on the text alone: for samples and parts that stay "
       "the "
       "same from run to run.",
       "bucket(id, 10) == 0"},
  };
  return functions;
}

}  // namespace textmill::core::expr
