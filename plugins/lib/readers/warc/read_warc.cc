#include "plugins/lib/readers/warc/read_warc.h"

#include <algorithm>

#include "plugins/lib/html/decode_html.h"
#include "plugins/lib/io/utf8.h"
#include "plugins/lib/readers/warc/media_type.h"
#include "textmill/escape.hpp"
#include "textmill/print.hpp"

namespace textmill::warc {
namespace {

constexpr const char* kDescription =
    R"(Web archives, as crawlers and Common Crawl write them: WARC (0.17 to 1.1, also the `.wet` files of
plain text) and ARC. Each page is a document; its HTML goes to `text`, for `html.text` to take the
main text out.

**Files** may be plain, gzip (a member for each record, for several, or for the file) or Zstandard
(also with its dictionary in the first frame, as `.warc.zst` has it), which is known by their first
bytes. Records are cut out in order while other threads take the pages apart; of a plain file only the
heads of records are read for that.

**Which records.** Responses, resources and conversions, of the types of content that `mime` names. A
body without a type is looked at; an image that is called a page is passed over. All that is passed
over is counted, by the type of the record (`request`, `metadata`, `warcinfo`, `dns`, `revisit`) or of
the content. Whether a page was found or not is in `status`: `keep: status == 200`.

**The body** is given without chunks and content coding (gzip, deflate, br, zstd). Heads may be odd:
any line ends, folded lines, `HTTP/2 200`, no head at all; a body that was unpacked by the crawler
although its head says otherwise is taken as it is. A page that is not all there says why in
`truncated`.

**Encoding** is found as browsers do, and where pages lie, by their bytes: a byte order mark, UTF-8
that is valid or nearly so, what HTTP says, what the page says (`<meta charset>`), a detector, else
windows-1252. What is not valid becomes U+FFFD; pages are counted by encoding, and such characters, too.

**Damage.** A record whose length is wrong goes up to the next one that is found; bytes that belong to
no record are reported as one failure, with their place. Where compressed data is damaged, the record
in it fails, and reading goes on at the next member or frame that begins with a record; what was passed
over is reported as failed input. A record that is longer than `max_record_bytes`, or unpacks to more,
fails. Offsets are those of the unpacked archive.)";

