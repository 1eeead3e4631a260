// Starts programs from one thread that lives as long as the host.
//
// The kernel ends a child with the *thread* that made it (PR_SET_PDEATHSIG), and the threads that
// stages run on come and go. Any thread may call it.
#ifndef PLUGINS_LIB_PROCESS_LAUNCHER_H_
#define PLUGINS_LIB_PROCESS_LAUNCHER_H_

#include <sys/types.h>

#include "plugins/lib/process/process.h"

namespace textmill::process {

struct Pipes {
  int input, output, errors;  // the program's ends
};

// The id of the new process; throws Error when there is none, or it cannot execute the program.
pid_t Launch(const Command& command, const Pipes& pipes);

}  // namespace textmill::process

#endif  // PLUGINS_LIB_PROCESS_LAUNCHER_H_
