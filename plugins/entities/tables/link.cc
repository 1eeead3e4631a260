#include "plugins/entities/tables/link.h"

#include <algorithm>
#include <tuple>

#include "plugins/entities/tables/link_names.h"

namespace textmill::entities {
namespace {

constexpr size_t kLinksAtOnce = 4096;

struct LinkLane final : Lane {
  Linker linker;
  std::vector<NameMention> mentions;
  NameTable table;
};

constexpr const char* kLinkDescription =
    R"(Changes `name` and `id` of the column `entities`: mentions of one person or organisation get one name. Names that are not known get their own text as `name`, so that each person, organisation and place has one. Dates, sums of money and other finds of patterns stay as they are.

**People.** `Pashinyan`, `Mr Pashinyan` and `Nikol` after `Nikol Pashinyan` are Nikol Pashinyan: a name of some words means the last person before it whose full name ends with these words, whatever a gazetteer says of them, with accents or without (`Sanchez` after `Pedro Sánchez`, `Mueller` after `Jürgen Müller`). Where there is none before it (in a headline, say), it is the one person of the document whose name ends so, if there is but one; else it stays what it was. Given names count where nothing else fits. `John F. Kennedy` and `John Kennedy` are the same in one document; `Al Reed Jr.` and `Al Reed Sr.` are two, and so are `Ann Reed` and `M. K. Reed`. If two people of a document share a surname, it means the one named in full last; with a title before it, the one whom the title fits: `President Bush` who was named so, `Mrs Bush` no man. Titles are no part of a name.

**Acronyms.** `CSTO` has the name of the long form beside which it is written in brackets, `Collective Security Treaty Organization (CSTO)` or the other way round, in the whole document; or, unless a gazetteer knows it, of a long form whose initials it has.

**The table** is taken by a writer by this step's `id` (`from: names` below). It is kept in memory, some 250 bytes a name.)";

constexpr const char* kLinkExample =
    "- uses: entities.tag\n"
    "- uses: entities.link\n"
    "  id: names\n"
    "- uses: write.csv\n"
    "  with: { from: names, path: out/names.csv }\n";

}  // namespace

Link::Link()
    : linked_(this, EntitiesField(),
              "the same entities, with `name` and `id` as they were linked") {
  DocumentTable("names", "All names of the corpus, the most frequent first.",
                {{"type", "utf8", "PER, ORG, LOC, MISC or another"},
                 {"name", "utf8", "the canonical name"},
                 {"id", "utf8", "its id, where it is known"},
                 {"mentions", "int64", "how often it is mentioned"},
                 {"documents", "int64", "in how many documents"},
                 {"first_date", "utf8",
                  "the day of the earliest of these; only where documents have a date"}});
  Describe("entities.link", "1.0.0",
           "Gives mentions of the same person or organisation the same name, and counts all names "
           "in a table.");
  Explain(kLinkDescription, kLinkExample);
}

void Link::Bind(Binder& binder) {
  const Field& column = *binder.Find(entities_.name());
  const std::string text = TextOfEntities(column, "column");
  linked_.field().name = column.name;
  linked_.OffsetsInto(text);
  const Field* text_field = binder.Find(text);
  if (text_field == nullptr || text_field->format != Utf8::kFormat) {
    throw Error("needs the column `" + text + "`, the text in which the entities are",
                text_field == nullptr ? TEXTMILL_NO_COLUMN : TEXTMILL_WRONG_TYPE)
        .Parameter("column")
        .Column(text);
  }
  text_slot_ = binder.Use(text);
  written_.Bind(date_, binder);
  std::vector<Field> fields = {{"type", "u", {}, {}},      {"name", "u", {}, {}},
                               {"id", "u", {}, {}},        {"mentions", "l", {}, {}},
                               {"documents", "l", {}, {}}, {"first_date", "u", {}, {}}};
  if (!written_.present()) fields.pop_back();
  binder.Table(StructOf("names", std::move(fields)));
}

std::unique_ptr<Lane> Link::NewLane() const { return std::make_unique<LinkLane>(); }

void Link::Process(const Batch& batch, Reply& reply, Lane* lane) const {
  auto& scratch = static_cast<LinkLane&>(*lane);
  scratch.table.Clear();
  const auto texts = batch.At<Utf8>(text_slot_);
  const EntitiesView entities(batch[entities_]);
  ListBuilder& list = reply[linked_];
  auto& items = list.items<StructBuilder>();
  const auto put = [&](EntityMember member, std::string_view value) {
    auto& strings = items.member<BytesBuilder>(member);
    value.empty() ? strings.AppendNull() : strings.Append(value);
  };
  for (int64_t row = 0; row < batch.rows(); ++row) {
    if (entities.row_is_null(row)) {
      list.AppendNull();
      continue;
    }
    entities.CheckOffsets(row, texts[row]);
    auto& mentions = scratch.mentions;
    mentions.clear();
    for (int64_t i = entities.begin(row); i < entities.end(row); ++i) {
      if (!entities.IsName(i)) continue;
      mentions.push_back({static_cast<uint32_t>(entities.text_begin(i)),
                          static_cast<uint32_t>(entities.text_end(i)), entities(kType, i),
                          entities(kText, i), entities(kName, i), entities(kId, i)});
    }
    scratch.linker.Link(texts[row], &mentions);
    const WrittenOn written = written_.Of(batch, row);
    const int64_t day = written ? written->time_since_epoch().count() : NameTable::kNoDate;

    auto mention = mentions.begin();
    for (int64_t i = entities.begin(row); i < entities.end(row); ++i) {
      items.member<PrimitiveBuilder<int64_t>>(kBegin).Append(entities.text_begin(i));
      items.member<PrimitiveBuilder<int64_t>>(kEnd).Append(entities.text_end(i));
      for (const EntityMember member : {kType, kText, kValue, kMethod}) {
        put(member, entities(member, i));
      }
      const bool is_name = entities.IsName(i);
      put(kName, is_name ? mention->name : entities(kName, i));
      put(kId, is_name ? mention->id : entities(kId, i));
      items.EndRow();
      if (!is_name) continue;
      reply.Count(renamed_, mention->name != entities(kName, i));
      NameTable::Entry& entry = scratch.table.Of(mention->type, mention->name, mention->id);
      ++entry.mentions;
      entry.documents += entry.last_document != row;
      entry.last_document = row;
      entry.first_day = std::min(entry.first_day, day);
      ++mention;
    }
    list.EndRow();
  }
  for (const NameTable::Entry& entry : scratch.table.entries()) {
    reply[type_].Append(entry.type);
    reply[name_].Append(entry.name);
    reply[id_].Append(entry.id);
    reply[mentions_].Append(entry.mentions);
    reply[documents_].Append(entry.documents);
    reply[first_day_].Append(entry.first_day);
  }
}

void Link::Commit(const Batch&, const Carried& carried, Reply&) {
  if (carried.rows() == 0) return;
  const auto types = carried[type_], names = carried[name_], ids = carried[id_];
  const auto mentions = carried[mentions_], documents = carried[documents_],
             first_days = carried[first_day_];
  for (int64_t i = 0; i < carried.rows(); ++i) {
    NameTable::Entry& entry = table_.Of(types[i], names[i], ids[i]);
    entry.mentions += mentions[i];
    entry.documents += documents[i];
    entry.first_day = std::min(entry.first_day, first_days[i]);
  }
  ReportMemory();
}

void Link::Finish() {
  for (const NameTable::Entry& entry : table_.entries()) {
    if (entry.mentions >= min_mentions_) sorted_.push_back(&entry);
  }
  std::sort(sorted_.begin(), sorted_.end(),
            [](const NameTable::Entry* a, const NameTable::Entry* b) {
              return std::tie(b->mentions, b->documents, a->name, a->type) <
                     std::tie(a->mentions, a->documents, b->name, b->type);
            });
}

bool Link::NextTable(uint32_t, StructBuilder& rows) {
  const size_t end = std::min(sorted_.size(), given_ + kLinksAtOnce);
  if (given_ == end) return false;
  for (; given_ < end; ++given_) {
    const NameTable::Entry& entry = *sorted_[given_];
    rows.member<BytesBuilder>(0).Append(entry.type);
    rows.member<BytesBuilder>(1).Append(entry.name);
    auto& ids = rows.member<BytesBuilder>(2);
    entry.id.empty() ? ids.AppendNull() : ids.Append(entry.id);
    rows.member<PrimitiveBuilder<int64_t>>(3).Append(entry.mentions);
    rows.member<PrimitiveBuilder<int64_t>>(4).Append(entry.documents);
    if (written_.present()) {
      auto& days = rows.member<BytesBuilder>(5);
      entry.first_day == NameTable::kNoDate ? days.AppendNull()
                                            : days.Append(DayText(entry.first_day));
    }
    rows.EndRow();
  }
  return true;
}

}  // namespace textmill::entities
