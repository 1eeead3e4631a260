#include "plugins/lib/readers/html/read_html.h"

#include "plugins/lib/html/decode_html.h"
#include "plugins/lib/readers/encoding/encoding_labels.h"

namespace textmill::readhtml {
namespace {

constexpr const char* kDescription =
    R"(Each file is one document: the page as it is, with its tags. `html.text` makes text of it.

**Files.** As with `read.text`: in the order of their names' bytes, each once, gzip and Zstandard
by their first bytes.

**Encoding.** Found as browsers do, and where the page lies about it, by its bytes: a byte order
mark; UTF-8 where all bytes are valid, or nearly all; what `charset` says; what the page says
(`<meta charset>`); a detector; windows-1252. Bytes that are not valid in what was found become
U+FFFD: a page does not fail for that. The end of the run tells how many pages were in which
encoding where not all are UTF-8, and in how many of them bytes were replaced.

A file that cannot be read, or is longer than 64 MiB, is reported as a failed document.)";

constexpr const char* kExample =
    R"(- uses: read.html
  with: { path: [crawl/] }
- uses: html.text
)";

struct FileLane final : Lane {
  std::vector<char> bytes;
};

}  // namespace

ReadHtml::ReadHtml() {
  Describe("read.html", "1.0.0", "Reads web pages from HTML files: each file is one document.");
  Explain(kDescription, kExample);
}

void ReadHtml::Bind(Binder&) {
  if (charset.present() && html::EncodingOfLabel(charset.get()).empty())
    throw Error("there is no encoding `" + charset.get() + "` here")
        .Parameter("charset")
        .Hint("Known are the labels of the WHATWG Encoding Standard, as " +
              encoding::SomeEncodings() + ".");
}

std::unique_ptr<Lane> ReadHtml::NewLane() const { return std::make_unique<FileLane>(); }

const std::vector<Input>& ReadHtml::ListInputs() {
  return files_.List(path, {".html", ".htm", ".xhtml"});
}

bool ReadHtml::NextUnit(uint64_t, Unit& unit) { return files_.NextUnit(unit); }

void ReadHtml::ReadUnit(const UnitView& unit, Rows& rows, Lane* lane) const {
  std::string_view bytes;
  if (!files_.Read(unit, static_cast<FileLane*>(lane)->bytes, &bytes, rows)) return;
  html::DecodeReport report;
  html::DecodeHtml(
      bytes, charset.present() ? charset.get() : "",
      [&](std::string_view page) { rows[text].AppendPart(page); }, &report);
  rows[text].EndValue();
  counts_.AddFile(report.encoding);
  if (report.replaced > 0) replaced_.fetch_add(1, std::memory_order_relaxed);
  rows[id].Append(files_.Shown(unit));
  rows[source].Append(files_.Shown(unit));
  rows.Document(0, bytes.size());
}

std::vector<AccountNumber> ReadHtml::Account() const {
  std::vector<AccountNumber> account = files_.Account();
  counts_.AppendTo(&account, false);
  if (replaced_ > 0)
    account.push_back({"pages in which bytes became U+FFFD", "", replaced_.load()});
  return account;
}

void ReadHtml::ReadRecord(const UnitView& unit, uint64_t, uint64_t length, Buffer& bytes) const {
  files_.ReadRecord(unit, length, bytes);
}

}  // namespace textmill::readhtml
