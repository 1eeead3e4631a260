// Runs a stage in several places, as a cluster would: by stretches whose states are merged, or in
// parts that no key connects. What comes of it must be what Run gives; see testing.hpp and
// extensions.h.
#ifndef TEXTMILL_TESTING_SPLIT_HPP_
#define TEXTMILL_TESTING_SPLIT_HPP_

#include <algorithm>
#include <cstdint>
#include <map>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "extensions.h"
#include "testing_runner.hpp"

namespace textmill::testing {

// How the outcome of several places differs from that of one, "" when it does not.
inline std::string Difference(const Outcome& whole, const Outcome& split) {
  if (!whole.error.empty() || !split.error.empty())
    return "error: `" + whole.error + "` became `" + split.error + "`";
  const auto values = [](const std::map<std::string, std::string>& row) {
    std::string out;
    for (const auto& [name, value] : row) out += " " + name + ": " + value;
    return out;
  };
  const auto lines = [&](const Outcome& outcome) {
    std::vector<std::string> out;
    for (const OutRow& row : outcome.rows) out.push_back(std::to_string(row.row) + values(row));
    for (const DroppedRow& row : outcome.dropped)
      out.push_back(std::to_string(row.row) + " dropped, " + row.reason + values(row.details));
    for (const FailedRow& row : outcome.failed)
      out.push_back(std::to_string(row.row) + " failed, " + row.message);
    for (const auto& [name, n] : outcome.counters) out.push_back(name + " = " + std::to_string(n));
    for (const auto& table : outcome.tables) {
      for (const OutRow& row : table) out.push_back("table" + values(row));
    }
    for (const std::string& output : outcome.outputs) out.push_back("output " + output);
    return out;
  };
  const std::vector<std::string> a = lines(whole), b = lines(split);
  for (size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
    const std::string x = i < a.size() ? a[i] : "nothing", y = i < b.size() ? b[i] : "nothing";
    if (x != y) return x + " became " + y;
  }
  return "";
}

class SplitRunner : public AnyStageRunner {
 public:
  using AnyStageRunner::AnyStageRunner;

  // How the stage says that it is to be split with these columns: TEXTMILL_SPLIT_..., by
  // textmill.split/1 alone; -1: it does not say.
  int64_t HowToSplit(const std::vector<Field>& input, std::string* why = nullptr) {
    const auto* split = Extension<textmill_split_1>(TEXTMILL_SPLIT_1);
    uint32_t how = 0;
    textmill_string text{};
    if (split == nullptr || split->split == nullptr || !Bind(input).empty() ||
        !Check(split->split(instance_, &how, &text, &error_)).empty())
      return -1;
    if (why != nullptr) why->assign(text.data, text.size);
    return how;
  }

  // Gives the state of an instance that saw later input to the one at hand.
  std::string Merge(const std::string& later) {
    const auto* merge = Extension<textmill_merge_1>(TEXTMILL_MERGE_1);
    return merge != nullptr ? Give(merge->merge, later) : "the stage does not merge states";
  }

  // As Run, with an instance for each stretch of batches; they end before the batches `cuts`,
  // ascending. The first takes in the others one after the other; with `last_first` each takes in
  // the one after it, which has taken in all that follow. In the second pass, too, each stretch has
  // an instance of its own.
  Outcome RunMerged(const Columns& input, int64_t batch_rows, std::vector<int64_t> cuts,
                    bool last_first = false) {
    Outcome out;
    const int64_t batches = (input.rows + batch_rows - 1) / batch_rows;
    cuts.insert(cuts.begin(), 0);
    cuts.push_back(batches);
    if (!(out.error = Renew(input.fields)).empty()) return out;
    const bool replays = (bound_.flags & TEXTMILL_REPLAYS) != 0;
    std::vector<Saved> saved(cuts.size() - 1);
    for (size_t k = saved.size(); k-- > 0 && out.error.empty();) {
      host_.outputs.clear();
      out.error = Renew(input.fields);
      if (k > 0) host_.outputs.clear();  // what `open` wrote
      if (out.error.empty()) RunStretch(input, batch_rows, cuts[k], cuts[k + 1], 0, !replays, out);
      if (last_first && k + 1 < saved.size() && out.error.empty()) out.error = Take(saved[k + 1]);
      if (k > 0 && out.error.empty()) out.error = Save(&saved[k].state);
      saved[k].outputs = host_.outputs;
    }
    for (size_t k = 1; !last_first && k < saved.size() && out.error.empty(); ++k)
      out.error = Take(saved[k]);
    if (replays && out.error.empty()) out.error = Check(stage_.end_of_pass(instance_, &error_));
    std::string settled;
    if (replays && out.error.empty()) out.error = Save(&settled);
    for (size_t k = 0; replays && k < saved.size() && out.error.empty(); ++k) {
      out.error = Restore(input.fields, settled);
      const auto* split = Extension<textmill_split_1>(TEXTMILL_SPLIT_1);
      if (out.error.empty() && split != nullptr && split->begin_at != nullptr) {
        const auto rows = static_cast<uint64_t>(std::min(cuts[k] * batch_rows, input.rows));
        out.error = Check(split->begin_at(instance_, rows, &error_));
      }
      if (out.error.empty()) RunStretch(input, batch_rows, cuts[k], cuts[k + 1], 1, true, out);
    }
    if (out.error.empty()) Finish(out);
    SortByRow(out);
    out.outputs = host_.outputs;
    out.outputs.resize(std::max<size_t>(out.outputs.size(), bound_.n_outputs));
    return out;
  }

