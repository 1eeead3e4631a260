// A field of the input that has the name of a column that a step makes: the step's answer counts,
// also when it is null. So the output is that of an input without such fields, byte for byte.
#include <gmock/gmock.h>

#include <random>

#include "tests/program.h"

namespace textmill::tests {
namespace {

using ::testing::HasSubstr;

struct Case {
  std::string name, steps;
  std::vector<std::string> makes;
};

class SameNameTest : public ProgramTest, public ::testing::WithParamInterface<Case> {
 protected:
  // Documents, some of them alike; in `fields` each has or has not, by chance, a value.
  static std::string Documents(const std::vector<std::string>& fields) {
    static constexpr const char* kValues[] = {
        "\"from the input\"", "null", "7", "[\"a\",\"b\"]", "true", "{\"x\":1}", "\"\"", "\"b12\""};
    std::mt19937 words(5), values(6);
    std::string all, text;
    for (int i = 0; i < 60; ++i) {
      if (i % 4 != 3) {
        text = i % 2 == 0 ? "On 3 March 2010 Mary Smith paid $5 million. " : "";
        for (size_t n = words() % 12; n > 0; --n)
          text += "word" + std::to_string(words() % 40) + " ";
        text += "The bridge was shut for a week. It rained all day in Boston.";
      }
      all += "{\"id\":\"b" + std::to_string(i) + "\",\"n\":" + std::to_string(i);
      for (const std::string& field : fields) {
        if (values() % 3 != 0) all += ",\"" + field + "\":" + kValues[values() % 8];
      }
      all += ",\"text\":\"" + text + "\",\"other\":\"" + std::to_string(i) + "\"}\n";
    }
    return all;
  }
  std::string Run(const std::string& documents, const std::string& writer) {
    Write("in.jsonl", documents);
    Write("p.yaml",
          "textmill: 1\nname: p\nsteps:\n  - uses: read.jsonl\n    with: { path: "
          "in.jsonl, types: { n: int } }\n" +
              GetParam().steps + "  - uses: " + writer + "\n    with: { path: \"-\" }\n");
    const Ended ended = Here("$T run p.yaml");
    EXPECT_EQ(ended.status, 0) << ended.err;
    told_ = ended.err;
    return ended.out;
  }
  std::string told_;
};

TEST_P(SameNameTest, TheStepsAnswerCounts) {
  for (const std::string writer : {"write.jsonl", "write.json"}) {
    const std::string without = Run(Documents({}), writer);
    EXPECT_THAT(told_, ::testing::Not(HasSubstr("replaced")));
    EXPECT_EQ(Run(Documents(GetParam().makes), writer), without);
    for (const std::string& name : GetParam().makes)
      EXPECT_THAT(told_, ::testing::ContainsRegex("replaced.*" + name + " [0-9]+"));
  }
}

std::string Step(const std::string& uses, const std::string& with, const std::string& when = "") {
  return "  - uses: " + uses + "\n" + (with.empty() ? "" : "    with: " + with + "\n") +
         (when.empty() ? "" : "    when: " + when + "\n");
}

std::vector<Case> Cases() {
  const std::vector<Case> always = {
      {"Stats",
       Step("text.stats", ""),
       {"characters", "words", "sentences", "letter_share", "mean_word_length"}},
      {"Language", Step("language.detect", ""), {"lang", "lang_confidence"}},
      {"Exact", Step("dedup.exact", "{ action: mark }"), {"dup_of"}},
      {"Near", Step("dedup.near", "{ action: mark }"), {"dup_of", "dup_similarity"}},
      {"Passages",
       Step("dedup.passages", "{ scope: corpus, unit: sentence, min_documents: 3 }"),
       {"passages_cut", "cut_passages"}},
      {"Entities", Step("entities.tag", "{ tagger: false }"), {"entities"}},
  };
  std::vector<Case> cases = always;
  for (const Case& one : always) {
    const std::string sometimes = one.steps + "    when: n % 3 == 1\n";
    cases.push_back({one.name + "Sometimes", sometimes, one.makes});
    cases.push_back({one.name + "Never", one.steps + "    when: n < 0\n", one.makes});
  }
  cases.push_back({"Split", Step("text.split", "{ into: sentences }"), {"parent", "begin", "end"}});
  cases.push_back({"Set",
                   "  - set:\n      year: \"2010\"\n      half: if(n < 30, null, n)\n",
                   {"year", "half"}});
  cases.push_back({"Renamed", Step("columns", "{ rename: { n: number } }"), {"number"}});
  return cases;
}

INSTANTIATE_TEST_SUITE_P(Steps, SameNameTest, ::testing::ValuesIn(Cases()),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace textmill::tests
