// Gazetteer files: any content is names, which are then looked for, or an error.
#include "plugins/entities/gazetteer/names.h"
#include "tests/fuzz/fuzz.h"
#include "textmill/error.hpp"

namespace textmill::fuzz {

TEXTMILL_FUZZ(gazetteer) {
  if (input.empty()) return;
  const std::string path = (input[0] & 1) != 0 ? "names.csv" : "names.tsv";
  input.remove_prefix(1);
  entities::NameList names;
  try {
    names.Parse(path, input, [](const std::string& warning) {
      Expect(!warning.empty(), "a warning is a sentence");
    });
  } catch (const Error& e) {
    Expect(std::string_view(e.what()).find("names.") != std::string_view::npos,
           "an error names the file");
    return;
  }
  names.Finish();
  std::vector<entities::Gazetteer::Hit> hits;
  names.gazetteer().Find(input, &hits);
  size_t end = 0;
  for (const auto& hit : hits) {
    Expect(hit.begin >= end && hit.end > hit.begin && hit.end <= input.size(), "a place");
    Expect(!names.meaning(hit.payload).type.empty(), "a name has a type");
    end = hit.end;
  }
}

}  // namespace textmill::fuzz
