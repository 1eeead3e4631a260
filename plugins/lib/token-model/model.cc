#include "plugins/lib/token-model/model.h"

#include <cstring>
#include <map>
#include <mutex>

#include "plugins/lib/hash/hash.h"
#include "plugins/lib/io/byte_stream.h"
#include "plugins/lib/io/file.h"
#include "plugins/lib/io/utf8.h"
#include "textmill/error.hpp"

namespace textmill::token_model {
namespace {

constexpr std::string_view kMagic = "TXMTOKEN";
constexpr size_t kMostBytes = size_t{256} << 20;
constexpr size_t kAlign = 64;

class Writer {
 public:
  void Number(uint32_t value) { Bytes(&value, sizeof value); }
  void Text(std::string_view text) {
    Number(static_cast<uint32_t>(text.size()));
    Bytes(text.data(), text.size());
  }
  template <class T>
  void Array(std::span<const T> array) {
    Number(static_cast<uint32_t>(array.size()));
    out_.resize((out_.size() + kAlign - 1) / kAlign * kAlign, '\0');
    Bytes(array.data(), array.size_bytes());
  }
  void Bytes(const void* bytes, size_t n) { out_.append(static_cast<const char*>(bytes), n); }
  std::string& out() { return out_; }

 private:
  std::string out_;
};

[[noreturn]] void Broken() {
  throw Error("it is cut off or damaged").Hint("Copy it anew, or train the model again.");
}

class Reader {
 public:
  Reader(std::string_view in, size_t at) : in_(in), at_(at) {}
  uint32_t Number() {
    uint32_t value;
    std::memcpy(&value, Take(sizeof value), sizeof value);
    return value;
  }
  std::string Text() {
    const uint32_t n = Number();
    std::string text(Take(n), n);
    if (!io::IsUtf8(text)) Broken();
    return text;
  }
  // How many of something follow, each of at least a byte.
  uint32_t Count() {
    const uint32_t n = Number();
    if (n > in_.size()) Broken();
    return n;
  }
  template <class T>
  void Array(std::span<const T>* array) {
    const size_t n = Number();
    at_ = (at_ + kAlign - 1) / kAlign * kAlign;
    *array = {reinterpret_cast<const T*>(Take(n * sizeof(T))), n};
  }
  bool done() const { return at_ == in_.size(); }

