#include "core/plugin/lock.h"

#include <yaml-cpp/yaml.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace textmill::core {
namespace {

constexpr int kFormat = 1;

void CheckHash(const std::string& text) {
  if (text.size() == 64 && text.find_first_not_of("0123456789abcdef") == text.npos) return;
  throw std::runtime_error("`" + text + "` is no SHA-256 of 64 digits");
}

Lock ParseLock(const std::string& file, const std::string& text) {
  Lock lock{file, {}};
  const YAML::Node root = YAML::Load(text);
  if (root["textmill_lock"].as<int>() != kFormat)
    throw std::runtime_error("it is of another format");
  for (const YAML::Node& node : root["plugins"]) {
    LockedPlugin plugin{node["name"].as<std::string>(),
                        node["version"].as<std::string>(),
                        node["sha256"].as<std::string>(),
                        {}};
    CheckHash(plugin.sha256);
    for (const YAML::Node& library : node["libraries"]) {
      plugin.libraries.push_back(
          {library["name"].as<std::string>(), library["sha256"].as<std::string>()});
      CheckHash(plugin.libraries.back().sha256);
    }
    lock.plugins.push_back(std::move(plugin));
  }
  return lock;
}

}  // namespace

const LockedPlugin* Lock::FindHash(const std::string& sha256) const {
  for (const LockedPlugin& plugin : plugins) {
    if (plugin.sha256 == sha256) return &plugin;
  }
  return nullptr;
}

const LockedPlugin* Lock::FindName(const std::string& name) const {
  for (const LockedPlugin& plugin : plugins) {
    if (plugin.name == name) return &plugin;
  }
  return nullptr;
}

std::string LockFileOf(const std::string& pipeline) {
  return std::filesystem::path(pipeline).replace_extension(".lock").string();
}

Result<Lock> ReadLock(const std::string& file) {
  const std::string hint = "`textmill lock` writes one from the plugins that are installed";
  std::ifstream stream(file, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(stream)), {});
  if (!stream.is_open() || stream.bad())
    return Error{file + ": the lock file cannot be read: " + std::strerror(errno), hint,
                 ErrorKind::kIo};
  try {
    return ParseLock(file, text);
  } catch (const std::exception& e) {
    return Error{file + ": this is not a lock file: " + e.what(), hint};
  }
}

Status WriteLock(const Lock& lock) {
  std::string text =
      "# Written by `textmill lock`: the plugins that `textmill run --locked` may load.\n"
      "textmill_lock: " +
      std::to_string(kFormat) + "\nplugins:\n";
  for (const LockedPlugin& plugin : lock.plugins) {
    YAML::Emitter version;
    version << YAML::DoubleQuoted << plugin.version;
    text += "  - name: " + plugin.name + "\n    version: " + version.c_str() +
            "\n    sha256: " + plugin.sha256 + "\n";
    if (!plugin.libraries.empty()) text += "    libraries:  # beside it\n";
    for (const LockedLibrary& library : plugin.libraries) {
      YAML::Emitter name;
      name << YAML::DoubleQuoted << library.name;
      text += std::string("      - name: ") + name.c_str() + "\n        sha256: " + library.sha256 +
              "\n";
    }
  }
  const std::string part = lock.file + ".part";
  std::ofstream stream(part, std::ios::binary);
  stream << text;
  stream.close();
  if (stream && std::rename(part.c_str(), lock.file.c_str()) == 0) return {};
  const std::string why = std::strerror(errno);
  std::remove(part.c_str());
  return Error{lock.file + ": the lock file cannot be written: " + why, "", ErrorKind::kIo};
}

}  // namespace textmill::core
