// The stage read.warc.
#ifndef TEXTMILL_PLUGINS_READ_WARC_READ_WARC_H_
#define TEXTMILL_PLUGINS_READ_WARC_READ_WARC_H_

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "plugins/lib/readers/record_columns.h"
#include "plugins/lib/readers/warc/archive_files.h"
#include "plugins/lib/readers/warc/page.h"
#include "textmill/source.hpp"

namespace textmill::warc {

class ReadWarc final : public Source {
 public:
  ReadWarc();

  Param<std::vector<Path>> path{
      this, "path", kRequired,
      "Archives to read: names, patterns (`*`, `?`, `[a-z]`, and `**` for any number of folders), "
      "folders (all files in them that end in .warc, .arc or .wet, in any case and also with .gz "
      "or "
      ".zst after it, at any depth), or `-` for standard input."};
  Param<std::vector<std::string>> mime{
      this, "mime", std::vector<std::string>{"text/html", "application/xhtml+xml", "text/plain"},
      "Which types of content are taken: names, or patterns as `text/*` and `*`. What is passed "
      "over "
      "is counted by type."};
  Param<std::vector<std::string>> headers{
      this, "headers", std::vector<std::string>{},
      "Fields of the HTTP head that become columns: `server` is the column `http_server`, "
      "`content-language` is `http_content_language`. Names that begin with `WARC-` are fields of "
      "the record: `WARC-Warcinfo-ID` is `warc_warcinfo_id`."};
  Param<bool> revisits{this, "revisits", false,
                       "Whether records that only say that a page was the same as before are "
                       "documents, with an empty text; else they are counted."};
  Param<bool> verify{this, "verify", false,
                     "Whether the digests of records (SHA-1, SHA-256, MD5) are compared with their "
                     "content. A document with a wrong one fails."};
  Param<Size> max_record_bytes{
      this, "max_record_bytes", Size{64 << 20},
      "How long a record may be, and what its body unpacks to. Longer ones fail, if they would be "
      "taken.",
      Range{1024, 1 << 30}};

  Out<Utf8> id{this, "id",
               "the record's `WARC-Record-ID` as it is written; without one, as in ARC, the file's "
               "path, `@`, and the record's byte offset"};
  Out<Utf8> text{this, "text",
                 "the body in UTF-8: of a web page its HTML, which `html.text` takes"};
  Out<Utf8> source{this, "source", "the file's path"};
  Out<Utf8> url{this, "url", "the address that was asked for"};
  Out<Timestamp> date{this, "date", "when the page was fetched"};
  Out<Utf8> type{this, "type", "the record's: `response`, `resource`, `conversion` or `revisit`"};
  Out<Int64> status{this, "status", "of HTTP; null where there is no HTTP head"};
  Out<Utf8> mime_out{this, "mime", "the type of the content as it is declared, else as it looks"};
  Out<Utf8> ip{this, "ip", "the server's address, or null"};
  Out<Utf8> digest{this, "payload_digest", "the record's `WARC-Payload-Digest`, or null"};
  Out<Utf8> truncated{
      this, "truncated",
      "null, or why the page is not all there: what `WARC-Truncated` says (`length`, `time`, "
      "`disconnect`), `http` (the body is shorter than HTTP says), `record` (the record is shorter "
      "than it says), `file` (the archive is cut off), `segment` (other records go on with it)"};

  // Before Bind: these columns instead of its own, as read.jsonl makes them for all records (`id`,
  // `text`, `source`, `title`, `url`, `date`, others, `extra`): for read.auto.
  void GiveRecords(std::vector<Field> columns) { records_.Give(std::move(columns)); }

  void Bind(Binder& binder) override;
  std::unique_ptr<Lane> NewLane() const override;
  const std::vector<Input>& ListInputs() override;
  bool NextUnit(uint64_t want_bytes, Unit& unit) override;
  void ReadUnit(const UnitView& unit, Rows& rows, Lane* lane) const override;
  void ReadRecord(const UnitView& unit, uint64_t offset, uint64_t length,
                  Buffer& bytes) const override;
  std::vector<AccountNumber> Account() const override;
  bool NextFault(uint32_t& input, std::string& why) override {
    return files_.NextFault(input, why);
  }

 private:
  using Counts = std::map<std::pair<std::string, std::string>, int64_t>;
  struct HeaderColumn {
    std::string name;  // of the field, in lower case
    bool http;
    int slot;
  };

  void BindRecords(Binder& binder);
  void AddRecord(const Page& page, const PageReader& reader, const std::string& file,
                 uint64_t offset, Rows& rows) const;
  void Add(const Page& page, const PageReader& reader, const std::string& file, uint64_t offset,
           Rows& rows, Counts* counts) const;

  PageRules rules_;
  std::vector<HeaderColumn> header_columns_;
  readers::RecordColumns records_;
  ArchiveFiles files_;
  mutable std::mutex mutex_;
  mutable Counts counts_;
};

}  // namespace textmill::warc

#endif  // TEXTMILL_PLUGINS_READ_WARC_READ_WARC_H_
