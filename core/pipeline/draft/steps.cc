#include "core/pipeline/draft/steps.h"

#include <memory>
#include <set>
#include <string_view>
#include <utility>

#include "core/pipeline/draft/compose.h"
#include "core/pipeline/draft/condition.h"
#include "core/pipeline/draft/known_columns.h"
#include "core/pipeline/draft/where_from.h"
#include "core/pipeline/draft/written.h"
#include "core/pipeline/outputs.h"
#include "core/pipeline/subject.h"
#include "core/pipeline/suggest.h"
#include "core/pipeline/values/params.h"

namespace textmill::core {
namespace {

std::string TextOf(const textmill_value& value) {
  return value.string.data != nullptr ? std::string(value.string.data, value.string.size) : "";
}

// The name that a column has in this pipeline; "" where it has none.
std::string NameOfColumn(const textmill_column_info& column, const ParamValues& params) {
  if (column.param == nullptr) return column.name;
  const textmill_value* value = params.Find(column.param);
  return value != nullptr && value->string.data != nullptr ? TextOf(*value) : column.name;
}

class StepBinder {
 public:
  StepBinder(const Draft& draft, const Registry& registry, std::vector<Problem>* problems)
      : draft_(draft), registry_(registry), problems_(problems) {}

  BoundSteps Bind() {
    for (size_t i = 0; i < draft_.steps.size(); ++i) {
      out_.steps.emplace_back();
      out_.paths_known.push_back(false);
      BindStep(i);
      out_.steps[i].output = columns_.schema;
    }
    return std::move(out_);
  }

 private:
  void Report(const Place& place, std::string message, std::string hint = "") {
    problems_->push_back({place, std::move(message), std::move(hint)});
  }
  WhereFrom Where(size_t i) const { return {draft_, registry_, out_.steps, i}; }
  // On names in expressions that no column has.
  auto HintsAt(size_t i, const KnownColumns& known) const {
    return [this, i, &known](const ExprError& error) {
      return error.maybe_other ? Where(i).Maker(error.unknown_column)
                               : Where(i).Hint(error.unknown_column, known.schema);
    };
  }

  void BindStep(size_t i) {
    const StepDraft& draft = draft_.steps[i];
    Step& step = out_.steps[i];
    step.id = draft.id;
    step.uses = draft.stage != nullptr ? draft.stage->info->name : draft.uses;
    step.place = draft.place;
    step.written = WrittenText(draft);
    step.reads = FilesRead(draft);
    step.stage = draft.stage;
    step.table_of = draft.table_of;
    step.isolate = draft.isolate;
    step.timeout = draft.timeout;
    step.memory = draft.memory;
    step.input = columns_.schema;
    step.composition = SameColumns(columns_.schema);
    step.kind = draft.keep                  ? Step::Kind::kKeep
                : draft.sets                ? Step::Kind::kSet
                : draft.is(TEXTMILL_SOURCE) ? Step::Kind::kSource
                : draft.is(TEXTMILL_SINK)   ? Step::Kind::kSink
                                            : Step::Kind::kTransform;
    if (i == 0 && step.kind != Step::Kind::kSource) columns_.open = true;
    if (draft.condition) {
      step.condition =
          CompileCondition(*draft.condition, columns_, HintsAt(i, columns_), problems_);
    }
    if (draft.keep) return;
    if (draft.sets) return BindSet(i);
    if (draft.stage == nullptr) {
      columns_.open = true;
      return;
    }
    if (i > 0 && step.kind == Step::Kind::kSource) {  // reported; only its parameters are looked at
      CheckParams(*draft.stage->info, With(draft), draft.place, nullptr, problems_);
      return;
    }
    if (draft.table_of || draft.from_unknown) {
      BindTableWriter(i);
    } else {
      BindStage(i);
    }
  }

