#include "plugins/exec/exec.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "textmill/testing.hpp"

namespace textmill::exec {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::textmill::testing::Columns;
using ::textmill::testing::Given;
using ::textmill::testing::GivenParams;
using ::textmill::testing::Outcome;
using ::textmill::testing::StageRunner;

using Words = std::vector<std::string>;

GivenParams Params(Words command, GivenParams more = {}) {
  more.emplace_back("command", Given(std::move(command)));
  bool makes = false;
  for (const auto& [name, value] : more) makes = makes || name == "makes";
  if (!makes) more.emplace_back("makes", Given::Fields({{"copy", "string"}}));
  return more;
}

// A shell's loop that does `body` with each $line, and else copies the text.
Words Loop(const std::string& body) {
  return {"sh", "-c",
          "while IFS= read -r line; do case \"$line\" in " + body +
              " esac; printf '%s\\n' \"$line\" | sed 's/\"text\":/\"copy\":/'; done"};
}
const Words kCopy = {"sed", "-u", "s/\"text\":/\"copy\":/"};

Columns Texts(std::vector<std::optional<std::string>> texts) {
  return Columns().Add<Utf8>("text", std::move(texts));
}

std::vector<std::string> Copies(const Outcome& outcome) {
  std::vector<std::string> copies;
  for (const auto& row : outcome.rows) copies.push_back(row.at("copy"));
  return copies;
}

Outcome RunOn(const GivenParams& params, Columns columns, int64_t batch_rows = 1000) {
  StageRunner<Exec> run(params);
  return run.Run(std::move(columns), batch_rows);
}

TEST(ExecTest, PutsEachDocumentToTheProgram) {
  for (const int64_t batch_rows : {1, 2, 100}) {
    const Outcome out = RunOn(Params(kCopy), Texts({"a", "\"\\\n", std::nullopt, "ü"}), batch_rows);
    EXPECT_EQ(out.error, "");
    EXPECT_THAT(Copies(out), ElementsAre("\"a\"", R"("\"\\\n")", "null", "\"ü\""));
  }
}

TEST(ExecTest, TakesValuesOfAllTypes) {
  const Outcome out = RunOn(
      Params({"sed", "-u", R"(s/"text":.*/"n":7,"x":0.5,"b":true,"t":["a","b"],"o":[{"k":"v"}]}/)"},
             {{"makes", Given::Fields({{"n", "int"},
                                       {"x", "float64"},
                                       {"b", "bool"},
                                       {"t", "list<utf8>"},
                                       {"o", "list<{k: string}>"}})}}),
      Texts({"a"}));
  EXPECT_EQ(out.error, "");
  ASSERT_THAT(out.rows, SizeIs(1));
  EXPECT_EQ(out.rows[0].at("n"), "7");
  EXPECT_EQ(out.rows[0].at("x"), "0.5");
  EXPECT_EQ(out.rows[0].at("b"), "true");
  EXPECT_EQ(out.rows[0].at("t"), R"(["a","b"])");
  EXPECT_EQ(out.rows[0].at("o"), R"([{"k":"v"}])");
}

TEST(ExecTest, DropsAndFailsWhatTheProgramSays) {
  const Outcome out =
      RunOn(Params({"sed", "-u", "-e", R"(s/"text":"short"/"_drop":"too short"/)", "-e",
                    R"(s/"text":"bad"/"_error":"cannot be read"/)", "-e", R"(s/"text":/"copy":/)"}),
            Texts({"a", "short", "bad", "b"}));
  EXPECT_EQ(out.error, "");
  EXPECT_THAT(Copies(out), ElementsAre("\"a\"", "\"b\""));
  ASSERT_THAT(out.dropped, SizeIs(1));
  EXPECT_EQ(out.dropped[0].reason, "program");
  EXPECT_EQ(out.dropped[0].details.at("why"), "\"too short\"");
  ASSERT_THAT(out.failed, SizeIs(1));
  EXPECT_EQ(out.failed[0].row, 2);
  EXPECT_EQ(out.failed[0].message, "cannot be read");
}

