// textmill-train-entities: learns a model for entities.tag from annotated text, or scores one.
#include <algorithm>
#include <boost/program_options.hpp>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <utility>

#include "plugins/lib/tagger/tagger.h"
#include "plugins/train/entities/augment.h"
#include "plugins/train/entities/learner.h"
#include "plugins/train/entities/make_model.h"
#include "plugins/train/entities/name_lists.h"
#include "plugins/train/entities/score.h"
#include "plugins/train/entities/word_classes.h"
#include "textmill/error.hpp"

namespace textmill::entities {
namespace {

namespace po = boost::program_options;
using Documents = std::vector<LabelledDocument>;

constexpr const char* kUsage =
    R"(usage: textmill-train-entities --output MODEL --train FILE[=WEIGHT]... [OPTION...]
       textmill-train-entities --score MODEL --dev FILE...

Learns a model for the stage entities.tag from annotated text, or scores one. Annotated files are
CoNLL (a token, a tab and a tag a line) or text with names marked like "[PER Ana Ruiz] left.";
all files may be compressed. docs/entity-model.md says more.
)";

struct Options {
  std::string output, score, name = "a model of one's own", licence, credit;
  std::vector<std::string> train, dev, text, names, languages;
  int rounds = 14, copies = 0, capitals = 0, apart = 0;
  float dropout = 0.1F, rate = 0.15F, self_weight = 0, least_weight = 0.109375F;
  uint32_t least = 2, parts = 3;
};

void Say(const std::string& what) { std::cerr << what << '\n'; }

// "a,b" as two.
std::vector<std::string> SplitAtCommas(const std::string& list) {
  std::vector<std::string> out;
  for (size_t at = 0; at < list.size();) {
    const size_t end = std::min(list.find(',', at), list.size());
    out.push_back(list.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

// "FILE=WEIGHT".
std::pair<std::string, float> SplitWeight(const std::string& given) {
  const size_t at = given.rfind('=');
  if (at == given.npos) return {given, 1.0F};
  char* end = nullptr;
  const std::string number = given.substr(at + 1);
  const float weight = std::strtof(number.c_str(), &end);
  if (number.empty() || *end != '\0' || !(weight > 0) || weight > 100) {
    throw Error("`" + given + "`: the weight after `=` must be a number above 0, at most 100");
  }
  return {given.substr(0, at), weight};
}

// Types that a file never marks may be in it all the same, when other files mark them.
void NoteUnmarked(const Types& types, size_t files, Documents* documents) {
  std::vector<uint8_t> marked(files);
  for (const auto& document : *documents) {
    for (const Label label : document.labels) {
      if (label != kOutside) marked[document.file] |= static_cast<uint8_t>(1U << TypeOf(label));
    }
  }
  const auto all = static_cast<uint8_t>((1U << types.names().size()) - 1);
  for (auto& document : *documents) {
    document.unmarked = static_cast<uint8_t>(all & ~marked[document.file]);
  }
}

Documents ReadTraining(const std::vector<std::string>& files, Types* types, Lexicon* lexicon) {
  Documents out;
  for (uint32_t f = 0; f < files.size(); ++f) {
    const auto [path, weight] = SplitWeight(files[f]);
    const size_t before = out.size();
    ReadCorpus(path, types, lexicon, &out);
    size_t tokens = 0;
    for (size_t d = before; d < out.size(); ++d) {
      out[d].file = f;
      out[d].weight = weight;
      tokens += out[d].labels.size();
    }
    Say(path + ": " + std::to_string(out.size() - before) + " documents, " +
        std::to_string(tokens) + " tokens");
  }
  if (types->names().empty()) throw Error("no name is marked in the files to learn from");
  NoteUnmarked(*types, files.size(), &out);
  return out;
}

// "TYPE:FILE,FILE": the names of a list, and the type it may lend them to; or without a type.
struct NameFiles {
  std::string type;
  std::vector<std::string> names;
};
NameFiles ReadNameFiles(const std::string& given) {
  NameFiles out;
  const size_t colon = given.find(':');
  if (colon != given.npos) out.type = given.substr(0, colon);
  for (const auto& path : SplitAtCommas(colon == given.npos ? given : given.substr(colon + 1))) {
    for (auto& name : ReadNames(path)) out.names.push_back(std::move(name));
  }
  return out;
}

// Adds copies to the documents.
void Augment(const Options& options, const Types& types, const std::vector<NameFiles>& lists,
             Lexicon* lexicon, Documents* documents) {
  NamePool pool(*documents, types);
  size_t people = types.names().size();
  for (size_t t = 0; t < types.names().size(); ++t) {
    if (types.names()[t] == "PER") people = t;
    for (const NameFiles& list : lists) {
      if (list.type == types.names()[t]) pool.Add(t, list.names);
    }
  }
  const size_t originals = documents->size();
  for (int copy = 0; copy < options.copies; ++copy) {
    for (size_t d = 0; d < originals; ++d) {
      documents->push_back(WithOtherNames((*documents)[d], pool, people,
                                          d * 1000 + static_cast<size_t>(copy), lexicon));
    }
  }
  for (size_t d = 0; d < originals && options.apart > 0; ++d) {
    if (d % static_cast<size_t>(options.apart) != 0) continue;
    // Of the copy with other names, where there is one.
    const size_t from = options.copies > 0 ? originals + d : d;
    documents->push_back(CutApart((*documents)[from], lexicon));
  }
  if (options.capitals == 0) return;
  for (size_t d = 0; d < originals; ++d) {
    auto capitals = InCapitals((*documents)[d], d, static_cast<size_t>(options.capitals), lexicon);
    if (!capitals.labels.empty()) documents->push_back(std::move(capitals));
  }
}

void PrintScore(const std::string& what, const Types& types, const Score& score) {
  std::printf("%s\n", what.c_str());
  const auto line = [](const std::string& name, const Tally& tally) {
    std::printf("  %-8s %6zu   precision %.4f   recall %.4f   F1 %.4f\n", name.c_str(),
                tally.wanted, tally.precision(), tally.recall(), tally.f1());
  };
  Tally all, without;
  for (size_t t = 0; t < types.names().size(); ++t) {
    line(types.names()[t], score[t]);
    all += score[t];
    if (types.names()[t] != "MISC") without += score[t];
  }
  line("all", all);
  line("no MISC", without);
}

// On plain text, as the stage sees it.
void ScoreModel(const std::shared_ptr<const Model>& model, const std::vector<std::string>& files) {
  for (const auto& path : files) {
    Types types;
    for (const auto& name : model->types) types.Find(name);
    Lexicon lexicon(&model->knowledge);
    Documents documents;
    ReadCorpus(path, &types, &lexicon, &documents);
    Tagger tagger(model);
    Score score(kMaxTypes);
    std::vector<NameFound> found;
    for (const auto& document : documents) {
      found.clear();
      tagger.Find(document.text, &found);
      std::vector<Name> names, wanted;
      for (const NameFound& name : found) names.push_back({name.begin, name.end, name.type});
      for (const Name& name : NamesOf(document.labels)) {
        wanted.push_back({document.document.tokens[name.begin].begin,
                          document.document.tokens[name.end - 1].end, name.type});
      }
      CountNames(names, wanted, &score);
    }
    PrintScore(path, types, score);
  }
}

std::shared_ptr<const Model> Train(const Options& options) {
  Types types;
  std::vector<NameFiles> lists;
  for (const auto& given : options.names) lists.push_back(ReadNameFiles(given));
  if (lists.size() > NameLists::kLists) {
    throw Error("there may be at most " + std::to_string(NameLists::kLists) + " lists of names");
  }
  auto model = std::make_shared<Model>();
  if (!lists.empty()) {
    std::vector<std::vector<std::string>> names;
    names.reserve(lists.size());
    for (const auto& list : lists) names.push_back(list.names);
    MakeNameLists(names, &model->knowledge.lists);
  }
  if (!options.text.empty()) {
    const Knowledge nothing;
    Lexicon lexicon(&nothing);
    Documents texts;
    Types any;
    for (const auto& path : options.text) ReadCorpus(path, &any, &lexicon, &texts);
    for (const auto& given : options.train) {
      ReadCorpus(SplitWeight(given).first, &any, &lexicon, &texts);
    }
    FindWordClasses(texts, lexicon, {}, &model->knowledge.classes);
    Say("classes of " + std::to_string(model->knowledge.classes.table().size()) + " words");
  }

  Lexicon lexicon(&model->knowledge);
  Documents documents = ReadTraining(options.train, &types, &lexicon);
  Augment(options, types, lists, &lexicon, &documents);
  LearnerOptions how;
  how.first.rounds = how.second.rounds = options.rounds;
  how.first.dropout = how.second.dropout = options.dropout;
  how.first.rate = how.second.rate = options.rate;
  how.least = options.least;
  how.folds = options.parts;
  if (options.self_weight > 0 && !options.text.empty()) {
    Documents texts;
    Types any;  // labels of these files are not looked at
    for (const auto& path : options.text) ReadCorpus(path, &any, &lexicon, &texts);
    Learner teacher(&model->knowledge, &lexicon, how, Say);
    teacher.Learn(documents);
    for (auto& text : texts) {
      text.labels = teacher.Predict(text);
      text.weight = options.self_weight;
      text.unmarked = 0;
      documents.push_back(std::move(text));
    }
    Say("labelled the text by itself; learning again");
  }
  Learner learner(&model->knowledge, &lexicon, how, Say);
  learner.Learn(documents);
  model->types = types.names();
  model->languages = options.languages;
  model->name = options.name;
  model->licence = options.licence;
  model->credit = options.credit;
  SetWeights(learner, options.least_weight, model.get());
  const std::string bytes = WriteModel(*model);
  std::ofstream out(options.output, std::ios::binary);
  if (!(out << bytes) || !out.flush()) throw Error("`" + options.output + "` cannot be written");
  Say(options.output + ": " + std::to_string(model->rows.size()) + " features, " +
      std::to_string(bytes.size()) + " bytes");
  return model;
}

int Run(int argc, char** argv) {
  Options o;
  po::options_description all("Options");
  auto add = all.add_options();
  add("help", "this text");
  add("output", po::value(&o.output), "the model to write");
  add("train", po::value(&o.train)->composing(), "annotated text; FILE=2 counts double");
  add("dev", po::value(&o.dev)->composing(), "annotated text to score the model on");
  add("score", po::value(&o.score), "a model to score; nothing is learned");
  add("text", po::value(&o.text)->composing(),
      "text whose labels are not looked at: words that "
      "occur in like contexts are learned from it");
  add("names", po::value(&o.names)->composing(),
      "a list of names: FILE[,FILE], with a name a line, "
      "or TSV or CSV with a column `name`; up to 12. TYPE:FILE also puts them into --copies");
  add("copies", po::value(&o.copies), "learn from so many copies with other names as well");
  add("capitals", po::value(&o.capitals), "learn from every so many-th sentence in capitals, too");
  add("apart", po::value(&o.apart),
      "learn from every so many-th document with hyphens and full "
      "stops cut off, too");
  add("self", po::value(&o.self_weight),
      "label --text by the model, learn from it with this weight");
  add("rounds", po::value(&o.rounds), "go over the text so often (14)");
  add("rate", po::value(&o.rate), "step size (0.15)");
  add("dropout", po::value(&o.dropout), "share of features left out at random (0.1)");
  add("least", po::value(&o.least), "leave out features that come less often (2)");
  add("least-weight", po::value(&o.least_weight),
      "leave out features of smaller weight (0.109375)");
  add("parts", po::value(&o.parts),
      "train the second tagger on labels of so many parts, each "
      "labelled by a tagger of the others (3); 0: no second tagger");
  add("language", po::value(&o.languages)->composing(), "ISO 639-1 code of texts it is for");
  add("name", po::value(&o.name), "what the model is called");
  add("licence", po::value(&o.licence), "its licence, kept in the file");
  add("credit", po::value(&o.credit), "whom to name, kept in the file");
  po::variables_map given;
  po::store(po::command_line_parser(argc, argv).options(all).run(), given);
  po::notify(given);
  if (given.count("help") != 0) {
    std::cout << kUsage << '\n' << all;
    return 0;
  }
  if (!o.score.empty() && o.train.empty()) {
    ScoreModel(LoadModel(o.score), o.dev);
    return 0;
  }
  if (o.output.empty() || o.train.empty()) {
    std::cerr << kUsage << "\n`--help` lists the options.\n";
    return 2;
  }
  ScoreModel(Train(o), o.dev);
  return 0;
}

}  // namespace
}  // namespace textmill::entities

int main(int argc, char** argv) {
  try {
    return textmill::entities::Run(argc, argv);
  } catch (const textmill::Error& e) {
    std::cerr << "textmill-train-entities: " << e.what() << '\n';
    if (!e.hint().empty()) std::cerr << e.hint() << '\n';
  } catch (const std::exception& e) {
    std::cerr << "textmill-train-entities: " << e.what() << '\n';
  }
  return 2;
}
