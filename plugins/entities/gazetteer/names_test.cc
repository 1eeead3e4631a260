#include "plugins/entities/gazetteer/names.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "plugins/lib/io/table_reader.h"
#include "textmill/error.hpp"

namespace textmill::entities {
namespace {

using TableRows = std::vector<std::vector<std::string>>;

TableRows ReadRows(std::string_view text, TableReader::Format format) {
  TableReader reader(text, format);
  TableRows rows;
  for (std::vector<std::string> cells; reader.Next(&cells);) rows.push_back(cells);
  return rows;
}

TEST(TableReader, Tsv) {
  using F = TableReader::Format;
  EXPECT_EQ(ReadRows("", F::kTsv), TableRows());
  EXPECT_EQ(ReadRows("a\tb\n", F::kTsv), (TableRows{{"a", "b"}}));
  EXPECT_EQ(ReadRows("a\tb", F::kTsv), (TableRows{{"a", "b"}}));
  EXPECT_EQ(ReadRows("a\t\"b\n\nc\t\r\n", F::kTsv), (TableRows{{"a", "\"b"}, {""}, {"c", ""}}));
  EXPECT_EQ(ReadRows("a,b\n", F::kTsv), (TableRows{{"a,b"}}));
}

TEST(TableReader, Csv) {
  using F = TableReader::Format;
  EXPECT_EQ(ReadRows("a,b\r\nc,\n", F::kCsv), (TableRows{{"a", "b"}, {"c", ""}}));
  EXPECT_EQ(ReadRows("\"a,\"\"b\"\"\nc\",d", F::kCsv), (TableRows{{"a,\"b\"\nc", "d"}}));
  EXPECT_EQ(ReadRows("\"\",\"\"\n", F::kCsv), (TableRows{{"", ""}}));
  EXPECT_EQ(ReadRows("a\"b,c\n", F::kCsv), (TableRows{{"a\"b", "c"}}));
  TableReader open("x\n\"a\nb\nc", F::kCsv);
  std::vector<std::string> cells;
  ASSERT_TRUE(open.Next(&cells));
  ASSERT_TRUE(open.Next(&cells));
  EXPECT_EQ(open.line(), 2u);
  EXPECT_TRUE(open.unterminated());
  EXPECT_FALSE(open.Next(&cells));
}

TEST(TableReader, CountsLines) {
  TableReader reader("h\n\"a\nb\"\nc\n", TableReader::Format::kCsv);
  std::vector<std::string> cells;
  std::vector<size_t> lines;
  while (reader.Next(&cells)) lines.push_back(reader.line());
  EXPECT_EQ(lines, (std::vector<size_t>{1, 2, 4}));
}

struct Loaded {
  NameList list;
  std::string warnings;
  std::string error, hint;

