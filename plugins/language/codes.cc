#include "plugins/language/codes.h"

#include <algorithm>
#include <array>
#include <vector>

namespace textmill::language {
namespace {

// Sorted by code, for IndexOf.
constexpr Language kLanguages[] = {
    {"aa", "aar", "Afar"},
    {"ab", "abk", "Abkhazian"},
    {"af", "afr", "Afrikaans"},
    {"ak", "aka", "Akan"},
    {"am", "amh", "Amharic"},
    {"ar", "ara", "Arabic"},
    {"as", "asm", "Assamese"},
    {"ay", "aym", "Aymara"},
    {"az", "aze", "Azerbaijani"},
    {"ba", "bak", "Bashkir"},
    {"be", "bel", "Belarusian"},
    {"bg", "bul", "Bulgarian"},
    {"bho", "bho", "Bhojpuri"},
    {"bi", "bis", "Bislama"},
    {"bn", "ben", "Bengali"},
    {"bo", "bod", "Tibetan"},
    {"br", "bre", "Breton"},
    {"bs", "bos", "Bosnian"},
    {"ca", "cat", "Catalan"},
    {"ceb", "ceb", "Cebuano"},
    {"chr", "chr", "Cherokee"},
    {"co", "cos", "Corsican"},
    {"crs", "crs", "Seychellois Creole"},
    {"cs", "ces", "Czech"},
    {"cy", "cym", "Welsh"},
    {"da", "dan", "Danish"},
    {"de", "deu", "German"},
    {"dv", "div", "Dhivehi"},
    {"dz", "dzo", "Dzongkha"},
    {"el", "ell", "Greek"},
    {"en", "eng", "English"},
    {"eo", "epo", "Esperanto"},
    {"es", "spa", "Spanish"},
    {"et", "est", "Estonian"},
    {"eu", "eus", "Basque"},
    {"fa", "fas", "Persian"},
    {"fi", "fin", "Finnish"},
    {"fj", "fij", "Fijian"},
    {"fo", "fao", "Faroese"},
    {"fr", "fra", "French"},
    {"fy", "fry", "Frisian"},
    {"ga", "gle", "Irish"},
    {"gd", "gla", "Scottish Gaelic"},
    {"gl", "glg", "Galician"},
    {"gn", "grn", "Guarani"},
    {"gu", "guj", "Gujarati"},
    {"gv", "glv", "Manx"},
    {"ha", "hau", "Hausa"},
    {"haw", "haw", "Hawaiian"},
    {"he", "heb", "Hebrew"},
    {"hi", "hin", "Hindi"},
    {"hmn", "hmn", "Hmong"},
    {"hr", "hrv", "Croatian"},
    {"ht", "hat", "Haitian Creole"},
    {"hu", "hun", "Hungarian"},
    {"hy", "hye", "Armenian"},
    {"ia", "ina", "Interlingua"},
    {"id", "ind", "Indonesian"},
    {"ie", "ile", "Interlingue"},
    {"ig", "ibo", "Igbo"},
    {"ik", "ipk", "Inupiaq"},
    {"is", "isl", "Icelandic"},
    {"it", "ita", "Italian"},
    {"iu", "iku", "Inuktitut"},
    {"ja", "jpn", "Japanese"},
    {"jv", "jav", "Javanese"},
    {"ka", "kat", "Georgian"},
    {"kha", "kha", "Khasi"},
    {"kk", "kaz", "Kazakh"},
    {"kl", "kal", "Greenlandic"},
    {"km", "khm", "Khmer"},
    {"kn", "kan", "Kannada"},
    {"ko", "kor", "Korean"},
    {"ks", "kas", "Kashmiri"},
    {"ku", "kur", "Kurdish"},
    {"ky", "kir", "Kyrgyz"},
    {"la", "lat", "Latin"},
    {"lb", "ltz", "Luxembourgish"},
    {"lg", "lug", "Ganda"},
    {"lif", "lif", "Limbu"},
    {"ln", "lin", "Lingala"},
    {"lo", "lao", "Lao"},
    {"lt", "lit", "Lithuanian"},
    {"lv", "lav", "Latvian"},
    {"mfe", "mfe", "Mauritian Creole"},
    {"mg", "mlg", "Malagasy"},
    {"mi", "mri", "Maori"},
    {"mk", "mkd", "Macedonian"},
    {"ml", "mal", "Malayalam"},
    {"mn", "mon", "Mongolian"},
    {"mr", "mar", "Marathi"},
    {"ms", "msa", "Malay"},
    {"mt", "mlt", "Maltese"},
    {"my", "mya", "Burmese"},
    {"na", "nau", "Nauru"},
    {"nb", "nob", "Norwegian Bokmål"},
    {"ne", "nep", "Nepali"},
    {"nl", "nld", "Dutch"},
    {"nn", "nno", "Norwegian Nynorsk"},
    {"nr", "nbl", "South Ndebele"},
    {"nso", "nso", "Northern Sotho"},
    {"ny", "nya", "Nyanja"},
    {"oc", "oci", "Occitan"},
    {"om", "orm", "Oromo"},
    {"or", "ori", "Odia"},
    {"pa", "pan", "Punjabi"},
    {"pl", "pol", "Polish"},
    {"ps", "pus", "Pashto"},
    {"pt", "por", "Portuguese"},
    {"qu", "que", "Quechua"},
    {"rm", "roh", "Romansh"},
    {"rn", "run", "Rundi"},
    {"ro", "ron", "Romanian"},
    {"ru", "rus", "Russian"},
    {"rw", "kin", "Kinyarwanda"},
    {"sa", "san", "Sanskrit"},
    {"sco", "sco", "Scots"},
    {"sd", "snd", "Sindhi"},
    {"sg", "sag", "Sango"},
    {"si", "sin", "Sinhala"},
    {"sk", "slk", "Slovak"},
    {"sl", "slv", "Slovenian"},
    {"sm", "smo", "Samoan"},
    {"sn", "sna", "Shona"},
    {"so", "som", "Somali"},
    {"sq", "sqi", "Albanian"},
    {"sr", "srp", "Serbian"},
    {"ss", "ssw", "Swati"},
    {"st", "sot", "Southern Sotho"},
    {"su", "sun", "Sundanese"},
    {"sv", "swe", "Swedish"},
    {"sw", "swa", "Swahili"},
    {"syr", "syr", "Syriac"},
    {"ta", "tam", "Tamil"},
    {"te", "tel", "Telugu"},
    {"tg", "tgk", "Tajik"},
    {"th", "tha", "Thai"},
    {"ti", "tir", "Tigrinya"},
    {"tk", "tuk", "Turkmen"},
    {"tl", "tgl", "Tagalog"},
    {"tn", "tsn", "Tswana"},
    {"to", "ton", "Tonga"},
    {"tr", "tur", "Turkish"},
    {"ts", "tso", "Tsonga"},
    {"tt", "tat", "Tatar"},
    {"ug", "uig", "Uyghur"},
    {"uk", "ukr", "Ukrainian"},
    {"ur", "urd", "Urdu"},
    {"uz", "uzb", "Uzbek"},
    {"ve", "ven", "Venda"},
    {"vi", "vie", "Vietnamese"},
    {"vo", "vol", "Volapük"},
    {"war", "war", "Waray"},
    {"wo", "wol", "Wolof"},
    {"xh", "xho", "Xhosa"},
    {"yi", "yid", "Yiddish"},
    {"yo", "yor", "Yoruba"},
    {"za", "zha", "Zhuang"},
    {"zh", "zho", "Chinese"},
    {"zu", "zul", "Zulu"},
};

// Other codes for the same: older ones, ISO 639-2/B, main members of a macrolanguage.
constexpr std::array<std::string_view, 2> kAliases[] = {
    {"alb", "sq"}, {"arb", "ar"}, {"arm", "hy"}, {"baq", "eu"}, {"bh", "bho"}, {"bur", "my"},
    {"chi", "zh"}, {"cmn", "zh"}, {"cze", "cs"}, {"dut", "nl"}, {"ekk", "et"}, {"fil", "tl"},
    {"fre", "fr"}, {"geo", "ka"}, {"ger", "de"}, {"gre", "el"}, {"ice", "is"}, {"in", "id"},
    {"iw", "he"},  {"ji", "yi"},  {"jw", "jv"},  {"lvs", "lv"}, {"mac", "mk"}, {"mao", "mi"},
    {"may", "ms"}, {"no", "nb"},  {"nor", "nb"}, {"ory", "or"}, {"per", "fa"}, {"pes", "fa"},
    {"rum", "ro"}, {"sh", "sr"},  {"slo", "sk"}, {"swh", "sw"}, {"tib", "bo"}, {"tw", "ak"},
    {"wel", "cy"}, {"zsm", "ms"},
};

std::string Lower(std::string_view word) {
  std::string out(word);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

}  // namespace

std::span<const Language> Languages() { return kLanguages; }

int IndexOf(std::string_view code) {
  const auto at =
      std::lower_bound(std::begin(kLanguages), std::end(kLanguages), code,
                       [](const Language& l, std::string_view c) { return l.code < c; });
  return at != std::end(kLanguages) && at->code == code
             ? static_cast<int>(at - std::begin(kLanguages))
             : -1;
}

std::string_view NearestCode(std::string_view word) {
  std::string lower = Lower(word);
  for (const Language& l : kLanguages) {
    if (lower == l.code || lower == l.iso3 || lower == Lower(l.name)) return l.code;
  }
  for (const auto& [other, code] : kAliases) {
    if (lower == other) return code;
  }
  // `en-GB`, `zh_Hant`: what stands before the region or script.
  const size_t cut = lower.find_first_of("-_");
  if (cut != std::string::npos && cut > 0) return NearestCode(lower.substr(0, cut));
  // A slip in a name. Codes are too short to guess at.
  std::string_view best;
  size_t least = 3;
  for (const Language& l : kLanguages) {
    if (lower.size() < 5) break;
    const size_t distance = EditDistance(lower, Lower(l.name));
    if (distance < least) {
      least = distance;
      best = l.code;
    }
  }
  return best;
}

}  // namespace textmill::language
