// The readers of Parquet and Arrow files, which are in the plugin arrow: its libraries take 20 ms
// and 20 MB to load, so that read.auto does so when it meets such a file, and not before.
#ifndef TEXTMILL_PLUGINS_LIB_READERS_AUTO_TABLE_PLUGIN_H_
#define TEXTMILL_PLUGINS_LIB_READERS_AUTO_TABLE_PLUGIN_H_

#include <memory>
#include <string>

#include "textmill/source.hpp"

namespace textmill::readauto {

// Whether the plugin is beside ours.
bool HasTablePlugin();
// A stage of it, "read.parquet" or "read.arrow", without parameters. The plugin stays loaded.
// Throws Error, with `file` in it.
std::shared_ptr<Source> MakeTableReader(const std::string& stage, const std::string& file);

}  // namespace textmill::readauto

#endif  // TEXTMILL_PLUGINS_LIB_READERS_AUTO_TABLE_PLUGIN_H_
