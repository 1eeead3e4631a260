#include "plugins/entities/model_names.h"

#include <algorithm>
#include <iterator>

#include "absl/container/flat_hash_set.h"
#include "plugins/entities/is_one_of.h"
#include "plugins/entities/patterns/calendar_words.h"

namespace textmill::entities {
namespace {

// Those that are nobody's surname.
constexpr std::string_view kOffices[] = {
    "Ambassador",   "Attorney",    "Chairman",       "Chairperson", "Chairwoman", "Chancellor",
    "Colonel",      "Commander",   "Commissioner",   "Congressman", "Councillor", "Deputy",
    "Director",     "Governor",    "Inspector",      "Lieutenant",  "Minister",   "Ombudsman",
    "President",    "Professor",   "Prosecutor",     "Secretary",   "Senator",    "Spokesman",
    "Spokesperson", "Spokeswoman", "Superintendent", "Treasurer"};

// The second part of "Paris-based", "US-led", "Iran-backed", "Kyiv-born", "EU-wide".
bool IsParticiple(std::string_view word) {
  static constexpr std::string_view kOthers[] = {"born", "run",   "made",  "held",  "wide",
                                                 "era",  "style", "built", "bound", "friendly"};
  const bool lower =
      std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  if (!lower || word.size() < 3) return false;
  return word.ends_with("ed") || IsOneOf(word, kOthers);
}

// Those that the names of people, places and bodies do not have before another word.
constexpr std::string_view kLinks[] = {"After", "Amid", "Are", "As",   "Has", "Have",
                                       "Into",  "Is",   "To",  "From", "Was", "With"};

bool HasLink(std::string_view words) {
  for (size_t at = 0, end; (end = words.find(' ', at)) != words.npos; at = end + 1) {
    const std::string_view word = words.substr(at, end - at);
    const bool may_begin = at == 0 && word.size() == 2;  // To Lam, As Roma
    if (!may_begin && IsOneOf(word, kLinks)) return true;
  }
  return false;
}

using Words = absl::flat_hash_set<std::string_view>;

// Capitals that are short for common nouns, and so no names.
bool IsCommonNoun(std::string_view word) {
  static const Words words = {
      "NGO",  "NGOs", "CEO",  "CEOs", "CFO",  "IPTV", "3G",  "4G",   "5G",   "TV",   "TVs",
      "DVD",  "DVDs", "PC",   "PCs",  "GDP",  "GNP",  "CPI", "ICT",  "ID",   "IDs",  "HIV",
      "AIDS", "DNA",  "CCTV", "SMS",  "VAT",  "GST",  "GPS", "LED",  "USB",  "MRI",  "ATM",
      "ATMs", "SUV",  "SUVs", "VIP",  "VIPs", "FAQ",  "IPO", "IPOs", "PhD",  "MBA",  "DJ",
      "DJs",  "MP",   "MPs",  "MEP",  "MEPs", "VoIP", "DSL", "ADSL", "HDTV", "LCD",  "CD",
      "CDs",  "RFID", "PDF",  "URL",  "ISP",  "ISPs", "LNG", "LPG",  "ECG",  "ICU",  "PPE",
      "IVF",  "PCR",  "UFO",  "UFOs", "MoU",  "MoUs", "AGM", "EV",   "EVs",  "STEM", "HGV",
      "HGVs", "GM",   "IQ",   "WiFi", "PR",   "HR",   "R&D", "IT",   "AI",   "B2B",  "SIM"};
  return words.contains(word);
}

// "U-turn", "C-suite", "X-ray".
bool IsLetterAndWord(std::string_view name) {
  return name.size() > 3 && name[0] >= 'A' && name[0] <= 'Z' && name[1] == '-' &&
         std::all_of(name.begin() + 2, name.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

// What a name of several words is that ends so: a body, an event or a work of law, a place; empty
// for other words.
std::string_view TypeOfLastWord(std::string_view word) {
  static const Words bodies = {
      "University",  "College",     "School",      "Institute",    "Ministry",     "Department",
      "Commission",  "Committee",   "Council",     "Authority",    "Agency",       "Bank",
      "Association", "Federation",  "Union",       "Foundation",   "Society",      "Party",
      "Court",       "Corporation", "Company",     "Ltd",          "Limited",      "Inc",
      "Group",       "Holdings",    "Hospital",    "Museum",       "Board",        "Bureau",
      "Academy",     "Club",        "Network",     "Organisation", "Organization", "Trust",
      "Fund",        "Assembly",    "Parliament",  "Senate",       "Police",       "Army",
      "Airlines",    "Airways",     "Railway",     "Railroad",     "Records",      "Magazine",
      "Coalition",   "Alliance",    "Institution", "Secretariat",  "Directorate",  "Battalion",
      "Brigade",     "Regiment",    "Orchestra"};
  static const Words events = {
      "Olympiad",  "Olympiads",  "Championship", "Championships", "Cup",        "Games",
      "Awards",    "Award",      "Prize",        "Act",           "Bill",       "Treaty",
      "Agreement", "Convention", "Summit",       "Conference",    "Olympics",   "Trophy",
      "Marathon",  "War",        "Festival",     "Oscars",        "Tournament", "Revolution",
      "Accords",   "Protocol"};
  static const Words places = {
      "Street",   "Avenue",   "Road",      "Bridge", "River",  "Lake",      "Island",
      "Islands",  "Airport",  "Stadium",   "Mosque", "Temple", "Cathedral", "Bypass",
      "Highway",  "Dam",      "Tower",     "Beach",  "Bay",    "Valley",    "Mountains",
      "Mountain", "Province", "District",  "County", "Region", "Village",   "Square",
      "Palace",   "Park",     "Mall",      "Hotel",  "Port",   "Canal",     "Forest",
      "Harbour",  "Harbor",   "Peninsula", "Sea",    "Ocean",  "Strait",    "Gulf",
      "Desert",   "Falls",    "Creek",     "Gym",    "Arena",  "Boulevard", "Lane",
      "Cemetery", "Castle",   "Plaza"};
  return bodies.contains(word)   ? "ORG"
         : events.contains(word) ? "MISC"
         : places.contains(word) ? "LOC"
                                 : "";
}

// "Director of the Water Department" is the department; nothing of "Minister of Finance" is a name.
bool CutOffice(std::string_view text, NameFound* name) {
  const std::string_view words = text.substr(name->begin, name->end - name->begin);
  const size_t of = words.find(" of ");
  if (of == words.npos) return true;
  const std::string_view before = words.substr(0, of);
  if (!IsOneOf(before.substr(before.find_last_of(" \n") + 1), kOffices)) return true;
  size_t rest = of + 4;
  if (words.substr(rest).starts_with("the ")) rest += 4;
  name->begin += static_cast<uint32_t>(rest);
  return words.find(' ', rest) != words.npos;
}

// "Kent Prison Lobo" is Lobo in Kent Prison: a person's name begins after what is none.
void CutBody(std::string_view text, NameFound* name) {
  for (const std::string_view body :
       {" Prison ", " Hospital ", " University ", " Ministry ", " Airport ", " School ",
        " Committee ", " Council ", " Department ", " Stadium ", " Police "}) {
    const size_t at = text.substr(name->begin, name->end - name->begin).rfind(body);
    if (at != text.npos) name->begin += static_cast<uint32_t>(at + body.size());
  }
}

}  // namespace

std::string_view TypeByLastWord(std::string_view name, std::string_view type) {
  const size_t blank = name.find_last_of(" \n");
  if (blank == name.npos) return type;
  std::string_view last = name.substr(blank + 1);
  if (last.ends_with('.')) last.remove_suffix(1);
  const std::string_view said = TypeOfLastWord(last);
  // A body may be called by its place, and a place by its body: between these the model knows more.
  const bool both = (said == "ORG" && type == "LOC") || (said == "LOC" && type == "ORG");
  return said.empty() || both ? type : said;
}

bool MendName(std::string_view text, std::string_view type, NameFound* name) {
  const auto words = [&] { return text.substr(name->begin, name->end - name->begin); };
  if (const size_t list = words().find("; "); list != text.npos && list > 0) {
    name->end = name->begin + static_cast<uint32_t>(list);
  }
  if (const size_t of = words().find("'s ");
      of != text.npos && of + 3 < words().size() && EnglishMonth(words().substr(0, of)) > 0) {
    name->begin += static_cast<uint32_t>(of + 3);  // November's Kent Marathon
  }
  const size_t hyphen = words().rfind('-');
  if (hyphen != text.npos && hyphen > 0 && IsParticiple(words().substr(hyphen + 1))) {
    name->end = name->begin + static_cast<uint32_t>(hyphen);
    return type != "MISC";
  }
  if (IsCommonNoun(words()) || IsLetterAndWord(words())) return false;
  if (type == "PER") {
    CutBody(text, name);
  } else if (!CutOffice(text, name)) {
    return false;
  }
  if (words().starts_with("mid-") && EnglishMonth(words().substr(4)) > 0) return false;
  if (type == "MISC") return true;
  if (HasLink(words())) return false;
  return type != "PER" || !IsOneOf(words().substr(words().find_last_of(" \n") + 1), kOffices);
}

}  // namespace textmill::entities
