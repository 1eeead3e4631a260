#include "core/pipeline/values/environment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "core/pipeline/yaml/yaml_tree.h"

namespace textmill::core {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Environment : public ::testing::Test {
 protected:
  Environment() {
    setenv("TM_SET", "value", 1);
    setenv("TM_EMPTY", "", 1);
    setenv("TM_NESTED", "${TM_SET} $$", 1);
    setenv("TM_BYTES", "\xFF", 1);
    setenv("TM_NULL", "null", 1);
    unsetenv("TM_UNSET");
  }

  // The list's items after substitution, from a text such as `[a, b]`.
  std::vector<std::string> Items(const std::string& text) {
    problems.clear();
    YamlNode tree = *ReadYaml(text, "p", &problems);
    SubstituteEnvironment("the/folder", &tree, &problems);
    std::vector<std::string> out;
    for (const YamlNode& item : tree.items)
      out.push_back(item.scalar() ? item.text : "(" + Describe(item) + ")");
    return out;
  }
  std::vector<std::string> Problems(const std::string& text) {
    Items(text);
    std::vector<std::string> out;
    for (const Problem& problem : problems) out.push_back(problem.ToString());
    return out;
  }
  std::vector<Problem> problems;
};

TEST_F(Environment, FillsInValuesAndDefaults) {
  EXPECT_THAT(
      Items(R"(["${TM_SET}", "a/${TM_SET}/b", "${TM_UNSET:-x y}", "${TM_UNSET:-}", "${TM_EMPTY}",
                        "${TM_EMPTY:-full}", "${TM_SET:-x}-${TM_SET}", "${TM_UNSET:-a:-b}"])"),
      ElementsAre("value", "a/value/b", "x y", "", "", "full", "value-value", "a:-b"));
  EXPECT_THAT(problems, IsEmpty());
}

