#include "plugins/entities/built_in_model.h"

#include <mutex>

asm(".pushsection .rodata\nentities_english_begin:\n.incbin \"" TEXTMILL_ENGLISH_MODEL
    "\"\nentities_english_end:\n.byte 0\n.popsection\n");
extern "C" __attribute__((visibility("hidden"))) const char entities_english_begin[],
    entities_english_end[];

namespace textmill::entities {

std::shared_ptr<const Model> BuiltInModel() {
  static std::mutex mutex;
  static std::weak_ptr<const Model> loaded;
  const std::lock_guard lock(mutex);
  auto model = loaded.lock();
  if (model == nullptr) {
    model = ReadModel({entities_english_begin,
                       static_cast<size_t>(entities_english_end - entities_english_begin)});
    loaded = model;
  }
  return model;
}

}  // namespace textmill::entities
