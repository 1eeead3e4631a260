#include "core/pipeline/values/params.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/pipeline/yaml/yaml_tree.h"
#include "textmill/plugin.hpp"

namespace textmill::core {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

ParamSpec Spec(const char* name, uint32_t types) {
  ParamSpec spec;
  spec.name = name;
  spec.types = types;
  return spec;
}
ParamSpec Rules() {
  ParamSpec rule = Spec("", TEXTMILL_MAP);
  rule.fields = {Spec("name", TEXTMILL_STRING), Spec("weight", TEXTMILL_INT)};
  rule.fields[0].required = true;
  rule.fields[1].default_value = "5";
  ParamSpec spec = Spec("rules", TEXTMILL_LIST);
  spec.item = {rule};
  return spec;
}

// One parameter of each kind.
class Everything final : public textmill::Transform {
 public:
  Everything() { Describe("test.everything", "1.0.0", "Has parameters."); }
  Param<bool> flag{this, "flag", false, ""};
  Param<int64_t> count{this, "count", 3, "", Range{1, 10}};
  Param<double> share{this, "share", 0.5, "", Range{0, 1}};
  Param<std::string> title{this, "title", "a \"b\"", ""};
  Param<Path> file{this, "file", kRequired, "What to read."};
  Param<Size> size{this, "size", Size{65536}, "", Range{1024, 1048576}};
  Param<Duration> wait{this, "wait", Duration{1500000000}, "", Range{1, 60}};
  Param<Choice> action{this, "action", {"drop", "mark"}, ""};
  Param<ColumnName> column{this, "column", ColumnName{"text"}, ""};
  Param<std::vector<Path>> paths{this, "paths", kOptional, ""};
  Param<std::vector<ColumnName>> columns{this, "columns", kOptional, ""};
  Param<std::vector<double>> weights{this, "weights", kOptional, "", Range{0, 1}};
  Param<Map<std::string>> names{this, "names", kOptional, ""};
  Param<Value> either{this, Spec("either", TEXTMILL_INT | TEXTMILL_STRING)};
  Param<Value> rules{this, Rules()};
  void Process(const Batch&, Reply&, Lane*) const override {}
};

std::string Show(const textmill_value& v) {
  const std::string text(v.string.data != nullptr ? v.string.data : "", v.string.size);
  std::string out = v.given != 0 ? "" : "~";
  switch (v.type) {
    case 0:
      return "-";
    case TEXTMILL_BOOL:
      return out + (v.integer != 0 ? "true" : "false");
    case TEXTMILL_INT:
      return out + std::to_string(v.integer);
    case TEXTMILL_SIZE:
      return out + std::to_string(v.integer) + "B";
    case TEXTMILL_DURATION:
      return out + std::to_string(v.integer) + "ns";
    case TEXTMILL_FLOAT:
      return out + textmill::internal::ShowNumber(v.number);
    case TEXTMILL_STRING:
      return out + "'" + text + "'";
    case TEXTMILL_PATH:
      return out + "/" + text;
    case TEXTMILL_ENUM:
      return out + "#" + text;
    case TEXTMILL_COLUMN:
      return out + "@" + text;
    default:
      break;
  }
  std::string items;
  for (uint64_t i = 0; i < v.n_items; ++i) {
    const textmill_value& item = v.items[i];
    items += i > 0 ? " " : "";
    if (v.type == TEXTMILL_MAP) items += std::string(item.key.data, item.key.size) + "=";
    items += Show(item);
  }
  return out + (v.type == TEXTMILL_MAP ? "{" + items + "}" : "[" + items + "]");
}

class Params : public ::testing::Test {
 protected:
  ParamValues Check(const std::string& with, const Schema* columns = nullptr) {
    static const textmill_stage stage = textmill::internal::MakeStage<Everything>();
    problems.clear();
    const YamlNode node = *ReadYaml(with, "p", &problems);
    EXPECT_THAT(problems, IsEmpty());
    ParamValues values =
        CheckParams(*stage.info, node.kind == YamlNode::Kind::kNull ? nullptr : &node, {"p", 7, 7},
                    columns, &problems);
    SortProblems("p", &problems);
    EXPECT_EQ(values.root().n_items, 15u);
    EXPECT_EQ(values.sound(), problems.empty());
    return values;
  }
  // One parameter's value; `file` is given on the side.
  std::string Good(const std::string& name, const std::string& text) {
    const ParamValues values = Check(name + ": " + text + "\nfile: f\n");
    for (const Problem& problem : problems) ADD_FAILURE() << text << ": " << problem.ToString();
    return Show(*values.Find(name));
  }
  // What is wrong with it.
  std::string Bad(const std::string& name, const std::string& text) {
    const ParamValues values = Check(name + ": " + text + "\nfile: f\n");
    EXPECT_EQ(problems.size(), 1u) << text;
    EXPECT_THAT(values.broken(), ElementsAre(name));
    return problems.empty() ? "" : problems[0].ToString();
  }
  std::vector<std::string> All(const std::string& with, const Schema* columns = nullptr) {
    Check(with, columns);
    std::vector<std::string> out;
    for (const Problem& problem : problems) out.push_back(problem.ToString());
    return out;
  }
  std::vector<Problem> problems;
};

TEST_F(Params, DefaultsAreFilledIn) {
  EXPECT_EQ(Show(Check("file: f\n").root()),
            "{flag=~false count=~3 share=~0.5 title=~'a \"b\"' file=/f size=~65536B "
            "wait=~1500000000ns action=~#drop column=~@text paths=- columns=- weights=- names=- "
            "either=- rules=-}");
}

TEST_F(Params, ValuesAreTyped) {
  EXPECT_EQ(Good("flag", "true"), "true");
  EXPECT_EQ(Good("flag", "\"true\""), "true");  // what a variable may give
  EXPECT_EQ(Good("count", "010"), "10");
  EXPECT_EQ(Good("count", "'7'"), "7");
  EXPECT_EQ(Good("share", "1"), "1");
  EXPECT_EQ(Good("share", "1e-2"), "0.01");
  EXPECT_EQ(Good("title", "010"), "'010'");
  EXPECT_EQ(Good("title", "''"), "''");
  EXPECT_EQ(Good("size", "64 KiB"), "65536B");
  EXPECT_EQ(Good("wait", "5s"), "5000000000ns");
  EXPECT_EQ(Good("action", "mark"), "#mark");
  EXPECT_EQ(Good("column", "anything"), "@anything");
  EXPECT_EQ(Good("names", "{a: x, 'b c': 1}"), "{a='x' b c='1'}");
  EXPECT_EQ(Good("names", "{}"), "{}");
}

TEST_F(Params, AListOfOneNeedsNoBrackets) {
  EXPECT_EQ(Good("paths", "[a, b]"), "[/a /b]");
  EXPECT_EQ(Good("paths", "a"), "/a");
  EXPECT_EQ(Good("paths", "[]"), "[]");
}

TEST_F(Params, OfSeveralTypesTheNarrowestUnlessQuoted) {
  EXPECT_EQ(Good("either", "5"), "5");
  EXPECT_EQ(Good("either", "'5'"), "'5'");
  EXPECT_EQ(Good("either", "five"), "'five'");
}

TEST_F(Params, MapsWithFieldsAreFilledUp) {
  EXPECT_EQ(Good("rules", "[{name: a}, {weight: 7, name: b}]"),
            "[{name='a' weight=~5} {name='b' weight=7}]");
}

TEST_F(Params, WhatDoesNotFitIsSaidWithWhatWould) {
  EXPECT_EQ(Bad("share", "1.5"), "p:1:8: `share`: expected number from 0 to 1, not `1.5`");
  EXPECT_THAT(Bad("share", "high"), HasSubstr("expected number from 0 to 1, not `high`"));
  EXPECT_THAT(Bad("share", "0,5"), HasSubstr("decimals follow a point"));
  EXPECT_THAT(Bad("share", "nan"), HasSubstr("not `nan`"));
  EXPECT_THAT(Bad("share", "[1]"), HasSubstr("not a list"));
  EXPECT_THAT(Bad("count", "0"), HasSubstr("expected whole number from 1 to 10, not `0`"));
  EXPECT_THAT(Bad("count", "11"), HasSubstr("not `11`"));
  EXPECT_THAT(Bad("count", "2.5"), HasSubstr("expected whole number"));
  EXPECT_THAT(Bad("count", "99999999999999999999"), HasSubstr("expected whole number"));
  EXPECT_THAT(Bad("flag", "yes"), HasSubstr("expected true or false, not `yes`; write true"));
  EXPECT_THAT(Bad("flag", "Off"), HasSubstr("write false"));
  EXPECT_THAT(Bad("flag", "maybe"), HasSubstr("expected true or false"));
  EXPECT_THAT(Bad("size", "64K"), HasSubstr("write 64KiB for powers of 1024"));
  EXPECT_THAT(Bad("size", "1"), HasSubstr("from 1KiB to 1MiB, not `1`"));
  EXPECT_THAT(Bad("wait", "10"), HasSubstr("add the unit: 10s"));
  EXPECT_THAT(Bad("wait", "2m"), HasSubstr("from 1s to 60s"));
  EXPECT_THAT(Bad("action", "Drop"),
              HasSubstr("expected drop or mark, not `Drop`; did you mean `drop`?"));
  EXPECT_THAT(Bad("paths", "{a: b}"), HasSubstr("not a map"));
  EXPECT_THAT(Bad("paths", "[a, '']"), HasSubstr("p:1:12: `paths[1]`: a path cannot be empty"));
  EXPECT_THAT(Bad("paths", "\"a\\0b\""), HasSubstr("NUL"));
  EXPECT_THAT(Bad("weights", "[0.5, 2]"), HasSubstr("p:1:16: `weights[1]`: expected number"));
  EXPECT_THAT(Bad("names", "{a: [x]}"), HasSubstr("`names.a`: expected text, not a list"));
  EXPECT_THAT(Bad("count", "~"), HasSubstr("p:1:1: `count` has no value: expected whole number"));
  EXPECT_THAT(Bad("names", "{a: }"), HasSubstr("`names.a` has no value"));
  EXPECT_THAT(Bad("rules", "[{weight: 1}]"), HasSubstr("the parameter `rules[0].name` is missing"));
  EXPECT_THAT(Bad("rules", "[{name: a, wieght: 1}]"),
              HasSubstr("there is no key `rules[0].wieght`; did you mean `weight`?"));
}

TEST_F(Params, EverythingIsReportedAtOnce) {
  EXPECT_THAT(
      All("flag: 1\ncount: x\nshare: 2\nzzzzzzz: 1\npath: q\n"),
      ElementsAre(HasSubstr("p:1:1: the parameter `file` is missing"), HasSubstr("p:1:7: `flag`"),
                  HasSubstr("p:2:8: `count`"), HasSubstr("p:3:8: `share`"),
                  HasSubstr("p:4:1: there is no parameter `zzzzzzz`; there are `flag`"),
                  HasSubstr("p:5:1: there is no parameter `path`; did you mean `paths`?")));
}

TEST_F(Params, OneMistakeIsOneProblem) {
  // The misspelt key is taken for the right one: nothing is missing.
  EXPECT_THAT(All("flie: f\n"),
              ElementsAre("p:1:1: there is no parameter `flie`; did you mean `file`?"));
  EXPECT_THAT(All(""), ElementsAre("p:7:7: the parameter `file` is missing: path. What to read."));
  EXPECT_THAT(All("[a]"), ElementsAre("p:1:1: `with` takes a map of parameters, not a list"));
  EXPECT_THAT(All("file: f\nwhen: x\n"), ElementsAre(HasSubstr("`when` belongs beside `with`")));
}

TEST_F(Params, ColumnsAreLookedUp) {
  const Schema columns = {{"id", "u", {}, {}}, {"body", "u", {}, {}}};
  EXPECT_THAT(
      All("file: f\ncolumn: bdy\n", &columns),
      ElementsAre("p:2:9: `column` names a column that is not there: `bdy`; did you mean `body`?"));
  EXPECT_THAT(
      All("file: f\ncolumns: [id, titel, body]\n", &columns),
      ElementsAre("p:2:15: `columns[1]` names a column that is not there: `titel`; the columns "
                  "here are `id` and `body`"));
  // A default may name a column that is not there: binding finds out.
  EXPECT_THAT(All("file: f\n", &columns), IsEmpty());
  EXPECT_THAT(All("file: f\ncolumn: bdy\n"), IsEmpty());
}

TEST_F(Params, WhatIsWrongIsReplacedSoThatChecksGoOn) {
  const ParamValues values = Check("share: 2\nnames: {a: x, b: []}\naction: mrk\n");
  EXPECT_EQ(Show(*values.Find("share")), "~0.5");
  EXPECT_EQ(Show(*values.Find("names")), "{a='x'}");
  EXPECT_EQ(Show(*values.Find("action")), "~#drop");
  EXPECT_EQ(Show(*values.Find("file")), "/unknown");
  EXPECT_THAT(values.broken(), ElementsAre("action", "file", "names", "share"));
}

}  // namespace
}  // namespace textmill::core
