// State: what a stage writes when it is saved, and reads when it is restored (extensions.h). A
// stage overrides Save and Restore and puts plain values in the same order into both:
//
//     void Save(StateWriter& to) const override { to.Put(documents_); to.PutBytes(name_); }
//     void Restore(StateReader& from) override {
//       documents_ = from.Take<int64_t>();
//       name_ = from.TakeBytes();
//     }
//
// The bytes, all numbers little-endian:
//
//     char[8]   "TMSTATE\n"
//     uint32    1, the version of this format
//     uint32    length of the stage's name; then the name
//     uint32    version of the stage's own part, see StateVersion
//     uint64    hash of the stage's parameters, given or default
//     blocks:   uint32 size, from 1 to 1 MiB; uint64 checksum; the bytes of the stage's own part
//     uint32    0: no more blocks; uint64: the number of bytes of the stage's own part
//
// A checksum covers its block and all before it, so that none can be missing, or be in the wrong
// place. It is HashState below: made to find damage, not malice.
//
// One thread at a time. What goes wrong is thrown as an Error.
#ifndef TEXTMILL_STATE_HPP_
#define TEXTMILL_STATE_HPP_

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "error.hpp"
#include "extensions.h"

namespace textmill {

// Eight bytes at a time; the last ones are filled up with zeros, and the size is mixed in first.
inline uint64_t HashState(uint64_t seed, const char* data, size_t size) {
  uint64_t h = (seed ^ size) * 0x9e3779b97f4a7c15u;
  for (size_t i = 0; i < size; i += 8) {
    uint64_t word = 0;
    std::memcpy(&word, data + i, size - i < 8 ? size - i : 8);
    h = (h ^ word) * 0xff51afd7ed558ccdu;
    h ^= h >> 32;
  }
  return h;
}

namespace internal {
inline constexpr char kStateMagic[] = "TMSTATE\n";
inline constexpr uint32_t kStateFormat = 1;
inline constexpr uint32_t kStateBlock = 1 << 20;

// What a state belongs to.
struct StateOwner {
  std::string_view stage;
  uint32_t version;
  uint64_t parameters;
};
}  // namespace internal

class StateWriter {
 public:
  StateWriter(const textmill_state_writer* to, const internal::StateOwner& owner) : to_(to) {
    std::string head(internal::kStateMagic, 8);
    const auto add = [&head](auto v) { head.append(reinterpret_cast<const char*>(&v), sizeof v); };
    add(internal::kStateFormat);
    add(static_cast<uint32_t>(owner.stage.size()));
    head += owner.stage;
    add(owner.version);
    add(owner.parameters);
    Write(head.data(), head.size());
    hash_ = HashState(0, head.data(), head.size());
  }
  StateWriter(const StateWriter&) = delete;
  StateWriter& operator=(const StateWriter&) = delete;

  // A number, or a struct of numbers without padding.
  template <class T>
  void Put(const T& value) {
    static_assert(std::is_trivially_copyable_v<T> && !std::is_pointer_v<T>);
    PutRaw(&value, sizeof value);
  }
  // Bytes of any number, which is kept with them.
  void PutBytes(std::string_view bytes) {
    Put(static_cast<uint64_t>(bytes.size()));
    PutRaw(bytes.data(), bytes.size());
  }
  // Bytes whose number the reader knows.
  void PutRaw(const void* data, size_t size) {
    const char* from = static_cast<const char*>(data);
    while (size > 0) {
      const size_t n = size < internal::kStateBlock - block_.size()
                           ? size
                           : internal::kStateBlock - block_.size();
      block_.append(from, n);
      from += n;
      size -= n;
      if (block_.size() == internal::kStateBlock) Flush();
    }
  }
  // By the trampoline, when all was put.
  void End() {
    Flush();
    const uint32_t none = 0;
    Write(&none, sizeof none);
    Write(&total_, sizeof total_);
  }

 private:
  void Flush() {
    if (block_.empty()) return;
    const auto size = static_cast<uint32_t>(block_.size());
    hash_ = HashState(hash_, block_.data(), block_.size());
    Write(&size, sizeof size);
    Write(&hash_, sizeof hash_);
    Write(block_.data(), block_.size());
    total_ += size;
    block_.clear();
  }
  void Write(const void* data, size_t size) {
    textmill_error error{};
    const int32_t code = to_->write(to_->self, data, size, &error);
    if (code != TEXTMILL_OK) throw Error(error.message, code).Hint(error.hint);
  }

