#include "plugins/lib/readers/encoding/encoding_counts.h"

namespace textmill::encoding {

void EncodingCounts::AddFile(const std::string& encoding) {
  const std::lock_guard lock(mutex_);
  ++files_[encoding];
}

void EncodingCounts::AddOtherUtf8(const std::string& encoding) {
  const std::lock_guard lock(mutex_);
  ++other_utf8_[encoding];
}

void EncodingCounts::AppendTo(std::vector<AccountNumber>* account, bool always) const {
  const std::lock_guard lock(mutex_);
  for (const auto& [name, n] : files_) {
    if (always || name != "utf-8") account->push_back({"files by encoding", name, n});
  }
  for (const auto& [name, n] : other_utf8_)
    account->push_back({"valid UTF-8 with more than ASCII, but read as", name, n});
}

}  // namespace textmill::encoding
