// read.jsonl on made-up input, good and bad: against simdjson's DOM, and with units of any size.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include <map>
#include <random>
#include <set>

#include "plugins/lib/io/pack.h"
#include "plugins/lib/io/temp_folder.h"
#include "plugins/lib/readers/jsonl/read_jsonl.h"
#include "textmill/testing.hpp"

namespace textmill::jsonl {
namespace {

using io::TempFolder;
using textmill::testing::OutRow;
using textmill::testing::ReadOutcome;
using textmill::testing::StageRunner;

class Random {
 public:
  explicit Random(unsigned seed) : engine_(seed) {}
  size_t Below(size_t n) { return engine_() % n; }
  template <size_t N>
  const char* Of(const char* const (&choices)[N]) {
    return choices[Below(N)];
  }

  std::string String() {
    static constexpr const char* kParts[] = {
        "a",     "é",       "😀", "\\n", "\\\"",   "\\\\", "\\u00e9", "\\ud83d\\ude00",  " ",
        "word ", "\\u0000", "/", "\\/", "{[:,]}", "\x7F", "ﬀ",       "0123456789abcdef"};
    std::string out = "\"";
    for (size_t n = Below(Below(8) == 0 ? 60 : 6); n > 0; --n) out += Of(kParts);
    return out + "\"";
  }
  std::string Space() {
    static constexpr const char* kSpaces[] = {"", "", "", " ", "  ", "\t"};
    return Of(kSpaces);
  }
  std::string Value(int depth) {
    static constexpr const char* kScalars[] = {"true",
                                               "false",
                                               "null",
                                               "0",
                                               "-0",
                                               "17",
                                               "-1.5",
                                               "1e3",
                                               "2E-2",
                                               "3.25e+1",
                                               "9223372036854775807",
                                               "[]",
                                               "{}"};
    const size_t kind = Below(depth > 3 ? 2 : 4);
    if (kind == 0) return String();
    if (kind == 1) return Of(kScalars);
    std::string out = kind == 2 ? "[" : "{";
    for (size_t i = 0, n = Below(4); i < n; ++i) {
      if (i > 0) out += Space() + "," + Space();
      if (kind == 3) out += "\"k" + std::to_string(i) + "\"" + Space() + ":" + Space();
      out += Value(depth + 1);
    }
    return out + (kind == 2 ? "]" : "}");
  }
  std::string Record() {
    static constexpr const char* kKeys[] = {"\"id\"",
                                            "\"source\"",
                                            "\"title\"",
                                            "\"date\"",
                                            "\"text\"",
                                            "\"a\"",
                                            "\"bb\"",
                                            "\"c\\u0063\"",
                                            "\"long_key_of_a_field\"",
                                            "\"long_key_of_another\"",
                                            "\"\"",
                                            "\"cc\""};
    std::string out = "{" + Space();
    bool first = true;
    const auto add = [&](const std::string& key, const std::string& value) {
      if (!first) out += Space() + "," + Space();
      out += key + Space() + ":" + Space() + value;
      first = false;
    };
    for (const char* key : kKeys) {
      if (key == kKeys[4] ? Below(10) > 0 : Below(3) == 0)
        add(key, key == kKeys[4] || Below(2) == 0 ? String() : Value(0));
    }
    if (Below(15) == 0) add(Of(kKeys), Value(0));
    return out + Space() + "}";
  }
  // Usually no longer JSON.
  std::string Broken(std::string line) {
    static constexpr const char* kJunk[] = {"\"", "\\",   "{",    "}",       "[", "]", ",",
                                            ":",  "0",    "-",    ".",       "e", "t", "\x01",
                                            "\t", "\xC3", "\xFF", "\\ud800", "é", " ", "null"};
    for (size_t n = 1 + Below(2); n > 0 && !line.empty(); --n) {
      const size_t at = Below(line.size());
      switch (Below(4)) {
        case 0:
          line.erase(at, 1 + Below(3));
          break;
        case 1:
          line.insert(at, Of(kJunk));
          break;
        case 2:
          line.replace(at, 1, Of(kJunk));
          break;
        default:
          line.resize(at);
      }
    }
    return line;
  }

 private:
  std::mt19937 engine_;
};

std::string Unquoted(const std::string& shown) {
  std::string out;
  for (size_t i = 1; i + 1 < shown.size(); ++i) {
    const bool escaped = shown[i] == '\\';
    if (escaped) ++i;
    out += escaped && shown[i] == 'n' ? '\n' : escaped && shown[i] == 't' ? '\t' : shown[i];
  }
  return out;
}

// What simdjson makes of a line: its members in their order; nothing when it is no object, or a key
// is there twice.
struct Oracle {
  bool skipped = false;  // a number beyond what it can hold
  bool good = false;
  std::vector<std::pair<std::string, simdjson::dom::element>> members;
  simdjson::dom::parser parser;
  simdjson::padded_string bytes;

