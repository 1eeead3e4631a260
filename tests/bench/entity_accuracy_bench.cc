// How many names are found, and found right, in annotated text that is beside the repository
// (../shared): by the English model alone, and by the stage as it is by default. An entity is right
// when its type and both of its ends are. The figures of each type are counters.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "plugins/entities/built_in_model.h"
#include "plugins/entities/tag.h"
#include "plugins/lib/tagger/tagger.h"
#include "plugins/train/entities/corpus.h"
#include "plugins/train/entities/learner.h"
#include "plugins/train/entities/make_model.h"
#include "plugins/train/entities/name_lists.h"
#include "plugins/train/entities/score.h"
#include "plugins/train/entities/word_classes.h"
#include "textmill/testing.hpp"

namespace textmill::entities {
namespace {

// Documents as plain text, and the names that are marked in them.
struct Annotated {
  std::vector<std::string> texts;
  std::vector<std::vector<Name>> names;  // bytes of the text
};

bool Read(benchmark::State& state, const std::string& set, Types* types, Annotated* out) {
  const std::string path = TEXTMILL_SOURCE_DIR "/../shared/data/ner/" + set + ".bio.gz";
  if (!std::filesystem::exists(path)) {
    state.SkipWithError(("there is no " + path).c_str());
    return false;
  }
  const Knowledge nothing;
  Lexicon lexicon(&nothing);
  std::vector<LabelledDocument> documents;
  ReadCorpus(path, types, &lexicon, &documents);
  for (auto& document : documents) {
    out->texts.push_back(document.text);
    auto& names = out->names.emplace_back();
    for (const Name& name : NamesOf(document.labels)) {
      names.push_back({document.document.tokens[name.begin].begin,
                       document.document.tokens[name.end - 1].end, name.type});
    }
  }
  return true;
}

void Show(benchmark::State& state, const Types& types, const Score& score) {
  Tally all, without;
  for (size_t t = 0; t < types.names().size(); ++t) {
    state.counters[types.names()[t]] = score[t].f1();
    all += score[t];
    if (types.names()[t] != "MISC") without += score[t];
  }
  state.counters["all"] = all.f1();
  state.counters["P"] = without.precision();
  state.counters["R"] = without.recall();
  state.counters["without_MISC"] = without.f1();
}

Score ScoreTagger(const std::shared_ptr<const Model>& model, const Annotated& given) {
  Tagger tagger(model);
  Score score(kMaxTypes);
  std::vector<NameFound> found;
  std::vector<Name> names;
  for (size_t d = 0; d < given.texts.size(); ++d) {
    found.clear();
    names.clear();
    tagger.Find(given.texts[d], &found);
    for (const NameFound& name : found) names.push_back({name.begin, name.end, name.type});
    CountNames(names, given.names[d], &score);
  }
  return score;
}

void EnglishModel(benchmark::State& state, const std::string& set) {
  const auto model = BuiltInModel();
  Types types;
  for (const auto& name : model->types) types.Find(name);
  Annotated given;
  if (!Read(state, set, &types, &given)) return;
  for (auto _ : state) Show(state, types, ScoreTagger(model, given));
}

// The names in the column `entities`, as JSON.
std::vector<Name> NamesIn(const std::string& column, const Types& types) {
  std::vector<Name> out;
  for (size_t at = 0; (at = column.find("{\"begin\":", at)) != column.npos; ++at) {
    const auto number = [&](const char* key) {
      return static_cast<uint32_t>(std::strtoul(
          column.c_str() + column.find(key, at) + std::string_view(key).size(), nullptr, 10));
    };
    const size_t type = column.find("\"type\":\"", at) + 8;
    const std::string name = column.substr(type, column.find('"', type) - type);
    for (size_t t = 0; t < types.names().size(); ++t) {
      if (types.names()[t] == name) out.push_back({number("\"begin\":"), number("\"end\":"), t});
    }
  }
  return out;
}

void WholeStage(benchmark::State& state, const std::string& set) {
  Types types;
  for (const char* name : {"PER", "ORG", "LOC", "MISC"}) types.Find(name);
  Annotated given;
  if (!Read(state, set, &types, &given)) return;
  const std::vector<std::optional<std::string_view>> texts(given.texts.begin(), given.texts.end());
  for (auto _ : state) {
    testing::StageRunner<Tag> run(testing::GivenParams{{"column", "text"}});
    const testing::Outcome out = run.Run(testing::Columns().Add<Utf8>("text", texts));
    if (!out.error.empty()) {
      state.SkipWithError(out.error.c_str());
      return;
    }
    Score score(kMaxTypes);
    for (size_t d = 0; d < given.texts.size(); ++d) {
      CountNames(NamesIn(out.rows[d].at("entities"), types), given.names[d], &score);
    }
    Show(state, types, score);
  }
}

// A tagger of CoNLL's own training text, for comparison with others: it is never shipped.
void TrainedOnConll(benchmark::State& state) {
  const std::string data = TEXTMILL_SOURCE_DIR "/../shared/data/";
  auto model = std::make_shared<Model>();
  Types types;
  for (const char* name : {"PER", "ORG", "LOC", "MISC"}) types.Find(name);
  Annotated dev;
  if (!Read(state, "en/conll2003.dev", &types, &dev)) return;
  for (auto _ : state) {
    std::vector<std::vector<std::string>> lists;
    for (const char* list : {"first_names", "cities", "regions", "football_clubs", "companies",
                             "organisations", "universities", "nationalities"}) {
      lists.push_back(ReadNames(data + "gazetteer/" + list + ".tsv"));
    }
    MakeNameLists(lists, &model->knowledge.lists);
    std::vector<LabelledDocument> documents;
    {
      const Knowledge nothing;
      Lexicon lexicon(&nothing);
      ReadCorpus(data + "ner/silver/gmb-en.train.bio.gz", &types, &lexicon, &documents);
      ReadCorpus(data + "ner/en/conll2003.train.bio.gz", &types, &lexicon, &documents);
      FindWordClasses(documents, lexicon, {}, &model->knowledge.classes);
    }
    documents.clear();
    Lexicon lexicon(&model->knowledge);
    ReadCorpus(data + "ner/en/conll2003.train.bio.gz", &types, &lexicon, &documents);
    LearnerOptions options;
    Learner learner(&model->knowledge, &lexicon, options, [](const std::string&) {});
    learner.Learn(documents);
    model->types = types.names();
    SetWeights(learner, 0.109375F, model.get());
    Show(state, types, ScoreTagger(model, dev));
  }
}
BENCHMARK(TrainedOnConll)->Iterations(1)->Unit(benchmark::kSecond);

#define TEXTMILL_SET(name)                                  \
  BENCHMARK_CAPTURE(EnglishModel, name, "en/" #name ".dev") \
      ->Iterations(1)                                       \
      ->Unit(benchmark::kMillisecond);                      \
  BENCHMARK_CAPTURE(WholeStage, name, "en/" #name ".dev")   \
      ->Iterations(1)                                       \
      ->Unit(benchmark::kMillisecond)
TEXTMILL_SET(conll2003);
TEXTMILL_SET(worldwide);
TEXTMILL_SET(wikigold);

}  // namespace
}  // namespace textmill::entities
