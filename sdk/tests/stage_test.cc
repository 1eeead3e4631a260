// The trampolines between the C interface and a stage: what a host sees of each kind of stage, and
// that nothing a stage throws gets through.
#include "textmill/stage.hpp"

#include <gmock/gmock.h>

#include <new>
#include <stdexcept>
#include <textmill/testing.hpp>

namespace textmill {
namespace {

using testing::Columns;
using ::testing::ElementsAre;
using testing::GivenParams;
using ::testing::HasSubstr;
using testing::Outcome;
using testing::StageRunner;

// Fails in the function and in the way that it is told to.
class Failing final : public Transform {
 public:
  Failing() {
    Describe("test.failing", "1.0.0", "Fails.");
    Can(TEXTMILL_REPLAYS | TEXTMILL_TABLES);
  }
  Param<std::string> where{this, "where", "", "Where to fail."};
  Param<std::string> how{this, "how", "error", "How to fail."};
  In<Utf8> text{this, "text", "looked at"};

  void Bind(Binder& binder) override {
    Maybe("bind");
    binder.Table(StructOf("t", {{"a", "l", {}, {}}}));
  }
  void Open(const textmill_open_request&) override { Maybe("open"); }
  std::unique_ptr<Lane> NewLane() const override {
    Maybe("lane");
    return nullptr;
  }
  void Process(const Batch&, Reply&, Lane*) const override { Maybe("process"); }
  void Commit(const Batch&, const Carried&, Reply&) override { Maybe("commit"); }
  void EndOfPass() override { Maybe("end_of_pass"); }
  void Finish() override { Maybe("finish"); }
  bool NextTable(uint32_t, StructBuilder&) override {
    Maybe("table");
    return false;
  }

