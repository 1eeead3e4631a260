// read.parquet and read.arrow on any file; where there is no Arrow, on none. What they read does
// not depend on how much they read at once, and memory has a limit.
#include "tests/fuzz/fuzz.h"

#ifdef TEXTMILL_HAS_ARROW
#include <string>

#include "plugins/arrow/read_arrow.h"
#include "plugins/arrow/read_parquet.h"
#include "plugins/lib/io/temp_folder.h"
#include "textmill/plugin.hpp"
#include "textmill/testing_runner.hpp"
#endif

namespace textmill::fuzz {
#ifdef TEXTMILL_HAS_ARROW
namespace {

void Read(const textmill_stage& stage, const std::string& name, std::string_view content) {
  static const io::TempFolder folder;
  const testing::GivenParams params{
      {"path", std::vector<std::string>{folder.Write(name, content)}},
      {"fields", testing::Given::Fields({{"lang", "meta.lang"}})},
      {"types", testing::Given::Fields({{"n", "int"}, {"tags", "list<string>"}})},
      {"unpack_limit", testing::Given(int64_t{16} << 20)}};
  const auto whole = testing::AnyStageRunner(stage, params).Read();
  const auto pieces = testing::AnyStageRunner(stage, params).Read(50);
  // A fault costs what is unpacked at once.
  if (!whole.error.empty() || !pieces.error.empty()) return;
  Expect(whole.rows == pieces.rows, "the same rows");
  Expect(whole.failures.size() == pieces.failures.size(), "the same failures");
}

}  // namespace
#endif

TEXTMILL_FUZZ(read_parquet) {
#ifdef TEXTMILL_HAS_ARROW
  static const textmill_stage stage = internal::MakeStage<arrowfiles::ReadParquet>();
  Read(stage, "in.parquet", input);
#else
  (void)input;
#endif
}

TEXTMILL_FUZZ(read_arrow) {
#ifdef TEXTMILL_HAS_ARROW
  static const textmill_stage stage = internal::MakeStage<arrowfiles::ReadArrow>();
  Read(stage, "in.arrow", input);
#else
  (void)input;
#endif
}

}  // namespace textmill::fuzz
