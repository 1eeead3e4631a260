// textmill-train-tokens: learns a model for tokens.tag from treebanks, or scores one.
#include <boost/program_options.hpp>
#include <cstdio>
#include <fstream>
#include <iostream>

#include "plugins/train/tokens/corpus.h"
#include "plugins/train/tokens/make_model.h"
#include "plugins/train/tokens/score.h"
#include "textmill/error.hpp"

namespace textmill::token_model {
namespace {

namespace po = boost::program_options;

constexpr const char* kUsage =
    R"(usage: textmill-train-tokens --output MODEL --language CODE --train FILE... [OPTION...]
       textmill-train-tokens --score MODEL --dev FILE...

Learns a model for the stage tokens.tag from treebanks in CoNLL-U, or scores one. All files may be
compressed. docs/token-model.md says more.
)";

struct Options {
  std::string output, score, network, name = "a model of one's own", licence, credit;
  std::vector<std::string> train, dev, text, lexicon, lemmas, languages;
  TrainingOptions training;
};

void Say(const std::string& what) { std::cerr << what << '\n'; }

template <class Read>
std::vector<AnnotatedSentence> ReadFiles(const std::vector<std::string>& paths, const Read& read) {
  std::vector<AnnotatedSentence> out;
  for (const std::string& path : paths) {
    size_t words = 0;
    std::vector<AnnotatedSentence> more = read(path);
    for (auto& sentence : more) {
      words += sentence.size();
      out.push_back(std::move(sentence));
    }
    Say(path + ": " + std::to_string(more.size()) + " sentences, " + std::to_string(words) +
        " words");
  }
  return out;
}

void PrintScore(const Model& model, const std::vector<std::string>& dev) {
  if (dev.empty()) return;
  const Score score = ScoreModel(model, ReadFiles(dev, ReadTreebank));
  std::printf("UPOS %.2f  XPOS %.2f  lemma %.2f  of %zu words, in %% with their tokens given\n",
              score.Percent(score.pos), score.Percent(score.tag), score.Percent(score.lemma),
              score.words);
}

void Train(const Options& options) {
  Sources sources;
  sources.treebank = ReadFiles(options.train, ReadTreebank);
  if (options.network.empty()) sources.text = ReadFiles(options.text, ReadTokens);
  for (const std::string& path : options.lexicon) ReadLexicon(path, &sources.lexicon);
  for (const std::string& path : options.lemmas) {
    for (AnnotatedWord& fact : ReadLemmas(path)) sources.lemmas.push_back(std::move(fact));
  }
  const auto network = options.network.empty() ? nullptr : LoadModel(options.network);
  const auto model = MakeModel(sources, options.training, network.get(), Say);
  model->name = options.name;
  model->licence = options.licence;
  model->credit = options.credit;
  model->languages = options.languages;
  const std::string bytes = WriteModel(*model);
  std::ofstream out(options.output, std::ios::binary);
  if (!(out << bytes) || !out.flush()) throw Error("`" + options.output + "` cannot be written");
  PrintScore(*model, options.dev);
}

int Run(int argc, char** argv) {
  Options o;
  TrainingOptions& t = o.training;
  po::options_description all("Options");
  auto add = all.add_options();
  add("help", "this text");
  add("output", po::value(&o.output), "the model to write");
  add("train", po::value(&o.train)->composing(), "a treebank in CoNLL-U");
  add("dev", po::value(&o.dev)->composing(), "a treebank to score the model on");
  add("score", po::value(&o.score), "a model to score; nothing is learned");
  add("text", po::value(&o.text)->composing(),
      "text that is cut into tokens, one a line in the first column, an empty line after each "
      "sentence: it is labelled by networks that learn from the treebank, and learned from, too");
  add("lexicon", po::value(&o.lexicon)->composing(),
      "words in lower case and their classes, a tab between them: which parts of speech a "
      "dictionary has for them, say");
  add("lemmas", po::value(&o.lemmas)->composing(),
      "words in lower case, their tag (XPOS) and their lemma, tabs between them, as a dictionary "
      "has them");
  add("network", po::value(&o.network),
      "keep the network of this model: all but it is learned, in seconds");
  add("teachers", po::value(&t.teachers), "so many networks label --text (3)");
  add("text-weight", po::value(&t.text_weight),
      "of a sentence of --text beside one of the treebank (0.5)");
  add("rounds", po::value(&t.network.rounds), "go over the treebank so often (9)");
  add("width", po::value(&t.network.width), "numbers of a word (64)");
  add("hidden", po::value(&t.network.hidden), "numbers of a place (128)");
  add("rate", po::value(&t.network.rate), "step size (0.002)");
  add("drop-word", po::value(&t.network.drop_vector),
      "share of a word's numbers left out at random (0.2)");
  add("drop-place", po::value(&t.network.drop_hidden), "share of a place's numbers (0.4)");
  add("seed", po::value(&t.network.seed), "another seed gives another model (1)");
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
  if (!o.score.empty() && !o.dev.empty() && o.train.empty()) {
    PrintScore(*LoadModel(o.score), o.dev);
    return 0;
  }
  if (o.output.empty() || o.train.empty() || o.languages.empty()) {
    std::cerr << kUsage << "\n`--help` lists the options.\n";
    return 2;
  }
  if (t.network.width == 0 || t.network.width % 16 != 0 || t.network.hidden == 0 ||
      t.network.hidden % 16 != 0 || t.network.width > 256 || t.network.hidden > 512)
    throw Error("--width and --hidden are multiples of 16, at most 256 and 512");
  if (t.teachers == 0) throw Error("--teachers is at least 1");
  for (const float share : {t.network.drop_vector, t.network.drop_hidden}) {
    if (!(share >= 0 && share < 1))
      throw Error("--drop-word and --drop-place are shares, from 0 to less than 1");
  }
  Train(o);
  return 0;
}

}  // namespace
}  // namespace textmill::token_model

int main(int argc, char** argv) {
  try {
    return textmill::token_model::Run(argc, argv);
  } catch (const textmill::Error& e) {
    std::cerr << "textmill-train-tokens: " << e.what() << '\n';
    if (!e.hint().empty()) std::cerr << e.hint() << '\n';
  } catch (const std::exception& e) {
    std::cerr << "textmill-train-tokens: " << e.what() << '\n';
  }
  return 2;
}