 private:
  void Maybe(const char* function) const {
    if (*where != function) return;
    if (*how == "standard") throw std::runtime_error("a standard exception");
    if (*how == "memory") throw std::bad_alloc();
    if (*how == "number") throw 42;
    throw Error("an error").Parameter("how").Hint("do not").Row(3);
  }
};

Outcome Fail(const std::string& where, const std::string& how) {
  StageRunner<Failing> run({{"where", where}, {"how", how}});
  return run.Run(Columns().Add<Utf8>("text", {"a", "b"}));
}

TEST(Stage, NothingThrownGetsThrough) {
  EXPECT_EQ(Fail("nowhere", "error").error, "");
  for (const char* where :
       {"bind", "open", "lane", "process", "commit", "end_of_pass", "finish", "table"}) {
    EXPECT_EQ(Fail(where, "error").error, "an error") << where;
    EXPECT_EQ(Fail(where, "standard").error, "a standard exception") << where;
    EXPECT_EQ(Fail(where, "memory").error, "there is not enough memory") << where;
    EXPECT_THAT(Fail(where, "number").error, HasSubstr("unknown type")) << where;
  }
}

TEST(Stage, ErrorsTellAllTheyKnow) {
  textmill_error error;
  std::memset(&error, 0xFF, sizeof error);
  const int32_t code = internal::Guard(&error, []() -> int32_t {
    throw Error("what", TEXTMILL_IO_ERROR).Parameter("files[2]").Hint("why").Row(7);
  });
  EXPECT_EQ(code, TEXTMILL_IO_ERROR);
  EXPECT_EQ(error.code, TEXTMILL_IO_ERROR);
  EXPECT_EQ(error.reserved, 0u);
  EXPECT_STREQ(error.message, "what");
  EXPECT_STREQ(error.subject, "files[2]");
  EXPECT_STREQ(error.hint, "why");
  EXPECT_EQ(error.row, 7);
  internal::Guard(&error, []() -> int32_t { throw NoSuchColumn("title").Parameter("by[1]"); });
  EXPECT_EQ(error.code, TEXTMILL_NO_COLUMN);
  EXPECT_STREQ(error.subject, "by[1]\ntitle");
  internal::Guard(&error, []() -> int32_t { throw std::bad_alloc(); });
  EXPECT_EQ(error.code, TEXTMILL_NO_MEMORY);
  internal::Guard(&error, []() -> int32_t { throw std::logic_error("x"); });
  EXPECT_EQ(error.code, TEXTMILL_INTERNAL);
  EXPECT_EQ(error.row, -1);
  EXPECT_STREQ(error.subject, "");
}

// A message that is too long is cut, but never within a character.
TEST(Stage, LongMessagesAreCutBetweenCharacters) {
  const size_t room = sizeof(textmill_error::message) - 1;
  for (size_t ascii = room - 4; ascii <= room + 1; ++ascii) {
    const std::string whole(ascii, 'a');
    textmill_error error{};
    internal::Guard(&error, [&]() -> int32_t { throw Error(whole + "\xE2\x82\xAC\xE2\x82\xAC"); });
    const std::string cut = error.message;
    const size_t euros = (room - std::min(room, ascii)) / 3;
    std::string expected = whole.substr(0, room);
    for (size_t i = 0; i < euros; ++i) expected += "\xE2\x82\xAC";
    EXPECT_EQ(cut, expected) << ascii;
  }
}

class Columnar final : public MapStage {
 public:
  Columnar() { Describe("test.columnar", "1.0.0", "Looks at columns."); }
  Param<ColumnName> column{this, "column", ColumnName{"text"}, "A column."};
  In<Utf8> text{this, column, "needed"};
  In<Int64> number{this, "number", kOptional, "used if there"};
  In<Timestamp> date{this, "date", kOptional, "used if there"};
  Out<Int64> sum{this, "sum", "made"};
  void Apply(const Row& row, Reply& out) const override {
    out[sum].Append(static_cast<int64_t>(row[text].size()) +
                    (number.present() && !row.IsNull(number) ? row[number] : 0));
  }
};

TEST(Stage, BindFindsColumns) {
  const Field text{"text", "u", {}, {}}, number{"number", "l", {}, {}};
  EXPECT_EQ(StageRunner<Columnar>().Bind({number, text}), "");
  EXPECT_EQ(StageRunner<Columnar>().Bind({number}),
            "needs the column `text`, which no earlier step makes");
  EXPECT_EQ(StageRunner<Columnar>().Bind({text, {"number", "u", {}, {}}}),
            "needs the column `number` as int64, but it is utf8");
  EXPECT_EQ(StageRunner<Columnar>().Bind({text, {"date", "tsu:UTC", {}, {}}}), "");
  EXPECT_EQ(StageRunner<Columnar>().Bind({text, {"date", "tss:", {}, {}}}),
            "needs the column `date` as timestamp, but it is timestamp in other units (tss:)");
  EXPECT_EQ(StageRunner<Columnar>(GivenParams{{"column", "body"}}).Bind({text}),
            "needs the column `body`, which no earlier step makes");
  // Again, after it failed, and with other columns.
  StageRunner<Columnar> run;
  EXPECT_NE(run.Bind({}), "");
  EXPECT_EQ(run.Bind({text}), "");
  ASSERT_EQ(run.produced.size(), 1u);
  EXPECT_EQ(run.produced[0].name, "sum");
}

// A list is asked for with the type of its items, or with any.
class Lists final : public MapStage {
 public:
  Lists() { Describe("test.lists", "1.0.0", "Looks at lists."); }
  Param<ColumnName> column{this, "column", ColumnName{"any"}, "A column."};
  In<List> tags{this, ListOf("tags", {"", "u", {}, {}}), "names"};
  In<List> any{this, column, "of whatever"};
  void Apply(const Row&, Reply&) const override {}
};

TEST(Stage, BindChecksWhatIsInALists) {
  const Field any = ListOf("any", StructOf("", {{"x", "l", {}, {}}}));
  EXPECT_EQ(StageRunner<Lists>().Bind({ListOf("tags", {"", "u", {}, {}}), any}), "");
  EXPECT_EQ(StageRunner<Lists>().Bind({ListOf("tags", {"", "l", {}, {}}), any}),
            "needs the column `tags` as list<utf8>, but it is list<int64>");
  EXPECT_EQ(StageRunner<Lists>().Bind({ListOf("tags", {"", "u", {}, {}}), {"any", "u", {}, {}}}),
            "needs the column `any` as list, but it is utf8");
  EXPECT_STREQ(StageRunner<Lists>().info().needs[0].type, "list");
}

struct Tally final : Lane {
  int rows = 0;
};

// Fails rows in several ways, and uses its lane.
class Picky final : public MapStage {
 public:
  Picky() { Describe("test.picky", "1.0.0", "Likes few texts."); }
  In<Utf8> text{this, "text", "looked at"};
  Out<Int64> size{this, "size", "of the text"};
  Out<List> letters{this, ListOf("letters", {"", "u", {}, {}}), "each"};
  Counter seen{this, "seen"};
  std::unique_ptr<Lane> NewLane() const override { return std::make_unique<Tally>(); }
  void Apply(const Row& row, Reply& out) const override {
    row.Count(seen, ++row.lane<Tally>().rows > 0);
    const std::string_view value = row[text];
    if (value == "later") return row.Fail("the server sleeps", TEXTMILL_FAILED_FOR_NOW);
    if (value == "memory") throw Error("all is full", TEXTMILL_NO_MEMORY);
    out[size].Append(static_cast<int64_t>(value.size()));
    for (const char c : value) out[letters].items<BytesBuilder>().Append(std::string_view(&c, 1));
    if (value == "half") throw Error("stuck").Hint("Push.");
    if (value == "nulls") {
      row.Fail("first");
      row.Fail("second");
    }
    out[letters].EndRow();
  }
};

TEST(Stage, ARowThatFailsIsToldApartFromTheOthers) {
  for (const int64_t rows : {1, 2, 100}) {
    const Outcome out = StageRunner<Picky>().Run(
        Columns().Add<Utf8>("text", {"ab", "half", "later", "c", "nulls"}), rows);
    EXPECT_EQ(out.error, "");
    ASSERT_EQ(out.rows.size(), 2u);
    EXPECT_EQ(out.rows[0].at("letters"), R"(["a","b"])");
    EXPECT_EQ(out.rows[1].row, 3);
    EXPECT_EQ(out.rows[1].at("size"), "1");
    EXPECT_EQ(out.rows[1].at("letters"), R"(["c"])");
    ASSERT_EQ(out.failed.size(), 3u);
    EXPECT_EQ(out.failed[0].row, 1);
    EXPECT_EQ(out.failed[0].message, "stuck. Push.");
    EXPECT_EQ(out.failed[0].kind, TEXTMILL_FAILED_DOCUMENT);
    EXPECT_EQ(out.failed[1].kind, TEXTMILL_FAILED_FOR_NOW);
    EXPECT_EQ(out.failed[2].message, "first");
    EXPECT_EQ(out.counters.at("seen"), 5);
  }
  // What no document is to blame for fails the call.
  EXPECT_EQ(StageRunner<Picky>().Run(Columns().Add<Utf8>("text", {"a", "memory"})).error,
            "all is full");
}

// Drops with and without an explanation, and fails.
class Explains final : public Filter {
 public:
  Explains() { Describe("test.explains", "1.0.0", "Says why."); }
  In<Utf8> text{this, "text", "looked at"};
  Detail<Utf8> why{this, "why", "in words"};
  Reason gone{this, "gone"};
  const Reason* Drop(const Row& row) const override {
    if (row[text] == "bad") throw Error("bad");
    if (row[text] == "told") row.Explain(why).Append("because");
    return row[text] == "stays" ? nullptr : &gone;
  }
};

TEST(Stage, AFilterExplainsWhatItDrops) {
  const Outcome out =
      StageRunner<Explains>().Run(Columns().Add<Utf8>("text", {"stays", "silent", "bad", "told"}));
  EXPECT_EQ(out.error, "");
  EXPECT_EQ(out.rows.size(), 1u);
  ASSERT_EQ(out.dropped.size(), 2u);
  EXPECT_EQ(out.dropped[0].details.at("why"), "null");
  EXPECT_EQ(out.dropped[1].details.at("why"), "\"because\"");
  ASSERT_EQ(out.failed.size(), 1u);
  EXPECT_EQ(out.failed[0].row, 2);
}

TEST(Stage, OptionalColumnsMayBeMissing) {
  const auto sums = [](const Columns& columns) {
    std::vector<std::string> values;
    const Outcome out = StageRunner<Columnar>().Run(columns, 2);
    EXPECT_EQ(out.error, "");
    for (const auto& row : out.rows) values.push_back(row.at("sum"));
    return values;
  };
  EXPECT_THAT(sums(Columns().Add<Utf8>("text", {"a", "bb", std::nullopt})),
              ElementsAre("1", "2", "0"));
  EXPECT_THAT(sums(Columns()
                       .Add<Int64>("number", {10, std::nullopt, 30})
                       .Add<Utf8>("text", {"a", "bb", "ccc"})),
              ElementsAre("11", "2", "33"));
}

TEST(Stage, InfoDescribesColumns) {
  const StageRunner<Columnar> run;
  const textmill_stage_info& info = run.info();
  ASSERT_EQ(info.n_needs, 3u);
  EXPECT_STREQ(info.needs[0].name, "text");
  EXPECT_STREQ(info.needs[0].param, "column");
  EXPECT_STREQ(info.needs[1].type, "int64");
  EXPECT_EQ(info.needs[1].flags, TEXTMILL_COLUMN_OPTIONAL);
  EXPECT_STREQ(info.needs[2].type, "timestamp");
  ASSERT_EQ(info.n_produces, 1u);
  EXPECT_EQ(info.kind, TEXTMILL_TRANSFORM);
  EXPECT_EQ(info.flags, 0u);
  EXPECT_EQ(info.reasons[0], nullptr);
  EXPECT_EQ(info.counters[0], nullptr);
}

// Marks texts that were there before, counts them, and drops the third and later ones.
class Seen final : public Transform {
 public:
  Seen() { Describe("test.seen", "1.0.0", "Marks repeated texts."); }
  In<Utf8> text{this, "text", "compared"};
  Carry<UInt64> hash{this, "hash", "of the text"};
  CommitOut<Bool> again{this, "again", "whether it was there"};
  Detail<Int64> times{this, "times", "how often it was there"};
  Reason often{this, "often"};
  Counter repeated{this, "repeated"};