  explicit Oracle(const std::string& line) : bytes(line) {
    simdjson::dom::object object;
    const auto error = parser.parse(bytes).get_object().get(object);
    skipped = error == simdjson::NUMBER_ERROR;
    if (error != simdjson::SUCCESS) return;
    std::set<std::string> keys;
    good = true;
    for (const auto& [key, value] : object) {
      good = good && keys.insert(std::string(key)).second;
      members.emplace_back(std::string(key), value);
    }
  }
  const simdjson::dom::element* Find(const std::string& name) const {
    for (const auto& [key, value] : members) {
      if (key == name) return &value;
    }
    return nullptr;
  }
};

void ExpectLikeOracle(const std::string& line, const Oracle& oracle, const OutRow& row) {
  SCOPED_TRACE(line);
  const auto string_of = [&](const char* key, std::string* value) {
    const auto* element = oracle.Find(key);
    std::string_view view;
    if (element == nullptr || element->get_string().get(view) != simdjson::SUCCESS) return false;
    *value = view;
    return true;
  };
  std::map<std::string, bool> taken;
  std::string value;
  for (const char* key : {"id", "text", "source", "title", "url", "date"}) {
    if (string_of(key, &value)) {
      EXPECT_EQ(Unquoted(row.at(key)), value);
      taken[key] = true;
    }
  }
  for (const char* key : {"id", "source"}) {
    const auto* element = oracle.Find(key);
    if (element != nullptr && (element->is_number() || element->is_bool())) taken[key] = true;
  }

  std::string expected, got;
  for (const auto& [key, element] : oracle.members) {
    const bool renamed = key == "id" || key == "source";
    if (!taken[key])
      expected += key + (renamed ? "_in_input" : "") + "=" + simdjson::minify(element) + "\n";
  }
  if (row.at("extra") != "null") {
    const Oracle extra(Unquoted(row.at("extra")));
    EXPECT_TRUE(extra.good) << row.at("extra");
    for (const auto& [key, element] : extra.members)
      got += key + "=" + simdjson::minify(element) + "\n";
  }
  EXPECT_EQ(got, expected);
}

TEST(ReadJsonlRandom, AgreesWithSimdjsonOnWhatIsADocument) {
  Random random(20240531);
  std::vector<std::string> lines;
  std::string content;
  for (int i = 0; i < 30000; ++i) {
    std::string line = random.Record();
    if (random.Below(3) == 0) line = random.Broken(line);
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    content += line + "\n";
    lines.push_back(line);
  }
  TempFolder folder;
  const ReadOutcome out =
      StageRunner<ReadJsonl>({{"path", std::vector<std::string>{folder.Write("a.jsonl", content)}}})
          .Read(50000);
  ASSERT_EQ(out.error, "");
  std::map<uint64_t, const OutRow*> rows;
  std::map<uint64_t, std::string> failures;
  for (const OutRow& row : out.rows) rows[std::stoull(row.at("@offset"))] = &row;
  for (const auto& failure : out.failures) failures[failure.offset] = failure.message;
  EXPECT_EQ(rows.size() + failures.size(), lines.size());

  uint64_t offset = 0;
  int good = 0, bad = 0;
  for (const std::string& line : lines) {
    const Oracle oracle(line);
    const auto* text = oracle.Find("text");
    const bool document = oracle.good && text != nullptr && text->is_string();
    if (!oracle.skipped) {
      ++(document ? good : bad);
      ASSERT_EQ(rows.count(offset) == 1, document)
          << line << "\n"
          << (document ? failures[offset] : "was taken for a document");
      ASSERT_EQ(failures.count(offset) == 1, !document) << line;
      if (document) ExpectLikeOracle(line, oracle, *rows[offset]);
    }
    offset += line.size() + 1;
  }
  EXPECT_GT(good, 10000);
  EXPECT_GT(bad, 4000);
}

// All that was read but for the id, which has the path in it.
std::string Summary(const ReadOutcome& out) {
  std::string all = out.error;
  for (OutRow row : out.rows) {
    row.erase("id");
    row.erase("source");
    for (const auto& [key, value] : row) all.append(key).append("=").append(value).append(" ");
    all += "\n";
  }
  for (const auto& failure : out.failures)
    all += std::to_string(failure.offset) + "+" + std::to_string(failure.length) + " " +
           failure.message + " " + failure.record + "\n";
  return all;
}

TEST(ReadJsonlRandom, UnitSizeAndPackingChangeNothing) {
  for (unsigned seed = 1; seed <= 8; ++seed) {
    Random random(seed);
    std::string content = seed % 2 == 0 ? "\xEF\xBB\xBF" : "";
    for (int i = 0; i < 120; ++i) {
      std::string line = random.Record();
      if (random.Below(4) == 0) line = random.Broken(line);
      if (random.Below(10) == 0) line = random.Below(2) == 0 ? "" : "  \t";
      if (random.Below(20) == 0)
        line = "{\"text\":\"" + std::string(random.Below(200000), 'x') + "\"}";
      content += line + (random.Below(5) == 0 ? "\r\n" : "\n");
    }
    if (seed % 3 == 0) content.pop_back();
    TempFolder folder;
    const size_t half = content.size() / 3;
    const std::string first = content.substr(0, half), second = content.substr(half);
    const std::vector<std::string> paths = {
        folder.Write("a.jsonl", content),
        folder.Write("a.jsonl.gz", io::Gzip(first) + io::Gzip(second)),
        folder.Write("a.jsonl.zst", io::Zstd(first) + io::Zstd(second))};
    std::string expected;
    for (const std::string& path : paths) {
      for (const uint64_t want : {1 << 20, 1, 2, 17, 300, 4096, 65536, 100000}) {
        StageRunner<ReadJsonl> runner({{"path", std::vector<std::string>{path}}});
        const std::string summary = Summary(runner.Read(want));
        if (expected.empty()) expected = summary;
        ASSERT_EQ(summary, expected) << path << " in units of " << want;
      }
    }
    EXPECT_NE(expected.find("failure"), 0u);
  }
}

}  // namespace
}  // namespace textmill::jsonl
