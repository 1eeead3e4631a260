#include "plugins/lib/io/byte_stream.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <random>

#include "plugins/lib/io/pack.h"
#include "plugins/lib/io/temp_folder.h"
#include "textmill/error.hpp"

namespace textmill::io {
namespace {

using ::testing::HasSubstr;

std::string Content(size_t n, unsigned seed = 1) {
  std::mt19937 random(seed);
  std::string out;
  while (out.size() < n) out += "line " + std::to_string(random() % 1000) + "\n";
  out.resize(n);
  return out;
}

struct Read {
  std::string content, fault;
  uint64_t stored = 0;
};

// Reads a file to the end or to its fault, in pieces.
Read ReadBytes(const std::string& bytes, size_t piece, const std::string& name = "f") {
  TempFolder folder;
  const std::string path = folder.Write(name, bytes);
  Read read;
  try {
    auto stream = OpenStream(std::make_unique<StoredBytes>(File::Open(path)), path);
    std::string buffer(piece, '\0');
    while (const size_t n = stream->Read(buffer.data(), piece)) {
      read.content.append(buffer, 0, n);
      read.stored = stream->stored();
    }
  } catch (const Error& error) {
    read.fault = error.what();
  }
  return read;
}

TEST(ByteStream, ReadsWhatWasPacked) {
  for (const size_t size : {size_t{0}, size_t{1}, size_t{1000}, size_t{3000000}}) {
    const std::string content = Content(size);
    for (const std::string& bytes : {content, Gzip(content), Zstd(content)}) {
      for (const size_t piece : {size_t{1}, size_t{4096}, size_t{1} << 20}) {
        if (size > 10000 && piece == 1) continue;
        const Read read = ReadBytes(bytes, piece);
        EXPECT_EQ(read.fault, "");
        EXPECT_TRUE(read.content == content) << size << " by " << piece;
        EXPECT_GE(read.stored + 20, bytes.size() * (size > 0));
      }
    }
  }
}

TEST(ByteStream, ReadsAllMembersAndFrames) {
  const std::string a = Content(200000, 1), b = Content(50, 2), c = Content(300000, 3);
  const std::string all = a + b + c;
  EXPECT_TRUE(ReadBytes(Gzip(a) + Gzip(b) + Gzip("") + Gzip(c), 1000).content == all);
  EXPECT_TRUE(ReadBytes(Zstd(a) + Zstd(b) + Zstd("") + Zstd(c), 1000).content == all);
  // Tapes fill the last block up with zeros; Zstandard files may have frames for other purposes.
  EXPECT_TRUE(ReadBytes(Gzip(a) + std::string(5000, '\0'), 1000).content == a);
  EXPECT_EQ(ReadBytes(Gzip(a) + std::string(5000, '\0'), 1000).fault, "");
  const std::string skippable("\x53\x2A\x4D\x18\x03\0\0\0abc", 11);
  EXPECT_TRUE(ReadBytes(skippable + Zstd(a) + skippable + Zstd(b), 1000).content == a + b);
}

// Members that end anywhere in what is read of the file at once, packed well and not at all.
TEST(ByteStream, MembersOfAllSizes) {
  std::mt19937 random(9);
  std::string all, packed;
  for (int i = 0; i < 400; ++i) {
    std::string content = Content(random() % 5000, static_cast<unsigned>(i));
    if (i % 2 == 0) {
      for (char& c : content) c = static_cast<char>(random());
    }
    all += content;
    packed += Gzip(content);
  }
  ASSERT_GT(packed.size(), size_t{600000});
  for (const size_t n : {100, 7777, 1 << 20}) {
    const Read read = ReadBytes(packed, n);
    EXPECT_EQ(read.fault, "");
    EXPECT_TRUE(read.content == all);
  }
}

TEST(ByteStream, GivesAllThatIsGoodBeforeACut) {
  const std::string content = Content(1000000);
  std::mt19937 random(7);
  for (const bool gzip : {true, false}) {
    const std::string whole = gzip ? Gzip(content) : Zstd(content);
    for (int i = 0; i < 40; ++i) {
      const size_t cut = 1 + random() % (whole.size() - 1);
      const Read small = ReadBytes(whole.substr(0, cut), 1000);
      const Read large = ReadBytes(whole.substr(0, cut), 1 << 20);
      if (cut < 4) continue;  // too little to know what it is
      EXPECT_THAT(small.fault, HasSubstr("ends too early")) << cut;
      EXPECT_TRUE(content.starts_with(small.content));
      EXPECT_EQ(small.content.size(), large.content.size()) << cut;
      // No more is missing than what was still being decompressed.
      const double share = static_cast<double>(cut) / static_cast<double>(whole.size());
      EXPECT_GT(static_cast<double>(small.content.size()),
                share * static_cast<double>(content.size()) - 300000)
          << cut;
    }
  }
}

TEST(ByteStream, GivesAllThatIsGoodBeforeDamage) {
  const std::string first = Content(400000, 1), second = Content(400000, 2);
  std::mt19937 random(8);
  for (const bool gzip : {true, false}) {
    const auto pack = gzip ? Gzip : Zstd;
    const std::string one = pack(first), two = pack(second);
    for (int i = 0; i < 40; ++i) {
      std::string damaged = two;
      damaged[20 + random() % (damaged.size() - 24)] ^= static_cast<char>(1 + random() % 255);
      const Read small = ReadBytes(one + damaged, 1000), large = ReadBytes(one + damaged, 1 << 20);
      EXPECT_TRUE(small.content.starts_with(first)) << "the good member before it was lost";
      EXPECT_NE(small.fault, "");
      EXPECT_EQ(small.fault, large.fault);
      EXPECT_EQ(small.content.size(), large.content.size())
          << (gzip ? "gzip " : "zstd ") << small.fault;
      EXPECT_TRUE(small.content == large.content);
    }
    EXPECT_THAT(ReadBytes(one + "garbage", 1000).fault,
                HasSubstr("at byte " + std::to_string(one.size())));
    EXPECT_TRUE(ReadBytes(one + "garbage", 1000).content == first);
  }
}

TEST(ByteStream, TheBytesCountNotTheName) {
  for (const char* name : {"a.gz", "a.zst", "a.ZSTD", "a"}) {
    EXPECT_EQ(ReadBytes("plain\ttext\r\n", 10, name).content, "plain\ttext\r\n") << name;
    EXPECT_EQ(ReadBytes(Gzip("abc"), 10, name).content, "abc") << name;
    EXPECT_EQ(ReadBytes(Zstd("abc"), 10, name).content, "abc") << name;
  }
  EXPECT_THAT(ReadBytes("\x1e\x8b\x08 damaged", 10, "a.gz").fault, HasSubstr("neither gzip data"));
  EXPECT_THAT(ReadBytes("", 10, "a.gz").fault, HasSubstr("empty"));
  EXPECT_EQ(ReadBytes(Gzip("abc"), 10, "a.jsonl").content, "abc");
  EXPECT_EQ(ReadBytes("", 10).fault, "");
}

TEST(ByteStream, AWrongChecksumCastsDoubtOnAll) {
  std::string gzip = Gzip("some text"), zstd = Zstd("some text");
  gzip[gzip.size() - 6] ^= 1;
  zstd[zstd.size() - 2] ^= 1;
  for (const std::string& damaged : {gzip, zstd}) {
    EXPECT_THAT(ReadBytes(damaged, 10).fault, HasSubstr("every document of this input may be"));
  }
  // The length after gzip's checksum says so, too.
  gzip = Gzip("some text");
  gzip[gzip.size() - 2] ^= 1;
  EXPECT_THAT(ReadBytes(gzip, 10).fault, HasSubstr("every document of this input may be"));
}

TEST(ByteStream, LongWindows) {
  for (const int log : {27, 28, 31}) {
    ZSTD_CCtx* z = ::ZSTD_createCCtx();
    ::ZSTD_CCtx_setParameter(z, ZSTD_c_windowLog, log);
    ::ZSTD_CCtx_setParameter(z, ZSTD_c_compressionLevel, 1);
    // Without the size of the content, so that the whole window is asked for.
    std::string out(1000, '\0');
    ZSTD_outBuffer to{out.data(), out.size(), 0};
    ZSTD_inBuffer from{"content", 7, 0};
    ::ZSTD_compressStream2(z, &to, &from, ZSTD_e_flush);
    ::ZSTD_compressStream2(z, &to, &from, ZSTD_e_end);
    ::ZSTD_freeCCtx(z);
    const Read read = ReadBytes(out.substr(0, to.pos), 10);
    EXPECT_EQ(read.content, "content") << log << " " << read.fault;
  }
}

TEST(StoredBytes, WaitsForAPipeUntilCancelled) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  int asked = 0;
  StoredBytes bytes(File(ends[0]), [&] { return ++asked == 2; });
  ASSERT_EQ(::write(ends[1], "abc", 3), 3);
  char room[8];
  EXPECT_EQ(bytes.Read(room, sizeof room), 3u);
  EXPECT_THROW(bytes.Read(room, sizeof room), Error);
  EXPECT_EQ(asked, 2);
  ::close(ends[1]);
  EXPECT_EQ(bytes.Read(room, sizeof room), 0u);
}

}  // namespace
}  // namespace textmill::io
