// The order of a table's entries: by group, the most frequent first, equally frequent ones by their
// words. Of millions, most have the same few counts, so that comparing them one with another would
// mostly look at words: digits of what decides are sorted by instead.
//
// Pure functions; any thread.
#ifndef TEXTMILL_PLUGINS_CORPUS_ENTRY_ORDER_H_
#define TEXTMILL_PLUGINS_CORPUS_ENTRY_ORDER_H_

#include <cstdint>
#include <vector>

#include "plugins/corpus/ngram_table.h"
#include "plugins/lib/memory/pages.h"

namespace textmill::corpus {

// Memory that one sort leaves to the next.
struct SortScratch {
  struct Row {
    uint64_t words;  // ranks of the first ones, as many as there is room for
    uint32_t entry;
    uint32_t count;  // or UINT32_MAX, where it is greater
  };
  memory::Pages<Row> rows, other;
};

// Puts the entries into order. `ranks`: of the terms; `group_rank`: of the groups.
void SortEntries(const NgramTable& table, const std::vector<uint32_t>& ranks,
                 const std::vector<uint32_t>& group_rank, std::vector<uint32_t>* entries,
                 SortScratch* scratch);

}  // namespace textmill::corpus

#endif  // TEXTMILL_PLUGINS_CORPUS_ENTRY_ORDER_H_