 private:
  const char* Take(size_t n) {
    if (at_ > in_.size() || in_.size() - at_ < n) Broken();
    at_ += n;
    return in_.data() + at_ - n;
  }
  std::string_view in_;
  size_t at_;
};

// Calls `take` with each array of the model.
template <class M, class Take>
void ForArrays(M& model, const Take& take) {
  take(model.feature_keys);
  take(model.vectors);
  take(model.boundaries);
  take(model.matrices);
  take(model.hidden_bias);
  take(model.outputs);
  take(model.output_bias);
  take(model.transitions);
  take(model.word_keys);
  take(model.word_sets);
  take(model.set_ends);
  take(model.set_labels);
  take(model.lexicon_keys);
  take(model.lexicon_classes);
  take(model.rule_keys);
  take(model.rule_scripts);
}

// Whether all arrays fit together and no sum of them overflows, so that whoever uses them need not
// look.
bool Fits(const Model& m) {
  const size_t labels = m.labels.size();
  const auto within = [](const auto& numbers, size_t end) {
    for (const auto n : numbers) {
      if (n >= end) return false;
    }
    return true;
  };
  const auto small = [](const auto& numbers, int64_t most) {
    for (const auto n : numbers) {
      if (n > most || n < -most) return false;
    }
    return true;
  };
  if (labels == 0 || labels > kMostLabels || m.width == 0 || m.width > 256 || m.width % 8 != 0 ||
      m.hidden == 0 || m.hidden > 1024 || m.hidden % 16 != 0 || m.reach > kMostReach ||
      m.added_shift > 24 || m.score_shift > 24)
    return false;
  if (m.vectors.size() != m.feature_keys.size() * m.width ||
      m.boundaries.size() != size_t{2} * m.reach * m.width ||
      m.matrices.size() != m.distances() * m.width * m.hidden ||
      m.hidden_bias.size() != kSentenceKinds * m.hidden || m.outputs.size() != labels * m.hidden ||
      m.output_bias.size() != labels || m.transitions.size() != labels * labels ||
      m.word_sets.size() != m.word_keys.size() ||
      m.lexicon_classes.size() != m.lexicon_keys.size() ||
      m.rule_scripts.size() != m.rule_keys.size())
    return false;
  if (!small(m.boundaries, kMostAdded) || !small(m.matrices, kMostMatrix) ||
      !small(m.hidden_bias, kMostAdded) || !small(m.outputs, MostOutput(m.hidden)) ||
      !small(m.output_bias, kMostScore) || !small(m.transitions, kMostScore))
    return false;
  uint32_t last = 0;
  for (const uint32_t end : m.set_ends) {
    if (end <= last || end - last > kMostLabels) return false;  // a set has a label at least
    last = end;
  }
  return !m.set_ends.empty() && last == m.set_labels.size() && within(m.set_labels, labels) &&
         within(m.word_sets, m.set_ends.size()) && within(m.rule_scripts, m.scripts.size());
}

bool MakeTable(std::span<const uint32_t> keys, HashTable* table) {
  return table->Make({keys.begin(), keys.end()});
}

}  // namespace

std::string WriteModel(const Model& model) {
  Writer to;
  to.Bytes(kMagic.data(), kMagic.size());
  to.Number(kModelVersion);
  to.Number(kFeatureRevision);
  for (const std::string* text : {&model.name, &model.licence, &model.credit}) to.Text(*text);
  to.Number(static_cast<uint32_t>(model.languages.size()));
  for (const std::string& language : model.languages) to.Text(language);
  to.Number(static_cast<uint32_t>(model.labels.size()));
  for (const Label& label : model.labels) {
    to.Text(label.pos);
    to.Text(label.tag);
  }
  to.Number(static_cast<uint32_t>(model.scripts.size()));
  for (const LemmaScript& script : model.scripts) {
    to.Number(script.from);
    to.Number(script.cut);
    to.Text(script.add);
  }
  to.Number(model.has_lemmas ? 1 : 0);
  for (const uint32_t number :
       {model.width, model.hidden, model.reach, model.added_shift, model.score_shift})
    to.Number(number);
  ForArrays(model, [&](const auto& array) { to.Array(array); });
  const uint64_t sum = hash::Checksum(to.out());
  to.Bytes(&sum, sizeof sum);
  return std::move(to.out());
}

std::shared_ptr<Model> ReadModel(std::string_view content) {
  if (!content.starts_with(kMagic)) {
    throw Error("it is no model of tokens")
        .Hint("Train one with `textmill-train-tokens`; see docs/token-model.md.");
  }
  if (content.size() < kMagic.size() + 16) Broken();
  Reader header(content, kMagic.size());
  const uint32_t version = header.Number(), revision = header.Number();
  if (version != kModelVersion || revision != kFeatureRevision) {
    const bool newer = version > kModelVersion || revision > kFeatureRevision;
    throw Error(std::string("it was made by ") + (newer ? "a newer" : "an older") +
                " version of Textmill (format " + std::to_string(version) + "." +
                std::to_string(revision) + ", this one reads " + std::to_string(kModelVersion) +
                "." + std::to_string(kFeatureRevision) + ")")
        .Hint(newer ? "Update Textmill." : "Train the model again.");
  }
  const std::string_view body = content.substr(0, content.size() - 8);
  uint64_t sum;
  std::memcpy(&sum, content.data() + body.size(), sizeof sum);
  if (sum != hash::Checksum(body)) Broken();

  auto model = std::make_shared<Model>();
  Reader from(body, kMagic.size() + 8);
  for (std::string* text : {&model->name, &model->licence, &model->credit}) *text = from.Text();
  model->languages.resize(from.Count());
  for (std::string& language : model->languages) language = from.Text();
  model->labels.resize(from.Count());
  for (Label& label : model->labels) {
    label.pos = from.Text();
    label.tag = from.Text();
  }
  model->scripts.resize(from.Count());
  for (LemmaScript& script : model->scripts) {
    const uint32_t taken = from.Number();
    if (taken > LemmaScript::kLast) Broken();
    script.from = static_cast<LemmaScript::From>(taken);
    script.cut = static_cast<uint8_t>(from.Number());
    script.add = from.Text();
  }
  model->has_lemmas = from.Number() != 0;
  for (uint32_t* number :
       {&model->width, &model->hidden, &model->reach, &model->added_shift, &model->score_shift})
    *number = from.Number();
  ForArrays(*model, [&](auto& array) { from.Array(&array); });
  if (!from.done() || !Fits(*model) || !MakeTable(model->feature_keys, &model->features) ||
      !MakeTable(model->word_keys, &model->words) ||
      !MakeTable(model->lexicon_keys, &model->lexicon) ||
      !MakeTable(model->rule_keys, &model->rules))
    Broken();
  return model;
}

std::shared_ptr<const Model> LoadModel(const std::string& path) {
  static std::mutex mutex;
  static std::map<std::string, std::weak_ptr<const Model>> loaded;
  const std::lock_guard lock(mutex);
  std::weak_ptr<const Model>& known = loaded[path];
  if (auto model = known.lock()) return model;
  try {
    io::StoredBytes bytes(io::File::Open(path));
    memory::PageVector<char> pages;
    for (size_t n = 1; n > 0;) {
      const size_t size = pages.size();
      if (size > kMostBytes) throw Error("it is too large for a model of tokens");
      pages.resize(size + (1 << 20));
      n = bytes.Read(pages.data() + size, 1 << 20);
      pages.resize(size + n);
    }
    auto model = ReadModel({pages.data(), pages.size()});
    model->pages = std::move(pages);
    known = model;
    return model;
  } catch (const Error& e) {
    throw Error("the model `" + path + "`: " + e.what()).Hint(e.hint());
  }
}

}  // namespace textmill::token_model
