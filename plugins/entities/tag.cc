#include "plugins/entities/tag.h"

#include <algorithm>
#include <utility>

#include "plugins/entities/agreement.h"
#include "plugins/entities/built_in_model.h"
#include "plugins/entities/gazetteer/world.h"
#include "plugins/entities/identity.h"
#include "plugins/entities/model_names.h"
#include "plugins/entities/overlap.h"
#include "plugins/entities/person_names.h"
#include "plugins/entities/tables/entity_column.h"
#include "plugins/lib/languages/iso639.h"
#include "plugins/lib/tagger/tagger.h"

namespace textmill::entities {

struct TagLane final : Lane {
  std::vector<Gazetteer::Hit> hits;
  Mentions mentions;
  std::unique_ptr<Tagger> tagger;
  std::unique_ptr<PersonNames> people;
  std::unique_ptr<Agreement> agreement;  // null without a model
  std::unique_ptr<Identity> identity;
  std::vector<NameFound> names;

  // Gives the memory back that a huge text took: the steps after this one need it.
  void Shrink() {
    constexpr size_t kKept = size_t{1} << 16;  // mentions
    if (hits.capacity() > kKept) hits = {};
    if (mentions.list.capacity() > kKept) {
      mentions = {};
      if (agreement != nullptr) agreement->Shrink();
    }
    if (names.capacity() > kKept) names = {};
  }
};

namespace {

// As the member `method` says who found it.
constexpr std::string_view kMethods[] = {"gazetteer", "pattern", "model"};

ParamSpec PatternsSpec() {
  ParamSpec spec;
  spec.name = "patterns";
  spec.types = TEXTMILL_LIST | TEXTMILL_ENUM;
  ParamSpec item;
  item.types = TEXTMILL_ENUM;
  std::string all;
  for (const char* name : kPatternNames) {
    spec.choices.emplace_back(name);
    item.choices.emplace_back(name);
    all += (all.empty() ? "" : ", ") + std::string(name);
  }
  spec.item.push_back(std::move(item));
  spec.default_value = "[" + all + "]";
  spec.doc = "Which of the built-in patterns are looked for; `[]` for none.";
  return spec;
}

constexpr const char* kTagDescription =
    R"(Finds names of people, organisations and places that news is full of, names of your own lists, names that a trained model recognises, and dates, sums of money, percentages, quantities, e-mail addresses and URLs, and writes them to the column `entities`: a list with one entry a mention. `write.csv` with `rows: entities` makes a table of it, one row a mention.

**Entries.** `begin` and `end` are places in the text, in bytes of UTF-8, `text` is what is written there, `type` what it is. For a name of a gazetteer, `name` is its canonical name and `id` its id; for a pattern, `value` is what it says in one form. `method` is `gazetteer`, `pattern` or `model`. What an entry does not have is null.

**Gazetteers.** The header line names the columns, in any order:

| column | |
|---|---|
| `name` | the name as it is written in texts; one row for each way to write it |
| `type` | `PER`, `ORG`, `LOC`, `MISC` or any word of your own |
| `canonical` | the name that all ways to write it share; without it, `name` |
| `id` | an id of yours or of Wikidata |
| `case` | `exact` (unless said otherwise: `US` is not `us`), `capitals` (as it is written, and all in capitals: LONDON), or `any` |
| `needs` | for names that several have, `Senate`: canonical names with bars between, `United States|American`. `name` and `id` are only given where the text says that this one is meant: one of them beside it ("American Senate"), its full name before, or more of them in the document than of any other country |
| `home` | for cities: where it lies, `Texas|United States`; before a comma and another country or region, "Paris, Texas", no `name` and no `id` are given |
| `language` | for your own use |

A name is found as whole words, the longest at each place, reading from left to right. Possessives and compounds count: `Armenia` is found in "Armenia's", "Russia-Armenia" and "Armenia-led", with any apostrophe and hyphen. The words of a name may be parted by any blanks and by one line break. Chinese, Japanese, Thai, Lao, Khmer and Burmese, which put no spaces between words, are searched letter by letter. Endings are not known: give a row to each form (Россия, России). Rows that are empty, that repeat or contradict an earlier one, or whose name is a single character are left out, and the log says so.

**The world gazetteer** comes with the stage: 11,700 names in English of countries and peoples, cities, regions, seas and mountains, international bodies, ministries and parliaments, armed forces and groups, media, companies, parties, sports teams, and some 1,000 people in the news of 2015 to 2026. Its files are in `plugins/entities/gazetteer/world`, free of rights (CC0). Names that bodies of many countries share, Congress or Treasury, have a canonical name and an id only where the text says which is meant; so has the country of Georgia. Else it knows words, not what is meant: Washington is the capital. Where one of your own lists has a name, yours counts; `world: false` leaves all of it out.

**Patterns.**

- `date` gives `DATE`: 2024-06-05; 5.6.2024; June 5, 2024; Wednesday, 5 June; 5-7 June 2024; June 2024; 5. Juni 2024; 5 de junio de 2024; 5 июня 2024; 2024年6月5日. The value is 2024-06-05, without a year --06-05, without a day 2024-06, of a span 2024-06-05/2024-06-07, of 44 BC or 44 v. Chr. -0043, of 令和6年6月5日 2024-06-05; of the 1990s 1990/1999, of 5 มิถุนายน 2567 2024-06-05; years of other calendars (1445 AH) are not found. In English also "in March", "in 2022", "the 2022 election", "from 1990 to 1995"; Monday; last Friday; yesterday; the day before yesterday; tonight; last night; next week; last weekend; this year; three months ago; half a year ago: their value is a day, a week (2024-W23), a month or a year, and empty where nobody knows when the document was written.
- `money` gives `MONEY`: $1.2 million; €500; US$5bn; EUR 300; Rs 5 crore; 500 euros; 1,5 Mio. Euro; -$5 million; 3億5000万円; 5000만 원; in English half a million euros, two hundred thousand dollars. The value is the amount and the ISO 4217 code, 1200000 USD; of a range, `$5-10 million`, 5000000..10000000 USD; the code is XXX where the currency is not known ("500 pesos").
- `percent` gives `PERCENT`: 12.5%; 12,5 %; 7-1/2 percent; 5 Prozent. The value is 12.5%; of 5-10 percent 5..10%.
- `quantity` gives `QUANTITY`, a number with a unit of measurement: 12 km; 2.3 million barrels; 300 hectares; -40°C; 20-mile; 6 feet 2 inches. The value is 12 km, 2300000 bbl, 300 ha, -40 °C, 20 mi, 74 in; of 5 to 10 km it is 5..10 km. Counts of people or things are no quantities.
- `email` gives `EMAIL`: info@Example.org. The value has the domain in lower case.
- `url` gives `URL`: https://example.org/a; www.example.org. It has no value.

Months are known in English, German, French, Spanish, Italian, Portuguese, Dutch, Swedish, Danish, Norwegian, Finnish, Russian, Ukrainian, Polish, Czech, Romanian, Hungarian, Greek, Turkish, Armenian, Hebrew, Arabic, Persian, Urdu, Hindi, Bengali, Thai, Vietnamese, Indonesian and Swahili; words for thousands or millions in these, and in Slovak, Hungarian, Hebrew, Persian, Urdu, Bengali, Vietnamese, Swahili, Chinese, Japanese and Korean. 5/6/2024 has no value, since nobody knows which number is the day. Digits may be those of any script (५ जून २०२४).

**Numbers.** 1.500 is a thousand and a half in German, one and a half in English; 1,0842 is an amount in German, a slip in English; "5 mil" are millions in English, thousands in Spanish; a billion has nine zeros or twelve. The column `lang` says which; where there is none, the words beside the number (`1.500 millones`), else the common words of the text. What stays in doubt is not found, nor is what is a part of something longer that is not understood: of `1.2.3 km` or `$5 zillion` nothing is.

**Dates that depend on others.** Of "March 3 to April 5, 2010" and "June 5 and 7, 2019", all days are in the year that comes after them, or before them, in "In 2010, it went on from March 3 to April 5" and "June 5 of that year"; of "Dec. 28 to Jan. 3, 2010", the first is in 2009. Where documents have a `date` (a timestamp, or text that begins like 2024-06-05), "June 5" gets the year that brings it nearest to that date, and "Wednesday, June 5" the nearest in which it is a Wednesday; but a day more than a month ahead in a sentence about what was is the last one before, and the other way round ("He was hurt on Nov. 20"). "Monday" is the last one, the day itself included; in a sentence about what is ahead ("is due on", "would", "plans to", "until"), the next one: the verb nearest before the day decides, or the one after it. "Last Monday" is before that day, "next Monday" after it, "this Monday" in the same week. Of spans, the end is not before the beginning. Weekdays that are counted ("the first Monday in October", "a week from Monday") are not found. A few days that the world calls by their date alone have their year: the September 11 attacks, the events of September 11.

**The model** finds names that no list has: people, organisations, places (`PER`, `ORG`, `LOC`), and as `MISC` peoples, languages, faiths, events and works. It looks at a word's form and neighbours, at lists of names, and at what the document says elsewhere; all mentions of a name in a document get the type that most of them have; each kind of mistake it makes is in `docs/entity-model.md`. Of "Russia-led" and "Russia-Belarus", the names are those beside the hyphen. Titles are no part of a person's name, initials are (`M.K. Stalin`), degrees (`M.D.`) are no names; and a place or body of one word is a person whose full name ends with it and comes before it, unless the words around speak of a place: after "Lloyd Austin", `Austin` in "Austin said", not in "flew to Austin". A full name is one, too, whatever a part of it may be elsewhere, where the document calls the person by the surname ("Chelsea Clinton", "Kenya Moore"). The model for English comes with the stage; `model` takes one of your own, which `textmill-train-entities` makes from annotated text. Where there is a column `lang`, documents in other languages than the model's are left to lists and patterns, unless `model_languages` says otherwise.

**Overlaps.** The longest mention wins; of equally long ones a name of your gazetteers before a pattern of your own before a built-in one before the world gazetteer before the model; then the earlier one. One thing the model knows better than the world gazetteer: that a place stands for an organisation (`Chicago` beat `Boston`).)";

constexpr const char* kTagExample =
    "- uses: entities.tag\n"
    "  with:\n"
    "    gazetteers: [names/people.tsv, names/places.csv]\n"
    "    patterns: [date, money]\n"
    "    own: { CASE_NUMBER: '\\bNo\\. \\d+/\\d{4}\\b' }\n";

bool EndsWith(const std::string& path, std::string_view ending) {
  if (path.size() < ending.size()) return false;
  for (size_t i = 0; i < ending.size(); ++i) {
    const char c = path[path.size() - ending.size() + i];
    if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != ending[i]) return false;
  }
  return true;
}

