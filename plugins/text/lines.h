// The stage `text.lines`: cuts lines out of texts, by what they are or by how often they occur in
// the corpus.
//
// For the latter it sees all documents first: Process makes the hashes of a document's different
// lines, Commit counts them; in the second pass Process looks them up.
#ifndef TEXTMILL_PLUGINS_TEXT_LINES_H_
#define TEXTMILL_PLUGINS_TEXT_LINES_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "plugins/lib/memory/reported.h"
#include "plugins/text/patterns.h"
#include "textmill/textmill.hpp"

namespace textmill::text {

class Lines final : public Transform {
 public:
  Lines();
  void Bind(Binder& binder) override;
  void Process(const Batch& batch, Reply& reply, Lane* lane) const override;
  void Commit(const Batch& batch, const Carried& carried, Reply& reply) override;
  void Save(StateWriter& to) const override;
  void Restore(StateReader& from) override { AddCounts(from); }
  void MergeState(StateReader& later) override { AddCounts(later); }
  uint32_t StateVersion() const override { return 2; }  // 1 had lines of another hash

 private:
  enum class Cut { kNo, kPattern, kLength, kRepeated };
  Cut Judge(std::string_view line) const;
  void CountLines(const Batch& batch, Reply& reply) const;
  void Add(uint64_t line, uint32_t documents);
  void AddCounts(StateReader& from);
  void CheckMemory();

  Param<std::vector<std::string>> drop_{
      this, "drop", kOptional, "Cut lines in which one of these regular expressions matches."};
  Param<std::vector<std::string>> keep_{
      this, "keep", kOptional, "Cut lines in which none of these regular expressions matches."};
  Param<int64_t> min_length_{this, "min_length", 0,
                             "Cut lines with fewer characters, blanks at their ends not counted.",
                             Range{0, 1e9}};
  Param<int64_t> max_length_{this, "max_length", kOptional, "Cut lines with more characters.",
                             Range{1, 1e9}};
  Param<int64_t> max_documents_{this, "max_documents", kOptional,
                                "Cut lines that are in more documents of the corpus than this.",
                                Range{1, 4e9}};
  Param<Size> memory_{
      this, "memory", Size{int64_t{1} << 30},
      "With `max_documents`: the most memory that the counts may take; the run ends "
      "when there are more different lines than fit, some 40 bytes each.",
      Range{1 << 20, 1e15}};
  Param<ColumnName> column_{this, "column", ColumnName{"text"}, "The column to change."};
  In<Utf8> text_{this, column_, "the text that is changed"};
  Out<Utf8> changed_{this, "text", "the text without the lines that were cut"};
  Carry<UInt64> line_{this, "line", "the hash of a line of a document"};
  Counter by_pattern_{this, "cut_by_pattern"};
  Counter by_length_{this, "cut_by_length"};
  Counter repeated_{this, "cut_as_repeated"};
  Counter documents_changed_{this, "documents_changed"};
  Counter documents_emptied_{this, "documents_emptied"};

  std::vector<std::unique_ptr<RE2>> drops_, keeps_;
  std::unordered_map<uint64_t, uint32_t> documents_;  // in which a line is, by its hash
  memory::Reported reported_memory_;
};

}  // namespace textmill::text

#endif  // TEXTMILL_PLUGINS_TEXT_LINES_H_
