// Stages in fuzz targets: documents made of a fuzzer's bytes, and two ways to run a stage on them.
#ifndef TESTS_FUZZ_STAGES_H_
#define TESTS_FUZZ_STAGES_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "textmill/abi.h"
#include "textmill/testing_params.hpp"

namespace textmill::fuzz {

// Documents in UTF-8. In `input`, byte 0x1E begins the next one, and the byte after one of these
// says how often something is written again, so that long words and texts are short inputs:
// 0x11 the last character, 0x12 the last word, 0x13 the document so far.
std::vector<std::string> Documents(std::string_view input);

// Expects that the stage takes the documents (columns `id` and `text`) from the beginning to the
// end of its life, tables and all, and hands on nothing but UTF-8.
void RunStage(const textmill_stage& stage, const testing::GivenParams& params,
              const std::vector<std::string>& documents);

// The same for a stage that is slow to open, and keeps nothing from document to document: it is
// opened once.
class OpenStage {
 public:
  OpenStage(const textmill_stage& stage, const testing::GivenParams& params);
  ~OpenStage();
  void Run(const std::vector<std::string>& documents);

 private:
  struct Opened;
  std::unique_ptr<Opened> opened_;
};

// Saves what a stage knows of some documents, writes the bytes of `edits` over parts of it, and
// expects that the stage refuses it, or takes it and goes on to its end or an error. An edit is two
// bytes for the place, one for the number of bytes, and these bytes. Checksums are made to fit.
void RestoreStage(const textmill_stage& stage, const testing::GivenParams& params,
                  std::string_view edits);

}  // namespace textmill::fuzz

#endif  // TESTS_FUZZ_STAGES_H_
