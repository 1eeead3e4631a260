#include "core/run/output_file.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <thread>

namespace textmill::core {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class OutputFileTest : public ::testing::Test {
 protected:
  OutputFileTest()
      : folder_(fs::temp_directory_path() / ("output_file_test." + std::to_string(getpid()))) {
    fs::create_directories(folder_);
  }
  ~OutputFileTest() override { fs::remove_all(folder_); }
  std::string At(const std::string& name) const { return (folder_ / name).string(); }
  static std::string Read(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }
  // Writes `text` in pieces of random lengths up to `largest`; returns what the file then holds.
  std::string Write(const std::string& path, const std::string& text, size_t largest,
                    unsigned threads = 1) {
    fs::remove(path);
    auto file = OutputFile::Open(path, {.threads = threads});
    EXPECT_TRUE(file.ok());
    std::mt19937 random(static_cast<unsigned>(largest));
    for (size_t at = 0; at < text.size();) {
      const size_t n = std::min(text.size() - at, 1 + random() % largest);
      EXPECT_TRUE((*file)->Append(std::string_view(text).substr(at, n)).ok());
      at += n;
    }
    EXPECT_FALSE(fs::exists(path));
    EXPECT_TRUE((*file)->Finish().ok());
    EXPECT_FALSE(fs::exists(path));
    EXPECT_TRUE((*file)->Sync().ok());
    EXPECT_TRUE(Publish({(*file)->new_name()}).status.ok());
    EXPECT_FALSE(fs::exists(path + ".part"));
    return Read(path);
  }
  // What one gzip member holds; "" when it is damaged or something follows.
  static std::string Gunzip(const std::string& gzip) {
    z_stream stream{};
    EXPECT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
    std::string text(8'000'000, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(gzip.data()));
    stream.avail_in = static_cast<uInt>(gzip.size());
    stream.next_out = reinterpret_cast<Bytef*>(text.data());
    stream.avail_out = static_cast<uInt>(text.size());
    EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
    EXPECT_EQ(stream.avail_in, 0u);
    text.resize(stream.total_out);
    inflateEnd(&stream);
    return text;
  }
  static std::string LongText() {
    std::string text;
    for (int i = 0; text.size() < 3'000'000; ++i) text += "line " + std::to_string(i * 7919) + "\n";
    return text;
  }
  fs::path folder_;
};

TEST_F(OutputFileTest, AppearsUnderItsNameOnlyWhenPublished) {
  EXPECT_EQ(Write(At("deep/down/a.txt"), "hello\n", 3), "hello\n");
}

TEST_F(OutputFileTest, CompressedBytesDoNotDependOnHowTheyWereAppended) {
  const std::string text = LongText();
  for (const std::string ending : {".gz", ".zst", ".txt"}) {
    const std::string one = Write(At("a" + ending), text, 100);
    EXPECT_EQ(one, Write(At("b" + ending), text, 2'500'000)) << ending;
    EXPECT_EQ(one.size() < text.size() / 2, ending != ".txt");
  }
}

TEST_F(OutputFileTest, CompressedBytesDoNotDependOnThreads) {
  std::string text;
  while (text.size() < 10'000'000) text += LongText();
  for (const std::string ending : {".gz", ".zst"}) {
    const std::string one = Write(At("a" + ending), text, 3'000'000, 1);
    for (const unsigned threads : {2u, 5u})
      EXPECT_EQ(one, Write(At("b" + ending), text, 70'000 * threads, threads)) << ending << threads;
  }
}

TEST_F(OutputFileTest, CompressedFilesHoldTheText) {
  std::mt19937 random(4);
  const std::string lines = LongText();
  for (const size_t size : {size_t{0}, size_t{1}, Encoder::kPiece - 1, Encoder::kPiece,
                            Encoder::kPiece + 1, 2 * Encoder::kPiece, lines.size()}) {
    for (const bool noise : {false, true}) {
      std::string text = lines.substr(0, size);
      if (noise) {
        for (char& c : text) c = static_cast<char>(random());
      }
      const unsigned threads = 1 + random() % 3;
      const std::string zstd = Write(At("a.zst"), text, 70'000, threads);
      std::string plain(text.size() + 1, '\0');
      EXPECT_EQ(ZSTD_decompress(plain.data(), plain.size(), zstd.data(), zstd.size()), text.size());
      plain.resize(text.size());
      EXPECT_EQ(plain, text);
      const std::string gzip = Write(At("a.gz"), text, 70'000, threads);
      EXPECT_EQ(Gunzip(gzip), text) << size;
    }
  }
}

TEST_F(OutputFileTest, DevicesAreWrittenAsTheyStand) {
  auto file = OutputFile::Open("/dev/null", {});
  ASSERT_TRUE(file.ok());
  EXPECT_TRUE((*file)->Append(LongText()).ok());
  EXPECT_TRUE((*file)->Finish().ok());
  EXPECT_TRUE((*file)->Sync().ok());
  EXPECT_FALSE((*file)->renamed());
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
  EXPECT_FALSE(fs::exists("/dev/null.part"));
  auto full = OutputFile::Open("/dev/full", {});
  ASSERT_TRUE(full.ok());
  EXPECT_TRUE((*full)->Append("waits").ok());
  const Status status = (*full)->Finish();
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().message, "cannot write /dev/full: No space left on device");
}

TEST_F(OutputFileTest, FoldersAreNotOverwritten) {
  fs::create_directories(At("folder"));
  auto file = OutputFile::Open(At("folder"), {});
  ASSERT_FALSE(file.ok());
  EXPECT_EQ(file.error().message, "cannot write " + At("folder") + ": it is a folder");
}

TEST_F(OutputFileTest, ReadersMayBeSlowOrGone) {
  int ends[2];
  ASSERT_EQ(pipe2(ends, O_NONBLOCK), 0);
  const std::string path = "/dev/fd/" + std::to_string(ends[1]);
  auto file = OutputFile::Open(path, {});
  ASSERT_TRUE(file.ok());
  const std::string text = LongText();
  std::string read;
  std::thread reader([&] {
    char room[4096];
    while (read.size() < text.size()) {
      const ssize_t n = ::read(ends[0], room, sizeof room);
      if (n > 0) read.append(room, static_cast<size_t>(n));
      if (n < 0) std::this_thread::yield();
    }
  });
  EXPECT_TRUE((*file)->Append(text).ok());
  EXPECT_TRUE((*file)->Finish().ok());
  reader.join();
  EXPECT_EQ(read, text);

  auto broken = OutputFile::Open(path, {});
  ASSERT_TRUE(broken.ok());
  close(ends[0]);
  std::signal(SIGPIPE, SIG_IGN);  // as the program does
  const Status status = (*broken)->Append(text);
  ASSERT_FALSE(status.ok());
  EXPECT_THAT(status.error().message, HasSubstr("Broken pipe"));
  close(ends[1]);
}

TEST_F(OutputFileTest, AbandonedStaysAsPart) {
  auto file = OutputFile::Open(At("a.txt"), {});
  ASSERT_TRUE(file.ok());
  ASSERT_TRUE((*file)->Append("half").ok());
  (*file)->Abandon();
  EXPECT_FALSE(fs::exists(At("a.txt")));
  EXPECT_EQ(Read(At("a.txt.part")), "half");
}

// Neither is followed nor stays.
TEST_F(OutputFileTest, ALinkInThePlaceOfPartIsRemoved) {
  std::ofstream(At("precious")) << "precious";
  fs::create_symlink(At("precious"), At("a.txt.part"));
  EXPECT_EQ(Write(At("a.txt"), "new", 9), "new");
  EXPECT_EQ(Read(At("precious")), "precious");
  EXPECT_FALSE(fs::is_symlink(At("a.txt")));
  fs::create_directories(At("b.txt.part"));
  auto file = OutputFile::Open(At("b.txt"), {});
  ASSERT_FALSE(file.ok());
  EXPECT_THAT(file.error().message, HasSubstr("something that is not a file has that name"));
}

TEST_F(OutputFileTest, TwoRunsDoNotWriteToOneFile) {
  auto first = OutputFile::Open(At("a.txt"), {});
  ASSERT_TRUE(first.ok());
  ASSERT_TRUE((*first)->Append("first").ok());
  bool refused = false;
  auto second = OutputFile::Open(At("a.txt"), {}, &refused);
  ASSERT_FALSE(second.ok());
  EXPECT_TRUE(refused);
  EXPECT_THAT(second.error().message, HasSubstr("another run writes"));
  (*first)->Abandon();
  auto third = OutputFile::Open(At("a.txt"), {});  // takes over what the first left
  ASSERT_TRUE(third.ok());
  ASSERT_TRUE((*third)->Append("third").ok());
  ASSERT_TRUE((*third)->Finish().ok());
  ASSERT_TRUE((*third)->Sync().ok());
  EXPECT_FALSE(OutputFile::Open(At("a.txt"), {}).ok()) << "still that run's";
  ASSERT_TRUE(Publish({(*third)->new_name()}).status.ok());
  EXPECT_EQ(Read(At("a.txt")), "third");
}

// Threads that all want the same file: whoever has it is alone.
TEST_F(OutputFileTest, ManyAtOnceAndOneHasIt) {
  std::atomic<int> have{0}, times{0};
  std::vector<std::thread> runs;
  for (int i = 0; i < 4; ++i) {
    runs.emplace_back([&] {
      for (int k = 0; k < 300; ++k) {
        auto file = OutputFile::Open(At("a.txt"), {});
        if (!file.ok()) continue;
        ++times;
        EXPECT_EQ(++have, 1);
        --have;
        if (k % 2 == 0) (*file)->Discard();
      }
    });
  }
  for (std::thread& run : runs) run.join();
  EXPECT_GT(times, 0);
}

TEST_F(OutputFileTest, AFileThatIsReplacedKeepsItsMode) {
  std::ofstream(At("a.txt")) << "old";
  for (const unsigned mode : {0600u, 0444u, 0755u}) {
    fs::permissions(At("a.txt"), fs::perms{mode});
    EXPECT_FALSE(OutputFile::Open(At("a.txt"), {}).ok());
    auto file = OutputFile::Open(At("a.txt"), {.replaces = true});
    ASSERT_TRUE(file.ok());
    EXPECT_EQ(fs::status(At("a.txt.part")).permissions(), fs::perms{mode});
    ASSERT_TRUE((*file)->Append("new").ok());
    ASSERT_TRUE((*file)->Finish().ok());
    ASSERT_TRUE((*file)->Sync().ok());
    ASSERT_TRUE(Publish({(*file)->new_name()}).status.ok());
    EXPECT_EQ(fs::status(At("a.txt")).permissions(), fs::perms{mode});
    EXPECT_FALSE(fs::exists(At("a.txt.part")));
  }
}

TEST_F(OutputFileTest, ALinkIsWrittenWhereItLeads) {
  fs::create_directories(At("big"));
  std::ofstream(At("big/a.txt")) << "old";
  fs::create_symlink("big/a.txt", At("a.txt"));
  auto file = OutputFile::Open(At("a.txt"), {.replaces = true});
  ASSERT_TRUE(file.ok());
  EXPECT_TRUE(fs::exists(At("big/a.txt.part")));
  ASSERT_TRUE((*file)->Append("new").ok());
  ASSERT_TRUE((*file)->Finish().ok());
  ASSERT_TRUE((*file)->Sync().ok());
  ASSERT_TRUE(Publish({(*file)->new_name()}).status.ok());
  EXPECT_TRUE(fs::is_symlink(At("a.txt")));
  EXPECT_EQ(Read(At("big/a.txt")), "new");
}

TEST_F(OutputFileTest, NobodyWaitsForAReaderWhenTheRunIsToEnd) {
  ASSERT_EQ(mkfifo(At("pipe").c_str(), 0600), 0);
  std::atomic<bool> stop{false};
  std::thread signal([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    stop = true;
  });
  EXPECT_FALSE(OutputFile::Open(At("pipe"), {.stop = &stop}).ok());  // nobody opens it
  signal.join();
  stop = false;
  const int reader = open(At("pipe").c_str(), O_RDONLY | O_NONBLOCK);
  auto file = OutputFile::Open(At("pipe"), {.stop = &stop});
  ASSERT_TRUE(file.ok());
  std::thread again([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    stop = true;
  });
  EXPECT_FALSE((*file)->Append(LongText()).ok());  // and now nobody reads
  again.join();
  (*file)->Abandon();
  close(reader);
}

TEST_F(OutputFileTest, FolderThatCannotBeMadeIsTold) {
  std::ofstream(At("file")) << "x";
  auto file = OutputFile::Open(At("file/below/a.txt"), {});
  ASSERT_FALSE(file.ok());
  EXPECT_THAT(file.error().message, HasSubstr("cannot make the folder"));
}

// As a run that was killed: what was written stays, what was waiting is lost, the lock goes.
std::string ReadPart(const std::string& path) {
  std::ifstream file(path + ".part", std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST_F(OutputFileTest, GoesOnFromAMarkWithTheSameBytes) {
  const std::string text = LongText();
  for (const std::string name : {"a.txt", "a.gz", "a.zst"}) {
    const std::string whole = Write(At("whole-" + name), text, 50'000);
    for (const size_t at : {size_t{0}, size_t{100}, text.size() / 2, text.size()}) {
      const std::string path = At(name);
      fs::remove(path);
      OutputMark mark;
      {
        auto file = OutputFile::Open(path, {.threads = 2});
        ASSERT_TRUE(file.ok());
        ASSERT_TRUE((*file)->Append(std::string_view(text).substr(0, at)).ok());
        auto marked = (*file)->Mark();
        ASSERT_TRUE(marked.ok());
        mark = *marked;
        // Written after the mark, and cut off.
        ASSERT_TRUE((*file)->Append(std::string(2'000'000, 'x')).ok());
      }
      auto file = OutputFile::Open(path, {.resume = &mark});
      ASSERT_TRUE(file.ok()) << file.error().ToString();
      ASSERT_TRUE((*file)->Append(std::string_view(text).substr(at)).ok());
      ASSERT_TRUE((*file)->Finish().ok());
      ASSERT_TRUE((*file)->Sync().ok());
      ASSERT_TRUE(Publish({(*file)->new_name()}).status.ok());
      EXPECT_TRUE(Read(path) == whole) << name << " at " << at;
    }
  }
}

TEST_F(OutputFileTest, GoesOnWhereAllHasItsNameAlready) {
  const std::string path = At("a.txt");
  for (const bool older : {false, true}) {
    std::ofstream(path) << "older";
    if (!older) fs::remove(path);
    OutputMark mark;
    {
      auto file = OutputFile::Open(path, {.replaces = true});
      ASSERT_TRUE((*file)->Append("abc").ok());
      mark = *(*file)->Mark();
      ASSERT_TRUE((*file)->Append("def").ok());
      ASSERT_TRUE((*file)->Finish().ok());
      ASSERT_TRUE((*file)->Sync().ok());
      if (older)  // as Publish does it, and is killed
        fs::rename(path, path + ".older");
      fs::rename(path + ".part", path);
      if (older) fs::rename(path + ".older", path + ".part");
    }
    auto file = OutputFile::Open(path, {.replaces = older, .resume = &mark});
    ASSERT_TRUE(file.ok()) << file.error().ToString();
    EXPECT_EQ(fs::exists(path), older);
    EXPECT_EQ(ReadPart(path), "abc");
    if (older) {
      EXPECT_EQ(Read(path), "older");
    }
    (*file)->Discard();
  }
}

TEST_F(OutputFileTest, AMarkOfAnotherFileIsRefused) {
  const std::string path = At("a.txt");
  OutputMark mark;
  bool refused = false;
  {
    auto file = OutputFile::Open(path, {});
    ASSERT_TRUE((*file)->Append("what was written").ok());
    mark = *(*file)->Mark();
    const auto other = OutputFile::Open(path, {.resume = &mark}, &refused);
    ASSERT_FALSE(other.ok());
    EXPECT_TRUE(refused) << "a run that is under way has it";
  }
  const auto refusal = [&] {
    const auto file = OutputFile::Open(path, {.resume = &mark});
    return file.ok() ? "" : file.error().message;
  };
  std::ofstream(path + ".part") << "what was wri";
  EXPECT_THAT(refusal(), HasSubstr("12 bytes, and had 16"));
  std::ofstream(path + ".part") << "what was Written";
  EXPECT_THAT(refusal(), HasSubstr("is not the file"));
  EXPECT_EQ(ReadPart(path), "what was Written") << "it is left alone";
  fs::remove(path + ".part");
  EXPECT_THAT(refusal(), HasSubstr("not there any more"));
  fs::create_symlink(At("elsewhere"), path + ".part");
  std::ofstream(At("elsewhere")) << "what was written";
  EXPECT_NE(refusal(), "");
  fs::remove(path + ".part");
  std::ofstream(path + ".part") << "what was written, and more";
  std::ofstream(path) << "somebody else's";
  EXPECT_THAT(refusal(), HasSubstr("exists already"));
  fs::remove(path);
  EXPECT_EQ(refusal(), "");
}

}  // namespace
}  // namespace textmill::core
