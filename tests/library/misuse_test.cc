// What a program may get wrong: mistakes in a pipeline, calls at the wrong time, states and arrays
// of others. Each is refused with a sentence, and changes nothing that was right before.
#include <gmock/gmock.h>

#include <functional>

#include "tests/library/in_folder.h"
#include "tests/library/place.h"
#include "textmill/builder.hpp"

namespace textmill::tests {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

// What a call was refused with; "" when it was not.
std::string Refusal(const std::function<void()>& call) {
  try {
    call();
  } catch (const std::exception& e) {
    return e.what();
  }
  return "";
}

class MisuseTest : public InFolderTest {
 protected:
  MisuseTest() {
    std::string text;
    for (int i = 0; i < 40; ++i)
      text += "{\"text\":\"document " + std::to_string(i % 30) + " of some words\"}\n";
    Write("in.jsonl", text);
  }

  Options Pipeline(const std::string& steps, const std::string& more = "") const {
    Options options;
    options.file = "p.yaml";
    options.text =
        "textmill: 1\nname: p\nsteps:\n  - uses: read.jsonl\n    with: { path: in.jsonl }\n" +
        steps + more;
    return options;
  }

  // All inputs through the steps that were begun.
  void ReadAll(Place* place, Documents* out) {
    for (textmill_unit unit; place->NextUnit(500, &unit);) place->Read(&unit, &arrays_, out);
  }

  static size_t Leftovers() {
    size_t n = 0;
    for (const auto& entry : fs::directory_iterator(fs::temp_directory_path()))
      n += entry.path().filename().string().starts_with("textmill-") && entry.is_directory();
    return n;
  }

