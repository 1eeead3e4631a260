// textmill-train-language OUT FILE...: trains the built-in language model. docs/language-model.md
// has the command that made the one in use.
#include <cstdio>
#include <exception>
#include <fstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "plugins/language/builtin/model.h"
#include "plugins/language/train/corpus.h"
#include "plugins/language/train/letters.h"
#include "plugins/language/train/script_trainer.h"
#include "plugins/language/train/sharpness.h"

namespace textmill::language {
namespace {

void Main(const std::string& out, const std::vector<std::string>& files,
          const TrainSettings& settings) {
  ModelData data;
  data.letters = MakeLetters();
  const std::vector<ScriptCorpus> corpora = ReadCorpus(files, data.letters);
  for (const ScriptCorpus& corpus : corpora) {
    std::fprintf(stderr, "script %d: %zu languages, %zu words\n", corpus.group,
                 corpus.languages.size(), corpus.words.size());
    data.scripts[corpus.group] = TrainScript(corpus, settings);
  }
  const Model model(data);
  for (const ScriptCorpus& corpus : corpora) {
    if (corpus.languages.size() < 2) continue;
    data.scripts[corpus.group].sharpness = FitSharpness(corpus, model);
  }
  const std::string encoded = Encode(data);
  std::ofstream file(out, std::ios::binary);
  file.write(encoded.data(), static_cast<std::streamsize>(encoded.size()));
  if (!file.flush()) throw std::runtime_error("cannot write " + out);
  std::fprintf(stderr, "%s: %zu bytes\n", out.c_str(), encoded.size());
}

}  // namespace
}  // namespace textmill::language

int main(int argc, char** argv) {
  textmill::language::TrainSettings settings;
  std::vector<std::string> files;
  for (int i = 2; i < argc; ++i) {
    std::string arg = argv[i];
    const size_t eq = arg.find('=');
    if (eq != std::string::npos) {  // EXPERIMENT
      const std::string k = arg.substr(0, eq);
      const double v = std::stod(arg.substr(eq + 1));
      if (k == "scale") settings.scale = v;
      if (k == "damping") settings.damping = v;
      if (k == "interp") settings.interpolation = v;
      if (k == "known") settings.known = v;
      if (k == "steps") settings.steps = v;
      if (k == "rate") settings.rate = v;
      if (k == "unseen") settings.unseen = v;
      if (k == "common") settings.common = v;
      if (k == "leastc") settings.least_correction = v;
      if (k == "leastw") settings.least_word = v;
      if (k == "learn") settings.longest_learned = static_cast<size_t>(v);
      if (k == "words") settings.words = v;
      if (k == "pairs") settings.pairs = v;
      if (k == "longest") settings.pieces.longest = static_cast<size_t>(v);
      if (k == "min3") settings.pieces.least_words[3] = static_cast<uint32_t>(v);
      if (k == "min4") settings.pieces.least_words[4] = static_cast<uint32_t>(v);
      if (k == "min5") settings.pieces.least_words[5] = static_cast<uint32_t>(v);
      if (k == "min6") settings.pieces.least_words[6] = static_cast<uint32_t>(v);
      if (k == "minw") settings.pieces.least_tokens = static_cast<uint32_t>(v);
      continue;
    }
    files.push_back(std::move(arg));
  }
  if (files.empty()) {
    std::fprintf(stderr, "usage: textmill-train-language OUT FILE...\n");
    return 2;
  }
  try {
    textmill::language::Main(argv[1], files, settings);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "textmill-train-language: %s\n", error.what());
    return 1;
  }
  return 0;
}
