#include "plugins/lib/io/record_files.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "plugins/lib/io/pack.h"
#include "plugins/lib/io/temp_folder.h"

namespace textmill::io {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

RecordFiles Lines() { return RecordFiles({{".txt"}, true}, std::make_unique<LineEnds>()); }

// The units of some paths as text: their place, and their bytes or what is wrong.
struct Units {
  std::vector<std::string> bytes;
  std::vector<uint64_t> lengths;  // of units that are too long
  std::vector<std::string> faults;
  std::string content;  // of all units
};

Units ReadAll(RecordFiles& files, uint64_t want) {
  Units units;
  UnitBytes lane;
  std::vector<uint64_t> ends(16, 0);
  while (true) {
    Unit unit;
    try {
      if (!files.Next(want, nullptr, unit)) return units;
    } catch (const InputFailed& failed) {
      units.faults.push_back(std::string(failed.what()) + " @" + std::to_string(failed.offset()));
      EXPECT_EQ(failed.offset(), ends[failed.input()]);
      continue;
    }
    EXPECT_EQ(unit.begin, ends[unit.input]) << "units follow each other";
    EXPECT_GT(unit.end, unit.begin);
    EXPECT_GT(unit.consumed, 0u);
    ends[unit.input] = unit.end;
    textmill_unit raw{unit.input, unit.flags, unit.begin, unit.end, unit.consumed, {}};
    if (unit.has_payload) {
      BytesBuilder builder;
      builder.Append({unit.payload.data(), unit.payload.size()});
      builder.Reserve(0, unit.payload.size() + 64);
      builder.Finish(&raw.payload);
    }
    const UnitView view(raw);
    Buffer record;
    files.Record(view, unit.begin, unit.end - unit.begin, record);
    const std::string_view seen(record.data(), record.size());
    if (unit.flags & kTooLong) {
      units.lengths.push_back(unit.end - unit.begin);
      EXPECT_EQ(seen.size(), kKeptOfLongRecord);
    } else {
      EXPECT_TRUE(files.Bytes(view, lane) == seen);
      units.bytes.emplace_back(seen);
      units.content += seen;
    }
    if (raw.payload.release != nullptr) raw.payload.release(&raw.payload);
  }
}

Units ReadPaths(const std::vector<std::string>& paths, uint64_t want) {
  RecordFiles files = Lines();
  std::vector<Path> list;
  list.reserve(paths.size());
  for (const std::string& path : paths) list.push_back({path});
  files.List(list);
  return ReadAll(files, want);
}

TEST(RecordFiles, CutsAtRecords) {
  TempFolder folder;
  const std::string content = "a\nbb\nccc\n\ndddd";
  for (const std::string& path :
       {folder.Write("1.txt", content), folder.Write("2.txt", Gzip(content)),
        folder.Write("3.txt", Zstd(content))}) {
    EXPECT_THAT(ReadPaths({path}, 1).bytes, ElementsAre("a\n", "bb\n", "ccc\n", "\n", "dddd"));
    EXPECT_THAT(ReadPaths({path}, 4).bytes, ElementsAre("a\n", "bb\n", "ccc\n", "\n", "dddd"))
        << path;
    EXPECT_THAT(ReadPaths({path}, 5).bytes, ElementsAre("a\nbb\n", "ccc\n\n", "dddd"));
    EXPECT_THAT(ReadPaths({path}, 100).bytes, ElementsAre(content));
  }
  EXPECT_TRUE(ReadPaths({folder.Write("4.txt", "")}, 100).bytes.empty());
}

TEST(RecordFiles, UnitsOfAnySizeMakeUpTheWhole) {
  std::mt19937 random(42);
  for (int round = 0; round < 30; ++round) {
    std::string content;
    for (size_t n = random() % 60; n > 0; --n)
      content += std::string(random() % (n % 7 == 0 ? 150000 : 50), 'x') + "\n";
    if (round % 2 == 0) content += "end";
    TempFolder folder;
    for (const std::string& path :
         {folder.Write("1.txt", content), folder.Write("2.txt", Gzip(content))}) {
      for (const uint64_t want : {1, 30, 5000, 70000, 1 << 20}) {
        const Units units = ReadPaths({path}, want);
        ASSERT_TRUE(units.content == content);
        for (const std::string& unit : units.bytes) {
          const bool one_record = unit.find('\n') >= unit.size() - 1;
          ASSERT_TRUE(unit.size() <= want || one_record);
        }
      }
    }
  }
}

TEST(RecordFiles, PassesOverRecordsThatAreTooLong) {
  TempFolder folder;
  const std::string longest(kMaxRecord - 1, 'x');
  const std::string content = "a\n" + longest + "\n" + longest + "y\nb\n";
  for (const std::string& path :
       {folder.Write("1.txt", content), folder.Write("2.txt", Zstd(content))}) {
    for (const uint64_t want : {uint64_t{1000}, uint64_t{1} << 40}) {
      const Units units = ReadPaths({path}, want);
      ASSERT_EQ(units.bytes.size(), 3u) << path << " by " << want;
      EXPECT_EQ(units.bytes[1].size(), kMaxRecord);
      EXPECT_EQ(units.bytes[2], "b\n");
      EXPECT_THAT(units.lengths, ElementsAre(kMaxRecord + 1));
    }
  }
  // Without a line end after it.
  const Units units = ReadPaths({folder.Write("3.txt", Zstd("a\n" + longest + longest))}, 1000);
  EXPECT_THAT(units.bytes, ElementsAre("a\n"));
  EXPECT_THAT(units.lengths, ElementsAre(2 * kMaxRecord - 2));
}

TEST(RecordFiles, GoesOnAfterAnInputThatFails) {
  TempFolder folder;
  std::mt19937 random(1);
  std::string content;
  while (content.size() < 500000) content += std::to_string(random()) + "\n";
  const std::string packed = Gzip(content);
  const std::string cut = folder.Write("1.gz", packed.substr(0, packed.size() / 2));
  const std::string good = folder.Write("2.txt", "good\n");
  const std::string named = folder.Write("3.gz", "\x01\x02 garbled\n");
  const std::string gone = folder.Write("4.txt", "gone\n");
  const std::string wide = folder.Write("5.txt", "\xFF\xFEw\n");
  RecordFiles files = Lines();
  files.List({{cut}, {named}, {gone}, {wide}, {good}});
  std::filesystem::remove(gone);
  const Units units = ReadAll(files, 10000);
  EXPECT_EQ(units.bytes.back(), "good\n");
  const std::string read = units.content.substr(0, units.content.size() - 5);
  EXPECT_TRUE(content.starts_with(read));
  EXPECT_GT(read.size(), content.size() / 3);
  EXPECT_EQ(read.back(), '\n');
  ASSERT_EQ(units.faults.size(), 4u);
  EXPECT_THAT(units.faults[0],
              HasSubstr("1.gz` cannot be read beyond byte " + std::to_string(read.size()) +
                        " of its content: its gzip data ends too early"));
  EXPECT_THAT(units.faults[1], HasSubstr("is neither gzip data"));
  EXPECT_THAT(units.faults[2], HasSubstr("cannot be opened: No such file"));
  EXPECT_THAT(units.faults[3], HasSubstr("it is UTF-16"));
}

TEST(RecordFiles, TellsWhatChangedWhileItWasRead) {
  TempFolder folder;
  std::string content;
  while (content.size() < 300000) content += "a line\n";
  const std::string grown = folder.Write("1.txt", content), same = folder.Write("2.txt", content),
                    replaced = folder.Write("3.txt.gz", Gzip(content));
  RecordFiles files = Lines();
  files.List({{grown}, {same}, {replaced}});
  Unit unit;
  ASSERT_TRUE(files.Next(1000, nullptr, unit));
  std::ofstream(grown, std::ios::app) << "more\n";
  folder.Write("other", Gzip(content));
  size_t n = 1;
  while (files.Next(50000, nullptr, unit)) {
    if (unit.input == 2) std::filesystem::rename(folder / "other", replaced);
    if (++n > 100) break;
    if (unit.input == 2) folder.Write("other", Gzip(content));
  }
  uint32_t input = 9;
  std::string why;
  ASSERT_TRUE(files.NextFault(input, why));
  EXPECT_EQ(input, 0u);
  EXPECT_THAT(why,
              HasSubstr("changed while it was read: it had " + std::to_string(content.size())));
  ASSERT_TRUE(files.NextFault(input, why));
  EXPECT_EQ(input, 2u);
  EXPECT_THAT(why, HasSubstr("another file took its place"));
  EXPECT_FALSE(files.NextFault(input, why));
}

TEST(RecordFiles, DropsDamagedInputsWhole) {
  TempFolder folder;
  std::string content, packed;
  while (content.size() < 300000) content += "a line\n";
  packed = Gzip(content);
  packed[packed.size() - 6] ^= 1;
  const std::string damaged = folder.Write("1.gz", packed), good = folder.Write("2.txt", "good\n");
  for (const bool drop : {false, true}) {
    RecordFiles files = Lines();
    files.DropDamaged(drop);
    files.List({{damaged}, {good}});
    const Units units = ReadAll(files, 10000);
    EXPECT_EQ(units.content.size(), drop ? 5u : content.size() + 5);
    ASSERT_EQ(units.faults.size(), 1u);
    EXPECT_THAT(units.faults[0], HasSubstr("checksum is wrong"));
    EXPECT_EQ(units.faults[0].find("nothing of it is read") != std::string::npos, drop);
  }
}

TEST(RecordFiles, ReadsFilesWhoseSizeIsNotKnown) {
  if (!std::filesystem::exists("/proc/self/environ")) GTEST_SKIP() << "there is no /proc";
  RecordFiles files = Lines();
  files.List({{"/proc/self/limits"}});
  EXPECT_THAT(ReadAll(files, 100).content, HasSubstr("Max open files"));
}

// What this process has read so far.
uint64_t BytesRead() {
  std::ifstream io("/proc/self/io");
  std::string name;
  uint64_t bytes = 0;
  io >> name >> bytes;
  return bytes;
}

TEST(RecordFiles, ReadsAPlainFileOnlyWhereItIsCut) {
  constexpr uint64_t kSize = uint64_t{2} << 30;
  TempFolder folder;
  const std::string path = folder.Write("1.txt", "");
  std::filesystem::resize_file(path, kSize);  // a sparse file with a line end in every MiB
  const int fd = ::open(path.c_str(), O_WRONLY);
  for (uint64_t at = 1 << 20; at < kSize; at += 1 << 20)
    ASSERT_EQ(::pwrite(fd, "\n", 1, static_cast<off_t>(at)), 1);
  ::close(fd);
  RecordFiles files = Lines();
  files.List({{path}});
  const uint64_t before = BytesRead();
  Unit unit;
  uint64_t end = 0, n = 0;
  for (; files.Next(64 << 20, nullptr, unit); ++n) {
    EXPECT_EQ(unit.begin, end);
    end = unit.end;
  }
  EXPECT_EQ(end, kSize);
  EXPECT_EQ(n, 33u);
  EXPECT_LT(BytesRead() - before, kSize / 50);
}

TEST(RecordFiles, NoticesThatAFileWasCutOrReplaced) {
  TempFolder folder;
  const std::string path = folder.Write("1.txt", "a\nb\n");
  RecordFiles files = Lines();
  files.List({{path}});
  Unit unit;
  ASSERT_TRUE(files.Next(2, nullptr, unit));
  textmill_unit raw{};
  raw.end = unit.end;
  UnitBytes lane;
  EXPECT_EQ(files.Bytes(UnitView(raw), lane), "a\n");
  std::filesystem::resize_file(path, 1);
  EXPECT_THROW(files.Bytes(UnitView(raw), lane), Error);
  folder.Write("2.txt", "c\nd\n");
  std::filesystem::rename(folder / "2.txt", path);
  UnitBytes other_lane;
  EXPECT_THROW(files.Bytes(UnitView(raw), other_lane), Error);
}

}  // namespace
}  // namespace textmill::io
