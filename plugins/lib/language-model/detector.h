// Language identification by Textmill's own model, which is part of the plugin:
// docs/language-model.md says what it is and how it was trained.
//
// A BuiltinDetector is constant once made (and restricted); any number of threads may call Detect,
// each with a Scratch of its own. The same text gets the same answer on every machine.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_DETECTOR_H_
#define TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_DETECTOR_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/lib/language-model/word_cache.h"
#include "plugins/lib/language-model/words.h"
#include "plugins/lib/languages/guess.h"

namespace textmill::language {

class Model;

class BuiltinDetector {
 public:
  // What a thread keeps from one text to the next: room, and the scores of the words it met last.
  class Scratch {
   public:
    Scratch();
    ~Scratch();
    Scratch(Scratch&&) noexcept;
    Scratch& operator=(Scratch&&) noexcept;

   private:
    friend class BuiltinDetector;
    // True from the third time on that a word is in a text; may be true once too early.
    bool SeenTwice(uint64_t word) {
      uint8_t& times = seen[word >> 40 & (seen.size() - 1)];
      return times == 2 || ++times > 2;
    }

    Words words;
    std::string sample;
    std::array<uint8_t, 1024> seen{};  // how often, by hash
    std::array<WordCache, kGroups> caches;
  };

  // Of a text longer than `sample_bytes` only so many are looked at.
  explicit BuiltinDetector(size_t sample_bytes);
  BuiltinDetector(size_t sample_bytes, const Model& model);  // which must outlive it

  // Only these languages are answers, by index into BuiltinLanguages(); all when never called.
  // Before the first Detect.
  void Restrict(const std::vector<int>& languages);

  // `utf8` is valid UTF-8. Text that holds no language (numbers, addresses, code) is undetermined.
  Guess Detect(std::string_view utf8, Scratch& scratch) const;

 private:
  void AddWords(std::span<const Words::Word* const> words, Group group, uint8_t most,
                Scratch& scratch, int16_t* lags) const;
  uint32_t AddUp(Group group, Scratch& scratch, int16_t* lags) const;
  bool IsSure(Group group, uint32_t letters, int16_t* lags) const;

  size_t sample_bytes_;
  const Model& model_;
  std::array<std::vector<uint8_t>, kGroups> slots_;  // of the languages that are answers
  // By slot, padded: how far each language lags before any word, and lags always.
  std::array<std::vector<int16_t>, kGroups> starts_, least_;
};

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_DETECTOR_H_