using Hits = std::vector<Gazetteer::Hit>;

// Whether a name is two that are in lists, with a hyphen between: "Russia-Belarus".
bool IsCompound(std::string_view text, const NameFound& name, Hits::const_iterator hit,
                Hits::const_iterator end) {
  if (end - hit < 2 || hit->begin != name.begin || (hit + 1)->end != name.end) return false;
  return (hit + 1)->begin == hit->end + 1 && text[hit->end] == '-';
}

}  // namespace

Tag::Tag()
    : patterns_(this, PatternsSpec()),
      entities_(this, EntitiesField(),
                "the entities in the order of the text: begin, end, type, text, name, id, value, "
                "method") {
  Describe("entities.tag", "1.0.0",
           "Finds names of people, organisations and places from lists, and dates, money, e-mail "
           "addresses and the like by pattern.");
  Explain(kTagDescription, kTagExample);
}

void Tag::Bind(Binder& binder) {
  entities_.OffsetsInto(text_.name());
  written_.Bind(date_, binder);
  for (size_t i = 0; i < gazetteers_->size(); ++i) {
    const std::string& path = (*gazetteers_)[i].value;
    if (EndsWith(path, ".tsv") || EndsWith(path, ".csv")) continue;
    throw Error("a gazetteer is a `.tsv` or `.csv` file, but this is `" + path + "`")
        .Parameter("gazetteers[" + std::to_string(i) + "]")
        .Hint("Unpack compressed files; save spreadsheets as CSV in UTF-8.");
  }
  CheckLanguages(binder);
  built_in_ = BuiltInPatterns();
  const Value& patterns = patterns_.get();
  const auto enable = [this](const std::string& name) {
    for (uint32_t p = 0; p < kPatterns; ++p) {
      if (name == kPatternNames[p]) built_in_.Enable(static_cast<Pattern>(p));
    }
  };
  if (patterns.type == TEXTMILL_LIST) {
    for (const Value& item : patterns.items) enable(item.string);
  } else {
    enable(patterns.string);
  }
  for (const auto& [type, expression] : *own_) {
    if (type.empty()) throw Error("an entity type has an empty name").Parameter("own");
  }
  own_patterns_ = OwnPatterns::Compile(*own_);
  bool any = world_ || tagger_ || !gazetteers_->empty() || !own_patterns_.empty();
  for (uint32_t p = 0; p < kPatterns; ++p) any = any || built_in_.Enabled(static_cast<Pattern>(p));
  if (!any) {
    throw Error("there is nothing to find: no gazetteer, no pattern and no model")
        .Parameter("patterns")
        .Hint("Give `gazetteers`, `patterns` or `own`, or leave `world` or `tagger` on.");
  }
}

