// The other side: the process that a stage works in. It has an instance that was created and bound
// in the program, from which it was forked, and answers what the program asks, one question after
// the other, until it is told to close or the program is gone.
//
// A process is forked for each lane, and one for what is done in order. Those are best forked from
// one that has opened the stage, for a model is then loaded once and shared; but not where the
// stage has threads, which are not forked, or open files, whose position all would share: then each
// opens for itself.
#ifndef CORE_ISOLATE_SERVE_H_
#define CORE_ISOLATE_SERVE_H_

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "core/isolate/child_process.h"
#include "core/plugin/bound.h"
#include "core/plugin/instance.h"

namespace textmill::core {

struct ServeOptions {
  Instance* instance = nullptr;
  Bound bound;
  uint64_t memory = 0;  // bytes that the process may take for data; 0: any number
  // What the stage says; called in the process.
  std::function<void(int32_t level, const std::string& step, std::string_view message)> log;
};

// Never returns.
[[noreturn]] void Serve(const ServeOptions& options, ChildEnds ends);

// The answer to Ask::kLook: threads beside the main one, and descriptors that it has opened.
struct LookAnswer {
  uint32_t threads, files;
};

// How a process ends that cannot go on.
inline constexpr int kClosedDescriptors = 213, kForkCameBack = 214;

// For a process that was just forked: it ends with the process `parent`. False when that is gone.
bool BeChildOf(pid_t parent);
// Ends the process without a word to anybody.
[[noreturn]] void LeaveProcess(int status);

}  // namespace textmill::core

#endif  // CORE_ISOLATE_SERVE_H_
