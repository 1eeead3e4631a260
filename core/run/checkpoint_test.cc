#include "core/run/checkpoint.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

namespace textmill::core {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class CheckpointTest : public ::testing::Test {
 protected:
  CheckpointTest()
      : folder_(fs::temp_directory_path() / ("checkpoint_test." + std::to_string(getpid()))) {
    fs::create_directories(folder_);
  }
  ~CheckpointTest() override { fs::remove_all(folder_); }
  std::string At(const std::string& name) const { return (folder_ / name).string(); }
  static std::string Read(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  static void WriteFile(const std::string& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
  }

  static Checkpoint Made() {
    Checkpoint made;
    made.identity.parts = {{"step `a`", "1-2"}, {"--limit", "not given"}};
    made.identity.inputs = {7, 8, 9};
    made.position.segment = 1;
    made.position.units = 1234567890123;
    made.position.unit_end = 99;
    made.position.from = FileCut{10, 20};
    made.position.ids = {"one", "", std::string("t\0o", 3)};
    std::vector<StepCounts> counts(2);
    counts[0].in = 12;
    counts[1].dropped[255] = 5;
    made.ledger = Ledger(2);
    made.ledger.Add(counts);
    made.ledger.Finish(7);
    made.ledger.InputFailed("it is gone");
    made.accounts = {{{"group", "name", -3}, {"", "", 4}}, {}};
    made.outputs = {{"out/a", "", 1, 2, {300, 400}, "waiting", "encoder"},
                    {"out/x", "out/{c}", 1, 3, {0, 0}, "", ""}};
    return made;
  }
  // What is written piece by piece.
  static StateToSave State(size_t step, const std::string& file,
                           const std::vector<std::string>& pieces) {
    return {step, file, [pieces](const Instance::WriteState& write) -> Status {
              for (const std::string& piece : pieces) {
                if (Status status = write(piece); !status) return status;
              }
              return {};
            }};
  }
  // The states that are in it, each read `at_once` bytes at a time, and no more than `most` of it.
  static std::vector<std::string> StatesIn(const std::string& path, size_t at_once,
                                           size_t most = 1 << 30) {
    std::vector<std::string> states;
    const auto read = ReadCheckpoint(
        path, [&](size_t step, const std::string& file, const Instance::ReadState& state) {
          std::string bytes, piece(at_once, '\0');
          while (bytes.size() < most) {
            const auto n = state(piece.data(), std::min(at_once, most - bytes.size()));
            if (!n) return Status(n.error());
            if (*n == 0) break;
            bytes.append(piece, 0, *n);
          }
          states.push_back(std::to_string(step) + file + ":" + bytes);
          return Status();
        });
    EXPECT_TRUE(read.ok()) << (read.ok() ? "" : read.error().ToString());
    return states;
  }
  fs::path folder_;
};

TEST_F(CheckpointTest, IsReadAsItWasWritten) {
  const std::string path = At("a.checkpoint");
  const std::string large(3'000'000, 'x');
  ASSERT_TRUE(WriteCheckpoint(path, Made(),
                              {State(0, "", {"ab", "", "cd"}), State(1, "", {}),
                               State(1, "out/x", {large, large})})
                  .ok());
  EXPECT_FALSE(fs::exists(path + ".part"));
  EXPECT_TRUE(IsCheckpoint(path));
  WriteFile(At("other"), Read(path).substr(1));
  for (const char* const name : {"other", "none", "."}) EXPECT_FALSE(IsCheckpoint(At(name)));
  const auto read = ReadCheckpoint(path);
  ASSERT_TRUE(read.ok()) << read.error().ToString();
  EXPECT_EQ(read->identity.parts[1].how, "not given");
  EXPECT_EQ(read->identity.inputs, Made().identity.inputs);
  EXPECT_EQ(read->position.units, 1234567890123u);
  EXPECT_EQ(read->position.from->tail, 20u);
  EXPECT_FALSE(read->position.to.has_value());
  EXPECT_EQ(read->position.ids, Made().position.ids);
  EXPECT_EQ(read->ledger.read(), 12);
  EXPECT_EQ(read->ledger.dropped(), 5);
  EXPECT_EQ(read->ledger.finished(), 7);
  EXPECT_EQ(read->ledger.input_failures(), std::vector<std::string>{"it is gone"});
  ASSERT_EQ(read->accounts.size(), 2u);
  ASSERT_EQ(read->accounts[0].size(), 2u);
  EXPECT_EQ(read->accounts[0][0].name, "name");
  EXPECT_EQ(read->accounts[0][0].n, -3);
  ASSERT_EQ(read->outputs.size(), 2u);
  EXPECT_EQ(read->outputs[0].cut.bytes, 300u);
  EXPECT_EQ(read->outputs[0].waiting, "waiting");
  EXPECT_EQ(read->outputs[1].one_of, "out/{c}");
  for (const size_t at_once : {1u << 20, 999u}) {
    const auto states = StatesIn(path, at_once);
    ASSERT_EQ(states.size(), 3u);
    EXPECT_EQ(states[0], "0:abcd");
    EXPECT_EQ(states[1], "1:");
    EXPECT_TRUE(states[2] == "1out/x:" + large + large);
  }
  EXPECT_EQ(StatesIn(path, 1, 3)[0], "0:abc") << "a stage may read less";
}

TEST_F(CheckpointTest, TheOneBeforeStaysUntilThereIsAnother) {
  const std::string path = At("a.checkpoint");
  ASSERT_TRUE(WriteCheckpoint(path, Made(), {State(0, "", {"first"})}).ok());
  const StateToSave broken{0, "", [](const Instance::WriteState& write) -> Status {
                             if (Status status = write("second"); !status) return status;
                             return Error{"the stage cannot say"};
                           }};
  const Status failed = WriteCheckpoint(path, Made(), {broken});
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(failed.error().message, "the stage cannot say");
  EXPECT_FALSE(fs::exists(path + ".part"));
  EXPECT_EQ(StatesIn(path, 100)[0], "0:first");
  EXPECT_FALSE(WriteCheckpoint(At("no/folder/a.checkpoint"), Made(), {}).ok());
}

// What a killed run leaves gives way to the next checkpoint, and nothing else does.
TEST_F(CheckpointTest, AForeignPartFileIsNotRemoved) {
  const std::string path = At("a.checkpoint"), part = path + ".part";
  ASSERT_TRUE(WriteCheckpoint(path, Made(), {State(0, "", {"first"})}).ok());
  const std::string good = Read(path);
  for (const std::string& left : {std::string(), good.substr(0, good.size() / 2)}) {
    WriteFile(part, left);
    EXPECT_TRUE(WriteCheckpoint(path, Made(), {State(0, "", {"second"})}).ok()) << left.size();
    EXPECT_FALSE(fs::exists(part));
  }
  WriteFile(part, "mine");
  EXPECT_FALSE(WriteCheckpoint(path, Made(), {State(0, "", {"third"})}).ok());
  EXPECT_EQ(Read(part), "mine");
  EXPECT_EQ(StatesIn(path, 100)[0], "0:second");
}

TEST_F(CheckpointTest, AnOlderFormIsRefusedByASentence) {
  const std::string path = At("a.checkpoint");
  ASSERT_TRUE(WriteCheckpoint(path, Made(), {}).ok());
  std::string bytes = Read(path);
  bytes[16 + kCheckpointOwner.stage.size()] = 1;
  WriteFile(path, bytes);
  const Error refused = ReadCheckpoint(path).error();
  EXPECT_EQ(refused.message, "the checkpoint " + path +
                                 " cannot be used: the state was saved by another version of "
                                 "`textmill checkpoint` (state version 1, this one reads 2)");
  EXPECT_EQ(refused.hint, "Run the pipeline from the beginning.");
}

TEST_F(CheckpointTest, WhatIsCutOffDamagedOrForeignIsRefused) {
  const std::string path = At("a.checkpoint"), other = At("other");
  ASSERT_TRUE(WriteCheckpoint(path, Made(), {State(0, "", {std::string(5000, 's')})}).ok());
  const std::string good = Read(path);
  const auto refusal = [&](const std::string& bytes) {
    std::string_view left = bytes;
    const auto read = ReadCheckpointFrom(
        [&](char* to, size_t size) {
          const size_t n = left.copy(to, size);
          left.remove_prefix(n);
          return Result<size_t>(n);
        },
        nullptr);
    return read.ok() ? std::string() : read.error().message;
  };
  std::mt19937 random(3);
  for (size_t at = 0; at < good.size(); at += 1 + at / 40) {
    EXPECT_NE(refusal(good.substr(0, at)), "") << "cut at " << at;
    std::string flipped = good;
    flipped[at] = static_cast<char>(flipped[at] ^ 1 << random() % 8);
    EXPECT_NE(refusal(flipped), "") << "flipped at " << at;
  }
  EXPECT_THAT(refusal(good + "x"), HasSubstr("something follows"));
  EXPECT_EQ(refusal(good), "");
  WriteFile(other, "textmill: 1\nsteps:\n");
  EXPECT_THAT(ReadCheckpoint(other).error().message,
              HasSubstr(other + " cannot be used: this is not a saved state"));
  EXPECT_THAT(ReadCheckpoint(At("none")).error().message, HasSubstr("cannot open"));
  EXPECT_FALSE(ReadCheckpoint(folder_.string()).ok());
}

TEST_F(CheckpointTest, WhatAStageRefusesIsToldAsItsOwn) {
  const std::string path = At("a.checkpoint");
  ASSERT_TRUE(WriteCheckpoint(path, Made(), {State(0, "", {"x"})}).ok());
  const auto read =
      ReadCheckpoint(path, [](size_t, const std::string&, const Instance::ReadState&) -> Status {
        return Error{"the state is of another version"};
      });
  ASSERT_FALSE(read.ok());
  EXPECT_THAT(read.error().message, HasSubstr("the state is of another version"));
}

TEST(RunIdentityTest, TheDifferenceNamesWhatChanged) {
  RunIdentity then;
  then.parts = {
      {"Textmill", "1"}, {"--limit", "not given"}, {"step `a`", "1"}, {"the plugin p", "1"}};
  then.inputs = {1, 2};
  const std::vector<textmill_input> inputs = {{"x.jsonl", 5}, {"y.jsonl", 6}, {"z.jsonl", 6}};
  EXPECT_EQ(Difference(then, then, inputs), "");
  const auto changed = [&](const std::function<void(RunIdentity*)>& change) {
    RunIdentity now = then;
    change(&now);
    return Difference(then, now, inputs);
  };
  EXPECT_THAT(changed([](RunIdentity* now) { now->parts[0].how = "2"; }), HasSubstr("Textmill is"));
  EXPECT_EQ(changed([](RunIdentity* now) { now->parts[1].how = "5"; }),
            "--limit was not given, and is 5");
  EXPECT_THAT(changed([](RunIdentity* now) { now->parts[2].how = "2"; }), HasSubstr("step `a`"));
  EXPECT_THAT(changed([](RunIdentity* now) { now->parts[3].how = "2"; }), HasSubstr("plugin p"));
  EXPECT_THAT(changed([](RunIdentity* now) { now->parts.pop_back(); }), HasSubstr("other steps"));
  EXPECT_THAT(changed([](RunIdentity* now) { now->inputs[1] = 7; }), HasSubstr("y.jsonl"));
  EXPECT_EQ(changed([](RunIdentity* now) { now->inputs.push_back(7); }),
            "there are 3 inputs, and were 2");
}

}  // namespace
}  // namespace textmill::core
