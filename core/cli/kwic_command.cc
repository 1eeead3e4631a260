// kwic: the hits of a query in any files that can be read, each in its context. A pipeline of a
// reader and the stage that finds them.
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <set>

#include "core/cli/command.h"
#include "core/cli/interrupt.h"
#include "core/cli/kwic_line.h"
#include "core/cli/looker.h"
#include "core/cli/processors.h"
#include "core/cli/terminal_width.h"
#include "core/cli/token_type.h"
#include "core/plugin/standard_output.h"
#include "core/present/terminal_text.h"
#include "core/run/run.h"
#include "textmill/json.hpp"

namespace textmill::core {
namespace {

namespace po = boost::program_options;

constexpr const char* kReader = "read.auto";
constexpr const char* kTreebankReader = "read.conllu";
constexpr const char* kTagger = "tokens.tag";
constexpr const char* kFinder = "corpus.concordance";
constexpr const char* kTokens = "tokens";  // the column
constexpr const char* kTags[] = {"pos", "tag", "lemma"};
constexpr int64_t kLookedAt = 100;  // documents whose tokens are looked at before the run

using Strings = std::vector<std::string>;

// "name=value" items as a map; nothing when one has no `=`.
std::optional<std::string> QuotedMap(const Strings& items) {
  std::string out;
  for (const std::string& item : items) {
    const size_t equal = item.find('=');
    if (equal == item.npos || equal == 0) return {};
    out += (out.empty() ? "" : ", ") + QuotedYaml(item.substr(0, equal)) + ": " +
           QuotedYaml(item.substr(equal + 1));
  }
  return "{" + out + "}";
}

// Whether all files are CoNLL-U, which has its own reader: it knows the tokens.
bool AreTreebanks(const Strings& files) {
  return std::all_of(files.begin(), files.end(), [](std::string_view file) {
    for (const std::string_view packing : {".gz", ".zst"}) {
      if (file.ends_with(packing)) file.remove_suffix(packing.size());
    }
    return file.ends_with(".conllu");
  });
}

// The names of attributes that a query compares: those before `=` or `!=`.
std::set<std::string> Compared(const std::string& query) {
  const auto in_name = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
  };
  std::set<std::string> names;
  for (size_t at = query.find('='); at != query.npos; at = query.find('=', at + 1)) {
    size_t end = at > 0 && query[at - 1] == '!' ? at - 1 : at;
    while (end > 0 && query[end - 1] == ' ') --end;
    size_t begin = end;
    while (begin > 0 && in_name(query[begin - 1])) --begin;
    if (begin < end) names.insert(query.substr(begin, end - begin));
  }
  return names;
}

// Whether a query asks for what only a tagger knows.
bool AsksForTags(const std::string& query) {
  const std::set<std::string> names = Compared(query);
  return std::any_of(std::begin(kTags), std::end(kTags),
                     [&](const char* tag) { return names.contains(tag); });
}

// The type of tokens that have all that a query compares.
std::string TypeThatFits(const std::string& query) {
  std::set<std::string> names = Compared(query);
  for (const char* own : {"begin", "end", "sentence"}) names.erase(own);
  std::string type = std::string(kTokens) + "=list<{begin: int, end: int, sentence: int";
  for (const std::string& name : names) type += ", " + name + ": string";
  return type + "}>";
}

// Looks at the tokens of the first documents.
class TokensLooker final : public Looker {
 public:
  TokensLooker(const Schema& columns, const std::string& field) : columns_(columns), type_(field) {}
  void After(size_t, const Batch& batch) override {
    for (size_t c = 0; c < columns_.size(); ++c) {
      if (!IsExtraColumn(columns_[c])) continue;
      const BytesView values(batch.columns[c].get(), 0, batch.rows);
      for (int64_t row = 0; row < batch.rows; ++row) {
        if (!IsNullAt(*batch.columns[c], row)) type_.Add(values[row]);
      }
    }
  }
  const TokenType& type() const { return type_; }