  const textmill_state_writer* to_;
  std::string block_;
  uint64_t hash_ = 0, total_ = 0;
};

class StateReader {
 public:
  // Reads the head, and throws when it is not of `owner`.
  StateReader(const textmill_state_reader* from, const internal::StateOwner& owner) : from_(from) {
    std::string head(8, '\0');
    Read(head.data(), 8);
    if (head != std::string_view(internal::kStateMagic, 8))
      throw Error("this is not a saved state");
    const auto take = [&](auto v) {
      Read(&v, sizeof v);
      head.append(reinterpret_cast<const char*>(&v), sizeof v);
      return v;
    };
    if (const uint32_t format = take(uint32_t{}); format != internal::kStateFormat) {
      throw Error("the state has format " + std::to_string(format) +
                  "; this version reads format " + std::to_string(internal::kStateFormat));
    }
    const uint32_t size = take(uint32_t{});
    if (size > 1000) throw Damaged();
    std::string stage(size, '\0');
    Read(stage.data(), size);
    head += stage;
    if (stage != owner.stage)
      throw Error("the state is one of `" + stage + "`, not of `" + std::string(owner.stage) + "`");
    if (const uint32_t version = take(uint32_t{}); version != owner.version) {
      throw Error("the state was saved by another version of `" + stage + "` (state version " +
                  std::to_string(version) + ", this one reads " + std::to_string(owner.version) +
                  ")")
          .Hint("Run the pipeline from the beginning.");
    }
    if (take(uint64_t{}) != owner.parameters) {
      throw Error("the state was saved with other parameters")
          .Hint(
              "Give the step the parameters that it had, or run the pipeline from the beginning.");
    }
    hash_ = HashState(0, head.data(), head.size());
  }
  StateReader(const StateReader&) = delete;
  StateReader& operator=(const StateReader&) = delete;

  template <class T>
  T Take() {
    static_assert(std::is_trivially_copyable_v<T> && !std::is_pointer_v<T>);
    T value;
    TakeRaw(&value, sizeof value);
    return value;
  }
  std::string TakeBytes() {
    auto left = Take<uint64_t>();
    std::string bytes;
    while (left > 0) {  // piece by piece: the number may be anything in a state that was forged
      const size_t n =
          left < internal::kStateBlock ? static_cast<size_t>(left) : size_t{internal::kStateBlock};
      const size_t before = bytes.size();
      bytes.resize(before + n);
      TakeRaw(bytes.data() + before, n);
      left -= n;
    }
    return bytes;
  }
  void TakeRaw(void* data, size_t size) {
    char* to = static_cast<char*>(data);
    while (size > 0) {
      if (at_ == block_.size() && !NextBlock())
        throw Error("the saved state ends too early: it is not one of this stage's");
      const size_t n = size < block_.size() - at_ ? size : block_.size() - at_;
      std::memcpy(to, block_.data() + at_, n);
      at_ += n;
      to += n;
      size -= n;
    }
  }
  // By the trampoline, when all was taken.
  void End() {
    if (at_ < block_.size() || NextBlock())
      throw Error("the saved state holds more than this stage knows of");
  }

 private:
  static Error Damaged() { return Error("the saved state is damaged"); }
  bool NextBlock() {
    uint32_t size = 0;
    uint64_t sum = 0;
    if (ended_) return false;
    Read(&size, sizeof size);
    Read(&sum, sizeof sum);
    if (size > internal::kStateBlock) throw Damaged();
    block_.resize(size);
    at_ = 0;
    if (size == 0) {
      ended_ = true;
      if (sum != total_) throw Damaged();
      return false;
    }
    Read(block_.data(), size);
    hash_ = HashState(hash_, block_.data(), size);
    if (hash_ != sum) throw Damaged();
    total_ += size;
    return true;
  }
  void Read(void* data, size_t size) {
    textmill_error error{};
    uint64_t got = 0;
    const int32_t code = from_->read(from_->self, data, size, &got, &error);
    if (code != TEXTMILL_OK) throw Error(error.message, code).Hint(error.hint);
    if (got != size) throw Error("the saved state is cut off: it ends too early");
  }

  const textmill_state_reader* from_;
  std::string block_;
  size_t at_ = 0;
  uint64_t hash_ = 0, total_ = 0;
  bool ended_ = false;
};

}  // namespace textmill

#endif  // TEXTMILL_STATE_HPP_
