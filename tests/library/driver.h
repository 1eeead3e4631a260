// The simplest program that takes a pipeline through libtextmill in several places: everything in
// memory, one place after the other. What it gives is to be what `textmill run` writes.
#ifndef TESTS_LIBRARY_DRIVER_H_
#define TESTS_LIBRARY_DRIVER_H_

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "tests/library/place.h"

namespace textmill::tests {

class Driver {
 public:
  // `unit_bytes`: how large the pieces of the inputs are.
  Driver(const Options& options, size_t places, uint64_t unit_bytes = 3000);
  void Run();

  std::map<std::string, std::string> outputs;  // by path
  std::string dropped, failed;
  // By step, what, name.
  std::map<std::tuple<uint32_t, uint32_t, std::string>, int64_t> counts;
  int64_t Total(uint32_t what) const;
  std::vector<std::string> ids, segments;  // of the steps; "0-3 freely"

 private:
  struct Merging {
    std::vector<std::string> states;  // one a stretch
    std::vector<int64_t> rows;        // that it committed in pass 0
    std::string after_pass_0;
  };
  // What was written to an output: that of place k at 2 k + 1, what was written when it was merged
  // with those before at 2 k.
  struct Written {
    std::string begin, end;
    std::map<size_t, std::string> rows;
    bool any = false;
  };

  void Stretches(const textmill_segment& segment);
  void Read(Place* place, size_t stretch);
  void MergeStep(uint32_t step, bool ends_pass_0);
  void Partition(uint32_t step);
  void Whole(uint32_t step);
  void Alone(Place* place, uint32_t step, const Documents& documents, Documents* out);
  Documents All() const;
  void Share(Documents documents);
  void Take(Place* place, size_t at);

  const Options options_;
  const size_t places_;
  const uint64_t unit_bytes_;
  Arrays arrays_;
  std::vector<textmill_step_info> steps_;
  std::vector<Documents> documents_;  // of each stretch
  std::map<uint32_t, Merging> merging_;
  std::map<size_t, Written> written_;
  std::vector<Line> removed_[2];
  size_t pieces_ = 0;       // of all inputs
  int64_t taken_rows_ = 0;  // TEXTMILL_COUNT_PASS_0 of the place that was taken last
};

}  // namespace textmill::tests

#endif  // TESTS_LIBRARY_DRIVER_H_
