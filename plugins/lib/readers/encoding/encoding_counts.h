// How many files were in which encoding, for the summary. Any thread may call.
#ifndef TEXTMILL_PLUGINS_ENCODING_ENCODING_COUNTS_H_
#define TEXTMILL_PLUGINS_ENCODING_ENCODING_COUNTS_H_

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "textmill/source.hpp"

namespace textmill::encoding {

class EncodingCounts {
 public:
  void AddFile(const std::string& encoding);
  // Of a file that was valid UTF-8 with more than ASCII, and was read as something else.
  void AddOtherUtf8(const std::string& encoding);
  // Files by encoding; with `always` those in UTF-8, too. Whether one is told depends on it alone:
  // the numbers of the parts of a run are added up.
  void AppendTo(std::vector<AccountNumber>* account, bool always) const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, int64_t> files_, other_utf8_;  // by encoding
};

}  // namespace textmill::encoding

#endif  // TEXTMILL_PLUGINS_ENCODING_ENCODING_COUNTS_H_
