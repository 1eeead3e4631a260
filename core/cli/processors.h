// How many processors this process may use: what `run` takes for its threads when none are named.
//
// Fewer than the machine has where the process was given some of them only (taskset, cpusets), or
// a share of their time (the cgroup of a container or a service). Any thread.
#ifndef CORE_CLI_PROCESSORS_H_
#define CORE_CLI_PROCESSORS_H_

#include <string>

namespace textmill::core {

// At least 1.
unsigned Processors();

// The processors' worth of time that the process's cgroup and those above it grant, rounded up; 0:
// no limit. `proc_cgroup` is the text of /proc/self/cgroup, `root` the folder where cgroups are
// found, /sys/fs/cgroup.
unsigned ProcessorsOfCgroup(const std::string& proc_cgroup, const std::string& root);

}  // namespace textmill::core

#endif  // CORE_CLI_PROCESSORS_H_
