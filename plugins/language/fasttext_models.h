// Small fastText models for tests, trained by the library into a folder that lives as long as the
// object. Not thread-safe.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_FASTTEXT_MODELS_H_
#define TEXTMILL_PLUGINS_LANGUAGE_FASTTEXT_MODELS_H_

#include <fasttext/fasttext.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace textmill::language {

class FastTextModels {
 public:
  using Lines = std::vector<std::pair<std::string, std::string>>;  // label, text

  FastTextModels() {
    std::string folder = ::testing::TempDir() + "textmill-fasttext-XXXXXX";
    folder_ = mkdtemp(folder.data());
  }
  ~FastTextModels() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  FastTextModels(const FastTextModels&) = delete;
  FastTextModels& operator=(const FastTextModels&) = delete;

  std::string At(const std::string& name) const { return folder_ + "/" + name; }

  std::string Write(const std::string& name, const std::string& bytes) const {
    std::filesystem::remove(At(name));  // some file systems wait for the disk when one is replaced
    std::ofstream(At(name), std::ios::binary) << bytes;
    return At(name);
  }
  std::string Read(const std::string& path) const {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  // Trains on each line, many times where there are few, and saves NAME.bin and, quantised,
  // NAME.ftz; with a cutoff, only so many of the words and n-grams stay in the latter. Returns the
  // path without its ending.
  std::string Train(const std::string& name, const Lines& lines,
                    fasttext::loss_name loss = fasttext::loss_name::softmax, size_t cutoff = 0,
                    fasttext::model_name model = fasttext::model_name::sup) const {
    std::string corpus;
    const int times = lines.size() < 10 ? 100 : 1;
    for (int i = 0; i < times; ++i) {
      for (const auto& [label, text] : lines) corpus += "__label__" + label + " " + text + "\n";
    }
    fasttext::Args args;
    args.input = Write(name + ".txt", corpus);
    args.output = At(name);
    args.model = model;
    args.loss = loss;
    args.dim = 8;
    args.epoch = 10;
    args.lr = 0.5;
    args.minn = 2;
    args.maxn = 4;
    args.bucket = 500;
    args.minCount = 1;
    args.thread = 1;
    args.verbose = 0;
    fasttext::FastText trained;
    trained.train(args);
    trained.saveModel(At(name + ".bin"));
    if (model == fasttext::model_name::sup) {
      args.qnorm = cutoff > 0;
      args.qout = lines.size() >= 256;  // the output matrix of fewer is too small for it
      args.cutoff = cutoff;
      trained.quantize(args);
      trained.saveModel(At(name + ".ftz"));
    }
    return At(name);
  }

  static Lines Languages() {
    return {{"eng_Latn", "the ferry was late again this morning and nobody could say why"},
            {"deu_Latn", "die fähre hatte heute wieder verspätung und niemand wusste warum"},
            {"srp_Cyrl", "трајект је јутрос опет каснио и нико није знао зашто"},
            {"srp_Latn", "trajekt je jutros opet kasnio i niko nije znao zašto"}};
  }

  // The above, and languages that nobody speaks, one for each word.
  static Lines ManyLanguages() {
    Lines lines = Languages();
    for (std::string code = "haa"; code[1] < 'l'; ++code[1]) {
      for (code[2] = 'a'; code[2] <= 'z'; ++code[2]) lines.emplace_back(code, code + code);
    }
    return lines;
  }

 private:
  std::string folder_;
};

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_FASTTEXT_MODELS_H_
