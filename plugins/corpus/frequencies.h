// The stage `corpus.frequencies`: a table of how often words, n-grams or a column's values occur.
//
// Process counts a batch by itself, on any thread, and hands the counts to Commit, which adds them
// up. The table does not depend on how the documents were cut into batches.
#ifndef TEXTMILL_PLUGINS_CORPUS_FREQUENCIES_H_
#define TEXTMILL_PLUGINS_CORPUS_FREQUENCIES_H_

#include <memory>
#include <string>
#include <vector>

#include "plugins/corpus/count_table.h"
#include "textmill/textmill.hpp"

namespace textmill::corpus {

class Frequencies final : public Transform {
 public:
  Frequencies();
  ~Frequencies() override;
  void Bind(Binder& binder) override;
  std::unique_ptr<Lane> NewLane() const override;
  void Process(const Batch& batch, Reply& reply, Lane* lane) const override;
  void Commit(const Batch& batch, const Carried& carried, Reply& reply) override;
  void Finish() override;
  bool NextTable(uint32_t table, StructBuilder& rows) override;
  void Save(StateWriter& to) const override;
  void Restore(StateReader& from) override;

 private:
  struct Scratch;
  enum class Kind { kText, kString, kBool, kInteger, kStrings, kStructs };
  Kind KindOf(const Field& column) const;
  void CountText(std::string_view text, uint32_t group, int64_t row, Scratch& scratch,
                 Reply& reply) const;
  void CountValues(const Batch& batch, int64_t row, uint32_t group, Scratch& scratch) const;

  Param<Choice> of_{this,
                    "of",
                    {"words", "ngrams", "column"},
                    "What is counted: the words of a text, runs of `n` words, or the values of a "
                    "column."};
  Param<Choice> cut_{this,
                     "words",
                     {"auto", "runs"},
                     "What a word is in scripts without spaces (Chinese, Japanese, Thai, Lao, "
                     "Khmer, Burmese): `auto` cuts by the dictionaries of ICU, `runs` takes all "
                     "between two punctuation marks."};
  Param<int64_t> n_{this, "n", kOptional,
                    "How many words an n-gram has, 2 unless given; with `of: ngrams` only.",
                    Range{1, 10}};
  Param<ColumnName> column_{
      this, "column", kOptional,
      "The column with the text, `text` unless given; with `of: column` the one with the values."};
  Param<std::string> member_{
      this, "member", kOptional,
      "Where the column is a list of structs, the member that is counted: `name` of `entities`."};
  Param<ColumnName> by_{this, "by", kOptional,
                        "Count apart for each value of this column, such as `lang`."};
  Param<int64_t> min_count_{this, "min_count", 1, "Leave out of the table what occurs less often.",
                            Range{1, 9e15}};
  Param<int64_t> min_documents_{this, "min_documents", 1,
                                "Leave out of the table what occurs in fewer documents.",
                                Range{1, 9e15}};
  Param<int64_t> top_{this, "top", 0,
                      "How many rows to give, of each group the most frequent; 0 gives all.",
                      Range{0, 9e15}};
  Carry<Utf8> group_{this, "group", "the group's name"};
  Carry<Utf8> value_{this, "value", "what was counted"};
  Carry<Int64> count_{this, "count", "how often it occurs in the batch"};
  Carry<Int64> documents_{this, "documents", "in how many documents of the batch"};
  Counter too_long_{this, "too_long"};

  size_t words_ = 1;  // in an n-gram
  Kind kind_ = Kind::kText, by_kind_ = Kind::kString;
  int slot_ = -1, by_slot_ = -1;
  int64_t member_index_ = -1;

  CountTable table_;
  int64_t reported_memory_ = 0;
  std::vector<int64_t> totals_;   // of each group
  std::vector<uint32_t> sorted_;  // entries of the table to give
  size_t given_ = 0;
};

}  // namespace textmill::corpus

#endif  // TEXTMILL_PLUGINS_CORPUS_FREQUENCIES_H_
