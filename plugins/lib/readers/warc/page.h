// From a record of an archive to a page: its address, its HTTP head, its body with all codings
// taken off; or why it is none.
//
// A PageReader keeps its memory from one record to the next, and a Page points into it and into the
// record, until the next. Used by one thread.
#ifndef TEXTMILL_PLUGINS_READ_WARC_PAGE_H_
#define TEXTMILL_PLUGINS_READ_WARC_PAGE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/lib/readers/warc/content_coding.h"
#include "plugins/lib/readers/warc/digest.h"
#include "plugins/lib/readers/warc/http_message.h"
#include "plugins/lib/readers/warc/record_head.h"

namespace textmill::warc {

struct PageRules {
  std::vector<std::string> mime;  // types of content that are taken
  bool revisits = false;          // whether records that only refer to an earlier page are
  bool verify = false;            // whether digests are compared
  size_t longest = 0;             // a record, and what its body unpacks to
};

struct Page {
  enum class Kind { kPage, kPassedOver, kFailed };
  Kind kind = Kind::kPage;
  // Of kPassedOver: what it is, and whether that is the type of the record or of its content. Of
  // kFailed: why.
  std::string why;
  bool by_content = false;

  size_t size = 0;     // of the record, with the line ends after it
  size_t skipped = 0;  // bytes at its end that belong to no record
  std::string type;    // response, resource, conversion or revisit
  std::string_view id, url, ip, digest;
  std::optional<int64_t> date;  // in microseconds
  std::string mime;
  std::string_view charset;  // that HTTP declares
  std::string truncated;     // why the page is not all there, or ""
  std::string_view body;
  std::optional<Verdict> digests;  // where they were compared
};

class PageReader {
 public:
  // `bytes` begin with a record; `flags` are those of a unit that has only this one, see
  // archive_cutter.h.
  void Read(std::string_view bytes, uint32_t flags, const PageRules& rules, Page* page);
  // Of the last record: a field of its head, or of HTTP where `http`; null when there is none.
  std::optional<std::string_view> Field(std::string_view lower, bool http) const;
  int status() const { return http_.found ? http_.status : 0; }

 private:
  bool TakeBlock(std::string_view bytes, uint32_t flags, Page* page, std::string_view* block);
  bool ChooseByType(Page* page);
  bool ChooseByContent(const PageRules& rules, std::string type, Page* page);
  bool TakeBody(std::string_view body, const PageRules& rules, Page* page);
  bool Unpack(std::string_view codings, const PageRules& rules, Page* page);
  void CompareDigests(std::string_view block, std::string_view body, Page* page);

  Format format_ = Format::kWarc;
  RecordHead head_;
  HttpHead http_;
  bool has_http_ = false;
  ContentDecoder decoder_;
  std::string unchunked_, unpacked_[2];
};

}  // namespace textmill::warc

#endif  // TEXTMILL_PLUGINS_READ_WARC_PAGE_H_
