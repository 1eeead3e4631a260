// Turns the lines of one unit into documents. Used by one thread, for one unit.
#ifndef TEXTMILL_PLUGINS_READ_JSONL_RECORD_PARSER_H_
#define TEXTMILL_PLUGINS_READ_JSONL_RECORD_PARSER_H_

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/lib/io/columns.h"
#include "plugins/lib/readers/jsonl/json_text.h"
#include "plugins/lib/readers/jsonl/key_order.h"
#include "plugins/lib/readers/jsonl/key_plan.h"
#include "textmill/source.hpp"

namespace textmill::jsonl {

class RecordParser {
 public:
  // All are borrowed. `extra` is the slot of the column for what nobody declared, `encoding` the
  // one that the file is in (RecordEncodings), `unit_bytes` how much will come.
  RecordParser(const std::vector<io::Column>& columns, const KeyPlan& plan, int extra,
               const std::string& path, const std::string& encoding, size_t unit_bytes, Rows& rows);

  // Lines one after the other, 64 readable bytes after them; `offset` is where they are in the
  // input.
  void ParseLines(std::string_view lines, uint64_t offset);
  // One record, on any number of lines; nothing but blanks is not one.
  void ParseElement(std::string_view element, uint64_t offset);

 private:
  // What a record says of a column.
  enum class State : uint8_t { kAbsent, kNull, kWritten, kTyped, kNested };
  enum class Taken : uint8_t { kYes, kNo, kFault };
  // A value as it is written: [begin, end).
  struct Raw {
    const char* begin;
    const char* end;
  };

  void ParseRecord(std::string_view line, uint64_t offset);
  const char* ParseKey(const char* p, JsonText& json, size_t& key);
  const char* ParseMember(const char* p, JsonText& json);
  Taken Take(size_t column, const std::string& name, Raw value, JsonText& json);
  bool TakeNested(const Key& key, Raw value, JsonText& json);
  Taken WrongType(size_t column, const std::string& name, Raw value, JsonText& json);
  std::string_view Unescaped(Raw string, JsonText& json);
  void CopyString(size_t column, const char* p, const char*& after, JsonText& json);
  void KeepInExtra(Raw member);
  void KeepUnderAnotherName(size_t column, Raw value);
  void FlushExtra();
  bool HasTwins();
  void Commit(uint64_t offset, uint64_t length, JsonText& json);
  void Discard();
  void Reject(std::string_view line, uint64_t offset, const JsonText& json);

  BytesBuilder& bytes(size_t column) { return static_cast<BytesBuilder&>(*builders_[column]); }

  const std::vector<io::Column>& columns_;
  const KeyPlan& plan_;
  const std::string& path_;
  const std::string& encoding_;
  Rows& rows_;
  std::vector<Builder*> builders_;
  BytesBuilder& extra_;
  KeyOrder order_;

  // Of the record at work:
  std::vector<State> states_;
  std::vector<io::TypedValue> typed_;
  std::vector<const char*> nested_;           // where values of lists and objects begin
  std::vector<uint8_t> seen_;                 // keys of the plan
  std::vector<std::string_view> other_keys_;  // those of no column
  std::deque<std::string> unescaped_;         // owners of keys with escapes
  bool in_order_ = true;                      // all keys were matched by order_
  bool any_extra_ = false;
  Raw extra_members_{nullptr, nullptr};  // to be added to extra
  std::string scratch_;
  std::string complaint_;  // what is wrong, where the JSON itself is good
};

}  // namespace textmill::jsonl

#endif  // TEXTMILL_PLUGINS_READ_JSONL_RECORD_PARSER_H_
