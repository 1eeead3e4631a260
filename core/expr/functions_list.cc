#include "core/expr/function.h"
#include "core/expr/values.h"

namespace textmill::core::expr {
namespace {

void Length(const Arguments& in, int64_t row, Out* out) {
  if (in[0].column().n_children > 0) {
    const ListView view(&in[0].column(), 0, in[0].column().length);
    const int64_t i = in[0].At(row);
    return out->Whole(view.end(i) - view.begin(i));
  }
  out->Whole(CountCharacters(in[0].Text(row), INT64_MAX));
}

// What is joined is a list of texts.
void Join(const Arguments& in, int64_t row, Out* out) {
  const ArrowArray& column = in[0].column();
  const ListView view(&column, 0, column.length);
  const auto items = view.Items<BytesView>();
  const std::string_view mark = in[1].Text(row);
  bool first = true;
  for (int64_t i = view.begin(in[0].At(row)); i < view.end(in[0].At(row)); ++i) {
    if (items.IsNull(i)) continue;
    if (!first) out->texts()->AppendPart(mark);
    out->texts()->AppendPart(items[i]);
    first = false;
  }
  out->texts()->EndValue();
}

}  // namespace

const std::vector<Function>& ListFunctions() {
  static const std::vector<Function> functions = {
      {"length", "a", 'i', Length, "length(text or list)",
       "Characters of a text, items of a list; `NAME.length` for a column.",
       "length(trim(title)) > 10"},
      {"any", "lc", 'b', nullptr, "any(list, condition)",
       "Whether the condition is true for an item.", "any(entities, text == \"NATO\")"},
      {"all", "lc", 'b', nullptr, "all(list, condition)",
       "Whether it is true for all items; true of an empty list.", "all(entities, begin > 0)"},
      {"count", "l?c", 'i', nullptr, "count(list, condition)",
       "For how many items it is true; without a condition, how many there are.",
       "count(entities, text matches \"^[A-Z]+$\") >= 2"},
      {"filter", "lc", 'l', nullptr, "filter(list, condition)",
       "A list of the items for which it is true.", "length(filter(entities, begin < 200)) > 0"},
      {"map", "lv", 'v', nullptr, "map(list, value)", "A list of what the value is for each item.",
       "\"NATO\" in map(entities, upper(text))"},
      {"first", "l?c", 'e', nullptr, "first(list, condition)",
       "The first item for which it is true. Null when there is none.",
       "first(map(entities, text)) == \"NATO\""},
      {"last", "l?c", 'e', nullptr, "last(list, condition)",
       "The last item for which it is true. Null when there is none.",
       "last(split(source, \"/\")) == \"index.html\""},
      {"unique", "l", 'l', nullptr, "unique(list)",
       "The items of a list, each once, in the order of their first places.",
       "length(unique(map(entities, text))) > 5"},
      {"has", "la", 'b', nullptr, "has(list, value)",
       "Whether an item equals the value; the same as `value in list`.",
       "has(split(source, \"/\"), \"news\")"},
      {"join", "LT", 't', Join, "join(list, \"mark\")",
       "The texts of a list as one text, the mark between them; items that are null are left out.",
       "join(map(entities, text), \"; \") != \"\""},
      {"if", "bss", 's', nullptr, "if(condition, value, value)",
       "The first value where the condition is true, else the second (where it is null, too).",
       "if(words > 100, \"long\", \"short\") == \"long\""},
      {"coalesce", "ss*", 's', nullptr, "coalesce(value, value, ...)",
       "The first value that is not null.", "coalesce(title, source) != \"\""},
  };
  return functions;
}

}  // namespace textmill::core::expr
