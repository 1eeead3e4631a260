#include "plugins/corpus/term_log.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace textmill::corpus {
namespace {

using Stream = std::vector<uint32_t>;

constexpr internal::StateOwner kOwner{"test", 1, 0};

std::string Saved(const TermLog& log) {
  std::string bytes;
  const textmill_state_writer to{
      &bytes, [](void* self, const void* data, uint64_t size, textmill_error*) {
        static_cast<std::string*>(self)->append(static_cast<const char*>(data), size);
        return int32_t{TEXTMILL_OK};
      }};
  StateWriter writer(&to, kOwner);
  log.Save(writer);
  writer.End();
  return bytes;
}

void Merge(std::string_view bytes, const Renumbering& numbers, TermLog* into) {
  const textmill_state_reader from{
      &bytes, [](void* self, void* data, uint64_t size, uint64_t* got, textmill_error*) {
        auto& left = *static_cast<std::string_view*>(self);
        *got = left.copy(static_cast<char*>(data), size);
        left.remove_prefix(*got);
        return int32_t{TEXTMILL_OK};
      }};
  StateReader reader(&from, kOwner);
  into->Merge(reader, numbers);
  reader.End();
}

std::vector<Stream> Streams(const TermLog& log) {
  std::vector<Stream> streams;
  log.Each([&](std::span<const uint32_t> stream) {
    streams.emplace_back(stream.begin(), stream.end());
    return true;
  });
  return streams;
}

// Some documents, of groups 0 to 2 and terms 0 to 9.
Stream RandomStream(std::mt19937& random) {
  Stream stream;
  for (uint32_t documents = 1 + random() % 4; documents > 0; --documents) {
    stream.insert(stream.end(), {kDocument, static_cast<uint32_t>(random() % 3)});
    for (uint32_t n = random() % 40; n > 0; --n)
      stream.push_back(random() % 4 == 0 ? kSentence + random() % 3 : random() % 10);
  }
  return stream;
}

TEST(TermLog, TakesInALaterOneInMemoryOrFromItsFile) {
  Renumbering numbers;
  for (uint32_t i = 0; i < 10; ++i) numbers.terms.push_back(20 - i);
  numbers.groups = {7, 0, 3};
  const auto renumbered = [&](Stream stream) {
    for (size_t i = 0; i < stream.size(); ++i) {
      if (stream[i] == kDocument) {
        ++i;
        stream[i] = numbers.groups[stream[i]];
      } else if (stream[i] < kFirstMark) {
        stream[i] = numbers.terms[stream[i]];
      }
    }
    return stream;
  };
  for (const int64_t memory : {64, 1 << 10, 1 << 20}) {
    for (const int64_t later_memory : {64, 1 << 20}) {
      std::mt19937 random(5);
      TermLog log, later;
      log.Open(memory, ::testing::TempDir());
      later.Open(later_memory, ::testing::TempDir());
      std::vector<Stream> expected;
      for (int i = 0; i < 30; ++i) {
        expected.push_back(RandomStream(random));
        log.Append(expected.back());
      }
      for (int i = 0; i < 30; ++i) {
        const Stream stream = RandomStream(random);
        later.Append(stream);
        expected.push_back(renumbered(stream));
      }
      Merge(Saved(later), numbers, &log);
      expected.push_back(RandomStream(random));  // and it goes on
      log.Append(expected.back());
      EXPECT_EQ(Streams(log), expected) << memory << " " << later_memory;
    }
  }
}

TEST(TermLog, RefusesNumbersThatThereAreNot) {
  const Renumbering numbers{{4, 5}, {6}};
  for (const Stream& wrong : std::vector<Stream>{{kDocument, 0, 2},
                                                 {kDocument, 1, 0},
                                                 {kDocument, 0, 1, kDocument},
                                                 {1, kDocument, 0},
                                                 {kDocument, 0, kFirstMark}}) {
    TermLog later, log;
    later.Append(wrong);
    EXPECT_THROW(Merge(Saved(later), numbers, &log), Error);
  }
  TermLog later, log;
  later.Append(Stream{kDocument, 0, 1, kHole, 0, kLine});
  Merge(Saved(later), numbers, &log);
  EXPECT_EQ(Streams(log), (std::vector<Stream>{{kDocument, 6, 5, kHole, 4, kLine}}));
}

}  // namespace
}  // namespace textmill::corpus
