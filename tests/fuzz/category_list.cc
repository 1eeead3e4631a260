// Dictionaries of categories: any content is entries, which are then looked for, or an error.
#include "plugins/text/category_list.h"

#include "tests/fuzz/fuzz.h"
#include "textmill/error.hpp"

namespace textmill::fuzz {

TEXTMILL_FUZZ(category_list) {
  text::CategoryList list;
  try {
    list = text::CategoryList::Read(input, "list");
  } catch (const Error&) {
    return;
  }
  for (const text::CategoryList::Entry& entry : list.entries()) {
    Expect(!entry.words.empty() && !entry.categories.empty(), "an entry has words and categories");
    for (const uint32_t category : entry.categories)
      Expect(category < list.categories().size(), "a category has a name");
    const auto found = list.Beginning(entry.words[0].word);
    Expect(!found.empty(), "an entry is found by its first word");
    for (const uint32_t number : found)
      Expect(list.entries()[number].words[0].Matches(entry.words[0].word), "what is found fits");
  }
}

}  // namespace textmill::fuzz