  void Process(const Batch& batch, Reply& reply, Lane*) const override {
    for (int64_t i = 0; i < batch.rows(); ++i)
      reply[hash].Append(std::hash<std::string_view>()(batch[text][i]));
  }
  void Commit(const Batch& batch, const Carried& carried, Reply& reply) override {
    for (int64_t i = 0; i < batch.rows(); ++i) {
      const int64_t before = seen_[carried[hash][i]]++;
      reply[again].Append(before > 0);
      reply[times].Append(before);
      reply.Count(repeated, before > 0);
      before > 1 ? reply.Drop(often) : reply.Keep();
    }
  }

 private:
  std::map<uint64_t, int64_t> seen_;
};

TEST(Stage, CommitSeesWhatProcessCarried) {
  for (const int64_t rows : {1, 2, 3, 100}) {
    StageRunner<Seen> run;
    const Outcome out =
        run.Run(Columns().Add<Utf8>("text", {"a", "b", "a", "a", "c", "b", "a"}), rows);
    EXPECT_EQ(out.error, "");
    EXPECT_EQ(run.flags(), uint32_t{TEXTMILL_COMMITS | TEXTMILL_DROPS});
    std::string marks;
    for (const auto& row : out.rows) marks += row.at("again") == "true" ? "+" : "-";
    EXPECT_EQ(marks, "--+-+");
    ASSERT_EQ(out.dropped.size(), 2u);
    EXPECT_EQ(out.dropped[1].row, 6);
    EXPECT_EQ(out.dropped[1].reason, "often");
    EXPECT_EQ(out.dropped[1].details.at("times"), "3");
    EXPECT_EQ(out.counters.at("repeated"), 4);
  }
}

// Bind settles what members cannot: names, further columns, which ones stay, values they can take.
class Settling final : public Transform {
 public:
  Settling() { Describe("test.settling", "1.0.0", "Settles things in Bind."); }
  Param<std::string> name{this, "name", "made", "What to call it."};
  Param<bool> extra{this, "extra", false, "Whether to make one more."};
  Out<Utf8> made{this, "made", "made"};
  Out<Int64> more{this, "more", kOptional, "made if wanted"};
  void Bind(Binder& binder) override {
    made.field().name = *name;
    made.SetValues({"x", "y"});
    more.Enable(*extra);
    for (const Field& field : binder.input()) use_ = binder.Use(field.name);
    place_ = binder.Produce(Part::kColumns, Field{"count", "l", {}, {}});
    if (!binder.input().empty()) binder.Keep(binder.input()[0].name, "kept");
  }
  void Process(const Batch& batch, Reply& reply, Lane*) const override {
    for (int64_t i = 0; i < batch.rows(); ++i) {
      static_cast<BuilderOf<Int64>&>(reply.At(Part::kColumns, place_)).Append(batch.pass());
      reply[made].Append(batch.At<Utf8>(use_)[i]);
      if (*extra) reply[more].Append(i);
    }
  }