  Arrays arrays_;
};

constexpr const char* kPassages =
    "  - uses: dedup.passages\n    with: { scope: corpus, unit: sentence }\n";
constexpr const char* kWords =
    "  - uses: corpus.frequencies\n    id: words\n    with: { of: words }\n";
constexpr const char* kWrite = "  - uses: write.jsonl\n    with: { path: out.jsonl }\n";

TEST_F(MisuseTest, MistakesInAPipelineAreData) {
  Place place(Pipeline("  - uses: text.normalise\n  - keep: lenght > 3\n"));
  const textmill_problem* problems = nullptr;
  uint64_t n = 0;
  textmill_plan_problems(place.plan(), &problems, &n);
  ASSERT_EQ(n, 2u);
  EXPECT_STREQ(problems[0].file, "p.yaml");
  EXPECT_EQ(problems[0].line, 6);
  EXPECT_THAT(problems[0].message, HasSubstr("text.normalise"));
  EXPECT_EQ(problems[1].line, 7);
  EXPECT_THAT(problems[1].message, HasSubstr("lenght"));
  EXPECT_THAT(Refusal([&] { place.Begin(0, 0); }), HasSubstr("the pipeline has mistakes"));
  ArrowSchema schema{};
  EXPECT_EQ(textmill_plan_schema(place.plan(), 1, &schema, nullptr), TEXTMILL_ERROR);
  EXPECT_EQ(schema.release, nullptr);
  EXPECT_TRUE(place.Steps().empty());
  EXPECT_TRUE(place.TakeAccount().empty());
}

TEST_F(MisuseTest, ASetThatIsWrongIsAProblemOfTheOption) {
  Options options = Pipeline(kWrite);
  options.set = {"nobody.path=x"};
  Place place(options);
  const textmill_problem* problems = nullptr;
  uint64_t n = 0;
  textmill_plan_problems(place.plan(), &problems, &n);
  ASSERT_EQ(n, 1u);
  EXPECT_THAT(problems[0].file, HasSubstr("--set nobody.path=x"));
}

TEST_F(MisuseTest, APipelineHasAName) {
  textmill_plan_options options{};
  options.text = "textmill: 1\n";
  textmill_plan* plan = nullptr;
  textmill_error error{};
  EXPECT_EQ(textmill_plan_open(&options, &plan, &error), TEXTMILL_ERROR);
  EXPECT_THAT(error.message, HasSubstr("`file`"));
  EXPECT_EQ(plan, nullptr);
  textmill_plan_close(nullptr);
}

TEST_F(MisuseTest, OptionsOfAnotherVersionAreRefused) {
  EXPECT_STREQ(TEXTMILL_ENGINE_VERSION, textmill_version());
  textmill_plan_options options{};
  options.file = "p.yaml";
  options.text = "textmill: 1\n";
  textmill_plan* plan = nullptr;
  textmill_error error{};
  options.flags = 1 << 7;
  EXPECT_EQ(textmill_plan_open(&options, &plan, &error), TEXTMILL_ERROR);
  EXPECT_THAT(error.message, HasSubstr("flags that this library"));
  options.flags = 0;
  options.reserved = 1;
  EXPECT_EQ(textmill_plan_open(&options, &plan, &error), TEXTMILL_ERROR);
  EXPECT_EQ(plan, nullptr);
}

// With no plan, and with a plan that has begun but with NULL for all else.
TEST_F(MisuseTest, NullIsRefused) {
  Place place(Pipeline("  - uses: dedup.exact\n"));
  place.Begin(1, 1);
  for (textmill_plan* const plan : {static_cast<textmill_plan*>(nullptr), place.plan()}) {
    std::vector<std::string> said;
    textmill_error error{};
    const auto refused = [&](int32_t code) {
      EXPECT_EQ(code, TEXTMILL_ERROR);
      said.emplace_back(error.message);
    };
    textmill_plan_problems(plan, nullptr, nullptr);
    textmill_plan_steps(plan, nullptr, nullptr);
    textmill_plan_segments(plan, nullptr, nullptr);
    textmill_plan_outputs(plan, nullptr, nullptr);
    refused(textmill_plan_open(nullptr, nullptr, &error));
    refused(textmill_plan_inputs(plan, nullptr, nullptr, &error));
    refused(textmill_plan_schema(plan, 1, nullptr, &error));
    refused(textmill_plan_next_unit(plan, 1, nullptr, &error));
    refused(textmill_plan_read(plan, nullptr, nullptr, &error));
    refused(textmill_plan_process(plan, nullptr, nullptr, nullptr, &error));
    refused(textmill_plan_keys(plan, 1, nullptr, nullptr, nullptr, &error));
    refused(textmill_plan_save(plan, 1, nullptr, &error));
    refused(textmill_plan_restore(plan, 1, nullptr, 7, &error));
    refused(textmill_plan_merge(plan, 1, nullptr, 7, &error));
    refused(textmill_plan_take_output(plan, 0, 0, nullptr, &error));
    refused(textmill_plan_take_removed(plan, 0, nullptr, &error));
    refused(textmill_plan_take_account(plan, nullptr, nullptr, &error));
    refused(textmill_plan_write_output(plan, 0, nullptr, 7, &error));
    refused(textmill_plan_write_removed(plan, 0, nullptr, 7, &error));
    refused(textmill_plan_add_account(plan, nullptr, 7, &error));
    refused(textmill_plan_publish(plan, nullptr, nullptr, 0, nullptr, &error));
    EXPECT_EQ(textmill_plan_save(plan, 1, nullptr, nullptr), TEXTMILL_ERROR);
    EXPECT_THAT(said, ::testing::Each(HasSubstr("NULL")));
  }
  // Without a plan these have nothing else to be given.
  EXPECT_EQ(textmill_plan_begin(nullptr, 0, 0, nullptr), TEXTMILL_ERROR);
  EXPECT_EQ(textmill_plan_end_of_pass(nullptr, 0, nullptr), TEXTMILL_ERROR);
  EXPECT_EQ(textmill_plan_begin_at(nullptr, 0, 0, nullptr), TEXTMILL_ERROR);
  EXPECT_EQ(textmill_plan_finish(nullptr, 0, nullptr), TEXTMILL_ERROR);
  EXPECT_EQ(textmill_plan_open_outputs(nullptr, 1, nullptr), TEXTMILL_ERROR);
  place.Finish(1);  // nothing has changed
}

// While a stage works, and says so from there.
TEST_F(MisuseTest, TwoCallsAtOnceAreRefused) {
  struct Second {
    textmill_plan* plan = nullptr;
    std::string said;
  } second;
  Options options =
      Pipeline("  - uses: exec\n    with: { command: [sh, -c, 'echo hello >&2; cat'] }\n");
  textmill_plan_options raw{};
  raw.file = options.file.c_str();
  raw.text = options.text.c_str();
  raw.self = &second;
  raw.log = [](void* self, int32_t, const char*, const char*) {
    auto* const to = static_cast<Second*>(self);
    textmill_error error{};
    EXPECT_EQ(textmill_plan_begin(to->plan, 0, 0, &error), TEXTMILL_ERROR);
    to->said = error.message;
  };
  ASSERT_EQ(textmill_plan_open(&raw, &second.plan, nullptr), TEXTMILL_OK);
  ASSERT_EQ(textmill_plan_begin(second.plan, 0, 1, nullptr), TEXTMILL_OK);
  textmill_unit unit;
  ArrowArray documents;
  while (textmill_plan_next_unit(second.plan, 1 << 20, &unit, nullptr) == TEXTMILL_OK) {
    ASSERT_EQ(textmill_plan_read(second.plan, &unit, &documents, nullptr), TEXTMILL_OK);
    documents.release(&documents);
  }
  EXPECT_THAT(second.said, HasSubstr("another call of this plan is under way"));
  EXPECT_EQ(textmill_plan_finish(second.plan, 1, nullptr), TEXTMILL_OK);
  textmill_plan_close(second.plan);
}

TEST_F(MisuseTest, AnAccountThatCannotBeIsRefused) {
  Place place(Pipeline(kWrite));
  textmill_error error{};
  ASSERT_EQ(textmill_plan_open_outputs(place.plan(), 1, &error), TEXTMILL_OK) << error.message;
  const auto add = [&](textmill_count count) {
    error = {};
    textmill_plan_add_account(place.plan(), &count, 1, &error);
    return std::string(error.message);
  };
  EXPECT_THAT(add({9, TEXTMILL_COUNT_IN, 0, 0, "", "", 1}), HasSubstr("a step that there is not"));
  EXPECT_THAT(add({0, 99, 0, 0, "", "", 1}), HasSubstr("a kind that is not known"));
  EXPECT_THAT(add({0, TEXTMILL_COUNT_DROPPED, 999, 0, "", "", 1}), HasSubstr("a number that"));
  EXPECT_THAT(add({0, TEXTMILL_COUNT_IN, 0, 0, nullptr, "", 1}), HasSubstr("without `group`"));
  EXPECT_THAT(add({0, TEXTMILL_COUNT_IN, 0, 0, "", "", -1}), HasSubstr("a count of -1"));
  EXPECT_THAT(add({0, TEXTMILL_COUNT_IN, 0, 0, "", "", INT64_MAX}), HasSubstr("a count of 9"));
  EXPECT_THAT(add({0, TEXTMILL_COUNT_INPUT_FAILED, 0, 0, "", "why", int64_t{1} << 40}),
              HasSubstr("a count of"));
  EXPECT_EQ(add({0, TEXTMILL_COUNT_ACCOUNT, 0, 0, "group", "name", -3}), "");
}

TEST_F(MisuseTest, StepsAreBegunOnceAndWithinTheirBounds) {
  const std::string steps = std::string(kWords) + kPassages +
                            "  - uses: write.csv\n    with: { from: words, path: words.csv }\n" +
                            kWrite;
  const auto refusal = [&](uint32_t first, uint32_t last) {
    Place place(Pipeline(steps));
    return Refusal([&] { place.Begin(first, last); });
  };
  EXPECT_THAT(refusal(0, 5),
              HasSubstr("there are no steps 0 to 5 | they are numbered from 0 to 4"));
  EXPECT_THAT(refusal(2, 1), HasSubstr("there are no steps 2 to 1"));
  EXPECT_THAT(refusal(3, 4), HasSubstr("takes a table"));
  EXPECT_THAT(refusal(0, 4), HasSubstr("has to see all documents before"));
  EXPECT_EQ(refusal(0, 2), "");
  EXPECT_EQ(refusal(2, 4), "");
  Place place(Pipeline(steps));
  place.Begin(0, 1);
  EXPECT_THAT(Refusal([&] { place.Begin(0, 1); }), HasSubstr("has begun before"));
  Documents out;
  ReadAll(&place, &out);
  EXPECT_EQ(out.size(), 40u);
}

TEST_F(MisuseTest, WhatIsNotOfferedIsRefused) {
  Place ids(Pipeline(kWrite, "unique_ids: true\n"));
  EXPECT_THAT(Refusal([&] { ids.Begin(0, 1); }), HasSubstr("`unique_ids`"));
  Place many(Pipeline("  - uses: write.jsonl\n    with: { path: 'out/{id}.jsonl' }\n"));
  EXPECT_EQ(many.Outputs().at(0).many, 1u);
  EXPECT_THAT(Refusal([&] { many.Begin(0, 1); }), HasSubstr("a file for each value"));
  many.Begin(0, 0);
}

TEST_F(MisuseTest, CallsThatComeTooEarlyOrTooLateAreRefused) {
  Place place(Pipeline(std::string(kWords) + kPassages + kWrite));
  Documents out;
  textmill_unit none{};
  EXPECT_THAT(Refusal([&] { place.NextUnit(1, &none); }), HasSubstr("textmill_plan_begin"));
  EXPECT_THAT(Refusal([&] { place.Save(1); }), HasSubstr("textmill_plan_begin"));
  place.Begin(0, 2);
  EXPECT_THAT(Refusal([&] { place.Save(3); }),
              HasSubstr("is not among those that this plan began"));
  EXPECT_THAT(Refusal([&] { place.Save(9); }), HasSubstr("step 9 is not among"));
  EXPECT_THAT(Refusal([&] { place.Keys(1, out); }), "");
  EXPECT_THAT(Refusal([&] { place.Merge(0, ""); }), HasSubstr("does not offer textmill.merge/1"));
  EXPECT_THAT(Refusal([&] { place.EndOfPass(1); }), HasSubstr("has one pass alone"));
  EXPECT_THAT(Refusal([&] { place.BeginAt(2, 0); }), HasSubstr("is in its pass 0 here"));
  textmill_unit wrong{};
  wrong.input = 7;
  EXPECT_THAT(Refusal([&] { place.Read(&wrong, &arrays_, &out); }),
              HasSubstr("has not cut this piece"));
  ReadAll(&place, &out);
  EXPECT_EQ(out.size(), 40u);
  const std::string state = place.Save(1);
  EXPECT_THAT(Refusal([&] { place.Restore(1, state); }),
              HasSubstr("restored once, before all else"));
  place.Finish(1);
  EXPECT_THAT(Refusal([&] { place.Finish(1); }), HasSubstr("finished already"));
  EXPECT_THAT(Refusal([&] { place.Finish(0); }), HasSubstr("is after"));
  EXPECT_THAT(Refusal([&] { place.Finish(2); }), HasSubstr("in its pass 0"));
  EXPECT_THAT(Refusal([&] { place.Merge(1, state); }),
              HasSubstr("is merged before it is finished"));
  place.EndOfPass(2);
  EXPECT_THAT(Refusal([&] { place.EndOfPass(2); }), HasSubstr("has ended before"));
  textmill_unit again{};
  EXPECT_THAT(Refusal([&] { place.Read(&again, &arrays_, &out); }), HasSubstr("is finished"));
  const std::string settled = place.Save(2);

  Place next(Pipeline(std::string(kWords) + kPassages + kWrite));
  next.Begin(2, 3);
  Documents kept;
  EXPECT_THAT(Refusal([&] { next.Process(out, &arrays_, &kept); }), HasSubstr("has no pass 0"));
  EXPECT_THAT(Refusal([&] { next.BeginAt(2, 0); }), HasSubstr("right after textmill_plan_restore"));
  next.Restore(2, settled);
  next.Process(out, &arrays_, &kept);
  EXPECT_THAT(Refusal([&] { next.BeginAt(2, 0); }), HasSubstr("right after textmill_plan_restore"));
  next.Finish(2);
  next.Finish(3);
  EXPECT_EQ(kept.size(), 40u);
}

TEST_F(MisuseTest, AStateOfAnotherPlanIsRefusedAndThePlanIsOver) {
  std::string words, others;
  const auto save = [&](const std::string& steps) {
    Place place(Pipeline(steps));
    place.Begin(0, 1);
    Documents out;
    ReadAll(&place, &out);
    return place.Save(1);
  };
  words = save(std::string(kWords) + kWrite);
  const std::string bad[] = {save("  - uses: dedup.exact\n"), "", "nonsense",
                             words.substr(0, words.size() / 2),
                             save("  - uses: corpus.frequencies\n    id: words\n    with: { of: "
                                  "words, where: { min_length: 3 } }\n")};
  for (const std::string& state : bad) {
    for (const bool merge : {false, true}) {
      Place place(Pipeline(std::string(kWords) + kWrite));
      place.Begin(1, 1);
      EXPECT_NE(Refusal([&] { merge ? place.Merge(1, state) : place.Restore(1, state); }), "");
      EXPECT_THAT(Refusal([&] { place.Finish(1); }), HasSubstr("an earlier call failed"));
      EXPECT_THAT(Refusal([&] { place.Begin(1, 1); }), HasSubstr("an earlier call failed"));
    }
  }
}

// An array of documents that a test changes before it is given to step 1.
class ForeignTest : public MisuseTest {
 protected:
  ForeignTest() : source_(Pipeline(kWrite)), place_(Pipeline(kWrite)) {
    source_.Begin(0, 0);
    ReadAll(&source_, &documents_);
    place_.Begin(1, 1);
    textmill_plan_schema(place_.plan(), 1, &schema_, nullptr);
  }
  ~ForeignTest() override { schema_.release(&schema_); }

