#include "plugins/text-quality/quality.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <string>

namespace textmill::quality {
namespace {

constexpr const char* kDescription =
    R"(The rules by which corpora for language models were cleaned, under the names that they are known by. A rule book is a list of rules; each looks at one number of a text. Where the number is beyond the rule's threshold, the text is dropped, and `dropped:` says which rule it broke (the reason), of which book, what the text has (`value`) and what the rule allows (`threshold`).

| book | rules of | source |
|---|---|---|
| `gopher-quality` | words, symbols, bullets, frequent words | Rae et al. 2021, *Scaling Language Models*, A1.1 |
| `gopher-repetition` | lines, paragraphs and runs of words that repeat | the same, table A1 |
| `c4` | lines without a full stop, *lorem ipsum*, `{`, too few sentences | Raffel et al. 2020, *Exploring the Limits of Transfer Learning*, 2.2 |
| `fineweb` | lines that do not end, short lines, lists | Penedo et al. 2024, *The FineWeb Datasets* |
| `mc4-paragraphs` | fewer than three lines of 200 characters | Xue et al. 2021, *mT5* |
| `redpajama-2` | no rules: the signals of RedPajama 2, with `action: signals` | Together 2023, *RedPajama-Data-v2* |

Books are asked in the order in which `rules` names them, all of them of the text as it comes in. The tools that the books came with read them differently: `like: datatrove` decides as datatrove 0.10, `like: dolma` by the taggers of the Dolma toolkit and the thresholds of its configuration. Both are meant for English, as the books are. docs/quality.md has every rule with its value, and what is known to differ.

`thresholds` sets single rules, and `disable` switches some off, also what C4 takes lines out for: `no_terminal_punct`, `too_long_word`, `too_few_words`, `javascript_lines`, `policy_lines`, `citations` (FineWeb uses C4 without the first).

Text that is null counts as empty.)";

constexpr const char* kExample =
    "- uses: text.quality\n"
    "  with:\n"
    "    rules: [gopher-quality, gopher-repetition, c4, fineweb]\n"
    "    thresholds: { gopher_short_doc: 30 }\n"
    "    disable: [no_terminal_punct]\n";

std::string Number(double value) {
  char text[40];
  return {text, std::to_chars(text, text + sizeof text, value, std::chars_format::fixed).ptr};
}

ParamSpec EnumList(const char* name, std::vector<std::string> choices, std::string doc) {
  ParamSpec spec, item;
  spec.name = name;
  spec.types = TEXTMILL_LIST | TEXTMILL_ENUM;
  item.types = TEXTMILL_ENUM;
  spec.choices = item.choices = std::move(choices);
  spec.item.push_back(std::move(item));
  spec.doc = std::move(doc);
  return spec;
}

ParamSpec BooksSpec() {
  ParamSpec spec = EnumList("rules", {std::begin(kBookNames), std::end(kBookNames)},
                            "The rule books, in the order in which they are asked.");
  spec.default_value = "[gopher-quality, gopher-repetition]";
  return spec;
}

std::string ShownThreshold(const Rule& rule) {
  std::string text;
  if (std::isnan(rule.threshold[0])) return "as Dolma " + Number(rule.threshold[1]);
  text = Number(rule.threshold[0]);
  if (std::isnan(rule.threshold[1])) return text + ", as Dolma no such rule";
  return rule.threshold[0] == rule.threshold[1] ? text
                                                : text + ", as Dolma " + Number(rule.threshold[1]);
}

ParamSpec ThresholdsSpec() {
  ParamSpec spec;
  spec.name = "thresholds";
  spec.types = TEXTMILL_MAP;
  spec.doc = "Thresholds in place of those of the book.";
  const auto add = [&spec](const char* name, std::string doc) {
    ParamSpec field;
    field.name = name;
    field.types = TEXTMILL_FLOAT;
    field.doc = std::move(doc);
    spec.fields.push_back(std::move(field));
  };
  std::set<std::string_view> known;
  for (const Rule& rule : Rules()) {
    if (known.insert(rule.name).second)
      add(rule.name,
          std::string("Drops ") + rule.says + " than this (" + ShownThreshold(rule) + ").");
  }
  for (const Setting& setting : kSettingInfos)
    add(setting.name,
        std::string("No rule of its own: ") + setting.says + " (" + Number(setting.value) + ").");
  return spec;
}

std::vector<std::string> RuleNames() {
  std::vector<std::string> names;
  for (const Rule& rule : Rules()) {
    if (std::find(names.begin(), names.end(), rule.name) == names.end()) names.push_back(rule.name);
  }
  names.insert(names.end(), std::begin(kLineRuleNames), std::end(kLineRuleNames));
  return names;
}

// The words of a list or of a single word.
std::vector<std::string> Listed(const Value& value) {
  std::vector<std::string> out;
  if (value.type == TEXTMILL_ENUM) out.push_back(value.string);
  for (const Value& item : value.items) out.push_back(item.string);
  return out;
}

Book BookNamed(std::string_view name) {
  return static_cast<Book>(std::find(std::begin(kBookNames), std::end(kBookNames), name) -
                           std::begin(kBookNames));
}

Field BrokenField() {
  return ListOf("quality", StructOf("item", {{"rule", "u", {}, {}},
                                             {"book", "u", {}, {}},
                                             {"value", "g", {}, {}},
                                             {"threshold", "g", {}, {}}}));
}

void AppendNumber(PrimitiveBuilder<double>& to, double value) {
  if (std::isnan(value)) {
    to.AppendNull();
  } else {
    to.Append(value);
  }
}

}  // namespace

