#include "plugins/lib/readers/text/whole_files.h"

#include <algorithm>
#include <memory>

#include "plugins/lib/io/byte_stream.h"
#include "plugins/lib/io/file.h"
#include "plugins/lib/io/record_ends.h"
#include "plugins/lib/io/record_files.h"

namespace textmill::readtext {
namespace {

// More than this is not kept from one file to the next.
constexpr size_t kSpare = 4 << 20;

// The file's content, decompressed, at the front of `memory`. Throws Error.
std::string_view ReadAll(const std::string& path, std::vector<char>& memory) {
  io::File file = io::File::Open(path);
  const io::File::Identity identity = file.Identify();
  if (identity.bytes > io::kMaxRecord) throw Error("it has grown beyond 64 MiB");
  size_t n = static_cast<size_t>(identity.bytes);
  if (memory.size() < n || memory.size() > n + kSpare) {
    std::vector<char>().swap(memory);
    memory.resize(n + 4096);
  }
  size_t got = file.ReadAt(0, memory.data(), n);
  const bool packed = io::PackingOf({memory.data(), got}) != io::Packing::kNone;
  if (identity.size_known() && !packed) {
    if (file.Identify() != identity) throw Error("it changed while it was read");
    return {memory.data(), got};
  }
  const auto stream = io::OpenStream(std::make_unique<io::StoredBytes>(std::move(file)), path);
  for (n = 0;; n += got) {
    if (n > io::kMaxRecord) throw Error("it is longer than 64 MiB");
    memory.resize(std::max(memory.size(), n + (64 << 10)));
    got = stream->Read(memory.data() + n, memory.size() - n);
    if (got == 0) return {memory.data(), n};
  }
}

}  // namespace

const std::vector<Input>& WholeFiles::List(const std::vector<Path>& path,
                                           const std::vector<std::string>& endings) {
  files_ = io::ExpandInputs(path, {endings, false});
  next_ = 0;
  return files_.inputs;
}

bool WholeFiles::NextUnit(Unit& unit) {
  if (next_ == files_.inputs.size()) return false;
  unit.input = next_;
  unit.consumed = static_cast<uint64_t>(std::max<int64_t>(files_.inputs[next_].bytes, 0));
  // Places are those in the unpacked file, whose length nobody knows yet.
  unit.end = std::max<uint64_t>(unit.consumed, io::kMaxRecord);
  ++next_;
  return true;
}

bool WholeFiles::Read(const UnitView& unit, std::vector<char>& memory, std::string_view* bytes,
                      Rows& rows) const {
  if (unit.end() > io::kMaxRecord) {
    rows.Fail(0, unit.end(), io::TooLongMessage(unit.end()));
    return false;
  }
  try {
    if (files_.inputs[unit.input()].bytes < 0) throw Error("it is a pipe or a device, not a file");
    *bytes = ReadAll(files_.paths[unit.input()], memory);
  } catch (const Error& error) {
    rows.Fail(0, 0, "the file cannot be read: " + std::string(error.what()));
    return false;
  }
  return true;
}

void WholeFiles::ReadRecord(const UnitView& unit, uint64_t length, Buffer& bytes) const {
  if (length == 0) return;  // the file could not be read
  const size_t n = static_cast<size_t>(length > io::kMaxRecord ? io::kKeptOfLongRecord : length);
  if (length > io::kMaxRecord) {
    const io::File file = io::File::Open(files_.paths[unit.input()]);
    return bytes.Advance(file.ReadAt(0, bytes.Room(n), n));
  }
  std::vector<char> memory;
  const std::string_view content = ReadAll(files_.paths[unit.input()], memory);
  bytes.Append(content.data(), std::min(n, content.size()));
}

}  // namespace textmill::readtext
