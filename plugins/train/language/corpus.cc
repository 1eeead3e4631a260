#include "plugins/train/language/corpus.h"

#include <absl/container/flat_hash_map.h>
#include <zlib.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <stdexcept>

#include "plugins/lib/languages/languages.h"
#include "plugins/train/language/transliterate.h"

namespace textmill::language {
namespace {

constexpr uint64_t kHoldOut = 50;  // every fiftieth sentence
// Every eighth is also there as it is seldom written, every sixteenth as it is after damage.
constexpr uint64_t kRare = 8, kDamaged = 16;

// Codes of the data that mean older forms of a language of ours, or are wrong.
std::string_view Fold(std::string_view file, std::string_view code) {
  if (code == "baq") return "eu";
  if (code == "arm") return "hy";
  // Swahili, not Swazi.
  if (code == "ss" && file.find("bible") != std::string_view::npos) return "sw";
  return code;
}

// News are nearest to what is written elsewhere; scripture and what was made to be read aloud are
// further off.
double ShareOf(std::string_view file) {
  constexpr double kOther = 0.25;
  return file.find("ntrex") != std::string_view::npos ? 1 : kOther;
}

struct Builder {
  ScriptCorpus corpus;
  absl::flat_hash_map<std::u32string, uint32_t> ids;  // of words
  std::vector<std::vector<Sentence>> sentences{BuiltinLanguages().size()};
  std::vector<std::vector<double>> shares{BuiltinLanguages().size()};
  std::vector<std::vector<Sentence>> held_out{BuiltinLanguages().size()};
  double share = 1;  // of sentences that are added

  uint32_t Id(std::u32string word) {
    const auto next = static_cast<uint32_t>(corpus.words.size());
    const auto [it, fresh] = ids.try_emplace(std::move(word), next);
    if (fresh) corpus.words.push_back(it->first);
    return it->second;
  }
  void Add(size_t language, bool held, Sentence sentence) {
    auto& to = held ? held_out : sentences;
    to[language].push_back(std::move(sentence));
    if (!held) shares[language].push_back(share);
  }
};

}  // namespace

std::vector<std::pair<std::string, std::string>> ReadLabelled(const std::string& path) {
  const std::unique_ptr<gzFile_s, int (*)(gzFile)> file(gzopen(path.c_str(), "rb"), gzclose);
  if (!file) throw std::runtime_error("cannot read " + path + ": " + std::strerror(errno));
  std::string all;
  std::vector<char> block(1 << 18);
  int n;
  while ((n = gzread(file.get(), block.data(), static_cast<unsigned>(block.size()))) > 0) {
    all.append(block.data(), static_cast<size_t>(n));
  }
  if (n < 0) throw std::runtime_error(path + " is damaged");
  std::vector<std::pair<std::string, std::string>> out;
  for (size_t at = 0, end; (end = all.find('\n', at)) != std::string::npos; at = end + 1) {
    const size_t tab = all.find('\t', at);
    if (tab >= end) throw std::runtime_error(path + " has a line without a tab");
    out.emplace_back(all.substr(at, tab - at), all.substr(tab + 1, end - tab - 1));
  }
  return out;
}

std::vector<ScriptCorpus> ReadCorpus(const std::vector<std::string>& files,
                                     const Letters& letters) {
  std::vector<Builder> builders(kGroups);
  const auto cyrillic = static_cast<Group>(letters.table[0x430] >> 24);
  std::vector<size_t> all(BuiltinLanguages().size());
  Words words;
  for (const std::string& file : files) {
    for (Builder& builder : builders) builder.share = ShareOf(file);
    for (const auto& [code, text] : ReadLabelled(file)) {
      const int language = IndexOf(BuiltinLanguages(), Fold(file, code));
      if (language < 0) continue;
      words.Read(text, letters);
      const Group group = words.MainGroup();
      if (group == kNoLetter) continue;
      Sentence sentence, in_cyrillic, unmarked, in_ascii, misread;
      bool has_marks = false, is_misread = false;
      uint64_t hash = 0;
      for (const Words::Word& word : words.words()) {
        if (word.group != group) continue;
        hash = MixHash(hash, static_cast<char32_t>(word.hash));
        const auto characters = words.characters(word);
        const std::u32string spelt(characters.begin(), characters.end());
        Builder& builder = builders[group];
        sentence.push_back(builder.Id(spelt));
        if (group != kLatin) continue;
        if (std::u32string other = ToCyrillic(code, spelt); !other.empty()) {
          in_cyrillic.push_back(builders[cyrillic].Id(std::move(other)));
        }
        if (std::u32string ascii = AsciiOf(spelt); ascii.size() > 1) {
          in_ascii.push_back(builder.Id(std::move(ascii)));
        }
        unmarked.push_back(builder.Id(WithoutMarks(spelt)));
        misread.push_back(builder.Id(Misread(code, spelt)));
        has_marks = has_marks || unmarked.back() != sentence.back();
        is_misread = is_misread || misread.back() != sentence.back();
      }
      const auto l = static_cast<size_t>(language);
      const bool held = (hash >> 32) % kHoldOut == 0;
      const bool often = code == "ig" || code == "yo";  // are without marks
      const bool rare = (hash >> 40) % kRare == 0;
      ++all[l];
      if (has_marks && (often || rare)) builders[group].Add(l, held, std::move(unmarked));
      const bool damaged = (hash >> 48) % kDamaged == 0;
      if (has_marks && damaged) builders[group].Add(l, held, std::move(in_ascii));
      if (is_misread && rare) builders[group].Add(l, held, std::move(misread));
      if (!in_cyrillic.empty()) builders[cyrillic].Add(l, held, std::move(in_cyrillic));
      builders[group].Add(l, held, std::move(sentence));
    }
  }
  std::vector<ScriptCorpus> out;
  for (size_t g = 1; g < kGroups; ++g) {
    Builder& builder = builders[g];
    builder.corpus.group = static_cast<Group>(g);
    for (size_t l = 0; l < all.size(); ++l) {
      const size_t here = builder.sentences[l].size();
      if (here == 0 || here * 20 < all[l]) continue;
      builder.corpus.languages.push_back(static_cast<int>(l));
      builder.corpus.sentences.push_back(std::move(builder.sentences[l]));
      builder.corpus.shares.push_back(std::move(builder.shares[l]));
      builder.corpus.held_out.push_back(std::move(builder.held_out[l]));
    }
    if (!builder.corpus.languages.empty()) out.push_back(std::move(builder.corpus));
  }
  return out;
}

}  // namespace textmill::language
