#include "plugins/lib/tagger/model.h"

#include <cstring>
#include <map>
#include <mutex>
#include <utility>

#include "plugins/lib/hash/hash.h"
#include "plugins/lib/io/byte_stream.h"
#include "textmill/error.hpp"

namespace textmill::entities {
namespace {

constexpr std::string_view kMagic = "TXMNAMES";
constexpr size_t kLine = 64, kChecksum = 8;  // bytes
constexpr size_t kMostBytes = size_t{256} << 20;

class Writer {
 public:
  void Bytes(std::string_view bytes) { out_ += bytes; }
  void Fixed(uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) out_ += static_cast<char>(value >> (8 * i) & 0xFF);
  }
  void Number(uint64_t value) {
    for (; value >= 0x80; value >>= 7) out_ += static_cast<char>(value | 0x80);
    out_ += static_cast<char>(value);
  }
  void Text(std::string_view text) {
    Number(text.size());
    out_ += text;
  }
  void Texts(const std::vector<std::string>& texts) {
    Number(texts.size());
    for (const auto& text : texts) Text(text);
  }
  template <class T>
  void Array(const memory::Items<T>& items) {
    Number(items.size());
    out_.resize((out_.size() + kLine - 1) / kLine * kLine);
    out_.append(reinterpret_cast<const char*>(items.data()), items.size() * sizeof(T));
  }
  void Table(const HashTable& table) {
    Array(table.keys());
    Array(table.begins());
  }
  std::string Take() { return std::move(out_); }
  const std::string& so_far() const { return out_; }

 private:
  std::string out_;
};

[[noreturn]] void Broken() {
  throw Error("it is cut off or damaged").Hint("Copy it anew, or train the model again.");
}

class Reader {
 public:
  explicit Reader(std::string_view in) : in_(in) {}

  std::string_view Bytes(size_t n) {
    if (in_.size() - at_ < n) Broken();
    const std::string_view bytes = in_.substr(at_, n);
    at_ += n;
    return bytes;
  }
  uint64_t Fixed(size_t n) {
    uint64_t value = 0;
    std::memcpy(&value, Bytes(n).data(), n);
    return value;
  }
  uint64_t Number() {
    uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const uint64_t byte = Fixed(1);
      value |= (byte & 0x7F) << shift;
      if (byte < 0x80) return value;
    }
    Broken();
  }
  // How many of something follow, each of at least a byte.
  size_t Count() {
    const uint64_t n = Number();
    if (n > in_.size() - at_) Broken();
    return static_cast<size_t>(n);
  }
  std::string Text() { return std::string(Bytes(Count())); }
  std::vector<std::string> Texts() {
    std::vector<std::string> texts(Count());
    for (auto& text : texts) text = Text();
    return texts;
  }
  template <class T>
  memory::Items<T> Array() {
    const size_t n = Count();
    Bytes((kLine - at_ % kLine) % kLine);
    if (n > (in_.size() - at_) / sizeof(T)) Broken();
    return memory::Items<T>(std::span(reinterpret_cast<const T*>(Bytes(n * sizeof(T)).data()), n));
  }
  HashTable Table() {
    memory::Items<uint32_t> keys = Array<uint32_t>(), begins = Array<uint32_t>();
    HashTable table;
    if (!table.Use(std::move(keys), std::move(begins))) Broken();
    return table;
  }
  bool done() const { return at_ == in_.size(); }

 private:
  std::string_view in_;
  size_t at_ = 0;
};

uint64_t Checksum(std::string_view bytes) {
  return hash::HashOn(hash::kSeed, bytes.data(), bytes.size());
}

void CheckHead(std::string_view content) {
  if (!content.starts_with(kMagic)) {
    throw Error("it is no model of names")
        .Hint("Train one with `textmill-train-entities`; see docs/entity-model.md.");
  }
  Reader head(content);
  head.Bytes(kMagic.size());
  const uint64_t version = head.Fixed(4), revision = head.Fixed(4);
  if (version == kModelVersion && revision == kFeatureRevision) return;
  const bool newer = version > kModelVersion || revision > kFeatureRevision;
  throw Error(std::string("it was made by ") + (newer ? "a newer" : "an older") +
              " version of Textmill (format " + std::to_string(version) + "." +
              std::to_string(revision) + ", this one reads " + std::to_string(kModelVersion) + "." +
              std::to_string(kFeatureRevision) + ")")
      .Hint(newer ? "Update Textmill." : "Train the model again.");
}

