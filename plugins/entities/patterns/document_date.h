// The column that says when a document was written: a timestamp, or text that begins with a day.
#ifndef TEXTMILL_PLUGINS_ENTITIES_DOCUMENT_DATE_H_
#define TEXTMILL_PLUGINS_ENTITIES_DOCUMENT_DATE_H_

#include <string>

#include "plugins/entities/patterns/relative_date.h"
#include "textmill/textmill.hpp"

namespace textmill::entities {

// Bound once, read by any thread.
class DocumentDate {
 public:
  // Takes the column that the parameter `date` names, or `date` where there is one. Throws Error
  // when the one that is named is not there or holds something else.
  void Bind(const Param<ColumnName>& parameter, Binder& binder);
  bool present() const { return slot_ >= 0; }
  WrittenOn Of(const Batch& batch, int64_t row) const;

 private:
  int slot_ = -1;
  bool text_ = false;
};

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_DOCUMENT_DATE_H_
