// read.csv on made-up input, good and bad: against a parser that goes byte by byte, with units of
// any size, plain and compressed.
#include <gtest/gtest.h>

#include <random>

#include "plugins/lib/io/pack.h"
#include "plugins/lib/io/temp_folder.h"
#include "plugins/lib/io/utf8.h"
#include "plugins/lib/readers/csv/read_csv.h"
#include "textmill/testing.hpp"

namespace textmill::csv {
namespace {

using io::TempFolder;
using textmill::testing::ReadOutcome;
using textmill::testing::StageRunner;

struct NaiveRecord {
  size_t offset = 0, length = 0;
  std::vector<std::string> cells;
  bool bad = false;
};

std::vector<NaiveRecord> NaiveParse(const std::string& in, char separator) {
  // Carriage returns before a line end are part of it.
  const auto ends_line = [&](size_t i) {
    i = in.find_first_not_of('\r', i);
    return i == in.npos || in[i] == '\n';
  };
  std::vector<NaiveRecord> records;
  size_t i = 0;
  while (i < in.size()) {
    NaiveRecord record;
    record.offset = i;
    std::string cell;
    bool at_start = true, inside = false, closed = false, done = false;
    size_t end = i;
    while (!done) {
      const bool over = i == in.size();
      const char c = over ? '\n' : in[i];
      if (inside && !over) {
        if (c != '"') {
          cell += c;
        } else if (i + 1 < in.size() && in[i + 1] == '"') {
          cell += '"';
          ++i;
        } else {
          inside = false;
          closed = true;
        }
        ++i;
        end = i;
        continue;
      }
      if (inside && over) {
        record.bad = true;
        record.cells.push_back(cell);
        end = i;
        done = true;
      } else if (at_start && c == '"' && !over) {
        inside = true;
        at_start = false;
        ++i;
      } else if (c == separator && !over) {
        record.cells.push_back(cell);
        cell.clear();
        at_start = true;
        closed = false;
        ++i;
        end = i;
      } else if (c == '\n') {
        record.cells.push_back(cell);
        done = true;
        if (!over) ++i;
      } else if (c == '\r' && ends_line(i)) {
        ++i;  // not part of the record
      } else {
        if (closed || c == '\r') record.bad = true;
        cell += c;
        at_start = false;
        ++i;
        end = i;
      }
    }
    record.length = end - record.offset;
    if (record.length > 0) records.push_back(record);
  }
  return records;
}

std::string RandomCsv(std::mt19937& random, char separator, bool broken) {
  const auto below = [&](size_t n) { return random() % n; };
  static const std::vector<std::string> kParts = {"a", "word ", "é", "\"\"", "\n", "\r\n",
                                                  ",", ";",     "'", "\r",   " "};
  std::string out = std::string("text") + separator + "n\n";
  for (int i = 0; i < 60; ++i) {
    if (below(12) == 0) {
      out += below(2) == 0 ? "\n" : "\r\n";
      continue;
    }
    for (int cell = 0; cell < 2; ++cell) {
      if (cell > 0) out += separator;
      if (below(2) == 0) {
        out += '"';
        for (size_t n = below(below(10) == 0 ? 300 : 6); n > 0; --n)
          out += kParts[below(kParts.size())];
        out += '"';
      } else {
        for (size_t n = below(4); n > 0; --n) out += below(8) == 0 ? "5\" x" : kParts[below(3)];
        if (cell == 0 && out.back() == '\n') out += "x";
      }
    }
    out += below(3) == 0 ? "\r\n" : "\n";
  }
  if (below(2) == 0) out.pop_back();
  if (broken) {
    static const std::vector<std::string> kJunk = {"\"", "\n",   "\r",   ",",  ";",
                                                   "x",  "\"\"", "\xFF", "\","};
    for (size_t n = 1 + below(6); n > 0; --n) {
      const size_t at = 8 + below(out.size() - 8);
      if (below(2) == 0)
        out.erase(at, 1 + below(2));
      else
        out.insert(at, kJunk[below(kJunk.size())]);
    }
  }
  return out;
}

std::string Show(const std::string& text) { return internal::Quoted(text); }

// What should come out, a line a document or failure, in the order of offsets.
std::string Expected(const std::string& content, char separator) {
  std::map<size_t, std::string> lines;
  bool header = true;
  for (const NaiveRecord& record : NaiveParse(content, separator)) {
    if (std::exchange(header, false)) continue;
    const std::string raw = content.substr(record.offset, record.length);
    std::string line = std::to_string(record.offset) + "+" + std::to_string(record.length) + " ";
    if (record.bad || record.cells.size() != 2 || !io::IsUtf8(raw)) {
      line += "failed " + raw;
    } else {
      line +=
          Show(record.cells[0]) + " " + (record.cells[1].empty() ? "null" : Show(record.cells[1]));
    }
    lines[record.offset] = line;
  }
  std::string all;
  for (const auto& [offset, line] : lines) all += line + "\n";
  return all;
}

std::string Got(const ReadOutcome& out) {
  std::map<size_t, std::string> lines;
  for (const auto& row : out.rows)
    lines[std::stoull(row.at("@offset"))] =
        row.at("@offset") + "+" + row.at("@length") + " " + row.at("text") + " " + row.at("n");
  for (const auto& failure : out.failures)
    lines[failure.offset] = std::to_string(failure.offset) + "+" + std::to_string(failure.length) +
                            " failed " + failure.record;
  std::string all = out.error;
  for (const std::string& message : out.failed_inputs) all += message + "\n";
  for (const auto& [offset, line] : lines) all += line + "\n";
  return all;
}

TEST(ReadCsvRandom, AgreesWithANaiveParser) {
  std::mt19937 random(4180);
  for (int round = 0; round < 120; ++round) {
    const char separator = round % 3 == 0 ? ';' : ',';
    const std::string content = RandomCsv(random, separator, round % 2 == 1);
    const std::string expected = Expected(content, separator);
    TempFolder folder;
    const size_t half = random() % content.size();
    const std::vector<std::string> paths = {
        folder.Write("a.csv", content),
        folder.Write("a.csv.gz",
                     io::Gzip(content.substr(0, half)) + io::Gzip(content.substr(half))),
        folder.Write("a.csv.zst", io::Zstd(content))};
    for (const uint64_t want : {uint64_t{1}, uint64_t{7}, uint64_t{100}, uint64_t{1 << 20}}) {
      for (const std::string& path : paths) {
        StageRunner<ReadCsv> runner({{"path", std::vector<std::string>{path}},
                                     {"separator", std::string(1, separator)},
                                     {"fields", textmill::testing::Given::Fields({{"n", "n"}})}});
        ASSERT_EQ(Got(runner.Read(want)), expected) << path << " by " << want << "\n" << content;
      }
    }
  }
}

TEST(ReadCsvRandom, LinesEndUnclosedCellsAlikeWhateverTheUnits) {
  std::mt19937 random(4181);
  for (int round = 0; round < 200; ++round) {
    const std::string content = RandomCsv(random, ',', /*broken=*/true);
    TempFolder folder;
    const std::string path = folder.Write("a.csv", content);
    std::string first;
    for (const uint64_t want : {uint64_t{1} << 20, uint64_t{1}, uint64_t{7}, uint64_t{100}}) {
      StageRunner<ReadCsv> runner({{"path", std::vector<std::string>{path}},
                                   {"on_unclosed", "line"},
                                   {"fields", textmill::testing::Given::Fields({{"n", "n"}})}});
      const std::string got = Got(runner.Read(want));
      if (first.empty()) first = got;
      ASSERT_EQ(got, first) << "by " << want << "\n" << content;
    }
  }
}

}  // namespace
}  // namespace textmill::csv
