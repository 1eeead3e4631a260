// Stages in Python, with modules that are written here. Needs python3.
#include "plugins/python/python_stage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "plugins/python/python_table.h"
#include "textmill/testing.hpp"

namespace textmill::python {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;
using ::textmill::testing::Columns;
using ::textmill::testing::Given;
using ::textmill::testing::GivenParams;
using ::textmill::testing::Outcome;
using ::textmill::testing::StageRunner;
using Texts = std::vector<std::optional<std::string>>;

class PythonTest : public ::testing::Test {
 protected:
  PythonTest() {
    folder_ = fs::temp_directory_path() / ("python_test_" + std::to_string(getpid()));
    fs::create_directories(folder_);
  }
  ~PythonTest() override { fs::remove_all(folder_); }

  GivenParams Module(const std::string& code, GivenParams more = {}) {
    const fs::path path = folder_ / ("stage" + std::to_string(++modules_) + ".py");
    std::ofstream(path) << "from typing import *\nimport dataclasses, datetime, os, sys, time\n"
                        << code;
    more.emplace_back("module", path.string());
    return more;
  }
  template <class Stage = PythonMap>
  Outcome Run(const std::string& code, Columns columns, GivenParams more = {},
              int64_t batch_rows = 1000) {
    StageRunner<Stage> run(Module(code, std::move(more)));
    Outcome out = run.Run(std::move(columns), batch_rows);
    log_ = run.log();
    return out;
  }
  // Why the check refuses it.
  template <class Stage = PythonMap>
  std::string Refusal(const std::string& code, GivenParams more = {}) {
    const Outcome out =
        Run<Stage>(code, Columns().Add<Utf8>("text", {"a"}).Add<Int64>("n", {1}), std::move(more));
    return out.error_subject + ": " + out.error;
  }

