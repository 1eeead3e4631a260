#include "plugins/entities/tables/count.h"

#include <algorithm>
#include <vector>

#include "plugins/entities/tables/name_table.h"

namespace textmill::entities {
namespace {

struct CountLane final : Lane {
  NameTable names;
  std::vector<const NameTable::Entry*> sorted;
};

}  // namespace

Count::Count()
    : counts_(this,
              ListOf("entity_counts", StructOf("item", {{"type", "u", {}, {}},
                                                        {"name", "u", {}, {}},
                                                        {"id", "u", {}, {}},
                                                        {"mentions", "l", {}, {}}})),
              "the document's names, the most frequent first: type, name, id, mentions") {
  Describe("entities.count", "1.0.0", "Counts how often each document mentions each name.");
  Explain(
      "Adds the column `entity_counts`, a list with one entry a name; `write.csv` with `rows: "
      "entity_counts` makes a table of it, one row a name and document. Dates, amounts and other "
      "finds of patterns are not counted. A name is an entity's `name`, or its text if it has "
      "none; with `entities.link` before this step, all ways to write one name are counted "
      "together. Equally frequent names come in the order of the text.",
      "- uses: entities.tag\n"
      "- uses: entities.link\n"
      "- uses: entities.count\n"
      "- uses: write.csv\n"
      "  with: { path: out/counts.csv, rows: entity_counts, columns: [id, date] }\n");
}

void Count::Bind(Binder& binder) { TextOfEntities(*binder.Find(entities_.name()), "column"); }

std::unique_ptr<Lane> Count::NewLane() const { return std::make_unique<CountLane>(); }

void Count::Process(const Batch& batch, Reply& reply, Lane* lane) const {
  auto& scratch = static_cast<CountLane&>(*lane);
  const EntitiesView entities(batch[entities_]);
  ListBuilder& list = reply[counts_];
  auto& items = list.items<StructBuilder>();
  for (int64_t row = 0; row < batch.rows(); ++row) {
    scratch.names.Clear();
    for (int64_t i = entities.begin(row); i < entities.end(row); ++i) {
      if (!entities.IsName(i)) continue;
      ++scratch.names.Of(entities(kType, i), entities.Name(i), entities(kId, i)).mentions;
    }
    auto& sorted = scratch.sorted;
    sorted.clear();
    for (const NameTable::Entry& entry : scratch.names.entries()) sorted.push_back(&entry);
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto* a, const auto* b) { return a->mentions > b->mentions; });
    for (const NameTable::Entry* entry : sorted) {
      items.member<BytesBuilder>(0).Append(entry->type);
      items.member<BytesBuilder>(1).Append(entry->name);
      auto& ids = items.member<BytesBuilder>(2);
      entry->id.empty() ? ids.AppendNull() : ids.Append(entry->id);
      items.member<PrimitiveBuilder<int64_t>>(3).Append(entry->mentions);
      items.EndRow();
    }
    list.EndRow();
  }
}

}  // namespace textmill::entities
