// The model as the detector asks it: letters, scripts, and the scores of words, all where they are
// in the model file, which must outlive it. Any thread may use a Model.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_MODEL_H_
#define TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_MODEL_H_

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "plugins/lib/language-model/score_table.h"
#include "plugins/lib/language-model/words.h"

namespace textmill::language {

// See ScriptData.
struct Script {
  std::span<const uint8_t> languages;
  std::span<const int16_t> priors;
  std::span<const uint16_t> sharpness;
};

class Model {
 public:
  // Throws std::runtime_error where `file` is no model. It begins at a multiple of 16 bytes.
  explicit Model(std::string_view file);

  // That which is part of the plugin.
  static const Model& Shared();

  const Letters& letters() const { return letters_; }
  const Script& script(Group group) const { return scripts_[group]; }
  // Of a script of several languages.
  const ScoreTable& Table(Group group) const { return tables_[group]; }
  // Adds the scores of a word to `scores`, a row; nothing in a script of one language.
  void Add(std::span<const char32_t> characters, Group group, int16_t* scores) const;

 private:
  Letters letters_;
  std::array<Script, kGroups> scripts_;
  std::array<ScoreTable, kGroups> tables_;
};

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_MODEL_H_
