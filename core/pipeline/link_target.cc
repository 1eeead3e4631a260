#include "core/pipeline/link_target.h"

#include <filesystem>

namespace textmill::core {

std::string LinkTarget(const std::string& path) {
  namespace fs = std::filesystem;
  constexpr int kMost = 40;  // as many as the kernel follows
  fs::path at = path;
  for (int links = 0; links < kMost; ++links) {
    std::error_code error;
    const fs::path next = fs::read_symlink(at, error);
    if (error) return at.string();
    at = next.is_absolute() ? next : at.parent_path() / next;
  }
  return path;
}

}  // namespace textmill::core
