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

#include "plugins/language/builtin/words.h"
#include "plugins/language/guess.h"

namespace textmill::language {

struct BuiltinLanguage {
  std::string_view code;  // ISO 639-1 where there is one, else ISO 639-3
  std::string_view name;  // in English
};

// All of them, sorted by code.
std::span<const BuiltinLanguage> BuiltinLanguages();

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
    struct Cache {
      std::vector<uint64_t> hashes;
      std::vector<int16_t> scores;  // a row beside each hash
    };
    Words words;
    std::string sample;
    std::array<Cache, kGroups> caches;
  };

  // Of a text longer than `sample_bytes` only so many are looked at. The first detector of a
  // process expands the model.
  explicit BuiltinDetector(size_t sample_bytes);
  BuiltinDetector(size_t sample_bytes, const Model& model);  // which must outlive it

  // Only these languages are answers, by index into BuiltinLanguages(); all when never called.
  // Before the first Detect.
  void Restrict(const std::vector<int>& languages);

  // `utf8` is valid UTF-8. Text that holds no language (numbers, addresses, code) is undetermined.
  Guess Detect(std::string_view utf8, Scratch& scratch) const;

 private:
  uint32_t AddUp(Group group, Scratch& scratch, int32_t* scores) const;
  bool IsSure(Group group, uint32_t letters, const int32_t* scores) const;

  size_t sample_bytes_;
  const Model& model_;
  std::array<std::vector<uint8_t>, kGroups> slots_;   // of the languages that are answers
  std::array<std::vector<int32_t>, kGroups> starts_;  // by slot: scores before any word, padded
};

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_DETECTOR_H_