 private:
  const Schema& columns_;
  TokenType type_;
};

// Prints hits as they come: as documents of the finder's step, or as rows of its table.
class HitPrinter final : public Looker {
 public:
  HitPrinter(size_t step, const Schema& columns, bool table, KwicStyle style, int64_t limit,
             const std::atomic<bool>* interrupted)
      : step_(step),
        columns_(columns),
        table_(table),
        style_(style),
        limit_(limit),
        interrupted_(interrupted) {
    for (const Field& field : columns_) {
      values_.emplace_back(field);
      const std::string& name = field.name;
      parts_.push_back(name == "begin" || name == "end" ? Part::kPlace
                       : name == "left"                 ? Part::kLeft
                       : name == "node"                 ? Part::kNode
                       : name == "right"                ? Part::kRight
                                                        : Part::kColumn);
    }
    json_.resize(columns_.size());
  }

  bool wants_tables() const override { return table_; }
  void After(size_t step, const Batch& batch) override {
    if (step == step_ && !table_) Print(batch);
    if (interrupted_->load()) stop_.store(true);
  }
  void TableRows(size_t step, size_t, const Batch& rows) override {
    if (step == step_) Print(rows);
    if (interrupted_->load()) stop_.store(true);
  }

  // Set when there is nothing left to do for the run.
  const std::atomic<bool>* stop() const { return &stop_; }
  bool stopped() const { return ended_; }
  int64_t printed() const { return printed_; }

 private:
  enum class Part { kPlace, kLeft, kNode, kRight, kColumn };  // of a line; a place is not shown
  void Print(const Batch& batch) {
    lines_.clear();
    for (int64_t row = 0; row < batch.rows && !ended_; ++row) {
      hit_.columns.clear();
      for (size_t c = 0; c < columns_.size(); ++c) {
        if (parts_[c] == Part::kPlace) continue;
        const std::string_view value = ValueAt(c, *batch.columns[c], row);
        if (parts_[c] == Part::kLeft) {
          hit_.left = value;
        } else if (parts_[c] == Part::kNode) {
          hit_.node = value;
        } else if (parts_[c] == Part::kRight) {
          hit_.right = value;
        } else {
          hit_.columns.push_back(value);
        }
      }
      AppendKwicLine(hit_, style_, &lines_);
      lines_ += '\n';
      ++printed_;
      if (limit_ > 0 && printed_ == limit_) End();
    }
    Out() << lines_;
    if (style_.width > 0 && batch.rows > 0) Out().flush();
    if (!Out().good()) End();  // nobody reads any more
  }
  // Valid until the same column is asked for again.
  std::string_view ValueAt(size_t column, const ArrowArray& array, int64_t row) {
    if (IsNullAt(array, row)) return {};
    if (columns_[column].format == Utf8::kFormat) return BytesView(&array, 0, row + 1)[row];
    Buffer& json = json_[column];
    json.Clear();
    values_[column].Append(array, row, json);
    return {json.data(), json.size()};
  }
  void End() {
    ended_ = true;
    stop_.store(true);
  }

