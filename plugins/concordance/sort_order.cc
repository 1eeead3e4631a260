#include "plugins/concordance/sort_order.h"

#include <algorithm>

#include "plugins/lib/values/ordered_key.h"

namespace textmill::concordance {
namespace {

constexpr size_t kWords = 10;  // so far outwards the context is compared

}  // namespace

SortOrder::SortOrder(const std::vector<std::string>& sort, Columns columns)
    : columns_(std::move(columns)) {
  for (size_t i = 0; i < sort.size(); ++i) {
    std::string_view name = sort[i];
    Part part{Kind::kNode};
    part.descending = name.starts_with('-');
    if (part.descending) name.remove_prefix(1);
    const bool one_word =
        name.size() == 2 && (name[0] == 'L' || name[0] == 'R') && name[1] >= '1' && name[1] <= '9';
    if (name == "left" || name == "right" || one_word) {
      part.kind = name[0] == 'l' || name[0] == 'L' ? Kind::kLeft : Kind::kRight;
      if (one_word) part.word = static_cast<size_t>(name[1] - '0');
    } else if (name != "node") {
      part.kind = Kind::kColumn;
      const auto at = std::find_if(columns_.begin(), columns_.end(),
                                   [&](const auto& column) { return column.first.name == name; });
      if (at == columns_.end()) {
        throw Error("cannot sort by `" + std::string(name) + "`")
            .Parameter("sort[" + std::to_string(i) + "]")
            .Hint(
                "Sort by `node`, `left`, `right`, a single word (`L1` to `L9`, `R1` to `R9`), or "
                "one of the table's columns of the document; `-` before it turns the order "
                "round.");
      }
      if (!values::HasOrder(at->first)) {
        throw Error("values of the column `" + at->first.name + "` have no order",
                    TEXTMILL_WRONG_TYPE)
            .Parameter("sort[" + std::to_string(i) + "]")
            .Column(at->first.name);
      }
      part.column = static_cast<size_t>(at - columns_.begin());
    }
    parts_.push_back(part);
  }
}

void SortOrder::PutKeyOf(const query::Hit& hit, TextTokens* tokens, const Batch& batch, int64_t row,
                         std::string* key) const {
  std::string words;
  for (const Part& part : parts_) {
    if (part.kind == Kind::kColumn) {
      const auto& [field, slot] = columns_[part.column];
      values::AppendOrdered(field, batch.array(slot), batch.raw().columns->offset + row,
                            part.descending, *key);
    } else {
      // Words are parted by what is less than any letter: "a b" comes before "ab".
      words.clear();
      const auto add = [&](size_t token) { words.append(tokens->folded(token)) += '\1'; };
      const size_t first = part.word == 0 ? 1 : part.word;
      const size_t last = part.word == 0 ? kWords : part.word;
      switch (part.kind) {
        case Kind::kLeft:
          for (size_t n = first; n <= last && n <= hit.begin; ++n) add(hit.begin - n);
          break;
        case Kind::kRight:
          for (size_t n = first; n <= last && hit.end - 1 + n < tokens->size(); ++n)
            add(hit.end - 1 + n);
          break;
        default:
          for (size_t token = hit.begin; token < hit.end; ++token) add(token);
      }
      values::AppendOrderedText(words, part.descending, *key);
    }
  }
}

}  // namespace textmill::concordance
