#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plugins/write-annotations/brat.h"
#include "plugins/write-annotations/label_studio.h"
#include "plugins/write-annotations/spacy.h"
#include "textmill/conventions.hpp"
#include "textmill/testing.hpp"

namespace textmill::write_annotations {
namespace {

using ::testing::HasSubstr;
using ::textmill::testing::Columns;
using ::textmill::testing::GivenParams;
using ::textmill::testing::Outcome;
using ::textmill::testing::StageRunner;

struct Entity {
  int64_t begin, end;
  const char* type;
  const char* name = nullptr;
};

Columns Documents(const std::vector<std::pair<std::string, std::vector<Entity>>>& documents) {
  ListBuilder list(EntitiesField());
  BytesBuilder texts, ids;
  auto& item = list.items<StructBuilder>();
  int n = 0;
  for (const auto& [text, entities] : documents) {
    texts.Append(text);
    ids.Append("d" + std::to_string(n++));
    for (const Entity& entity : entities) {
      item.member<BuilderOf<Int64>>(0).Append(entity.begin);
      item.member<BuilderOf<Int64>>(1).Append(entity.end);
      for (size_t k = 2; k < 8; ++k) {
        const char* value = k == 2 ? entity.type : k == 4 ? entity.name : nullptr;
        if (value == nullptr) {
          item.any_member(k).AppendNull();
        } else {
          item.member<BytesBuilder>(k).Append(value);
        }
      }
      item.EndRow();
    }
    list.EndRow();
  }
  return Columns()
      .AddBuilt({"id", "u", {}, {}}, ids)
      .AddBuilt({"text", "u", {}, {}}, texts)
      .AddBuilt(EntitiesField(), list);
}

// In bytes: 😀 has four and is one character, ö two.
const std::string kText = "\U0001F600 J\u00F6rg met Ann\nin Rome";
const std::vector<std::pair<std::string, std::vector<Entity>>> kDocuments = {
    {kText, {{22, 26, "LOC"}, {5, 10, "PER", "J\u00F6rg B."}, {15, 26, "odd type"}}}, {"none", {}}};

TEST(Annotations, SpacyCountsCharacters) {
  for (const auto& [batch, restart] : {std::pair(1, -1), {2, -1}}) {
    StageRunner<Spacy> run(GivenParams{{"path", "a.jsonl"}});
    const Outcome out = run.Run(Documents(kDocuments), batch, restart);
    ASSERT_EQ(out.error, "");
    EXPECT_EQ(
        out.outputs.at(0),
        "{\"text\":\"\U0001F600 J\u00F6rg met Ann\\nin Rome\",\"ents\":[[2,6,\"PER\"],[11,22,\"odd "
        "type\"]],\"meta\":{\"id\":\"d0\"}}\n"
        "{\"text\":\"none\",\"ents\":[],\"meta\":{\"id\":\"d1\"}}\n");
    EXPECT_EQ(out.counters.at("spans"), 2);
  }
  StageRunner<Spacy> run(GivenParams{{"path", "a.jsonl"}, {"form", "spans"}});
  EXPECT_THAT(run.Run(Documents(kDocuments)).outputs.at(0),
              HasSubstr("{\"start\":18,\"end\":22,\"label\":\"LOC\"}]"));
}

TEST(Annotations, LabelStudioHasTasks) {
  for (const auto& [batch, restart] : {std::pair(2, -1), {1, 1}}) {
    StageRunner<LabelStudio> run(GivenParams{{"path", "a.json"}});
    const Outcome out = run.Run(Documents(kDocuments), batch, restart);
    ASSERT_EQ(out.error, "");
    EXPECT_THAT(
        out.outputs.at(0),
        HasSubstr(
            "[\n{\"data\":{\"text\":\"\U0001F600 J\u00F6rg met Ann\\nin Rome\",\"id\":\"d0\"},"
            "\"predictions\":[{\"model_version\":\"textmill\",\"result\":[{\"id\":\"e1\","
            "\"from_name\":\"label\",\"to_name\":\"text\",\"type\":\"labels\",\"value\":"
            "{\"start\":2,\"end\":6,\"text\":\"J\u00F6rg\",\"labels\":[\"PER\"]},"
            "\"meta\":{\"text\":[\"name: J\u00F6rg B.\"]}},"));
    EXPECT_THAT(out.outputs.at(0), HasSubstr("\"result\":[]}]}\n]\n"));
  }
}

TEST(Annotations, MergedFromStretchesTasksAreTheSame) {
  auto documents = kDocuments;
  for (int i = 0; i < 8; ++i) documents.push_back({"Rome", {{0, 4, "LOC"}}});
  const Columns columns = Documents(documents);
  for (const int64_t batch_rows : {1, 3}) {
    const GivenParams given = {{"path", "a.json"}};
    StageRunner<LabelStudio> one(given), many(given);
    EXPECT_EQ(many.MergedDifference(one.Run(columns, batch_rows), columns, batch_rows), "");
  }
}

TEST(Annotations, BratBreaksAtLines) {
  for (const auto& [batch, restart] : {std::pair(3, -1), {1, 1}}) {
    StageRunner<Brat> run(GivenParams{{"path", "out/{id}.ann"}});
    const std::vector<std::pair<std::string, std::vector<Entity>>> documents = {
        kDocuments[0], {"x\n", {{1, 2, "LOC"}}}, {"Rome", {{0, 4, "LOC"}}}};
    const Outcome out = run.Run(Documents(documents), batch, restart);
    ASSERT_EQ(out.error, "");
    // The third text begins at 22 + 2 + 2 + 1 of a file that has all of them.
    EXPECT_EQ(out.outputs.at(0),
              "T1\tPER 2 6\tJ\u00F6rg\n#1\tAnnotatorNotes T1\tname: J\u00F6rg B.\n"
              "T2\todd_type 11 14;15 22\tAnn in Rome\nT3\tLOC 18 22\tRome\nT4\tLOC 27 31\tRome\n");
    EXPECT_EQ(out.counters.at("spans"), 4);  // without that of a line break alone
  }
}

TEST(Annotations, PlacesThatAreNoneFail) {
  for (const Entity bad : {Entity{-1, 2, "A"}, Entity{0, 99, "A"}, Entity{4, 3, "A"},
                           Entity{1, 4, "A"}, Entity{0, 7, "A"}}) {
    // Byte 7 is inside of ö.
    StageRunner<Spacy> run(GivenParams{{"path", "a.jsonl"}});
    EXPECT_THAT(run.Run(Documents({{kText, {bad}}})).error, HasSubstr("cannot commit after"))
        << bad.begin << "-" << bad.end;
  }
}

TEST(Annotations, OtherColumnsAreRefused) {
  StageRunner<Spacy> run(GivenParams{{"path", "a.jsonl"}, {"column", "tags"}});
  EXPECT_THAT(run.Bind({{"text", "u", {}, {}}, ListOf("tags", {"", "u", {}, {}})}),
              HasSubstr("no list of spans"));
}

}  // namespace
}  // namespace textmill::write_annotations