constexpr const char* kExample =
    R"(- uses: read.warc
  with:
    path: crawl/*.warc.gz
    headers: [content-language, last-modified]
- keep: status == 200
- uses: html.text
)";

struct WarcLane final : Lane {
  io::UnitBytes bytes;
  PageReader reader;
};

// A column of text from bytes that may be anything.
void AppendText(std::string_view value, BytesBuilder& to) {
  if (io::IsUtf8(value)) return to.Append(value);
  html::DecodeHtml(
      value, "", [&](std::string_view piece) { to.AppendPart(piece); }, nullptr);
  to.EndValue();
}

void AppendOrNull(std::string_view value, BytesBuilder& to) {
  if (value.empty()) return to.AppendNull();
  AppendText(value, to);
}

// `Content-Language` is the column `http_content_language`.
std::string ColumnOf(std::string_view lower, bool http) {
  std::string name = http ? "http_" : "";
  for (const char c : lower) name += c == '-' ? '_' : c;
  return name;
}

}  // namespace

ReadWarc::ReadWarc() {
  Describe("read.warc", "1.0.0", "Reads web archives (WARC, ARC): each page is one document.");
  Explain(kDescription, kExample);
}

void ReadWarc::Bind(Binder& binder) {
  rules_ = {{}, revisits, verify, static_cast<size_t>(max_record_bytes.get().bytes)};
  for (size_t i = 0; i < mime.get().size(); ++i) {
    std::string pattern = Lower(mime.get()[i]);
    if (pattern != "*" && pattern.find('/') == pattern.npos)
      throw Error("`" + pattern + "` is no type of content")
          .Parameter("mime[" + std::to_string(i) + "]")
          .Hint("Types are written as `text/html`, `text/*`, or `*` for all of them.");
    rules_.mime.push_back(std::move(pattern));
  }
  if (records_.given()) return BindRecords(binder);
  header_columns_.clear();
  for (size_t i = 0; i < headers.get().size(); ++i) {
    std::string name = Lower(headers.get()[i]);
    const auto is_token = [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    };
    if (name.empty() || !std::all_of(name.begin(), name.end(), is_token))
      throw Error("`" + headers.get()[i] + "` is no name of a field")
          .Parameter("headers[" + std::to_string(i) + "]");
    const bool http = !name.starts_with("warc-");
    const int slot =
        binder.Produce(Part::kColumns, Field{ColumnOf(name, http), Utf8::kFormat, {}, {}});
    header_columns_.push_back({std::move(name), http, slot});
  }
}

void ReadWarc::BindRecords(Binder& binder) {
  records_.Bind(binder, "web archives");
  for (OutBase* out :
       {static_cast<OutBase*>(&id), static_cast<OutBase*>(&text), static_cast<OutBase*>(&source),
        static_cast<OutBase*>(&url), static_cast<OutBase*>(&date), static_cast<OutBase*>(&type),
        static_cast<OutBase*>(&status), static_cast<OutBase*>(&mime_out),
        static_cast<OutBase*>(&ip), static_cast<OutBase*>(&digest),
        static_cast<OutBase*>(&truncated)})
    out->Enable(false);
}

std::unique_ptr<Lane> ReadWarc::NewLane() const { return std::make_unique<WarcLane>(); }

const std::vector<Input>& ReadWarc::ListInputs() {
  files_.SetLongest(static_cast<size_t>(max_record_bytes.get().bytes));
  return files_.List(path);
}

bool ReadWarc::NextUnit(uint64_t want_bytes, Unit& unit) {
  return files_.Next(
      want_bytes, [this] { return Cancelled(); }, unit);
}

void ReadWarc::Add(const Page& page, const PageReader& reader, const std::string& file,
                   uint64_t offset, Rows& rows, Counts* counts) const {
  BytesBuilder& body = records_.given() ? records_.Text(rows) : rows[text];
  html::DecodeReport report;
  html::DecodeHtml(
      page.body, page.charset, [&](std::string_view piece) { body.AppendPart(piece); }, &report);
  body.EndValue();
  ++(*counts)[{"pages by encoding", report.encoding}];
  if (report.replaced > 0)
    (*counts)[{"characters replaced", report.encoding}] += static_cast<int64_t>(report.replaced);
  if (!page.truncated.empty()) ++(*counts)[{"pages that are not all there", page.truncated}];
  if (records_.given()) return AddRecord(page, reader, file, offset, rows);

  if (page.id.empty())
    rows[id].Append(file + "@" + std::to_string(offset));
  else
    AppendText(page.id, rows[id]);
  rows[source].Append(file);
  AppendOrNull(page.url, rows[url]);
  if (page.date)
    rows[date].Append(*page.date);
  else
    rows[date].AppendNull();
  rows[type].Append(page.type);
  if (reader.status() > 0)
    rows[status].Append(reader.status());
  else
    rows[status].AppendNull();
  AppendOrNull(page.mime, rows[mime_out]);
  AppendOrNull(page.ip, rows[ip]);
  AppendOrNull(page.digest, rows[digest]);
  AppendOrNull(page.truncated, rows[truncated]);
  for (const HeaderColumn& column : header_columns_) {
    auto& builder = static_cast<BytesBuilder&>(rows.At(column.slot));
    if (const auto value = reader.Field(column.name, column.http))
      AppendText(*value, builder);
    else
      builder.AppendNull();
  }
  rows.Document(offset, page.size);
}

// The text is there already.
void ReadWarc::AddRecord(const Page& page, const PageReader& reader, const std::string& file,
                         uint64_t offset, Rows& rows) const {
  const auto clean = [](std::string_view value) { return html::DecodeHtml(value, "", nullptr); };
  const std::string id_of = page.id.empty() ? file + "@" + std::to_string(offset) : clean(page.id);
  const std::string address = clean(page.url), status_of = std::to_string(reader.status()),
                    mime_of = clean(page.mime), ip_of = clean(page.ip),
                    digest_of = clean(page.digest), why = clean(page.truncated);
  readers::KnownOfRecord known{id_of, file, {}, address, page.date, {}, {}};
  known.others = {{"type", page.type}};
  if (reader.status() > 0) known.others.push_back({"status", status_of, true});
  known.others.insert(
      known.others.end(),
      {{"mime", mime_of}, {"ip", ip_of}, {"payload_digest", digest_of}, {"truncated", why}});
  records_.AppendOthers(known, rows);
  rows.Document(offset, page.size);
}

void ReadWarc::ReadUnit(const UnitView& unit, Rows& rows, Lane* lane) const {
  WarcLane& own = *static_cast<WarcLane*>(lane);
  const std::string_view bytes = files_.Bytes(unit, own.bytes);
  const std::string& file = files_.path(unit.input());
  const uint64_t whole = unit.end() - unit.begin();
  Counts counts;
  Page page;
  // `n` bytes from `offset` on are no record.
  const auto skip = [&](uint64_t offset, uint64_t n, const char* why) {
    rows.Fail(offset, n, std::to_string(n) + " bytes of the archive are no record: " + why);
    counts[{"bytes skipped", file}] += static_cast<int64_t>(n);
  };
  if (unit.flags() & kNoRecord) {
    skip(unit.begin(), whole, "no head of a record is where one ought to be");
  } else {
    for (size_t at = 0; at < bytes.size();) {
      own.reader.Read(bytes.substr(at), unit.flags(), rules_, &page);
      const uint64_t offset = unit.begin() + at;
      at += page.size;
      if (unit.flags() & io::kTooLong) {
        page.size = static_cast<size_t>(whole);
        at = bytes.size();
      }
      page.size -= std::min(page.skipped, page.size);
      if (page.digests)
        ++counts[{"digests", *page.digests == Verdict::kRight   ? "right"
                             : *page.digests == Verdict::kWrong ? "wrong"
                                                                : "none that is known"}];
      if (page.kind == Page::Kind::kPage)
        Add(page, own.reader, file, offset, rows, &counts);
      else if (page.kind == Page::Kind::kFailed)
        rows.Fail(offset, page.size, "the record is no document: " + page.why);
      else
        ++counts[{page.by_content ? "pages passed over" : "records passed over", page.why}];
      if (page.skipped > 0)
        skip(offset + page.size, page.skipped, "they come after the record's length");
    }
  }
  const std::lock_guard lock(mutex_);
  for (const auto& [key, n] : counts) counts_[key] += n;
}

std::vector<AccountNumber> ReadWarc::Account() const {
  std::vector<AccountNumber> account = files_.Account();
  const std::lock_guard lock(mutex_);
  for (const auto& [key, n] : counts_)
    account.push_back({key.first, html::DecodeHtml(key.second, "", nullptr), n});
  return account;
}

void ReadWarc::ReadRecord(const UnitView& unit, uint64_t offset, uint64_t length,
                          Buffer& bytes) const {
  files_.Record(unit, offset, length, bytes);
}

}  // namespace textmill::warc
