// A mark beside the outputs while they get their names, PATH.publishing with the path of the first
// of them: who finds it knows that a run was stopped just then, by a kill or a power cut, and which
// files had got their names.
//
// A small text file: a line for people, then a line for each file. One thread at a time.
#ifndef CORE_PIPELINE_PUBLISHING_MARK_H_
#define CORE_PIPELINE_PUBLISHING_MARK_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"

namespace textmill::core {

struct MarkedFile {
  std::string path;    // the final name, from the root
  uint64_t inode = 0;  // of the file that is to have it; 0: the name is to go
};

std::string MarkPath(const std::string& output);

// Writes and syncs the mark; it replaces one that is there.
Status WriteMark(const std::string& output, const std::vector<MarkedFile>& files);
// Nothing where there is no mark.
std::optional<std::vector<MarkedFile>> ReadMark(const std::string& output);
Status RemoveMark(const std::string& output);

// "the run before was stopped while its outputs got their names: ... ", or "" where there is no
// mark.
std::string WhatTheMarkSays(const std::string& output);

}  // namespace textmill::core

#endif  // CORE_PIPELINE_PUBLISHING_MARK_H_