  // Each value is compiled against the columns that those before it have left.
  void BindSet(size_t i) {
    const StepDraft& draft = draft_.steps[i];
    Step& step = out_.steps[i];
    step.fail_odd = draft.fail_odd;
    if (!draft.set) return;
    KnownColumns known = columns_;
    std::set<int> uses;
    bool sound = true;
    for (const YamlNode& item : draft.set->items) {
      auto value = CompileValue(item, known, HintsAt(i, known), problems_);
      if (value == nullptr) {
        sound = false;
        if (!known.Has(item.key)) known.vague.insert(item.key);
        continue;
      }
      for (const int used : value->uses()) {
        const int at = FindField(step.input, known.schema[static_cast<size_t>(used)].name);
        if (at >= 0) uses.insert(at);
      }
      Field field = value->type();
      field.name = item.key;
      const int at = FindField(known.schema, item.key);
      const size_t place = at < 0 ? known.schema.size() : static_cast<size_t>(at);
      if (at < 0) known.schema.emplace_back();
      known.schema[place] = field;
      known.vague.erase(item.key);
      step.bound.columns.push_back(std::move(field));
      step.set.push_back({std::move(value), place});
    }
    if (!sound) {
      columns_ = std::move(known);
      step.set.clear();
      return;
    }
    step.uses_columns.assign(uses.begin(), uses.end());
    ComposeOutput(i);
  }

  static const YamlNode* With(const StepDraft& draft) {
    return draft.with ? &*draft.with : nullptr;
  }

  // A writer of a table: documents pass it by.
  void BindTableWriter(size_t i) {
    const StepDraft& draft = draft_.steps[i];
    Step& step = out_.steps[i];
    const Step* maker = draft.table_of ? &out_.steps[*draft.table_of] : nullptr;
    const bool bound = maker != nullptr && maker->instance != nullptr;
    if (bound && maker->bound.tables.empty()) {
      Report(draft.from->place,
             "the step `" + maker->id + "` makes no table with the parameters it has");
      return;
    }
    const Schema none;
    if (bound && !draft.table.empty()) {
      const std::vector<Field>& tables = maker->bound.tables;
      std::vector<std::string> names;
      names.reserve(tables.size());
      for (const Field& field : tables) names.push_back(field.name);
      const auto it = std::find(names.begin(), names.end(), draft.table);
      if (it == names.end()) {
        Report(draft.from->place,
               "the step `" + maker->id + "` makes no table `" + draft.table + "`",
               DidYouMeanOr(draft.table, names, "it makes"));
        return;
      }
      step.table = static_cast<size_t>(it - names.begin());
    }
    const Schema& table = bound ? maker->bound.tables[step.table].children : none;
    ParamValues params = CheckParams(*draft.stage->info, With(draft), draft.place,
                                     bound ? &table : nullptr, problems_);
    if (!bound) return;
    step.input = table;
    KnownColumns columns;
    columns.schema = table;
    if (const std::optional<Error> refusal = Instantiate(i, params, columns))
      Refused(i, params, columns, *refusal);
    else
      BindPath(i, std::move(params));
  }

  // A writer whose path names columns makes a file for each of their values.
  void BindPath(size_t i, ParamValues params) {
    const StepDraft& draft = draft_.steps[i];
    Step& step = out_.steps[i];
    if (step.kind != Step::Kind::kSink || !params.sound()) return;
    for (const auto& [path, flags] : step.bound.outputs) {
      if (!PathTemplate::IsTemplate(path)) continue;
      const YamlNode* written = draft.with ? FindText(*draft.with, path) : nullptr;
      const Place place = written != nullptr ? written->place : draft.place;
      auto split = PathTemplate::Parse(path, step.input);
      if (!split) {
        const Error& error = split.error();
        // Nothing is said of a column that an earlier mistake may keep from being there.
        const bool vague = error.kind == ErrorKind::kNoSuchColumn && !step.table_of &&
                           columns_.MayHave(error.column);
        if (!vague) Report(place, error.message, error.hint);
        continue;
      }
      const bool plain = step.bound.outputs.size() == 1 && step.bound.columns.empty() &&
                         step.bound.commit_columns.empty() &&
                         (step.bound.flags & (TEXTMILL_DROPS | TEXTMILL_REPLAYS | TEXTMILL_EXPANDS |
                                              TEXTMILL_TABLES)) == 0;
      if (!plain) {
        Report(place, "the stage `" + step.uses + "` cannot make a file for each value of a column",
               "give a path without {}");
        continue;
      }
      step.split = std::move(*split);
    }
    if (!step.split) return;
    if (draft.isolate.value_or(false) || draft.timeout != 0 || draft.memory != 0) {
      Report(draft.isolate_place,
             "a writer of a file for each value of a column works in the program itself",
             "leave out `isolate`, `timeout` and `memory`");
    }
    step.another = [&stage = *draft.stage, id = step.id, input = step.input,
                    kept = std::make_shared<ParamValues>(
                        std::move(params))]() -> Result<std::unique_ptr<Instance>> {
      auto made = Instance::Create(stage, id, kept->root());
      if (!made) return made.error();
      auto bound = (*made)->Bind(&input);
      if (!bound) return bound.error();
      return std::move(*made);
    };
  }

