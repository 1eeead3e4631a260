// The stages that a plugin's file lists for all to read (TEXTMILL_STAGES of abi.h): what it offers
// is known before any of its code runs.
//
// Works on the bytes of the file; they may be anything. Any thread may call.
#ifndef CORE_PLUGIN_STAGE_LIST_H_
#define CORE_PLUGIN_STAGE_LIST_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "textmill/abi.h"

namespace textmill::core {

struct ListedStage {
  std::string name;
  uint32_t kind = 0;                // TEXTMILL_SOURCE, ...; 0: one that is not known
  std::vector<std::string> tables;  // in any order
  bool operator==(const ListedStage&) const = default;
};

// Nothing where the file lists none, or in a way that this version does not know. An error where
// the list is wrong.
Result<std::optional<std::vector<ListedStage>>> ListedStages(std::string_view file);

// What a stage says of itself, as it would be listed.
ListedStage AsListed(const textmill_stage_info& info);

// Is that what was listed? The error says what differs.
Status CompareLists(std::vector<ListedStage> listed, std::vector<ListedStage> found);

}  // namespace textmill::core

#endif  // CORE_PLUGIN_STAGE_LIST_H_
