// A trained tagger as it is kept in a file and in memory: weights in whole numbers, word classes,
// lists of names, and who may use it. Constant once made; any thread may read.
//
// The file is used as it is, so that a run reads of it what its texts ask for: a head, texts and
// numbers, then the arrays, each from a line of 64 bytes on, and a checksum over all of it; numbers
// are little endian. The meaning of features is settled by kFeatureRevision, which changes whenever
// features.cc gives other features.
#ifndef TEXTMILL_PLUGINS_ENTITIES_TAGGER_MODEL_H_
#define TEXTMILL_PLUGINS_ENTITIES_TAGGER_MODEL_H_

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/lib/memory/items.h"
#include "plugins/lib/tagger/hash_table.h"
#include "plugins/lib/tagger/knowledge.h"
#include "plugins/lib/tagger/labels.h"

namespace textmill::entities {

inline constexpr uint32_t kModelVersion = 2;
inline constexpr uint32_t kFeatureRevision = 1;
inline constexpr size_t kTaggers = 2;  // the first one, and the one that is given its labels

struct Model {
  // Weights of a feature, by tagger and label besides kOutside, which has 0.
  using Row = std::array<std::array<int8_t, kColumns>, kTaggers>;
  using Transitions = std::array<std::array<int16_t, kLabels>, kLabels>;

  std::vector<std::string> types;
  std::vector<std::string> languages;  // ISO 639-1 codes of the texts that it is for
  std::string name, licence, credit;
  bool has_second = false;
  Knowledge knowledge;
  HashTable table;          // of the features
  memory::Items<Row> rows;  // beside its keys
  std::array<Transitions, kTaggers> transitions{};
  std::string content;  // of its file, where the arrays are those of the file

  size_t bytes() const;  // of memory that is its own, about
};

std::string WriteModel(const Model& model);
// Throws Error, a sentence without the file's name, when it is no model that can be used.
std::shared_ptr<const Model> ReadModel(std::string content);
// The same for what is part of a library, from a line of 64 bytes on, and stays: not looked at for
// damage, and not read before it is used.
std::shared_ptr<const Model> UseModel(std::string_view content);

// The model of a file, the same object for all who use it at a time. Any thread may call.
std::shared_ptr<const Model> LoadModel(const std::string& path);

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_TAGGER_MODEL_H_
