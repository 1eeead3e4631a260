// How the table of fold_table.h is laid out in its file: sizes, mappings, code points, blocks,
// strings, the widest first, so that each is aligned.
#ifndef TEXTMILL_PLUGINS_UNICODE_FOLD_TABLE_LAYOUT_H_
#define TEXTMILL_PLUGINS_UNICODE_FOLD_TABLE_LAYOUT_H_

#include <cstdint>

namespace textmill::unicode {

struct FoldTableSizes {
  uint64_t mappings, code_points, blocks;
};

}  // namespace textmill::unicode

#endif  // TEXTMILL_PLUGINS_UNICODE_FOLD_TABLE_LAYOUT_H_