  size_t step_;  // the finder's
  const Schema& columns_;
  bool table_;
  KwicStyle style_;
  int64_t limit_;
  const std::atomic<bool>* interrupted_;
  std::vector<Part> parts_;  // by column
  std::vector<JsonValue> values_;
  std::vector<Buffer> json_;  // of values that are no texts
  KwicHit hit_;
  std::string lines_;
  std::atomic<bool> stop_{false};
  bool ended_ = false;
  int64_t printed_ = 0;
};

void AddOptions(CommandLine* line) {
  line->options().add_options()("context,C", po::value<int64_t>()->value_name("N"),
                                "words on each side; default: 8, in a terminal what fits")(
      "sort", po::value<std::string>()->value_name("KEYS"),
      "node, left, right (word by word, from the node outwards), L1 to R9, or columns; "
      "-KEY turns an order round")("sample", po::value<int64_t>()->value_name("N"),
                                   "so many hits by chance")(
      "seed", po::value<int64_t>()->value_name("N"), "another seed gives another sample")(
      "limit,n", po::value<int64_t>()->default_value(0)->value_name("N"),
      "so many hits at most; 0: all")("columns", po::value<std::string>()->value_name("NAMES"),
                                      "columns of the document to show; default: id")(
      "case", po::value<std::string>()->value_name("HOW"),
      "query: as the query says; ignore or match: in all of it")(
      "strategy", po::value<std::string>()->value_name("NAME"),
      "longest, standard, shortest or traditional")(
      "field", po::value<Strings>()->value_name("COLUMN=FIELD"),
      "where a column comes from in records, as in text=body")(
      "type", po::value<Strings>()->value_name("COLUMN=TYPE"),
      "the type of a column, as readers have it: \"keywords=list<string>\"; that of tokens in "
      "records is found by itself");
}

// What --field or --type says.
Strings Given(const CommandLine& line, const char* option) {
  return line.Has(option) ? line.Get<Strings>(option) : Strings();
}

bool IsOfTokens(const std::string& item) { return item.starts_with(std::string(kTokens) + "="); }

// The step that reads the files; nothing when an item has no `=`, which is told.
std::optional<std::string> ReaderStep(const CommandLine& line, const Strings& files,
                                      const Strings& fields, const Strings& types) {
  std::string with = "path: " + QuotedYaml(files);
  for (const auto& [items, option, parameter] :
       {std::tuple(&fields, "field", "fields"), std::tuple(&types, "type", "types")}) {
    if (items->empty()) continue;
    const auto map = QuotedMap(*items);
    if (!map) {
      line.Wrong(std::string("--") + option + " takes a column, `=`, and what it is");
      return {};
    }
    with += std::string(", ") + parameter + ": " + *map;
  }
  return std::string("textmill: 1\nname: kwic\nsteps:\n  - uses: ") +
         (AreTreebanks(files) ? kTreebankReader : kReader) + "\n    with: { " + with + " }\n";
}

// Adds the type of the tokens that the files bring. False when they cannot be read, which is told.
bool FindTokens(const CommandLine& line, const Registry& registry, const Strings& files,
                const std::atomic<bool>* interrupted, Strings* types) {
  // What comes through a pipe can be read once only.
  if (std::any_of(files.begin(), files.end(), [](const std::string& file) {
        std::error_code error;
        return std::filesystem::is_fifo(file, error);
      }))
    return true;
  Strings fields = Given(line, "field");
  std::string field = kTokens;
  for (const std::string& item : fields) {
    if (IsOfTokens(item)) field = item.substr(item.find('=') + 1);
  }
  std::erase_if(fields, IsOfTokens);
  const auto reader = ReaderStep(line, files, fields, *types);
  if (!reader) return false;
  auto plan = PlanToLook(*reader, registry);
  if (!plan) return false;
  TokensLooker looker(plan->steps[0].output, field);
  RunOptions options;
  options.limit = kLookedAt;
  options.progress = ProgressMode::kNever;
  options.watcher = &looker;
  RunPlan(*plan, options, interrupted);  // what goes wrong is told by the run to come
  if (const auto type = looker.type().Text())
    types->push_back(std::string(kTokens) + "=" + *type);
  else if (looker.type().seen())
    std::cerr << "warning: " << Showable("`" + field + "`")
              << " in the records is not used, tags are made: it is no list of objects with whole "
                 "numbers `begin` and `end`, in which all else is text, a number, true or false; "
                 "for others there is --type\n";
  return true;
}

// The pipeline; nothing when an option is wrong, which is told. `types`: of columns that the files
// bring; `tagged`: tokens are among them.
std::optional<std::string> Pipeline(const CommandLine& line, const std::string& query,
                                    const Strings& files, const Strings& types, bool tagged,
                                    bool table, size_t width) {
  const auto reader = ReaderStep(line, files, Given(line, "field"), types);
  if (!reader) return {};
  const auto columns = line.Has("columns") ? line.List("columns") : Strings{"id"};
  std::string finder = "query: " + QuotedYaml(query) + ", columns: " + QuotedYaml(columns);
  if (line.Has("context")) {
    finder += ", context: " + std::to_string(line.Get<int64_t>("context"));
  } else if (width > 0) {
    finder += ", unit: characters, context: " + std::to_string(std::min<size_t>(width, 1000));
  }
  for (const char* option : {"case", "strategy"}) {
    if (line.Has(option))
      finder += std::string(", ") + option + ": " + QuotedYaml(line.Get<std::string>(option));
  }
  for (const char* option : {"sample", "seed"}) {
    if (line.Has(option))
      finder += std::string(", ") + option + ": " + std::to_string(line.Get<int64_t>(option));
  }
  if (line.Has("sort")) finder += ", sort: " + QuotedYaml(line.List("sort"));
  if (!table) finder += ", give: documents";
  std::string steps = *reader;
  if (!tagged && AsksForTags(query)) steps += std::string("  - uses: ") + kTagger + "\n";
  return steps + "  - uses: " + kFinder + "\n    id: kwic\n    with: { " + finder + " }\n";
}

// The same, with tags from the files, or made. A mistake in the query is told before anything is
// read.
std::optional<std::string> TaggedPipeline(const CommandLine& line, const Registry& registry,
                                          const std::string& query, const Strings& files,
                                          bool table, size_t width,
                                          const std::atomic<bool>* interrupted) {
  Strings types = Given(line, "type");
  const auto has_tokens = [&] { return std::any_of(types.begin(), types.end(), IsOfTokens); };
  bool tagged = AreTreebanks(files) || has_tokens();
  if (!tagged && AsksForTags(query)) {
    types.push_back(TypeThatFits(query));
    const auto draft = Pipeline(line, query, files, types, true, table, width);
    if (!draft || !PlanToLook(*draft, registry)) return {};
    types.pop_back();
    if (!FindTokens(line, registry, files, interrupted, &types)) return {};
    tagged = has_tokens();
  }
  return Pipeline(line, query, files, types, tagged, table, width);
}

}  // namespace

