// The stage read.conllu.
#ifndef TEXTMILL_PLUGINS_LIB_READERS_CONLLU_READ_CONLLU_H_
#define TEXTMILL_PLUGINS_LIB_READERS_CONLLU_READ_CONLLU_H_

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "plugins/lib/io/record_files.h"
#include "plugins/lib/readers/conllu/document.h"
#include "plugins/lib/readers/conllu/document_ends.h"
#include "plugins/lib/readers/record_columns.h"
#include "plugins/lib/values/token_column.h"
#include "textmill/source.hpp"

namespace textmill::conllu {

class ReadConllu final : public Source {
 public:
  ReadConllu();

  Param<std::vector<Path>> path{
      this, "path", kRequired,
      "Files to read: names, patterns (`*`, `?`, `[a-z]`, and `**` for any number of folders), "
      "folders (all files in them that end in .conllu, in any case, also with .gz or .zst after "
      "it, at any depth), or `-` for standard input."};
  Param<Choice> documents{this,
                          "documents",
                          {"newdoc", "sentences"},
                          "What is a document: what begins with a comment `# newdoc`, which is the "
                          "whole file where there is none, or each sentence."};
  Param<std::vector<std::string>> members{
      this, "members", std::vector<std::string>{},
      "More members of each token: `feats`, `head`, `deprel`, `deps` and `misc`, the columns of "
      "those names (`deps` may point at empty nodes, which are not there); `form`, which is of use "
      "where words are not in the text, as *à le* for "
      "*au*; `multiword`, the form of the multiword token that a word is part of."};
  Param<Choice> on_damage = io::OnDamage(this);

  Out<Utf8> id{this, "id",
               "what `# newdoc id` says, or `# sent_id` of a sentence; without one the file's "
               "path, and from the second document on `@` and the byte offset"};
  Out<Utf8> text{this, "text", "the text that the words were cut from"};
  Out<Utf8> source{this, "source", "the file's path"};
  Out<Utf8> title{this, "title", "what a comment `# title` before the first sentence says"};
  Out<Utf8> date{this, "date", "what a comment `# date` before the first sentence says"};
  Out<List> tokens{this, values::TokensField(),
                   "the words: where each begins and ends, in bytes of the text, the number of its "
                   "sentence, and UPOS, XPOS and lemma as `pos`, `tag` and `lemma`"};

  // Before Bind: these columns instead of its own, as readers of records make them
  // (so without `tokens`): for read.auto.
  void GiveRecords(std::vector<Field> columns) { records_.Give(std::move(columns)); }

  void Bind(Binder& binder) override;
  std::unique_ptr<Lane> NewLane() const override;
  const std::vector<Input>& ListInputs() override;
  bool NextUnit(uint64_t want_bytes, Unit& unit) override;
  void ReadUnit(const UnitView& unit, Rows& rows, Lane* lane) const override;
  void ReadRecord(const UnitView& unit, uint64_t offset, uint64_t length,
                  Buffer& bytes) const override;
  std::vector<AccountNumber> Account() const override;
  bool NextFault(uint32_t& input, std::string& why) override {
    return files_.NextFault(input, why);
  }

 private:
  class Files final : public io::RecordFiles {
   public:
    explicit Files(ReadConllu& stage);

   protected:
    bool cuts_at_lines() const override { return false; }
  };
  using Member = std::string_view (*)(const Token& token);

  void AppendDocument(const UnitView& unit, uint64_t offset, uint64_t length, std::string_view name,
                      const Document& document, Rows& rows) const;
  void CountLines(const Unit& unit);
  std::string LineOf(const UnitView& unit, uint64_t lines) const;

  bool by_sentence_ = false;
  std::vector<Member> members_;
  readers::RecordColumns records_;
  DocumentEnds* ends_ = nullptr;  // owned by files_
  Files files_;
  mutable std::atomic<int64_t> other_texts_{0};
  // Which line units begin with, by input and offset, from 0. Units are cut in order and parsed in
  // any, so that only the first half can count.
  mutable std::mutex lines_mutex_;
  std::map<std::pair<uint32_t, uint64_t>, uint64_t> lines_;
  std::vector<char> piece_;
  io::File counted_;  // the plain file that lines are counted in
  uint32_t counted_input_ = UINT32_MAX;
  uint64_t next_line_ = 0;
};

}  // namespace textmill::conllu

#endif  // TEXTMILL_PLUGINS_LIB_READERS_CONLLU_READ_CONLLU_H_
