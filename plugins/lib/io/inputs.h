// From what a user wrote after `path:` to the files that are read.
#ifndef TEXTMILL_PLUGINS_IO_INPUTS_H_
#define TEXTMILL_PLUGINS_IO_INPUTS_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "textmill/source.hpp"

namespace textmill::io {

struct InputRule {
  // Of the files that are taken from a folder, as ".txt"; in any case (endings.h), and with `.gz`,
  // `.zst` or `.zstd` after it.
  std::vector<std::string> endings;
  bool standard_input = false;  // whether "-" will do
};

struct InputFiles {
  std::vector<std::string> paths;  // to open
  std::vector<Input> inputs;       // the same, for the host: in UTF-8, with sizes
  // What folders hold beside them, by ending: counted, so that none is missed.
  std::map<std::string, int64_t> passed_over;
};

// `passed_over` for the summary.
std::vector<AccountNumber> AccountOf(const InputFiles& files);

// Each of `paths` is a file, a pattern (glob.h), a folder, or "-". The files of one pattern or
// folder come in bytewise order, patterns in the order given; a file met again is left out. A name
// that exists as written is no pattern. `~/` and addresses such as `https://` are refused, with
// what to write instead. Opens nothing. Throws Error, with the parameter `path` to
// blame, when one of them gives no file, or one that may not be read.
InputFiles ExpandInputs(const std::vector<Path>& paths, const InputRule& rule);

}  // namespace textmill::io

#endif  // TEXTMILL_PLUGINS_IO_INPUTS_H_
