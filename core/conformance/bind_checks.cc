// Checks of bind: which columns a stage takes, and which it says it makes.
#include <algorithm>

#include "core/conformance/check.h"
#include "core/conformance/play.h"
#include "core/plugin/instance.h"

namespace textmill::core {
namespace {

bool IsSource(const Subject& subject) { return subject.stage->info->kind == TEXTMILL_SOURCE; }

// A stage that reads files which only its author has cannot be tried out.
Verdict CannotSetUp(const Error& error) {
  return error.kind == ErrorKind::kIo
             ? Skipped("it cannot be set up, for it reads files that are not there: " +
                       error.message)
             : Failed("it cannot be set up: " + error.message);
}

// Binds a fresh instance; the message where it refuses.
Result<Bound> BindFresh(const Subject& subject, const Setup& setup, const Schema& schema) {
  auto instance = Instance::Create(*subject.stage, "", setup.params.root());
  if (!instance) return instance.error();
  return (*instance)->Bind(IsSource(subject) ? nullptr : &schema);
}

Verdict Accepts(const Subject& subject) {
  const auto setup = FindSetup(subject);
  return setup ? Passed() : CannotSetUp(setup.error());
}

// The columns that the stage, set up like that, cannot do without: those it declares and uses.
std::vector<std::string> Required(const Subject& subject, const Bound& bound) {
  const textmill_stage_info& info = *subject.stage->info;
  std::vector<std::string> names;
  for (uint64_t i = 0; i < info.n_needs; ++i) {
    const textmill_column_info& need = info.needs[i];
    if ((need.flags & TEXTMILL_COLUMN_OPTIONAL) != 0) continue;
    for (const std::string& used : bound.uses) {
      if (used == need.name) names.push_back(used);
    }
  }
  return names;
}

Verdict Missing(const Subject& subject) {
  const auto setup = FindSetup(subject);
  if (!setup) return Skipped(setup.error().message);
  const auto bound = BindFresh(subject, *setup, setup->schema);
  if (!bound) return Failed(bound.error().ToString());
  for (const std::string& name : Required(subject, *bound)) {
    Schema schema = setup->schema;
    schema.erase(schema.begin() + FindField(schema, name));
    if (BindFresh(subject, *setup, schema).ok())
      return Failed("it needs the column `" + name + "`, but bind took columns without it");
  }
  return Passed();
}

Verdict WrongType(const Subject& subject) {
  const auto setup = FindSetup(subject);
  if (!setup) return Skipped(setup.error().message);
  const textmill_stage_info& info = *subject.stage->info;
  const auto bound = BindFresh(subject, *setup, setup->schema);
  if (!bound) return Failed(bound.error().ToString());
  for (const std::string& name : Required(subject, *bound)) {
    for (uint64_t i = 0; i < info.n_needs; ++i) {
      const std::string type = info.needs[i].type;
      if (name != info.needs[i].name || type == "any" || type.find(' ') != type.npos) continue;
      Schema schema = setup->schema;
      Field& field = schema[static_cast<size_t>(FindField(schema, name))];
      field = SampleField(name, type == "bool" ? "int64" : "bool");
      if (BindFresh(subject, *setup, schema).ok())
        return Failed("it needs the column `" + name + "` as " + type + ", but bind took it as " +
                      TypeName(field));
    }
  }
  return Passed();
}

Verdict BoundTwice(const Subject& subject) {
  const auto setup = FindSetup(subject);
  if (!setup) return Skipped(setup.error().message);
  const SampleTable table = MakeSample(setup->schema, 100, subject.seed, SampleKind::kPlain);
  const auto once = Play(subject, setup->params, table, {});
  if (!once) return Skipped("bound once, it fails as well: " + once.error().ToString());
  PlayOptions options;
  options.bind_twice = true;
  const auto twice = Play(subject, setup->params, table, options);
  if (!twice) return Failed("bound to other columns before: " + twice.error().ToString());
  const std::string difference = Difference(*once, *twice);
  return difference.empty() ? Passed() : Failed("bound to other columns before, " + difference);
}

Verdict Products(const Subject& subject) {
  const auto setup = FindSetup(subject);
  if (!setup) return Skipped(setup.error().message);
  const auto bound = BindFresh(subject, *setup, setup->schema);
  if (!bound) return Failed(bound.error().ToString());
  const textmill_stage_info& info = *subject.stage->info;
  if ((bound->flags & ~info.flags) != 0)
    return Failed("bind says that it will do what its description does not have among its flags");
  bool open_ended = false;  // "mood_of_<column>": names that parameters make
  for (uint64_t i = 0; i < info.n_produces; ++i)
    open_ended |= std::string(info.produces[i].name).find('<') != std::string::npos;
  for (const Schema* columns : {&bound->columns, &bound->commit_columns}) {
    for (const Field& field : *columns) {
      bool known = open_ended;
      for (uint64_t i = 0; i < info.n_produces; ++i) known |= field.name == info.produces[i].name;
      if (!known)
        return Warning("it makes the column `" + field.name +
                       "`, which its description does not name");
      if (std::count_if(columns->begin(), columns->end(),
                        [&](const Field& other) { return other.name == field.name; }) > 1)
        return Failed("it makes the column `" + field.name + "` twice");
    }
  }
  if (!bound->tables.empty() && (bound->flags & TEXTMILL_TABLES) == 0)
    return Failed("bind announces a table, but the flag TEXTMILL_TABLES is missing");
  for (const Field& table : bound->tables) {
    const bool known = std::any_of(info.tables, info.tables + info.n_tables,
                                   [&](const auto& one) { return table.name == one.name; });
    if (!known)
      return Warning("it makes the table `" + table.name +
                     "`, which its description does not name");
  }
  for (size_t i = 0; i < bound->uses.size() && !IsSource(subject); ++i) {
    if (FindField(setup->schema, bound->uses[i]) < 0)
      return Failed("it asks for the column `" + bound->uses[i] + "`, which did not come in");
  }
  return Passed();
}

}  // namespace

std::vector<Check> BindChecks() {
  using Of = Check::Of;
  return {
      {"bind.accepts",
       "the stage can be created, bound and opened with its required parameters, or "
       "those of its example, and the columns that it says it needs",
       "give it an example that works, or correct what it says it needs", Of::kStage, Accepts},
      {"bind.missing", "a column that it needs and that does not come in is an error of bind",
       "look for the column in bind, as In does", Of::kTransform, Missing},
      {"bind.type", "a column that it needs in another type is an error of bind",
       "compare the column's format in bind, as In does", Of::kTransform, WrongType},
      {"bind.twice", "bind may be called again, with other columns; the last call counts",
       "forget in bind what the call before found", Of::kTransform, BoundTwice},
      {"bind.products", "bind answers with columns, tables and flags that the description has",
       "declare the columns with Out, or DocumentProduct(), tables with DocumentTable(), and flags "
       "with Can()",
       Of::kStage, Products},
  };
}

}  // namespace textmill::core
