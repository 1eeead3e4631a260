#include "plugins/lib/values/external_sort.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "textmill/error.hpp"

namespace textmill::values {
namespace {

struct Sizes {
  uint32_t key, value;
};

uint64_t PrefixOf(std::string_view key) {
  uint64_t prefix = 0;
  for (size_t i = 0; i < 8; ++i)
    prefix = prefix << 8 | (i < key.size() ? static_cast<uint8_t>(key[i]) : 0);
  return prefix;
}

constexpr size_t kLeastBuffer = 16 << 10, kMostBuffer = 4 << 20;
constexpr size_t kWriteAtOnce = 1 << 20;

}  // namespace

// Reads one piece of the file, front to back.
class ExternalSort::PieceReader {
 public:
  PieceReader(const ExternalSort& owner, size_t number, size_t buffer)
      : owner_(owner), number_(number), at_(owner.pieces_[number].begin), buffer_(buffer) {}

  bool Next() {
    begin_ += taken_;
    taken_ = 0;
    Sizes sizes;
    if (!Have(sizeof sizes)) return false;
    std::memcpy(&sizes, bytes_.data() + begin_, sizeof sizes);
    taken_ = sizeof sizes + size_t{sizes.key} + sizes.value;
    if (!Have(taken_)) owner_.Fail("read");
    const std::string_view pair(bytes_.data() + begin_ + sizeof sizes, taken_ - sizeof sizes);
    key_ = pair.substr(0, sizes.key);
    value_ = pair.substr(sizes.key);
    return true;
  }
  std::string_view key() const { return key_; }
  std::string_view value() const { return value_; }
  // Earlier pieces hold earlier pairs.
  bool After(const PieceReader& other) const {
    const int order = key_.compare(other.key_);
    return order != 0 ? order > 0 : number_ > other.number_;
  }

 private:
  bool Have(size_t n) {
    if (bytes_.size() - begin_ >= n) return true;
    bytes_.erase(0, begin_);
    begin_ = 0;
    const uint64_t left = owner_.pieces_[number_].end - at_;
    const size_t room = std::min<uint64_t>(std::max(buffer_, n) - bytes_.size(), left);
    const size_t before = bytes_.size();
    bytes_.resize(before + room);
    for (size_t done = 0; done < room;) {
      const ssize_t got = pread(owner_.file_, bytes_.data() + before + done, room - done,
                                static_cast<off_t>(at_ + done));
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) owner_.Fail("read");
      done += static_cast<size_t>(got);
    }
    at_ += room;
    return bytes_.size() >= n;
  }

  const ExternalSort& owner_;
  const size_t number_;
  uint64_t at_;
  const size_t buffer_;
  std::string bytes_;
  size_t begin_ = 0, taken_ = 0;
  std::string_view key_, value_;
};

ExternalSort::ExternalSort(std::string folder, size_t memory)
    : folder_(std::move(folder)), memory_(memory) {}

ExternalSort::~ExternalSort() {
  if (file_ >= 0) close(file_);
}

void ExternalSort::Fail(const char* what) const {
  throw Error("cannot " + std::string(what) + " a temporary file in " + folder_ + ": " +
                  std::strerror(errno),
              TEXTMILL_IO_ERROR)
      .Hint("name a folder with more room by --work-folder or TMPDIR, or raise `memory`");
}

void ExternalSort::Add(std::string_view key, std::string_view value) {
  constexpr size_t kMost = size_t{1} << 31;
  if (key.size() >= kMost || value.size() >= kMost)
    throw Error("a row of more than 2 GiB cannot be sorted");
  const size_t size = key.size() + value.size();
  // A string that grows takes its memory twice for a moment: what is under way is counted by
  // halves.
  if (!items_.empty() &&
      bytes_.size() + size + (items_.size() + 1) * sizeof(Item) > memory_ / 2 + memory_ / 4) {
    Spill();
  }
  if (bytes_.size() + size > bytes_.capacity())
    bytes_.reserve(
        std::max(bytes_.size() + size, bytes_.capacity() + bytes_.capacity() / 4 + 65536));
  items_.push_back({PrefixOf(key), bytes_.size(), static_cast<uint32_t>(key.size()),
                    static_cast<uint32_t>(value.size())});
  bytes_.append(key).append(value);
  ++pairs_;
}

