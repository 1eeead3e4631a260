// Codes symbols by how often each occurs in its context: an asymmetric numeral system (Duda's rANS)
// whose tables stand before what is coded. Reading takes a look-up and a multiplication a symbol.
//
// All coders have the same face, so that one function describes a format: it passes the symbols
// when it writes, and takes them from the result when it reads. Writing takes two passes, first
// with a Counter, then with an Encoder that has the tables from it.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_SYMBOL_CODER_H_
#define TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_SYMBOL_CODER_H_

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace textmill::language {

// How many contexts a format has: for answers of yes and no, and for symbols below 256.
struct Contexts {
  size_t bits = 0, symbols = 0;
};

// What is coded in a context has shares of kWhole.
struct CodeTables {
  static constexpr uint32_t kScale = 12, kWhole = 1U << kScale;
  using Starts = std::array<uint16_t, 257>;

  std::vector<uint16_t> no;    // by context of bits: the share of no
  std::vector<Starts> starts;  // by context of symbols: where the share of each begins
};

class Counter {
 public:
  static constexpr bool kDecodes = false;
  explicit Counter(Contexts contexts) : bits_(contexts.bits), symbols_(contexts.symbols) {}
  bool Bit(size_t context, bool answer) {
    ++bits_[context][answer ? 1 : 0];
    return answer;
  }
  uint8_t Symbol(size_t context, uint8_t symbol) {
    ++symbols_[context][symbol];
    return symbol;
  }
  uint32_t Raw(uint32_t, uint32_t bits) { return bits; }
  bool failed() const { return false; }
  CodeTables Tables() const;

 private:
  std::vector<std::array<uint64_t, 2>> bits_;
  std::vector<std::array<uint64_t, 256>> symbols_;
};

class Encoder {
 public:
  static constexpr bool kDecodes = false;
  explicit Encoder(CodeTables tables);
  bool Bit(size_t context, bool answer) {
    const uint32_t no = tables_.no[context];
    Push(answer ? no : 0, answer ? CodeTables::kWhole - no : no, CodeTables::kScale);
    return answer;
  }
  uint8_t Symbol(size_t context, uint8_t symbol) {
    const CodeTables::Starts& starts = tables_.starts[context];
    Push(starts[symbol], static_cast<uint32_t>(starts[symbol + 1U] - starts[symbol]),
         CodeTables::kScale);
    return symbol;
  }
  uint32_t Raw(uint32_t size, uint32_t bits) {
    Push(bits, 1, size);
    return bits;
  }
  bool failed() const { return false; }
  std::string Finish() const;

 private:
  struct Step {
    uint16_t start, share;
    uint8_t scale;
  };
  void Push(uint32_t start, uint32_t share, uint32_t scale) {
    steps_.push_back(
        {static_cast<uint16_t>(start), static_cast<uint16_t>(share), static_cast<uint8_t>(scale)});
  }
  CodeTables tables_;
  std::vector<Step> steps_;
};

// Reads zeros beyond the end, and says so: data that is cut off does not go unnoticed.
class Decoder {
 public:
  static constexpr bool kDecodes = true;
  static constexpr uint64_t kFirstState = uint64_t{1} << 31;

  Decoder(std::string_view in, Contexts contexts);
  bool Bit(size_t context, bool = false) {
    const uint32_t no = no_[context], at = state_ & (CodeTables::kWhole - 1);
    const bool answer = at >= no;
    const uint32_t share = answer ? CodeTables::kWhole - no : no;
    state_ = (state_ >> CodeTables::kScale) * share + at - (answer ? no : 0);
    Refill();
    return answer;
  }
  uint8_t Symbol(size_t context, uint8_t = 0) {
    const SymbolTable& table = symbols_[context];
    const uint32_t at = state_ & (CodeTables::kWhole - 1);
    const uint8_t symbol = table.symbols[at];
    const uint32_t start = table.starts[symbol], share = table.starts[symbol + 1U] - start;
    state_ = (state_ >> CodeTables::kScale) * share + at - start;
    Refill();
    return symbol;
  }
  // At most 16 bits.
  uint32_t Raw(uint32_t size, uint32_t = 0) {
    const auto bits = static_cast<uint32_t>(state_ & ((uint64_t{1} << size) - 1));
    state_ >>= size;
    Refill();
    return bits;
  }
  bool failed() const { return failed_; }
  // All was read and fits together.
  bool Finished() const { return !failed_ && at_ == in_.size() && state_ == kFirstState; }

 private:
  struct SymbolTable {
    std::array<uint8_t, CodeTables::kWhole> symbols{};
    CodeTables::Starts starts{};
  };
  void Refill() {
    if (state_ < kFirstState) [[unlikely]]
      state_ = state_ << 32 | Next();
  }
  __attribute__((noinline, cold)) uint32_t Next();

  std::string_view in_;
  size_t at_ = 0;
  uint64_t state_ = 0;
  bool failed_ = false;
  std::vector<uint16_t> no_;
  std::vector<SymbolTable> symbols_;
};

// Writes with two passes of `code(coder)`.
template <class Code>
std::string EncodeWith(Contexts contexts, Code code) {
  Counter counter(contexts);
  code(counter);
  Encoder encoder(counter.Tables());
  code(encoder);
  return encoder.Finish();
}

// A number of any size: how many bits it has as a symbol, then those below the first.
template <class Coder>
uint32_t CodeNumber(Coder& coder, size_t context, uint32_t number = 0) {
  const uint32_t width = coder.Symbol(context, static_cast<uint8_t>(std::bit_width(number)));
  if (width < 2 || width > 32) return width == 1 ? 1 : 0;
  constexpr uint32_t kMostRaw = 16;
  uint32_t out = 1;
  for (uint32_t left = width - 1; left > 0;) {
    const uint32_t size = std::min(left, kMostRaw);
    left -= size;
    out = out << size | coder.Raw(size, number >> left & ((1U << size) - 1));
  }
  return out;
}

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_SYMBOL_CODER_H_
