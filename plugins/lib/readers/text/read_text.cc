#include "plugins/lib/readers/text/read_text.h"

#include <algorithm>

#include "plugins/lib/io/byte_stream.h"
#include "plugins/lib/io/file.h"
#include "plugins/lib/io/record_ends.h"
#include "plugins/lib/io/record_files.h"

namespace textmill::readtext {
namespace {

constexpr const char* kDescription =
    R"(Each file is one document. An empty file is a document with an empty text.

**Files.** The files of a pattern or folder come in the order of their names' bytes;
a file that is met twice is read once. Names that begin with a dot are passed over,
unless the pattern has the dot too. What a folder holds with other endings is passed
over, and counted by ending at the end of the run. Files may be packed by gzip or
Zstandard, which is known by their first bytes.

**Encoding.** A byte order mark decides between UTF-8 and UTF-16, and is removed.
Files without one are in what `encoding` says, or in UTF-8. With a list, the first
encoding counts in which the whole file is valid; so one in which every file is valid,
as windows-1252, comes last. UTF-16 without a mark is recognised in the alphabets of
Europe and the Near East, and read with `auto` or a list; with one name that is not
its own, the document fails. Bytes that are not valid in any of the encodings make the
document fail, with the place of the first of them; nothing is replaced. The end of
the run tells how many files were in which encoding where not all are UTF-8, and how
many were valid UTF-8 with more than ASCII but read as something else: those are
hardly ever what `encoding` says.

Encodings have the names of the WHATWG Encoding Standard, as web pages do: latin-1,
cp1252 and iso-8859-1 are all windows-1252, utf-16 is utf-16le, euc-kr is windows-949,
big5 has HKSCS. They are decoded as the standard says, but that big5 lacks 92 of its
characters (such a file fails), and euc-jp takes 21 sequences of three bytes that the
standard does not. There are no UTF-32, UTF-7, iso-2022-jp and EBCDIC: convert these
with `iconv` first.

Line ends are left as they are; `text.normalize` can unify them. A file that cannot
be read, or is longer than 64 MiB, is reported as a failed document.)";

constexpr const char* kExample =
    R"(- uses: read.text
  with:
    path: ["articles/**/*.txt", more/notes.md]
)";

struct TextLane final : Lane {
  encoding::Decoder decoder;
  std::vector<char> bytes;
};

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

ReadText::ReadText() {
  Describe("read.text", "1.0.0", "Reads text files: each file is one document.");
  Explain(kDescription, kExample);
}

void ReadText::Bind(Binder&) { encodings_ = encoding::EncodingsFrom(encoding.get()); }

std::unique_ptr<Lane> ReadText::NewLane() const { return std::make_unique<TextLane>(); }

const std::vector<Input>& ReadText::ListInputs() {
  files_ = io::ExpandInputs(path, {{".txt", ".text"}, false});
  next_ = 0;
  return files_.inputs;
}

bool ReadText::NextUnit(uint64_t, Unit& unit) {
  if (next_ == files_.inputs.size()) return false;
  unit.input = next_;
  unit.end = unit.consumed =
      static_cast<uint64_t>(std::max<int64_t>(files_.inputs[next_].bytes, 0));
  ++next_;
  return true;
}

void ReadText::ReadUnit(const UnitView& unit, Rows& rows, Lane* lane) const {
  TextLane& own = *static_cast<TextLane*>(lane);
  const std::string& shown = files_.inputs[unit.input()].path;
  std::string_view bytes;
  if (unit.end() > io::kMaxRecord) return rows.Fail(0, unit.end(), io::TooLongMessage(unit.end()));
  try {
    if (files_.inputs[unit.input()].bytes < 0) throw Error("it is a pipe or a device, not a file");
    bytes = ReadAll(files_.paths[unit.input()], own.bytes);
  } catch (const Error& error) {
    return rows.Fail(0, 0, "the file cannot be read: " + std::string(error.what()));
  }
  const encoding::Decoded decoded = own.decoder.Decode(bytes, encodings_, rows[text]);
  if (!decoded.problem.empty()) {
    rows[text].DropPart();
    return rows.Fail(0, bytes.size(), decoded.problem);
  }
  counts_.AddFile(decoded.encoding);
  if (decoded.was_utf8) counts_.AddOtherUtf8(decoded.encoding);
  rows[text].EndValue();
  rows[id].Append(shown);
  rows[source].Append(shown);
  rows.Document(0, bytes.size());
}

std::vector<AccountNumber> ReadText::Account() const {
  std::vector<AccountNumber> account = io::AccountOf(files_);
  counts_.AppendTo(&account, encodings_.names.size() > 1);
  return account;
}

void ReadText::ReadRecord(const UnitView& unit, uint64_t, uint64_t length, Buffer& bytes) const {
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
