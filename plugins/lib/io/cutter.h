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

// The rest of an input cannot be read: why, and where in its content the remainder begins. Or a
// part of it, after which the cutter goes on.
class CutFailed : public Error {
 public:
  CutFailed(const Error& why, uint64_t offset, bool goes_on = false)
      : Error(why), offset_(offset), goes_on_(goes_on) {}
  uint64_t offset() const { return offset_; }
  bool goes_on() const { return goes_on_; }

 private:
  uint64_t offset_;
  bool goes_on_;
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
