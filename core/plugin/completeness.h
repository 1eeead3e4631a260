// What a plugin must give before the host works with it. After these checks the rest of the host
// need not ask again whether a pointer is there.
//
// Any thread may call.
#ifndef CORE_PLUGIN_COMPLETENESS_H_
#define CORE_PLUGIN_COMPLETENESS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "core/result.h"
#include "textmill/abi.h"

namespace textmill::core {

// The first bytes of a textmill_plugin: is it one, for an interface that a host of minor version
// `host_minor` has?
Status CheckInterface(const char (&magic)[8], uint32_t major, uint32_t minor, uint32_t size,
                      uint32_t host_minor = TEXTMILL_ABI_MINOR);

// All flags of stages that this version of the interface has.
inline constexpr uint32_t kStageFlags = TEXTMILL_COMMITS | TEXTMILL_REPLAYS | TEXTMILL_DROPS |
                                        TEXTMILL_EXPANDS | TEXTMILL_TABLES | TEXTMILL_STATELESS;

// A stage that uses what a later version of the interface has: it is passed over.
struct PassedOver {
  std::string name;
  std::string why;
};

struct UsableStages {
  std::vector<const textmill_stage*> stages;  // one at least
  std::vector<PassedOver> passed_over;
};

// All that the plugin says about itself and its stages. Calls nothing in it. Reports the first
// thing that is wrong.
Result<UsableStages> CheckComplete(const textmill_plugin& plugin);

}  // namespace textmill::core

#endif  // CORE_PLUGIN_COMPLETENESS_H_
