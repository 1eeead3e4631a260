// Files that are one document each: what read.text and read.html have in common.
//
// The list is made before the run, by one thread. Read and ReadRecord may be called by any.
#ifndef TEXTMILL_PLUGINS_READ_TEXT_WHOLE_FILES_H_
#define TEXTMILL_PLUGINS_READ_TEXT_WHOLE_FILES_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/lib/io/inputs.h"
#include "textmill/source.hpp"

namespace textmill::readtext {

class WholeFiles {
 public:
  const std::vector<Input>& List(const std::vector<Path>& path,
                                 const std::vector<std::string>& endings);
  // A unit for each file.
  bool NextUnit(Unit& unit);
  // As `path` gave it.
  const std::string& Shown(const UnitView& unit) const { return files_.inputs[unit.input()].path; }
  // The file of the unit, decompressed, in `memory`, which is reused from call to call. Where it
  // cannot be read the row fails and the outcome is false.
  bool Read(const UnitView& unit, std::vector<char>& memory, std::string_view* bytes,
            Rows& rows) const;
  void ReadRecord(const UnitView& unit, uint64_t length, Buffer& bytes) const;
  std::vector<AccountNumber> Account() const { return io::AccountOf(files_); }

 private:
  io::InputFiles files_;
  uint32_t next_ = 0;
};

}  // namespace textmill::readtext

#endif  // TEXTMILL_PLUGINS_READ_TEXT_WHOLE_FILES_H_
