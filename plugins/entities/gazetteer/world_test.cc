#include "plugins/entities/gazetteer/world.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>
#include <string>

#include "plugins/entities/gazetteer/names.h"
#include "plugins/lib/io/table_reader.h"

namespace textmill::entities {
namespace {

// No row is empty, repeated, contradictory or unusable, in all files together.
TEST(WorldGazetteer, HasNoBlemish) {
  NameList names;
  std::string warnings;
  for (const embedded::File& file : WorldGazetteer()) {
    names.Parse(std::string(file.path), file.content,
                [&](const std::string& warning) { warnings += warning + "\n"; });
  }
  names.Finish();
  EXPECT_EQ(warnings, "");
  EXPECT_GT(names.gazetteer().names(), 10000u);
}

TEST(WorldGazetteer, HasTheFourTypesAndPlausibleIds) {
  const std::set<std::string> types = {"PER", "ORG", "LOC", "MISC"};
  for (const embedded::File& file : WorldGazetteer()) {
    TableReader rows(file.content, TableReader::Format::kTsv);
    std::vector<std::string> cells;
    ASSERT_TRUE(rows.Next(&cells));
    EXPECT_EQ(cells, (std::vector<std::string>{"name", "type", "canonical", "id", "case", "needs",
                                               "home"}))
        << file.path;
    while (rows.Next(&cells)) {
      ASSERT_GE(cells.size(), 2u) << file.path << ":" << rows.line();
      EXPECT_TRUE(types.contains(cells[1])) << file.path << ":" << rows.line();
      if (cells.size() < 4 || cells[3].empty()) continue;
      EXPECT_EQ(cells[3][0], 'Q') << file.path << ":" << rows.line();
      EXPECT_EQ(cells[3].find_first_not_of("0123456789", 1), std::string::npos) << cells[3];
    }
  }
}

// Rows are copied from the one above: a canonical name that was not changed names another nation.
TEST(WorldGazetteer, NoNationsBodyIsAnothers) {
  std::map<std::string, std::string> nations;  // by word
  const auto each_row = [](const auto& use) {
    for (const embedded::File& file : WorldGazetteer()) {
      TableReader rows(file.content, TableReader::Format::kTsv);
      for (std::vector<std::string> cells; rows.Next(&cells);) {
        cells.resize(5);
        use(file.path, cells);
      }
    }
  };
  each_row([&](std::string_view file, const std::vector<std::string>& cells) {
    if (file == "peoples.tsv") nations[cells[0]] = cells[2].empty() ? cells[0] : cells[2];
  });
  ASSERT_EQ(nations["Danes"], "Danish");
  const auto nations_in = [&](const std::string& name) {
    std::set<std::string> out;
    std::istringstream words(name);
    for (std::string word; words >> word;) {
      if (const auto found = nations.find(word); found != nations.end()) out.insert(found->second);
    }
    return out;
  };
  each_row([&](std::string_view file, const std::vector<std::string>& cells) {
    const auto of_name = nations_in(cells[0]), of_canonical = nations_in(cells[2]);
    if (cells[1] != "ORG" || of_name.empty() || of_canonical.empty()) return;
    EXPECT_TRUE(std::any_of(of_name.begin(), of_name.end(),
                            [&](const auto& nation) { return of_canonical.contains(nation); }))
        << file << ": " << cells[0] << " is called " << cells[2];
  });
}

}  // namespace
}  // namespace textmill::entities
