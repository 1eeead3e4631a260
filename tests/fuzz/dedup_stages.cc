// dedup.exact, dedup.near and dedup.passages on any texts; dedup.against with any test set.
#include "plugins/dedup/against/test_set_file.h"
#include "plugins/dedup/exact.h"
#include "plugins/dedup/near.h"
#include "plugins/dedup/passages/passages.h"
#include "plugins/lib/io/temp_folder.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/stages.h"
#include "textmill/error.hpp"
#include "textmill/plugin.hpp"

namespace textmill::fuzz {

TEXTMILL_FUZZ(dedup_against) {
  static const io::TempFolder folder;
  dedup::TestSets sets(3);
  try {
    dedup::ReadTestSet(folder.Write("a.jsonl", input), {}, &sets);
  } catch (const Error& error) {
    Expect(std::string_view(error.what()).size() > 0, "a refusal has a reason");
  }
  sets.Finish();
  // The input as it is, as a document.
  dedup::NgramWords words(3);
  words.Take(input);
  for (size_t i = 0; i < words.runs().size(); ++i)
    Expect(sets.Find(words, i) < static_cast<int64_t>(sets.examples()), "an example that is there");
}

TEXTMILL_FUZZ(dedup_exact) {
  static const textmill_stage stage = internal::MakeStage<dedup::Exact>();
  RunStage(stage, {}, Documents(input));
}

TEXTMILL_FUZZ(dedup_near) {
  static const textmill_stage stage = internal::MakeStage<dedup::Near>();
  RunStage(stage, {}, Documents(input));
}

TEXTMILL_FUZZ(dedup_passages) {
  static const textmill_stage stage = internal::MakeStage<dedup::Passages>();
  RunStage(stage, {{"min_length", 3}}, Documents(input));
}

}  // namespace textmill::fuzz
