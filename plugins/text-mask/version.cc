// Four numbers with full stops between that are no IPv4 address: versions of programs, and numbers
// of sections.
#include <algorithm>
#include <array>
#include <iterator>
#include <string>

#include "plugins/text-mask/digits.h"
#include "plugins/text-mask/recognisers.h"

namespace textmill::mask {
namespace {

// In small letters, with a bar after each, as FollowsWord takes them.
constexpr std::string_view kVersions =
    "version|versions|ver|v|vers|rev|revision|release|releases|build|firmware|driver|update|patch|"
    "updated|upgrade|upgraded|downgrade|downgraded|migrated|since|"
    "section|sections|sec|chapter|clause|para|paragraph|article|art|appendix|annex|figure|fig|"
    "table|item|rule|\u00A7|\u00A7\u00A7|"
    "kernel|plugin|package|library|versi\u00F3n|vers\u00E3o|versione|wersja|";
// Programs and systems that often have four numbers.
constexpr std::string_view kPrograms =
    "firefox|thunderbird|nt|chrome|chromium|safari|opera|edge|vivaldi|brave|explorer|windows|"
    "android|"
    "ios|ipados|macos|ubuntu|debian|fedora|centos|linux|java|jdk|jre|python|ruby|perl|php|go|rust|"
    "node|node.js|npm|openssl|openssh|mysql|mariadb|postgresql|postgres|sqlite|mongodb|redis|"
    "oracle|nginx|apache|tomcat|httpd|curl|wget|git|docker|kubernetes|jquery|react|angular|django|"
    "rails|drupal|joomla|wordpress|typo3|office|word|excel|outlook|powerpoint|acrobat|reader|"
    "player|"
    "flash|photoshop|illustrator|skype|zoom|teams|itunes|webkit|applewebkit|gecko|silverlight|"
    "directx|.net|framework|unity|blender|autocad|matlab|delphi|steam|minecraft|exchange|"
    "elasticsearch|hadoop|spark|kafka|jenkins|gradle|maven|eclipse|xcode|bios|uefi|sdk|api|app|";
// What addresses follow, with a capital where a sentence begins.
constexpr std::string_view kBeforeAddresses =
    "ip|ipv4|dns|address|addresses|adresse|server|servers|host|hosts|gateway|router|client|clients|"
    "proxy|machine|from|to|at|and|or|the|via|use|using|ping|block|blocked|allow|ban|banned|user|"
    "visitor|by|is|of|on|with|see|try|connect|connecting|subnet|network|source|destination|local|"
    "remote|peer|login|nameserver|resolver|range|ns|in|like|write|visit|";
constexpr std::string_view kAfterVersions[] = {
    " or later",  " or newer",  " or above",  " or higher",  " or earlier",
    " and later", " and newer", " and above", " and higher", " and earlier",
    " beta",      " alpha",     " rc",        " (64-bit",    " (32-bit"};

// The word before a place, as it is written, and what is between: blanks, or marks such as a colon.
struct WordAndGap {
  std::string_view word, gap;
};
WordAndGap WordBefore(std::string_view text, size_t at) {
  constexpr size_t kMostGap = 6, kMostWord = 40;
  size_t end = at;
  const auto of_gap = [](char c) {
    return std::string_view(" \t(*|:,\xC2\xA0").find(c) != std::string_view::npos;
  };
  while (end > 0 && at - end < kMostGap && of_gap(text[end - 1])) --end;
  size_t begin = end;
  const auto of_word = [](char c) {
    return IsLetter(c) || IsDigit(c) || c == '.' || c == '+' || static_cast<signed char>(c) < 0;
  };
  while (begin > 0 && end - begin < kMostWord && of_word(text[begin - 1])) --begin;
  return {text.substr(begin, end - begin), text.substr(end, at - end)};
}

bool Among(std::string_view list, std::string_view word) {
  std::string lower;
  for (const char c : word) lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  lower += '|';
  const size_t found = list.find(lower);
  return lower.size() > 1 && found != list.npos && (found == 0 || list[found - 1] == '|');
}

// Addresses that many write, although they look like versions: of name servers, and private ones.
bool IsNameServer(const unsigned char* a) {
  constexpr std::array<unsigned char, 4> kKnown[] = {{1, 1, 1, 1}, {1, 0, 0, 1}, {8, 8, 8, 8},
                                                     {8, 8, 4, 4}, {9, 9, 9, 9}, {4, 2, 2, 2}};
  return std::any_of(std::begin(kKnown), std::end(kKnown),
                     [a](const auto& known) { return std::equal(known.begin(), known.end(), a); });
}
bool IsPrivate(const unsigned char* a) {
  return a[0] == 10 || a[0] == 127 || a[0] == 0 || (a[0] == 192 && a[1] == 168) ||
         (a[0] == 172 && (a[1] & 0xF0) == 16);
}

// A line that begins with the number of a section and a capital: "3.1.2.4 Results".
bool IsHeading(std::string_view text, size_t begin, size_t end, const unsigned char* parts) {
  size_t line = begin;
  while (line > 0 && (text[line - 1] == ' ' || text[line - 1] == '#')) --line;
  if (line > 0 && text[line - 1] != '\n') return false;
  constexpr unsigned char kMost = 30;
  if (!std::all_of(parts, parts + 4, [](unsigned char n) { return n >= 1 && n <= kMost; }))
    return false;
  const std::string_view rest = text.substr(end, 3);
  return rest.size() == 3 && rest[0] == ' ' && rest[1] >= 'A' && rest[1] <= 'Z' && rest[2] >= 'a' &&
         rest[2] <= 'z';
}

}  // namespace

bool IsVersion(std::string_view text, size_t begin, size_t end, const unsigned char* parts) {
  if (FollowsWord(text, begin, kVersions)) return true;
  const auto [word, gap] = WordBefore(text, begin);
  const bool known_address = IsNameServer(parts) || IsPrivate(parts);
  // A list of machines may say `Linux: 10.0.0.5`.
  if (Among(kPrograms, word) && (gap == " " || (!gap.empty() && !known_address))) return true;
  const std::string_view rest = text.substr(end);
  if (std::any_of(std::begin(kAfterVersions), std::end(kAfterVersions),
                  [rest](std::string_view after) { return rest.starts_with(after); }))
    return true;
  if (IsNameServer(parts)) return false;
  if (IsHeading(text, begin, end, parts)) return true;
  if (IsPrivate(parts)) return false;
  // A name, and numbers as of a version: the last ones are small.
  constexpr unsigned char kSmall = 9;
  const bool name =
      std::any_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  return name && gap == " " && !Among(kBeforeAddresses, word) &&
         std::count_if(parts + 1, parts + 4, [](unsigned char n) { return n <= kSmall; }) >= 2;
}

}  // namespace textmill::mask
