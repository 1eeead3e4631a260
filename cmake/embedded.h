// Files that are part of a program or a plugin: see TextmillEmbed.cmake, which makes a function of
// this kind for each set of files,
//
//     namespace textmill::embedded {
//     std::span<const File> NAME();
//     }
//
// to be declared where it is used. What it gives lives as long as the program or plugin; any thread
// may call.
#ifndef CMAKE_EMBEDDED_H_
#define CMAKE_EMBEDDED_H_

#include <span>
#include <string_view>

namespace textmill::embedded {

struct File {
  std::string_view path;  // as it was given to textmill_embed
  std::string_view content;
};

}  // namespace textmill::embedded

#endif  // CMAKE_EMBEDDED_H_