// What the program does to the third of five documents costs that one.
struct Misdeed {
  const char* name;
  Words command;
  const char* message;
  const char* timeout = "60s";
};
class ExecMisdeedTest : public ::testing::TestWithParam<Misdeed> {};

TEST_P(ExecMisdeedTest, CostsThatDocument) {
  const Outcome out = RunOn(Params(GetParam().command, {{"timeout", GetParam().timeout}}),
                            Texts({"a", "b", "oops", "c", "d"}));
  EXPECT_EQ(out.error, "");
  EXPECT_THAT(Copies(out), ElementsAre("\"a\"", "\"b\"", "\"c\"", "\"d\""));
  ASSERT_THAT(out.failed, SizeIs(1));
  EXPECT_EQ(out.failed[0].row, 2);
  EXPECT_THAT(out.failed[0].message, HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    All, ExecMisdeedTest,
    ::testing::Values(
        Misdeed{"loses", Loop("*oops*) continue;;"), "gave no answer"},
        Misdeed{"doubles", Loop("*oops*) echo \"$line\" | sed 's/\"text\":/\"copy\":/';;"),
                "answered twice"},
        Misdeed{"no_json", Loop("*oops*) echo 'what is this?'; continue;;"),
                "not a JSON object: what is this?"},
        Misdeed{"half_json", Loop("*oops*) line='{\"text\": nul'\"${line#?}\";;"), "not"},
        Misdeed{"no_row", Loop("*oops*) echo '{\"copy\":\"x\"}'; continue;;"), "give back `_row`"},
        Misdeed{"other_row", Loop("*oops*) echo '{\"_row\":99,\"copy\":\"x\"}'; continue;;"),
                "`_row` 99, which it was not given"},
        Misdeed{"no_member", Loop("*oops*) echo \"$line\"; continue;;"), "has no `copy`"},
        Misdeed{"wrong_type",
                Loop("*oops*) echo \"$line\" | sed 's/\"text\":.*/\"copy\":[1]}/'; continue;;"),
                "`copy` will not do"},
        Misdeed{"not_utf8", Loop("*oops*) printf '%s\\377\"}\\n' \"${line%oops*}\"; continue;;"),
                "not UTF-8"},
        Misdeed{"exits", Loop("*oops*) echo 'no idea' >&2; exit 3;;"),
                "ended with exit status 3; the last line on its standard error: no idea"},
        Misdeed{"crashes", Loop("*oops*) kill -SEGV $$;;"), "was killed by signal 11"},
        Misdeed{"hangs", Loop("*oops*) sleep 100;;"), "gave no answer for 1 s", "1s"}),
    [](const auto& info) { return info.param.name; });

// It counts lines for itself, and loses one: what comes after is not taken for that of others.
TEST(ExecTest, LinesThatTheProgramNumbersItselfAreNone) {
  const Words count = {"awk",
                       "NR != 2 { printf \"{\\\"_row\\\":%d,\\\"copy\\\":\\\"x\\\"}\\n\", n++ }"};
  const Outcome out =
      RunOn(Params(count, {{"lifetime", "batch"}}), Texts({"a", "b", "c", "d", "e"}));
  EXPECT_THAT(out.rows, IsEmpty());
  ASSERT_THAT(out.failed, SizeIs(5));
  EXPECT_THAT(out.failed[0].message, HasSubstr("`_row` 0, which it was not given"));
}

TEST(ExecTest, AProgramThatNeverAnswersEndsTheRun) {
  const Words silent = {"sh", "-c", "cat >/dev/null"};
  const std::vector<std::optional<std::string>> texts(20, "a");
  const Outcome out = RunOn(Params(silent, {{"timeout", "20ms"}}), Texts(texts));
  EXPECT_THAT(out.error, HasSubstr("`sh` gave no answer for 0.02 s, for 10 documents one after"));
  // One answer in between, and it goes on.
  const Words slow = {"sh", "-c",
                      "while IFS= read -r l; do case \"$l\" in *yes*) echo \"$l\" | sed "
                      "'s/\"text\":/\"copy\":/';; *) cat >/dev/null;; esac; done"};
  std::vector<std::optional<std::string>> mixed(16, "a");
  mixed[8] = "yes";
  const Outcome some = RunOn(Params(slow, {{"timeout", "100ms"}}), Texts(mixed));
  EXPECT_EQ(some.error, "");
  EXPECT_THAT(some.rows, SizeIs(1));
  EXPECT_THAT(some.failed, SizeIs(15));
}

TEST(ExecTest, StandardErrorWithoutEndIsNoAnswer) {
  const Outcome out = RunOn(Params({"sh", "-c", "while :; do head -c 1000000 /dev/zero >&2; done"},
                                   {{"timeout", "200ms"}}),
                            Texts({"a"}));
  ASSERT_THAT(out.failed, SizeIs(1));
  EXPECT_THAT(out.failed[0].message, HasSubstr("gave no answer for 0.2 s"));
}

TEST(ExecTest, AnAnswerThatIsTooLongCostsItsDocument) {
  const Outcome out =
      RunOn(Params(Loop("*oops*) yes | tr -d '\\n'; ;;"), {{"max_line_bytes", int64_t{100000}}}),
            Texts({"a", "oops", "b"}));
  EXPECT_EQ(out.error, "");
  EXPECT_THAT(Copies(out), ElementsAre("\"a\"", "\"b\""));
  ASSERT_THAT(out.failed, SizeIs(1));
  EXPECT_THAT(out.failed[0].message, HasSubstr("longer than max_line_bytes, 100000 bytes: yyyy"));
}

// Also when all of it is there at once.
TEST(ExecTest, ALineThatIsTooLongIsNoAnswer) {
  const std::string filler(5000, 'x');
  const Outcome out =
      RunOn(Params({"sed", "-u", "-e", "s/\"text\":\"oops\"/\"copy\":\"" + filler + "\"/", "-e",
                    "s/\"text\":/\"copy\":/"},
                   {{"max_line_bytes", int64_t{1024}}}),
            Texts({"a", "oops", "b"}));
  EXPECT_EQ(out.error, "");
  EXPECT_THAT(Copies(out), ElementsAre("\"a\"", "\"b\""));
  ASSERT_THAT(out.failed, SizeIs(1));
  EXPECT_THAT(out.failed[0].message, HasSubstr("longer than max_line_bytes, 1024 bytes"));
}

TEST(ExecTest, AnswersOutOfOrderAreNone) {
  const Outcome out = RunOn(
      Params({"sed", "-u", "-e", "s/\"text\":/\"copy\":/", "-e", "/later/{h;d}", "-e", "/first/G"}),
      Texts({"a", "later", "first", "b"}));
  EXPECT_EQ(out.error, "");
  EXPECT_THAT(Copies(out), ElementsAre("\"a\"", "\"first\"", "\"b\""));
  ASSERT_THAT(out.failed, SizeIs(1));
  EXPECT_EQ(out.failed[0].row, 1);
}

TEST(ExecTest, EachProcessThatEndsEarlyIsReplaced) {
  std::vector<std::optional<std::string>> texts(50, "a");
  // Two lines, and it has enough.
  const Outcome out =
      RunOn(Params({"sed", "-u", "-e", "s/\"text\":/\"copy\":/", "-e", "2q"}), Texts(texts));
  EXPECT_EQ(out.error, "");
  EXPECT_THAT(out.rows, SizeIs(50));
  EXPECT_THAT(out.failed, IsEmpty());
}

TEST(ExecTest, AProgramThatAlwaysDiesFailsAllDocuments) {
  const Outcome out = RunOn(Params({"sh", "-c", "exec 0<&-; exit 7"}), Texts({"a", "b", "c"}));
  EXPECT_EQ(out.error, "");
  EXPECT_THAT(out.rows, IsEmpty());
  ASSERT_THAT(out.failed, SizeIs(3));
  EXPECT_THAT(out.failed[1].message, HasSubstr("exit status 7"));
}

TEST(ExecTest, AProgramThatAlwaysDiesEndsTheRun) {
  const auto run = [](const std::string& script) {
    std::vector<std::optional<std::string>> texts(30, "a");
    texts[1] = "yes";
    return RunOn(Params({"sh", "-c", script}), Texts(texts), 1);
  };
  EXPECT_THAT(run("echo no such file >&2; exit 2").error,
              AllOf(HasSubstr("`sh` was started 20 times and has answered no document"),
                    HasSubstr("no such file")));
  // It may die as often as it likes if it has answered once.
  const Outcome out = run(
      "read -r line; case $line in *yes*) echo \"$line\" | sed 's/\"text\":/\"copy\":/';; esac");
  EXPECT_EQ(out.error, "");
  EXPECT_THAT(out.rows, SizeIs(1));
}

TEST(ExecTest, OneThatHoldsItsAnswersBackIsFoundOut) {
  StageRunner<Exec> run(Params({"sed", "s/\"text\":/\"copy\":/"}, {{"timeout", "200ms"}}));
  const Outcome out = run.Run(Texts({"a", "b", "c"}), 1);
  EXPECT_EQ(out.error, "");
  EXPECT_THAT(Copies(out), ElementsAre("\"a\"", "\"b\"", "\"c\""));
  EXPECT_THAT(run.log(), HasSubstr("lifetime: batch"));
}

TEST(ExecTest, AProcessForEachBatch) {
  const Outcome out = RunOn(Params({"sed", "s/\"text\":/\"copy\":/"}, {{"lifetime", "batch"}}),
                            Texts({"a", "b", "c"}), 2);
  EXPECT_EQ(out.error, "");
  EXPECT_THAT(Copies(out), ElementsAre("\"a\"", "\"b\"", "\"c\""));
}

TEST(ExecTest, ShowsStandardError) {
  StageRunner<Exec> run(
      Params({"sh", "-c", "yes hello | head -n 30 >&2; exec sed -u 's/\"text\":/\"copy\":/'"}));
  const Outcome out = run.Run(Texts({"a"}));
  EXPECT_EQ(out.error, "");
  EXPECT_THAT(run.log(), AllOf(HasSubstr("`sh`: hello"), HasSubstr("writes more")));
}

TEST(ExecTest, MuchGoesBothWays) {
  std::vector<std::optional<std::string>> texts(300, std::string(20000, 'x'));
  const Outcome out = RunOn(Params(kCopy), Texts(texts));
  EXPECT_EQ(out.error, "");
  EXPECT_THAT(out.rows, SizeIs(300));
}

TEST(ExecTest, RefusesWhatCannotRun) {
  const auto error = [](const GivenParams& given) {
    const Outcome out = RunOn(given, Texts({"a"}));
    return out.error_subject + ": " + out.error;
  };
  EXPECT_THAT(error(Params({"no-such-program", "x"})),
              AllOf(HasSubstr("command[0]: "), HasSubstr("no program `no-such-program` in any")));
  EXPECT_THAT(error(Params({"./no-such-program"})), HasSubstr("no program `./no-such-program`"));
  EXPECT_THAT(error(Params({"/etc/passwd"})), HasSubstr("cannot be executed"));
  EXPECT_THAT(error(Params({"/"})), HasSubstr("cannot be executed"));
  EXPECT_THAT(error(Params({"sed -u p"})), HasSubstr("no program `sed -u p`"));
  EXPECT_THAT(error(Params({})), HasSubstr("empty list"));
  EXPECT_THAT(error(Params(kCopy, {{"makes", Given::Fields({{"_row", "int"}})}})),
              AllOf(HasSubstr("makes._row"), HasSubstr("does not begin with `_`")));
  EXPECT_THAT(error(Params(kCopy, {{"makes", Given::Fields({{"x", "strnig"}})}})),
              AllOf(HasSubstr("makes.x"), HasSubstr("no type `strnig`")));
  EXPECT_THAT(error(Params(kCopy, {{"columns", Given(Words{"tetx"})}})), HasSubstr("`tetx`"));
}

}  // namespace
}  // namespace textmill::exec
