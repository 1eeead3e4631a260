#include "plugins/text-quality/special_words.h"

#include <algorithm>
#include <set>
#include <sstream>

#include "plugins/text-quality/tokens.h"

namespace textmill::quality {
namespace {

using Words = std::vector<std::string>;

// Words that blanks part.
Words List(const char* words) {
  Words out;
  std::istringstream in(words);
  for (std::string word; in >> word;) out.push_back(word);
  return out;
}

std::string Capital(std::string word) {
  if (word[0] >= 'a' && word[0] <= 'z') word[0] = static_cast<char>(word[0] - 'a' + 'A');
  return word;
}

std::string Replaced(std::string text, const std::string& from, const std::string& to) {
  for (size_t at = 0; (at = text.find(from, at)) != text.npos; at += to.size())
    text.replace(at, from.size(), to);
  return text;
}

constexpr const char* kAbbreviations =
    "Adm. Ak. Ala. Apr. Ariz. Ark. Aug. Bros. Calif. Co. Colo. Conn. Corp. D.C. Dec. Del. Dr. E.G. "
    "E.g. Feb. Fla. Ga. Gen. Gov. I.E. I.e. Ia. Id. Ill. Inc. Ind. Jan. Jr. Jul. Jun. Kan. Kans. "
    "Ky. La. Ltd. Mar. Mass. Md. Messrs. Mich. Minn. Miss. Mo. Mont. Mr. Mrs. Ms. Mt. N.C. N.D. "
    "N.H. N.J. N.M. N.Y. Neb. Nebr. Nev. Nov. Oct. Okla. Ore. Pa. Ph.D. Prof. Rep. Rev. S.C. Sen. "
    "Sep. Sept. St. Tenn. Va. Wash. Wis. a.m. co. e.g. i.e. p.m. v.s. vs. C++ and/or w/o";

// With their apostrophe at either end or inside, and those without one that begin like it.
constexpr const char* kApostrophes =
    "' '' 'Cause 'Cos 'Coz 'Cuz 'S 'bout 'cause 'cos 'coz 'cuz 'd 'em 'll 'nuff 're 's em ll nuff "
    "ma'am Ma'am o'clock O'clock";

constexpr const char* kDropped = "doin goin havin lovin nothin nuthin ol somethin";

// Faces, by the signs that they are put together of.
constexpr const char* kFaces =
    ":) :-) :)) :-)) :))) :-))) (: (-: =) (= :] :-] [: [-: [= =] :o) (o: :} :-} 8) 8-) (-8 ;) ;-) "
    "(; (-; :( :-( :(( :-(( :((( :-((( ): )-: =( >:( :') :'-) :'( :'-( :/ :-/ =/ =| :| :-| ]= =[ "
    ":1 :P :-P :p :-p :O :-O :o :-o :0 :-0 :() >:o :* :-* :3 :-3 =3 :> :-> :X :-X :x :-x :D :-D ;D "
    ";-D =D xD XD xDD XDD 8D 8-D ^_^ ^__^ ^___^ >.< >.> <.< ._. ;_; -_- -__- v.v V.V v_v V_V o_o "
    "o_O O_o O_O 0_o o_0 0_0 o.O O.o O.O o.o 0.0 o.0 0.o @_@ <3 <33 <333 </3 (^_^) (-_-) (._.) "
    "(>_<) (*_*) <space> \\n \\t \\\") \u2014 \u2018S \u2018s";

// What the rules below would make, but is mostly another word.
constexpr const char* kOtherWords =
    "Ill ill Its its Hell hell Shell shell Shed shed were Were Well well Whore whore";

}  // namespace

const SpecialWords& SpecialWords::Get() {
  static const SpecialWords words;
  return words;
}

// Adds a word of these parts, and the same with typographer's apostrophes.
void SpecialWords::Add(const std::vector<std::string>& parts) {
  static const std::set<std::string> others = [] {
    const Words words = List(kOtherWords);
    return std::set<std::string>(words.begin(), words.end());
  }();
  for (const bool curly : {false, true}) {
    std::string word;
    Sizes sizes;
    for (const std::string& part : parts) {
      const std::string written = curly ? Replaced(part, "'", "\u2019") : part;
      word += written;
      sizes.push_back(static_cast<uint8_t>(written.size()));
    }
    if (others.count(word) > 0) continue;
    longest_ = std::max(longest_, word.size());
    words_[word] = {sizes, {}};
  }
}

void SpecialWords::AddContractions() {
  // With and without the apostrophe of each ending.
  const auto add = [this](const std::string& word, const Words& endings) {
    for (const std::string& as : {word, Capital(word)}) {
      Words parts = {as}, plain = {as};
      for (const std::string& ending : endings) {
        parts.push_back(ending);
        plain.push_back(Replaced(ending, "'", ""));
      }
      Add(parts);
      Add(plain);
    }
  };
  const auto would_and_will = [&](const std::string& word) {
    add(word, {"'ll"});
    add(word, {"'ll", "'ve"});
    add(word, {"'d"});
    add(word, {"'d", "'ve"});
  };
  add("i", {"'m"});
  add("i", {"'m", "a"});
  for (const auto& word : List("i you he she it we they")) would_and_will(word);
  for (const auto& word : List("i you we they")) add(word, {"'ve"});
  for (const auto& word : List("you we they")) add(word, {"'re"});
  for (const auto& word : List("he she it")) add(word, {"'s"});
  for (const auto& word : List("who what when where why how there that this these those"))
    would_and_will(word);
  for (const auto& word : List("who what when where why how there that this")) add(word, {"'s"});
  for (const auto& word : List("who what when where why how there these those")) {
    add(word, {"'re"});
    add(word, {"'ve"});
  }
  for (const auto& word :
       List("ca could do does did had may might must need ought sha should wo would")) {
    add(word, {"n't"});
    add(word, {"n't", "'ve"});
  }
  for (const auto& word : List("could might must should would")) add(word, {"'ve"});
  for (const auto& word : List("ai are is was were have has dare")) add(word, {"n't"});
  add("not", {"'ve"});
  Add({"y'", "all"});
  Add({"y", "all"});
  for (const Words& parts : {Words{"how", "'d", "'y"}, Words{"can", "not"}, Words{"gon", "na"},
                             Words{"got", "ta"}, Words{"let", "'s"}, Words{"c'm", "on"}}) {
    Words capital = parts;
    capital[0] = Capital(parts[0]);
    Add(parts);
    Add(capital);
  }
}

SpecialWords::SpecialWords() {
  AddContractions();
  for (int hour = 1; hour <= 12; ++hour) {
    for (const auto& half : List("a.m. am p.m. pm")) Add({std::to_string(hour), half});
  }
  for (const auto& word : List(kAbbreviations)) Add({word});
  for (const auto& word : List(kApostrophes)) Add({word});
  for (const auto& word : List(kFaces)) Add({word});
  for (const auto& word : List(kDropped)) {
    for (const std::string& as : {word, Capital(word)}) {
      Add({as});
      Add({as + "'"});
    }
  }
  for (char letter = 'a'; letter <= 'z'; ++letter) Add({std::string(1, letter) + "."});
  for (const auto& word : List("\u00E4. \u00F6. \u00FC.")) Add({word});
  for (const char letter : {'c', 'f', 'k', 'C', 'F', 'K'})
    Add({"\u00B0", std::string(1, letter), "."});
  const SpecialWords none(kEmpty);
  Tokens plain(none);
  for (auto& entry : words_) {
    auto& [word, special] = entry;
    may_be_.set(Sketch(word) >> kSketchShift);
    size_t at = Cell(Sketch(word));
    while (cells_[at] != nullptr) at = (at + 1) % kCells;
    cells_[at] = &entry;
    plain.SplitAsSpacy(word);
    for (const Token& token : plain.all())
      special.unknown.push_back(static_cast<uint8_t>(token.size));
  }
}

}  // namespace textmill::quality
