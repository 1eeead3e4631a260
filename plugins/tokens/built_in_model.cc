#include "plugins/tokens/built_in_model.h"

#include <mutex>

#include "cmake/embedded.h"

namespace textmill::embedded {
std::span<const File> english_token_model();  // see CMakeLists.txt
}

namespace textmill::tokens {

std::shared_ptr<const token_model::Model> BuiltInModel() {
  static std::mutex mutex;
  static std::weak_ptr<const token_model::Model> loaded;
  const std::lock_guard lock(mutex);
  auto model = loaded.lock();
  if (model == nullptr) {
    model = token_model::ReadModel(embedded::english_token_model()[0].content);
    loaded = model;
  }
  return model;
}

}  // namespace textmill::tokens
