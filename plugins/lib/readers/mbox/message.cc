#include "plugins/lib/readers/mbox/message.h"

#include <gmime/gmime.h>

#include <algorithm>
#include <memory>
#include <mutex>

namespace textmill::mbox {
namespace {

struct Unref {
  void operator()(void* object) const { ::g_object_unref(object); }
};
template <class T>
using Owned = std::unique_ptr<T, Unref>;

// Text that GMime gives, in UTF-8 whatever was in the message.
std::string Clean(const char* text) {
  return text != nullptr ? html::DecodeHtml(text, "", nullptr) : "";
}

std::string Addresses(InternetAddressList* list) {
  if (list == nullptr) return "";
  char* const written = ::internet_address_list_to_string(list, nullptr, FALSE);
  std::string clean = Clean(written);
  ::g_free(written);
  return clean;
}

// A mailbox quotes lines that would begin a message.
std::string Unquote(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  for (size_t at = 0; at < bytes.size();) {
    size_t quotes = at;
    while (quotes < bytes.size() && bytes[quotes] == '>') ++quotes;
    const bool quoted = quotes > at && bytes.substr(quotes).starts_with("From ");
    const size_t end = std::min(bytes.find('\n', quotes), bytes.size() - 1) + 1;
    out += bytes.substr(at + quoted, end - at - quoted);
    at = end;
  }
  return out;
}

class Walk {
 public:
  explicit Walk(Message* message) : message_(message) {}

  // Whether it had text to show.
  void Part(GMimeObject* part) {
    if (GMIME_IS_MULTIPART(part)) return Multipart(GMIME_MULTIPART(part));
    GMimeContentType* const type = ::g_mime_object_get_content_type(part);
    const bool plain = ::g_mime_content_type_is_type(type, "text", "plain");
    const bool html = ::g_mime_content_type_is_type(type, "text", "html");
    if (!GMIME_IS_PART(part) || (!plain && !html) ||
        ::g_mime_part_is_attachment(GMIME_PART(part))) {
      message_->attachments +=
          !::g_mime_content_type_is_type(type, "application", "pgp-signature") &&
          !::g_mime_content_type_is_type(type, "application", "pkcs7-signature");
      return;
    }
    (plain ? plain_ : html_).push_back(GMIME_PART(part));
  }

  void Finish() {
    message_->is_html = plain_.empty() && !html_.empty();
    for (GMimePart* part : plain_.empty() ? html_ : plain_) {
      const std::string text = Decoded(part);
      if (!message_->text.empty() && !text.empty())
        message_->text += message_->text.ends_with('\n') ? "\n" : "\n\n";
      message_->text += text;
    }
  }

 private:
  void Multipart(GMimeMultipart* multipart) {
    const int n = ::g_mime_multipart_get_count(multipart);
    for (int i = 0; i < n; ++i) Part(::g_mime_multipart_get_part(multipart, i));
  }

  std::string Decoded(GMimePart* part) {
    GMimeDataWrapper* const content = ::g_mime_part_get_content(part);
    if (content == nullptr) return "";
    const Owned<GMimeStream> memory(::g_mime_stream_mem_new());
    ::g_mime_data_wrapper_write_to_stream(content, memory.get());
    const GByteArray* const bytes =
        ::g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory.get()));
    const char* const charset =
        ::g_mime_object_get_content_type_parameter(GMIME_OBJECT(part), "charset");
    html::DecodeReport report;
    std::string text = html::DecodeHtml({reinterpret_cast<const char*>(bytes->data), bytes->len},
                                        charset != nullptr ? charset : "", &report);
    message_->parts.push_back(std::move(report));
    std::erase(text, '\r');
    return text;
  }

  Message* message_;
  std::vector<GMimePart*> plain_, html_;  // the message's
};

}  // namespace

Message ParseMessage(std::string_view bytes) {
  static std::once_flag once;
  std::call_once(once, [] { ::g_mime_init(); });
  Message out;
  const std::string unquoted = bytes.find(">From ") != bytes.npos ? Unquote(bytes) : std::string();
  if (!unquoted.empty()) bytes = unquoted;
  const Owned<GMimeStream> stream(::g_mime_stream_mem_new_with_buffer(bytes.data(), bytes.size()));
  const Owned<GMimeParser> parser(::g_mime_parser_new_with_stream(stream.get()));
  const Owned<GMimeMessage> message(::g_mime_parser_construct_message(parser.get(), nullptr));
  if (message == nullptr) return out;
  out.has_head = ::g_mime_header_list_get_count(
                     ::g_mime_object_get_header_list(GMIME_OBJECT(message.get()))) > 0;
  out.id = Clean(::g_mime_message_get_message_id(message.get()));
  out.subject = Clean(::g_mime_message_get_subject(message.get()));
  out.from = Addresses(::g_mime_message_get_from(message.get()));
  out.to = Addresses(::g_mime_message_get_to(message.get()));
  out.cc = Addresses(::g_mime_message_get_cc(message.get()));
  if (const char* header = ::g_mime_object_get_header(GMIME_OBJECT(message.get()), "In-Reply-To")) {
    if (char* const id = ::g_mime_utils_decode_message_id(header)) {
      out.in_reply_to = Clean(id);
      ::g_free(id);
    }
  }
  if (GDateTime* const date = ::g_mime_message_get_date(message.get()))
    out.date = ::g_date_time_to_unix(date) * int64_t{1000000};
  Walk walk(&out);
  if (GMimeObject* const part = ::g_mime_message_get_mime_part(message.get())) walk.Part(part);
  walk.Finish();
  return out;
}

}  // namespace textmill::mbox
