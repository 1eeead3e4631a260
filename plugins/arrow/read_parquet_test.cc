#include "plugins/arrow/read_parquet.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <random>

#include "plugins/arrow/test_files.h"
#include "plugins/lib/io/temp_folder.h"
#include "textmill/testing.hpp"

namespace textmill::arrowfiles {
namespace {

using testing::Given;
using testing::GivenParams;
using ::testing::HasSubstr;
using testing::ReadOutcome;
using testing::StageRunner;

template <class B, class T>
std::shared_ptr<arrow::Array> Numbers(const std::vector<T>& values) {
  B builder;
  (void)builder.AppendValues(values);
  return builder.Finish().ValueOrDie();
}
template <class T>
std::shared_ptr<arrow::Array> Counted(const std::shared_ptr<arrow::DataType>& type,
                                      const std::vector<T>& values) {
  typename arrow::CTypeTraits<T>::BuilderType numbers;
  (void)numbers.AppendValues(values);
  return numbers.Finish().ValueOrDie()->View(type).ValueOrDie();
}

class ReadParquetTest : public ::testing::Test {
 protected:
  ReadOutcome Read(const std::string& path, GivenParams more = {}, uint64_t want = 1 << 20) const {
    more.emplace_back("path", folder_ / path);
    StageRunner<ReadParquet> run(more);
    return run.Read(want);
  }
  io::TempFolder folder_;
};

TEST_F(ReadParquetTest, ValuesOfAllTypes) {
  using arrow::TimeUnit;
  const auto item = std::make_shared<arrow::StringBuilder>();
  arrow::ListBuilder tags(arrow::default_memory_pool(), item);
  (void)tags.Append();
  (void)item->AppendValues({"x", "y"});
  (void)tags.AppendNull();
  arrow::Decimal128Builder decimals(arrow::decimal128(10, 2));
  (void)decimals.Append(arrow::Decimal128(1250));
  (void)decimals.Append(arrow::Decimal128(-5));
  const auto meta =
      arrow::StructArray::Make(
          {Texts({"en", "fr"}), Numbers<arrow::Int16Builder>(std::vector<int16_t>{1, 2})},
          std::vector<std::string>{"lang", "n"})
          .ValueOrDie();
  const auto dictionary =
      arrow::DictionaryArray::FromArrays(Numbers<arrow::Int32Builder>(std::vector<int32_t>{1, 0}),
                                         Texts({"red", "blue"}))
          .ValueOrDie();
  folder_.Write("a.parquet",
                ParquetBytes(*TableOf({
                    {"id", Numbers<arrow::Int64Builder>(std::vector<int64_t>{7, -8})},
                    {"text", Texts({"Über", "two"})},
                    {"date", Counted<int32_t>(arrow::date32(), {0, 19000})},
                    {"time", Counted<int64_t>(arrow::timestamp(TimeUnit::NANO), {1500000000, -1})},
                    {"seconds", Counted<int64_t>(arrow::timestamp(TimeUnit::MILLI, "Europe/Berlin"),
                                                 {1500, 0})},
                    {"big", Numbers<arrow::UInt64Builder>(std::vector<uint64_t>{~uint64_t{0}, 1})},
                    {"price", decimals.Finish().ValueOrDie()},
                    {"half", Numbers<arrow::FloatBuilder>(std::vector<float>{0.5F, 2})},
                    {"tags", tags.Finish().ValueOrDie()},
                    {"meta", meta},
                    {"color", dictionary},
                    {"clock", Counted<int64_t>(arrow::time64(TimeUnit::MICRO), {3661000001, 0})},
                })));
  const ReadOutcome out = Read("a.parquet", {{"fields", Given::Fields({{"lang", "meta.lang"}})},
                                             {"types", Given::Fields({{"time", "timestamp"},
                                                                      {"tags", "list<string>"},
                                                                      {"price", "float"},
                                                                      {"half", "float"}})}});
  ASSERT_EQ(out.error, "");
  ASSERT_EQ(out.rows.size(), 2u);
  const testing::OutRow& row = out.rows[0];
  EXPECT_EQ(row.at("id"), "\"7\"");
  EXPECT_EQ(row.at("text"), "\"Über\"");
  EXPECT_EQ(row.at("date"), "\"1970-01-01\"");
  EXPECT_EQ(row.at("lang"), "\"en\"");
  EXPECT_EQ(row.at("price"), "12.5");
  EXPECT_EQ(row.at("half"), "0.5");
  EXPECT_EQ(row.at("tags"), "[\"x\",\"y\"]");
  EXPECT_EQ(out.rows[1].at("tags"), "null");
  EXPECT_EQ(out.rows[1].at("price"), "-0.05");
  EXPECT_EQ(out.rows[1].at("@offset"), "1");
  EXPECT_THAT(row.at("time"), HasSubstr("1500000"));
  EXPECT_EQ(out.rows[1].at("time"), "-1");  // rounded down to microseconds
  EXPECT_EQ(row.at("extra"),
            "\"{\\\"seconds\\\":\\\"1970-01-01T00:00:01.500Z\\\",\\\"big\\\":18446744073709551615,"
            "\\\"meta\\\":{\\\"lang\\\":\\\"en\\\",\\\"n\\\":1},\\\"color\\\":\\\"blue\\\","
            "\\\"clock\\\":\\\"01:01:01.000001\\\"}\"");
}

TEST_F(ReadParquetTest, UnitsOfAnySizeGiveTheRowsInOrder) {
  std::vector<std::string> ids, texts;
  for (int i = 0; i < 100; ++i) {
    ids.push_back(std::to_string(i));
    texts.push_back(std::string(static_cast<size_t>(i % 7) * 10, 'x') + std::to_string(i));
  }
  const auto table = TableOf({{"id", Texts(ids)}, {"text", Texts(texts)}});
  folder_.Write("a.parquet", ParquetBytes(*table, 33));
  folder_.Write("b.parquet", ParquetBytes(*table));
  for (const uint64_t want : {1, 100, 1000, 1 << 20}) {
    const ReadOutcome out = Read("*.parquet", {}, want);
    ASSERT_EQ(out.error, "");
    ASSERT_EQ(out.rows.size(), 200u);
    for (size_t i = 0; i < 200; ++i) {
      EXPECT_EQ(out.rows[i].at("id"), "\"" + ids[i % 100] + "\"");
      EXPECT_EQ(out.rows[i].at("text"), "\"" + texts[i % 100] + "\"");
    }
  }
}

TEST_F(ReadParquetTest, RowsThatAreNoDocumentsFailAlone) {
  arrow::StringBuilder texts;
  (void)texts.AppendValues({"one", "two"});
  (void)texts.AppendNull();
  (void)texts.Append("bad \xFF");
  folder_.Write("a.parquet",
                ParquetBytes(*TableOf(
                    {{"text", texts.Finish().ValueOrDie()},
                     {"n", Numbers<arrow::UInt64Builder>(std::vector<uint64_t>{
                               1, uint64_t{1} << 63, 3, std::numeric_limits<int64_t>::max()})}})));
  const ReadOutcome out = Read("a.parquet", {{"types", Given::Fields({{"n", "int"}})}});
  ASSERT_EQ(out.error, "");
  ASSERT_EQ(out.rows.size(), 2u);  // the host looks for what is no UTF-8
  EXPECT_EQ(out.rows[0].at("id"), "\"" + (folder_ / "a.parquet") + "@0\"");
  EXPECT_EQ(out.rows[1].at("@offset"), "3");
  ASSERT_EQ(out.failures.size(), 2u);
  EXPECT_EQ(out.failures[0].message, "column `n`: 9223372036854775808 is out of range");
  EXPECT_EQ(out.failures[0].offset, 1u);
  EXPECT_EQ(out.failures[0].record, "{\"text\":\"two\",\"n\":9223372036854775808}");
  EXPECT_EQ(out.failures[1].message, "the record has no `text`");
}

TEST_F(ReadParquetTest, WhatTheFilesSayOfTheirColumnsIsCheckedBefore) {
  const auto numbers = Numbers<arrow::Int64Builder>(std::vector<int64_t>{2024});
  folder_.Write("a.parquet", ParquetBytes(*TableOf({{"text", Texts({"a"})}, {"year", numbers}})));
  folder_.Write("b.parquet",
                ParquetBytes(*TableOf({{"text", Texts({"b"})}, {"year", Texts({"2024"})}})));
  EXPECT_EQ(
      Read("*.parquet", {{"types", Given::Fields({{"year", "int"}})}}).error,
      "`" + (folder_ / "b.parquet") + "`: the column `year` is string, and is to be read as int64");
  EXPECT_THAT(Read("a.parquet", {{"fields", Given::Fields({{"year", "year"}})}}).error,
              HasSubstr("`year` is int64, and is to be read as utf8"));
  EXPECT_THAT(Read("a.parquet", {{"fields", Given::Fields({{"text", "body"}})}}).error,
              HasSubstr("there is no column `body`; the columns are `text`, `year`"));
  EXPECT_THAT(Read("a.parquet", {{"fields", Given::Fields({{"text", "year"}})}}).error,
              HasSubstr("the column `year` is int64"));
}

TEST_F(ReadParquetTest, ColumnsThatOnlySomeFilesHave) {
  folder_.Write("a.parquet", ParquetBytes(*TableOf({{"text", Texts({"a"})}, {"y", Texts({"1"})}})));
  folder_.Write("b.parquet", ParquetBytes(*TableOf({{"text", Texts({"b"})}})));
  StageRunner<ReadParquet> run(
      {{"path", folder_ / "*.parquet"}, {"fields", Given::Fields({{"y", "y"}})}});
  const ReadOutcome out = run.Read();
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.rows.at(0).at("y"), "\"1\"");
  EXPECT_EQ(out.rows.at(1).at("y"), "null");
  EXPECT_THAT(run.log(), HasSubstr("`y` is a column of 1 of 2 files, and null in the others"));
  EXPECT_THAT(
      Read("*.parquet", {{"fields", Given::Fields({{"z", "why"}})}}).error,
      HasSubstr("there is no column `why` in any of the files; the columns are `text`, `y`"));
}

TEST_F(ReadParquetTest, AColumnCalledExtraIsTakenApart) {
  folder_.Write(
      "a.parquet",
      ParquetBytes(*TableOf({{"text", Texts({"a", "b", "c", "d"})},
                             {"extra", Texts({"{\"x\": 1, \"n\": null}", "{}", "{bad", "[1]"})},
                             {"y", Texts({"1", "2", "3", "4"})}})));
  const ReadOutcome out = Read("a.parquet", {{"fields", Given::Fields({{"y", "y"}})}});
  ASSERT_EQ(out.error, "");
  ASSERT_EQ(out.rows.size(), 4u);
  EXPECT_EQ(out.rows[0].at("extra"), "\"{\\\"x\\\": 1, \\\"n\\\": null}\"");
  EXPECT_EQ(out.rows[1].at("extra"), "null");
  EXPECT_EQ(out.rows[2].at("extra"), "\"{\\\"extra\\\":\\\"{bad\\\"}\"");
  EXPECT_EQ(out.rows[3].at("extra"), "\"{\\\"extra\\\":\\\"[1]\\\"}\"");
}

TEST_F(ReadParquetTest, AFileThatIsNoneIsAFailedInput) {
  folder_.Write("a.parquet", "no Parquet at all");
  folder_.Write("b.parquet", "");
  folder_.Write("c.parquet", ParquetBytes(*TableOf({{"text", Texts({"fine"})}})));
  const ReadOutcome out = Read("*.parquet");
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.rows.size(), 1u);
  ASSERT_EQ(out.failed_inputs.size(), 2u);
  EXPECT_THAT(out.failed_inputs[0], HasSubstr("cannot be read: "));
  EXPECT_THAT(out.failed_inputs[1], HasSubstr("it is empty"));
}