TEST_F(Environment, KnowsThePipelinesFolder) {
  setenv("PIPELINE_FOLDER", "elsewhere", 1);
  EXPECT_THAT(Items(R"(["${PIPELINE_FOLDER}/a", "${TM_UNSET:-${PIPELINE_FOLDER}/*.txt}",
                        "${TM_SET:-${PIPELINE_FOLDER}/b}", "${PIPELINE_FOLDER:-x}",
                        "${TM_UNSET:-${PIPELINE_FOLDER}${PIPELINE_FOLDER}}-${TM_SET}"])"),
              ElementsAre("the/folder/a", "the/folder/*.txt", "value", "the/folder",
                          "the/folderthe/folder-value"));
  EXPECT_THAT(problems, IsEmpty());
  EXPECT_THAT(Problems("['${TM_UNSET:-${PIPELINE_FOLDER}', '${TM_UNSET:-${PIPELINE_FOLDERS}}']"),
              ElementsAre(HasSubstr("p:1:3: `${` opens here"), HasSubstr("holds another")));
  unsetenv("PIPELINE_FOLDER");
}

TEST_F(Environment, DollarsThatAreJustDollars) {
  EXPECT_THAT(
      Items("[a$, $, $x, $$x, '$${TM_SET}', '$$$${x}', \"^[0-9]+$\", 'a$)b', '$$${TM_SET}']"),
      ElementsAre("a$", "$", "$x", "$x", "${TM_SET}", "$${x}", "^[0-9]+$", "a$)b", "$value"));
  EXPECT_THAT(problems, IsEmpty());
}

TEST_F(Environment, ValuesAreTextAndAreNotReadAgain) {
  EXPECT_THAT(Items("['${TM_NESTED}', '${TM_NULL}']"), ElementsAre("${TM_SET} $$", "null"));
  EXPECT_THAT(problems, IsEmpty());
}

TEST_F(Environment, KeysAreLeftAlone) {
  std::vector<Problem> found;
  YamlNode tree = *ReadYaml("'${TM_SET}': '${TM_SET}'", "p", &found);
  SubstituteEnvironment("the/folder", &tree, &found);
  ASSERT_NE(tree.Find("${TM_SET}"), nullptr);
  EXPECT_EQ(tree.Find("${TM_SET}")->text, "value");
}

TEST_F(Environment, ProblemsStandAtTheVariable) {
  EXPECT_THAT(
      Problems(
          "- a ${TM_UNSET} ${TM_SET\n- '${}'\n- \"é ${1A} ${TM_UNSET}\"\n- ${TM_UNSET:-${TM_SET}}\n"
          "- ${TM_BYTES}\n- ${TM_SET-x}\n"),
      ElementsAre(HasSubstr("p:1:5: the environment variable `TM_UNSET` is not set"),
                  HasSubstr("p:1:17: `${` opens here"), HasSubstr("p:2:4: `${}` names no variable"),
                  HasSubstr("p:3:6: `${1A}` names no"), HasSubstr("p:3:12: the environment"),
                  HasSubstr("p:4:3: the default of `${TM_UNSET}` holds another"),
                  HasSubstr("p:5:3: the environment variable `TM_BYTES` is not UTF-8"),
                  HasSubstr("p:6:3: `${TM_SET-x}` names no")));
}

TEST_F(Environment, WhatFailsIsUnknownFromThenOn) {
  EXPECT_THAT(Items("[a, '${TM_UNSET}']"), ElementsAre("a", "(an unknown value)"));
}

// The text of the first step's `keep:`, or what is wrong with it.
class EnvironmentInCode : public Environment {
 protected:
  std::string Keep(const std::string& condition, const std::string& value) {
    setenv("TM_CODE", value.c_str(), 1);
    problems.clear();
    YamlNode tree;
    tree.kind = YamlNode::Kind::kMap;
    YamlNode steps, step, keep;
    keep.kind = YamlNode::Kind::kScalar;
    keep.key = "keep";
    keep.text = condition;
    step.kind = YamlNode::Kind::kMap;
    step.items = {keep};
    steps.kind = YamlNode::Kind::kList;
    steps.key = "steps";
    steps.items = {step};
    tree.items = {steps};
    SubstituteEnvironment("the/folder", &tree, &problems);
    unsetenv("TM_CODE");
    if (!problems.empty()) return "problem: " + problems[0].message;
    return tree.items[0].items[0].items[0].text;
  }
};

TEST_F(EnvironmentInCode, WithinQuotationMarksItIsText) {
  EXPECT_EQ(Keep(R"(lang == "${TM_CODE}")", "en"), R"(lang == "en")");
  EXPECT_EQ(Keep(R"(lang == "${TM_CODE}")", R"(x" or true or "x)"),
            R"(lang == "x\" or true or \"x")");
  EXPECT_EQ(Keep("name == '${TM_CODE}'", "O'Neill \\"), "name == 'O\\'Neill \\\\'");
  EXPECT_EQ(Keep(R"(a == "it's ${TM_CODE}")", "'"), R"(a == "it's \'")");
  EXPECT_EQ(Keep(R"(a == "\"" and b == "${TM_CODE}")", "\""), R"(a == "\"" and b == "\"")");
}

TEST_F(EnvironmentInCode, ElsewhereItIsANumberADateOrABoolean) {
  for (const char* good : {"5", "-0.25", "1e6", "2024-05-31", "2024-05-31T10:00:00Z", "true"})
    EXPECT_EQ(Keep("a > ${TM_CODE}", good), std::string("a > ") + good);
  for (const char* bad :
       {"5 or true", "lang", "\"x\"", "1 == 1", "true or", "", " ", "(1)", "null", "5\n", "`a`"})
    EXPECT_THAT(Keep("a > ${TM_CODE}", bad), HasSubstr("is not a number")) << bad;
  // After a string that was closed, and before one.
  EXPECT_THAT(Keep(R"(a == "x" ${TM_CODE} "y")", "or true"), HasSubstr("is not a number"));
  EXPECT_THAT(Keep(R"(a == "\${TM_CODE}")", "\" or true"), HasSubstr("backslash"));
}

TEST_F(EnvironmentInCode, ADefaultIsThePipelinesOwn) {
  setenv("TM_CODE", "", 1);
  EXPECT_EQ(Keep("${TM_CODE:-lang == \"en\"}", ""), "lang == \"en\"");
}

TEST_F(Environment, CannotExplode) {
  setenv("TM_BIG", std::string(100000, 'x').c_str(), 1);
  std::string text;
  for (int i = 0; i < 2000; ++i) text += "- ${TM_BIG}${TM_BIG}${TM_BIG}\n";
  EXPECT_THAT(Problems(text), ElementsAre(HasSubstr("8 MiB")));
  unsetenv("TM_BIG");
}

}  // namespace
}  // namespace textmill::core
