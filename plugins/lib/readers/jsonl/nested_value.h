// Lists and objects of a declared type, from JSON to a builder.
//
// In two steps, since a record that fails must leave nothing in the builders: Check, and once the
// whole record is good, Append. Used by one thread.
#ifndef TEXTMILL_PLUGINS_READ_JSONL_NESTED_VALUE_H_
#define TEXTMILL_PLUGINS_READ_JSONL_NESTED_VALUE_H_

#include <string>
#include <string_view>

#include "plugins/lib/readers/jsonl/json_text.h"
#include "textmill/builder.hpp"
#include "textmill/type.hpp"

namespace textmill::jsonl {

class NestedValue {
 public:
  // `json` has the record; it is known to be good JSON.
  explicit NestedValue(JsonText& json) : json_(json) {}

  // Whether the value at `p` is of that type; members that are missing are null, others than those
  // of the type are no part of it. If not, `complaint` says why.
  bool Check(const Field& type, const char* p) { return CheckValue(type, p) != nullptr; }
  const std::string& complaint() const { return complaint_; }

  // Appends a value that was checked.
  void Append(const Field& type, const char* p, Builder& to);

 private:
  const char* CheckValue(const Field& type, const char* p);
  const char* CheckObject(const Field& type, const char* p);
  const char* Wrong(const char* p, const std::string& what);
  void AppendObject(const Field& type, const char* p, StructBuilder& to);
  std::string_view StringAt(const char* p, const char* end);

  JsonText& json_;
  std::string scratch_, complaint_;
};

}  // namespace textmill::jsonl

#endif  // TEXTMILL_PLUGINS_READ_JSONL_NESTED_VALUE_H_
