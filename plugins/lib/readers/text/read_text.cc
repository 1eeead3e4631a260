#include "plugins/lib/readers/text/read_text.h"

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

}  // namespace

ReadText::ReadText() {
  Describe("read.text", "1.0.0", "Reads text files: each file is one document.");
  Explain(kDescription, kExample);
}

void ReadText::Bind(Binder&) { encodings_ = encoding::EncodingsFrom(encoding.get()); }

std::unique_ptr<Lane> ReadText::NewLane() const { return std::make_unique<TextLane>(); }

const std::vector<Input>& ReadText::ListInputs() { return files_.List(path, {".txt", ".text"}); }

bool ReadText::NextUnit(uint64_t, Unit& unit) { return files_.NextUnit(unit); }

void ReadText::ReadUnit(const UnitView& unit, Rows& rows, Lane* lane) const {
  TextLane& own = *static_cast<TextLane*>(lane);
  const std::string& shown = files_.Shown(unit);
  std::string_view bytes;
  if (!files_.Read(unit, own.bytes, &bytes, rows)) return;
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
  std::vector<AccountNumber> account = files_.Account();
  counts_.AppendTo(&account, encodings_.names.size() > 1);
  return account;
}

void ReadText::ReadRecord(const UnitView& unit, uint64_t, uint64_t length, Buffer& bytes) const {
  files_.ReadRecord(unit, length, bytes);
}

}  // namespace textmill::readtext
