// What `--set ID.PARAM=VALUE` changes in a pipeline.
#ifndef CORE_PIPELINE_SET_OPTION_H_
#define CORE_PIPELINE_SET_OPTION_H_

#include <string>
#include <vector>

#include "core/pipeline/draft/draft.h"

namespace textmill::core {

// VALUE is a list, a map or a text in quotes as one writes them in YAML, and else taken as it
// is. Ids may hold dots: the longest that fits is meant. Whether PARAM exists is found when the
// step's parameters are checked; all places name the option. `folder` is the pipeline's.
void ApplySet(const std::vector<std::string>& options, const std::string& folder, Draft* draft,
              std::vector<Problem>* problems);

}  // namespace textmill::core

#endif  // CORE_PIPELINE_SET_OPTION_H_
