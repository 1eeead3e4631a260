#include "plugins/arrow/read_ahead.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "plugins/arrow/test_files.h"
#include "textmill/error.hpp"

namespace textmill::arrowfiles {
namespace {

// Numbers that need the stream which they are of, as those of a real one do.
std::atomic<int> orphans = 0;
class NumbersBuffer final : public arrow::Buffer {
 public:
  NumbersBuffer(std::vector<int64_t> numbers, std::shared_ptr<std::atomic<bool>> alive)
      : Buffer(nullptr, 0), numbers_(std::move(numbers)), alive_(std::move(alive)) {
    data_ = reinterpret_cast<const uint8_t*>(numbers_.data());
    size_ = capacity_ = static_cast<int64_t>(sizeof(int64_t) * numbers_.size());
  }
  ~NumbersBuffer() override { orphans += !*alive_; }

 private:
  const std::vector<int64_t> numbers_;
  const std::shared_ptr<std::atomic<bool>> alive_;
};

// A file in memory whose rows are their numbers; batches are of odd lengths. `more`: rows that
// groups have, and do not say that they have.
class CountedFile final : public TableFile {
 public:
  CountedFile(int groups, int64_t rows, int64_t bad_from = -1, int64_t more = 0)
      : bad_from_(bad_from), more_(more) {
    schema_ = arrow::schema({arrow::field("n", arrow::int64())});
    for (int i = 0; i < groups; ++i) groups_.push_back({i * rows, rows, 1000});
  }
  bool MayHaveNulls(int) const override { return true; }
  Bounds BoundsOf(size_t, int, const std::vector<int>&) const override { return {}; }
  int64_t BytesOf(size_t, const std::vector<int>&) const override { return 8000; }
  std::unique_ptr<GroupStream> Read(size_t group, const std::vector<int>&,
                                    int64_t rows_at_once) const override {
    ++opened;
    return std::make_unique<Rows>(*this, groups_[group], rows_at_once);
  }
  mutable std::atomic<int> opened = 0;

 private:
  class Rows final : public GroupStream {
   public:
    Rows(const CountedFile& file, const Group& group, int64_t rows_at_once)
        : file_(file),
          at_(group.first_row),
          end_(at_ + group.rows + file.more_),
          most_(rows_at_once + 2) {}
    ~Rows() override { *alive_ = false; }
    std::shared_ptr<arrow::RecordBatch> Next() override {
      if (at_ == end_) return nullptr;
      std::vector<int64_t> numbers;
      for (int64_t n = 1 + at_ % most_; n > 0 && at_ < end_; --n, ++at_) {
        if (at_ == file_.bad_from_) throw Error("bad");
        numbers.push_back(at_);
      }
      const auto n = static_cast<int64_t>(numbers.size());
      const auto array =
          std::make_shared<arrow::Int64Array>(n, std::make_shared<NumbersBuffer>(numbers, alive_));
      return arrow::RecordBatch::Make(file_.schema_, n, arrow::ArrayVector{array});
    }

   private:
    const CountedFile& file_;
    int64_t at_, end_, most_;
    const std::shared_ptr<std::atomic<bool>> alive_ = std::make_shared<std::atomic<bool>>(true);
  };
  const int64_t bad_from_, more_;
};

struct Reader {
  Reader(const std::shared_ptr<CountedFile>& file, unsigned threads, int64_t bytes = 1 << 20)
      : file(file), ahead(threads, bytes, [this](const ReadAhead::Key& key) {
          std::optional<std::pair<ReadAhead::Key, GroupToRead>> next;
          if (key.second + 1 < this->file->groups().size())
            next.emplace(ReadAhead::Key(0, key.second + 1), ToRead(key.second + 1));
          return next;
        }) {}
  GroupToRead ToRead(size_t group) const { return {file, group, {0}, 10}; }
  std::vector<int64_t> Take(size_t group, int64_t index) {
    const Piece piece = ahead.Take({0, group}, ToRead(group), index);
    std::vector<int64_t> numbers;
    for (const auto& batch : piece.batches) {
      const auto& array = static_cast<const arrow::Int64Array&>(*batch->column(0));
      for (int64_t i = 0; i < array.length(); ++i) numbers.push_back(array.Value(i));
    }
    return numbers;
  }
  std::shared_ptr<CountedFile> file;
  ReadAhead ahead;
};

std::vector<int64_t> Counted(int64_t begin, int64_t end) {
  std::vector<int64_t> numbers;
  for (; begin < end; ++begin) numbers.push_back(begin);
  return numbers;
}

TEST(ReadAheadTest, ManyThreadsGetTheirPieces) {
  for (const unsigned threads : {1, 2, 5}) {
    for (const int64_t bytes : {0, 1 << 20}) {
      Reader reader(std::make_shared<CountedFile>(6, 95), threads, bytes);
      std::atomic<int> next = 0, wrong = 0;
      std::vector<std::thread> workers;
      for (unsigned t = 0; t < threads; ++t) {
        workers.emplace_back([&] {
          for (int i = next++; i < 60; i = next++) {
            const int64_t begin = i / 10 * 95 + i % 10 * 10;
            const int64_t end = std::min<int64_t>(begin + 10, i / 10 * 95 + 95);
            if (reader.Take(static_cast<size_t>(i / 10), i % 10) != Counted(begin, end)) ++wrong;
          }
        });
      }
      for (std::thread& worker : workers) worker.join();
      EXPECT_EQ(wrong, 0);
      EXPECT_EQ(reader.file->opened, 6);
    }
  }
}

TEST(ReadAheadTest, PiecesMayBeTakenAgainAndInAnyOrder) {
  Reader reader(std::make_shared<CountedFile>(40, 30), 1);
  EXPECT_EQ(reader.Take(0, 2), Counted(20, 30));
  EXPECT_EQ(reader.Take(0, 0), Counted(0, 10));
  EXPECT_EQ(reader.Take(0, 0), Counted(0, 10));
  for (size_t group = 0; group < 40; ++group) (void)reader.Take(group, 0);  // most are given up
  EXPECT_EQ(reader.Take(3, 1), Counted(100, 110));
  EXPECT_EQ(reader.Take(0, 1), Counted(10, 20));
}

TEST(ReadAheadTest, AFaultCostsTheRestOfItsGroup) {
  Reader reader(std::make_shared<CountedFile>(2, 50, 25), 2);
  EXPECT_EQ(reader.Take(0, 0), Counted(0, 10));
  for (const int64_t index : {2, 3, 4}) EXPECT_THROW(reader.Take(0, index), Error);
  EXPECT_EQ(reader.Take(1, 4), Counted(90, 100));
}

TEST(ReadAheadTest, RowsGoBeforeTheStreamThatTheyNeed) {
  orphans = 0;
  for (const int64_t more : {0, 1, 100}) {
    Reader reader(std::make_shared<CountedFile>(30, 25, -1, more), 1);
    for (size_t group = 0; group < 30; ++group) {
      const auto begin = static_cast<int64_t>(group) * 25;
      for (const int64_t i : {0, 1, 2}) {
        EXPECT_EQ(reader.Take(group, i),
                  Counted(begin + 10 * i, std::min(begin + 10 * i + 10, begin + 25)));
      }
    }
  }
  EXPECT_EQ(orphans, 0);
}

}  // namespace
}  // namespace textmill::arrowfiles
