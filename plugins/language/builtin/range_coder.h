// An adaptive binary range coder: yes/no questions cost as many bits as their answers surprise.
//
// Encoder and Decoder have the same face, so that one function describes a format for both: it
// passes the answer when it encodes, and takes it from the result when it decodes.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_RANGE_CODER_H_
#define TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_RANGE_CODER_H_

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace textmill::language {

// How likely an answer is no: the mean of a quick and a slow guess.
class BitModel {
 public:
  uint32_t no() const { return (quick_ + slow_) >> 1 | 1; }  // of 65536
  void Learn(bool answer) {
    if (answer) {
      quick_ -= quick_ >> 4;
      slow_ -= slow_ >> 7;
    } else {
      quick_ += (0xFFFF - quick_) >> 4;
      slow_ += (0xFFFF - slow_) >> 7;
    }
  }

 private:
  uint32_t quick_ = 0x8000, slow_ = 0x8000;
};

class Encoder {
 public:
  static constexpr bool kDecodes = false;
  bool Bit(BitModel& model, bool answer) {
    const uint32_t bound = (range_ >> 16) * model.no();
    if (answer) {
      low_ += bound;
      range_ -= bound;
    } else {
      range_ = bound;
    }
    model.Learn(answer);
    while (range_ < 1U << 24) {
      range_ <<= 8;
      ShiftLow();
    }
    return answer;
  }
  bool failed() const { return false; }
  std::string Finish() {
    for (int i = 0; i < 5; ++i) ShiftLow();
    return std::move(out_);
  }

 private:
  void ShiftLow() {
    if (low_ < 0xFF000000U || low_ > 0xFFFFFFFFU) {
      const auto carry = static_cast<char>(low_ >> 32);
      if (started_) out_ += static_cast<char>(cache_ + carry);
      for (; pending_ > 0; --pending_) out_ += static_cast<char>(0xFF + carry);
      cache_ = static_cast<char>(low_ >> 24);
      started_ = true;
    } else {
      ++pending_;
    }
    low_ = (low_ & 0xFFFFFF) << 8;
  }

  std::string out_;
  uint64_t low_ = 0, pending_ = 0;
  uint32_t range_ = 0xFFFFFFFF;
  char cache_ = 0;
  bool started_ = false;
};

// Reads zeros beyond the end, and says so: a file that is cut off does not go unnoticed.
class Decoder {
 public:
  static constexpr bool kDecodes = true;
  explicit Decoder(std::string_view in) : in_(in) {
    for (int i = 0; i < 4; ++i) code_ = code_ << 8 | Next();
  }
  bool Bit(BitModel& model, bool = false) {
    const uint32_t bound = (range_ >> 16) * model.no();
    const bool answer = code_ >= bound;
    if (answer) {
      code_ -= bound;
      range_ -= bound;
    } else {
      range_ = bound;
    }
    model.Learn(answer);
    while (range_ < 1U << 24) {
      range_ <<= 8;
      code_ = code_ << 8 | Next();
    }
    return answer;
  }
  bool failed() const { return at_ > in_.size() + 4; }
  bool at_end() const { return at_ + 1 >= in_.size(); }

 private:
  uint32_t Next() {
    const size_t at = at_++;
    return at < in_.size() ? static_cast<unsigned char>(in_[at]) : 0;
  }

  std::string_view in_;
  size_t at_ = 0;
  uint32_t range_ = 0xFFFFFFFF, code_ = 0;
};

// Numbers of any size, small ones cheaper when they are frequent.
class NumberModel {
 public:
  template <class Coder>
  uint32_t Code(Coder& coder, uint32_t number = 0) {
    size_t width = 0;
    const auto want = static_cast<size_t>(std::bit_width(number));
    while (width < 32 && coder.Bit(widths_[width], width < want)) ++width;
    if (width < 2) return static_cast<uint32_t>(width);
    uint32_t out = 1;
    for (size_t i = width - 1; i-- > 0;) {
      // The upper bits are learned one by one, the others by their place.
      BitModel& model = out < 16 ? uppers_[width][out] : lowers_[width][i];
      out = out << 1 | (coder.Bit(model, (number >> i & 1) != 0) ? 1 : 0);
    }
    return out;
  }

 private:
  std::array<BitModel, 33> widths_;
  std::array<std::array<BitModel, 16>, 33> uppers_;
  std::array<std::array<BitModel, 32>, 33> lowers_;
};

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_RANGE_CODER_H_
