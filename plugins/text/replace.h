// The stage `text.replace`: replaces what regular expressions match.
#ifndef TEXTMILL_PLUGINS_TEXT_REPLACE_H_
#define TEXTMILL_PLUGINS_TEXT_REPLACE_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "plugins/text/patterns.h"
#include "textmill/textmill.hpp"

namespace textmill::text {

class Replace final : public Transform {
 public:
  Replace();
  void Bind(Binder& binder) override;
  void Process(const Batch& batch, Reply& reply, Lane* lane) const override;
  std::vector<AccountNumber> Account() const override;

 private:
  struct Rule {
    std::unique_ptr<RE2> pattern;
    std::string with;
  };
  Param<Value> patterns_;
  Param<ColumnName> column_{this, "column", ColumnName{"text"}, "The column to change."};
  In<Utf8> text_{this, column_, "the text that is changed"};
  Out<Utf8> changed_{this, "text", "the text with the replacements"};
  Counter replaced_{this, "replaced"};
  Counter documents_changed_{this, "documents_changed"};
  std::vector<Rule> rules_;
  mutable std::unique_ptr<std::atomic<int64_t>[]> counts_;  // of each rule, for the account
};

}  // namespace textmill::text

#endif  // TEXTMILL_PLUGINS_TEXT_REPLACE_H_
