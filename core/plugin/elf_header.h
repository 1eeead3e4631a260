// What a plugin's file says about itself, read before any of its code runs.
//
// Works on the bytes of the file; they may be anything. Any thread may call.
#ifndef CORE_PLUGIN_ELF_HEADER_H_
#define CORE_PLUGIN_ELF_HEADER_H_

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace textmill::core {

// Succeeds when `file` is a shared library for this machine that defines the data symbol
// `textmill_plugin_v1`, made for an interface that this program has.
Status CheckElf(std::string_view file);

// The same for a file on disk.
Status CheckElfFile(const std::string& path);

// The names of all symbols that a library defines for others.
std::vector<std::string> DefinedSymbols(std::string_view file);

// The bytes of the section of that name; nothing where there is none.
std::string_view Section(std::string_view file, std::string_view name);

// What a library asks the loader for.
struct NeededLibraries {
  std::vector<std::string> names;    // DT_NEEDED
  std::string soname;                // its own name, or ""
  std::vector<std::string> folders;  // of RUNPATH and RPATH, as they are
};
NeededLibraries Needed(std::string_view file);

// The build id that the linker noted in a library, in hexadecimal digits; "" where it noted none.
std::string BuildId(std::string_view file);

}  // namespace textmill::core

#endif  // CORE_PLUGIN_ELF_HEADER_H_
