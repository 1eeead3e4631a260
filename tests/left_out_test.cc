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
