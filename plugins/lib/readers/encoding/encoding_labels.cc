#include "plugins/lib/readers/encoding/encoding_labels.h"

#include <algorithm>
#include <unordered_map>

namespace textmill::encoding {
namespace {

// An encoding's name, which is a label of its own, and its other labels; at the end some that
// people write and the standard does not have.
constexpr std::string_view kEncodings[] = {
    "utf-8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf8 x-unicode20utf8 utf-8-sig",
    "ibm866 866 cp866 csibm866",
    "iso-8859-2 csisolatin2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2",
    "iso-8859-3 csisolatin3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3",
    "iso-8859-4 csisolatin4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4",
    // NOLINTNEXTLINE(bugprone-suspicious-missing-comma): long lists take two lines.
    "iso-8859-5 csisolatincyrillic cyrillic iso-ir-144 iso8859-5 iso88595 iso_8859-5 "
    "iso_8859-5:1988",
    "iso-8859-6 arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6-e "
    "iso-8859-6-i iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987",
    "iso-8859-7 csisolatingreek ecma-118 elot_928 greek greek8 iso-ir-126 iso8859-7 iso88597 "
    "iso_8859-7 iso_8859-7:1987 sun_eu_greek",
    "iso-8859-8 csiso88598e csisolatinhebrew hebrew iso-8859-8-e iso-ir-138 iso8859-8 iso88598 "
    "iso_8859-8 iso_8859-8:1988 visual csiso88598i iso-8859-8-i logical",
    "iso-8859-10 csisolatin6 iso-ir-157 iso8859-10 iso885910 l6 latin6",
    "iso-8859-13 iso8859-13 iso885913",
    "iso-8859-14 iso8859-14 iso885914",
    "iso-8859-15 csisolatin9 iso8859-15 iso885915 iso_8859-15 l9 latin9",
    "iso-8859-16",
    "koi8-r cskoi8r koi koi8 koi8_r",
    "koi8-u koi8-ru",
    "macintosh csmacintosh mac x-mac-roman macroman",
    "windows-874 dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 cp874",
    "windows-1250 cp1250 x-cp1250",
    "windows-1251 cp1251 x-cp1251",
    "windows-1252 ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 "
    "iso8859-1 iso88591 iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii x-cp1252 ansi",
    "windows-1253 cp1253 x-cp1253",
    "windows-1254 cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 "
    "iso_8859-9:1989 l5 latin5 x-cp1254",
    "windows-1255 cp1255 x-cp1255",
    "windows-1256 cp1256 x-cp1256",
    "windows-1257 cp1257 x-cp1257",
    "windows-1258 cp1258 x-cp1258",
    "x-mac-cyrillic x-mac-ukrainian",
    "gbk chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 iso-ir-58 x-gbk cp936",
    "gb18030",
    "big5 big5-hkscs cn-big5 csbig5 x-x-big5 cp950",
    "euc-jp cseucpkdfmtjapanese x-euc-jp",
    "shift_jis csshiftjis ms932 ms_kanji shift-jis sjis windows-31j x-sjis cp932 windows-932",
    "euc-kr cseuckr csksc56011987 iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 "
    "windows-949 cp949 uhc",
    "utf-16be unicodefffe",
    "utf-16le csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16",
};

// Without case and what is between letters and digits: "Latin 1" is "latin-1" and "latin1".
// "win1252" is "windows-1252".
std::string Plain(std::string_view label) {
  std::string plain;
  for (const char c : label) {
    if (c == '-' || c == '_' || c == ' ' || c == '.' || c == ':') continue;
    plain += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  }
  if (plain.starts_with("win125")) plain.replace(0, 3, "windows");
  return plain;
}

std::unordered_map<std::string, std::string> MakeLabels() {
  std::unordered_map<std::string, std::string> labels;
  for (const std::string_view encoding : kEncodings) {
    const std::string name(encoding.substr(0, encoding.find(' ')));
    for (size_t at = 0; at < encoding.size();) {
      const size_t end = std::min(encoding.find(' ', at), encoding.size());
      labels.emplace(Plain(encoding.substr(at, end - at)), name);
      at = end + 1;
    }
  }
  return labels;
}

}  // namespace

std::string EncodingNamed(std::string_view label) {
  static const std::unordered_map<std::string, std::string> labels = MakeLabels();
  const auto found = labels.find(Plain(label));
  return found != labels.end() ? found->second : "";
}

std::vector<std::string> EncodingNames() {
  std::vector<std::string> names;
  for (const std::string_view encoding : kEncodings)
    names.emplace_back(encoding.substr(0, encoding.find(' ')));
  return names;
}

std::string SomeEncodings() {
  return "utf-8, utf-16, windows-1252 (latin-1), windows-1250, windows-1251, iso-8859-2, "
         "iso-8859-15, koi8-r, gb18030, gbk, big5, shift_jis, euc-jp, euc-kr";
}

}  // namespace textmill::encoding
