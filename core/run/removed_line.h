// A line of dropped.jsonl or failed.jsonl, read back for those who show it: previews and reports.
// records.cc writes them. Any thread.
#ifndef CORE_RUN_REMOVED_LINE_H_
#define CORE_RUN_REMOVED_LINE_H_

#include <optional>
#include <string>
#include <string_view>

namespace textmill::core {

struct RemovedLine {
  std::string step, reason;  // of a failure, its message
  std::string id;            // the document's, else its source
  std::string detail;        // as JSON, or ""
  std::string of;            // the document that it repeats, or ""
};

// Nothing when the line is not an object.
std::optional<RemovedLine> ReadRemovedLine(std::string_view line);

}  // namespace textmill::core

#endif  // CORE_RUN_REMOVED_LINE_H_
