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

  uint64_t Fixed(int bytes) {
    if (in_.size() < static_cast<size_t>(bytes)) Broken();
    uint64_t value = 0;
    for (int i = 0; i < bytes; ++i) {
      value |= static_cast<uint64_t>(static_cast<unsigned char>(in_[static_cast<size_t>(i)]))
               << (8 * i);
    }
    in_.remove_prefix(static_cast<size_t>(bytes));
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
    if (n > in_.size()) Broken();
    return static_cast<size_t>(n);
  }
  std::string Text() {
    const size_t n = Count();
    std::string text(in_.substr(0, n));
    in_.remove_prefix(n);
    return text;
  }
  std::vector<std::string> Texts() {
    std::vector<std::string> texts(Count());
    for (auto& text : texts) text = Text();
    return texts;
  }
  // Ascending keys.
  std::vector<uint32_t> Keys() {
    std::vector<uint32_t> keys(Count());
    uint64_t last = 0;
    for (auto& key : keys) {
      last += Number();
      if (last > 0xFFFFFFFF) Broken();
      key = static_cast<uint32_t>(last);
    }
    return keys;
  }
  bool done() const { return in_.empty(); }

 private:
  std::string_view in_;
};

void WriteKeys(const std::vector<uint32_t>& keys, Writer* to) {
  to->Number(keys.size());
  uint32_t last = 0;
  for (const uint32_t key : keys) {
    to->Number(key - last);
    last = key;
  }
}

}  // namespace

size_t Model::bytes() const {
  return rows.size() * (sizeof(Row) + sizeof(uint32_t)) + table.bytes() +
         knowledge.classes.bytes() + knowledge.lists.bytes();
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
  WriteKeys(model.knowledge.classes.keys(), &to);
  for (const uint16_t c : model.knowledge.classes.classes()) to.Fixed(c, 2);
  WriteKeys(model.knowledge.lists.keys(), &to);
  for (const uint16_t flags : model.knowledge.lists.flags()) to.Fixed(flags, 2);
  for (const auto& transitions : model.transitions) {
    for (const auto& from : transitions) {
      for (const int16_t value : from) to.Fixed(static_cast<uint16_t>(value), 2);
    }
  }
  WriteKeys(model.keys, &to);
  for (const Model::Row& row : model.rows) {  // most weights are 0
    for (size_t t = 0; t < (model.has_second ? kTaggers : 1); ++t) {
      uint32_t mask = 0;
      for (size_t c = 0; c < kColumns; ++c) mask |= static_cast<uint32_t>(row[t][c] != 0) << c;
      to.Fixed(mask, 2);
      for (const int8_t value : row[t]) {
        if (value != 0) to.Fixed(static_cast<uint8_t>(value), 1);
      }
    }
  }
  to.Fixed(hash::Checksum(to.so_far()), 8);
  return to.Take();
}

std::shared_ptr<const Model> ReadModel(std::string_view content) {
  if (!content.starts_with(kMagic)) {
    throw Error("it is no model of names")
        .Hint("Train one with `textmill-train-entities`; see docs/entity-model.md.");
  }
  Reader header(content.substr(kMagic.size()));
  const uint64_t version = header.Fixed(4), revision = header.Fixed(4);
  if (version != kModelVersion || revision != kFeatureRevision) {
    const bool newer = version > kModelVersion || revision > kFeatureRevision;
    throw Error(std::string("it was made by ") + (newer ? "a newer" : "an older") +
                " version of Textmill (format " + std::to_string(version) + "." +
                std::to_string(revision) + ", this one reads " + std::to_string(kModelVersion) +
                "." + std::to_string(kFeatureRevision) + ")")
        .Hint(newer ? "Update Textmill." : "Train the model again.");
  }
  if (content.size() < kMagic.size() + 16) Broken();
  const std::string_view body = content.substr(0, content.size() - 8);
  if (Reader(content.substr(body.size())).Fixed(8) != hash::Checksum(body)) Broken();

  auto model = std::make_shared<Model>();
  Reader from(body.substr(kMagic.size() + 8));
  model->name = from.Text();
  model->licence = from.Text();
  model->credit = from.Text();
  model->languages = from.Texts();
  model->types = from.Texts();
  if (model->types.empty() || model->types.size() > kMaxTypes) Broken();
  model->has_second = from.Fixed(1) != 0;
  std::vector<uint32_t> keys = from.Keys();
  std::vector<uint16_t> classes(keys.size());
  for (auto& c : classes) c = static_cast<uint16_t>(from.Fixed(2));
  if (!model->knowledge.classes.Make(std::move(keys), std::move(classes))) Broken();
  keys = from.Keys();
  std::vector<uint16_t> flags(keys.size());
  for (auto& f : flags) f = static_cast<uint16_t>(from.Fixed(2));
  if (!model->knowledge.lists.Make(std::move(keys), std::move(flags))) Broken();
  for (auto& transitions : model->transitions) {
    for (auto& before : transitions) {
      for (auto& value : before) value = static_cast<int16_t>(from.Fixed(2));
    }
  }
  model->keys = from.Keys();
  model->rows.resize(model->keys.size());
  for (Model::Row& row : model->rows) {
    row = {};
    for (size_t t = 0; t < (model->has_second ? kTaggers : 1); ++t) {
      const uint64_t mask = from.Fixed(2);
      for (size_t c = 0; c < kColumns; ++c) {
        if ((mask >> c & 1) != 0) row[t][c] = static_cast<int8_t>(from.Fixed(1));
      }
    }
  }
  if (!from.done() || !model->table.Make(model->keys)) Broken();
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
    auto model = ReadModel(content);
    known = model;
    return model;
  } catch (const Error& e) {
    throw Error("the model `" + path + "`: " + e.what()).Hint(e.hint());
  }
}

}  // namespace textmill::entities