  // Gives the first few documents; `change` may change their array and schema.
  std::string Give(const std::function<void(ArrowArray*, ArrowSchema*)>& change) {
    Slice slice(documents_, 0, EndOfSlice(documents_, 0));
    ArrowArray out{};
    textmill_error error{};
    change(slice.get(), &schema_);
    const int32_t code = textmill_plan_process(place_.plan(), &schema_, slice.get(), &out, &error);
    EXPECT_EQ(slice.get()->release, nullptr);
    if (out.release != nullptr) out.release(&out);
    return code == TEXTMILL_OK ? "" : error.message;
  }

  Place source_, place_;
  Documents documents_;
  ArrowSchema schema_{};
};

TEST_F(ForeignTest, ArraysThatDoNotFitAreRefused) {
  const auto place = [](ArrowArray* array) { return array->children[array->n_children - 1]; };
  EXPECT_THAT(Give([](ArrowArray* a, ArrowSchema*) { a->release = nullptr; }),
              HasSubstr("released before"));
  EXPECT_THAT(Give([](ArrowArray* a, ArrowSchema*) { a->length = -1; }), HasSubstr("rows"));
  EXPECT_THAT(Give([](ArrowArray* a, ArrowSchema*) { a->length += 1000; }), HasSubstr("rows"));
  EXPECT_THAT(Give([](ArrowArray* a, ArrowSchema*) { --a->n_children; }), HasSubstr("columns"));
  EXPECT_THAT(Give([](ArrowArray* a, ArrowSchema*) { a->children[0]->n_buffers = 2; }),
              HasSubstr("buffers"));
  static const uint8_t kNone[16] = {};
  EXPECT_THAT(Give([](ArrowArray* a, ArrowSchema*) {
                static const void* buffers[1];
                buffers[0] = kNone;
                a->buffers = buffers;
                a->null_count = -1;
              }),
              HasSubstr("document 0 is null"));
  // A place that there is not: of another input, or outside of its unit.
  for (const int member : {0, 1, 2, 3}) {
    std::vector<int64_t> values(100, 1'000'000);
    const void* buffers[2] = {nullptr, values.data()};
    EXPECT_THAT(Give([&](ArrowArray* a, ArrowSchema*) {
                  ArrowArray* const of = place(a)->children[member];
                  of->buffers = buffers;
                  of->offset = 0;
                }),
                HasSubstr("comes from a place that there is not"))
        << member;
  }
  const char* const name = schema_.children[0]->name;
  EXPECT_THAT(Give([](ArrowArray*, ArrowSchema* s) { s->children[0]->name = "other"; }),
              HasSubstr("step `write.jsonl` is given"));
  EXPECT_THAT(Give([&](ArrowArray*, ArrowSchema* s) {
                s->children[0]->name = name;
                s->children[0]->format = "z";
              }),
              HasSubstr("step `write.jsonl` is given"));
  EXPECT_EQ(Give([](ArrowArray*, ArrowSchema* s) { s->children[0]->format = "u"; }), "");
}

TEST_F(ForeignTest, TextThatIsNotUtf8IsRefused) {
  EXPECT_THAT(Give([](ArrowArray* a, ArrowSchema*) {
                static const char kBad[] = "\xff\xfe\xff\xfe\xff\xfe\xff\xfe";
                static int32_t ends[101];
                static const void* buffers[3] = {nullptr, ends, kBad};
                for (int32_t& end : ends) end = 4;
                ends[0] = 0;
                a->children[0]->buffers = buffers;
                a->children[0]->offset = 0;
                a->children[0]->null_count = 0;
              }),
              StartsWith("document 0"));
}

TEST_F(MisuseTest, NothingIsLeftInTheTemporaryFolder) {
  fs::create_directories("tmp");
  setenv("TMPDIR", At("tmp").c_str(), 1);
  {
    Place place(Pipeline(kWrite));
    place.Begin(0, 1);
    EXPECT_EQ(Leftovers(), 1u);
  }
  EXPECT_EQ(Leftovers(), 0u);
  {
    Place place(Pipeline("  - uses: dedup.near\n"));
    place.Begin(1, 1);
    EXPECT_NE(Refusal([&] { place.Restore(1, "nonsense"); }), "");
  }
  EXPECT_EQ(Leftovers(), 0u);
  setenv("TMPDIR", At("nowhere").c_str(), 1);
  Place place(Pipeline(kWrite));
  EXPECT_THAT(Refusal([&] { place.Begin(0, 1); }), HasSubstr("TMPDIR"));
  setenv("TMPDIR", At("tmp").c_str(), 1);
  place.Begin(0, 1);  // nothing had begun
  unsetenv("TMPDIR");
}

// Where it can be read again it is there, as on one machine; else the line says that it is not.
TEST_F(MisuseTest, TheRecordOfADocumentThatFailsInAnotherPlace) {
  Write("a.csv", "id,text\n1,\"one, and two\"\n");
  Write("a.jsonl", "{\"text\": \"one\"}\n");
  Write("b.jsonl", "{\"text\": \"one\"}\n");
  ASSERT_EQ(Here("gzip -n b.jsonl").status, 0);
  Write("db.yaml",
        "textmill: 1\nname: db\nsteps:\n  - uses: read.jsonl\n    with: { path: a.jsonl }\n"
        "  - uses: write.sqlite\n    with: { path: a.db }\n");
  const Ended made = Here("$T run db.yaml");
  ASSERT_EQ(made.status, 0) << made.err;
  const std::pair<const char*, const char*> kInputs[] = {
      {"{ path: a.csv }", "\"record\":\"1,\\\"one, and two\\\"\""},
      {"{ path: a.jsonl }", "\"record\":\"{\\\"text\\\": \\\"one\\\"}"},
      {"{ path: b.jsonl.gz }", "\"record_error\":\"its input cannot be read by position here\""},
      {"{ path: a.db }", "\"record_error\":"}};
  for (const auto& [with, wanted] : kInputs) {
    SCOPED_TRACE(with);
    Options options =
        Pipeline("  - set: { n: \"1 / (length(text) - length(text))\" }\n    on_error: fail\n");
    const std::string plain = "read.jsonl\n    with: { path: in.jsonl }";
    options.text.replace(options.text.find(plain), plain.size(),
                         std::string("read.auto\n    with: ") + with);
    if (std::string(with).find("a.db") != std::string::npos)
      options.text.replace(options.text.find("read.auto"), 9, "read.sqlite");
    Documents read, none;
    Place first(options);
    first.Begin(0, 0);
    ReadAll(&first, &read);
    ASSERT_EQ(read.size(), 1u);
    Place second(options);
    second.Begin(1, 1);
    second.Process(read, &arrays_, &none);
    EXPECT_TRUE(none.empty());
    const auto lines = second.TakeRemoved(TEXTMILL_FAILED);
    ASSERT_EQ(lines.size(), 1u);
    EXPECT_THAT(lines[0].line, HasSubstr(wanted));
  }
}

TEST_F(MisuseTest, InputsThatCannotBeReadAreCounted) {
  Write("bad.jsonl.gz", "\x1f\x8b\x08 this is no gzip file");
  Options options = Pipeline(kWrite);
  options.set = {"read.jsonl.path=[bad.jsonl.gz, in.jsonl]"};
  Place place(options);
  place.Begin(0, 1);
  Documents out;
  ReadAll(&place, &out);
  EXPECT_EQ(out.size(), 40u);
  const auto lines = place.TakeRemoved(TEXTMILL_FAILED);
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_THAT(lines[0].line, HasSubstr("\"input_failed\":true"));
  int64_t failed = 0;
  for (const Place::Count& count : place.TakeAccount())
    failed += count.what == TEXTMILL_COUNT_INPUT_FAILED ? count.n : 0;
  EXPECT_EQ(failed, 1);
}

}  // namespace
}  // namespace textmill::tests
