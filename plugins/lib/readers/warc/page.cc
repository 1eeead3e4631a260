#include "plugins/lib/readers/warc/page.h"

#include <algorithm>

#include "plugins/lib/html/meta_charset.h"
#include "plugins/lib/io/record_ends.h"
#include "plugins/lib/io/utf8.h"
#include "plugins/lib/readers/warc/archive_cutter.h"
#include "plugins/lib/readers/warc/media_type.h"
#include "textmill/calendar.hpp"

namespace textmill::warc {
namespace {

// Writers of WARC 1.0 may put addresses in angle brackets.
std::string_view WithoutBrackets(std::string_view url) {
  return url.size() > 1 && url.starts_with('<') && url.ends_with('>')
             ? url.substr(1, url.size() - 2)
             : url;
}

// `2017-03-06T04:03:53.123Z`, or the digits of it: `20170306040353`.
std::optional<int64_t> DateOf(std::string_view text) {
  std::string written(text);
  if (text.size() >= 8 && text.find_first_not_of("0123456789") == text.npos) {
    std::string digits(text.substr(0, 14));
    digits.append(14 - digits.size(), '0');
    written = digits.substr(0, 4) + "-" + digits.substr(4, 2) + "-" + digits.substr(6, 2) + "T" +
              digits.substr(8, 2) + ":" + digits.substr(10, 2) + ":" + digits.substr(12, 2) + "Z";
  }
  const auto time = ParseIsoTime(written);
  if (!time) return std::nullopt;
  return time->seconds * 1000000 + time->nanos / 1000;
}

// What is packed is hardly ever valid UTF-8: then the crawler has unpacked it already.
bool IsText(std::string_view body) {
  return io::IsUtf8(body) && !IsBinary(body) && body.find('\0') == body.npos;
}

}  // namespace

std::optional<std::string_view> PageReader::Field(std::string_view lower, bool http) const {
  const HeaderFields& fields = http ? http_.fields : head_.fields;
  if ((http ? !http_.found : format_ == Format::kArc) || !fields.Has(lower)) return std::nullopt;
  return fields.Get(lower);
}

// The block of the record, and what is wrong with its length.
bool PageReader::TakeBlock(std::string_view bytes, uint32_t flags, Page* page,
                           std::string_view* block) {
  if (!ParseHead(bytes, format_, &head_)) {
    page->kind = Page::Kind::kFailed;
    page->why = "its head cannot be read";
    page->size = bytes.size();
    return false;
  }
  *block = bytes.substr(head_.size);
  const uint64_t stated = head_.length.value_or(block->size());
  if ((flags & (kWrongLength | kCutOff | kDoubtful | io::kTooLong)) == 0) {
    if (stated > block->size()) page->truncated = "record";  // it changed while it was read
    *block = block->substr(0, static_cast<size_t>(std::min<uint64_t>(stated, block->size())));
    page->size =
        std::min(bytes.find_first_not_of("\r\n", head_.size + block->size()), bytes.size());
    return true;
  }
  page->size = bytes.size();
  if (flags & kCutOff) page->truncated = "file";
  if ((flags & kWrongLength) == 0) return true;
  if (head_.length && stated <= block->size()) {
    const size_t after = block->find_first_not_of("\r\n", static_cast<size_t>(stated));
    page->skipped = after == block->npos ? 0 : block->size() - after;
    // To the page belongs what HTTP says; the line ends are on either side.
    if (page->skipped == 0) *block = block->substr(0, static_cast<size_t>(stated));
    return true;
  }
  if (head_.length) page->truncated = "record";
  // The line ends that come after every record.
  for (int n = 0; n < 2 && block->ends_with('\n'); ++n) {
    block->remove_suffix(1);
    if (block->ends_with('\r')) block->remove_suffix(1);
  }
  return true;
}

bool PageReader::ChooseByType(Page* page) {
  const auto pass_over = [&](std::string what) {
    page->kind = Page::Kind::kPassedOver;
    page->why = std::move(what);
    return false;
  };
  if (format_ == Format::kArc) {
    page->type = "response";
    page->url = head_.url;
    page->ip = head_.ip;
    page->date = DateOf(head_.date);
    if (BeginsWith(page->url, "filedesc:")) return pass_over("filedesc");
  } else {
    page->type = Lower(head_.fields.Get("warc-type"));
    page->id = head_.fields.Get("warc-record-id");
    page->url = WithoutBrackets(head_.fields.Get("warc-target-uri"));
    page->ip = head_.fields.Get("warc-ip-address");
    page->digest = head_.fields.Get("warc-payload-digest");
    page->date = DateOf(head_.fields.Get("warc-date"));
  }
  if (BeginsWith(page->url, "dns:")) return pass_over("dns");
  if (page->type == "resource" &&
      (BeginsWith(page->url, "metadata:") || BeginsWith(page->url, "urn:")))
    return pass_over("metadata");
  if (page->type == "response" || page->type == "resource" || page->type == "conversion" ||
      page->type == "revisit")
    return true;
  return pass_over(page->type.empty() ? "without a type" : page->type);
}

bool PageReader::ChooseByContent(const PageRules& rules, std::string type, Page* page) {
  page->mime = std::move(type);
  if (Matches(rules.mime, page->mime)) return true;
  page->kind = Page::Kind::kPassedOver;
  page->by_content = true;
  page->why = page->mime;
  return false;
}

// Takes content codings off `page->body`, the last one first.
bool PageReader::Unpack(std::string_view codings, const PageRules& rules, Page* page) {
  const auto fail = [&](std::string why) {
    page->kind = Page::Kind::kFailed;
    page->why = std::move(why);
    return false;
  };
  const bool none_named = codings.empty();
  if (none_named && IsGzip(page->body)) codings = "gzip";  // some servers forget to say so
  while (!codings.empty()) {
    const size_t comma = codings.rfind(',');
    const std::string_view coding =
        Trim(comma == codings.npos ? codings : codings.substr(comma + 1));
    codings = comma == codings.npos ? std::string_view() : codings.substr(0, comma);
    if (coding.empty() || IsName(coding, "identity") || page->body.empty()) continue;
    if (IsText(page->body)) continue;
    std::string& to = page->body.data() == unpacked_[0].data() ? unpacked_[1] : unpacked_[0];
    const auto result = decoder_.Decode(coding, page->body, rules.longest, &to);
    switch (result) {
      case ContentDecoder::Result::kOk:
        break;
      case ContentDecoder::Result::kCutOff:
        if (page->truncated.empty()) page->truncated = "http";
        break;
      case ContentDecoder::Result::kTooLong:
        return fail("its body unpacks to more than " + std::to_string(rules.longest) +
                    " bytes, which is `max_record_bytes`");
      case ContentDecoder::Result::kDamaged:
        // In another encoding than UTF-8, and unpacked already.
        if (!IsBinary(page->body) && !IsGzip(page->body)) continue;
        return fail("the `" + std::string(coding) + "` data of its body is damaged");
      case ContentDecoder::Result::kUnknown:
        if (!IsBinary(page->body)) continue;
        return fail("its body is in the content coding `" + std::string(coding) +
                    "`, which is not read");
    }
    page->body = to;
  }
  return true;
}

bool PageReader::TakeBody(std::string_view body, const PageRules& rules, Page* page) {
  page->body = body;
  if (!has_http_ || !http_.found) return Unpack({}, rules, page);
  uint64_t length;
  bool chunked = Lower(http_.fields.Get("transfer-encoding")).ends_with("chunked");
  if (chunked) {
    const Unchunked chunks = Unchunk(body, &unchunked_);
    chunked = chunks.result != Unchunked::Result::kNot;
    if (chunked) page->body = unchunked_;
    if (chunks.result == Unchunked::Result::kBroken && page->truncated.empty())
      page->truncated = "http";
  } else if (ParseNumber(http_.fields.Get("content-length"), &length)) {
    // The record may lie about its length, and the page be all there.
    const bool doubted = page->truncated == "file" || page->truncated == "record";
    if (doubted && length <= body.size()) {
      page->body = body.substr(0, static_cast<size_t>(length));
      page->truncated.clear();
    } else if (length > body.size() && page->truncated.empty()) {
      page->truncated = "http";
    }
  }
  return Unpack(http_.fields.Get("content-encoding"), rules, page);
}

void PageReader::CompareDigests(std::string_view block, std::string_view body, Page* page) {
  page->digests = Verdict::kUnknown;
  const auto compare = [&](std::string_view digest, std::initializer_list<std::string_view> texts) {
    if (digest.empty() || page->digests == Verdict::kWrong) return;
    const Verdict verdict = Verify(digest, texts);
    if (verdict != Verdict::kUnknown) page->digests = verdict;
  };
  compare(head_.fields.Get("warc-block-digest"), {block});
  compare(page->digest, {body, unchunked_});
  if (page->digests != Verdict::kWrong) return;
  page->kind = Page::Kind::kFailed;
  page->why = "its content is not what its digest says";
}

void PageReader::Read(std::string_view bytes, uint32_t flags, const PageRules& rules, Page* page) {
  *page = Page();
  format_ = (flags & kArc) != 0 ? Format::kArc : Format::kWarc;
  http_.found = false;
  std::string_view block;
  if (!TakeBlock(bytes, flags, page, &block) || !ChooseByType(page)) return;

  const std::string_view record_type =
      format_ == Format::kArc ? head_.mime : head_.fields.Get("content-type");
  const bool says_http = BeginsWith(Trim(record_type), "application/http");
  has_http_ = page->type == "response" || page->type == "revisit" || says_http;
  std::string_view body = block;
  if (has_http_) {
    ParseHttp(block, &http_);
    body = http_.body;
  }
  // Bytes beyond the record's length belong to the page where HTTP says so.
  if (page->skipped > 0) {
    const size_t beyond = block.size() - static_cast<size_t>(*head_.length);
    const size_t within = body.size() - std::min(body.size(), beyond);
    uint64_t length;
    if (http_.found && ParseNumber(http_.fields.Get("content-length"), &length) &&
        length > within && length <= body.size()) {
      body = body.substr(0, static_cast<size_t>(length));
      const size_t after = body.size() + static_cast<size_t>(body.data() - block.data());
      page->skipped = block.size() - std::min(block.find_first_not_of("\r\n", after), block.size());
    } else {
      body = body.substr(0, within);
    }
    block = block.substr(0, static_cast<size_t>(body.data() + body.size() - block.data()));
  }
  if (const std::string_view why = head_.fields.Get("warc-truncated");
      format_ == Format::kWarc && !why.empty())
    page->truncated = Lower(why);
  if (format_ == Format::kWarc && head_.fields.Has("warc-segment-number"))
    page->truncated = "segment";

  const std::string_view content_type = http_.found
                                            ? http_.fields.Get("content-type")
                                            : (says_http ? std::string_view() : record_type);
  page->charset = html::CharsetOfContentType(content_type);
  std::string mime = MediaTypeOf(content_type);
  if (mime.empty())
    mime = MediaTypeOf(format_ == Format::kArc ? head_.mime
                                               : head_.fields.Get("warc-identified-payload-type"));
  const bool declared = !mime.empty();
  if (declared && !ChooseByContent(rules, std::move(mime), page)) return;
  if (page->type == "revisit") {
    if (rules.revisits) return;
    page->kind = Page::Kind::kPassedOver;
    page->why = "revisit";
    return;
  }
  if (flags & (io::kTooLong | kDoubtful)) {
    page->kind = Page::Kind::kFailed;
    page->why = (flags & kDoubtful) != 0 ? "the compressed data that it is in is damaged"
                                         : "it is longer than " + std::to_string(rules.longest) +
                                               " bytes, which is `max_record_bytes`";
    return;
  }
  unchunked_.clear();
  const bool unpacked = TakeBody(body, rules, page);
  if (rules.verify) {
    CompareDigests(block, body, page);
    if (page->kind == Page::Kind::kFailed) return;
  }
  if (!unpacked) return;
  if (!declared) {
    ChooseByContent(rules, MediaTypeSeen(page->body), page);
  } else if (IsBinary(page->body)) {
    // An image that is called a page.
    const std::string was = page->mime;
    page->kind = Page::Kind::kPassedOver;
    page->by_content = true;
    page->mime = MediaTypeSeen(page->body);
    page->why =
        page->mime + (page->mime == was ? ", which is no text" : " that was declared " + was);
  }
}

}  // namespace textmill::warc
