#include "plugins/entities/built_in_model.h"

#include <mutex>

#include "cmake/embedded.h"

namespace textmill::embedded {
std::span<const File> english_model();  // see CMakeLists.txt
}

namespace textmill::entities {

std::shared_ptr<const Model> BuiltInModel() {
  static std::mutex mutex;
  static std::weak_ptr<const Model> loaded;
  const std::lock_guard lock(mutex);
  auto model = loaded.lock();
  if (model == nullptr) {
    model = UseModel(embedded::english_model()[0].content);
    loaded = model;
  }
  return model;
}

}  // namespace textmill::entities