// A code that the column `lang` never has would silently keep the model from its documents.
void Tag::CheckLanguages(const Binder& binder) const {
  if (!model_languages_.given()) return;
  const Field* column = binder.Find("lang");
  const std::string* known = column != nullptr ? column->Meta(TEXTMILL_META_VALUES) : nullptr;
  const auto can_be = [&](const std::string& code) {
    return known == nullptr || ("\n" + *known + "\n").find("\n" + code + "\n") != known->npos;
  };
  for (size_t i = 0; i < model_languages_->size(); ++i) {
    const std::string& code = (*model_languages_)[i];
    const std::string right = language::CanonicalCode(code);
    if (code == "all" || (right == code && can_be(code))) continue;
    const bool nearly = right != code && !right.empty() && can_be(right);
    throw Error(right == code ? "`" + code + "` is no language that the column `lang` can have"
                              : "`" + code + "` is no language code")
        .Parameter("model_languages[" + std::to_string(i) + "]")
        .Hint(nearly ? "Did you mean `" + right + "`?"
                     : "Codes are those of the column `lang`, as `en`; `[all]` is every document.");
  }
}

void Tag::Open(const textmill_open_request&) {
  for (size_t i = 0; i < gazetteers_->size(); ++i) {
    try {
      names_.Load((*gazetteers_)[i].value,
                  [this](const std::string& warning) { Log(TEXTMILL_LOG_WARNING, warning); });
    } catch (Error& e) {
      throw e.Parameter("gazetteers[" + std::to_string(i) + "]");
    }
  }
  world_from_ = names_.size();
  if (world_) {  // after those of the user, who has the last word
    for (const embedded::File& file : WorldGazetteer()) {
      names_.Parse(std::string(file.path), file.content, [](const std::string&) {});
    }
  }
  names_.Finish();
  size_t bytes = names_.bytes();
  if (tagger_) {
    if (model_file_.given()) {
      try {
        model_ = LoadModel(model_file_->value);
      } catch (Error& e) {
        throw e.Parameter("model");
      }
    } else {
      model_ = BuiltInModel();
    }
    bytes += model_->bytes();
    languages_ = model_languages_.given() ? *model_languages_ : model_->languages;
    if (std::find(languages_.begin(), languages_.end(), "all") != languages_.end()) {
      languages_.clear();
    }
  }
  if (host() != nullptr) host()->memory(host(), static_cast<int64_t>(bytes));
}

