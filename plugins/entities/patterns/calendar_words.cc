#include "plugins/entities/patterns/calendar_words.h"

#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "plugins/entities/patterns/words_around.h"

namespace textmill::entities {
namespace {

struct MonthWords {
  bool capital;  // in this language months are written with a capital
  bool short_form;
  bool after_stop;  // days are written "5."
  std::string_view words[12];
};

// In the form that is written beside a day. What several languages share is in the first of them.
constexpr MonthWords kMonths[] = {
    // English
    {true,
     false,
     false,
     {"january", "february", "march", "april", "may", "june", "july", "august", "september",
      "october", "november", "december"}},
    {true,
     true,
     false,
     {"jan", "feb", "mar", "apr", "", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}},
    {true, true, false, {"", "", "", "", "", "", "", "", "sept", "", "", ""}},
    // German, Austrian and short
    {true,
     false,
     true,
     {"januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober",
      "november", "dezember"}},
    {true, false, true, {"jänner", "feber", "", "", "", "", "", "", "", "", "", ""}},
    {true, true, true, {"", "", "", "", "", "", "", "", "", "okt", "", "dez"}},
    // French
    {false,
     false,
     false,
     {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
      "octobre", "novembre", "décembre"}},
    // Spanish
    {false,
     false,
     false,
     {"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
      "octubre", "noviembre", "diciembre"}},
    {false, false, false, {"", "", "", "", "", "", "", "", "setiembre", "", "", ""}},
    // Italian
    {false,
     false,
     false,
     {"gennaio", "febbraio", "", "aprile", "maggio", "giugno", "luglio", "", "settembre", "ottobre",
      "", "dicembre"}},
    // Portuguese
    {false,
     false,
     false,
     {"janeiro", "fevereiro", "março", "", "maio", "junho", "julho", "", "setembro", "outubro",
      "novembro", "dezembro"}},
    // Dutch
    {false,
     false,
     false,
     {"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
      "oktober", "november", "december"}},
    // Swedish, Danish, Norwegian
    {false, false, true, {"", "", "marts", "", "maj", "", "", "augusti", "", "", "", "desember"}},
    {false, false, true, {"", "", "", "", "", "", "", "august", "", "", "", ""}},
    // Russian
    {false,
     false,
     false,
     {"января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября",
      "октября", "ноября", "декабря"}},
    // Ukrainian
    {false,
     false,
     false,
     {"січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня", "вересня",
      "жовтня", "листопада", "грудня"}},
    // Polish
    {false,
     false,
     false,
     {"stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "września",
      "października", "listopada", "grudnia"}},
    // Czech
    {false,
     false,
     true,
     {"ledna", "února", "března", "dubna", "května", "června", "července", "srpna", "září", "října",
      "", "prosince"}},
    // Romanian; Indonesian
    {false,
     false,
     false,
     {"ianuarie", "februarie", "martie", "aprilie", "", "iunie", "iulie", "", "septembrie",
      "octombrie", "noiembrie", "decembrie"}},
    {true, false, false, {"", "", "maret", "", "", "", "", "agustus", "", "", "", ""}},
    // Finnish
    {false,
     false,
     true,
     {"tammikuuta", "helmikuuta", "maaliskuuta", "huhtikuuta", "toukokuuta", "kesäkuuta",
      "heinäkuuta", "elokuuta", "syyskuuta", "lokakuuta", "marraskuuta", "joulukuuta"}},
    // Greek
    {true,
     false,
     false,
     {"ιανουαρίου", "φεβρουαρίου", "μαρτίου", "απριλίου", "μαΐου", "ιουνίου", "ιουλίου",
      "αυγούστου", "σεπτεμβρίου", "οκτωβρίου", "νοεμβρίου", "δεκεμβρίου"}},
    // Arabic, Hindi
    {false,
     false,
     false,
     {"يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر",
      "نوفمبر", "ديسمبر"}},
    {false,
     false,
     false,
     {"जनवरी", "फरवरी", "मार्च", "अप्रैल", "मई", "जून", "जुलाई", "अगस्त", "सितंबर", "अक्टूबर", "नवंबर",
      "दिसंबर"}},
    // Hungarian
    {false,
     false,
     false,
     {"január", "február", "március", "április", "május", "június", "július", "augusztus",
      "szeptember", "október", "", ""}},
    // Swahili
    {true,
     false,
     false,
     {"", "", "machi", "aprili", "", "", "julai", "agosti", "septemba", "oktoba", "novemba",
      "desemba"}},
    // Hebrew, with the word for "in" and without
    {false,
     false,
     false,
     {"בינואר", "בפברואר", "במרץ", "באפריל", "במאי", "ביוני", "ביולי", "באוגוסט", "בספטמבר",
      "באוקטובר", "בנובמבר", "בדצמבר"}},
    {false,
     false,
     false,
     {"ינואר", "פברואר", "מרץ", "אפריל", "מאי", "יוני", "יולי", "אוגוסט", "ספטמבר", "אוקטובר",
      "נובמבר", "דצמבר"}},
    {false, false, false, {"", "", "במרס", "", "", "", "", "", "", "", "", ""}},
    // Persian, Urdu, Bengali
    {false,
     false,
     false,
     {"ژانویه", "فوریه", "", "آوریل", "مه", "ژوئن", "ژوئیه", "اوت", "سپتامبر", "اکتبر", "نوامبر",
      "دسامبر"}},
    {false,
     false,
     false,
     {"جنوری", "فروری", "مارچ", "اپریل", "مئی", "جون", "جولائی", "اگست", "ستمبر", "اکتوبر", "نومبر",
      "دسمبر"}},
    {false,
     false,
     false,
     {"জানুয়ারি", "ফেব্রুয়ারি", "মার্চ", "এপ্রিল", "মে", "জুন", "জুলাই", "আগস্ট", "সেপ্টেম্বর", "অক্টোবর",
      "নভেম্বর", "ডিসেম্বর"}},
    // Turkish
    {true,
     false,
     false,
     {"ocak", "şubat", "mart", "nisan", "mayıs", "haziran", "temmuz", "ağustos", "eylül", "ekim",
      "kasım", "aralık"}},
    // Armenian
    {false,
     false,
     false,
     {"հունվարի", "փետրվարի", "մարտի", "ապրիլի", "մայիսի", "հունիսի", "հուլիսի", "օգոստոսի",
      "սեպտեմբերի", "հոկտեմբերի", "նոյեմբերի", "դեկտեմբերի"}},
};

constexpr std::string_view kEnglishWeekdays[] = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue",
    "tues",   "wed",     "thu",       "thur",     "thurs",  "fri",      "sat",    "sun"};

constexpr std::string_view kWeekdays[] = {
    "montag",      "dienstag",   "mittwoch",  "donnerstag", "freitag",  "samstag",  "sonnabend",
    "sonntag",                                                                                   //
    "lundi",       "mardi",      "mercredi",  "jeudi",      "vendredi", "samedi",   "dimanche",  //
    "lunes",       "martes",     "miércoles", "jueves",     "viernes",  "sábado",   "domingo",   //
    "lunedì",      "martedì",    "mercoledì", "giovedì",    "venerdì",  "sabato",   "domenica",  //
    "maandag",     "dinsdag",    "woensdag",  "donderdag",  "vrijdag",  "zaterdag", "zondag",    //
    "понедельник", "вторник",    "среда",     "среду",      "четверг",  "пятница",  "пятницу",
    "суббота",  //
    "субботу",     "воскресенье"};

}  // namespace

