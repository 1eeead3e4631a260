// textmill-train-language OUT FILE...: trains the built-in language model. docs/language-model.md
// has the command that made the one in use.
#include <cstdio>
#include <exception>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "plugins/lib/language-model/model.h"
#include "plugins/lib/language-model/model_file.h"
#include "plugins/train/language/corpus.h"
#include "plugins/train/language/letters.h"
#include "plugins/train/language/script_trainer.h"
#include "plugins/train/language/sharpness.h"

namespace textmill::language {
namespace {

void Main(const std::string& out, const std::vector<std::string>& files) {
  ModelData data;
  MakeLetters(&data);
  const std::vector<ScriptCorpus> corpora = ReadCorpus(files, data.View());
  for (const ScriptCorpus& corpus : corpora) {
    std::fprintf(stderr, "script %d: %zu languages, %zu words\n", corpus.group,
                 corpus.languages.size(), corpus.words.size());
    data.scripts[corpus.group] = TrainScript(corpus, TrainSettings{});
  }
  for (ScriptData& script : data.scripts) {
    if (script.languages.size() > 1) script.sharpness = {256};  // until it is fitted
  }
  const std::string unfitted = EncodeModel(data);
  const Model model(unfitted);
  for (const ScriptCorpus& corpus : corpora) {
    if (corpus.languages.size() < 2) continue;
    data.scripts[corpus.group].sharpness = FitSharpness(corpus, model);
  }
  const std::string encoded = EncodeModel(data);
  std::ofstream file(out, std::ios::binary);
  file.write(encoded.data(), static_cast<std::streamsize>(encoded.size()));
  if (!file.flush()) throw std::runtime_error("cannot write " + out);
  std::fprintf(stderr, "%s: %zu bytes\n", out.c_str(), encoded.size());
}

}  // namespace
}  // namespace textmill::language

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: textmill-train-language OUT FILE...\n");
    return 2;
  }
  try {
    textmill::language::Main(argv[1], std::vector<std::string>(argv + 2, argv + argc));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "textmill-train-language: %s\n", error.what());
    return 1;
  }
  return 0;
}
