#include "plugins/lib/readers/jsonl/read_jsonl.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plugins/lib/io/temp_folder.h"
#include "textmill/testing.hpp"

namespace textmill::jsonl {
namespace {

using io::TempFolder;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using textmill::testing::Given;
using textmill::testing::GivenParams;
using textmill::testing::OutRow;
using textmill::testing::ReadOutcome;
using textmill::testing::StageRunner;

ReadOutcome ReadFile(const std::string& path, GivenParams params = {}, uint64_t want = 1 << 20) {
  params.emplace_back("path", std::vector<std::string>{path});
  return StageRunner<ReadJsonl>(params).Read(want);
}

ReadOutcome ReadLines(const std::string& content, GivenParams params = {}) {
  TempFolder folder;
  return ReadFile(folder.Write("a.jsonl", content), std::move(params));
}

// The one document of a line; fails where there is none.
OutRow Document(const std::string& line, GivenParams params = {}) {
  const ReadOutcome out = ReadLines(line, std::move(params));
  EXPECT_EQ(out.error, "");
  for (const auto& failure : out.failures) ADD_FAILURE() << line << "\n" << failure.message;
  EXPECT_EQ(out.rows.size(), 1u) << line;
  return out.rows.empty() ? OutRow() : out.rows[0];
}

// Why a line is no document.
std::string Complaint(const std::string& line, GivenParams params = {}) {
  const ReadOutcome out =
      ReadLines(line + "\n{\"text\":\"next\",\"body\":\"next\"}\n", std::move(params));
  EXPECT_EQ(out.error, "");
  EXPECT_EQ(out.rows.size(), 1u) << "the next document suffered from " << line;
  if (out.failures.size() != 1) return "(no failure)";
  EXPECT_EQ(out.failures[0].record, line);
  EXPECT_EQ(out.failures[0].offset, 0u);
  return out.failures[0].message;
}

GivenParams Fields(std::vector<std::pair<std::string, Given>> fields,
                   std::vector<std::pair<std::string, Given>> types = {}) {
  GivenParams params{{"fields", Given::Fields(std::move(fields))}};
  if (!types.empty()) params.emplace_back("types", Given::Fields(std::move(types)));
  return params;
}

TEST(ReadJsonl, ReadsTheColumnsThatNeedNoDeclaration) {
  const OutRow row = Document(
      R"({"id":"x1","text":"Hello.","source":"bbc","title":"T","url":"http://a/b","date":"2024-05-31"})");
  EXPECT_EQ(row.at("id"), R"("x1")");
  EXPECT_EQ(row.at("text"), R"("Hello.")");
  EXPECT_EQ(row.at("source"), R"("bbc")");
  EXPECT_EQ(row.at("title"), R"("T")");
  EXPECT_EQ(row.at("url"), R"("http://a/b")");
  EXPECT_EQ(row.at("date"), R"("2024-05-31")");
  EXPECT_EQ(row.at("extra"), "null");
}

TEST(ReadJsonl, FillsInIdAndSource) {
  TempFolder folder;
  const std::string path =
      folder.Write("a.jsonl", "{\"text\":\"a\"}\n{\"text\":\"b\",\"id\":17}\n");
  const ReadOutcome out = ReadFile(path);
  ASSERT_EQ(out.rows.size(), 2u);
  EXPECT_EQ(out.rows[0].at("id"), "\"" + path + "@0\"");
  EXPECT_EQ(out.rows[0].at("source"), "\"" + path + "\"");
  EXPECT_EQ(out.rows[0].at("title"), "null");
  EXPECT_EQ(out.rows[0].at("@offset"), "0");
  EXPECT_EQ(out.rows[0].at("@length"), "12");
  EXPECT_EQ(out.rows[1].at("id"), "\"17\"");
  EXPECT_EQ(out.rows[1].at("@offset"), "13");
}

TEST(ReadJsonl, KeepsEverythingElseAsItStands) {
  const auto extra = [](const std::string& line) {
    std::string quoted = Document(line).at("extra"), out;
    for (size_t i = 1; i + 1 < quoted.size(); ++i) {
      if (quoted[i] == '\\') ++i;
      out += quoted[i];
    }
    return out;
  };
  EXPECT_EQ(extra(R"({"a" : 1.50 ,"text":"t", "b":[1, {"c" :null}], "k\u0065y":"\u00e9\n"})"),
            R"({"a" : 1.50,"b":[1, {"c" :null}], "k\u0065y":"\u00e9\n"})");
  EXPECT_EQ(extra(R"({"text":"t","n":123456789012345678901234567890,"e":1e999})"),
            R"({"n":123456789012345678901234567890,"e":1e999})");
  // A value that no column can take is not lost.
  EXPECT_EQ(extra(R"({"id":null,"date":2024,"text":"t","url":null,"title":["x"],"source":{}})"),
            R"({"id_in_input":null,"date":2024,"url":null,"title":["x"],"source_in_input":{}})");
  EXPECT_EQ(extra(R"({"text":"t","":0})"), R"({"":0})");
}

TEST(ReadJsonl, IdAndSourceOfAnotherTypeComeBack) {
  const OutRow row = Document(R"({"id":true,"source":-7.5,"text":"t"})");
  EXPECT_EQ(row.at("id"), "\"true\"");
  EXPECT_EQ(row.at("source"), "\"-7.5\"");
  // A record that has such a name itself is reported, not overwritten.
  TempFolder folder;
  const ReadOutcome out =
      ReadFile(folder.Write("a.jsonl", "{\"id\":[1],\"id_in_input\":2,\"text\":\"t\"}\n"));
  ASSERT_EQ(out.failures.size(), 1u);
  EXPECT_THAT(out.failures[0].message, HasSubstr("`id_in_input` is there twice"));
}

TEST(ReadJsonl, ListsAndObjectsOfADeclaredType) {
  TempFolder folder;
  const std::string path = folder.Write(
      "a.jsonl",
      R"({"text":"t","tags":["x","y\u00e9",null],"who":[{"name":"A","age":7},{"age":null}],"n":[[1],[]]})"
      "\n"
      R"({"text":"u","tags":null,"who":[]})"
      "\n"
      R"({"text":"v","tags":["x",1]})"
      "\n"
      R"({"text":"w","who":[{"name":"A","job":"b"}]})"
      "\n"
      R"({"text":"x","tags":"one"})"
      "\n");
  const ReadOutcome out =
      StageRunner<ReadJsonl>({{"path", std::vector<std::string>{path}},
                              {"types", Given::Fields({{"tags", "list<string>"},
                                                       {"who", "list<{name: string, age: int}>"},
                                                       {"n", "list<list<int>>"}})}})
          .Read();
  ASSERT_EQ(out.error, "");
  ASSERT_EQ(out.rows.size(), 2u);
  EXPECT_THAT(out.rows[0].at("tags"), HasSubstr("yé"));
  EXPECT_THAT(out.rows[0].at("who"), HasSubstr("7"));
  EXPECT_EQ(out.rows[1].at("tags"), "null");
  ASSERT_EQ(out.failures.size(), 3u);
  EXPECT_THAT(out.failures[0].message, HasSubstr("`tags` is not of its declared type"));
  EXPECT_THAT(out.failures[1].message, HasSubstr("a member `job`"));
  EXPECT_THAT(out.failures[2].message, HasSubstr("not an array"));
}

TEST(ReadJsonl, TypesThatAreNone) {
  for (const char* type : {"text", "list", "list<>", "list<strin>", "{a}", "{a: int, a: int}",
                           "list<string> x", "list<list<list<list<list<list<list<list<int>>>>>>>>"})
    EXPECT_THAT(StageRunner<ReadJsonl>({{"path", std::vector<std::string>{"x"}},
                                        {"types", Given::Fields({{"a", type}})}})
                    .Bind({}),
                HasSubstr("there is no type"))
        << type;
}

TEST(ReadJsonl, UnderstandsEscapes) {
  EXPECT_EQ(Document(R"({"text":"\"\\\/\b\f\n\r\t\u0041\u00e9\u20AC\ud83d\uDE00"})").at("text"),
            "\"\\\"\\\\/\b\f\\n\r\\tAé€😀\"");
  EXPECT_EQ(Document(R"({"text":"a\u0000b"})").at("text"), std::string("\"a\0b\"", 5));
  EXPECT_EQ(Document(R"({"\u0074ext":"by an escaped key"})").at("text"), R"("by an escaped key")");
}

TEST(ReadJsonl, TakesFilesAsTheyCome) {
  EXPECT_EQ(ReadLines("").rows.size(), 0u);
  EXPECT_EQ(ReadLines("\n \t\r\n\n").rows.size(), 0u);
  EXPECT_TRUE(ReadLines("\n \t\r\n\n").failures.empty());
  const ReadOutcome out =
      ReadLines("\xEF\xBB\xBF{\"text\":\"a\"}\r\n\r\n  {\"text\":\"b\"}  \r\n{\"text\":\"c\"}");
  ASSERT_EQ(out.rows.size(), 3u);
  EXPECT_TRUE(out.failures.empty());
  EXPECT_EQ(out.rows[0].at("@offset"), "3");
  EXPECT_EQ(out.rows[2].at("text"), "\"c\"");
}

TEST(ReadJsonl, SaysWhatIsWrong) {
  EXPECT_EQ(Complaint(R"({"text":"abc)"),
            "the record is not valid JSON: a string is not closed (at byte 8 of the record)");
  EXPECT_EQ(Complaint(R"({"text":"abc\)"),
            "the record is not valid JSON: a string is not closed (at byte 8 of the record)");
  EXPECT_EQ(Complaint(R"(["text"])"), "the record is an array, not an object");
  EXPECT_EQ(Complaint("17"), "the record is a number, not an object");
  EXPECT_EQ(Complaint("hello"), "the record is not JSON: it begins with no `{`");
  EXPECT_EQ(
      Complaint("{}"),
      "the record has no `text`; if another field holds the text, say `fields: { text: NAME }`");
  EXPECT_EQ(Complaint("{}", Fields({{"text", "body"}})), "the record has no `body`");
  EXPECT_EQ(Complaint(R"({"text":3})"),
            "`text` is a number, not a string (at byte 8 of the record)");
  EXPECT_EQ(Complaint(R"({"text":null})"),
            "`text` is null, not a string (at byte 8 of the record)");
  EXPECT_EQ(Complaint(R"({"text":"a","text":"b"})"), "the key `text` is there twice in the record");
  EXPECT_EQ(Complaint(R"({"a":1,"text":"a","a":2})"), "the key `a` is there twice in the record");
  EXPECT_EQ(Complaint(R"({"a":1,"text":"a","\u0061":2})"),
            "the key `a` is there twice in the record");
  EXPECT_EQ(Complaint(R"({"text":"a"}{"text":"b"})"),
            "the record is not valid JSON: there is something after the object (at byte 12 of the "
            "record)");
  EXPECT_EQ(Complaint(R"({"text":"a",})"),
            "the record is not valid JSON: a key is expected (at byte 12 of the record)");
  EXPECT_EQ(Complaint(R"({"text":"a")"),
            "the record is not valid JSON: the object is not closed (at byte 11 of the record)");
  EXPECT_THAT(Complaint("{"), HasSubstr("spreads it over several"));
  EXPECT_THAT(Complaint("["), HasSubstr("spreads it over several"));
  EXPECT_THAT(Complaint(R"({"text":"a","x":tru})"), HasSubstr("a value is expected (at byte 16"));
  EXPECT_THAT(Complaint(R"({"x":[1,{"y":tru}],"text":"a"})"), HasSubstr("a value is expected"));
  EXPECT_THAT(Complaint(R"({"x":01,"text":"a"})"), HasSubstr("a number is malformed"));
  EXPECT_THAT(Complaint(R"({"x":1.,"text":"a"})"), HasSubstr("a number is malformed"));
  EXPECT_THAT(Complaint(R"({"x":{"a" 1},"text":"a"})"), HasSubstr("not followed by a colon"));
  EXPECT_THAT(Complaint(R"({"x":"\q","text":"a"})"), HasSubstr("an escape is unknown"));
  EXPECT_THAT(Complaint(R"({"text":"\ud800"})"), HasSubstr("half of a surrogate pair"));
  EXPECT_THAT(Complaint(R"({"text":"\udc00\ud800"})"), HasSubstr("half of a surrogate pair"));
  EXPECT_THAT(Complaint(R"({"text":"\ud800\u0041"})"), HasSubstr("half of a surrogate pair"));
  EXPECT_THAT(Complaint(R"({"text":"\u00g0"})"), HasSubstr("four hexadecimal digits"));
  EXPECT_THAT(Complaint("{\"text\":\"a\tb\"}"), HasSubstr("a control character"));
  EXPECT_THAT(Complaint(std::string("{\"text\":\"a\0b\"}", 14)), HasSubstr("a NUL byte"));
  EXPECT_THAT(Complaint(std::string("{\"text\":\"a\"}\0", 13)), HasSubstr("after the object"));
  EXPECT_THAT(Complaint("{\"text\":\"a\xFF\"}"),
              HasSubstr("the record is not valid UTF-8 (at byte 10 of it); if"));
  EXPECT_THAT(Complaint("{\"text\":\"\xED\xA0\x80\"}"),
              HasSubstr("the record is not valid UTF-8 (at byte 9 of it)"));
}

TEST(ReadJsonl, BoundsNesting) {
  const auto nested = [](int depth) {
    return "{\"text\":\"t\",\"x\":" + std::string(static_cast<size_t>(depth), '[') +
           std::string(static_cast<size_t>(depth), ']') + "}";
  };
  Document(nested(1024));
  EXPECT_THAT(Complaint(nested(1025)), HasSubstr("more than 1024 levels"));
  EXPECT_THAT(Complaint("{\"x\":" + std::string(1 << 20, '[')), HasSubstr("1024"));
}

TEST(ReadJsonl, ReadsDeclaredFields) {
  const GivenParams params =
      Fields({{"text", "body"},
              {"date", "meta.published"},
              {"score", "meta.score"},
              {"lang", "language"},
              {"dotted", "a\\.b"}},
             {{"date", "timestamp"}, {"score", "float"}, {"year", "int"}, {"ok", "bool"}});
  const OutRow row = Document(
      R"({"body":"B","text":"other","meta":{"published":"2024-05-31T02:00:00+02:00","score":-1.5e1,"x":0},)"
      R"("language":"en","year":1999,"ok":true,"a.b":"d"})",
      params);
  EXPECT_EQ(row.at("text"), R"("B")");
  EXPECT_EQ(row.at("date"), "1717113600000000");
  EXPECT_EQ(row.at("score"), "-15");
  EXPECT_EQ(row.at("lang"), R"("en")");
  EXPECT_EQ(row.at("year"), "1999");
  EXPECT_EQ(row.at("ok"), "true");
  EXPECT_EQ(row.at("dotted"), R"("d")");
  EXPECT_THAT(row.at("extra"), HasSubstr("published"));
  EXPECT_THAT(row.at("extra"), HasSubstr("other"));
  EXPECT_THAT(row.at("extra"), ::testing::Not(HasSubstr("language")));

  const OutRow empty = Document(R"({"body":"B","meta":null,"language":null})", params);
  EXPECT_EQ(empty.at("date"), "null");
  EXPECT_EQ(empty.at("lang"), "null");
  EXPECT_EQ(empty.at("year"), "null");
  EXPECT_THAT(empty.at("extra"), HasSubstr("language"));  // so that null is given back as null

  EXPECT_EQ(Complaint(R"({"body":"B","language":3})", params).substr(0, 38),
            "`language` is a number, not a string (");
  EXPECT_THAT(Complaint(R"({"body":"B","year":1.5})", params),
              HasSubstr("`year` is 1.5, not a whole number"));
  EXPECT_THAT(Complaint(R"({"body":"B","year":"1"})", params), HasSubstr("`year` is a string"));
  EXPECT_THAT(Complaint(R"({"body":"B","year":9223372036854775808})", params),
              HasSubstr("at most 64 bits"));
  EXPECT_THAT(Complaint(R"({"body":"B","meta":{"score":true}})", params),
              HasSubstr("`meta.score` is a boolean"));
  EXPECT_THAT(Complaint(R"({"body":"B","meta":{"published":"31.5.24"}})", params),
              HasSubstr("`meta.published` is \"31.5.24\", not a date or time"));
  EXPECT_THAT(Complaint(R"({"body":"B","meta":7})", params),
              HasSubstr("`meta` is a number, not an object"));
  EXPECT_THAT(Complaint(R"({"body":"B","meta":{"score":1,"score":2}})", params),
              HasSubstr("`meta.score` is there twice"));
}

// The order in which keys came before is only a guess at the next record.
TEST(ReadJsonl, KeysMayComeInAnyOrderAndBeginAlike) {
  const ReadOutcome out =
      ReadLines(R"({"published_at":"1","published_by":"2","text":"a","x":1})"
                "\n"
                R"({"x":2,"text":"b","published_by":"3","published_at":"4"})"
                "\n"
                R"({"published_xx":"5","text":"c","published_by":"6"})"
                "\n"
                R"({"published_at":"7","text":"d","published_by":"8","published_at":"9"})"
                "\n"
                R"({"x":1,"text":"e","x":1})"
                "\n"
                R"({"text":"f","published_at":"0"})",
                Fields({{"at", "published_at"}, {"by", "published_by"}}));
  std::vector<std::string> seen;
  for (const OutRow& row : out.rows)
    seen.push_back(row.at("text") + row.at("at") + row.at("by") + row.at("extra"));
  EXPECT_THAT(seen, ElementsAre(R"("a""1""2""{\"x\":1}")", R"("b""4""3""{\"x\":2}")",
                                R"("c"null"6""{\"published_xx\":\"5\"}")", R"("f""0"nullnull)"));
  ASSERT_EQ(out.failures.size(), 2u);
  EXPECT_EQ(out.failures[0].message, "the key `published_at` is there twice in the record");
  EXPECT_EQ(out.failures[1].message, "the key `x` is there twice in the record");
}

TEST(ReadJsonl, FindsTwinsAmongManyKeys) {
  std::string many = "{\"text\":\"t\"";
  for (int i = 0; i < 200; ++i) many += ",\"key" + std::to_string(i * 7919 % 1009) + "\":0";
  EXPECT_NE(Document(many + "}").at("extra"), "null");
  EXPECT_EQ(Complaint(many + ",\"key0\":0}"), "the key `key0` is there twice in the record");
}

TEST(ReadJsonl, OneFieldMayFeedTwoColumns) {
  const OutRow row = Document(R"({"url":"u","text":"t"})", Fields({{"id", "url"}}));
  EXPECT_EQ(row.at("id"), R"("u")");
  EXPECT_EQ(row.at("url"), R"("u")");
  EXPECT_EQ(row.at("extra"), "null");
}

TEST(ReadJsonl, DescribesItsColumns) {
  StageRunner<ReadJsonl> runner(
      GivenParams{{"path", std::vector<std::string>{"x"}},
                  {"fields", Given::Fields({{"score", "s"}})},
                  {"types", Given::Fields({{"score", "float"}, {"date", "timestamp"}})}});
  ASSERT_EQ(runner.Bind({}), "");
  std::vector<std::string> names;
  for (const Field& field : runner.produced) names.push_back(field.name + " " + field.format);
  EXPECT_THAT(names, ElementsAre("id u", "text u", "source u", "title u", "url u", "date tsu:UTC",
                                 "score g", "extra u"));
  EXPECT_EQ(*runner.produced[3].Meta(TEXTMILL_META_OPTIONAL), "1");
  EXPECT_EQ(*runner.produced[7].Meta(TEXTMILL_META_JSON), "1");
  EXPECT_EQ(runner.produced[1].Meta(TEXTMILL_META_OPTIONAL), nullptr);
}

TEST(ReadJsonl, RefusesDeclarationsThatCannotWork) {
  const auto refusal = [](GivenParams params) {
    params.emplace_back("path", std::vector<std::string>{"x"});
    return StageRunner<ReadJsonl>(params).Bind({});
  };
  EXPECT_THAT(refusal(Fields({}, {{"text", "int"}})), HasSubstr("always a string"));
  EXPECT_THAT(refusal(Fields({{"extra", "x"}})), HasSubstr("`extra`"));
  EXPECT_THAT(refusal(Fields({{"m", "meta"}, {"d", "meta.date"}})),
              HasSubstr("looks inside `meta`"));
  EXPECT_EQ(refusal(Fields({{"name", "source.name"}})), "");
}

}  // namespace
}  // namespace textmill::jsonl