Month MonthOf(std::string_view word) {
  static FirstLetters letters;
  static const auto months = [] {
    absl::flat_hash_map<std::string_view, Month> out;
    for (const MonthWords& language : kMonths) {
      for (int i = 0; i < 12; ++i) {
        if (language.words[i].empty()) continue;
        letters.Add(language.words[i]);
        const Month month{i + 1, language.short_form, language.capital, language.after_stop};
        const auto [at, is_new] = out.try_emplace(language.words[i], month);
        // Shared with a language that writes it small.
        if (!is_new && !language.capital) at->second.capital = false;
        if (language.after_stop) at->second.after_stop = true;
      }
    }
    return out;
  }();
  if (word.size() < 3 || !letters.MayHold(word)) return {};
  const auto found = months.find(LowerWord(word));
  return found != months.end() ? found->second : Month{};
}

int EnglishMonth(std::string_view word) {
  constexpr std::string_view kNames[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
  for (int i = 0; i < 12; ++i) {
    if (word == kNames[i]) return i + 1;
  }
  return 0;
}

bool IsWeekday(std::string_view word) {
  static const absl::flat_hash_set<std::string_view> english(std::begin(kEnglishWeekdays),
                                                             std::end(kEnglishWeekdays));
  static const absl::flat_hash_set<std::string_view> others(std::begin(kWeekdays),
                                                            std::end(kWeekdays));
  if (word.size() < 3) return false;
  const std::string lower = LowerWord(word);
  return others.contains(lower) || (IsCapitalised(word) && english.contains(lower));
}

int EnglishWeekday(std::string_view word) {
  constexpr std::string_view kNames[] = {"sunday",   "monday", "tuesday", "wednesday",
                                         "thursday", "friday", "saturday"};
  if (word.size() < 3 || !IsCapitalised(word)) return -1;
  const std::string lower = LowerWord(word);
  for (int i = 0; i < 7; ++i) {
    const bool shortened = lower.size() < 6 && kNames[i].starts_with(lower);
    if (lower == kNames[i] || shortened) return i;
  }
  return -1;
}

}  // namespace textmill::entities
