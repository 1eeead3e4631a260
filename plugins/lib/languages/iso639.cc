#include "plugins/lib/languages/iso639.h"

#include <algorithm>
#include <array>

namespace textmill::language {
namespace {

using Pair = std::array<std::string_view, 2>;

// ISO 639-1 and ISO 639-3 (or 639-2 for a macrolanguage), by the former.
constexpr Pair kCodes[] = {
    {"aa", "aar"}, {"ab", "abk"}, {"ae", "ave"}, {"af", "afr"}, {"ak", "aka"}, {"am", "amh"},
    {"an", "arg"}, {"ar", "ara"}, {"as", "asm"}, {"av", "ava"}, {"ay", "aym"}, {"az", "aze"},
    {"ba", "bak"}, {"be", "bel"}, {"bg", "bul"}, {"bi", "bis"}, {"bm", "bam"}, {"bn", "ben"},
    {"bo", "bod"}, {"br", "bre"}, {"bs", "bos"}, {"ca", "cat"}, {"ce", "che"}, {"ch", "cha"},
    {"co", "cos"}, {"cr", "cre"}, {"cs", "ces"}, {"cu", "chu"}, {"cv", "chv"}, {"cy", "cym"},
    {"da", "dan"}, {"de", "deu"}, {"dv", "div"}, {"dz", "dzo"}, {"ee", "ewe"}, {"el", "ell"},
    {"en", "eng"}, {"eo", "epo"}, {"es", "spa"}, {"et", "est"}, {"eu", "eus"}, {"fa", "fas"},
    {"ff", "ful"}, {"fi", "fin"}, {"fj", "fij"}, {"fo", "fao"}, {"fr", "fra"}, {"fy", "fry"},
    {"ga", "gle"}, {"gd", "gla"}, {"gl", "glg"}, {"gn", "grn"}, {"gu", "guj"}, {"gv", "glv"},
    {"ha", "hau"}, {"he", "heb"}, {"hi", "hin"}, {"ho", "hmo"}, {"hr", "hrv"}, {"ht", "hat"},
    {"hu", "hun"}, {"hy", "hye"}, {"hz", "her"}, {"ia", "ina"}, {"id", "ind"}, {"ie", "ile"},
    {"ig", "ibo"}, {"ii", "iii"}, {"ik", "ipk"}, {"io", "ido"}, {"is", "isl"}, {"it", "ita"},
    {"iu", "iku"}, {"ja", "jpn"}, {"jv", "jav"}, {"ka", "kat"}, {"kg", "kon"}, {"ki", "kik"},
    {"kj", "kua"}, {"kk", "kaz"}, {"kl", "kal"}, {"km", "khm"}, {"kn", "kan"}, {"ko", "kor"},
    {"kr", "kau"}, {"ks", "kas"}, {"ku", "kur"}, {"kv", "kom"}, {"kw", "cor"}, {"ky", "kir"},
    {"la", "lat"}, {"lb", "ltz"}, {"lg", "lug"}, {"li", "lim"}, {"ln", "lin"}, {"lo", "lao"},
    {"lt", "lit"}, {"lu", "lub"}, {"lv", "lav"}, {"mg", "mlg"}, {"mh", "mah"}, {"mi", "mri"},
    {"mk", "mkd"}, {"ml", "mal"}, {"mn", "mon"}, {"mr", "mar"}, {"ms", "msa"}, {"mt", "mlt"},
    {"my", "mya"}, {"na", "nau"}, {"nb", "nob"}, {"nd", "nde"}, {"ne", "nep"}, {"ng", "ndo"},
    {"nl", "nld"}, {"nn", "nno"}, {"nr", "nbl"}, {"nv", "nav"}, {"ny", "nya"}, {"oc", "oci"},
    {"oj", "oji"}, {"om", "orm"}, {"or", "ori"}, {"os", "oss"}, {"pa", "pan"}, {"pi", "pli"},
    {"pl", "pol"}, {"ps", "pus"}, {"pt", "por"}, {"qu", "que"}, {"rm", "roh"}, {"rn", "run"},
    {"ro", "ron"}, {"ru", "rus"}, {"rw", "kin"}, {"sa", "san"}, {"sc", "srd"}, {"sd", "snd"},
    {"se", "sme"}, {"sg", "sag"}, {"si", "sin"}, {"sk", "slk"}, {"sl", "slv"}, {"sm", "smo"},
    {"sn", "sna"}, {"so", "som"}, {"sq", "sqi"}, {"sr", "srp"}, {"ss", "ssw"}, {"st", "sot"},
    {"su", "sun"}, {"sv", "swe"}, {"sw", "swa"}, {"ta", "tam"}, {"te", "tel"}, {"tg", "tgk"},
    {"th", "tha"}, {"ti", "tir"}, {"tk", "tuk"}, {"tl", "tgl"}, {"tn", "tsn"}, {"to", "ton"},
    {"tr", "tur"}, {"ts", "tso"}, {"tt", "tat"}, {"ty", "tah"}, {"ug", "uig"}, {"uk", "ukr"},
    {"ur", "urd"}, {"uz", "uzb"}, {"ve", "ven"}, {"vi", "vie"}, {"vo", "vol"}, {"wa", "wln"},
    {"wo", "wol"}, {"xh", "xho"}, {"yi", "yid"}, {"yo", "yor"}, {"za", "zha"}, {"zh", "zho"},
    {"zu", "zul"},
};

// Other codes for the same: those of ISO 639-2/B, withdrawn ones, and the main member of a
// macrolanguage that has a code in ISO 639-1.
constexpr Pair kAliases[] = {
    {"alb", "sq"}, {"als", "sq"}, {"arb", "ar"}, {"arm", "hy"}, {"ayr", "ay"}, {"azj", "az"},
    {"baq", "eu"}, {"bh", "bho"}, {"bur", "my"}, {"chi", "zh"}, {"cmn", "zh"}, {"cze", "cs"},
    {"dut", "nl"}, {"ekk", "et"}, {"fil", "tl"}, {"fre", "fr"}, {"gaz", "om"}, {"geo", "ka"},
    {"ger", "de"}, {"gre", "el"}, {"gug", "gn"}, {"hbs", "sr"}, {"ice", "is"}, {"ike", "iu"},
    {"in", "id"},  {"iw", "he"},  {"ji", "yi"},  {"jw", "jv"},  {"khk", "mn"}, {"kmr", "ku"},
    {"knc", "kr"}, {"lvs", "lv"}, {"mac", "mk"}, {"mao", "mi"}, {"may", "ms"}, {"mo", "ro"},
    {"mol", "ro"}, {"no", "nb"},  {"nor", "nb"}, {"npi", "ne"}, {"ory", "or"}, {"pbt", "ps"},
    {"per", "fa"}, {"pes", "fa"}, {"plt", "mg"}, {"rum", "ro"}, {"scc", "sr"}, {"scr", "hr"},
    {"sh", "sr"},  {"slo", "sk"}, {"swh", "sw"}, {"tib", "bo"}, {"tw", "ak"},  {"twi", "ak"},
    {"uzn", "uz"}, {"wel", "cy"}, {"ydd", "yi"}, {"zsm", "ms"},
};

template <size_t N>
std::string_view Find(const Pair (&pairs)[N], size_t from, std::string_view word) {
  for (const Pair& pair : pairs) {
    if (pair[from] == word) return pair[1 - from];
  }
  return {};
}

}  // namespace

std::string Lower(std::string_view word) {
  std::string out(word);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::string CanonicalCode(std::string_view word) {
  const std::string code = Lower(word.substr(0, word.find_first_of("-_")));
  const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
  if (!std::all_of(code.begin(), code.end(), letter)) return {};
  if (const std::string_view known = Find(kAliases, 0, code); !known.empty()) {
    return std::string(known);
  }
  if (code.size() == 2) return Find(kCodes, 0, code).empty() ? std::string() : code;
  if (code.size() != 3) return {};
  if (const std::string_view known = Find(kCodes, 1, code); !known.empty()) {
    return std::string(known);
  }
  for (const std::string_view special : {"und", "mis", "mul", "zxx"}) {
    if (code == special) return std::string(kUndetermined);
  }
  const bool private_use = code[0] == 'q' && code[1] <= 't';
  return private_use ? std::string() : code;
}

}  // namespace textmill::language
