// The stage read.json.
#ifndef TEXTMILL_PLUGINS_READ_JSON_READ_JSON_H_
#define TEXTMILL_PLUGINS_READ_JSON_READ_JSON_H_

#include <memory>
#include <string>
#include <vector>

#include "plugins/lib/io/columns.h"
#include "plugins/lib/io/record_files.h"
#include "plugins/lib/readers/encoding/record_encodings.h"
#include "plugins/lib/readers/json/element_ends.h"
#include "plugins/lib/readers/jsonl/key_plan.h"
#include "textmill/source.hpp"

namespace textmill::json {

class ReadJson final : public Source {
 public:
  ReadJson();

  Param<std::vector<Path>> path{
      this, "path", kRequired,
      "Files to read: names, patterns (`*`, `?`, `[a-z]`, and `**` for any number of folders), "
      "folders (all files in them that end in .json, in any case, also with .gz or .zst after it, "
      "at any depth), or `-` for standard input."};
  Param<std::string> at{
      this, "at", kOptional,
      "Where the list of documents is, if it is not the whole file: `articles`, or with dots for "
      "objects inside objects, `response.items`. What else the file holds is left out."};
  Param<Map<std::string>> fields{
      this, "fields", kOptional,
      "Where columns come from: the column's name, then the field's, with dots for fields inside "
      "objects: `date: meta.published`. A dot that is part of a field's name is written `\\.`. "
      "Documents in which such a field has another type than declared fail."};
  Param<Value> types{this, io::TypesParam("Types of columns, as `read.jsonl` has them.")};
  Param<std::vector<std::string>> encoding{this, "encoding", std::vector<std::string>{"auto"},
                                           "How files are encoded where no byte order mark says "
                                           "so: a name, or a list of which the first "
                                           "counts in which the whole file is valid, as `[utf-8, "
                                           "windows-1252]`; see `read.text`. `auto` "
                                           "is UTF-8, and UTF-16 where it is recognised."};
  Param<Choice> on_damage = io::OnDamage(this);

  Out<Utf8> id{
      this, "id",
      "the object's `id`, a string or a number; without one, the file's path, `@`, and the "
      "object's byte offset"};
  Out<Utf8> text{this, "text", "the document's text; an object without one fails"};
  Out<Utf8> source{this, "source", "the object's `source`; without one, the file's path"};
  Out<Utf8> title{this, "title", "the object's `title`, or null"};
  Out<Utf8> url{this, "url", "the object's `url`, or null"};
  Out<Utf8> date{this, "date", "the object's `date` as it is written, or null; see `types`"};
  Out<Utf8> extra{this, "extra",
                  "all other fields, as one JSON object with their values as written, in their "
                  "order; null when there are none. Writers give them back"};

  // Before Bind: what is read are rows of a table, see io::TakeTableRows.
  void ReadTable() { table_ = true; }

  void Bind(Binder& binder) override;
  std::unique_ptr<Lane> NewLane() const override;
  const std::vector<Input>& ListInputs() override;
  bool NextUnit(uint64_t want_bytes, Unit& unit) override;
  void ReadUnit(const UnitView& unit, Rows& rows, Lane* lane) const override;
  void ReadRecord(const UnitView& unit, uint64_t offset, uint64_t length,
                  Buffer& bytes) const override;
  std::vector<AccountNumber> Account() const override {
    std::vector<AccountNumber> account = files_.Account();
    encodings_.AppendTo(&account);
    return account;
  }
  bool NextFault(uint32_t& input, std::string& why) override {
    return files_.NextFault(input, why);
  }

 private:
  // Takes what is before the first document off each file.
  class Files final : public io::RecordFiles {
   public:
    explicit Files(ReadJson& stage);

   protected:
    void Begin(uint32_t input, io::StreamCutter& content) override;
    void End(uint32_t input) override;
    bool cuts_at_lines() const override { return false; }

   private:
    ReadJson& stage_;
  };

  std::vector<io::Column> columns_;
  jsonl::KeyPlan plan_;
  std::vector<std::string> at_;  // keys on the way to the list
  int extra_slot_ = -1;
  bool table_ = false;
  ElementEnds* ends_ = nullptr;  // owned by files_
  encoding::RecordEncodings encodings_;
  Files files_;
  std::vector<char> arrays_;  // of the inputs: whether it is a list; each is there before its units
};

}  // namespace textmill::json

#endif  // TEXTMILL_PLUGINS_READ_JSON_READ_JSON_H_
