// File name patterns: `*`, `?`, `[a-z]` within one name, and `**` for any number of folders.
//
// As in a shell, names that begin with a dot are matched only by patterns that begin with one.
// Folders that are symbolic links are not entered by `**`, so there are no loops. A part of the
// path that is there under its name as it is written is that name, and no pattern (name_pattern.h),
// unless a pattern is before it.
#ifndef TEXTMILL_PLUGINS_IO_GLOB_H_
#define TEXTMILL_PLUGINS_IO_GLOB_H_

#include <string>
#include <vector>

namespace textmill::io {

bool IsGlob(const std::string& pattern);

struct GlobMatches {
  std::vector<std::string> files;  // sorted bytewise; everything that is not a folder
  size_t folders = 0;              // matched, but left out
  size_t hidden = 0;               // files and folders that `**` passed over for the dot
  size_t links = 0;                // links to folders that `**` did not enter
};

// Throws Error where a folder on the way cannot be read.
GlobMatches Glob(const std::string& pattern);

// All files below a folder.
GlobMatches FilesBelow(const std::string& folder);

}  // namespace textmill::io

#endif  // TEXTMILL_PLUGINS_IO_GLOB_H_
