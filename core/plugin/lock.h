// Lock files: which plugins a pipeline was found good with, by the SHA-256 of their files.
//
// `textmill lock news.yaml` writes news.lock beside the pipeline; `run --locked` loads no other
// plugins than those. Plain data; any thread may call.
#ifndef CORE_PLUGIN_LOCK_H_
#define CORE_PLUGIN_LOCK_H_

#include <string>
#include <vector>

#include "core/result.h"

namespace textmill::core {

// A library that a plugin brings along, which is beside it.
struct LockedLibrary {
  std::string name, sha256;
};

struct LockedPlugin {
  std::string name, version;
  std::string sha256;  // as Fingerprint has it
  std::vector<LockedLibrary> libraries;
};

struct Lock {
  std::string file;  // where it is
  std::vector<LockedPlugin> plugins;

  // The plugin whose file has that hash, or NULL.
  const LockedPlugin* FindHash(const std::string& sha256) const;
  const LockedPlugin* FindName(const std::string& name) const;
};

// "news.lock" for "news.yaml".
std::string LockFileOf(const std::string& pipeline);

Result<Lock> ReadLock(const std::string& file);

// Writes `lock.file`, replacing it whole.
Status WriteLock(const Lock& lock);

}  // namespace textmill::core

#endif  // CORE_PLUGIN_LOCK_H_
