// Where the elements of a JSON array end, or objects that follow each other without one: each of
// them is a record. An element's bytes include the comma after it, and the last one's the bracket.
//
// Brackets and strings are counted, nothing else is checked: that is for whoever parses the record.
// Used by one thread at a time.
#ifndef TEXTMILL_PLUGINS_READ_JSON_ELEMENT_ENDS_H_
#define TEXTMILL_PLUGINS_READ_JSON_ELEMENT_ENDS_H_

#include "plugins/lib/io/record_ends.h"

namespace textmill::json {

class ElementEnds final : public io::RecordEnds {
 public:
  // `array`: elements are those of an array whose opening bracket was taken already.
  void SetArray(bool array) {
    array_ = array;
    closed_ = false;
  }

  bool closed() const { return closed_; }

  void Restart() override;
  size_t Last(std::string_view more) override;
  size_t First(std::string_view more) override;

 private:
  size_t Scan(std::string_view more, bool to_first);

  bool array_ = true;
  bool closed_ = false;  // the array: all that follows belongs to its last element
  int64_t depth_ = 0;
  bool in_string_ = false, escaped_ = false;
};

}  // namespace textmill::json

#endif  // TEXTMILL_PLUGINS_READ_JSON_ELEMENT_ENDS_H_
