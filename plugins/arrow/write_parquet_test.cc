#include "plugins/arrow/write_parquet.h"

#include <arrow/io/memory.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <parquet/arrow/reader.h>
#include <parquet/file_reader.h>
#include <parquet/metadata.h>

#include "plugins/arrow/read_parquet.h"
#include "plugins/arrow/test_files.h"
#include "plugins/lib/io/temp_folder.h"
#include "textmill/conventions.hpp"
#include "textmill/testing.hpp"

namespace textmill::arrowfiles {
namespace {

using testing::Columns;
using testing::Given;
using testing::GivenParams;
using ::testing::HasSubstr;
using testing::Outcome;
using testing::StageRunner;

GivenParams With(GivenParams more) {
  more.emplace_back("path", "out.parquet");
  return more;
}
std::string Write(const Columns& columns, GivenParams more = {}, int64_t batch_rows = 1000) {
  StageRunner<WriteParquet> run(With(std::move(more)));
  const Outcome out = run.Run(columns, batch_rows);
  EXPECT_EQ(out.error, "");
  return out.outputs.empty() ? "" : out.outputs[0];
}
std::unique_ptr<parquet::ParquetFileReader> Open(const std::string& bytes) {
  return parquet::ParquetFileReader::Open(
      std::make_shared<arrow::io::BufferReader>(arrow::Buffer::FromString(bytes)));
}

Columns Documents(int n) {
  std::vector<std::optional<std::string_view>> ids, titles;
  static std::vector<std::string> texts;
  texts.clear();
  for (int i = 0; i < n; ++i) texts.push_back("document " + std::to_string(i * 7919 % 1000));
  for (const std::string& text : texts) {
    ids.emplace_back(text);
    titles.emplace_back(titles.size() % 3 == 0 ? std::optional<std::string_view>() : text);
  }
  return Columns().Add<Utf8>("id", ids).Add<Utf8>("title", titles);
}

TEST(WriteParquetTest, TheSameBytesWhateverTheBatches) {
  const Columns columns = Documents(1000);
  const std::string bytes = Write(columns, {{"rows_per_group", 64}});
  for (const int64_t batch_rows : {1, 7, 63, 64, 65, 999})
    EXPECT_EQ(Write(columns, {{"rows_per_group", 64}}, batch_rows), bytes);
  const auto metadata = Open(bytes)->metadata();
  ASSERT_EQ(metadata->num_row_groups(), 16);
  EXPECT_EQ(metadata->num_rows(), 1000);
  EXPECT_EQ(metadata->RowGroup(0)->num_rows(), 64);
  EXPECT_EQ(metadata->RowGroup(15)->num_rows(), 1000 - 15 * 64);
  EXPECT_EQ(metadata->RowGroup(0)->ColumnChunk(0)->compression(), parquet::Compression::ZSTD);
}

// A run that is interrupted, and goes on.
TEST(WriteParquetTest, TheSameBytesAfterItWasSaved) {
  const Columns columns = Documents(200);
  const std::string bytes = Write(columns, {{"rows_per_group", 64}});
  for (const int64_t before : {0, 1, 6, 7, 13, 19}) {
    StageRunner<WriteParquet> run(With({{"rows_per_group", 64}}));
    const Outcome out = run.Run(columns, 10, before);
    ASSERT_EQ(out.error, "");
    EXPECT_EQ(out.outputs.at(0), bytes) << before;
  }
}

// A group ends when it takes too much, whatever it is that takes it.
TEST(RowGroupTest, KnowsHowMuchAllValuesTake) {
  const std::vector<Field> fields = {
      ListOf("tokens", StructOf("item", {{"begin", "I", {}, {}}, {"lemma", "u", {}, {}}}))};
  StructBuilder values(fields);
  auto& list = values.member<ListBuilder>(0);
  auto& items = list.items<StructBuilder>();
  for (int i = 0; i < 1000; ++i) {
    items.member<PrimitiveBuilder<uint32_t>>(0).Append(1);
    items.member<BytesBuilder>(1).Append("bridge");
    items.EndRow();
  }
  list.EndRow();
  values.EndRow();
  ArrowArray array;
  values.Finish(&array);
  RowGroup group(fields);
  for (int n = 1; n <= 3; ++n) {
    group.Append(array, 0);
    EXPECT_GE(group.bytes(), n * 1000 * (4 + 4 + 6));
    EXPECT_LE(group.bytes(), n * 1000 * (8 + 8 + 6) + 100);
  }
  (void)group.Take();
  EXPECT_EQ(group.bytes(), 0);
  array.release(&array);
}

TEST(WriteParquetTest, NoRowsMakeAFileWithColumns) {
  const auto metadata = Open(Write(Documents(0)))->metadata();
  EXPECT_EQ(metadata->num_row_groups(), 0);
  EXPECT_EQ(metadata->schema()->Column(1)->name(), "title");
  EXPECT_EQ(metadata->key_value_metadata(), nullptr);
}

TEST(WriteParquetTest, CompressionAsAskedFor) {
  const std::pair<const char*, parquet::Compression::type> kinds[] = {
      {"snappy", parquet::Compression::SNAPPY},
      {"gzip", parquet::Compression::GZIP},
      {"none", parquet::Compression::UNCOMPRESSED}};
  for (const auto& [name, codec] : kinds) {
    const auto reader = Open(Write(Documents(10), {{"compression", name}}));
    EXPECT_EQ(reader->metadata()->RowGroup(0)->ColumnChunk(0)->compression(), codec);
  }
  const auto error = [](GivenParams more) {
    StageRunner<WriteParquet> run(With(std::move(more)));
    return run.Run(Documents(1)).error;
  };
  EXPECT_THAT(error({{"compression", "snappy"}, {"level", 3}}), HasSubstr("no levels"));
  EXPECT_THAT(error({{"compression", "gzip"}, {"level", 10}}), HasSubstr("1 to 9"));
  StageRunner<WriteParquet> twice(GivenParams{{"path", "out.parquet.zst"}});
  EXPECT_THAT(twice.Run(Documents(1)).error, HasSubstr("compressed in itself"));
}

// All types that a column can have, and back by the reader.
TEST(WriteParquetTest, ReadBack) {
  const Field entities = EntitiesField();
  ListBuilder mentions(entities);
  auto& mention = mentions.items<StructBuilder>();
  for (size_t k = 0; k < entities.children[0].children.size(); ++k) {
    const std::string& format = entities.children[0].children[k].format;
    Builder& member = mention.any_member(k);
    if (format == "l")
      static_cast<PrimitiveBuilder<int64_t>&>(member).Append(3);
    else if (format == "u" && k % 2 == 0)
      static_cast<BytesBuilder&>(member).Append("PER");
    else
      member.AppendNull();
  }
  mention.EndRow();
  mentions.EndRow();
  mentions.AppendNull();
  mentions.EndRow();
  Field tags_field = ListOf("tags", Field{"", "u", {}, {}});
  ListBuilder tags(tags_field);
  tags.items<BytesBuilder>().Append("a");
  tags.items<BytesBuilder>().AppendNull();
  tags.EndRow();
  tags.EndRow();
  tags.AppendNull();
  Field extra{"extra", "u", {}, {}};
  extra.SetMeta(TEXTMILL_META_JSON, "1");
  BytesBuilder json;
  json.Append("{\"a\": [1, null]}");
  json.AppendNull();
  json.Append("{\"b\": 1e400}");
  const Columns columns =
      Columns()
          .Add<Utf8>("id", {"1", "2", "3"})
          .Add<Utf8>("text", {"Über", "", "x"})
          .Add<Int64>("n", {std::numeric_limits<int64_t>::min(), std::nullopt, 5})
          .Add<Float64>("f", {0.1, -0.0, std::nullopt})
          .Add<Bool>("b", {true, std::nullopt, false})
          .Add<Timestamp>("t", {-1, 1717581600000000, std::nullopt})
          .AddBuilt(Field{"entities", entities.format, entities.children, {}}, mentions)
          .AddBuilt(tags_field, tags)
          .AddBuilt(extra, json);
  const io::TempFolder folder;
  const std::string path = folder.Write("a.parquet", Write(columns));
  StageRunner<ReadParquet> read({{"path", path},
                                 {"types", Given::Fields({{"n", "int"},
                                                          {"f", "float"},
                                                          {"b", "bool"},
                                                          {"t", "timestamp"},
                                                          {"entities", "entities"},
                                                          {"tags", "list<string>"}})}});
  const testing::ReadOutcome out = read.Read();
  ASSERT_EQ(out.error, "");
  ASSERT_EQ(out.rows.size(), 3u);
  for (size_t c = 0; c < columns.fields.size(); ++c) {
    for (size_t row = 0; row < 3; ++row) {
      EXPECT_EQ(out.rows[row].at(columns.fields[c].name),
                testing::Show(columns.fields[c], columns.arrays[c], 0, static_cast<int64_t>(row)))
          << columns.fields[c].name;
    }
  }
}

}  // namespace
}  // namespace textmill::arrowfiles
