#include "plugins/entities/world.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "plugins/entities/names.h"
#include "plugins/entities/table_reader.h"

namespace textmill::entities {
namespace {

// No row is empty, repeated, contradictory or unusable, in all files together.
TEST(WorldGazetteer, HasNoBlemish) {
  NameList names;
  std::string warnings;
  for (const WorldFile& file : WorldGazetteer()) {
    names.Parse(std::string(file.name), file.content,
                [&](const std::string& warning) { warnings += warning + "\n"; });
  }
  names.Finish();
  EXPECT_EQ(warnings, "");
  EXPECT_GT(names.gazetteer().names(), 10000u);
}

TEST(WorldGazetteer, HasTheFourTypesAndPlausibleIds) {
  const std::set<std::string> types = {"PER", "ORG", "LOC", "MISC"};
  for (const WorldFile& file : WorldGazetteer()) {
    TableReader rows(file.content, TableReader::Format::kTsv);
    std::vector<std::string> cells;
    ASSERT_TRUE(rows.Next(&cells));
    EXPECT_EQ(cells, (std::vector<std::string>{"name", "type", "canonical", "id", "case"}))
        << file.name;
    while (rows.Next(&cells)) {
      ASSERT_GE(cells.size(), 2u) << file.name << ":" << rows.line();
      EXPECT_TRUE(types.contains(cells[1])) << file.name << ":" << rows.line();
      if (cells.size() < 4 || cells[3].empty()) continue;
      EXPECT_EQ(cells[3][0], 'Q') << file.name << ":" << rows.line();
      EXPECT_EQ(cells[3].find_first_not_of("0123456789", 1), std::string::npos) << cells[3];
    }
  }
}

}  // namespace
}  // namespace textmill::entities
