#include "core/isolate/packed.h"

#include <algorithm>
#include <limits>
#include <new>
#include <utility>
#include <vector>

namespace textmill::core {
namespace {

constexpr int kDeepest = 32;
constexpr int64_t kMostRows = std::numeric_limits<int32_t>::max();

size_t BitBytes(int64_t rows) { return static_cast<size_t>((rows + 7) / 8); }
bool IsBytes(const Field& field) { return field.format == "u" || field.format == "z"; }

// What an unpacked array keeps alive.
struct Holder {
  const void* buffers[3] = {nullptr, nullptr, nullptr};
  std::vector<ArrowArray> children;
  std::vector<ArrowArray*> pointers;
  std::shared_ptr<const void> owner;
};

void ReleaseHolder(ArrowArray* array) {
  auto* holder = static_cast<Holder*>(array->private_data);
  for (ArrowArray& child : holder->children) {
    if (child.release != nullptr) child.release(&child);
  }
  delete holder;
  array->release = nullptr;
}

}  // namespace

char* Packer::Room(size_t size, size_t alignment) {
  const size_t begin = (size_ + alignment - 1) / alignment * alignment;
  char* memory = memory_->Room(begin + size);
  if (memory == nullptr) throw std::bad_alloc();
  std::memset(memory + size_, 0, begin - size_);
  size_ = begin + size;
  return memory + begin;
}

char* Packer::Sized(size_t size) {
  Put<uint64_t>(size);
  return Room(size, kBuffer);
}

void Packer::PutBytes(std::string_view bytes) {
  char* to = Sized(bytes.size());
  if (!bytes.empty()) std::memcpy(to, bytes.data(), bytes.size());
}

void Packer::PutAgain(std::string_view packed) {
  std::memcpy(Room(packed.size(), kBuffer), packed.data(), packed.size());
}

void Packer::PutField(const Field& field) {
  PutBytes(field.name);
  PutBytes(field.format);
  Put<uint64_t>(field.metadata.size());
  for (const auto& [key, value] : field.metadata) {
    PutBytes(key);
    PutBytes(value);
  }
  Put<uint64_t>(field.children.size());
  for (const Field& child : field.children) PutField(child);
}

void Packer::PutArray(const Field& field, const ArrowArray& array) {
  PutRows(field, array, 0, array.length);
}

// `begin` counts from the array's own offset.
void Packer::PutRows(const Field& field, const ArrowArray& array, int64_t begin, int64_t rows) {
  begin += array.offset;
  const bool nulls = array.null_count != 0 && array.n_buffers > 0 && array.buffers[0] != nullptr;
  Put(rows);
  Put<uint8_t>(nulls && rows > 0 ? 1 : 0);
  if (nulls && rows > 0) PutBits(array.buffers[0], begin, rows);
  if (IsBytes(field) || field.format == "+l") {
    const int32_t zero = 0;
    const int32_t* ends = rows > 0 ? static_cast<const int32_t*>(array.buffers[1]) + begin : &zero;
    const int32_t first = ends[0], last = ends[rows];
    char* to = Sized(static_cast<size_t>(rows + 1) * sizeof(int32_t));
    if (first == 0) {
      std::memcpy(to, ends, static_cast<size_t>(rows + 1) * sizeof(int32_t));
    } else {
      for (int64_t i = 0; i <= rows; ++i) {
        const int32_t end = ends[i] - first;
        std::memcpy(to + i * static_cast<int64_t>(sizeof end), &end, sizeof end);
      }
    }
    if (field.format == "+l") {
      PutRows(field.children[0], *array.children[0], first, last - first);
    } else if (last > first) {
      PutBytes(
          {static_cast<const char*>(array.buffers[2]) + first, static_cast<size_t>(last - first)});
    } else {
      PutBytes({});
    }
  } else if (field.format == "+s") {
    for (size_t k = 0; k < field.children.size(); ++k)
      PutRows(field.children[k], *array.children[k], begin, rows);
  } else if (rows == 0) {
    PutBytes({});
  } else if (field.format == "b") {
    PutBits(array.buffers[1], begin, rows);
  } else {
    const auto width = static_cast<size_t>(FixedWidth(field.format));
    PutBytes({static_cast<const char*>(array.buffers[1]) + static_cast<size_t>(begin) * width,
              static_cast<size_t>(rows) * width});
  }
}

void Packer::PutBits(const void* bits, int64_t begin, int64_t rows) {
  const auto* from = static_cast<const uint8_t*>(bits) + begin / 8;
  const int shift = static_cast<int>(begin % 8);
  const size_t n = BitBytes(rows);
  const size_t there = BitBytes(shift + rows);
  auto* to = reinterpret_cast<uint8_t*>(Sized(n));
  if (shift == 0) {
    std::memcpy(to, from, n);
    return;
  }
  for (size_t i = 0; i < n; ++i) {
    const unsigned low = from[i] >> shift;
    const unsigned high = i + 1 < there ? static_cast<unsigned>(from[i + 1]) << (8 - shift) : 0;
    to[i] = static_cast<uint8_t>(low | high);
  }
}

std::string_view Unpacker::Take(uint64_t size, size_t alignment) {
  const size_t begin = (at_ + alignment - 1) / alignment * alignment;
  if (!ok_ || begin > bytes_.size() || size > bytes_.size() - begin) {
    ok_ = false;
    return {};
  }
  at_ = begin + size;
  return bytes_.substr(begin, size);
}

std::string_view Unpacker::GetBytes() {
  const auto size = Get<uint64_t>();
  return Take(size, 64);
}

Field Unpacker::GetField(int depth) {
  Field field;
  if (depth > kDeepest) Fail();
  field.name = GetBytes();
  field.format = GetBytes();
  for (auto n = Get<uint64_t>(); ok_ && n > 0; --n) {
    const std::string_view key = GetBytes();
    field.metadata.emplace_back(key, GetBytes());
  }
  for (auto n = Get<uint64_t>(); ok_ && n > 0; --n) field.children.push_back(GetField(depth + 1));
  return field;
}

// Offsets that begin at 0 and ascend; `end` is the last.
const void* Unpacker::GetOffsets(int64_t rows, int64_t* end) {
  const std::string_view bytes = GetBytes();
  if (!ok_ || bytes.size() != static_cast<size_t>(rows + 1) * sizeof(int32_t)) {
    Fail();
    return nullptr;
  }
  const auto* ends = reinterpret_cast<const int32_t*>(bytes.data());
  bool ascend = ends[0] == 0;
  for (int64_t i = 0; i < rows; ++i) ascend &= ends[i] <= ends[i + 1];
  *end = ends[rows];
  if (!ascend) Fail();
  return ends;
}

void Unpacker::GetArray(const Field& field, ArrowArray* out) {
  *out = {};
  GetRows(field, out);
  if (!ok_ && out->release != nullptr) out->release(out);
}

bool Unpacker::GetRows(const Field& field, ArrowArray* out) {
  const auto rows = Get<int64_t>();
  const bool nulls = Get<uint8_t>() != 0;
  if (!ok_ || rows < 0 || rows > kMostRows) return Fail();
  auto holder = std::make_unique<Holder>();
  holder->owner = owner_;
  holder->children.resize(field.children.size());
  for (ArrowArray& child : holder->children) holder->pointers.push_back(&child);
  *out = {};
  out->length = rows;
  out->null_count = nulls ? -1 : 0;
  out->n_buffers = 1;
  out->buffers = holder->buffers;
  out->n_children = static_cast<int64_t>(holder->children.size());
  out->children = holder->pointers.data();
  out->release = ReleaseHolder;
  Holder* const has = holder.get();
  out->private_data = holder.release();

  if (nulls) {
    const std::string_view bits = GetBytes();
    if (!ok_ || bits.size() != BitBytes(rows)) return Fail();
    has->buffers[0] = bits.data();
  }
  if (field.format == "+s") {
    for (size_t k = 0; ok_ && k < field.children.size(); ++k) {
      GetRows(field.children[k], &has->children[k]);
      if (ok_ && has->children[k].length != rows) return Fail();
    }
    return ok_;
  }
  out->n_buffers = IsBytes(field) ? 3 : 2;
  if (IsBytes(field) || field.format == "+l") {
    int64_t end = 0;
    has->buffers[1] = GetOffsets(rows, &end);
    if (!ok_) return false;
    if (field.format == "+l") {
      if (field.children.size() != 1) return Fail();
      GetRows(field.children[0], &has->children[0]);
      return ok_ && has->children[0].length == end ? true : Fail();
    }
    const std::string_view bytes = GetBytes();
    has->buffers[2] = bytes.data();
    return ok_ && static_cast<int64_t>(bytes.size()) == end ? true : Fail();
  }
  const int64_t width = FixedWidth(field.format);
  if (width == 0 && field.format != "b") return Fail();
  const std::string_view values = GetBytes();
  const size_t wanted = width == 0 ? BitBytes(rows) : static_cast<size_t>(rows * width);
  has->buffers[1] = values.data();
  return ok_ && values.size() == wanted ? true : Fail();
}

}  // namespace textmill::core
