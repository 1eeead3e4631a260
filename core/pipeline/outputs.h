// The files that a pipeline writes: which there are, and whether they can be written.
#ifndef CORE_PIPELINE_OUTPUTS_H_
#define CORE_PIPELINE_OUTPUTS_H_

#include <string>
#include <vector>

#include "core/pipeline/draft/draft.h"
#include "core/pipeline/draft/steps.h"
#include "core/pipeline/plan.h"

namespace textmill::core {

// The outputs of all steps whose paths are known.
std::vector<PlannedOutput> ListOutputs(const Draft& draft, const BoundSteps& bound);

// Where failed documents go when the pipeline does not say: beside the first output that is a file,
// and called after it, so that no other pipeline's failures are in the way; `out/a.jsonl.gz` gives
// `out/a.failed.jsonl`. Where there is no such output, after the pipeline's file, in the folder
// that the command runs in.
std::string DefaultFailedPath(const std::vector<PlannedOutput>& outputs, const std::string& file);

// A file to write, as the checks see it; `what` is "the output", "the file of dropped documents".
struct FileToWrite {
  std::string path;
  std::string what;
  Place place;
  // Of many files, which a path with columns gives: what they match, and where they are.
  std::string pattern, folder;
};

// Files that are there already and have names that match, in their order; `.part` and marks that
// match by chance are none of them.
std::vector<std::string> FilesThatMatch(const std::string& pattern);
// The paths that match and have a mark beside them (publishing_mark.h).
std::vector<std::string> MarkedPaths(const std::string& pattern);

// The scalar below `node` whose text is `text`, or NULL.
const YamlNode* FindText(const YamlNode& node, const std::string& text);

// Two writers on one path, or on PATH and PATH.part; "-" more than once; one path inside another.
// `follow_links`: where two paths meet by a symbolic link they are one, too; else no file is looked
// at.
void CheckDistinct(const std::vector<FileToWrite>& files, bool follow_links,
                   std::vector<Problem>* problems);

struct InputFiles {
  std::vector<std::string> listed;    // that will be read, the pipeline among them
  std::vector<std::string> patterns;  // as the user gave them
};

// Whether the files can be written: they do not exist yet (unless `overwrite`), their folders can
// be made, and none is, or would the next time be, an input, nor an input's PATH.part, nor has an
// input for its own.
void CheckWritable(const std::vector<FileToWrite>& files, const InputFiles& inputs, bool overwrite,
                   std::vector<Problem>* problems);

}  // namespace textmill::core

#endif  // CORE_PIPELINE_OUTPUTS_H_
