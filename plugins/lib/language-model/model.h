// The model as the detector asks it: scripts, and the scores of words.
//
// A script is unpacked when a word of it is first scored, since most runs meet few scripts. Any
// thread may use a Model, which must stay where it is.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_MODEL_H_
#define TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_MODEL_H_

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>

#include "plugins/lib/language-model/model_data.h"
#include "plugins/lib/language-model/score_table.h"

namespace textmill::language {

class Model {
 public:
  explicit Model(ModelData data);

  // That which is part of the plugin.
  static const Model& Shared();

  const Letters& letters() const { return data_.letters; }
  const Script& script(Group group) const { return data_.scripts[group]; }
  // Of a script of several languages. Throws std::runtime_error for one that cannot be unpacked.
  const ScoreTable& Table(Group group) const;
  // Adds the scores of a word to `scores`, a row; nothing in a script of one language.
  void Add(std::span<const char32_t> characters, Group group, int16_t* scores) const;

 private:
  struct Expanded {
    std::once_flag once;
    std::unique_ptr<const ScoreTable> table;
  };

  const ModelData data_;
  mutable std::array<Expanded, kGroups> expanded_;
};

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_MODEL_H_