  fs::path folder_;
  int modules_ = 0;
  std::string log_;
};

std::vector<std::string> All(const Outcome& out, const std::string& column) {
  std::vector<std::string> values;
  for (const auto& row : out.rows) values.push_back(row.at(column));
  return values;
}

Columns TextColumn(Texts texts) { return Columns().Add<Utf8>("text", std::move(texts)); }

TEST_F(PythonTest, AResultMakesAColumnCalledAsTheFunction) {
  for (const int64_t batch_rows : {1, 2, 100}) {
    const Outcome out = Run("def length(text: str) -> int: return len(text)",
                            TextColumn({"a", "\xC3\xBC", "", "abc"}), {}, batch_rows);
    EXPECT_EQ(out.error, "");
    EXPECT_THAT(All(out, "length"), ElementsAre("1", "1", "0", "3"));
  }
}

TEST_F(PythonTest, RecordsMakeAColumnOfEachMember) {
  for (const char* record :
       {"class Facts(TypedDict):\n  n: int\n  tags: List[str]\n  x: Optional[float]\n  b: bool\n"
        "def f(text: str) -> Facts: return {'n': 1, 'tags': ['a', 'b'], 'x': None, 'b': True}\n",
        "@dataclasses.dataclass\nclass Facts:\n  n: int\n  tags: List[str]\n  x: Optional[float]\n "
        " b: bool\n"
        "def f(text: str) -> Facts: return Facts(1, ['a', 'b'], None, True)\n",
        "class Facts(NamedTuple):\n  n: int\n  tags: List[str]\n  x: Optional[float]\n  b: bool\n"
        "def f(text: str) -> Facts: return Facts(1, ['a', 'b'], None, True)\n"}) {
    const Outcome out = Run(std::string(record), TextColumn({"a"}), {{"function", "f"}});
    ASSERT_EQ(out.error, "");
    ASSERT_THAT(out.rows, SizeIs(1)) << out.failed[0].message;
    EXPECT_EQ(out.rows[0].at("n"), "1");
    EXPECT_EQ(out.rows[0].at("tags"), R"(["a","b"])");
    EXPECT_EQ(out.rows[0].at("x"), "null");
    EXPECT_EQ(out.rows[0].at("b"), "true");
  }
}

TEST_F(PythonTest, MakesSaysWhatHintsDoNot) {
  const std::string dict = "def f(text: str) -> Dict[str, float]: return {'a': 1, 'b': 0.5}";
  EXPECT_THAT(
      All(Run(dict, TextColumn({"x"}), {{"makes", Given(std::vector<std::string>{"a", "b"})}}),
          "b"),
      ElementsAre("0.5"));
  const GivenParams typed = {{"makes", Given::Fields({{"a", "int"}, {"b", "list<{k: string}>"}})}};
  const Outcome out =
      Run("def f(text): return {'a': 1, 'b': [{'k': text}]}", TextColumn({"x"}), typed);
  ASSERT_EQ(out.error, "");
  EXPECT_THAT(All(out, "b"), ElementsAre(R"([{"k":"x"}])"));
  EXPECT_THAT(All(Run("def f(text: str) -> str: return text.upper()", TextColumn({"x"}),
                      {{"makes", "text"}}),
                  "text"),
              ElementsAre("\"X\""));
}

// All types go there and back.
TEST_F(PythonTest, EveryTypeGoesBothWays) {
  const Outcome out = Run("def f(**columns) -> str: return repr(columns)",
                          Columns()
                              .Add<Utf8>("u", {"\xF0\x9F\x90\x88", std::nullopt})
                              .Add<Bool>("b", {true, std::nullopt})
                              .Add<Int32>("i", {-7, std::nullopt})
                              .Add<Float32>("f", {0.5F, std::nullopt})
                              .Add<UInt64>("L", {~uint64_t{0}, std::nullopt})
                              .Add<Timestamp>("t", {1500000, std::nullopt}),
                          {}, 1);
  ASSERT_EQ(out.error, "");
  const auto shown = All(out, "f");
  ASSERT_THAT(shown, SizeIs(2));
  EXPECT_THAT(shown[0], AllOf(HasSubstr("'b': True"), HasSubstr("'i': -7"), HasSubstr("'f': 0.5"),
                              HasSubstr("18446744073709551615"),
                              HasSubstr("datetime(1970, 1, 1, 0, 0, 1, 500000, tz")));
  EXPECT_THAT(shown[1], HasSubstr("'u': None, 'b': None"));
  const Outcome time =
      Run("def f(t: datetime.datetime) -> datetime.datetime: return t + datetime.timedelta(days=1)",
          Columns().Add<Timestamp>("t", {1500000}));
  EXPECT_THAT(All(time, "f"), ElementsAre("86401500000"));
}

TEST_F(PythonTest, ADefaultMayBeWithoutColumn) {
  const Outcome out =
      Run("def f(text: str, lang: str = 'en', *, n: int = 7) -> str: return f'{text} {lang} {n}'",
          Columns().Add<Utf8>("text", {"a"}).Add<Int64>("n", {1}));
  EXPECT_THAT(All(out, "f"), ElementsAre("\"a en 1\""));
}

// What the function does to the third of five documents costs that one.
struct Misdeed {
  const char* name;
  const char* code;
  const char* message;
  const char* timeout = "60s";
};
class PythonMisdeedTest : public PythonTest, public ::testing::WithParamInterface<Misdeed> {};

TEST_P(PythonMisdeedTest, CostsThatDocument) {
  const Outcome out =
      Run(std::string("def f(text: str) -> str:\n  if text != 'oops': return text\n  ") +
              GetParam().code,
          TextColumn({"a", "b", "oops", "c", "d"}),
          {{"timeout", GetParam().timeout}, {"max_value_bytes", int64_t{1000}}});
  EXPECT_EQ(out.error, "");
  EXPECT_THAT(All(out, "f"), ElementsAre("\"a\"", "\"b\"", "\"c\"", "\"d\""));
  ASSERT_THAT(out.failed, SizeIs(1));
  EXPECT_EQ(out.failed[0].row, 2);
  EXPECT_THAT(out.failed[0].message, HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    All, PythonMisdeedTest,
    ::testing::Values(
        Misdeed{"raises", "raise ValueError('no idea')", "ValueError: no idea"},
        Misdeed{"raises_what_cannot_be_shown", "raise ValueError('\\ud800')", "ValueError"},
        Misdeed{"recurses", "return f(text)", "RecursionError"},
        Misdeed{"exits", "sys.exit('bye')", "SystemExit: bye"},
        Misdeed{"dies", "os._exit(4)", "ended with exit status 4"},
        Misdeed{"crashes", "os.kill(os.getpid(), 11)", "killed by signal 11"},
        Misdeed{"hangs", "time.sleep(100)", "gave no answer for 1 s", "1s"},
        Misdeed{"other_type", "return 7", "the column `f` is 7, a int, not utf8"},
        Misdeed{"none", "return None", "is None, which its hint does not allow"},
        Misdeed{"surrogate", "return '\\ud800'", "half of a surrogate pair"},
        Misdeed{"long", "return 'x' * 1001", "1,001 bytes long, more than max_value_bytes"},
        Misdeed{"long_in_bytes", "return '\\u00fc' * 501", "1,002 bytes long"}),
    [](const auto& info) { return info.param.name; });

TEST_F(PythonTest, AFunctionThatNeverReturnsEndsTheRun) {
  const std::vector<std::optional<std::string>> texts(12, "a");
  for (const char* code : {"def f(text: str) -> str: time.sleep(100)",
                           "def f(text: List[str]) -> List[str]: time.sleep(100)"}) {
    const bool batch = std::string(code).find("List") != std::string::npos;
    const Outcome out = Run(code, TextColumn(texts), {{"timeout", "20ms"}, {"batch", batch}});
    EXPECT_THAT(out.error, HasSubstr("gave no answer for 0.02 s, for 10 documents one after"));
  }
  const Outcome some = Run("def f(text: str) -> str:\n  if text: time.sleep(100)\n  return text",
                           TextColumn({"a", "b", "c", "d", "e", "f", "", "g", "h", "i", "j", "k"}),
                           {{"timeout", "50ms"}});
  EXPECT_EQ(some.error, "");
  EXPECT_THAT(some.failed, SizeIs(11));
}

// Each is within bounds, and together they would be gigabytes.
TEST_F(PythonTest, MuchIsAnsweredInPieces) {
  const auto texts = [] { return TextColumn({"a", "b", "oops", "c", "d", "e", "f"}); };
  const Outcome map =
      Run("def f(text: str) -> str:\n"
          "  import resource\n"
          "  if text == 'f':  # what it took at most, in kB\n"
          "    return str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 900 * 1024)\n"
          "  if text == 'oops': 1/0\n"
          "  return text * (60 << 20)",
          texts());
  EXPECT_EQ(map.error, "");
  ASSERT_THAT(map.rows, SizeIs(6));
  EXPECT_EQ(map.rows[3].at("f").substr(0, 9), "\"dddddddd");
  EXPECT_EQ(map.rows[5].at("f"), "\"True\"");
  ASSERT_THAT(map.failed, SizeIs(1));
  EXPECT_EQ(map.failed[0].row, 2);
  const Outcome expand = Run<PythonExpand>(
      "def f(text: str) -> List[str]:\n"
      "  if text == 'oops': 1/0\n"
      "  return [text * (20 << 20)] * 2",
      texts(), {{"makes", "text"}});
  EXPECT_EQ(expand.error, "");
  EXPECT_THAT(expand.rows, SizeIs(12));
  EXPECT_THAT(expand.failed, SizeIs(1));
}

TEST_F(PythonTest, TooMuchOfOneDocumentFailsIt) {
  const Outcome one = Run("def f(text: str) -> str: return text * (1 << 30)", TextColumn({"a"}));
  ASSERT_THAT(one.failed, SizeIs(1));
  EXPECT_THAT(one.failed[0].message, HasSubstr("made more than 268,435,456 bytes of one"));
  const Outcome list =
      Run("def f(text: str) -> List[str]: return [text * (1 << 20)] * (300 if text == 'a' else 1)",
          TextColumn({"a", "b"}));
  EXPECT_THAT(list.rows, SizeIs(1));
  ASSERT_THAT(list.failed, SizeIs(1));
  EXPECT_EQ(list.failed[0].row, 0);
  const Outcome endless =
      Run<PythonExpand>("def f(text: str) -> Iterator[str]:\n  while True: yield text * (1 << 20)",
                        TextColumn({"a"}), {{"makes", "text"}});
  ASSERT_THAT(endless.failed, SizeIs(1));
  EXPECT_THAT(endless.failed[0].message, HasSubstr("made more than"));
}

TEST_F(PythonTest, NullsFailWhereTheHintHasNone) {
  const Outcome out = Run("def f(text: str) -> str: return text", TextColumn({"a", std::nullopt}));
  ASSERT_THAT(out.failed, SizeIs(1));
  EXPECT_THAT(out.failed[0].message, HasSubstr("the document has no `text`"));
  EXPECT_THAT(All(Run("def f(text: Optional[str]) -> bool: return text is None",
                      TextColumn({"a", std::nullopt})),
                  "f"),
              ElementsAre("false", "true"));
}

TEST_F(PythonTest, WrongMembersFail) {
  const GivenParams makes = {{"makes", Given(std::vector<std::string>{"a"})}};
  const auto failure = [&](const std::string& result) {
    const Outcome out =
        Run("def f(text) -> Dict[str, int]: return " + result, TextColumn({"a"}), makes);
    EXPECT_THAT(out.failed, SizeIs(1));
    return out.failed.empty() ? "" : out.failed[0].message;
  };
  EXPECT_THAT(failure("{'a': 1, 'b': 2}"),
              HasSubstr("returned `b`, which is none of its columns: a"));
  EXPECT_THAT(failure("{}"), HasSubstr("returned no `a`"));
  EXPECT_THAT(failure("7"), HasSubstr("returned 7, which is no dict"));
  EXPECT_THAT(failure("{'a': 1 << 63}"), HasSubstr("which int64 does not hold"));
  EXPECT_THAT(failure("{'a': True}"), HasSubstr("True, a bool, not int64"));
}

TEST_F(PythonTest, AForkedProcessDoesNotAnswer) {
  const Outcome out = Run("def f(text: str) -> int:\n  os.fork()\n  return os.getpid()",
                          TextColumn({"a", "b", "c"}));
  EXPECT_EQ(out.error, "");
  ASSERT_THAT(out.rows, SizeIs(3));
  EXPECT_EQ(out.rows[0].at("f"), out.rows[2].at("f"));
}

TEST_F(PythonTest, AProcessForkedByTheImportDoesNotAnswer) {
  const Outcome out = Run("os.fork()\ndef f(text: str) -> str: return text",
                          TextColumn({"a", "b", "c", "d"}), {}, 1);
  EXPECT_EQ(out.error, "");
  EXPECT_THAT(All(out, "f"), ElementsAre("\"a\"", "\"b\"", "\"c\"", "\"d\""));
}

TEST_F(PythonTest, WhatIsPrintedGoesToTheLog) {
  const Outcome out =
      Run("print('imported')\n"
          "def f(text: str) -> str:\n"
          "  print('hello'); os.system('echo from a shell; cat'); return sys.stdin.read()",
          TextColumn({"a"}));
  EXPECT_EQ(out.error, "");
  EXPECT_THAT(All(out, "f"), ElementsAre("\"\""));
  EXPECT_THAT(log_, AllOf(HasSubstr("hello"), HasSubstr("from a shell"), HasSubstr("imported")));
}

// Sets and hashes are the same in every process.
TEST_F(PythonTest, HashesAreTheSameEverywhere) {
  const std::string code = "def f(text: str) -> List[str]: return list(set(text.split()))";
  const auto columns = [] { return TextColumn({"one two three four five six seven"}); };
  EXPECT_EQ(All(Run(code, columns()), "f"), All(Run(code, columns()), "f"));
}

TEST_F(PythonTest, ImportsWhatIsBesideIt) {
  std::ofstream(folder_ / "beside_it.py") << "def twice(n): return 2 * n\n";
  const Outcome out =
      Run("import beside_it\ndef f(text: str) -> int: return beside_it.twice(len(text))",
          TextColumn({"ab"}));
  EXPECT_THAT(All(out, "f"), ElementsAre("4"));
}

TEST_F(PythonTest, FiltersByTruthOrReason) {
  for (const int64_t batch_rows : {1, 3}) {
    const Outcome truth = Run<PythonFilter>("def f(text: str) -> bool: return text != 'b'",
                                            TextColumn({"a", "b", "c"}), {}, batch_rows);
    EXPECT_EQ(truth.error, "");
    EXPECT_THAT(truth.rows, SizeIs(2));
    ASSERT_THAT(truth.dropped, SizeIs(1));
    EXPECT_EQ(truth.dropped[0].reason, "function");
    const Outcome reason = Run<PythonFilter>(
        "def f(text: str) -> Optional[str]: return 'is ' + text if text == 'b' else None",
        TextColumn({"a", "b", "c"}), {}, batch_rows);
    EXPECT_EQ(reason.error, "");
    ASSERT_THAT(reason.dropped, SizeIs(1));
    EXPECT_EQ(reason.dropped[0].details.at("why"), "\"is b\"");
  }
  const Outcome wrong =
      Run<PythonFilter>("def f(text: str) -> bool: return text", TextColumn({"a"}));
  ASSERT_THAT(wrong.failed, SizeIs(1));
  EXPECT_THAT(wrong.failed[0].message, HasSubstr("returned 'a', a str, not True or False"));
}

// As numpy has truth values, before version 2 and since.
TEST_F(PythonTest, TruthOfNumpyIsTruth) {
  for (const std::string name : {"bool_", "bool"}) {
    const std::string numpy = "Truth = type('" + name +
                              "', (), {'__module__': 'numpy', '__init__': lambda s, v: setattr(s, "
                              "'v', v), '__bool__': lambda s: s.v})\n";
    EXPECT_THAT(All(Run(numpy + "def f(text: str) -> bool: return Truth(text == 'a')",
                        TextColumn({"a", "b"})),
                    "f"),
                ElementsAre("true", "false"));
    const Outcome filter = Run<PythonFilter>(
        numpy + "def f(text: str) -> bool: return Truth(text == 'a')", TextColumn({"a", "b"}));
    EXPECT_THAT(filter.failed, IsEmpty());
    EXPECT_THAT(filter.dropped, SizeIs(1));
  }
}

TEST_F(PythonTest, ExpandsByLists) {
  const std::string code =
      "def f(text: str) -> Iterator[str]:\n"
      "  for part in text.split():\n"
      "    if part == 'oops': raise ValueError(part)\n"
      "    yield 7 if part == '7' else part\n";
  for (const int64_t batch_rows : {1, 2, 10}) {
    const Outcome out =
        Run<PythonExpand>(code, TextColumn({"a b", "", "c", "d oops", "e 7 f", "g h i"}),
                          {{"makes", "text"}}, batch_rows);
    EXPECT_EQ(out.error, "");
    EXPECT_THAT(All(out, "text"),
                ElementsAre("\"a\"", "\"b\"", "\"c\"", "\"g\"", "\"h\"", "\"i\""));
    ASSERT_THAT(out.failed, SizeIs(2));
    EXPECT_THAT(out.failed[0].message, HasSubstr("ValueError: oops"));
    EXPECT_THAT(out.failed[1].message, HasSubstr("is 7, a int"));
  }
}

const char* const kCount =
    "class Row(NamedTuple):\n  value: str\n  n: int\n"
    "class Count:\n"
    "  def __init__(self): self.n = {}\n"
    "  def add(self, text: str):\n"
    "    if text == 'oops': raise ValueError(text)\n"
    "    if text == 'die': os._exit(3)\n"
    "    self.n[text] = self.n.get(text, 0) + 1\n"
    "  def rows(self) -> Iterator[Row]:\n"
    "    for value in self.n: yield Row(value, self.n[value])\n";

TEST_F(PythonTest, ATableSeesAllDocumentsInOrder) {
  for (const int64_t restart : {-1, 0, 2, 4}) {
    StageRunner<PythonTable> run(Module(kCount, {{"function", "Count"}}));
    const Outcome out = run.Run(TextColumn({"b", "a", "oops", "b", "c"}), 2, restart);
    EXPECT_EQ(out.error, "");
    ASSERT_THAT(out.failed, SizeIs(1));
    ASSERT_THAT(out.tables, SizeIs(1));
    const auto& rows = out.tables[0];
    ASSERT_THAT(rows, SizeIs(3));
    EXPECT_EQ(rows[0].at("value"), "\"b\"");
    EXPECT_EQ(rows[0].at("n"), "2");
    EXPECT_EQ(rows[2].at("value"), "\"c\"");
  }
  const Outcome dead = Run<PythonTable>(kCount, TextColumn({"a", "die"}), {{"function", "Count"}});
  EXPECT_THAT(dead.error, AllOf(HasSubstr("exit status 3"), HasSubstr("is lost")));
}

TEST_F(PythonTest, BatchesAreLists) {
  for (const int64_t batch_rows : {1, 2, 10}) {
    const Outcome map =
        Run("def f(text: List[str]) -> List[int]: return [100 // len(t) for t in text]",
            TextColumn({"a", "ab", "", "abcd"}), {{"batch", true}}, batch_rows);
    EXPECT_EQ(map.error, "");
    EXPECT_THAT(All(map, "f"), ElementsAre("100", "50", "25"));
    ASSERT_THAT(map.failed, SizeIs(1));
    EXPECT_EQ(map.failed[0].row, 2);
    EXPECT_THAT(map.failed[0].message, HasSubstr("ZeroDivisionError"));
    const Outcome filter =
        Run<PythonFilter>("def f(text: List[str]) -> List[bool]: return [t > 'a' for t in text]",
                          TextColumn({"a", "b"}), {{"batch", true}}, batch_rows);
    EXPECT_THAT(filter.rows, SizeIs(1));
    const Outcome crash =
        Run("def f(text: List[str]) -> List[int]:\n  if 'die' in text: os._exit(3)\n  return [1] * "
            "len(text)",
            TextColumn({"a", "b", "die", "c"}), {{"batch", true}}, batch_rows);
    EXPECT_THAT(crash.rows, SizeIs(3));
    ASSERT_THAT(crash.failed, SizeIs(1));
    EXPECT_EQ(crash.failed[0].row, 2);
  }
  const Outcome few = Run("def f(text: List[str]) -> List[str]: return text[1:]",
                          TextColumn({"a", "b"}), {{"batch", true}});
  ASSERT_THAT(few.failed, SizeIs(2));
  EXPECT_THAT(few.failed[0].message, HasSubstr("has 0 values for 1 documents"));
}

TEST_F(PythonTest, RefusesBeforeTheRun) {
  EXPECT_THAT(Refusal("import nosuch"),
              AllOf(StartsWith("module: "),
                    HasSubstr("cannot be imported: ModuleNotFoundError: No module named 'nosuch'"),
                    HasSubstr("line 3")));
  EXPECT_THAT(Refusal("def f(:"), HasSubstr("SyntaxError"));
  EXPECT_THAT(Refusal("os._exit(3)"), HasSubstr("ended with exit status 3"));
  EXPECT_THAT(Refusal("sys.exit(1)"), HasSubstr("SystemExit: 1"));
  EXPECT_THAT(Refusal(""), HasSubstr("has 0 functions"));
  EXPECT_THAT(Refusal("def f(text): pass\ndef g(text): pass"),
              AllOf(StartsWith("function: "), HasSubstr("has 2 functions: f, g")));
  EXPECT_THAT(Refusal("def f(text): pass", {{"function", "g"}}), HasSubstr("has no function `g`"));
  EXPECT_THAT(Refusal("x = 1", {{"function", "x"}}), HasSubstr("`x` in"));
  EXPECT_THAT(Refusal("def f(text: int) -> int: pass"),
              HasSubstr(".py:3: `f` takes `text: int`, but the column `text` is utf8"));
  EXPECT_THAT(Refusal("def f(n: str) -> int: pass"), HasSubstr("but the column `n` is int64"));
  EXPECT_THAT(Refusal("def f(tetx: str) -> int: pass"),
              HasSubstr("`f` takes `tetx`, and there is no such column"));
  EXPECT_THAT(Refusal("def f(*text) -> int: pass"), HasSubstr("`*text` takes no column"));
  EXPECT_THAT(Refusal("def f(text) -> 'Nothing': pass"), HasSubstr("NameError"));
  EXPECT_THAT(Refusal("def f(text): pass"), HasSubstr("does not say which columns"));
  EXPECT_THAT(Refusal("def f(text) -> None: pass"), HasSubstr("returns None"));
  EXPECT_THAT(Refusal("def f(text) -> complex: pass"),
              HasSubstr("`complex` is no type of a column"));
  EXPECT_THAT(Refusal("def f(text) -> list: pass"), HasSubstr("does not say of what"));
  EXPECT_THAT(Refusal("def f(text) -> Tuple[int, str]: pass"),
              HasSubstr("items of different types"));
  EXPECT_THAT(Refusal("async def f(text) -> int: pass"), HasSubstr("`f` is `async`"));
  EXPECT_THAT(Refusal("def f(text) -> int: yield 1"), HasSubstr("`f` yields"));
  EXPECT_THAT(Refusal<PythonFilter>("def f(text) -> bool: yield 1"), HasSubstr("`f` yields"));
  EXPECT_THAT(
      Refusal("def f(text) -> str: pass", {{"makes", Given::Fields({{"a", "int"}})}}),
      AllOf(StartsWith("makes.a: "), HasSubstr("`a` is int64, but by its hint `f` returns utf8")));
  EXPECT_THAT(Refusal("def f(text) -> str: pass", {{"makes", Given::Fields({{"a", "strnig"}})}}),
              HasSubstr("no type `strnig`"));
  EXPECT_THAT(Refusal("def f(text) -> str: pass", {{"python", "no-such-python"}}),
              StartsWith("python: there is no program"));
  EXPECT_THAT(Refusal<PythonFilter>("def f(text) -> int: pass"),
              HasSubstr("a filter returns bool"));
  EXPECT_THAT(Refusal<PythonExpand>("def f(text) -> int: pass"), HasSubstr("return a list"));
  EXPECT_THAT(Refusal<PythonTable>("class X: pass"), HasSubstr("no method `add`"));
  EXPECT_THAT(
      Refusal<PythonTable>(
          "class X:\n  def __init__(self): 1/0\n  def add(self): pass\n  def rows(self): pass"),
      HasSubstr("ZeroDivisionError"));
  EXPECT_THAT(Refusal("def f(text: str) -> List[int]: pass", {{"batch", true}}),
              HasSubstr("given whole columns"));
}

}  // namespace
}  // namespace textmill::python
