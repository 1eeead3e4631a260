#include "core/run/document_sample.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "core/run/test_run.h"

namespace textmill::core {
namespace {

class DocumentSampleTest : public RunTest {};

// So many of the documents as were asked for, each as likely as the others, whatever the units.
TEST_F(DocumentSampleTest, ASampleIsOfAllDocuments) {
  std::vector<std::string> texts(60, "a");
  texts[7] = texts[31] = "bad";
  std::map<std::string, int> taken;
  int failures = 0;
  for (const int unit : {1, 7, 100}) {
    std::set<std::string> samples;
    for (uint64_t seed = 0; seed < 100; ++seed) {
      RunOptions options;
      options.sample = SampleRule{12, seed};
      options.threads = 2;
      const auto run = [&] { return RunSteps(texts, "", "allow_failures: 99\n", options, unit); };
      const Ran ran = run();
      ASSERT_EQ(Problems(ran) + ran.error, "");
      ASSERT_EQ(ran.read, 12) << unit << " " << seed;
      failures += static_cast<int>(ran.failures);
      samples.insert(ran.out + ran.failed);
      std::istringstream lines(ran.out);
      int last = -1;
      for (std::string line; std::getline(lines, line);) {
        const int number = std::stoi(line);
        EXPECT_LT(last, number);
        last = number;
        ++taken[std::to_string(number)];
      }
      if (seed == 5) {
        EXPECT_EQ(run().out, ran.out);
      }
    }
    EXPECT_GT(samples.size(), 95u);
  }
  // 60 expected of each, with a standard deviation of some 7.
  EXPECT_EQ(taken.size(), 58u);
  for (const auto& [id, n] : taken) EXPECT_NEAR(n, 60, 32) << id;
  EXPECT_NEAR(failures, 120, 45);
}

TEST_F(DocumentSampleTest, ASampleAndWhatCannotBeRead) {
  RunOptions options;
  options.sample = SampleRule{3, 1};
  const Ran ran =
      RunSteps({"a", "b", "gone", "d", "e", "f"}, "  - uses: test.longest\n", "", options, 1);
  ASSERT_EQ(Problems(ran) + ran.error, "");
  EXPECT_EQ(ran.read, 3);
  EXPECT_EQ(ran.inputs_failed, 1);
  // What is lost with a unit takes the place of no document.
  for (uint64_t seed = 0; seed < 20; ++seed) {
    options.sample = SampleRule{3, seed};
    EXPECT_EQ(RunSteps({"a", "b", "torn", "d", "e", "f", "g", "h"}, "", "", options, 2).read, 3);
  }
  options.sample = SampleRule{100, 1};
  EXPECT_EQ(RunSteps({"a", "b", "c"}, "", "", options, 2).out, "0|a\n1|b\n2|c\n");
  EXPECT_EQ(RunSteps({}, "", "", options, 2).out, "");
}

}  // namespace
}  // namespace textmill::core
