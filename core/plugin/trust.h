// Whose code a file is. Code is taken only from files that belong to root or to the user who runs
// the program, and that neither their group nor others may write to; the same holds for the folders
// on the way to them, since who may write to a folder may exchange what is in it.
//
// Access lists need no look of their own: where a file has one, its mode shows the most that
// anybody in it is given, in the bits of the group. Any thread may call.
#ifndef CORE_PLUGIN_TRUST_H_
#define CORE_PLUGIN_TRUST_H_

#include <string>

#include "core/result.h"

namespace textmill::core {

// `file` is an open file or folder; `path` its real path, without links.
Status CheckTrusted(int file, const std::string& path);

// A folder by its name, which may be a link.
Status CheckTrustedFolder(const std::string& folder);

}  // namespace textmill::core

#endif  // CORE_PLUGIN_TRUST_H_
