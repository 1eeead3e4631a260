// The stage `text.quality`: drops or marks texts by rule books that are known from corpora for
// language models, or gives the numbers that these look at as columns.
#ifndef TEXTMILL_PLUGINS_TEXT_QUALITY_QUALITY_H_
#define TEXTMILL_PLUGINS_TEXT_QUALITY_QUALITY_H_

#include <deque>
#include <memory>
#include <vector>

#include "plugins/text-quality/measure.h"
#include "plugins/text-quality/redpajama.h"
#include "plugins/text-quality/rules.h"
#include "textmill/textmill.hpp"

namespace textmill::quality {

class Quality final : public Transform {
 public:
  Quality();
  void Bind(Binder& binder) override;
  std::unique_ptr<Lane> NewLane() const override;
  void Process(const Batch& batch, Reply& reply, Lane* lane) const override;
  std::string Notes() const override;

 private:
  struct Scratch;
  // A rule that is asked, and where it leads.
  struct Asked {
    const Rule* rule;
    double limit;
    const Reason* reason;
  };
  void CheckNames() const;
  void SetOptions();
  void DeclareColumns(Binder& binder);
  const Asked* FirstBroken(Book book, const Signals& signals) const;
  void Judge(std::string_view text, Reply& reply, Scratch& scratch) const;
  void Show(std::string_view text, Reply& reply, Scratch& scratch) const;

  Param<Value> rules_;
  Param<Choice> action_{
      this,
      "action",
      {"drop", "mark", "signals"},
      "`drop` takes a text out of the run when it breaks a rule, and names the first that it "
      "breaks; `mark` lets all pass and writes to the column `quality` which rules they break; "
      "`signals` lets all pass and writes what the rules look at, a column each."};
  Param<Choice> like_{this,
                      "like",
                      {"datatrove", "dolma"},
                      "Whose reading of the rules: they differ in what a word is, and in how "
                      "repetition is counted. "
                      "See docs/quality.md."};
  Param<Value> thresholds_;
  Param<Value> disable_;
  Param<bool> remove_lines_{
      this, "remove_lines", true,
      "With `c4` and `action: drop`: the lines that C4 does not keep are taken out of the texts "
      "that stay, as C4 does it."};
  Param<ColumnName> column_{this, "column", ColumnName{"text"}, "The column to look at."};

  In<Utf8> text_{this, column_, "the text"};
  Out<Utf8> out_{
      this, "text", kOptional,
      "with `c4`, `action: drop`: the lines that C4 keeps, under the name of the column"};
  Out<List> broken_;
  Detail<Utf8> book_{this, "book", "the rule book"};
  Detail<Float64> value_{this, "value", "what the text has"};
  Detail<Float64> threshold_{this, "threshold", "what the rule allows"};
  std::deque<Reason> reasons_;
  Counter marked_{this, "marked"};
  Counter lines_removed_{this, "lines_removed"};

  std::vector<Book> books_;
  std::vector<Asked> asked_;
  MeasureOptions options_;
  std::vector<std::pair<Signal, int>> signal_slots_;
  std::vector<int> rp_slots_, rp_line_slots_;
};

}  // namespace textmill::quality

#endif  // TEXTMILL_PLUGINS_TEXT_QUALITY_QUALITY_H_
