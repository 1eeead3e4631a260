// The parameter `keep`: which of several similar documents stays. The earliest, or else the one
// that comes first when all documents are put in order by a rank. A member of the stage.
#ifndef TEXTMILL_PLUGINS_DEDUP_KEEP_RULE_H_
#define TEXTMILL_PLUGINS_DEDUP_KEEP_RULE_H_

#include <cstdint>
#include <string>

#include "textmill/stage.hpp"

namespace textmill::dedup {

class KeepRule {
 public:
  explicit KeepRule(StageBase* stage);

  // To be called in the stage's Bind. `text` is the column by which `longest` goes.
  void Bind(Binder& binder, const std::string& text);

  // Whether documents are judged as they come; else all must have been seen first.
  bool earliest() const { return by_ == By::kPosition; }
  // Whether the greatest rank comes first. Documents without a rank come last in any case.
  bool descending() const { return descending_; }
  // Writes a row's rank, made so that ranks are in order when their bytes are. False when it has
  // none. Any thread may call.
  bool Rank(const Batch& batch, int64_t row, std::string* rank) const;

 private:
  enum class By { kPosition, kLength, kColumn };
  Param<Value> keep_;
  By by_ = By::kPosition;
  bool descending_ = false;
  int slot_ = -1;
  std::string format_;
};

}  // namespace textmill::dedup

#endif  // TEXTMILL_PLUGINS_DEDUP_KEEP_RULE_H_
