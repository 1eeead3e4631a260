#include "plugins/language/detect.h"

#include <utility>

#include "plugins/language/cld2.h"
#include "plugins/language/fasttext.h"
#include "plugins/lib/language-model/detector.h"
#include "plugins/lib/languages/holds_language.h"
#include "plugins/lib/languages/iso639.h"
#include "plugins/lib/unicode/sentences.h"
#include "textmill/utf8.hpp"

namespace textmill::language {
namespace {

// The members of an item of `langs`, in their order.
enum Member : size_t { kCode, kShare, kConfidence };

Field LangsField() {
  return ListOf("langs", StructOf("item", {{"code", "u", {}, {}},
                                           {"share", "f", {}, {}},
                                           {"confidence", "f", {}, {}}}));
}

// One error for all wrong codes, since a stage can give only one at a time. `nearest` has a code
// for each of them, empty where there is none.
Error WrongCodes(const std::vector<std::string>& codes, const std::vector<size_t>& wrong,
                 const std::vector<std::string>& nearest, const std::string& whose) {
  std::string list;
  for (size_t k = 0; k < wrong.size(); ++k) {
    const std::string& code = codes[wrong[k]];
    list += (k == 0 ? "`" : ", `") + code + "`";
    if (!nearest[k].empty()) {
      list += " (write `" + nearest[k] + "`)";
    } else if (code == kUndetermined) {
      list += " (always possible, and not named)";
    }
  }
  return Error(list + (wrong.size() == 1 ? " is no language code" : " are no language codes") +
               " that " + whose + " can give")
      .Parameter("languages[" + std::to_string(wrong[0]) + "]");
}

}  // namespace

struct Detect::Scratch final : Lane {
  std::unique_ptr<Engine::Scratch> engine;
  LanguageMix mix;
  std::vector<unicode::Span> paragraphs;
};

Detect::Detect()
    : langs_(this, LangsField(), kOptional,
             "with `per: paragraph`, the languages of the text, the largest share first: `code`, "
             "`share` of the characters, `confidence`. The last is `und` where some paragraphs "
             "have no language; the shares add up to 1") {
  Describe("language.detect", "1.1.0", "Finds the language that a text is written in.");
  Explain(DetectDescription(),
          "- uses: language.detect\n"
          "  with: { languages: [en, de, fr, ru] }\n"
          "- keep: lang == \"en\" and lang_confidence >= 0.6\n");
}

void Detect::Bind(Binder&) {
  CheckModelIsGiven();
  langs_.Enable(per_ == "paragraph");
  if (languages_.present() && languages_->empty()) {
    throw Error("`languages` is empty, so that no text could have a language")
        .Parameter("languages")
        .Hint("Name at least one language, or leave `languages` out to allow all.");
  }
  if (engine_ == "builtin") {
    known_ = BuiltinLanguages();
  } else if (engine_ == "cld2") {
    known_ = Cld2Languages();
  }
  std::vector<std::string> values;
  if (languages_.present()) {
    Allowed();
    values = *languages_;
  } else {
    for (const Language& language : known_) values.emplace_back(language.code);
  }
  if (values.empty()) return;  // only the model knows
  values.emplace_back(kUndetermined);
  lang_.SetValues(values);
}

void Detect::CheckModelIsGiven() const {
  if (engine_ == "fasttext" && (!model_.present() || model_->value.empty())) {
    throw Error("`engine: fasttext` needs the file of a model").Parameter("model");
  }
  if (engine_ != "fasttext" && model_.present()) {
    throw Error("`model` is for `engine: fasttext`, and the engine is `" + engine_.get() + "`")
        .Parameter("model");
  }
}

// The places of the languages that were named, in known_. Of a fastText model that is not open yet,
// nothing is known but how codes look.
std::vector<int> Detect::Allowed() const {
  std::vector<int> allowed;
  std::vector<size_t> wrong;
  std::vector<std::string> nearest;
  for (size_t i = 0; i < languages_->size(); ++i) {
    const std::string& code = (*languages_)[i];
    allowed.push_back(IndexOf(known_, code));
    const bool right =
        known_.empty() ? code != kUndetermined && CanonicalCode(code) == code : allowed.back() >= 0;
    if (right) continue;
    wrong.push_back(i);
    if (!known_.empty()) {
      nearest.emplace_back(NearestCode(known_, code));
    } else if (nearest.emplace_back(CanonicalCode(code)).empty()) {
      nearest.back() = NearestCode(BuiltinLanguages(), code);
    }
    if (nearest.back() == kUndetermined) nearest.back().clear();
  }
  if (wrong.empty()) return allowed;
  std::string whose = "`engine: " + engine_.get() + "`";
  if (engine_ == "fasttext" && !known_.empty()) whose = "the model `" + model_->value + "`";
  throw WrongCodes(*languages_, wrong, nearest, whose)
      .Hint(engine_ == "fasttext" ? "Codes are of ISO 639-1 where there is one, else of ISO 639-3."
                                  : "`textmill plugins language.detect` lists the codes.");
}

void Detect::Open(const textmill_open_request&) {
  const auto sample = static_cast<size_t>(sample_->bytes);
  if (engine_ == "builtin") {
    detector_ = std::make_unique<EngineOf<BuiltinDetector>>(BuiltinDetector(sample));
  } else if (engine_ == "fasttext") {
    OpenFastText();
  } else {
    if (!Cld2Detector::HasFullTables()) {
      throw Error(
          "CLD2 was loaded with its small tables by another plugin, so that languages would "
          "be named wrongly")
          .Hint("Take the other plugin out of the plugin path, or link it with libcld2_full.");
    }
    detector_ = std::make_unique<EngineOf<Cld2Detector>>(Cld2Detector(sample));
  }
  if (languages_.present()) detector_->Restrict(Allowed());
}

void Detect::OpenFastText() {
  FastTextDetector model(model_->value, static_cast<size_t>(sample_->bytes));
  known_ = model.languages();  // which stay where they are when the model moves
  if (const auto& labels = model.strange_labels(); !labels.empty()) {
    Log(TEXTMILL_LOG_WARNING,
        std::to_string(labels.size()) + " labels of the model `" + model_->value +
            "` name no language and become `und`; one of them is `" + labels.front() + "`");
  }
  if (host() != nullptr) host()->memory(host(), static_cast<int64_t>(model.bytes()));
  detector_ = std::make_unique<EngineOf<FastTextDetector>>(std::move(model));
}

std::unique_ptr<Lane> Detect::NewLane() const {
  auto lane = std::make_unique<Scratch>();
  lane->engine = detector_->NewScratch();
  return lane;
}

std::string_view Detect::CodeOf(int language) const {
  return language < 0 ? kUndetermined : known_[static_cast<size_t>(language)].code;
}

Guess Detect::Ask(std::string_view text, Scratch& scratch) const {
  const Guess guess = detector_->Detect(text, *scratch.engine);
  return guess.confidence < static_cast<float>(*min_confidence_) ? Guess{} : guess;
}

Guess Detect::AskByParagraph(std::string_view text, Scratch& scratch, Reply& reply) const {
  // A line of program code by itself may look like words.
  const bool holds_language = HoldsLanguage(text);
  unicode::FindParagraphs(text, &scratch.paragraphs);
  for (const unicode::Span& span : scratch.paragraphs) {
    const std::string_view paragraph = span.of(text);
    scratch.mix.Add(holds_language ? Ask(paragraph, scratch) : Guess{}, CountCharacters(paragraph));
  }
  const bool in_doubt = scratch.mix.InDoubt() && scratch.paragraphs.size() > 1;
  const std::vector<LanguageMix::Part> parts =
      scratch.mix.Take(in_doubt ? Ask(text, scratch) : Guess{});
  ListBuilder& list = reply[langs_];
  auto& items = list.items<StructBuilder>();
  for (const LanguageMix::Part& part : parts) {
    items.member<BytesBuilder>(kCode).Append(CodeOf(part.language));
    items.member<PrimitiveBuilder<float>>(kShare).Append(part.share);
    items.member<PrimitiveBuilder<float>>(kConfidence).Append(part.confidence);
    items.EndRow();
  }
  list.EndRow();
  return LanguageMix::Main(parts);
}

void Detect::Process(const Batch& batch, Reply& reply, Lane* lane) const {
  auto& scratch = static_cast<Scratch&>(*lane);
  const bool by_paragraph = langs_.enabled();
  const auto text = batch[text_];
  auto& langs = reply[lang_];
  auto& confidences = reply[confidence_];
  int64_t undetermined = 0;
  for (int64_t i = 0; i < batch.rows(); ++i) {
    const Guess guess =
        by_paragraph ? AskByParagraph(text[i], scratch, reply) : Ask(text[i], scratch);
    undetermined += guess.language < 0;
    langs.Append(CodeOf(guess.language));
    confidences.Append(guess.confidence);
  }
  reply.Count(undetermined_, undetermined);
}

}  // namespace textmill::language