void ExternalSort::SortItems() {
  const char* const bytes = bytes_.data();
  std::sort(items_.begin(), items_.end(), [bytes](const Item& a, const Item& b) {
    if (a.prefix != b.prefix) return a.prefix < b.prefix;
    const int order = std::string_view(bytes + a.at, a.key_size)
                          .compare(std::string_view(bytes + b.at, b.key_size));
    return order != 0 ? order < 0 : a.at < b.at;
  });
}

void ExternalSort::Write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = write(file_, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) Fail("write");
    written_ += static_cast<uint64_t>(n);
    bytes.remove_prefix(static_cast<size_t>(n));
  }
}

void ExternalSort::Spill() {
  if (file_ < 0) {
    std::string path = folder_ + "/sort-XXXXXX";
    file_ = mkostemp(path.data(), O_CLOEXEC);
    if (file_ < 0) Fail("make");
    unlink(path.c_str());
  }
  SortItems();
  const uint64_t begin = written_;
  std::string waiting;
  for (const Item& item : items_) {
    const Sizes sizes{item.key_size, item.value_size};
    waiting.append(reinterpret_cast<const char*>(&sizes), sizeof sizes);
    waiting.append(bytes_, item.at, size_t{item.key_size} + item.value_size);
    if (waiting.size() < kWriteAtOnce) continue;
    Write(waiting);
    waiting.clear();
  }
  Write(waiting);
  pieces_.push_back({begin, written_});
  items_.clear();
  bytes_.clear();
}

void ExternalSort::Sort() {
  next_item_ = 0;
  given_ = nullptr;
  heads_.clear();
  if (pieces_.empty()) return SortItems();
  if (!items_.empty()) Spill();
  std::string().swap(bytes_);
  std::vector<Item>().swap(items_);
  const size_t buffer = std::clamp(memory_ / pieces_.size(), kLeastBuffer, kMostBuffer);
  for (size_t i = 0; i < pieces_.size(); ++i) {
    auto reader = std::make_unique<PieceReader>(*this, i, buffer);
    if (reader->Next()) heads_.push_back(std::move(reader));
  }
  std::make_heap(heads_.begin(), heads_.end(),
                 [](const auto& a, const auto& b) { return a->After(*b); });
}

bool ExternalSort::Next(std::string_view* key, std::string_view* value) {
  if (pieces_.empty()) {
    if (next_item_ == items_.size()) return false;
    const Item& item = items_[next_item_++];
    *key = {bytes_.data() + item.at, item.key_size};
    *value = {bytes_.data() + item.at + item.key_size, item.value_size};
    return true;
  }
  const auto after = [](const auto& a, const auto& b) { return a->After(*b); };
  if (given_ != nullptr) {  // it is the last of the heap's array
    if (given_->Next())
      std::push_heap(heads_.begin(), heads_.end(), after);
    else
      heads_.pop_back();
  }
  if (heads_.empty()) {
    given_ = nullptr;
    return false;
  }
  std::pop_heap(heads_.begin(), heads_.end(), after);
  given_ = heads_.back().get();
  *key = given_->key();
  *value = given_->value();
  return true;
}

void ExternalSort::Save(StateWriter& to) const {
  to.Put(pairs_);
  for (size_t i = 0; i < pieces_.size(); ++i) {
    PieceReader reader(*this, i, kMostBuffer);
    while (reader.Next()) {
      to.PutBytes(reader.key());
      to.PutBytes(reader.value());
    }
  }
  for (const Item& item : items_) {
    to.PutBytes(std::string_view(bytes_).substr(item.at, item.key_size));
    to.PutBytes(std::string_view(bytes_).substr(item.at + item.key_size, item.value_size));
  }
}

void ExternalSort::Restore(StateReader& from) {
  for (auto n = from.Take<uint64_t>(); n > 0; --n) {
    const std::string key = from.TakeBytes();
    Add(key, from.TakeBytes());
  }
}

}  // namespace textmill::values
