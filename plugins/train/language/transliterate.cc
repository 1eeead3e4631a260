#include "plugins/train/language/transliterate.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <iterator>
#include <span>

namespace textmill::language {
namespace {

struct Rule {
  std::u32string_view latin, cyrillic;
  bool initial = false;  // at the beginning of a word only
};

// The first that fits is taken.
constexpr Rule kAzerbaijani[] = {
    {U"a", U"а"}, {U"b", U"б"}, {U"c", U"ҹ"}, {U"ç", U"ч"}, {U"d", U"д"}, {U"e", U"е"},
    {U"ə", U"ә"}, {U"f", U"ф"}, {U"g", U"ҝ"}, {U"ğ", U"ғ"}, {U"h", U"һ"}, {U"x", U"х"},
    {U"ı", U"ы"}, {U"i", U"и"}, {U"j", U"ж"}, {U"k", U"к"}, {U"q", U"г"}, {U"l", U"л"},
    {U"m", U"м"}, {U"n", U"н"}, {U"o", U"о"}, {U"ö", U"ө"}, {U"p", U"п"}, {U"r", U"р"},
    {U"s", U"с"}, {U"ş", U"ш"}, {U"t", U"т"}, {U"u", U"у"}, {U"ü", U"ү"}, {U"v", U"в"},
    {U"y", U"ј"}, {U"z", U"з"}};
constexpr Rule kTurkmen[] = {
    {U"ýa", U"я"}, {U"ýu", U"ю"}, {U"ýo", U"ё"}, {U"ýe", U"е"}, {U"e", U"э", true}, {U"a", U"а"},
    {U"b", U"б"},  {U"ç", U"ч"},  {U"d", U"д"},  {U"e", U"е"},  {U"ä", U"ә"},       {U"f", U"ф"},
    {U"g", U"г"},  {U"h", U"х"},  {U"i", U"и"},  {U"j", U"җ"},  {U"ž", U"ж"},       {U"k", U"к"},
    {U"l", U"л"},  {U"m", U"м"},  {U"n", U"н"},  {U"ň", U"ң"},  {U"o", U"о"},       {U"ö", U"ө"},
    {U"p", U"п"},  {U"r", U"р"},  {U"s", U"с"},  {U"ş", U"ш"},  {U"t", U"т"},       {U"u", U"у"},
    {U"ü", U"ү"},  {U"w", U"в"},  {U"y", U"ы"},  {U"ý", U"й"},  {U"z", U"з"}};
constexpr Rule kUzbek[] = {
    {U"sh", U"ш"}, {U"ch", U"ч"}, {U"o'", U"ў"},      {U"g'", U"ғ"}, {U"ya", U"я"}, {U"yu", U"ю"},
    {U"yo", U"ё"}, {U"ye", U"е"}, {U"e", U"э", true}, {U"a", U"а"},  {U"b", U"б"},  {U"d", U"д"},
    {U"e", U"е"},  {U"f", U"ф"},  {U"g", U"г"},       {U"h", U"ҳ"},  {U"i", U"и"},  {U"j", U"ж"},
    {U"k", U"к"},  {U"l", U"л"},  {U"m", U"м"},       {U"n", U"н"},  {U"o", U"о"},  {U"p", U"п"},
    {U"q", U"қ"},  {U"r", U"р"},  {U"s", U"с"},       {U"t", U"т"},  {U"u", U"у"},  {U"v", U"в"},
    {U"x", U"х"},  {U"y", U"й"},  {U"z", U"з"},       {U"'", U"ъ"}};

}  // namespace

std::u32string ToCyrillic(std::string_view language, const std::u32string& word) {
  const std::span<const Rule> rules = language == "az"   ? std::span<const Rule>(kAzerbaijani)
                                      : language == "tk" ? std::span<const Rule>(kTurkmen)
                                      : language == "uz" ? std::span<const Rule>(kUzbek)
                                                         : std::span<const Rule>();
  std::u32string out;
  for (size_t i = 0; i < word.size();) {
    const auto rule = std::find_if(rules.begin(), rules.end(), [&](const Rule& r) {
      return (!r.initial || i == 0) && std::u32string_view(word).substr(i).starts_with(r.latin);
    });
    if (rule == rules.end()) return {};
    out += rule->cyrillic;
    i += rule->latin.size();
  }
  return out;
}

std::u32string WithoutMarks(const std::u32string& word) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* nfd = icu::Normalizer2::getNFDInstance(error);
  std::u32string out;
  for (const char32_t c : word) {
    icu::UnicodeString apart;
    const auto character = static_cast<UChar32>(c);
    UChar32 base = nfd->getDecomposition(character, apart) ? apart.char32At(0) : character;
    // Letters with a stroke or without a dot, which Unicode does not take apart.
    if (base == U'ı') base = U'i';
    if (base == U'đ') base = U'd';
    if (base == U'ł') base = U'l';
    if (u_charType(base) != U_NON_SPACING_MARK) out += static_cast<char32_t>(base);
  }
  return out;
}

std::u32string AsciiOf(const std::u32string& word) {
  std::u32string out;
  std::copy_if(word.begin(), word.end(), std::back_inserter(out),
               [](char32_t c) { return c < 0x80; });
  return out;
}

std::u32string Misread(std::string_view language, std::u32string word) {
  if (language != "tr") return word;
  for (char32_t& c : word) c = c == U'ğ' ? U'ð' : c == U'ı' ? U'ý' : c == U'ş' ? U'þ' : c;
  return word;
}

}  // namespace textmill::language
