// What a stage can be tried out with: values for its parameters that it works with.
//
// First what it requires is made up, then its own example is taken; the first that can be created,
// bound to sample columns and opened is the one.
#ifndef CORE_CONFORMANCE_SETUP_H_
#define CORE_CONFORMANCE_SETUP_H_

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/conformance/check.h"
#include "core/conformance/sample.h"
#include "core/pipeline/values/params.h"
#include "core/plugin/instance.h"

namespace textmill::core {

struct Setup {
  ParamValues params;
  Schema schema;  // of the sample; empty for a source
};

// A setup that works, and `fits`, if that is given: what else must be so of an instance that is
// bound as its flags say. When there is none: why not, in the error; its hint is not empty when the
// stage reads a file that only its author can give.
using Fits = std::function<Status(Instance& instance, uint32_t flags)>;
Result<Setup> FindSetup(const Subject& subject, const Fits& fits = nullptr);

// A run for an instance that is opened without one: takes what is written, and forgets it.
StageServices* NoRun();

// The step of its own example, as the author wrote it: its `with:`. Nothing when there is no
// example, or it cannot be read (then `problem` says why).
std::optional<YamlNode> ExampleOf(const textmill_stage_info& stage, std::string* problem);

// A file for sources to read, to be changed at will: a copy of the user's; or, by `form` 0, 1, 2,
// lines of words, JSON objects, or rows.
int Forms(const Subject& subject);
std::string SampleFile(const Subject& subject, int form);

// Why a check of a source says nothing, and what to do about it.
std::string NoDocument(const Subject& subject, const std::string& why);

// The same parameters with every path that is read replaced by `file`.
YamlNode WithFile(const Subject& subject, YamlNode with, const std::string& file);

// Parameters with every path of a source replaced by `file`; those that the user gave are as given.
std::vector<ParamValues> ParamCandidates(const Subject& subject, const std::string& file);

}  // namespace textmill::core

#endif  // CORE_CONFORMANCE_SETUP_H_
