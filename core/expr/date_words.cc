#include "core/expr/date_words.h"

#include <unicode/dtfmtsym.h>
#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/smpdtfmt.h>
#include <unicode/uchar.h>

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace textmill::core::expr {
namespace {

using icu::DateFormatSymbols;
using icu::Locale;
using icu::UnicodeString;

// Beside those that CLDR's own patterns have.
constexpr const char16_t* kFillers[] = {
    u"the", u"of",  u"on",   u"at",   u"den",  u"dem",  u"der",   u"le", u"el", u"a",
    u"las", u"los", u"de",   u"del",  u"alle", u"ore",  u"às",    u"kl", u"om", u"klo",
    u"uhr", u"uur", u"года", u"року", u"roku", u"ngày", u"tháng", u"năm"};

UnicodeString Folded(const UnicodeString& text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* const form = icu::Normalizer2::getNFKCCasefoldInstance(status);
  UnicodeString out;
  if (U_SUCCESS(status)) form->normalize(text, out, status);
  if (U_FAILURE(status)) return {};
  // Turkish has an i with a dot and one without, in capitals, too.
  return out.findAndReplace(u"\u0307", u"").findAndReplace(u"\u0131", u"i");
}

// The words of a folded text, and whether there is a figure in it.
struct Words {
  explicit Words(const UnicodeString& folded) {
    const std::u16string_view text(folded.getBuffer(), static_cast<size_t>(folded.length()));
    bool inside = false;
    for (size_t i = 0; i < text.size(); ++i) {
      figures = figures || u_charDigitValue(text[i]) >= 0;
      const bool letter = IsInDateWord(text, i);
      if (letter && !inside) all.emplace_back();
      if (letter && text[i] != '.') all.back() += text[i];
      inside = letter;
    }
  }
  std::vector<std::u16string> all;
  bool figures = false;
};

// Calls `mean` for the word that a name is known by, its last one: Catalan "de gener", "d'abril".
// The others, and all of a name with a figure such as "6月", are fillers.
template <class Mean>
void AddName(const UnicodeString& name, DateLanguage* to, Mean mean) {
  const Words words(Folded(name));
  for (size_t i = 0; i < words.all.size(); ++i) {
    DateWord& word = to->words[words.all[i]];
    if (i + 1 == words.all.size() && !words.figures)
      mean(&word);
    else
      word.filler = true;
  }
}

void AddNames(const Locale& locale, DateLanguage* to) {
  UErrorCode status = U_ZERO_ERROR;
  const DateFormatSymbols symbols(locale, "gregorian", status);
  if (U_FAILURE(status)) return;
  int32_t n;
  for (const auto context : {DateFormatSymbols::FORMAT, DateFormatSymbols::STANDALONE}) {
    for (const auto width : {DateFormatSymbols::WIDE, DateFormatSymbols::ABBREVIATED}) {
      const UnicodeString* const months = symbols.getMonths(n, context, width);
      for (int32_t i = 0; i < n && i < 12; ++i)
        AddName(months[i], to, [i](DateWord* word) { word->months |= 1 << i; });
      const UnicodeString* const weekdays = symbols.getWeekdays(n, context, width);
      for (int32_t i = 1; i < n && i <= 7; ++i)  // from 1, Sunday
        AddName(weekdays[i], to, [i](DateWord* word) { word->weekdays |= 1 << (i + 5) % 7; });
    }
  }
  const UnicodeString* const eras = symbols.getEras(n);
  if (n == 2) AddName(eras[1], to, [](DateWord* word) { word->filler = true; });
  const UnicodeString* const halves = symbols.getAmPmStrings(n);
  for (int32_t i = 0; i < n && i < 2; ++i) {
    if (Words(Folded(halves[i])).all.size() != 1) continue;  // "a. m." is read as it is
    AddName(halves[i], to,
            [i](DateWord* word) { (i == 0 ? word->morning : word->afternoon) = true; });
  }
}

// The pattern by which a date is written, such as "d 'de' MMMM 'de' y"; empty when there is none.
UnicodeString PatternOf(const Locale& locale, icu::DateFormat::EStyle date,
                        icu::DateFormat::EStyle time) {
  const std::unique_ptr<icu::DateFormat> format(
      icu::DateFormat::createDateTimeInstance(date, time, locale));
  const auto* const simple = dynamic_cast<const icu::SimpleDateFormat*>(format.get());
  UnicodeString pattern;
  if (simple != nullptr) simple->toPattern(pattern);
  return pattern;
}

// What a pattern has beside the letters that stand for parts of a date.
void AddFillers(const UnicodeString& pattern, DateLanguage* to) {
  UnicodeString plain;
  bool quoted = false;
  for (int32_t i = 0; i < pattern.length(); ++i) {
    const char16_t c = pattern[i];
    if (c == '\'') quoted = !quoted;
    plain.append(quoted || c >= 0x80 ? c : u' ');
  }
  for (const std::u16string& word : Words(Folded(plain)).all) to->words[word].filler = true;
}

DateOrder OrderOf(const Locale& locale) {
  const UnicodeString pattern = PatternOf(locale, icu::DateFormat::kShort, icu::DateFormat::kNone);
  const int32_t day = pattern.indexOf(u'd'), month = pattern.indexOf(u'M'),
                year = pattern.indexOf(u'y');
  if (day < 0 || month < 0 || year < day || year < month) return DateOrder::kUnknown;
  return day < month ? DateOrder::kDayFirst : DateOrder::kMonthFirst;
}

void AddLanguage(const Locale& locale, DateLanguage* to) {
  AddNames(locale, to);
  for (const auto style :
       {icu::DateFormat::kFull, icu::DateFormat::kLong, icu::DateFormat::kMedium})
    AddFillers(PatternOf(locale, style, icu::DateFormat::kShort), to);
}

std::vector<Locale> AllLocales() {
  int32_t n;
  const Locale* const all = Locale::getAvailableLocales(n);
  return {all, all + n};
}

// The locale that CLDR has of a code: with its region when that is known, else of the language
// alone.
std::optional<Locale> LocaleOf(std::string_view code) {
  if (code.size() < 2 || code.size() > 40) return std::nullopt;
  const Locale asked = Locale::createCanonical(std::string(code).c_str());
  static const std::map<std::string, Locale> known = [] {
    std::map<std::string, Locale> out;
    for (const Locale& locale : AllLocales()) out.emplace(locale.getName(), locale);
    return out;
  }();
  for (const char* name : {asked.getName(), asked.getLanguage()}) {
    if (const auto found = known.find(name); found != known.end()) return found->second;
  }
  return std::nullopt;
}

// `locale`: nothing for all languages.
std::unique_ptr<const DateLanguage> MakeLanguage(const std::optional<Locale>& locale) {
  auto made = std::make_unique<DateLanguage>();
  for (const char16_t* filler : kFillers) made->words[filler].filler = true;
  for (const Locale& one : AllLocales()) {
    const std::string_view language = one.getLanguage();
    if (locale ? language == locale->getLanguage() : language.size() == 2)
      AddLanguage(one, made.get());
  }
  // Somewhere "am" is a filler, but it is better known for the morning. In German it may be both.
  const std::string_view language = locale ? locale->getLanguage() : "";
  for (const char16_t* half : {u"am", u"pm"}) made->words[half].filler = language == "de";
  if (!locale) return made;
  // English has both orders, and only the region says which.
  if (language != "en" || *locale->getCountry() != '\0') made->order = OrderOf(*locale);
  made->buddhist = language == "th";
  return made;
}

}  // namespace

const DateLanguage& DateLanguageOf(std::string_view code) {
  // Each thread remembers the codes that it was given.
  constexpr size_t kRemembered = 1000;
  thread_local std::unordered_map<std::string, const DateLanguage*> asked;
  std::string key(code);
  if (const auto found = asked.find(key); found != asked.end()) return *found->second;
  const std::optional<Locale> locale = LocaleOf(code);
  static std::mutex mutex;
  const std::lock_guard lock(mutex);
  static std::map<std::string, std::unique_ptr<const DateLanguage>> languages;
  auto& language = languages[locale ? locale->getName() : ""];
  if (language == nullptr) language = MakeLanguage(locale);
  if (asked.size() >= kRemembered) asked.clear();
  asked.emplace(std::move(key), language.get());
  return *language;
}

bool HasDateLanguage(std::string_view code) { return LocaleOf(code).has_value(); }

bool IsInDateWord(std::u16string_view text, size_t at) {
  const auto is_letter = [&](size_t i) {
    if (i >= text.size()) return false;
    const auto c = static_cast<UChar32>(text[i]);
    return U16_IS_SURROGATE(c) || u_isalpha(c) || (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;
  };
  if (at < text.size() && text[at] == '.') return at > 0 && is_letter(at - 1) && is_letter(at + 1);
  return is_letter(at);
}

std::u16string FoldedDate(std::string_view utf8) {
  const UnicodeString folded = Folded(
      UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<int32_t>(utf8.size()))));
  return {folded.getBuffer(), static_cast<size_t>(folded.length())};
}

}  // namespace textmill::core::expr
