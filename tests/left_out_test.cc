// What a table of CSV leaves out of the input, for nobody declared it, is told at the end of the
// run.
#include <gmock/gmock.h>

#include "tests/program.h"

namespace textmill::tests {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class LeftOutTest : public ProgramTest {
 protected:
  Ended Run(const std::string& reader, const std::string& writer) {
    Write("p.yaml", "textmill: 1\nname: p\nsteps:\n  - uses: " + reader +
                        "\n  - uses: write.csv\n    with: " + writer + "\n");
    return Here("$T run --overwrite p.yaml");
  }
};

TEST_F(LeftOutTest, ColumnsOfATable) {
  Write("in.csv", "id,text,pages,shelf\n1,One,7,a\n2,Two,8,b\n");
  const std::string read = "read.csv\n    with: { path: in.csv, types: { pages: int } }";
  Ended ended = Run(read, "{ path: '-' }");
  EXPECT_THAT(ended.out, HasSubstr("id,text,source,title,url,date,pages\n1,One,in.csv,,,,7\n"));
  EXPECT_THAT(ended.err, HasSubstr("values of undeclared input fields not written: shelf 2"));
  ended = Run(read, "{ path: '-', columns: [id, extra] }");
  EXPECT_THAT(ended.out, HasSubstr("2,\"{\"\"shelf\"\":\"\"b\"\"}\"\n"));
  EXPECT_THAT(ended.err, Not(HasSubstr("not written")));
}

// Before the run, too: `check` reads no input, and says what cannot come; `preview` says what it
// is.
TEST_F(LeftOutTest, IsToldBeforeTheRun) {
  Write("in.csv", "id,text,shelf\n1,One,a\n");
  const std::string read = "read.csv\n    with: { path: in.csv }";
  Run(read, "{ path: '-' }");
  Ended ended = Here("$T check p.yaml");
  EXPECT_EQ(ended.status, 0);
  EXPECT_THAT(ended.err, HasSubstr("note: p.yaml:6:11: `write.csv` leaves out the fields of the "
                                   "input that the reader does not declare"));
  ended = Here("$T preview p.yaml --html p.html");
  const std::string counted = "values of undeclared input fields not written: shelf 1";
  EXPECT_THAT(ended.out, HasSubstr("    " + counted + "\n"));
  EXPECT_THAT(ReadFile(At("p.html")), HasSubstr("<p>" + counted + "</p>"));
  for (const char* all : {"{ path: '-', columns: [id, extra] }", "{ path: '-', columns: [id] }"}) {
    Run(read, all);
    EXPECT_THAT(Here("$T check p.yaml").err, Not(HasSubstr("leaves out"))) << all;
  }
}

// A null is no value that could be lost.
TEST_F(LeftOutTest, NullsAreNotCounted) {
  Write("in.jsonl",
        "{\"id\":\"1\",\"text\":\"One\",\"date\":null,\"n\":null}\n"
        "{\"id\":\"2\",\"text\":\"Two\",\"n\":3,\"m\":[]}\n");
  const Ended ended = Run("read.jsonl\n    with: { path: in.jsonl }", "{ path: '-' }");
  EXPECT_THAT(ended.err, HasSubstr("not written: m 1, n 1\n"));
}

}  // namespace
}  // namespace textmill::tests
