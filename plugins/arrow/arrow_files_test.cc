// read.arrow and write.arrow.
#include <arrow/io/memory.h>
#include <arrow/ipc/api.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "plugins/arrow/read_arrow.h"
#include "plugins/arrow/test_files.h"
#include "plugins/arrow/write_arrow.h"
#include "plugins/lib/io/pack.h"
#include "plugins/lib/io/temp_folder.h"
#include "textmill/testing.hpp"

namespace textmill::arrowfiles {
namespace {

using testing::Columns;
using testing::Given;
using testing::GivenParams;
using ::testing::HasSubstr;
using testing::Outcome;
using testing::ReadOutcome;
using testing::StageRunner;

// As Arrow writes it itself.
std::string ArrowBytes(const arrow::Table& table, bool stream, int64_t rows_per_batch,
                       bool compressed = false) {
  auto to = arrow::io::BufferOutputStream::Create().ValueOrDie();
  auto options = arrow::ipc::IpcWriteOptions::Defaults();
  if (compressed)
    options.codec = arrow::util::Codec::Create(arrow::Compression::ZSTD).MoveValueUnsafe();
  auto writer = (stream ? arrow::ipc::MakeStreamWriter(to, table.schema(), options)
                        : arrow::ipc::MakeFileWriter(to, table.schema(), options))
                    .ValueOrDie();
  EXPECT_TRUE(writer->WriteTable(table, rows_per_batch).ok());
  EXPECT_TRUE(writer->Close().ok());
  return to->Finish().ValueOrDie()->ToString();
}

std::shared_ptr<arrow::Table> DocumentTable(int n) {
  std::vector<std::string> ids, texts;
  for (int i = 0; i < n; ++i) {
    ids.push_back(std::to_string(i));
    texts.push_back(std::string(static_cast<size_t>(i % 5), 'x') + " text");
  }
  const auto colors = arrow::DictionaryArray::FromArrays(
                          [&] {
                            arrow::Int32Builder indices;
                            for (int i = 0; i < n; ++i) (void)indices.Append(i % 2);
                            return indices.Finish().ValueOrDie();
                          }(),
                          Texts({"red", "blue"}))
                          .ValueOrDie();
  return TableOf({{"id", Texts(ids)}, {"body", Texts(texts)}, {"color", colors}});
}

class ReadArrowTest : public ::testing::Test {
 protected:
  ReadOutcome Read(const std::string& path, uint64_t want = 1 << 20) const {
    StageRunner<ReadArrow> run({{"path", folder_ / path},
                                {"fields", Given::Fields({{"text", "body"}})},
                                {"unpack_limit", Given(int64_t{64} << 20)}});
    return run.Read(want);
  }
  io::TempFolder folder_;
};

TEST_F(ReadArrowTest, FilesAndStreamsInUnitsOfAnySize) {
  const auto table = DocumentTable(50);
  folder_.Write("a.arrow", ArrowBytes(*table, false, 17));
  folder_.Write("b.arrows", ArrowBytes(*table, true, 50));
  folder_.Write("c.arrow", ArrowBytes(*table, false, 17, /*compressed=*/true));
  folder_.Write("d.arrows", io::Gzip(ArrowBytes(*table, true, 9)));
  for (const uint64_t want : {1, 100, 1 << 20}) {
    const ReadOutcome out = Read("*", want);
    ASSERT_EQ(out.error, "");
    EXPECT_TRUE(out.failed_inputs.empty()) << out.failed_inputs[0];
    ASSERT_EQ(out.rows.size(), 200u);
    for (size_t i = 0; i < 200; ++i) {
      EXPECT_EQ(out.rows[i].at("id"), "\"" + std::to_string(i % 50) + "\"");
      EXPECT_EQ(out.rows[i].at("text"), "\"" + std::string(i % 50 % 5, 'x') + " text\"");
      EXPECT_EQ(out.rows[i].at("extra"), i % 2 == 0 ? "\"{\\\"color\\\":\\\"red\\\"}\""
                                                    : "\"{\\\"color\\\":\\\"blue\\\"}\"");
      EXPECT_EQ(out.rows[i].at("@offset"), std::to_string(i % 50));
    }
  }
}

TEST_F(ReadArrowTest, WhatIsBeforeTheFaultIsRead) {
  const std::string bytes = ArrowBytes(*DocumentTable(50), false, 10);
  folder_.Write("a.arrow", bytes.substr(0, bytes.size() - 200));
  const ReadOutcome out = Read("a.arrow");
  EXPECT_EQ(out.rows.size(), 50u);
  ASSERT_EQ(out.failed_inputs.size(), 1u);
  EXPECT_THAT(out.failed_inputs[0], HasSubstr("beyond row 50: the file is cut off"));
  folder_.Write("b.arrow", bytes.substr(0, bytes.size() / 2));
  const ReadOutcome half = Read("b.arrow");
  EXPECT_GT(half.rows.size(), 0u);
  EXPECT_EQ(half.failed_inputs.size(), 1u);
  folder_.Write("c.arrow", "ARROW1 it is not");
  EXPECT_EQ(Read("c.arrow").failed_inputs.size(), 1u);
}

// What has no rows has an offset that nobody set.
TEST_F(ReadArrowTest, EmptyColumnsAsArrowForJavaWritesThem) {
  static const int32_t kUnset[] = {-5}, kEmpty[] = {0, 0, 0};
  const auto unset = arrow::Buffer::Wrap(kUnset, 1), empty = arrow::Buffer::Wrap(kEmpty, 3);
  const auto nothing = arrow::Buffer::Wrap(kUnset, 0);
  const auto texts = arrow::ArrayData::Make(arrow::utf8(), 0, {nullptr, unset, nothing}, 0);
  const auto inner =
      arrow::ArrayData::Make(arrow::list(arrow::utf8()), 0, {nullptr, unset}, {texts}, 0);
  const auto members = arrow::ArrayData::Make(arrow::struct_({arrow::field("a", arrow::utf8())}), 0,
                                              {nullptr}, {texts}, 0);
  const auto lists_of = [&](const std::shared_ptr<arrow::ArrayData>& items) {
    return arrow::MakeArray(
        arrow::ArrayData::Make(arrow::list(items->type), 2, {nullptr, empty}, {items}, 0));
  };
  folder_.Write("a.arrows", ArrowBytes(*TableOf({{"body", Texts({"one", "two"})},
                                                 {"tags", lists_of(texts)},
                                                 {"lists", lists_of(inner)},
                                                 {"structs", lists_of(members)}}),
                                       true, 10));
  const ReadOutcome out = Read("a.arrows");
  ASSERT_EQ(out.error, "");
  EXPECT_TRUE(out.failed_inputs.empty()) << out.failed_inputs[0];
  ASSERT_EQ(out.rows.size(), 2u);
  EXPECT_EQ(out.rows[1].at("text"), "\"two\"");
  EXPECT_EQ(out.rows[1].at("extra"), "\"{\\\"tags\\\":[],\\\"lists\\\":[],\\\"structs\\\":[]}\"");
}

TEST_F(ReadArrowTest, DamagedFiles) {
  const auto table = DocumentTable(40);
  const std::string forms[] = {ArrowBytes(*table, false, 11), ArrowBytes(*table, true, 11, true)};
  std::mt19937 random(6);
  for (int round = 0; round < 200; ++round) {
    std::string bytes = forms[round % 2];
    for (unsigned n = 1 + random() % 3; n > 0; --n)
      bytes[random() % bytes.size()] ^= static_cast<char>(1 << (random() % 8));
    folder_.Write("a.arrow", bytes);
    const ReadOutcome out = Read("a.arrow", 200);
    EXPECT_LE(out.rows.size() + out.failures.size(), 40u);
  }
}

TEST(WriteArrowTest, ReadBackWhateverTheBatches) {
  const io::TempFolder folder;
  std::vector<std::optional<std::string_view>> texts;
  for (int i = 0; i < 100; ++i) texts.emplace_back(i % 2 == 0 ? "even" : "odd, and longer");
  const Columns columns = Columns().Add<Utf8>("text", texts);
  const auto written = [&](GivenParams more, int64_t batch_rows, int64_t restart = -1) {
    more.emplace_back("rows_per_batch", 30);
    StageRunner<WriteArrow> run(more);
    const Outcome out = run.Run(columns, batch_rows, restart);
    EXPECT_EQ(out.error, "");
    return out.outputs.at(0);
  };
  for (const char* path : {"a.arrow", "b.arrows", "-"}) {
    for (const char* compression : {"none", "zstd", "lz4"}) {
      const GivenParams given{{"path", path}, {"compression", compression}};
      const std::string bytes = written(given, 1000);
      EXPECT_EQ(written(given, 7), bytes);
      // Interrupted, and gone on with.
      for (const int64_t restart : {0, 2, 4, 9, 14}) EXPECT_EQ(written(given, 7, restart), bytes);
      EXPECT_EQ(bytes.starts_with("ARROW1"), std::string(path) == "a.arrow");
      StageRunner<ReadArrow> read(GivenParams{{"path", folder.Write("x.arrow", bytes)}});
      const ReadOutcome out = read.Read();
      ASSERT_EQ(out.error, "");
      ASSERT_EQ(out.rows.size(), 100u);
      EXPECT_EQ(out.rows[1].at("text"), "\"odd, and longer\"");
    }
  }
  EXPECT_TRUE(written({{"path", "a.arrow"}, {"format", "stream"}}, 9).find("ARROW1") ==
              std::string::npos);
}

}  // namespace
}  // namespace textmill::arrowfiles