struct Quality::Scratch final : Lane {
  explicit Scratch(const MeasureOptions& options) : measure(options) {}
  Measure measure;
  RedPajama redpajama;
};

Quality::Quality()
    : rules_(this, BooksSpec()),
      thresholds_(this, ThresholdsSpec()),
      disable_(this, EnumList("disable", RuleNames(), "Rules that are not asked.")),
      broken_(
          this, BrokenField(), kOptional,
          "with `action: mark`: the rules that a text breaks, each with its book, what the text "
          "has and what the rule allows; empty for a good text") {
  StageBase::Describe("text.quality", "1.0.0",
                      "Drops, marks or measures texts by the rule books of Gopher, C4, FineWeb and "
                      "RedPajama 2.");
  Explain(kDescription, kExample);
  std::set<std::string_view> known;
  for (const Rule& rule : Rules()) {
    if (known.insert(rule.name).second) reasons_.emplace_back(this, rule.name);
  }
  for (const SignalInfo& signal : kSignalInfos)
    DocumentProduct(signal.column, "float64", std::string("with `action: signals`: ") + signal.doc);
  DocumentProduct(
      "rps_doc_word_count, ...", "float64",
      "with `redpajama-2`: its signals of a document, and `rps_lines_...`, lists with a "
      "number a line");
}

// A threshold or a rule to switch off that no book has which is asked would be without effect.
void Quality::CheckNames() const {
  const Like like = like_ == "dolma" ? Like::kDolma : Like::kDatatrove;
  const auto check = [&](std::string_view name, const std::string& parameter) {
    const char* book = nullptr;
    const auto asked = [&](Book of) {
      book = kBookNames[static_cast<size_t>(of)];
      return std::find(books_.begin(), books_.end(), of) != books_.end();
    };
    for (const Rule& rule : Rules()) {
      if (rule.name != name) continue;
      if (asked(rule.book) && !std::isnan(rule.threshold[static_cast<size_t>(like)])) return;
    }
    for (const Setting& setting : kSettingInfos) {
      if (setting.name == name && asked(setting.book)) return;
    }
    for (const char* rule : kLineRuleNames) {
      if (rule == name && asked(Book::kC4)) return;
    }
    const bool there = std::find(books_.begin(), books_.end(), BookNamed(book)) != books_.end();
    throw Error(there ? "`" + std::string(name) + "` is no rule in `like: " + like_.get() + "`"
                      : "`" + std::string(name) + "` is a rule of `" + book +
                            "`, which `rules` does not name")
        .Parameter(parameter);
  };
  const std::vector<ParamSpec>& fields = thresholds_.spec().fields;
  for (size_t i = 0; i < thresholds_.get().items.size() && i < fields.size(); ++i) {
    if (thresholds_.get().items[i].type != 0) check(fields[i].name, "thresholds." + fields[i].name);
  }
  const std::vector<std::string> disabled = Listed(disable_.get());
  for (size_t i = 0; i < disabled.size(); ++i)
    check(disabled[i], "disable[" + std::to_string(i) + "]");
}