  void BindStage(size_t i) {
    const StepDraft& draft = draft_.steps[i];
    const textmill_stage_info& info = *draft.stage->info;
    const bool source = out_.steps[i].kind == Step::Kind::kSource;
    const Schema names = columns_.Names();
    const Schema* known = columns_.open || source ? nullptr : &names;
    ParamValues params = CheckParams(
        info, With(draft), draft.place, known, problems_,
        [&](const std::string& name) { return Where(i).HintAmong(name, columns_.Names()); });
    const bool clear = source || CheckNeeds(i, params);
    bool bound = false, sound = params.sound();
    if (clear) {
      const std::optional<Error> refusal = Instantiate(i, params, columns_);
      bound = !refusal.has_value();
      if (refusal) {
        Refused(i, params, columns_, *refusal);
        bound = InstantiateWithout(i, refusal->parameter);
        sound = false;
      }
    }
    if (bound) ComposeOutput(i);
    if (bound && sound) return BindPath(i, std::move(params));
    // What else it would have made is not known.
    if (!bound) out_.steps[i].composition.clear();
    for (uint64_t k = 0; k < info.n_produces; ++k) {
      const std::string name = NameOfColumn(info.produces[k], params);
      // "<name>": columns of any names, which bind alone would have told.
      if (name.size() > 2 && name.front() == '<' && name.back() == '>')
        columns_.open = true;
      else if (!name.empty())
        columns_.Assume(name, info.produces[k].type);
    }
    if (draft.with && !draft.is(TEXTMILL_SINK)) columns_.AddPossible(*draft.with);
  }

  // Binds a stage without the parameter that it refused, for the sake of the steps after it.
  bool InstantiateWithout(size_t i, const std::string& blamed) {
    const StepDraft& draft = draft_.steps[i];
    if (blamed.empty() || !draft.with) return false;
    YamlNode with = *draft.with;
    const std::string parameter = blamed.substr(0, blamed.find_first_of(".["));
    if (std::erase_if(with.items, [&](const YamlNode& item) { return item.key == parameter; }) == 0)
      return false;
    std::vector<Problem> unheard;
    const ParamValues params =
        CheckParams(*draft.stage->info, &with, draft.place, nullptr, &unheard);
    const bool bound = !Instantiate(i, params, columns_);
    out_.paths_known[i] = bound && PathsKnown(*draft.stage->info, params) && params.sound();
    return bound;
  }

  // Looks for the columns that the stage cannot do without, and takes those for granted that it
  // does not find. False when their types are too unclear for binding.
  bool CheckNeeds(size_t i, const ParamValues& params) {
    const StepDraft& draft = draft_.steps[i];
    const textmill_stage_info& info = *draft.stage->info;
    bool clear = true;
    for (uint64_t k = 0; k < info.n_needs; ++k) {
      const textmill_column_info& need = info.needs[k];
      if ((need.flags & TEXTMILL_COLUMN_OPTIONAL) != 0) continue;
      std::string name = need.name;
      Place place = draft.place;
      bool reported = columns_.MayHave(name);
      if (need.param != nullptr) {
        const textmill_value* value = params.Find(need.param);
        if (value == nullptr || value->type != TEXTMILL_COLUMN) continue;
        name = TextOf(*value);
        if (value->given != 0) place = PlaceOfSubject(With(draft), need.param, place);
        reported = columns_.MayHave(name) || params.broken().contains(need.param);
      }
      if (!columns_.Has(name)) {
        if (!reported) {
          Report(place,
                 "step `" + draft.id + "` needs the column `" + name +
                     "`, which no earlier step makes",
                 Where(i).HintAmong(name, columns_.Names()));
        }
        columns_.Assume(name, need.type);
      }
      clear = clear && !columns_.vague.contains(name);
    }
    out_.steps[i].input = columns_.schema;
    out_.steps[i].composition = SameColumns(columns_.schema);
    return clear;
  }

