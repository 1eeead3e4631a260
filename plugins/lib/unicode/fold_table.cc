#include "plugins/lib/unicode/fold_table.h"

#include "cmake/embedded.h"
#include "plugins/lib/unicode/fold_table/layout.h"

namespace textmill::embedded {
std::span<const File> fold_table();
}

namespace textmill::unicode {

FoldTable FoldTable::Get() {
  const char* at = embedded::fold_table()[0].content.data();
  const auto& sizes = *reinterpret_cast<const FoldTableSizes*>(at);
  at += sizeof sizes;
  FoldTable table;
  table.mappings = reinterpret_cast<const Mapping*>(at);
  at += sizes.mappings * sizeof(Mapping);
  table.code_points = reinterpret_cast<const CodePoint*>(at);
  at += sizes.code_points * sizeof(CodePoint);
  table.blocks = reinterpret_cast<const uint16_t*>(at);
  table.strings = at + sizes.blocks * sizeof(uint16_t);
  return table;
}

}  // namespace textmill::unicode