void Quality::SetOptions() {
  options_ = {};
  options_.like = like_ == "dolma" ? Like::kDolma : Like::kDatatrove;
  const std::vector<std::string> disabled = Listed(disable_.get());
  const auto is_on = [&](std::string_view name) {
    return std::find(disabled.begin(), disabled.end(), name) == disabled.end();
  };
  const auto given = [&](std::string_view name) -> const Value* {
    const std::vector<ParamSpec>& fields = thresholds_.spec().fields;
    for (size_t i = 0; i < thresholds_.get().items.size() && i < fields.size(); ++i) {
      const Value& item = thresholds_.get().items[i];
      if (fields[i].name == name && item.type != 0) return &item;
    }
    return nullptr;
  };
  for (size_t i = 0; i < kSettings; ++i) {
    const Value* value = given(kSettingInfos[i].name);
    options_.settings[i] = value != nullptr ? value->number : kSettingInfos[i].value;
  }
  for (size_t i = 0; i < kLineRules; ++i) options_.c4.on[i] = is_on(kLineRuleNames[i]);
  options_.c4.min_words_per_line = options_.settings[kMinWordsPerLine];
  options_.c4.max_word_length = options_.settings[kMaxWordLength];
  options_.c4.lorem_ipsum = is_on("lorem_ipsum");
  options_.c4.curly_bracket = is_on("curly_bracket");
  asked_.clear();
  for (const Book book : books_) {
    std::vector<std::string_view> names;
    size_t reason = 0;
    for (const Rule& rule : Rules()) {
      // Reasons are in the order of the names' first appearance.
      const auto known = std::find(names.begin(), names.end(), rule.name);
      reason = static_cast<size_t>(known - names.begin());
      if (known == names.end()) names.push_back(rule.name);
      if (rule.book != book || !is_on(rule.name)) continue;
      double limit = rule.threshold[static_cast<size_t>(options_.like)];
      if (std::isnan(limit)) continue;
      if (const Value* value = given(rule.name)) limit = value->number;
      asked_.push_back({&rule, limit, &reasons_[reason]});
    }
  }
}

void Quality::Bind(Binder& binder) {
  books_.clear();
  for (const std::string& name : Listed(rules_.get())) {
    const Book book = BookNamed(name);
    if (std::find(books_.begin(), books_.end(), book) == books_.end()) books_.push_back(book);
  }
  if (books_.empty()) throw Error("`rules` names no rule book").Parameter("rules");
  const bool redpajama = std::find(books_.begin(), books_.end(), Book::kRedPajama) != books_.end();
  if (redpajama && action_ != "signals") {
    throw Error("`redpajama-2` has signals, and no rules that a text could break")
        .Parameter("rules")
        .Hint(
            "Say `action: signals`, and write a condition on its columns, such as `keep: "
            "rps_doc_frac_unique_words > 0.2`.");
  }
  CheckNames();
  SetOptions();
  const bool drop = action_ == "drop";
  const bool c4 = std::find(books_.begin(), books_.end(), Book::kC4) != books_.end();
  out_.field().name = text_.name();
  out_.Enable(drop && c4 && remove_lines_);
  broken_.Enable(action_ == "mark");
  book_.Enable(drop);
  value_.Enable(drop);
  threshold_.Enable(drop);
  if (!drop) binder.flags &= ~uint32_t{TEXTMILL_DROPS};
  DeclareColumns(binder);
}

void Quality::DeclareColumns(Binder& binder) {
  signal_slots_.clear();
  rp_slots_.clear();
  rp_line_slots_.clear();
  if (action_ != "signals") return;
  for (const Book book : books_) {
    for (int s = 0; s < kSignals; ++s) {
      if (kSignalInfos[s].book != book) continue;
      const Field field{kSignalInfos[s].column, "g", {}, {}};
      signal_slots_.emplace_back(static_cast<Signal>(s), binder.Produce(Part::kColumns, field));
    }
    if (book != Book::kRedPajama) continue;
    for (const char* name : kRpNames)
      rp_slots_.push_back(binder.Produce(Part::kColumns, {name, "g", {}, {}}));
    for (const char* name : kRpLineNames)
      rp_line_slots_.push_back(
          binder.Produce(Part::kColumns, ListOf(name, Field{"item", "g", {}, {}})));
  }
}

