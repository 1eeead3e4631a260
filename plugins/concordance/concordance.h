// The stage `corpus.concordance`: each hit of a query in its context.
//
// Process finds the hits of a batch, on any thread. As a table, Commit puts them away, on disk
// where they are many, and the table is made in the end; as documents, they take the documents'
// place at once.
#ifndef TEXTMILL_PLUGINS_CONCORDANCE_CONCORDANCE_H_
#define TEXTMILL_PLUGINS_CONCORDANCE_CONCORDANCE_H_

#include <memory>
#include <optional>
#include <queue>
#include <string>
#include <vector>

#include "plugins/concordance/plain_words.h"
#include "plugins/concordance/sort_order.h"
#include "plugins/concordance/text_tokens.h"
#include "plugins/lib/memory/reported.h"
#include "plugins/lib/query/matcher.h"
#include "plugins/lib/query/needed_pieces.h"
#include "plugins/lib/values/external_sort.h"
#include "textmill/textmill.hpp"

namespace textmill::concordance {

class Concordance final : public Transform {
 public:
  Concordance();
  void Bind(Binder& binder) override;
  void Open(const textmill_open_request& request) override;
  std::unique_ptr<Lane> NewLane() const override;
  void Process(const Batch& batch, Reply& reply, Lane* lane) const override;
  void Commit(const Batch& batch, const Carried& carried, Reply& reply) override;
  void Finish() override;
  bool NextTable(uint32_t table, StructBuilder& rows) override;
  void Save(StateWriter& to) const override;
  void Restore(StateReader& from) override { MergeState(from); }
  void MergeState(StateReader& later) override;
  uint32_t StateVersion() const override { return 2; }

 private:
  struct Scratch;
  // A hit of the sample, kept until there are `sample` with a smaller rank; which hit it is in
  // input order decides between equals.
  struct Sampled {
    uint64_t rank, number;
    std::string key, row;
    bool operator<(const Sampled& other) const {
      return rank != other.rank ? rank < other.rank : number < other.number;
    }
  };
  void ChooseColumns(Binder& binder);
  void MakeMatcher(Binder& binder);
  void RefuseWhatIsNoWord(const query::Test& test) const;
  void FindHits(const Batch& batch, int64_t row, Scratch& scratch) const;
  uint64_t HashOf(const Batch& batch, int64_t row) const;
  void Keep(Sampled hit);
  void ReportMemory();
  static Place PlaceOf(const query::Hit& hit, const TextTokens& tokens, size_t words);

