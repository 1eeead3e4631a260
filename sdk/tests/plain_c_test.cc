// plain_c.h and plain_c_state.h: what a stage in C makes, the SDK's views and types read.
#include <gtest/gtest.h>
#include <textmill/plain_c_state.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <textmill/textmill.hpp>

namespace {

using textmill::BytesView;
using textmill::Field;
using textmill::ListView;
using textmill::PrimitiveView;

struct Finished {
  explicit Finished(textmill_column* column) {
    EXPECT_EQ(textmill_finish_column(column, &array, &error), TEXTMILL_OK) << error.message;
  }
  ~Finished() { array.release(&array); }
  ArrowArray array{};
  textmill_error error{};
};

TEST(PlainCTest, ValuesOfEachFormatAndNulls) {
  textmill_column numbers = textmill_new_column("l"), reals = textmill_new_column("g"),
                  small = textmill_new_column("f"), texts = textmill_new_column("u"),
                  flags = textmill_new_column("b"), times = textmill_new_column("tsu:UTC");
  for (int i = 0; i < 20; ++i) {
    if (i % 3 == 2) {
      for (textmill_column* column : {&numbers, &reals, &small, &texts, &flags, &times})
        textmill_append_null(column);
      continue;
    }
    textmill_append_int64(&numbers, i);
    textmill_append_float64(&reals, i + 0.5);
    textmill_append_float32(&small, static_cast<float>(i) + 0.25f);
    textmill_append_part(&texts, "t", 1);
    textmill_append_text(&texts, "ext", i % 2 == 0 ? 3 : 0);
    textmill_append_bool(&flags, i % 2);
    textmill_append_timestamp(&times, i * 1000);
  }
  textmill_column all[] = {numbers, reals, small, texts, flags, times};
  textmill_error error{};
  ArrowArray columns{};
  ASSERT_EQ(textmill_finish_columns(all, 6, &columns, &error), TEXTMILL_OK);
  ASSERT_EQ(columns.length, 20);
  for (int i = 0; i < 20; ++i) {
    const bool null = i % 3 == 2;
    for (int c = 0; c < 6; ++c) EXPECT_EQ(textmill_is_null(&columns, c, i) != 0, null) << c;
    const textmill_string text = textmill_text(&columns, 3, i);
    const std::string expected = null ? "" : i % 2 == 0 ? "text" : "t";
    EXPECT_EQ(std::string(text.data, text.size), expected);
    EXPECT_EQ(BytesView(columns.children[3], 0, 20)[i], expected);
    if (null) continue;
    EXPECT_EQ(textmill_int64(&columns, 0, i), i);
    EXPECT_EQ(textmill_float64(&columns, 1, i), i + 0.5);
    EXPECT_EQ(textmill_float32(&columns, 2, i), static_cast<float>(i) + 0.25f);
    EXPECT_EQ(textmill_bool(&columns, 4, i), i % 2);
    EXPECT_EQ(textmill_int64(&columns, 5, i), i * 1000);
  }
  columns.offset = 7;  // as a part of a batch has it
  EXPECT_EQ(textmill_int64(&columns, 0, 2), 9);
  EXPECT_EQ(textmill_bool(&columns, 4, 2), 1);
  EXPECT_NE(textmill_is_null(&columns, 0, 1), 0);
  columns.release(&columns);
}

// Lists of lists: none, empty ones, and [ab, null] once or twice.
TEST(PlainCTest, Lists) {
  textmill_column column = textmill_new_column("+l+lu");
  for (int row = 0; row < 10; ++row) {
    if (row % 4 == 1) {
      textmill_append_null(&column);
      continue;
    }
    for (int item = 0; item < row % 3; ++item) {
      textmill_append_text(column.items->items, "ab", 2);
      textmill_append_null(column.items->items);
      textmill_end_list(column.items, 1);
    }
    textmill_end_list(&column, 1);
  }
  Finished done(&column);
  const ListView lists(&done.array, 0, 10);
  for (int row = 0; row < 10; ++row) {
    const int items = row % 4 == 1 ? 0 : row % 3;
    EXPECT_EQ(lists.end(row) - lists.begin(row), items) << row;
    EXPECT_EQ(textmill_null_at(&done.array, row) != 0, row % 4 == 1);
    const textmill_list_items outer = textmill_list_at(&done.array, row);
    EXPECT_EQ(outer.end - outer.begin, items);
    for (int64_t i = outer.begin; i < outer.end; ++i) {
      const textmill_list_items inner = textmill_list_at(outer.items, i);
      ASSERT_EQ(inner.end - inner.begin, 2);
      const textmill_string text = textmill_text_at(inner.items, inner.begin);
      EXPECT_EQ(std::string(text.data, text.size), "ab");
      EXPECT_NE(textmill_null_at(inner.items, inner.begin + 1), 0);
    }
  }
}

TEST(PlainCTest, AFormatThatIsNotKnownIsAnError) {
  for (const char* format : {"U", "", "+s", "+lU", "tsm:"}) {
    textmill_column column = textmill_new_column(format);
    ArrowArray array{};
    textmill_error error{};
    EXPECT_EQ(textmill_finish_column(&column, &array, &error), TEXTMILL_INTERNAL) << format;
    EXPECT_EQ(array.release, nullptr);
  }
}

TEST(PlainCTest, TypesAndWhatIsNeeded) {
  const textmill_field fields[] = {{"title", "u"}, {"tags", "+l+lu"}};
  ArrowSchema schema{};
  textmill_error error{};
  ASSERT_EQ(textmill_fields(fields, 2, "", &schema, &error), TEXTMILL_OK);
  const Field made = textmill::ImportField(schema);
  EXPECT_EQ(textmill::TypeName(made.children[1]), "list<list<utf8>>");
  EXPECT_EQ(textmill_need(&schema, "tags", "+l+lu", &error), TEXTMILL_OK);
  for (const char* format : {"+lu", "+l", "u", "+l+l+lu"}) {
    EXPECT_EQ(textmill_need(&schema, "tags", format, &error), TEXTMILL_WRONG_TYPE) << format;
    EXPECT_STREQ(error.subject, "\ntags");
  }
  EXPECT_EQ(textmill_need(&schema, "tag", "u", &error), TEXTMILL_NO_COLUMN);
  EXPECT_STREQ(error.subject, "\ntag");
  schema.release(&schema);
}

TEST(PlainCTest, Failures) {
  textmill_reply reply{};
  textmill_error error{};
  textmill_failed_rows none = textmill_no_failures();
  ASSERT_EQ(textmill_finish_failures(&none, &reply, &error), TEXTMILL_OK);
  EXPECT_EQ(reply.failures.release, nullptr);
  textmill_failed_rows failed = textmill_no_failures();
  textmill_append_failure(&failed, 7, "the server is away", TEXTMILL_FAILED_FOR_NOW);
  textmill_append_failure(&failed, 3, "", TEXTMILL_FAILED_DOCUMENT);
  ASSERT_EQ(textmill_finish_failures(&failed, &reply, &error), TEXTMILL_OK);
  const ArrowArray& made = reply.failures;
  ASSERT_EQ(made.n_children, static_cast<int64_t>(textmill::Reply::FailureFields().size()));
  EXPECT_EQ(PrimitiveView<int64_t>(made.children[0], 0, 2)[0], 7);
  EXPECT_EQ(BytesView(made.children[1], 0, 2)[0], "the server is away");
  EXPECT_EQ(PrimitiveView<uint8_t>(made.children[2], 0, 2)[0], TEXTMILL_FAILED_FOR_NOW);
  EXPECT_EQ(PrimitiveView<int64_t>(made.children[0], 0, 2)[1], 3);
  reply.failures.release(&reply.failures);
}

// A state in memory, for both directions.
int32_t WriteTo(void* self, const void* data, uint64_t size, textmill_error*) {
  static_cast<std::string*>(self)->append(static_cast<const char*>(data), size);
  return TEXTMILL_OK;
}
int32_t ReadFrom(void* self, void* data, uint64_t size, uint64_t* got, textmill_error*) {
  auto* left = static_cast<std::string*>(self);
  *got = std::min<uint64_t>(size, left->size());
  std::memcpy(data, left->data(), *got);
  left->erase(0, *got);
  return TEXTMILL_OK;
}
std::string Saved(const std::string& bytes) {
  std::string state;
  textmill_error error{};
  const textmill_state_writer writer{&state, WriteTo};
  EXPECT_EQ(textmill_save_state(&writer, "my.stage", 2, 5, {bytes.data(), bytes.size()}, &error),
            TEXTMILL_OK);
  return state;
}
// Whether it was taken for a state of the stage, and its bytes.
bool Restores(std::string state, std::string* bytes, const char* stage = "my.stage",
              uint32_t version = 2, uint64_t parameters = 5) {
  textmill_error error{};
  textmill_bytes got{nullptr, 0, 0};
  const textmill_state_reader reader{&state, ReadFrom};
  const int32_t code = textmill_restore_state(&reader, stage, version, parameters, &got, &error);
  if (code == TEXTMILL_OK) bytes->assign(got.data != nullptr ? got.data : "", got.size);
  EXPECT_EQ(code != TEXTMILL_OK, error.message[0] != '\0');
  free(got.data);
  return code == TEXTMILL_OK;
}

TEST(PlainCTest, StatesOfAnySizeComeBack) {
  for (const size_t size : {0, 1, 8, 3950, 4096, 1 << 20, (1 << 20) + 1, 3 << 20}) {
    std::string bytes(size, '\0'), back;
    for (size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>(i * 31 + i / 251);
    ASSERT_TRUE(Restores(Saved(bytes), &back)) << size;
    EXPECT_EQ(back, bytes) << size;
  }
}

TEST(PlainCTest, WhatIsNoStateOfTheStageIsRefused) {
  const std::string state = Saved("some bytes that matter");
  std::string back;
  for (size_t at = 0; at < state.size(); ++at) {
    std::string other = state;
    other[at] = static_cast<char>(other[at] ^ 1);
    EXPECT_FALSE(Restores(other, &back)) << at;
    EXPECT_FALSE(Restores(state.substr(0, at), &back)) << at;
  }
  EXPECT_FALSE(Restores(state + "x", &back));
  EXPECT_FALSE(Restores(state, &back, "my.other"));
  EXPECT_FALSE(Restores(state, &back, "my.stage", 3));
  EXPECT_FALSE(Restores(state, &back, "my.stage", 2, 6));
}

}  // namespace