// Empty for what patterns found.
std::string_view Tag::NameType(const Mention& m) const {
  if (m.person) return "PER";
  if (m.source == Source::kModel) return model_->types[m.what];
  if (m.source == Source::kGazetteer || m.source == Source::kWorld)
    return names_.meaning(m.what).type;
  return {};
}

std::unique_ptr<Lane> Tag::NewLane() const {
  auto lane = std::make_unique<TagLane>();
  const auto type_of = [this](const Mention& m) { return NameType(m); };
  if (model_ != nullptr) {
    lane->tagger = std::make_unique<Tagger>(model_);
    lane->agreement = std::make_unique<Agreement>(model_->types, type_of);
  }
  lane->people = std::make_unique<PersonNames>(type_of, [this](const Mention& m) {
    return m.source == Source::kWorld && names_.file(m.what) == "countries.tsv";
  });
  lane->identity = std::make_unique<Identity>(names_);
  return lane;
}

// Empty where nobody is sure.
std::string_view Tag::LanguageOf(const Batch& batch, int64_t row) const {
  constexpr float kLeastConfidence = 0.5F;
  if (!lang_.present()) return {};
  if (lang_confidence_.present()) {
    const auto confidences = batch[lang_confidence_];
    if (!confidences.IsNull(row) && confidences[row] < kLeastConfidence) return {};
  }
  const std::string_view language = batch[lang_][row];
  return language == "und" ? std::string_view() : language;
}