std::string Quality::Notes() const {
  if (action_ == "signals") return "";
  std::string notes;
  const Rule* before = nullptr;
  for (const auto& [rule, limit, reason] : asked_) {
    if (before == nullptr || before->book != rule->book) {
      if (before != nullptr) notes += '\n';
      notes += std::string(kBookNames[static_cast<size_t>(rule->book)]) + " breaks at ";
    } else {
      notes += ", ";
    }
    notes += std::string(rule->name) + (rule->least ? " < " : " > ") + Number(limit);
    before = rule;
  }
  return notes;
}

std::unique_ptr<Lane> Quality::NewLane() const { return std::make_unique<Scratch>(options_); }

const Quality::Asked* Quality::FirstBroken(Book book, const Signals& signals) const {
  for (const Asked& asked : asked_) {
    if (asked.rule->book == book && asked.rule->Broken(signals[asked.rule->signal], asked.limit))
      return &asked;
  }
  return nullptr;
}

void Quality::Judge(std::string_view text, Reply& reply, Scratch& scratch) const {
  scratch.measure.Start(text);
  const Signals& signals = scratch.measure.signals();
  const Asked* broken = nullptr;
  for (size_t i = 0; i < books_.size() && broken == nullptr; ++i) {
    scratch.measure.Look(books_[i]);
    broken = FirstBroken(books_[i], signals);
  }
  if (out_.enabled()) {
    if (broken == nullptr) {
      C4& c4 = scratch.measure.c4();
      reply[out_].Append(c4.kept_text());
      reply.Count(lines_removed_, static_cast<int64_t>(c4.lines() - c4.lines_kept()));
    } else {
      reply[out_].Append(text);
    }
  }
  if (broken == nullptr) {
    reply[book_].AppendNull();
    reply[value_].AppendNull();
    reply[threshold_].AppendNull();
    return reply.Keep();
  }
  reply[book_].Append(kBookNames[static_cast<size_t>(broken->rule->book)]);
  reply[value_].Append(signals[broken->rule->signal]);
  reply[threshold_].Append(broken->limit);
  reply.Drop(*broken->reason);
}

void Quality::Show(std::string_view text, Reply& reply, Scratch& scratch) const {
  scratch.measure.Start(text);
  for (const Book book : books_) scratch.measure.Look(book);
  const Signals& signals = scratch.measure.signals();
  if (broken_.enabled()) {
    ListBuilder& list = reply[broken_];
    auto& items = list.items<StructBuilder>();
    bool any = false;
    for (const Asked& asked : asked_) {
      const double value = signals[asked.rule->signal];
      if (!asked.rule->Broken(value, asked.limit)) continue;
      any = true;
      items.member<BytesBuilder>(0).Append(asked.rule->name);
      items.member<BytesBuilder>(1).Append(kBookNames[static_cast<size_t>(asked.rule->book)]);
      items.member<PrimitiveBuilder<double>>(2).Append(value);
      items.member<PrimitiveBuilder<double>>(3).Append(asked.limit);
      items.EndRow();
    }
    list.EndRow();
    if (any) reply.Count(marked_);
  }
  for (const auto& [signal, slot] : signal_slots_) {
    AppendNumber(static_cast<PrimitiveBuilder<double>&>(reply.At(Part::kColumns, slot)),
                 signals[signal]);
  }
  if (rp_slots_.empty()) return;
  scratch.redpajama.Look(text);
  for (size_t i = 0; i < rp_slots_.size(); ++i) {
    AppendNumber(static_cast<PrimitiveBuilder<double>&>(reply.At(Part::kColumns, rp_slots_[i])),
                 scratch.redpajama.document()[i]);
  }
  for (size_t i = 0; i < rp_line_slots_.size(); ++i) {
    auto& list = static_cast<ListBuilder&>(reply.At(Part::kColumns, rp_line_slots_[i]));
    for (const double value : scratch.redpajama.lines(static_cast<LineSignal>(i)))
      list.items<PrimitiveBuilder<double>>().Append(value);
    list.EndRow();
  }
}

void Quality::Process(const Batch& batch, Reply& reply, Lane* lane) const {
  auto& scratch = static_cast<Scratch&>(*lane);
  const auto texts = batch[text_];
  for (int64_t row = 0; row < batch.rows(); ++row) {
    const std::string_view text = texts.IsNull(row) ? std::string_view() : texts[row];
    if (action_ == "drop") {
      Judge(text, reply, scratch);
    } else {
      Show(text, reply, scratch);
    }
  }
}

}  // namespace textmill::quality
