#include "plugins/entities/titles.h"

#include "absl/container/flat_hash_set.h"

namespace textmill::entities {
namespace {

using Words = absl::flat_hash_set<std::string_view>;

}  // namespace

bool IsTitleOnly(std::string_view word) {
  static const Words words = {"mr",           "mrs",         "ms",
                              "miss",         "mx",          "messrs",
                              "dr",           "prof",        "professor",
                              "sir",          "dame",        "lord",
                              "lady",         "baroness",    "president",
                              "premier",      "prime",       "minister",
                              "chancellor",   "senator",     "sen",
                              "rep",          "congressman", "congresswoman",
                              "gov",          "governor",    "mayor",
                              "judge",        "justice",     "general",
                              "gen",          "colonel",     "col",
                              "captain",      "capt",        "major",
                              "maj",          "lt",          "lieutenant",
                              "sgt",          "sergeant",    "admiral",
                              "adm",          "herr",        "frau",
                              "monsieur",     "madame",      "señor",
                              "señora",       "secretary",   "ambassador",
                              "rev",          "reverend",    "detective",
                              "constable",    "inspector",   "superintendent",
                              "commissioner", "chairman",    "spokesman",
                              "spokeswoman",  "coach",       "councillor",
                              "archbishop",   "bishop",      "cardinal",
                              "mme",          "mlle",        "sig",
                              "sra",          "cllr",        "cpl",
                              "supt",         "brig",        "cmdr"};
  return words.contains(word);
}

bool IsTitle(std::string_view word) {
  static const Words words = {"king", "queen",  "prince",    "princess", "sheikh",
                              "emir", "sultan", "ayatollah", "don"};
  return IsTitleOnly(word) || words.contains(word);
}

Gender GenderOfTitle(std::string_view word) {
  static const Words men = {"mr",        "sir",      "lord",  "king", "prince",
                            "herr",      "monsieur", "señor", "sig",  "congressman",
                            "spokesman", "chairman", "messrs"};
  static const Words women = {
      "mrs",  "ms",     "miss", "dame", "lady", "baroness", "queen",         "princess",
      "frau", "madame", "mme",  "mlle", "sra",  "señora",   "congresswoman", "spokeswoman"};
  return men.contains(word)     ? Gender::kMan
         : women.contains(word) ? Gender::kWoman
                                : Gender::kUnknown;
}

Gender GenderOfGivenName(std::string_view word) {
  static const Words men = {
      "james",     "john",        "robert",   "michael",  "william",   "david",   "richard",
      "joseph",    "thomas",      "charles",  "daniel",   "matthew",   "anthony", "mark",
      "donald",    "steven",      "stephen",  "paul",     "andrew",    "kenneth", "george",
      "kevin",     "brian",       "edward",   "ronald",   "timothy",   "jeffrey", "gary",
      "eric",      "peter",       "bill",     "barack",   "tony",      "gordon",  "nick",
      "jim",       "tom",         "joe",      "bob",      "mike",      "steve",   "ben",
      "boris",     "vladimir",    "sergei",   "sergey",   "dmitry",    "mikhail", "nikolai",
      "alexander", "ivan",        "igor",     "oleg",     "viktor",    "ali",     "ahmed",
      "mohammed",  "muhammad",    "mohamed",  "hassan",   "ibrahim",   "omar",    "juan",
      "jose",      "josé",        "carlos",   "luis",     "pedro",     "jorge",   "miguel",
      "fernando",  "hans",        "wolfgang", "jean",     "pierre",    "jacques", "françois",
      "marco",     "giovanni",    "paolo",    "simon",    "neil",      "alan",    "ian",
      "graham",    "colin",       "keith",    "roger",    "philip",    "patrick", "sean",
      "martin",    "christopher", "chris",    "larry",    "frank",     "scott",   "raymond",
      "gregory",   "jack",        "henry",    "arthur",   "walter",    "harry",   "rajiv",
      "rahul",     "raj",         "arun",     "sanjay",   "ferdinand", "benigno", "rodrigo",
      "nelson",    "jacob",       "samuel",   "emmanuel", "nicolas",   "louis",   "armen",
      "tigran",    "nikol",       "serzh",    "robin",    "franklin",  "dwight",  "lyndon",
      "jeb"};
  static const Words women = {
      "mary",      "patricia",   "jennifer",  "linda",    "elizabeth", "barbara",  "susan",
      "jessica",   "sarah",      "nancy",     "lisa",     "margaret",  "betty",    "sandra",
      "ashley",    "kimberly",   "emily",     "donna",    "michelle",  "carol",    "amanda",
      "melissa",   "deborah",    "stephanie", "rebecca",  "laura",     "sharon",   "cynthia",
      "kathleen",  "amy",        "angela",    "anna",     "ann",       "anne",     "hillary",
      "melania",   "ivanka",     "jill",      "cherie",   "theresa",   "teresa",   "diana",
      "camilla",   "catherine",  "katherine", "kate",     "meghan",    "victoria", "maria",
      "olga",      "natalia",    "irina",     "elena",    "svetlana",  "tatiana",  "yulia",
      "julia",     "marie",      "sophie",    "isabelle", "segolene",  "ségolène", "ursula",
      "christine", "fatima",     "aisha",     "khadija",  "benazir",   "indira",   "sonia",
      "priyanka",  "imelda",     "corazon",   "gloria",   "cristina",  "isabel",   "carmen",
      "rosa",      "ana",        "lucia",     "alice",    "jane",      "helen",    "ruth",
      "joan",      "judith",     "rachel",    "nicola",   "winnie",    "grace",    "rosalynn",
      "eleanor",   "jacqueline", "martha",    "dorothy",  "frances",   "heather",  "lesley",
      "tessa",     "harriet",    "clare",     "claire",   "emma"};
  return men.contains(word)     ? Gender::kMan
         : women.contains(word) ? Gender::kWoman
                                : Gender::kUnknown;
}

bool IsNameSuffix(std::string_view word) {
  return word == "jr" || word == "sr" || word == "ii" || word == "iii" || word == "iv" ||
         word == "snr" || word == "jnr";
}

}  // namespace textmill::entities
