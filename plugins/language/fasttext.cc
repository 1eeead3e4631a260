#include "plugins/language/fasttext.h"

#include <fasttext/fasttext.h>

#include <algorithm>
#include <cmath>
#include <istream>
#include <new>
#include <streambuf>

#include "plugins/language/fasttext_file.h"
#include "plugins/language/sample.h"
#include "plugins/lib/languages/holds_language.h"
#include "plugins/lib/languages/iso639.h"
#include "textmill/error.hpp"

namespace textmill::language {
namespace {

constexpr std::string_view kLabelPrefix = "__label__";

// Without a restriction only the likeliest labels can matter: enough of them for a language that
// has several, one for each of its scripts.
constexpr int32_t kLikeliest = 16;
constexpr float kLeastLikely = 0.001F;
// With one, a text to which the model gives the languages allowed less than this is in another.
constexpr float kLeastAllowed = 0.01F;
// fastText adds it before it takes a logarithm.
constexpr float kLogOffset = 1e-5F;

// A line of text as a stream, which is what fastText reads.
class Line : public std::streambuf {
 public:
  explicit Line(std::string& text) { setg(text.data(), text.data(), text.data() + text.size()); }
};

std::string_view WithoutPrefix(std::string_view label) {
  if (label.substr(0, kLabelPrefix.size()) == kLabelPrefix)
    label.remove_prefix(kLabelPrefix.size());
  return label;
}

std::unique_ptr<fasttext::FastText> Load(const std::string& path) {
  try {
    auto model = std::make_unique<fasttext::FastText>();
    model->loadModel(path);
    return model;
  } catch (const std::bad_alloc&) {
    throw Error("there is not enough memory for the fastText model `" + path + "`",
                TEXTMILL_NO_MEMORY)
        .Parameter("model");
  } catch (const std::exception& e) {
    throw Error("fastText cannot load the model `" + path + "`: " + e.what()).Parameter("model");
  }
}

}  // namespace

std::string CodeOfLabel(std::string_view label, const std::vector<std::string>& labels) {
  const std::string_view word = WithoutPrefix(label);
  const auto named = [&](std::string_view other) {
    return std::any_of(labels.begin(), labels.end(),
                       [&](const std::string& l) { return WithoutPrefix(l) == other; });
  };
  return word == "als" && named("sq") ? "gsw" : CanonicalCode(word);
}

FastTextDetector::FastTextDetector(const std::string& path, size_t sample) : sample_(sample) {
  const FastTextFile file = CheckFastTextFile(path);
  bytes_ = file.bytes;
  std::vector<std::string> code_of_label;
  for (const std::string& label : file.labels) {
    code_of_label.push_back(CodeOfLabel(label, file.labels));
    if (code_of_label.back().empty()) {
      strange_labels_.emplace_back(WithoutPrefix(label));
    } else if (code_of_label.back() != kUndetermined) {
      codes_.push_back(code_of_label.back());
    }
  }
  std::sort(codes_.begin(), codes_.end());
  codes_.erase(std::unique(codes_.begin(), codes_.end()), codes_.end());
  if (codes_.empty()) {
    throw Error("the fastText model `" + path + "` tells no languages: one of its labels is `" +
                std::string(WithoutPrefix(file.labels.front())) + "`")
        .Parameter("model")
        .Hint("Its labels must be codes such as `en`, `eng` or `eng_Latn`.");
  }
  for (const std::string& code : codes_) languages_.push_back({code, {}});
  for (const std::string& code : code_of_label) {
    language_of_label_.push_back(IndexOf(languages_, code));
  }
  model_ = Load(path);
}

FastTextDetector::FastTextDetector(FastTextDetector&&) noexcept = default;
FastTextDetector::~FastTextDetector() = default;

void FastTextDetector::Restrict(const std::vector<int>& languages) {
  allowed_.assign(languages_.size(), false);
  for (const int language : languages) allowed_[static_cast<size_t>(language)] = true;
}

Guess FastTextDetector::Detect(std::string_view text, Scratch& scratch) const {
  if (!HoldsLanguage(text)) return {};
  TakeSample(text, sample_, scratch.text);
  // fastText reads a line, and was trained on whole ones.
  std::replace(scratch.text.begin(), scratch.text.end(), '\n', ' ');
  scratch.text += '\n';
  Line line(scratch.text);
  std::istream in(&line);
  model_->getDictionary()->getLine(in, scratch.words, scratch.labels);
  scratch.predictions.clear();
  const auto all = static_cast<int32_t>(language_of_label_.size());
  try {
    if (allowed_.empty()) {
      model_->predict(std::min(all, kLikeliest), scratch.words, scratch.predictions, kLeastLikely);
    } else {
      model_->predict(all, scratch.words, scratch.predictions, 0);
    }
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& e) {
    throw Error(std::string("the fastText model gives no answer for this text: ") + e.what());
  }

  scratch.shares.assign(languages_.size(), 0);
  float undetermined = 0, total = 0;
  for (const auto& [logarithm, label] : scratch.predictions) {
    const float share = std::exp(logarithm) - kLogOffset;
    if (!(share > 0)) continue;  // nothing, or no number
    const int language = language_of_label_[static_cast<size_t>(label)];
    if (language < 0) {
      undetermined += share;
    } else if (allowed_.empty() || allowed_[static_cast<size_t>(language)]) {
      scratch.shares[static_cast<size_t>(language)] += share;
      total += share;
    }
  }
  const auto best = std::max_element(scratch.shares.begin(), scratch.shares.end());
  if (*best <= undetermined || (!allowed_.empty() && total < kLeastAllowed)) return {};
  Guess guess;
  guess.language = static_cast<int>(best - scratch.shares.begin());
  // The last digits differ between processors, with their ways to compute exponentials.
  const float confidence = std::min(1.0F, allowed_.empty() ? *best : *best / total);
  guess.confidence = std::round(confidence * 10000) / 10000;
  return guess;
}

}  // namespace textmill::language
