#include "core/plugin/instance.h"

#include <gtest/gtest.h>

#include <map>
#include <new>

#include "textmill/extensions.h"
#include "textmill/plugin.hpp"

namespace textmill::core {
namespace {

// Refuses to be bound, as the error to be thrown says.
class Refuser final : public Transform {
 public:
  Refuser() { Describe("test.refuser", "1.0.0", "Refuses."); }
  void Bind(Binder&) override { throw *error; }
  void Process(const textmill::Batch&, Reply&, Lane*) const override {}

  static inline const textmill::Error* error = nullptr;
};

core::Error StageRefusal(const textmill::Error& thrown, const std::string& step = "wire") {
  Refuser::error = &thrown;
  const textmill_value none{};
  auto instance = Instance::Create(internal::StageList<Refuser>::stages[0], step, none);
  const Schema input;
  return (*instance)->Bind(&input).error();
}

TEST(Instance, ErrorsHaveTheKindThatTheirCodeSays) {
  const std::map<int32_t, ErrorKind> kinds = {
      {TEXTMILL_ERROR, ErrorKind::kBadInput},
      {TEXTMILL_IO_ERROR, ErrorKind::kIo},
      {TEXTMILL_INPUT_FAILED, ErrorKind::kIo},
      {TEXTMILL_CANCELLED, ErrorKind::kCancelled},
      {TEXTMILL_INTERNAL, ErrorKind::kBrokenPromise},
      {TEXTMILL_NO_COLUMN, ErrorKind::kNoSuchColumn},
      {TEXTMILL_WRONG_TYPE, ErrorKind::kWrongType},
      {TEXTMILL_NO_MEMORY, ErrorKind::kOutOfMemory},
      {4711, ErrorKind::kBadInput},  // of a later interface
  };
  for (const auto& [code, kind] : kinds)
    EXPECT_EQ(StageRefusal(textmill::Error("what", code)).kind, kind) << code;
  EXPECT_EQ(StageRefusal(textmill::Error("what").Parameter("by")).kind, ErrorKind::kBadParameter);
  EXPECT_EQ(StageRefusal(textmill::Error("")).kind, ErrorKind::kUnexplained);
}

TEST(Instance, ErrorsSayWhoIsToBlame) {
  const core::Error both =
      StageRefusal(NoSuchColumn("a\nb.c[2]").Parameter("by[1]").Hint("do this").Row(7));
  EXPECT_EQ(both.parameter, "by[1]");
  EXPECT_EQ(both.column, "a\nb.c[2]");
  EXPECT_EQ(both.row, 7);
  EXPECT_EQ(both.step, "wire");
  EXPECT_EQ(both.ToString(),
            "step `wire`: needs the column `a\nb.c[2]`, which no earlier step makes; do this");
  const core::Error column = StageRefusal(NoSuchColumn("title"), "");
  EXPECT_EQ(column.parameter, "");
  EXPECT_EQ(column.column, "title");
  EXPECT_EQ(column.row, -1);
  EXPECT_EQ(column.ToString(), "needs the column `title`, which no earlier step makes");
  const core::Error parameter = StageRefusal(textmill::Error("what").Parameter("files[2]"));
  EXPECT_EQ(parameter.parameter, "files[2]");
  EXPECT_EQ(parameter.column, "");
}

// A plugin in C cannot be thrown through.
TEST(Instance, ThatMemoryIsShortIsNotThrownThroughAStage) {
  static constexpr textmill_state_1 kState{
      [](void*, const textmill_state_writer* to, textmill_error* error) noexcept -> int32_t {
        return to->write(to->self, "abc", 3, error);
      },
      [](void*, const textmill_state_reader* from, textmill_error* error) noexcept -> int32_t {
        char byte;
        uint64_t got;
        return from->read(from->self, &byte, 1, &got, error);
      }};
  textmill_stage stage = internal::StageList<Refuser>::stages[0];
  stage.extension = [](const char*) -> const void* { return &kState; };
  const textmill_value none{};
  const auto instance = Instance::Create(stage, "wire", none);
  ASSERT_TRUE(instance.ok());
  const Status saved =
      (*instance)->Save([](std::string_view) -> Status { throw std::bad_alloc(); });
  ASSERT_FALSE(saved.ok());
  EXPECT_EQ(saved.error().kind, ErrorKind::kOutOfMemory);
  const Status restored =
      (*instance)->Restore([](char*, size_t) -> Result<size_t> { throw std::bad_alloc(); });
  ASSERT_FALSE(restored.ok());
  EXPECT_EQ(restored.error().kind, ErrorKind::kOutOfMemory);
}

}  // namespace
}  // namespace textmill::core
