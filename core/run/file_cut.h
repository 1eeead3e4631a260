// How far a file was written when a checkpoint was made, and cutting it back to there.
//
// Its last bytes are remembered by a hash, so that another file of that name is not taken for it.
// Any thread.
#ifndef CORE_RUN_FILE_CUT_H_
#define CORE_RUN_FILE_CUT_H_

#include <cstdint>
#include <string>

#include "core/result.h"

namespace textmill::core {

struct FileCut {
  uint64_t bytes = 0;
  uint64_t tail = 0;  // hash of the last of them
};

// Of a file that can be read; `name` is for messages.
Result<FileCut> CutAt(int file, uint64_t bytes, const std::string& name);

// Whether the file still has those bytes in front. The error says what it is instead.
Status CheckCut(int file, const FileCut& cut, const std::string& name);

// Cuts off what is beyond, and moves to the end.
Status CutBack(int file, const FileCut& cut, const std::string& name);

}  // namespace textmill::core

#endif  // CORE_RUN_FILE_CUT_H_