bool Tag::ModelReads(std::string_view language) const {
  return languages_.empty() || language.empty() ||
         std::find(languages_.begin(), languages_.end(), language) != languages_.end();
}

// Whether a place follows in which the one at hand lies: "Boston, Massachusetts".
bool Tag::IsInPlace(std::string_view text, Hits::const_iterator hit,
                    Hits::const_iterator end) const {
  if (end - hit < 2 || (hit + 1)->begin != hit->end + 2 || text[hit->end] != ',') return false;
  const std::string& file = names_.file((hit + 1)->payload);
  return file == "regions.tsv" || file == "countries.tsv";
}

// Adds what the model found. Where the world gazetteer has the same name, it knows more of it; but
// the model knows when a place stands for an organisation, "Chicago beat Boston": such a hit is
// made empty.
void Tag::AddModelNames(std::string_view text, std::vector<NameFound>* found,
                        std::vector<Gazetteer::Hit>* hits, Mentions* mentions) const {
  auto hit = hits->begin();
  for (NameFound& name : *found) {
    std::string_view type = model_->types[name.type];
    if (!MendName(text, type, &name)) continue;
    const std::string_view said = text.substr(name.begin, name.end - name.begin);
    if (const auto known =
            std::find(model_->types.begin(), model_->types.end(), TypeByLastWord(said, type));
        known != model_->types.end()) {
      type = *known;
      name.type = static_cast<size_t>(known - model_->types.begin());
    }
    while (hit != hits->end() && hit->begin < name.begin) ++hit;
    const bool may_be_two = type == "LOC" || type == "MISC";  // Petro-Canada is one
    if (may_be_two && IsCompound(text, name, hit, hits->end())) continue;
    if (hit != hits->end() && hit->begin == name.begin && hit->end == name.end &&
        hit->payload >= world_from_) {
      const bool stands_for_other = names_.meaning(hit->payload).type == "LOC" && type == "ORG";
      if (!stands_for_other || IsInPlace(text, hit, hits->end()) ||
          (hit != hits->begin() && IsInPlace(text, hit - 1, hits->end()))) {
        continue;
      }
      hit->end = hit->begin;
    }
    mentions->Add(name.begin, name.end, Source::kModel, name.type);
  }
}

