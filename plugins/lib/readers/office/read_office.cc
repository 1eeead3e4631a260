#include "plugins/lib/readers/office/read_office.h"

#include <algorithm>

#include "plugins/lib/io/file.h"
#include "plugins/lib/io/record_ends.h"
#include "plugins/lib/io/utf8.h"

namespace textmill::office {
namespace {

constexpr const char* kCommon =
    "A file that is damaged, encrypted or of another kind fails by itself, with a sentence. The "
    "files "
    "of a pattern or folder come in the order of their names' bytes.";

// What a file of another kind than its ending says is, by its first bytes; "" where that is not so.
std::string OtherKind(std::string_view begin, bool pdf) {
  if (begin.empty()) return "it is empty";
  const bool is_zip = begin.starts_with("PK"), is_pdf = begin.find("%PDF") != begin.npos;
  if (begin.starts_with("\xD0\xCF\x11\xE0"))
    return "it is encrypted, or a file of an older Office (such as .doc)";
  if (pdf ? is_pdf : is_zip) return "";
  if (is_pdf) return "it is a PDF; `read.pdf` reads those";
  return pdf ? "it is no PDF" : "it is no zip archive, which such a file is";
}

std::string PathDoc(const std::string& ending) {
  return "Files to read: names, patterns (`*`, `?`, `[a-z]`, and `**` for any number of folders), "
         "or "
         "folders (all files in them that end in " +
         ending + ", in any case, at any depth).";
}

}  // namespace

void ReadOffice::Bind(Binder& binder) {
  records_.Bind(binder, "documents of word processors");
  for (OutBase* out : {&id, &text, &source, &title, &author, &date}) out->Enable(!records_.given());
}

const std::vector<Input>& ReadOffice::ListInputs() {
  files_ = io::ExpandInputs(path, {{ending_}, /*standard_input=*/false});
  next_ = 0;
  return files_.inputs;
}

bool ReadOffice::NextUnit(uint64_t, Unit& unit) {
  if (next_ == files_.inputs.size()) return false;
  unit.input = next_;
  unit.end = unit.consumed =
      static_cast<uint64_t>(std::max<int64_t>(files_.inputs[next_].bytes, 0));
  ++next_;
  return true;
}

void ReadOffice::ReadUnit(const UnitView& unit, Rows& rows, Lane*) const {
  const std::string& shown = files_.inputs[unit.input()].path;
  OfficeText found;
  try {
    char front[1024];
    const io::File file = io::File::Open(files_.paths[unit.input()]);
    const size_t n = file.ReadAt(0, front, sizeof front);
    if (const std::string other = OtherKind({front, n}, ending_ == ".pdf"); !other.empty())
      throw Error(other);
    found = Read(files_.paths[unit.input()]);
    if (!io::IsUtf8(found.text)) throw Error("its text is not UTF-8");
  } catch (const Error& error) {
    if (error.code() == TEXTMILL_CANCELLED || error.code() == TEXTMILL_NO_MEMORY) throw;
    return rows.Fail(0, unit.end(), error.Sentence());
  }
  const auto put = [](const std::string& value, BytesBuilder& to) {
    value.empty() ? to.AppendNull() : to.Append(value);
  };
  if (!records_.given()) {
    rows[id].Append(shown);
    rows[text].Append(found.text);
    rows[source].Append(shown);
    put(found.title, rows[title]);
    put(found.author, rows[author]);
    put(found.date, rows[date]);
    return rows.Document(0, unit.end());
  }
  records_.Text(rows).Append(found.text);
  records_.AppendOthers({shown, shown, found.title, {}, {}, found.date, {{"author", found.author}}},
                        rows);
  rows.Document(0, unit.end());
}

void ReadOffice::ReadRecord(const UnitView& unit, uint64_t, uint64_t length, Buffer& bytes) const {
  const auto n = static_cast<size_t>(std::min<uint64_t>(length, io::kKeptOfLongRecord));
  const io::File file = io::File::Open(files_.paths[unit.input()]);
  bytes.Advance(file.ReadAt(0, bytes.Room(n), n));
}

ReadDocxStage::ReadDocxStage() : ReadOffice(PathDoc(".docx"), ".docx") {
  Describe("read.docx", "1.0.0", "Reads Word documents: each file is one document.");
  Explain(std::string(
              "Text as it is read on the page: paragraphs and headings, tables, text boxes, then "
              "footnotes and endnotes. Deleted passages that Word still tracks, hidden text, "
              "comments, codes of fields, headers and footers are left out.\n\n") +
              kCommon,
          "- uses: read.docx\n  with: { path: \"letters/*.docx\" }");
}

ReadOdtStage::ReadOdtStage() : ReadOffice(PathDoc(".odt"), ".odt") {
  Describe("read.odt", "1.0.0", "Reads OpenDocument texts: each file is one document.");
  Explain(std::string(
              "Text as it is read on the page: paragraphs and headings, tables, text boxes, then "
              "footnotes and endnotes. Deleted passages that are still tracked, comments, "
              "headers and footers are left out.\n\n") +
              kCommon,
          "- uses: read.odt\n  with: { path: \"letters/*.odt\" }");
}

ReadEpubStage::ReadEpubStage() : ReadOffice(PathDoc(".epub"), ".epub") {
  Describe("read.epub", "1.0.0", "Reads e-books (EPUB): each file is one document.");
  Explain(std::string("The chapters in the order of reading, as paragraphs; `text.split` makes a "
                      "document of each.\n\n") +
              kCommon,
          "- uses: read.epub\n  with: { path: \"library/*.epub\" }");
}

ReadPdfStage::ReadPdfStage() : ReadOffice(PathDoc(".pdf"), ".pdf") {
  Describe("read.pdf", "1.0.0",
           "Reads PDF files by the program pdftotext: each file is one document.");
  Explain(std::string(
              "The program has to be installed (Debian's package poppler-utils); that it is not "
              "is told before the run. Text comes in the order in which it is read, as far as "
              "that can be told, with its lines as they are on the page, and an empty line "
              "between pages. Words that are divided at the end of a line stay so. A file "
              "without any text, as scans are, fails. What comes out depends on the version "
              "of pdftotext.\n\n") +
              kCommon,
          "- uses: read.pdf\n  with: { path: \"reports/*.pdf\" }");
}

const std::vector<Input>& ReadPdfStage::ListInputs() {
  programs_ = FindPdfPrograms();
  return ReadOffice::ListInputs();
}

OfficeText ReadPdfStage::Read(const std::string& file) const {
  return ReadPdf(programs_, file, static_cast<uint64_t>(unpack_limit->bytes),
                 timeout->nanoseconds / 1000000, [this] { return Cancelled(); });
}

}  // namespace textmill::office
