#include "plugins/lib/language-model/symbol_coder.h"

#include <numeric>
#include <utility>

namespace textmill::language {
namespace {

constexpr uint32_t kWhole = CodeTables::kWhole;

// Shares of kWhole, at least 1 for what occurs at all.
CodeTables::Starts SharesOf(const std::array<uint64_t, 256>& counts) {
  const uint64_t total = std::accumulate(counts.begin(), counts.end(), uint64_t{0});
  CodeTables::Starts starts{};
  if (total == 0) return starts;
  std::array<uint32_t, 256> shares{};
  uint32_t sum = 0;
  for (size_t s = 0; s < counts.size(); ++s) {
    if (counts[s] == 0) continue;
    shares[s] = std::max(1U, static_cast<uint32_t>((counts[s] * kWhole + total / 2) / total));
    sum += shares[s];
  }
  // The rounding is at the cost of those that have most.
  for (; sum > kWhole; --sum) --*std::max_element(shares.begin(), shares.end());
  *std::max_element(shares.begin(), shares.end()) += kWhole - sum;
  for (size_t s = 0; s < counts.size(); ++s) {
    starts[s + 1] = static_cast<uint16_t>(starts[s] + shares[s]);
  }
  return starts;
}

// The tables by themselves: contexts that do not occur cost a bit.
template <class Coder>
void CodeBitTable(Coder& coder, uint16_t& no) {
  if (coder.Raw(1, no > 0 ? 1 : 0) == 0) return;
  no = static_cast<uint16_t>(coder.Raw(CodeTables::kScale, no));
}

template <class Coder>
void CodeSymbolTable(Coder& coder, CodeTables::Starts& starts) {
  if (coder.Raw(1, starts.back() > 0 ? 1 : 0) == 0) return;
  uint32_t last = 255;  // symbol that occurs
  while (!Coder::kDecodes && starts[last] == kWhole) --last;
  last = coder.Raw(8, last);
  for (uint32_t s = 0; s < 256; ++s) {
    uint32_t share = starts[s + 1U] - static_cast<uint32_t>(starts[s]);
    if (s <= last) {
      const uint32_t width = coder.Raw(4, static_cast<uint32_t>(std::bit_width(share)));
      share = width < 2
                  ? width
                  : 1U << (width - 1) | coder.Raw(width - 1, share & ((1U << (width - 1)) - 1));
    } else {
      share = 0;
    }
    starts[s + 1U] = static_cast<uint16_t>(std::min(starts[s] + share, kWhole));
  }
}

}  // namespace

CodeTables Counter::Tables() const {
  CodeTables tables;
  for (const auto& [no, yes] : bits_) {
    const uint64_t total = no + yes;
    const uint64_t share = total == 0 ? 0 : (no * kWhole + total / 2) / total;
    tables.no.push_back(total == 0
                            ? uint16_t{0}
                            : static_cast<uint16_t>(std::clamp<uint64_t>(share, 1, kWhole - 1)));
  }
  for (const auto& counts : symbols_) tables.starts.push_back(SharesOf(counts));
  return tables;
}

Encoder::Encoder(CodeTables tables) : tables_(std::move(tables)) {
  for (uint16_t& no : tables_.no) CodeBitTable(*this, no);
  for (CodeTables::Starts& starts : tables_.starts) CodeSymbolTable(*this, starts);
}

std::string Encoder::Finish() const {
  std::vector<uint32_t> words;
  uint64_t state = Decoder::kFirstState;
  for (auto step = steps_.rbegin(); step != steps_.rend(); ++step) {
    const uint64_t most = (Decoder::kFirstState >> step->scale << 32) * step->share;
    if (state >= most) {
      words.push_back(static_cast<uint32_t>(state));
      state >>= 32;
    }
    state = (state / step->share << step->scale) + state % step->share + step->start;
  }
  words.push_back(static_cast<uint32_t>(state));
  words.push_back(static_cast<uint32_t>(state >> 32));
  std::string out;
  for (auto word = words.rbegin(); word != words.rend(); ++word) {
    for (int i = 0; i < 4; ++i) out += static_cast<char>(*word >> (8 * i));
  }
  return out;
}

Decoder::Decoder(std::string_view in, Contexts contexts) : in_(in) {
  state_ = uint64_t{Next()} << 32;
  state_ |= Next();
  CodeTables::Starts starts;
  no_.assign(contexts.bits, kWhole / 2);
  symbols_.resize(contexts.symbols);
  for (uint16_t& no : no_) {
    CodeBitTable(*this, no);
    failed_ = failed_ || no == 0;
  }
  for (SymbolTable& table : symbols_) {
    starts.fill(0);
    CodeSymbolTable(*this, starts);
    if (starts.back() == 0) std::fill(starts.begin() + 1, starts.end(), uint16_t{kWhole});
    failed_ = failed_ || starts.back() != kWhole;
    table.starts = starts;
    for (size_t s = 0; s < 256; ++s) {
      std::fill(table.symbols.begin() + starts[s], table.symbols.begin() + starts[s + 1],
                static_cast<uint8_t>(s));
    }
  }
}

uint32_t Decoder::Next() {
  uint32_t word = 0;
  failed_ = failed_ || at_ + 4 > in_.size();
  for (size_t i = 0; i < 4 && at_ + i < in_.size(); ++i) {
    word |= uint32_t{static_cast<uint8_t>(in_[at_ + i])} << (8 * i);
  }
  at_ = std::min(at_ + 4, in_.size());
  return word;
}

}  // namespace textmill::language
