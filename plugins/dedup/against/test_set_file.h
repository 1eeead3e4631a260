// Reads a test set: JSON Lines (every text in a line, or those of some fields), or a text file (all
// of it). Plain, gzip or Zstandard. Throws Error, which says in which file and line.
#ifndef TEXTMILL_PLUGINS_DEDUP_AGAINST_TEST_SET_FILE_H_
#define TEXTMILL_PLUGINS_DEDUP_AGAINST_TEST_SET_FILE_H_

#include <string>
#include <vector>

#include "plugins/dedup/against/test_sets.h"

namespace textmill::dedup {

void ReadTestSet(const std::string& path, const std::vector<std::string>& fields, TestSets* to);

}  // namespace textmill::dedup

#endif  // TEXTMILL_PLUGINS_DEDUP_AGAINST_TEST_SET_FILE_H_
