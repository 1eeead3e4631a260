#include "plugins/lib/io/record_files.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>

#include "plugins/lib/io/line_cutter.h"
#include "plugins/lib/io/utf8.h"

namespace textmill::io {
namespace {

// More than this is not kept from one unit to the next.
constexpr size_t kSpare = 32 << 20;

// Content that is no text in UTF-8 at all is better refused at once than record by record.
void RefuseUnlessText(std::string_view front) {
  const char* kind = KnownAs(front);
  if (kind == nullptr) return;
  Error error("it is " + std::string(kind) + ", not text in UTF-8");
  if (std::string_view(kind).starts_with("UTF"))
    error.Hint("Convert it first, for instance with `iconv -f " + std::string(kind) +
               " -t UTF-8`.");
  throw error;
}

}  // namespace

const std::vector<Input>& RecordFiles::List(const std::vector<Path>& paths) {
  files_ = ExpandInputs(paths, rule_);
  identities_.assign(files_.paths.size(), {});
  cutter_.reset();
  current_ = 0;
  return files_.inputs;
}

bool RecordFiles::Next(uint64_t want_bytes, const std::function<bool()>& cancelled, Unit& unit) {
  for (; current_ < files_.paths.size(); ++current_, cutter_.reset()) {
    const auto fail = [&](const Error& why, uint64_t offset) {
      if (why.code() == TEXTMILL_CANCELLED) throw why;
      const uint32_t input = current_++;
      cutter_.reset();
      std::string message = path(input) == "-" ? "standard input" : "`" + path(input) + "`";
      message += " cannot be read";
      if (offset > 0) message += " beyond byte " + std::to_string(offset) + " of its content";
      InputFailed failed(message + ": " + why.what(), input, offset);
      failed.Hint(why.hint());
      throw failed;
    };
    try {
      if (cutter_ == nullptr) cutter_ = Open(current_, cancelled);
      if (!cutter_->Next(want_bytes, unit)) continue;
    } catch (const CutFailed& error) {
      fail(error, error.offset());
    } catch (const Error& error) {
      fail(error, 0);
    }
    unit.input = current_;
    return true;
  }
  return false;
}

std::unique_ptr<Cutter> RecordFiles::Open(uint32_t input, const std::function<bool()>& cancelled) {
  const std::string& path = files_.paths[input];
  File file;
  if (path == "-") {
    const int fd = ::dup(STDIN_FILENO);
    if (fd < 0) throw Error("it is closed", TEXTMILL_IO_ERROR);
    file = File(fd);
  } else {
    file = File::Open(path);
  }
  const File::Identity identity = identities_[input] = file.Identify();
  const bool by_position = identity.regular && path != "-";
  if (by_position && cuts_at_lines()) {
    char first[16];
    const std::string_view front(first, file.ReadAt(0, first, sizeof first));
    const bool named_packed = path.ends_with(".gz") || path.ends_with(".zst");
    if (PackingOf(front) == Packing::kNone && !named_packed) {
      RefuseUnlessText(front);
      return std::make_unique<LineCutter>(std::move(file), identity.bytes, cancelled);
    }
  }
  auto stream =
      OpenStream(std::make_unique<StoredBytes>(std::move(file), cancelled), files_.paths[input]);
  const bool again = by_position && stream->plain();
  auto cutter = std::make_unique<StreamCutter>(std::move(stream), *ends_, !again);
  RefuseUnlessText(cutter->Peek(16));
  Begin(input, *cutter);
  return cutter;
}

// The file that Next had open, on this thread.
File RecordFiles::OpenAgain(uint32_t input) const {
  File file = File::Open(files_.paths[input]);
  const File::Identity now = file.Identify(), then = identities_[input];
  if (now.device != then.device || now.inode != then.inode)
    throw Error("another file took its place while it was being read", TEXTMILL_IO_ERROR);
  return file;
}

std::string_view RecordFiles::Bytes(const UnitView& unit, UnitBytes& lane) const {
  if (unit.has_payload()) return unit.payload();
  const size_t n = static_cast<size_t>(unit.end() - unit.begin());
  try {
    if (!lane.file.is_open() || lane.input != unit.input()) {
      lane.file = OpenAgain(unit.input());
      lane.input = unit.input();
    }
    if (lane.capacity < n + 64 || lane.capacity > n + kSpare) {
      lane.memory.reset();  // first, so that the two are never there at once
      lane.capacity = n + 64 + n / 4;
      lane.memory = std::make_unique_for_overwrite<char[]>(lane.capacity);
    }
    if (lane.file.ReadAt(unit.begin(), lane.memory.get(), n) < n)
      throw Error("it was cut off while it was being read", TEXTMILL_IO_ERROR);
    return {lane.memory.get(), n};
  } catch (const Error& error) {
    throw Error("`" + path(unit.input()) + "` cannot be read: " + error.what(), error.code());
  }
}

void RecordFiles::Record(const UnitView& unit, uint64_t offset, uint64_t length, Buffer& to) const {
  if (length > kMaxRecord) length = kKeptOfLongRecord;
  const size_t n = static_cast<size_t>(length);
  if (unit.has_payload()) {
    const std::string_view bytes = unit.payload();
    const size_t from = std::min<size_t>(offset - unit.begin(), bytes.size());
    to.Append(bytes.data() + from, std::min(n, bytes.size() - from));
  } else {
    to.Advance(OpenAgain(unit.input()).ReadAt(offset, to.Room(n), n));
  }
}

std::string TooLongMessage(uint64_t length) {
  char text[160];
  std::snprintf(text, sizeof text,
                "the record is too long: %.1f MiB, and the limit is 64 MiB; only its first 64 KiB "
                "are kept here",
                static_cast<double>(length) / 1048576);
  return text;
}

}  // namespace textmill::io
