// An e-mail message taken apart by GMime: who wrote what to whom, and its text.
//
// The text is that of the parts of plain text that are shown; where there are none, the HTML. Other
// parts are attachments: they are counted, and never decoded. Any thread may call.
#ifndef TEXTMILL_PLUGINS_READ_MBOX_MESSAGE_H_
#define TEXTMILL_PLUGINS_READ_MBOX_MESSAGE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/lib/html/decode_html.h"

namespace textmill::mbox {

struct Message {
  bool has_head = false;                               // without one, it is no message
  std::string id, subject, from, to, cc, in_reply_to;  // in UTF-8, or ""
  std::optional<int64_t> date;                         // in microseconds
  std::string text;
  bool is_html = false;
  int64_t attachments = 0;
  std::vector<html::DecodeReport> parts;  // how the parts of the text were encoded
};

// `bytes`: a message as a mailbox has it, where lines of the body that begin with "From " are
// written `>From `, and those that began so `>>From `.
Message ParseMessage(std::string_view bytes);

}  // namespace textmill::mbox

#endif  // TEXTMILL_PLUGINS_READ_MBOX_MESSAGE_H_
