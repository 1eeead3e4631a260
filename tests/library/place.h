// A place of work for the tests: a textmill_plan that says what went wrong, and documents that may
// be taken from it row by row.
#ifndef TESTS_LIBRARY_PLACE_H_
#define TESTS_LIBRARY_PLACE_H_

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "textmill/engine.h"

namespace textmill::tests {

// All arrays that came out of plans, until the end: documents point into them.
class Arrays {
 public:
  Arrays() = default;
  ~Arrays();
  Arrays(const Arrays&) = delete;
  Arrays& operator=(const Arrays&) = delete;
  ArrowArray* New() { return &arrays_.emplace_back(ArrowArray{}); }

 private:
  std::deque<ArrowArray> arrays_;
};

struct Document {
  const ArrowArray* array = nullptr;
  int64_t at = 0;   // its row there
  int64_t row = 0;  // of TEXTMILL_PLACE
};
using Documents = std::vector<Document>;

// Neighbours [begin, end) of one array as an array to be handed over, with their `row` as the
// documents have it. Borrows the columns.
class Slice {
 public:
  Slice(const Documents& documents, size_t begin, size_t end);
  ArrowArray* get() { return &array_; }

 private:
  std::deque<ArrowArray> copies_;
  std::vector<ArrowArray*> children_, place_children_;
  std::vector<int64_t> rows_;
  const void* row_buffers_[2] = {nullptr, nullptr};
  ArrowArray array_{};
};

// The end of the neighbours of one array that begin with `begin`.
size_t EndOfSlice(const Documents& documents, size_t begin);

struct Line {
  int64_t key[5];
  std::string line;
};

struct Options {
  std::string text, file;
  std::vector<std::string> set;
  uint32_t flags = 0;
};

class Place {
 public:
  explicit Place(const Options& options);  // throws what is wrong
  ~Place() { textmill_plan_close(plan_); }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

  textmill_plan* plan() { return plan_; }
  std::vector<textmill_step_info> Steps() const;
  std::vector<textmill_segment> Segments() const;
  std::vector<textmill_planned_output> Outputs() const;

  // All of these throw what went wrong.
  void Begin(uint32_t first, uint32_t last);
  bool NextUnit(uint64_t want, textmill_unit* unit);
  void Read(textmill_unit* unit, Arrays* arrays, Documents* out);
  void Process(const Documents& documents, Arrays* arrays, Documents* out);
  std::vector<std::vector<uint64_t>> Keys(uint32_t step, const Documents& documents);
  std::string Save(uint32_t step);
  void Restore(uint32_t step, const std::string& state);
  void Merge(uint32_t step, const std::string& state);
  void EndOfPass(uint32_t step);
  void BeginAt(uint32_t step, int64_t rows);
  void Finish(uint32_t step);
  std::string TakeOutput(size_t output, uint32_t when);
  std::vector<Line> TakeRemoved(uint32_t what);
  struct Count {
    uint32_t step, what, index;
    std::string group, name;
    int64_t n;
  };
  std::vector<Count> TakeAccount();

 private:
  void Check(int32_t code) const;
  void Collect(ArrowArray* array, Documents* out) const;

  textmill_plan* plan_ = nullptr;
  textmill_error error_{};
  uint32_t first_ = 0;
};

}  // namespace textmill::tests

#endif  // TESTS_LIBRARY_PLACE_H_