  // Creates and binds the stage, or says why it cannot.
  std::optional<Error> Instantiate(size_t i, const ParamValues& params,
                                   const KnownColumns& columns) {
    const StepDraft& draft = draft_.steps[i];
    Step& step = out_.steps[i];
    Result<std::unique_ptr<Instance>> instance =
        Instance::Create(*draft.stage, draft.id, params.root());
    if (!instance) return instance.error();
    Result<Bound> bound =
        (*instance)->Bind(step.kind == Step::Kind::kSource ? nullptr : &columns.schema);
    if (!bound) return bound.error();
    std::vector<int> uses;
    for (const std::string& name : bound->uses) {
      uses.push_back(FindField(columns.schema, name));
      if (uses.back() < 0) {
        Error error{"asks for the column `" + name + "`, which is not there",
                    "this is a mistake in its plugin", ErrorKind::kBrokenPromise};
        error.step = draft.id;
        return error;
      }
    }
    step.instance = std::move(*instance);
    step.bound = std::move(*bound);
    step.uses_columns = std::move(uses);
    out_.paths_known[i] = PathsKnown(*draft.stage->info, params);
    return std::nullopt;
  }

  // What a stage says against its parameters or columns, unless it may follow from something that
  // has been reported.
  void Refused(size_t i, const ParamValues& params, const KnownColumns& columns,
               const Error& error) {
    const StepDraft& draft = draft_.steps[i];
    const std::string parameter = error.parameter.substr(0, error.parameter.find_first_of(".["));
    if (!params.sound() && (parameter.empty() || params.broken().contains(parameter))) return;
    std::string hint = error.hint;
    if (!error.column.empty() && columns.MayHave(error.column)) return;
    if (error.kind == ErrorKind::kNoSuchColumn && hint.empty())
      hint = Where(i).HintAmong(error.column, columns.Names());
    problems_->push_back({PlaceOfSubject(With(draft), error.parameter, draft.place), error.message,
                          std::move(hint), error.step});
  }

  static bool PathsKnown(const textmill_stage_info& info, const ParamValues& params) {
    for (uint64_t k = 0; k < info.n_params; ++k) {
      const textmill_param_info& param = info.params[k];
      const uint32_t types = param.types | (param.item != nullptr ? param.item->types : 0);
      if ((types & TEXTMILL_PATH) != 0 && params.broken().contains(param.name)) return false;
    }
    return true;
  }

  void ComposeOutput(size_t i) {
    const StepDraft& draft = draft_.steps[i];
    Step& step = out_.steps[i];
    Composition made = Compose(step.input, step.bound, draft.condition.has_value());
    for (const Error& error : made.errors)
      Report(draft.place, "step `" + draft.id + "` " + error.message, error.hint);
    for (const StaleOffsets& stale : made.stale) {
      const std::optional<size_t> maker = MakerOf(stale.column, i);
      Report(draft.place,
             "step `" + draft.id + "` changes `" + stale.into + "`, but `" + stale.column +
                 "` holds offsets into it" +
                 (maker ? ", made by " + NameOf(draft_.steps[*maker]) : ""),
             maker ? "move `" + draft.id + "` before `" + draft_.steps[*maker].id + "`" : "");
    }
    step.composition = std::move(made.sources);
    columns_.schema = std::move(made.output);
    for (const Field& field : columns_.schema) columns_.vague.erase(field.name);
  }

  // The step that made the column which step `i` knows as `name`.
  std::optional<size_t> MakerOf(std::string name, size_t i) const {
    while (i-- > 0) {
      const Step& step = out_.steps[i];
      const int place = FindField(step.output, name);
      if (step.table_of || place < 0 || static_cast<size_t>(place) >= step.composition.size())
        continue;
      const ColumnSource& source = step.composition[place];
      if (source.from != ColumnSource::From::kInput) return i;
      if (static_cast<size_t>(source.index) < step.input.size())
        name = step.input[source.index].name;
    }
    return std::nullopt;
  }

  const Draft& draft_;
  const Registry& registry_;
  std::vector<Problem>* problems_;
  BoundSteps out_;
  KnownColumns columns_;  // after the steps so far
};

}  // namespace

BoundSteps BindSteps(const Draft& draft, const Registry& registry, std::vector<Problem>* problems) {
  return StepBinder(draft, registry, problems).Bind();
}

}  // namespace textmill::core