 private:
  int place_ = -1, use_ = -1;
};

TEST(Stage, BindSettlesColumns) {
  const auto input = [] { return Columns().Add<Utf8>("a", {"1", "2"}).Add<Utf8>("b", {"x", "y"}); };
  StageRunner<Settling> run(GivenParams{{"name", "copy"}});
  const Outcome out = run.Run(input());
  EXPECT_EQ(out.error, "");
  EXPECT_EQ(out.rows.at(1).at("copy"), "\"y\"");
  EXPECT_EQ(out.rows.at(1).at("count"), "0");
  EXPECT_EQ(out.rows.at(1).count("more"), 0u);
  ASSERT_EQ(run.produced.size(), 2u);
  EXPECT_EQ(run.produced[0].name, "count");
  EXPECT_EQ(*run.produced[1].Meta(TEXTMILL_META_VALUES), "x\ny");
  StageRunner<Settling> more({{"extra", true}});
  EXPECT_EQ(more.Run(input()).rows.at(1).at("more"), "1");
}

TEST(Stage, MoreThanEightCountersAreTooMany) {
  class Counting final : public Filter {
   public:
    std::vector<std::unique_ptr<Counter>> counters;
    const Reason* Drop(const Row&) const override { return nullptr; }
  };
  Counting stage;
  for (int i = 0; i < TEXTMILL_MAX_COUNTERS; ++i)
    stage.counters.push_back(std::make_unique<Counter>(&stage, "c" + std::to_string(i)));
  EXPECT_THROW(Counter(&stage, "ninth"), Error);
}

class Unmade final : public Filter {
 public:
  Unmade() { throw Error("no"); }
  const Reason* Drop(const Row&) const override { return nullptr; }
};

TEST(Stage, AStageWhoseConstructorThrowsHasNoInfo) {
  EXPECT_EQ(internal::MakeStage<Unmade>().info, nullptr);
}

TEST(Stage, AFunctionIsThereWhereTheHostAsksForIt) {
  const textmill_stage seen = internal::MakeStage<Seen>();
  EXPECT_NE(seen.commit, nullptr);
  EXPECT_EQ(seen.end_of_pass, nullptr);
  EXPECT_EQ(seen.next_table, nullptr);
  EXPECT_EQ(seen.read_unit, nullptr);
  const textmill_stage failing = internal::MakeStage<Failing>();
  EXPECT_NE(failing.commit, nullptr);
  EXPECT_NE(failing.end_of_pass, nullptr);
  EXPECT_NE(failing.next_table, nullptr);
  const textmill_stage columnar = internal::MakeStage<Columnar>();
  EXPECT_EQ(columnar.commit, nullptr);
}

}  // namespace
}  // namespace textmill
