// What rows of a source must be like to be kept, as the source may ask for it (textmill.kept/1).
#ifndef CORE_PLUGIN_KEPT_CONDITIONS_H_
#define CORE_PLUGIN_KEPT_CONDITIONS_H_

#include <string>
#include <vector>

#include "core/expr/requirements.h"
#include "textmill/kept.h"

namespace textmill::core {

struct KeptIf {
  std::string column;
  Requirement requirement;  // whose own `column` is not looked at
  uint32_t flags = 0;       // TEXTMILL_KEPT_*
};

// Owns them. Set once; then any thread reads.
class KeptConditions {
 public:
  void Set(std::vector<KeptIf> kept);
  const std::vector<textmill_kept_if>& conditions() const { return conditions_; }

 private:
  std::vector<KeptIf> kept_;
  std::vector<std::vector<textmill_value>> values_;
  std::vector<textmill_kept_if> conditions_;
};

}  // namespace textmill::core

#endif  // CORE_PLUGIN_KEPT_CONDITIONS_H_
