// A plugin's file, opened once: who may write to it, what it holds, its SHA-256 and what is loaded
// are all of that one open file, whatever happens to its name meanwhile.
//
// Libraries that are beside a plugin (found by its RUNPATH, mostly $ORIGIN) are opened, checked and
// loaded in the same way, before it. Two plugins that bring different files for one library are not
// mixed up: the second is refused. One thread.
#ifndef CORE_PLUGIN_PLUGIN_FILE_H_
#define CORE_PLUGIN_PLUGIN_FILE_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "textmill/abi.h"

namespace textmill::core {

struct BesideLibrary {
  std::string name;    // as the plugin asks for it: libmine.so.1
  std::string sha256;  // as Fingerprint has it
};

class PluginFile {
 public:
  // Opens it and checks that it is to be trusted, and a library for this machine; for a plugin, one
  // with the symbol and interface that are wanted. Runs none of its code.
  static Result<std::unique_ptr<PluginFile>> Open(const std::string& path, bool is_plugin = true);
  ~PluginFile();
  PluginFile(const PluginFile&) = delete;
  PluginFile& operator=(const PluginFile&) = delete;

  std::string_view bytes() const { return bytes_; }
  std::string Sha256() const;
  // Those that it brings along, and those that they do.
  Result<std::vector<BesideLibrary>> Beside();

  // Loads it for good, the libraries beside it first, and gives its symbol.
  Result<const textmill_plugin*> Load();

 private:
  PluginFile() = default;
  Status OpenBeside(int depth);
  Status LoadAs(const std::string& name, void** handle);

  std::string path_;    // as it was given
  std::string folder_;  // where it really is: what $ORIGIN means
  std::string name_;    // what it is asked for by, of libraries beside
  int file_ = -1;
  std::string_view bytes_;  // mapped
  bool looked_beside_ = false;
  std::vector<std::unique_ptr<PluginFile>> beside_;
};

}  // namespace textmill::core

#endif  // CORE_PLUGIN_PLUGIN_FILE_H_
