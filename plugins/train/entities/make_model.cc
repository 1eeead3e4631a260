#include "plugins/train/entities/make_model.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <utility>

namespace textmill::entities {
namespace {

// A weight of 1 as a whole number: weights beyond four are cut off.
constexpr float kScale = 32;

int32_t Round(float x) { return static_cast<int32_t>(std::floor(x * kScale + 0.5F)); }

}  // namespace

void SetWeights(const Learner& learner, float least, Model* model) {
  model->has_second = learner.has_second();
  const Crf* taggers[kTaggers] = {&learner.first(), &learner.second()};
  std::map<uint32_t, Model::Row> rows;  // of two features with the same key the larger one
  std::map<uint32_t, float> largest;
  for (const auto& [feature, number] : learner.features()) {
    Model::Row row{};
    float most = 0;
    for (size_t t = 0; t < (model->has_second ? kTaggers : 1); ++t) {
      if (number >= taggers[t]->rows().size()) continue;  // a feature of the second tagger alone
      const Crf::Row& weights = taggers[t]->rows()[number];
      for (size_t c = 0; c < kColumns; ++c) {
        most = std::max(most, std::fabs(weights[c]));
        const int32_t rounded = std::clamp(Round(weights[c]), -127, 127);
        row[t][c] = static_cast<int8_t>(std::abs(rounded) < 2 ? 0 : rounded);
      }
    }
    if (most < least) continue;
    const uint32_t key = HashTable::Key(feature);
    const auto [at, fresh] = largest.emplace(key, most);
    if (!fresh && at->second >= most) continue;
    at->second = most;
    rows[key] = row;
  }
  std::vector<uint32_t> keys;
  std::vector<Model::Row> weights;
  for (const auto& [key, row] : rows) {
    keys.push_back(key);
    weights.push_back(row);
  }
  model->table.Make(std::move(keys));
  model->rows = memory::Items(std::move(weights));
  for (size_t t = 0; t < kTaggers; ++t) {
    for (size_t a = 0; a < kLabels; ++a) {
      for (size_t b = 0; b < kLabels; ++b) {
        model->transitions[t][a][b] =
            static_cast<int16_t>(std::clamp(Round(taggers[t]->transitions()[a][b]), -10000, 10000));
      }
    }
  }
}

}  // namespace textmill::entities
