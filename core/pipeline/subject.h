// What a plugin blames for an error, found again in the pipeline.
//
// Pure functions; any thread.
#ifndef CORE_PIPELINE_SUBJECT_H_
#define CORE_PIPELINE_SUBJECT_H_

#include <string>

#include "core/pipeline/problem.h"
#include "core/pipeline/yaml/yaml_node.h"

namespace textmill::core {

// The place in `with` of what a plugin blames, such as "patterns.iban" or "files[2]"; that of what
// contains it, or `otherwise`, where it is not to be found.
Place PlaceOfSubject(const YamlNode* with, const std::string& subject, const Place& otherwise);

}  // namespace textmill::core

#endif  // CORE_PIPELINE_SUBJECT_H_