// Leaves in the lane what is found in a document.
void Tag::FindMentions(const Batch& batch, int64_t row, TagLane* lane) const {
  const std::string_view text = batch[text_][row];
  Mentions& mentions = lane->mentions;
  lane->hits.clear();
  mentions.Clear();
  names_.gazetteer().Find(text, &lane->hits);
  const std::string_view language = LanguageOf(batch, row);
  const bool tagged = lane->tagger != nullptr && ModelReads(language);
  if (tagged) {
    lane->names.clear();
    lane->tagger->Find(text, &lane->names);
    AddModelNames(text, &lane->names, &lane->hits, &mentions);
  }
  for (const Gazetteer::Hit& hit : lane->hits) {
    if (hit.begin == hit.end) continue;
    mentions.Add(hit.begin, hit.end,
                 hit.payload < world_from_ ? Source::kGazetteer : Source::kWorld, hit.payload);
  }
  own_patterns_.Find(text, &mentions);
  built_in_.Find(text, &mentions, written_.Of(batch, row), language);
  SettleOverlaps(&mentions.list);
  lane->people->Mend(text, tagged, &mentions.list);
  if (tagged) lane->agreement->Settle(text, &mentions.list);
  lane->identity->Settle(text, &mentions.list);
}

// What the entity says besides its place. Empty strings are null.
Tag::Entry Tag::EntryOf(const Mention& m, std::string_view values) const {
  if (m.source == Source::kModel || m.person)
    return {kByModel, m.person ? "PER" : std::string_view(model_->types[m.what]), {}, {}, {}};
  if (m.source == Source::kGazetteer || m.source == Source::kWorld) {
    const Meaning meaning = names_.meaning(m.what);
    if (m.unidentified) return {kByGazetteer, meaning.type, {}, {}, {}};
    return {kByGazetteer, meaning.type, meaning.canonical, meaning.id, {}};
  }
  return {kByPattern,
          m.source == Source::kPattern ? std::string_view(kPatternTypes[m.what])
                                       : std::string_view((*own_)[m.what].first),
          {},
          {},
          values.substr(m.value_begin, m.value_end - m.value_begin)};
}

void Tag::Process(const Batch& batch, Reply& reply, Lane* lane) const {
  auto& scratch = *static_cast<TagLane*>(lane);
  const auto texts = batch[text_];
  ListBuilder& list = reply[entities_];
  auto& items = list.items<StructBuilder>();
  auto& begins = items.member<PrimitiveBuilder<int64_t>>(kBegin);
  auto& ends = items.member<PrimitiveBuilder<int64_t>>(kEnd);
  const auto append = [&](EntityMember member, std::string_view value) {
    auto& strings = items.member<BytesBuilder>(member);
    value.empty() ? strings.AppendNull() : strings.Append(value);
  };
  int64_t found[kMethodCount] = {};
  for (int64_t row = 0; row < batch.rows(); ++row) {
    FindMentions(batch, row, &scratch);
    for (const Mention& m : scratch.mentions.list) {
      const Entry entry = EntryOf(m, scratch.mentions.values);
      begins.Append(m.begin);
      ends.Append(m.end);
      append(kText, texts[row].substr(m.begin, m.end - m.begin));
      items.member<BytesBuilder>(kType).Append(entry.type);
      append(kName, entry.name);
      append(kId, entry.id);
      append(kValue, entry.value);
      append(kMethod, kMethods[entry.method]);
      items.EndRow();
      ++found[entry.method];
    }
    list.EndRow();
    scratch.Shrink();
  }
  reply.Count(found_, found[kByGazetteer] + found[kByPattern] + found[kByModel]);
  reply.Count(by_gazetteer_, found[kByGazetteer]);
  reply.Count(by_pattern_, found[kByPattern]);
  reply.Count(by_model_, found[kByModel]);
}

}  // namespace textmill::entities
