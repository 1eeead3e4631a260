// What is said, and tidied up, when a plugin takes the program down with it: a crash by a signal,
// or exit(), _exit() and quick_exit() out of a plugin, which would look like success.
//
// A crash keeps its signal's status; a plugin that leaves ends the program with status 1. Names
// step, stage, function, file and version of the plugin, and the input at work; removes the run's
// temporary folder.
#ifndef CORE_PLUGIN_CRASH_REPORT_H_
#define CORE_PLUGIN_CRASH_REPORT_H_

#include <string>

namespace textmill::core {

// Once, in main, before plugins are loaded.
void InstallCrashReport();

// For a child process whose end is reported by its parent.
void RemoveCrashReport();

// As long as it lives a run is under way: leaving is a failure from whatever thread.
class RunUnderWay {
 public:
  // `work_folder` is removed with all that is in it.
  explicit RunUnderWay(const std::string& work_folder);
  ~RunUnderWay();
  RunUnderWay(const RunUnderWay&) = delete;
  RunUnderWay& operator=(const RunUnderWay&) = delete;
};

}  // namespace textmill::core

#endif  // CORE_PLUGIN_CRASH_REPORT_H_
