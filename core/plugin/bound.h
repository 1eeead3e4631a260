// What a stage said when it was bound: its reply to `bind`, checked and copied.
//
// Plain data once made; any thread may read it.
#ifndef CORE_PLUGIN_BOUND_H_
#define CORE_PLUGIN_BOUND_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/result.h"
#include "core/table/column.h"
#include "textmill/abi.h"

namespace textmill::core {

struct Bound {
  uint32_t flags = 0;
  std::vector<std::string> uses;
  Schema columns, commit_columns, details, carry;
  std::vector<Field> tables;                              // each a struct
  bool keeps_some = false;                                // if true, only `kept` input columns stay
  std::vector<std::pair<std::string, std::string>> kept;  // from, to
  std::vector<std::pair<std::string, uint32_t>> outputs;  // path, flags
};

// Copies the reply; fails where it breaks a promise of abi.h. The reply stays the caller's.
Result<Bound> TakeBound(const textmill_bind_reply& reply);

}  // namespace textmill::core

#endif  // CORE_PLUGIN_BOUND_H_
