#include "core/expr/values.h"

#include <algorithm>

#include "textmill/view.hpp"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace textmill::core::expr {
namespace {

// Every byte but 10xxxxxx begins a character.
bool BeginsCharacter(char byte) { return static_cast<int8_t>(byte) > -65; }

#if defined(__SSE2__)
// In `blocks` blocks of 16 bytes, at most 255.
int64_t CountInBlocks(const char* p, int64_t blocks) {
  __m128i counts = _mm_setzero_si128();  // one byte per column of the blocks
  for (int64_t i = 0; i < blocks; ++i) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p + 16 * i));
    counts = _mm_sub_epi8(counts, _mm_cmpgt_epi8(bytes, _mm_set1_epi8(-65)));
  }
  const __m128i halves = _mm_sad_epu8(counts, _mm_setzero_si128());
  return _mm_cvtsi128_si64(halves) + _mm_cvtsi128_si64(_mm_unpackhi_epi64(halves, halves));
}
#endif

}  // namespace

int64_t CountCharacters(std::string_view text, int64_t enough) {
  int64_t count = 0;
  const char* p = text.data();
  const char* const end = p + text.size();
#if defined(__SSE2__)
  while (end - p >= 16 && count < enough) {
    const int64_t blocks = std::min<int64_t>({(end - p) / 16, 255, (enough - count) / 16 + 1});
    count += CountInBlocks(p, blocks);
    p += 16 * blocks;
  }
#endif
  for (; p != end && count < enough; ++p) count += BeginsCharacter(*p);
  return count;
}

template <class From, class To>
void Numbers::Widen(const ArrowArray& column, int64_t rows) {
  const PrimitiveView<From> view(&column, 0, rows);
  auto& out = own_.emplace<std::vector<To>>(static_cast<size_t>(rows));
  for (int64_t i = 0; i < rows; ++i)
    out[static_cast<size_t>(i)] = static_cast<To>(view[i]);  // NOLINT(bugprone-signed-char-misuse)
  rows_ = out.data();
}

void Numbers::Instants(const ArrowArray& column, int64_t rows, int64_t unit) {
  const PrimitiveView<int64_t> view(&column, 0, rows);
  auto& out = own_.emplace<std::vector<Nanos>>(static_cast<size_t>(rows));
  for (int64_t i = 0; i < rows; ++i) out[static_cast<size_t>(i)] = Nanos{view[i]} * unit;
  rows_ = out.data();
}

void Numbers::Lengths(ValueKind type, const ArrowArray& column, int64_t rows, const uint8_t* wanted,
                      int64_t enough) {
  auto& out = own_.emplace<std::vector<int64_t>>(static_cast<size_t>(rows));
  if (type == ValueKind::kList) {
    const ListView view(&column, 0, rows);
    for (int64_t i = 0; i < rows; ++i) out[static_cast<size_t>(i)] = view.end(i) - view.begin(i);
  } else {
    const BytesView view(&column, 0, rows);
    for (int64_t i = 0; i < rows; ++i)
      if (wanted[i] != 0) out[static_cast<size_t>(i)] = CountCharacters(view[i], enough);
  }
  rows_ = out.data();
}

Numbers::Numbers(const Operand& operand, const ArrowArray& column, int64_t rows,
                 const uint8_t* wanted, int64_t enough) {
  if (operand.kind == Operand::Kind::kLength) {
    Lengths(operand.type, column, rows, wanted, enough);
  } else {
    Values(operand.type, column, rows);
  }
}

void Numbers::Values(ValueKind type, const ArrowArray& column, int64_t rows) {
  const auto* values = column.buffers[1];
  switch (type) {
    case ValueKind::kBool: {
      const BoolView view(&column, 0, rows);
      auto& out = own_.emplace<std::vector<int64_t>>(static_cast<size_t>(rows));
      for (int64_t i = 0; i < rows; ++i) out[static_cast<size_t>(i)] = view[i];
      rows_ = out.data();
      return;
    }
    case ValueKind::kInt8:
      return Widen<int8_t, int64_t>(column, rows);
    case ValueKind::kUInt8:
      return Widen<uint8_t, int64_t>(column, rows);
    case ValueKind::kInt16:
      return Widen<int16_t, int64_t>(column, rows);
    case ValueKind::kUInt16:
      return Widen<uint16_t, int64_t>(column, rows);
    case ValueKind::kInt32:
      return Widen<int32_t, int64_t>(column, rows);
    case ValueKind::kUInt32:
      return Widen<uint32_t, int64_t>(column, rows);
    case ValueKind::kInt64:
      rows_ = static_cast<const int64_t*>(values) + column.offset;
      return;
    case ValueKind::kUInt64:
      rows_ = static_cast<const uint64_t*>(values) + column.offset;
      return;
    case ValueKind::kFloat32:
      return Widen<float, double>(column, rows);
    case ValueKind::kFloat64:
      rows_ = static_cast<const double*>(values) + column.offset;
      return;
    case ValueKind::kSeconds:
      return Instants(column, rows, 1000000000);
    case ValueKind::kMillis:
      return Instants(column, rows, 1000000);
    case ValueKind::kMicros:
      return Instants(column, rows, 1000);
    case ValueKind::kNanos:
      return Instants(column, rows, 1);
    default:
      return;  // no number: the check lets none through
  }
}

}  // namespace textmill::core::expr