// The arrays are those of `content`.
void Parse(std::string_view content, Model* model) {
  Reader from(content.substr(0, content.size() - kChecksum));
  from.Bytes(kMagic.size() + 8);
  model->name = from.Text();
  model->licence = from.Text();
  model->credit = from.Text();
  model->languages = from.Texts();
  model->types = from.Texts();
  if (model->types.empty() || model->types.size() > kMaxTypes) Broken();
  model->has_second = from.Fixed(1) != 0;
  for (auto& transitions : model->transitions) {
    for (auto& before : transitions) {
      for (auto& value : before) value = static_cast<int16_t>(from.Fixed(2));
    }
  }
  HashTable words = from.Table();
  memory::Items<uint16_t> classes = from.Array<uint16_t>();
  if (classes.size() != words.size()) Broken();
  model->knowledge.classes.Use(std::move(words), std::move(classes));
  HashTable names = from.Table();
  memory::Items<uint16_t> flags = from.Array<uint16_t>();
  if (flags.size() != names.size()) Broken();
  model->knowledge.lists.Use(std::move(names), std::move(flags));
  model->table = from.Table();
  model->rows = from.Array<Model::Row>();
  if (model->rows.size() != model->table.size() || !from.done()) Broken();
}

}  // namespace

size_t Model::bytes() const {
  return content.size() + rows.bytes() + table.bytes() + knowledge.classes.bytes() +
         knowledge.lists.bytes();
}

std::string WriteModel(const Model& model) {
  Writer to;
  to.Bytes(kMagic);
  to.Fixed(kModelVersion, 4);
  to.Fixed(kFeatureRevision, 4);
  to.Text(model.name);
  to.Text(model.licence);
  to.Text(model.credit);
  to.Texts(model.languages);
  to.Texts(model.types);
  to.Fixed(model.has_second ? 1 : 0, 1);
  for (const auto& transitions : model.transitions) {
    for (const auto& from : transitions) {
      for (const int16_t value : from) to.Fixed(static_cast<uint16_t>(value), 2);
    }
  }
  to.Table(model.knowledge.classes.table());
  to.Array(model.knowledge.classes.classes());
  to.Table(model.knowledge.lists.table());
  to.Array(model.knowledge.lists.flags());
  to.Table(model.table);
  to.Array(model.rows);
  to.Fixed(Checksum(to.so_far()), kChecksum);
  return to.Take();
}

std::shared_ptr<const Model> ReadModel(std::string content) {
  CheckHead(content);
  if (content.size() < kMagic.size() + 8 + kChecksum) Broken();
  const std::string_view body = std::string_view(content).substr(0, content.size() - kChecksum);
  uint64_t sum;
  std::memcpy(&sum, content.data() + body.size(), sizeof sum);
  if (sum != Checksum(body)) Broken();
  auto model = std::make_shared<Model>();
  model->content = std::move(content);
  Parse(model->content, model.get());
  const Knowledge& knowledge = model->knowledge;
  if (!model->table.IsWhole() || !knowledge.classes.table().IsWhole() ||
      !knowledge.lists.table().IsWhole())
    Broken();
  return model;
}

std::shared_ptr<const Model> UseModel(std::string_view content) {
  CheckHead(content);
  auto model = std::make_shared<Model>();
  Parse(content, model.get());
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
    std::string content;
    for (size_t n = 1; n > 0;) {
      const size_t size = content.size();
      if (size > kMostBytes) throw Error("it is too large for a model of names");
      content.resize(size + (1 << 20));
      n = bytes.Read(content.data() + size, 1 << 20);
      content.resize(size + n);
    }
    auto model = ReadModel(std::move(content));
    known = model;
    return model;
  } catch (const Error& e) {
    throw Error("the model `" + path + "`: " + e.what()).Hint(e.hint());
  }
}

}  // namespace textmill::entities