  Param<std::string> query_{this, "query", kRequired,
                            "What to look for: plain words (`the old bridge`, `bridg*`), or CQL "
                            "(`[pos=\"ADJ\"]+ [lemma=\"bridge\"]`); see docs/queries.md."};
  Param<Choice> case_{this,
                      "case",
                      {"query", "ignore", "match"},
                      "Capital and small letters. `query`: as the query says; plain words ignore "
                      "case, values between quotation marks heed it unless `%c` is there. `ignore` "
                      "and `match`: all of them do."};
  Param<Choice> strategy_{
      this,
      "strategy",
      {"longest", "standard", "shortest", "traditional"},
      "Which of the runs that match are hits. `longest`: the longest, none that is part of "
      "another. "
      "The others are those of the Corpus Workbench: `standard` (its default) takes what is "
      "optional "
      "at the beginning and stops where it can, `shortest` takes no run that another is part of, "
      "`traditional` takes the shortest from each beginning."};
  Param<int64_t> context_{this, "context", 8, "How much to show on each side of a hit.",
                          Range{0, 1000}};
  Param<Choice> unit_{this, "unit", {"words", "characters"}, "What `context` counts."};
  Param<std::vector<ColumnName>> columns_{
      this, "columns", kOptional,
      "Which columns of the document to have beside each hit; `id` and `date` unless given, as far "
      "as they are there."};
  Param<std::vector<std::string>> sort_{
      this, "sort", kOptional,
      "The order of the table: `node`, `left` and `right` (word by word, from the node outwards), "
      "a "
      "single word (`L1` to `L9`, `R1` to `R9`), or one of `columns`; several count in their "
      "order, "
      "and `-date` is the order of `date` turned round. Input order, unless given."};
  Param<int64_t> sample_{
      this, "sample", 0,
      "So many hits by chance, where there are more; 0 gives all. Chance is a hit's own: it comes "
      "from `seed`, the document's text and `id`, where it has one, and the place.",
      Range{0, 1e6}};
  Param<int64_t> seed_{this, "seed", 0, "Another seed gives another sample."};
  Param<int64_t> limit_{this, "limit", 0,
                        "So many rows at most, in the table's order; 0 gives all.", Range{0, 9e15}};
  Param<Choice> give_{this,
                      "give",
                      {"table", "documents"},
                      "`table`: a table in the end, which a writer takes by this step's `id`. "
                      "`documents`: the hits take the documents' place at once; documents without "
                      "one are dropped (`empty`). Then there is no `sort`, `sample` and `limit`."};
  Param<ColumnName> column_{this, "column", ColumnName{"text"}, "The column with the text."};
  Param<ColumnName> tokens_{
      this, "tokens", kOptional,
      "The column with tokens: a list of structs with `begin` and `end` (bytes of the text), and "
      "with `pos`, `lemma` and whatever else a query may ask for, `sentence` for its number. The "
      "column `tokens`, where there is one; else words are what Textmill counts as words."};
  Param<Choice> words_{this,
                       "words",
                       {"auto", "runs"},
                       "What a word is in scripts without spaces (Chinese, Japanese, Thai, Lao, "
                       "Khmer, Burmese): `auto` cuts by the dictionaries of ICU, the query too; "
                       "`runs` takes all between two punctuation marks."};
  Param<Size> memory_{
      this, "memory", Size{int64_t{256} << 20},
      "How much memory hits may take. Beyond it they go to a file in the run's work "
      "folder (`--work-folder`); the table is the same.",
      Range{1 << 16, 1e15}};
  In<Utf8> text_{this, column_, "the text to look in"};
  Out<Utf8> left_{this, "left", kOptional, "what is left of the hit (`give: documents`)"};
  Out<Utf8> node_{this, "node", kOptional, "the hit (`give: documents`)"};
  Out<Utf8> right_{this, "right", kOptional, "what is right of it (`give: documents`)"};
  Out<Int64> begin_{this, "begin", kOptional,
                    "where it begins, in bytes of the text (`give: documents`)"};
  Out<Int64> end_{this, "end", kOptional, "where it ends (`give: documents`)"};
  Carry<Binary> keys_{this, "key", "of each hit, to sort by"};
  Carry<UInt64> ranks_{this, "rank", "of each hit, by chance (`sample`)"};
  Carry<Binary> of_document_{this, "columns", "what the table has of its document"};
  Carry<Utf8> carried_left_{this, "left", "what the table has of the hit"};
  Carry<Utf8> carried_node_{this, "node", "as well"};
  Carry<Utf8> carried_right_{this, "right", "as well"};
  Carry<Int64> carried_begin_{this, "begin", "as well"};
  Carry<Int64> carried_end_{this, "end", "as well"};
  Counter hits_{this, "hits"};
  Counter cut_off_{this, "cut_off"};
  Counter without_tokens_{this, "documents_without_tokens"};

  std::unique_ptr<query::Matcher> matcher_;
  std::unique_ptr<query::NeededPieces> needed_;
  std::optional<PlainWords> plain_;  // where the query is no more than that
  std::optional<TokenColumn> token_column_;
  SortOrder::Columns kept_columns_, text_columns_;  // beside hits; that the query asks for
  SortOrder order_;
  int id_slot_ = -1;  // none
  std::vector<Field> table_;

  std::unique_ptr<values::ExternalSort> sorted_;
  std::priority_queue<Sampled> sampled_;
  uint64_t found_ = 0, given_ = 0;
  int64_t sampled_bytes_ = 0;
  memory::Reported reported_memory_;
};

}  // namespace textmill::concordance

#endif  // TEXTMILL_PLUGINS_CONCORDANCE_CONCORDANCE_H_
