// Finds a removed document and the one that it repeats in what a run wrote.
//
// A document is looked for by its id in JSON Lines files, plain or gzip: as a line of dropped.jsonl
// ({"step", "reason", "id", "detail": {"dup_of", ...}, "document": {...}}), or as a document that
// was marked ({"id", "dup_of", "dup_similarity", ...}). The one that it repeats may be a document
// of an output, or itself have been dropped by a later step.
#ifndef CORE_CLI_DUPLICATE_LOOKUP_H_
#define CORE_CLI_DUPLICATE_LOOKUP_H_

#include <optional>
#include <string>
#include <vector>

#include "core/result.h"

namespace textmill::core {

struct FoundDuplicate {
  std::string id, of, step, reason;
  std::optional<double> similarity;
  std::string text, other_text;
  std::string file, other_file;  // where the two were found
};

struct DuplicateQuestion {
  std::string id;
  std::string step;    // "": any
  std::string column;  // where the text is
  std::vector<std::string> files;
  std::vector<std::string> against;  // more files in which the other one may be
};

Result<FoundDuplicate> FindDuplicate(const DuplicateQuestion& question);

// The JSON Lines files of a folder, by name; or the file itself, with those beside it last.
Result<std::vector<std::string>> RunOutputs(const std::string& path);

}  // namespace textmill::core

#endif  // CORE_CLI_DUPLICATE_LOOKUP_H_