  void Parse(const std::string& path, std::string_view content) {
    try {
      list.Parse(path, content, [this](const std::string& w) { warnings += w + "\n"; });
    } catch (const Error& e) {
      error = e.what();
      hint = e.hint();
    }
  }
  // The meaning of the only name in a text.
  std::string MeaningOf(std::string_view text) {
    std::vector<Gazetteer::Hit> hits;
    list.gazetteer().Find(text, &hits);
    if (hits.size() != 1) return std::to_string(hits.size()) + " hits";
    const Meaning m = list.meaning(hits[0].payload);
    return std::string(m.type) + "/" + std::string(m.canonical) + "/" + std::string(m.id);
  }
};

TEST(Names, ColumnsInAnyOrder) {
  Loaded l;
  l.Parse("a.tsv",
          "\xEF\xBB\xBF"
          "ID\tType\tname \tcase\tlanguage\n"
          "Q1\tLOC\tArmenia\t\ten\r\n"
          "\t ORG \t CSTO \tany\n"
          "\n");
  l.Parse("b.csv", "name,type,canonical\n\"Pashinyan\",PER,\"Pashinyan, Nikol\"\n");
  l.list.Finish();
  EXPECT_EQ(l.error, "");
  EXPECT_EQ(l.warnings, "");
  EXPECT_EQ(l.MeaningOf("in Armenia"), "LOC/Armenia/Q1");
  EXPECT_EQ(l.MeaningOf("the csto"), "ORG/CSTO/");
  EXPECT_EQ(l.MeaningOf("Pashinyan"), "PER/Pashinyan, Nikol/");
  EXPECT_GT(l.list.bytes(), 100u);
}

TEST(Names, BlemishesAreCountedAndTheFirstRowCounts) {
  Loaded l;
  l.Parse("x/a.tsv",
          "name\ttype\tcanonical\tnmae\n"
          "Georgia\tLOC\tGeorgia\n"
          "Georgia\tLOC\tGeorgia\n"
          "Georgia\tLOC\tGeorgia (US)\n"
          "Georgia\tPER\n"
          "\tPER\n"
          "X\tPER\n"
          "??\tPER\n"
          "Nobody\t\n");
  l.Parse("b.tsv", "name\ttype\nGeorgia\tPER\n");
  l.list.Finish();
  EXPECT_EQ(l.error, "");
  EXPECT_EQ(l.MeaningOf("Georgia"), "LOC/Georgia/");
  EXPECT_EQ(
      l.warnings,
      "`x/a.tsv`: these columns are not used: `nmae`\n"
      "`x/a.tsv`: 4 rows are left out; the first: line 6: no name\n"
      "`x/a.tsv`: 1 rows repeat another and are left out; the first: line 3: `Georgia` is "
      "in line 2\n"
      "`x/a.tsv`: 2 rows contradict an earlier one, which counts; the first: line 4: `Georgia` "
      "is LOC `Georgia (US)`, but in line 2 LOC `Georgia`\n"
      "`b.tsv`: 1 rows contradict an earlier one, which counts; the first: line 2: `Georgia` "
      "is PER `Georgia`, but in x/a.tsv:2 LOC `Georgia`\n");
}

TEST(Names, WhatIsNoGazetteerIsAnError) {
  const auto error = [](const std::string& path, std::string_view content) {
    Loaded l;
    l.Parse(path, content);
    return l.error;
  };
  EXPECT_EQ(error("a.tsv", ""), "`a.tsv` is empty");
  EXPECT_EQ(error("a.tsv", "Armenia\tLOC\n"), "`a.tsv:1`: the header line has no column `name`");
  EXPECT_EQ(error("a.csv", "name;type\n"), "`a.csv:1`: the header line has no column `name`");
  EXPECT_EQ(error("a.tsv", "name\tkind\n"), "`a.tsv:1`: the header line has no column `type`");
  EXPECT_EQ(error("a.tsv", "name\ttype\tname\n"),
            "`a.tsv:1`: the header has the column `name` twice");
  EXPECT_EQ(error("a.tsv", "name\ttype\nZ\xFCrich\tLOC\n"),
            "`a.tsv:2`: the gazetteer is not UTF-8");
  EXPECT_EQ(error("a.tsv", std::string_view("\xFF\xFEn\0a\0", 6)),
            "`a.tsv:1`: the gazetteer is not UTF-8, it seems to be UTF-16");
  EXPECT_EQ(error("a.tsv", "name\ttype\nA B\tLOC\tx\n"),
            "`a.tsv:2`: the row has 3 cells, but the header 2");
  EXPECT_EQ(error("a.csv", "name,type\n\"A B,LOC\n"),
            "`a.csv:2`: a quotation mark is opened here and never closed");
  EXPECT_EQ(error("a.tsv", "name\ttype\tcase\nA B\tLOC\tno\n"),
            "`a.tsv:2`: `case` is `no`, but may be `exact`, `capitals` or `any`");
}

TEST(Names, CapitalsAlone) {
  NameList names;
  std::string warnings;
  names.Parse("a.tsv",
              "name\ttype\tcanonical\tcase\nZürich\tLOC\tZurich\tcapitals\nOslo\tLOC\n"
              "Riga\tLOC\tRiga\tcapitals\nRIGA\tORG\tRiga Ltd\n",
              [&](const std::string& warning) { warnings += warning; });
  names.Finish();
  std::vector<Gazetteer::Hit> hits;
  names.gazetteer().Find("ZÜRICH Zürich zürich OSLO RIGA", &hits);
  ASSERT_EQ(hits.size(), 3u);
  EXPECT_EQ(names.meaning(hits[0].payload).canonical, "Zurich");
  EXPECT_EQ(names.meaning(hits[1].payload).canonical, "Zurich");
  EXPECT_EQ(names.meaning(hits[2].payload).canonical, "Riga");
  EXPECT_NE(warnings.find("contradict"), std::string::npos);
}

TEST(Names, FilesThatCannotBeRead) {
  const std::string folder = std::filesystem::temp_directory_path() / "textmill_names_test";
  std::filesystem::create_directories(folder + "/folder.tsv");
  std::ofstream(folder + "/good.tsv") << "name\ttype\nArmenia\tLOC\n";
  const auto load = [](const std::string& path) -> std::string {
    NameList list;
    try {
      list.Load(path, [](const std::string&) {});
    } catch (const Error& e) {
      EXPECT_EQ(e.code(), TEXTMILL_IO_ERROR);
      return e.what();
    }
    list.Finish();
    return std::to_string(list.gazetteer().names());
  };
  EXPECT_EQ(load(folder + "/good.tsv"), "1");
  EXPECT_EQ(load(folder + "/none.tsv"), "the gazetteer `" + folder +
                                            "/none.tsv`: it cannot be opened: No such file or "
                                            "directory");
  EXPECT_EQ(load(folder + "/folder.tsv"),
            "the gazetteer `" + folder + "/folder.tsv`: it is a folder, not a file");
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace textmill::entities
