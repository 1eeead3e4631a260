// The stage read.jsonl.
#ifndef TEXTMILL_PLUGINS_READ_JSONL_READ_JSONL_H_
#define TEXTMILL_PLUGINS_READ_JSONL_READ_JSONL_H_

#include <memory>
#include <string>
#include <vector>

#include "plugins/lib/io/columns.h"
#include "plugins/lib/io/record_files.h"
#include "plugins/lib/readers/encoding/record_encodings.h"
#include "plugins/lib/readers/jsonl/key_plan.h"
#include "textmill/source.hpp"

namespace textmill::jsonl {

class ReadJsonl final : public Source {
 public:
  ReadJsonl();

  Param<std::vector<Path>> path{
      this, "path", kRequired,
      "Files to read: names, patterns (`*`, `?`, `[a-z]`, and `**` for any number of folders), "
      "folders (all files in them that end in .jsonl or .ndjson, in any case and also with .gz or "
      ".zst after it, at any "
      "depth), or `-` for standard input."};
  Param<Map<std::string>> fields{
      this, "fields", kOptional,
      "Where columns come from: the column's name, then the field's, with dots for fields inside "
      "objects: `date: meta.published`. A dot that is part of a field's name is written `\\.`. "
      "Documents in which such a field has another type than declared fail."};
  Param<Value> types{
      this,
      io::TypesParam("Types of columns other than string, by the column's name: int, float, bool, "
                     "timestamp, `list<string>`, `\"list<{name: string, age: int}>\"`, entities; a "
                     "column that "
                     "`fields` does not mention is read from the field of its own name. "
                     "Timestamps are ISO 8601; those without a time zone are taken as UTC.")};
  Param<std::vector<std::string>> encoding{this, "encoding", std::vector<std::string>{"auto"},
                                           "How files are encoded where no byte order mark says "
                                           "so: a name, or a list of which the first "
                                           "counts in which the whole file is valid, as `[utf-8, "
                                           "windows-1252]`; see `read.text`. `auto` "
                                           "is UTF-8, and UTF-16 where it is recognised."};
  Param<Choice> on_damage = io::OnDamage(this);

  Out<Utf8> id{
      this, "id",
      "the record's `id`, a string or a number; without one, the file's path, `@`, and the "
      "record's byte offset"};
  Out<Utf8> text{this, "text", "the document's text; a record without one fails"};
  Out<Utf8> source{this, "source", "the record's `source`; without one, the file's path"};
  Out<Utf8> title{this, "title", "the record's `title`, or null"};
  Out<Utf8> url{this, "url", "the record's `url`, or null"};
  Out<Utf8> date{this, "date", "the record's `date` as it is written, or null; see `types`"};
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
  std::vector<io::Column> columns_;
  KeyPlan plan_;
  int extra_slot_ = -1;
  bool table_ = false;
  encoding::RecordEncodings encodings_;
  io::RecordFiles files_;
};

}  // namespace textmill::jsonl

#endif  // TEXTMILL_PLUGINS_READ_JSONL_READ_JSONL_H_
