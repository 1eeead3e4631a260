// Where the messages of a mailbox end: a line `From sender date` after a blank line begins the next
// one. Such a line counts for the end of the message before it, so that it can be seen whole; the
// first one of a file ends an empty message.
#ifndef TEXTMILL_PLUGINS_READ_MBOX_MBOX_ENDS_H_
#define TEXTMILL_PLUGINS_READ_MBOX_MBOX_ENDS_H_

#include <string>
#include <string_view>

#include "plugins/lib/io/record_ends.h"

namespace textmill::mbox {

// `From ann@a.example Tue Mar  5 06:07:08 2024`. The time and the year are asked for, as sentences
// begin with "From", too.
bool IsSeparator(std::string_view line);

class MboxEnds final : public io::RecordEnds {
 public:
  void Restart() override;
  size_t Last(std::string_view more) override { return Scan(more, /*first=*/false); }
  size_t First(std::string_view more) override { return Scan(more, /*first=*/true); }

 private:
  size_t Scan(std::string_view more, bool first);

  bool after_blank_ = true;  // whether a message may begin with the next line
  std::string line_;         // the front of a line of which the rest has not come yet
};

// The message without the separator after it, and without the blank line in front of that.
std::string_view WithoutSeparator(std::string_view record);

}  // namespace textmill::mbox

#endif  // TEXTMILL_PLUGINS_READ_MBOX_MBOX_ENDS_H_