  // Merges some random stretches, in either order, again and again: how what comes of them differs
  // from `whole`, what Run gave with such batches; "" when it never does.
  std::string MergedDifference(const Outcome& whole, const Columns& input, int64_t batch_rows,
                               int rounds = 6) {
    std::mt19937 random(7);
    const int64_t batches = (input.rows + batch_rows - 1) / batch_rows;
    for (int round = 0; round < rounds; ++round) {
      std::vector<int64_t> cuts(1 + random() % 4);
      for (int64_t& cut : cuts) cut = static_cast<int64_t>(random()) % (batches + 1);
      std::sort(cuts.begin(), cuts.end());
      const std::string difference =
          Difference(whole, RunMerged(input, batch_rows, cuts, round % 2 == 1));
      if (difference.empty()) continue;
      std::string where;
      for (const int64_t cut : cuts) where += " " + std::to_string(cut);
      return "cut before batches" + where + ": " + difference;
    }
    return "";
  }

  // As Run, with an instance for each of so many parts. Batches are of one row.
  Outcome RunPartitioned(const Columns& input, int64_t parts) {
    Outcome out;
    const std::vector<int64_t> connected = Connected(input, out);
    for (int64_t part = 0; part < parts && out.error.empty(); ++part) {
      if (!(out.error = Renew(input.fields)).empty()) break;
      const uint32_t passes = (bound_.flags & TEXTMILL_REPLAYS) != 0 ? 2 : 1;
      for (uint32_t pass = 0; pass < passes && out.error.empty(); ++pass) {
        void* lane = nullptr;
        out.error = Check(stage_.open_lane(instance_, &lane, &error_));
        for (int64_t row = 0; row < input.rows && out.error.empty(); ++row) {
          if (connected[static_cast<size_t>(row)] % parts == part)
            RunBatch(input, row, 1, pass, pass + 1 == passes, lane, out);
        }
        if (lane != nullptr) stage_.close_lane(instance_, lane);
        if (pass + 1 < passes && out.error.empty())
          out.error = Check(stage_.end_of_pass(instance_, &error_));
      }
      if (out.error.empty()) Finish(out);
    }
    SortByRow(out);
    return out;
  }

  // For each row the first one that it is connected to by keys.
  std::vector<int64_t> Connected(const Columns& input, Outcome& out) {
    std::vector<int64_t> first(static_cast<size_t>(input.rows));
    std::iota(first.begin(), first.end(), int64_t{0});
    const auto* partition = Extension<textmill_partition_1>(TEXTMILL_PARTITION_1);
    if (partition == nullptr) out.error = "the stage has no keys";
    if (partition == nullptr || !(out.error = Renew(input.fields)).empty()) return first;
    void* lane = nullptr;
    if (!(out.error = Check(stage_.open_lane(instance_, &lane, &error_))).empty()) return first;
    const auto root = [&](int64_t row) {
      while (first[static_cast<size_t>(row)] != row) row = first[static_cast<size_t>(row)];
      return row;
    };
    std::map<uint64_t, int64_t> of_key;
    WithBatch(input, 0, input.rows, 0, [&](const textmill_batch& batch) {
      ArrowArray array{};
      out.error = Check(partition->keys(instance_, lane, &batch, &array, &error_));
      if (!out.error.empty()) return;
      const ListView lists(&array, 0, batch.rows);
      const auto keys = lists.Items<PrimitiveView<uint64_t>>();
      for (int64_t row = 0; row < batch.rows; ++row) {
        for (int64_t i = lists.begin(row); i < lists.end(row); ++i) {
          const int64_t a = root(of_key.emplace(keys[i], row).first->second), b = root(row);
          first[static_cast<size_t>(std::max(a, b))] = std::min(a, b);
        }
      }
      Release(array);
    });
    if (lane != nullptr) stage_.close_lane(instance_, lane);
    for (int64_t& row : first) row = root(row);
    return first;
  }

 private:
  struct Saved {
    std::string state;
    std::vector<std::string> outputs;
  };
  // Merges, and puts what was written there after what was written here.
  std::string Take(const Saved& later) {
    std::string problem = Merge(later.state);
    host_.outputs.resize(std::max(host_.outputs.size(), later.outputs.size()));
    for (size_t i = 0; i < later.outputs.size(); ++i) host_.outputs[i] += later.outputs[i];
    return problem;
  }
  void RunStretch(const Columns& input, int64_t batch_rows, int64_t from, int64_t to, uint32_t pass,
                  bool last, Outcome& out) {
    void* lane = nullptr;
    out.error = Check(stage_.open_lane(instance_, &lane, &error_));
    for (int64_t b = from; b < to && out.error.empty(); ++b) {
      const int64_t row = b * batch_rows;
      RunBatch(input, row, std::min(batch_rows, input.rows - row), pass, last, lane, out);
    }
    if (lane != nullptr) stage_.close_lane(instance_, lane);
  }
  void Finish(Outcome& out) {
    out.error = Check(stage_.finish(instance_, &error_));
    if (out.error.empty() && (bound_.flags & TEXTMILL_TABLES) != 0) PullTables(out);
  }
  static void SortByRow(Outcome& out) {
    const auto by_row = [](const auto& a, const auto& b) { return a.row < b.row; };
    std::stable_sort(out.rows.begin(), out.rows.end(), by_row);
    std::stable_sort(out.dropped.begin(), out.dropped.end(), by_row);
    std::stable_sort(out.failed.begin(), out.failed.end(), by_row);
  }
};

}  // namespace textmill::testing

#endif  // TEXTMILL_TESTING_SPLIT_HPP_
