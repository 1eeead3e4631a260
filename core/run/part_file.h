// PATH.part, the file that an output is written to until it gets its name: a run's own.
//
// It is made new, never through a link, and locked as long as it is open: an old one that no living
// run holds is removed first, or taken over by a run that is resumed; one that a run writes is left
// alone. Any thread.
#ifndef CORE_RUN_PART_FILE_H_
#define CORE_RUN_PART_FILE_H_

#include <sys/types.h>

#include <string>

#include "core/result.h"

namespace textmill::core {

// Its descriptor. `in_use` is set when it fails because another run writes there.
Result<int> MakePartFile(const std::string& part, mode_t mode, bool* in_use);

// The same of one that is there, which a run that was killed has left, under that or another name:
// locked. -1 where there is none.
Result<int> TakePartFile(const std::string& path, bool* in_use);

// Whether `path` still is the open file (and no link to it).
bool IsNameOf(const std::string& path, int file);

}  // namespace textmill::core

#endif  // CORE_RUN_PART_FILE_H_
