// For tests: the tables of reference values in ../shared/oracle, where they are.
//
//     const OracleTable table("dispersion.tsv");
//     if (!table.there()) GTEST_SKIP() << table.why();
//     for (const auto& row : table.rows()) Use(row.at("word"), OracleTable::Number(row.at("f")));
//
// One owner; does not change once made.
#ifndef TEXTMILL_PLUGINS_LIB_IO_ORACLE_TABLE_H_
#define TEXTMILL_PLUGINS_LIB_IO_ORACLE_TABLE_H_

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <map>
#include <string>
#include <vector>

namespace textmill::io {

class OracleTable {
 public:
  using Row = std::map<std::string, std::string>;

  explicit OracleTable(const std::string& name)
      : path_(std::string(TEXTMILL_SOURCE_DIR) + "/../shared/oracle/" + name) {
    std::ifstream file(path_);
    std::string line;
    if (!std::getline(file, line)) return;
    there_ = true;
    const std::vector<std::string> names = Cells(line);
    while (std::getline(file, line)) {
      const std::vector<std::string> cells = Cells(line);
      Row row;
      for (size_t i = 0; i < names.size(); ++i) row[names[i]] = i < cells.size() ? cells[i] : "";
      rows_.push_back(std::move(row));
    }
  }
  bool there() const { return there_; }
  std::string why() const { return "there is no " + path_; }
  const std::vector<Row>& rows() const { return rows_; }

  static double Number(const std::string& cell) { return std::strtod(cell.c_str(), nullptr); }
  // Whether two cells are equal to twelve digits, which is what the tables are written with.
  static bool Close(double a, double b) {
    return std::abs(a - b) <= 1e-9 * std::max({1.0, std::abs(a), std::abs(b)});
  }

 private:
  static std::vector<std::string> Cells(const std::string& line) {
    std::vector<std::string> cells(1);
    for (const char c : line) {
      if (c == '\t') {
        cells.emplace_back();
      } else if (c != '\r') {
        cells.back() += c;
      }
    }
    return cells;
  }
  std::string path_;
  bool there_ = false;
  std::vector<Row> rows_;
};

}  // namespace textmill::io

#endif  // TEXTMILL_PLUGINS_LIB_IO_ORACLE_TABLE_H_
