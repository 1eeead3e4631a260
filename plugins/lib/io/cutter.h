// Cuts the content of one input into units: ranges that begin and end with a record, and are no
// longer than asked for, unless a single record is.
//
// Used by one thread at a time.
#ifndef TEXTMILL_PLUGINS_IO_CUTTER_H_
#define TEXTMILL_PLUGINS_IO_CUTTER_H_

#include <cstdint>
#include <string>

#include "textmill/source.hpp"

namespace textmill::io {

// The rest of an input cannot be read: why, and where in its content the remainder begins.
class CutFailed : public Error {
 public:
  CutFailed(const Error& why, uint64_t offset) : Error(why), offset_(offset) {}
  uint64_t offset() const { return offset_; }

 private:
  uint64_t offset_;
};

class Cutter {
 public:
  virtual ~Cutter() = default;
  // Fills in all of the unit but `input`. False at the end. Throws CutFailed once everything good
  // before the fault has been given.
  virtual bool Next(uint64_t want_bytes, Unit& unit) = 0;
};

}  // namespace textmill::io

#endif  // TEXTMILL_PLUGINS_IO_CUTTER_H_