TEST_F(ReadParquetTest, SmallFilesThatUnpackToMuchAreLimited) {
  const std::string much(12 << 20, 'x');
  folder_.Write("a.parquet", ParquetBytes(*TableOf({{"text", Texts({much})}})));
  const ReadOutcome out = Read("a.parquet", {{"unpack_limit", Given(int64_t{4} << 20)}});
  EXPECT_THAT(out.error, HasSubstr("`unpack_limit`, 4194304 bytes"));
  EXPECT_EQ(Read("a.parquet").rows.size(), 1u);
}

// Cut off anywhere, and with bits that are wrong: a sentence, or rows, and never more of them.
TEST_F(ReadParquetTest, DamagedFiles) {
  std::vector<std::string> texts;
  for (int i = 0; i < 40; ++i) texts.push_back("text number " + std::to_string(i * i));
  const auto table = TableOf({{"text", Texts(texts)}, {"y", Texts(texts)}});
  const std::string forms[] = {ParquetBytes(*table, 11, /*checksums=*/true),
                               ParquetBytes(*table, 11)};
  std::mt19937 random(5);
  int read = 0;
  for (int round = 0; round < 200; ++round) {
    std::string bytes = forms[round / 4 % 2];
    if (round % 4 == 0) {
      bytes.resize(random() % bytes.size());
    } else {
      for (unsigned n = 1 + random() % 3; n > 0; --n)
        bytes[random() % bytes.size()] ^= static_cast<char>(1 << (random() % 8));
    }
    folder_.Write("a.parquet", bytes);
    const ReadOutcome out = Read("a.parquet", {{"unpack_limit", Given(int64_t{64} << 20)}}, 200);
    EXPECT_LE(out.rows.size(), 40u);
    EXPECT_TRUE(!out.error.empty() || !out.failed_inputs.empty() || !out.rows.empty());
    for (const auto& row : out.rows) {
      const auto at = std::stoul(row.at("@offset"));
      if (at < texts.size() && row.at("text") == "\"" + texts[at] + "\"") ++read;
    }
  }
  EXPECT_GT(read, 500);
}

}  // namespace
}  // namespace textmill::arrowfiles
