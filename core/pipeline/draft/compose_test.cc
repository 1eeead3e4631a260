#include "core/pipeline/draft/compose.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace textmill::core {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Field Col(const char* name, const char* format = "u") { return Field{name, format, {}, {}}; }
Field Offsets(const char* name, const char* into) {
  Field field = Col(name, "l");
  field.SetMeta(TEXTMILL_META_OFFSETS_INTO, into);
  return field;
}
Field Values(const char* name, const char* lines) {
  Field field = Col(name);
  field.SetMeta(TEXTMILL_META_VALUES, lines);
  return field;
}

// "id<0 text<p0 n<c1": input 0, process 0, commit 1.
std::string Show(const Composition& c) {
  std::string out;
  EXPECT_EQ(c.output.size(), c.sources.size());
  for (size_t i = 0; i < c.output.size(); ++i) {
    out += (i > 0 ? " " : "") + c.output[i].name + "<";
    out += c.sources[i].from == ColumnSource::From::kInput     ? ""
           : c.sources[i].from == ColumnSource::From::kProcess ? "p"
                                                               : "c";
    out += std::to_string(c.sources[i].index);
  }
  return out;
}

std::vector<std::string> Errors(const Composition& c) {
  std::vector<std::string> out;
  for (const Error& error : c.errors) out.push_back(error.ToString());
  return out;
}

TEST(Compose, NewColumnsComeLastAndReplacedOnesStayWhereTheyWere) {
  Bound bound;
  bound.columns = {Col("text"), Col("n")};
  bound.commit_columns = {Col("m"), Col("id")};
  const Composition c = Compose({Col("id"), Col("text"), Col("source")}, bound, false);
  EXPECT_EQ(Show(c), "id<c1 text<p0 source<2 n<p1 m<c0");
  EXPECT_THAT(c.errors, IsEmpty());
}

TEST(Compose, KeptColumnsMayBeRenamedAndReordered) {
  Bound bound;
  bound.keeps_some = true;
  bound.kept = {{"text", "body"}, {"id", "id"}};
  bound.columns = {Col("text")};
  EXPECT_EQ(Show(Compose({Col("id"), Col("text"), Col("x")}, bound, false)), "body<1 id<0 text<p0");
}

TEST(Compose, WhatAPluginGetsWrong) {
  Bound bound;
  bound.keeps_some = true;
  bound.kept = {{"nothing", "x"}, {"id", "a"}, {"text", "a"}};
  bound.columns = {Col("b"), Col("b"), Col(""), Col("w", "w:16")};
  const Composition c = Compose({Col("id"), Col("text")}, bound, false);
  EXPECT_EQ(Show(c), "a<0 b<p0");
  EXPECT_THAT(Errors(c),
              ElementsAre(HasSubstr("`nothing`, which is not there"),
                          HasSubstr("two columns called `a`"), HasSubstr("`b` twice"),
                          HasSubstr("without a name"), HasSubstr("a type that is not known")));
}

TEST(Compose, AConditionalStepMustFitTheDocumentsThatItPassesBy) {
  Bound bound;
  bound.columns = {Col("text", "l"), Col("new", "l")};
  const Schema input = {Col("id"), Col("text")};
  EXPECT_THAT(Errors(Compose(input, bound, true)),
              ElementsAre(HasSubstr(
                  "`text` as int64, but documents that `when:` passes by have it as utf8")));
  EXPECT_THAT(Compose(input, bound, false).errors, IsEmpty());
  Bound keeps;
  keeps.keeps_some = true;
  keeps.kept = {{"id", "id"}, {"text", "text"}};
  EXPECT_THAT(Compose(input, keeps, true).errors, IsEmpty());
  keeps.kept = {{"id", "id"}, {"text", "body"}};
  EXPECT_THAT(Errors(Compose(input, keeps, true)), ElementsAre(HasSubstr("some documents only")));
  keeps.kept = {{"text", "text"}, {"id", "id"}};
  EXPECT_THAT(Compose(input, keeps, true).errors, ::testing::SizeIs(1));
}

TEST(Compose, AConditionalStepAddsToTheValuesOfAColumn) {
  Bound bound;
  bound.columns = {Values("lang", "de\nen")};
  const auto values = [&](const Field& old, bool conditional) {
    const Composition c = Compose({old}, bound, conditional);
    const std::string* meta = c.output[0].Meta(TEXTMILL_META_VALUES);
    return meta != nullptr ? *meta : "any";
  };
  EXPECT_EQ(values(Values("lang", "en\nfr"), true), "en\nfr\nde");
  EXPECT_EQ(values(Values("lang", "en\nfr"), false), "de\nen");
  EXPECT_EQ(values(Col("lang"), true), "any");
}

TEST(Compose, OffsetsIntoAColumnThatChangesAreStale) {
  const Schema input = {Col("id"), Col("text"), Offsets("entities", "text"),
                        Offsets("words", "id")};
  Bound bound;
  bound.columns = {Col("text")};
  const Composition changed = Compose(input, bound, false);
  ASSERT_EQ(changed.stale.size(), 1u);
  EXPECT_EQ(changed.stale[0].column, "entities");
  EXPECT_EQ(changed.stale[0].into, "text");
  EXPECT_EQ(changed.output[2].Meta(TEXTMILL_META_OFFSETS_INTO), nullptr);  // said once
  EXPECT_EQ(*changed.output[3].Meta(TEXTMILL_META_OFFSETS_INTO), "id");

  bound.columns.push_back(Offsets("entities", "text"));
  EXPECT_THAT(Compose(input, bound, false).stale, IsEmpty());  // made anew
}

TEST(Compose, OffsetsFollowARenamedColumnAndOutliveOneThatGoes) {
  const Schema input = {Col("text"), Offsets("entities", "text")};
  Bound bound;
  bound.keeps_some = true;
  bound.kept = {{"text", "body"}, {"entities", "names"}};
  const Composition renamed = Compose(input, bound, false);
  EXPECT_THAT(renamed.stale, IsEmpty());
  EXPECT_EQ(*renamed.output[1].Meta(TEXTMILL_META_OFFSETS_INTO), "body");

  bound.kept = {{"entities", "entities"}};
  const Composition gone = Compose(input, bound, false);
  EXPECT_THAT(gone.stale, IsEmpty());
  Bound again;  // but another text must not take its place
  again.columns = {Col("text")};
  EXPECT_EQ(Compose(gone.output, again, false).stale.size(), 1u);

  bound.kept = {{"entities", "entities"}};
  bound.columns = {Col("text")};
  EXPECT_EQ(Compose(input, bound, false).stale.size(), 1u);
}

}  // namespace
}  // namespace textmill::core
