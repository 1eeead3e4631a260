// The layout of the model file: a head that tells where its parts are, and the parts, which are
// used as they are. Numbers are little-endian.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_MODEL_FILE_H_
#define TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_MODEL_FILE_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "plugins/lib/language-model/model_data.h"
#include "plugins/lib/language-model/score_table.h"

namespace textmill::language {

inline constexpr std::string_view kModelMagic = "TMLANG3\n";

struct FileRange {
  uint32_t at, size;  // in bytes; in items
};

struct FileTable {
  FileRange starts, rows;
};

struct FileScript {
  FileRange languages, priors, sharpness;
  FileTable tables[ScoreTable::kTables];
};

struct FileHead {
  char magic[8];
  uint64_t size;  // of the file
  FileRange letters, pairs;
  FileScript scripts[kGroups];
};

std::string EncodeModel(const ModelData& data);

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_MODEL_FILE_H_
