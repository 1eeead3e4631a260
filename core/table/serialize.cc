#include "core/table/serialize.h"

#include <memory>
#include <utility>

#include "core/table/gather.h"

namespace textmill::core {
namespace {

size_t BitBytes(int64_t rows) { return static_cast<size_t>((rows + 7) / 8); }

void PutBytes(const void* bytes, size_t size, Buffer* out) {
  PutValue<uint64_t>(size, out);
  out->Append(bytes, size);
}

const void* TakeBytes(std::string_view* bytes) {
  const auto size = TakeValue<uint64_t>(bytes);
  Buffer copy;
  copy.Append(bytes->data(), size);
  bytes->remove_prefix(size);
  return copy.Release();
}

// The array has no offset and its offsets begin at 0: Gather has seen to it.
void Put(const Field& field, const ArrowArray& array, Buffer* out) {
  PutValue(array.length, out);
  PutValue(array.null_count, out);
  if (array.null_count != 0) PutBytes(array.buffers[0], BitBytes(array.length), out);
  const auto rows = static_cast<size_t>(array.length);
  if (field.format == "u" || field.format == "z" || field.format == "+l") {
    const auto* ends = static_cast<const int32_t*>(array.buffers[1]);
    PutBytes(ends, (rows + 1) * sizeof(int32_t), out);
    if (field.format != "+l") PutBytes(array.buffers[2], static_cast<size_t>(ends[rows]), out);
  } else if (field.format == "b") {
    PutBytes(array.buffers[1], BitBytes(array.length), out);
  } else if (field.format != "+s") {
    PutBytes(array.buffers[1], rows * static_cast<size_t>(FixedWidth(field.format)), out);
  }
  for (size_t k = 0; k < field.children.size(); ++k)
    Put(field.children[k], *array.children[k], out);
}

void Take(const Field& field, std::string_view* bytes, ArrowArray* out) {
  const auto rows = TakeValue<int64_t>(bytes);
  const auto nulls = TakeValue<int64_t>(bytes);
  auto holder = std::make_unique<internal::ArrayHolder>();
  if (nulls != 0) holder->buffers[0] = TakeBytes(bytes);
  int64_t n_buffers = 1;
  if (field.format != "+s") {
    holder->buffers[n_buffers++] = TakeBytes(bytes);
    if (field.format == "u" || field.format == "z") holder->buffers[n_buffers++] = TakeBytes(bytes);
  }
  holder->children.resize(field.children.size());
  for (size_t k = 0; k < field.children.size(); ++k)
    Take(field.children[k], bytes, &holder->children[k]);
  internal::ExportArray(std::move(holder), rows, nulls, n_buffers, out);
}

}  // namespace

void Serialize(const Field& field, const ArrowArray& array, Buffer* out) {
  const Array plain = Gather(field, {&array}, {{0, 0, array.length}});
  Put(field, *plain, out);
}

Array Deserialize(const Field& field, std::string_view* bytes) {
  ArrowArray array{};
  Take(field, bytes, &array);
  return Own(&array);
}

}  // namespace textmill::core
