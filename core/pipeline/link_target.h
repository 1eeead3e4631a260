// Where an output that is a symbolic link is written: what the link leads to, as `>` of a shell
// does. Any thread.
#ifndef CORE_PIPELINE_LINK_TARGET_H_
#define CORE_PIPELINE_LINK_TARGET_H_

#include <string>

namespace textmill::core {

// The path that `path` leads to, link by link, which need not be there; `path` itself when it is no
// link, or one that leads round in a circle.
std::string LinkTarget(const std::string& path);

}  // namespace textmill::core

#endif  // CORE_PIPELINE_LINK_TARGET_H_
