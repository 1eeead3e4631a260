// The program's own standard output. Descriptor 1 belongs to plugins and their libraries, whose
// words go to standard error: data stays data.
#ifndef CORE_PLUGIN_STANDARD_OUTPUT_H_
#define CORE_PLUGIN_STANDARD_OUTPUT_H_

#include <ostream>

namespace textmill::core {

// Duplicates descriptor 1 for the program, and points 1 at standard error. Once, in main, before
// plugins are loaded. Without it there is one standard output for all.
void KeepStandardOutput();

// The program's own. Any thread.
int StandardOutput();

// The same as a stream, for the commands. One thread at a time.
std::ostream& Out();

}  // namespace textmill::core

#endif  // CORE_PLUGIN_STANDARD_OUTPUT_H_
