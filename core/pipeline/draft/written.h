// A step as it is written, in one text: what has to be the same for a run to be resumed. Variables
// and --set are filled in; comments, quotes and the places of things make no difference.
//
// Any thread.
#ifndef CORE_PIPELINE_WRITTEN_H_
#define CORE_PIPELINE_WRITTEN_H_

#include <string>
#include <vector>

#include "core/pipeline/draft/draft.h"

namespace textmill::core {

std::string WrittenText(const StepDraft& step);

// The files that the step's stage reads beside documents (TEXTMILL_PARAM_READS), and those that its
// texts name, as a script that it runs.
std::vector<std::string> FilesRead(const StepDraft& step);

}  // namespace textmill::core

#endif  // CORE_PIPELINE_WRITTEN_H_
