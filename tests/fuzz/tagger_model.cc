// Files of models of names: anything under the right head and checksum is a model that can be used,
// or is refused.
#include "plugins/lib/hash/hash.h"
#include "plugins/lib/tagger/model.h"
#include "plugins/lib/tagger/tagger.h"
#include "tests/fuzz/fuzz.h"
#include "textmill/error.hpp"

namespace textmill::fuzz {
namespace {

void Append(std::string* to, uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) to->push_back(static_cast<char>(value >> (8 * i)));
}

}  // namespace

TEXTMILL_FUZZ(tagger_model) {
  std::string file = "TXMNAMES";
  Append(&file, entities::kModelVersion, 4);
  Append(&file, entities::kFeatureRevision, 4);
  file += input;
  Append(&file, hash::HashOn(hash::kSeed, file.data(), file.size()), 8);
  std::shared_ptr<const entities::Model> model;
  try {
    model = entities::ReadModel(file);
  } catch (const Error&) {
    return;
  }
  const std::string text = "Anna Berg of the Harbour Board spoke in Lisbon on Monday. " +
                           std::string(input.substr(0, 200)) + std::string(60, 'H');
  std::vector<entities::NameFound> found;
  entities::Tagger(model).Find(text, &found);
  uint32_t end = 0;
  for (const auto& name : found) {
    Expect(name.begin >= end && name.end > name.begin && name.end <= text.size(), "a place");
    Expect(name.type < model->types.size(), "a type");
    end = name.end;
  }
}

}  // namespace textmill::fuzz