int KwicCommand(const Arguments& arguments) {
  CommandLine line("textmill kwic [OPTIONS] QUERY FILE...",
                   "Shows each hit of a query in its context. A query is plain words (the old "
                   "bridge, bridg*) or CQL ([pos=\"ADJ\"]+ [lemma=\"bridge\"]); see "
                   "docs/queries.md.",
                   "QUERY");
  line.SeveralPositionals();
  AddPluginPath(&line);
  AddOptions(&line);
  if (const auto over = line.Parse(arguments)) return *over;
  auto files = line.Positionals();
  if (!files) return kExitWrong;
  if (files->size() < 2) return line.Wrong("a query and at least one file are expected");
  const std::string query = files->front();
  files->erase(files->begin());
  const auto limit = line.Get<int64_t>("limit");
  if (limit < 0) return line.Wrong("--limit takes a number that is not negative");

  KwicStyle style{isatty(StandardOutput()) == 1 ? TerminalWidth(80) : 0, false};
  const char* const no_color = std::getenv("NO_COLOR");
  style.color = style.width > 0 && (no_color == nullptr || *no_color == '\0');
  const bool table = line.Has("sort") || line.Has("sample");
  const Registry registry = LoadRegistry(line);
  Interrupt interrupt;  // also while it looks for tokens
  const auto pipeline =
      TaggedPipeline(line, registry, query, *files, table, style.width, interrupt.flag());
  if (!pipeline) return kExitWrong;
  if (interrupt.flag()->load()) return ExitStatus(Outcome::kInterrupted);

  auto plan = PlanToLook(*pipeline, registry);
  if (!plan) return kExitWrong;
  const size_t last = plan->steps.size() - 1;
  const Step& finder = plan->steps[last];
  HitPrinter printer(last, table ? finder.bound.tables[0].children : finder.output, table, style,
                     limit, interrupt.flag());
  RunOptions options;
  options.progress = ProgressMode::kNever;
  options.threads = Processors();
  options.watcher = &printer;
  const RunReport report = RunPlan(*plan, options, printer.stop());
  printer.TellFailures(report);
  std::cerr << printer.printed() << (printer.printed() == 1 ? " hit" : " hits");
  if (printer.stopped()) {
    std::cerr << ", the first ones\n";
    return kExitDone;
  }
  const int64_t documents = report.ledger.read() - report.ledger.failures();
  std::cerr << " in " << documents << (documents == 1 ? " document" : " documents");
  for (const auto& [name, n] : CountersOf(finder, report.ledger.step(last))) {
    if (name == "documents_without_tokens" && n > 0)
      std::cerr << ", of which " << n << (n == 1 ? " has" : " have") << " no tokens";
  }
  std::cerr << "\n";
  return ExitStatus(report.outcome);
}

}  // namespace textmill::core
