#include "plugins/lib/io/record_files.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>

#include "plugins/lib/io/endings.h"
#include "plugins/lib/io/known_format.h"
#include "plugins/lib/io/line_cutter.h"
#include "plugins/lib/io/utf8.h"

namespace textmill::io {
namespace {

// So much of an input is looked at to see what it is.
constexpr size_t kFront = 256;
// More than this is not kept from one unit to the next.
constexpr size_t kSpare = 32 << 20;

// Content that is no text in UTF-8 at all is better refused at once than record by record.
void RefuseUnlessText(std::string_view front) {
  const auto format = FormatOf(front);
  if (format) throw Error("it is " + format->name + ", not text in UTF-8").Hint(format->remedy);
}

}  // namespace

const std::vector<Input>& RecordFiles::List(const std::vector<Path>& paths) {
  files_ = ExpandInputs(paths, rule_);
  identities_.assign(files_.paths.size(), {});
  cutter_.reset();
  changed_.clear();
  current_ = 0;
  return files_.inputs;
}

bool RecordFiles::Next(uint64_t want_bytes, const std::function<bool()>& cancelled, Unit& unit) {
  for (; current_ < files_.paths.size(); ++current_, cutter_.reset()) {
    const auto fail = [&](const Error& why, uint64_t offset, bool goes_on) {
      if (why.code() == TEXTMILL_CANCELLED || why.code() == TEXTMILL_NO_MEMORY) throw why;
      const uint32_t input = current_;
      if (!goes_on) {
        ++current_;
        cutter_.reset();
      }
      std::string message = path(input) == "-" ? "standard input" : "`" + path(input) + "`";
      message += " cannot be read";
      if (offset > 0) message += " beyond byte " + std::to_string(offset) + " of its content";
      InputFailed failed(message + ": " + why.what(), input, offset);
      failed.Hint(why.hint());
      throw failed;
    };
    try {
      if (cutter_ == nullptr) cutter_ = Open(current_, cancelled);
      if (!cutter_->Next(want_bytes, unit)) {
        End(current_);
        if (identities_[current_].size_known() && files_.paths[current_] != "-")
          Compare(current_, File::Open(files_.paths[current_]).Identify());
        continue;
      }
    } catch (const CutFailed& error) {
      fail(error, error.offset(), error.goes_on());
    } catch (const Error& error) {
      fail(error, 0, false);
    }
    unit.input = current_;
    return true;
  }
  return false;
}

// What decodes the content of an input that is not UTF-8.
Decode RecordFiles::DecodeOf(uint32_t input, std::string_view front,
                             const std::function<bool()>& cancelled) const {
  Decode decode;
  if (choose_decode_) {
    decode = choose_decode_(input, front, [&] {
      if (!identities_[input].size_known() || files_.paths[input] == "-")
        throw Error("it cannot be read twice, which a list of encodings needs")
            .Hint("Name the one that it is in.");
      return OpenStream(std::make_unique<StoredBytes>(OpenAgain(input), cancelled),
                        files_.paths[input]);
    });
  }
  const bool has_mark = front.starts_with("\xFF\xFE") || front.starts_with("\xFE\xFF");
  if (!decode || !has_mark) RefuseUnlessText(front);
  return decode;
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
  Decode decode;
  const bool by_position = identity.size_known() && path != "-";
  if (auto own = OwnCutter(input, file, by_position, cancelled)) return own;
  if (by_position && cuts_at_lines()) {
    char first[kFront];
    const std::string_view front(first, file.ReadAt(0, first, sizeof first));
    if (PackingOf(front) == Packing::kNone && WithoutPacking(path) == path) {
      decode = DecodeOf(input, front, cancelled);
      if (!decode) return std::make_unique<LineCutter>(std::move(file), identity.bytes, cancelled);
    }
  }
  auto stream =
      OpenStream(std::make_unique<StoredBytes>(std::move(file), cancelled), files_.paths[input]);
  if (drop_damaged_ && !stream->plain()) {
    if (!by_position)
      throw Error("it cannot be read twice, which `on_damage: drop` needs of compressed data");
    Verify(input, cancelled);
  }
  const bool again = by_position && stream->plain();
  auto cutter = std::make_unique<StreamCutter>(std::move(stream), *ends_, !again);
  if (!decode) decode = DecodeOf(input, cutter->Peek(kFront).substr(0, kFront), cancelled);
  if (decode) cutter->DecodeBy(std::move(decode));
  Begin(input, *cutter);
  return cutter;
}

void RecordFiles::Verify(uint32_t input, const std::function<bool()>& cancelled) const {
  try {
    const auto stream =
        OpenStream(std::make_unique<StoredBytes>(File::Open(files_.paths[input]), cancelled), "");
    std::vector<char> content(1 << 20);
    while (stream->Read(content.data(), content.size()) > 0) {
      if (cancelled && cancelled()) throw Error("the run was cancelled", TEXTMILL_CANCELLED);
    }
  } catch (const Error& error) {
    if (error.code() == TEXTMILL_CANCELLED) throw;
    throw Error(std::string(error.what()) + "; nothing of it is read, as `on_damage: drop` says",
                error.code());
  }
}

void RecordFiles::Compare(uint32_t input, const File::Identity& now) const {
  if (now == identities_[input]) return;
  const std::lock_guard lock(changed_mutex_);
  changed_.emplace(input, now);
}

bool RecordFiles::NextFault(uint32_t& input, std::string& why) {
  const std::lock_guard lock(changed_mutex_);
  if (changed_.empty()) return false;
  const auto [changed, now] = *changed_.begin();
  changed_.erase(changed_.begin());
  const File::Identity& then = identities_[changed];
  input = changed;
  why = "`" + path(changed) + "` changed while it was read";
  if (now.device != then.device || now.inode != then.inode) {
    why += ": another file took its place";
  } else if (now.bytes != then.bytes) {
    why +=
        ": it had " + std::to_string(then.bytes) + " bytes, and has " + std::to_string(now.bytes);
  } else {
    why += ": something was written to it";
  }
  why += "; its documents may be of both states, or some of them missing";
  return true;
}

// The file that Next had open, on this thread.
File RecordFiles::OpenAgain(uint32_t input) const {
  File file = File::Open(files_.paths[input]);
  const File::Identity now = file.Identify(), then = identities_[input];
  // Of a run in several places, this may be one that has only a document of the file.
  if (then == File::Identity{}) return file;
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
    Compare(unit.input(), lane.file.Identify());
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

Param<Choice> OnDamage(StageBase* stage) {
  return {stage,
          "on_damage",
          {"keep", "drop"},
          "What to do with compressed input that is damaged or cut off: `keep` what comes before "
          "the fault, or `drop` all of that input; then each is unpacked twice, once to check it."};
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
