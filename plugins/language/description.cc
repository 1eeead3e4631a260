#include <algorithm>
#include <iterator>
#include <span>

#include "plugins/language/detect.h"

namespace textmill::language {
namespace {

constexpr const char* kText =
    R"(Finds the language of each document. No document is dropped: a `keep:` step after this one chooses. Text that holds no language is `und`: numbers, addresses, program code, base64, emoji, a single letter.

**Engines.**

- `builtin`: Textmill's own model, which is part of the plugin; there is no file to download. [The model's page](../language-model.md) says how it was made, how often it is right, and where it is weak. `lang_confidence` is how often such an answer is right: of those given with 0.9, nine in ten. Close pairs (Bosnian, Croatian and Serbian; Indonesian and Malay) have lower ones.
- `cld2`: CLD2 with its full tables. It looks for three languages in a text. `lang_confidence` is the share of the text that is in the language, times how often CLD2 is right on so little text: n / (n + 3) for n bytes of letters where it calls its answer reliable, 0.55 where it is a best effort. On single sentences of 79 languages, answers of 0.9 and more were right 96 times in 100. Bosnian, Croatian and Serbian, Indonesian and Malay, and Norwegian Bokmål and Danish are often taken for each other, and words and titles are much less certain than sentences.
- `fasttext`: a fastText classifier of yours, plain or quantised, such as [lid.176](https://fasttext.cc/docs/en/language-identification.html) or GlotLID, named by `model:`. Its labels become codes: `__label__en`, `__label__eng_Latn` and `__label__zh-Hans` are `en`, `en` and `zh`, and the probabilities of labels that mean one language, such as its scripts, are added up. `lang_confidence` is the model's probability. The file is checked when the run begins, before any input is read: one that is not complete, damaged, or of another kind is an error.

**Restricting the choice.** With `languages:`, the answer is the best of those named. `builtin` chooses among them alone. `cld2` takes the best of them among the first three that it finds. `fasttext` shares the probability anew among them; a text to which the model gives them less than 0.01 together is `und`. A code that the engine cannot give is a mistake that `check` finds, with the nearest right one; with `fasttext`, `check` knows how codes are written (`eng` is a mistake for `en`), and that the model has them is seen when the run begins.

**Conditions.** The values of `lang` are known beforehand, so that `lang == "eng"` is a mistake that `check` finds. With `fasttext` that takes `languages:`, since only the model knows its labels.

**Texts in several languages.** With `per: document`, the text is taken as one, and `lang` is the language of most of what is looked at; `cld2` shows a mixed text by a low `lang_confidence`, while the other engines may be sure of the larger part. With `per: paragraph`, each paragraph has its language, and `langs` lists them with their shares of the text; `lang` is the first of them, and `lang_confidence` its confidence times its share of what has a language: half English and half German is 0.5 at most. So `keep: lang_confidence >= 0.6` leaves out texts without a main language, and `langs.length` tells how many there are. Paragraphs about which the engine is less sure than 0.8, and headings, lines of figures and others of fewer than 60 characters about which it is less sure than 0.98, count with the paragraph before them, so that a word or a name makes no mixed text; where the engine is sure of none, all count for the language of the text as a whole. `write.csv` with `rows: langs` makes a table of the shares.

Chinese is `zh` in both scripts, Norwegian is `nb` or `nn`.

)";

void List(const char* before, std::span<const Language> languages, std::string* out) {
  *out += before;
  for (const Language& l : languages) {
    out->append(&l == &languages.front() ? " `" : ", `").append(l.code).append("` ").append(l.name);
  }
  *out += ".\n\n";
}

std::vector<Language> Difference(std::span<const Language> a, std::span<const Language> b) {
  std::vector<Language> out;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out),
                      [](const Language& x, const Language& y) { return x.code < y.code; });
  return out;
}

}  // namespace

std::string DetectDescription() {
  const auto builtin = BuiltinLanguages(), cld2 = Cld2Languages();
  std::string out = kText;
  List("**Codes.** Besides `und`, `builtin` gives", builtin, &out);
  List("`cld2` gives, besides most of these,", Difference(cld2, builtin), &out);
  List("`cld2` does not know", Difference(builtin, cld2), &out);
  while (out.back() == '\n') out.pop_back();
  return out;
}

}  // namespace textmill::language
