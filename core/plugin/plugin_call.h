// A call into a plugin, for as long as it lasts: who was called is noted for the crash report
// (crash_report.h), and what the plugin left changed in the thread or the process is put back when
// it returns: rounding mode, locale, working folder, and descriptors 0 to 2 where it closed them. A
// process that the plugin forked and that comes back into the host is ended here.
//
// On the thread that makes the call; calls may nest. Costs a microsecond: it is meant for calls
// that take a batch.
#ifndef CORE_PLUGIN_PLUGIN_CALL_H_
#define CORE_PLUGIN_PLUGIN_CALL_H_

#include <cstdint>
#include <string>

namespace textmill::core {

// Who is called. The strings outlive all calls.
struct CalledPlugin {
  const char* step = "";     // the step's id, or ""
  const char* stage = "";    // the stage's name, or ""
  const char* file = "";     // where the plugin is, or ""
  const char* version = "";  // of the plugin
};

class PluginCall {
 public:
  // `function` as abi.h calls it; a literal. `alone`: no other call is under way, as abi.h says of
  // [main]; then the mask for new files is put back, too.
  PluginCall(const CalledPlugin& called, const char* function, bool alone = false);
  ~PluginCall();
  PluginCall(const PluginCall&) = delete;
  PluginCall& operator=(const PluginCall&) = delete;

  const CalledPlugin& called() const { return called_; }
  const char* function() const { return function_; }

  // The innermost call of this thread, or NULL.
  static const PluginCall* Current();
  // Some call that is under way on any thread, or NULL; for a crash on a thread of a plugin's own.
  static const PluginCall* Any();

 private:
  const CalledPlugin& called_;
  const char* function_;
  bool alone_;
  const PluginCall* outer_;
};

// What a thread's calls are about for the time being: a piece of an input.
class AtUnit {
 public:
  // `input` outlives it.
  AtUnit(const char* input, uint64_t begin, uint64_t end);
  ~AtUnit();
  AtUnit(const AtUnit&) = delete;
  AtUnit& operator=(const AtUnit&) = delete;

  const char* input;
  uint64_t begin, end;
  static const AtUnit* Current();  // of this thread, or NULL

 private:
  const AtUnit* outer_;
};

// Notes the process as it is now: what PluginCall puts back. Once in main, before plugins are
// loaded, and again in a forked process that is to work with plugins. Without it PluginCall puts
// nothing back but what belongs to a thread.
void NoteProcess();
// The stage whose call was left by a process that it forked, which came back into the program and
// was ended; "" while there was none. What both of them did since is not known.
std::string CameBackFrom();
// Whether this is the process that was noted; true where none was.
bool IsNotedProcess();
// The mask for new files as it was noted, or as it is.
unsigned NotedUmask();

}  // namespace textmill::core

#endif  // CORE_PLUGIN_PLUGIN_CALL_H_
