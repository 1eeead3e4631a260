// write.svg: a table as a picture. Its rows wait in memory until the end.
#ifndef PLUGINS_WRITE_SVG_SVG_WRITER_H_
#define PLUGINS_WRITE_SVG_SVG_WRITER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "plugins/lib/memory/reported.h"
#include "plugins/write-svg/plots.h"
#include "textmill/textmill.hpp"

namespace textmill::write_svg {

class SvgWriter final : public Sink {
 public:
  SvgWriter();
  Param<Path> path{this, "path", kRequired,
                   "The file to write; `.gz` and `.zst` endings compress. `-` is standard output."};
  Param<Choice> plot{
      this, "plot", {"bars", "lines", "strips", "network"}, "What to draw; see above."};
  Param<ColumnName> x{this, "x", kOptional,
                      "The column with the names of bars, the dates, numbers or names along lines, "
                      "the places of marks; `source` for a network, unless given."};
  Param<ColumnName> y{this, "y", kOptional,
                      "The column with the lengths of bars, the heights of lines; `weight` for a "
                      "network, unless given."};
  Param<ColumnName> series{this, "series", kOptional,
                           "The column that tells lines or strips apart; `target` for a network, "
                           "unless given."};
  Param<std::string> title{this, "title", "", "What is written above."};
  Param<int64_t> top{this, "top", kOptional,
                     "So many bars (30 unless given), lines (8), strips (30), edges (200).",
                     Range{1, 2000}};
  Param<Size> memory{this, "memory", Size{int64_t{256} << 20},
                     "The most memory that the rows may take; the run ends when it is not enough.",
                     Range{1 << 20, 1e15}};
  Counter rows{this, "rows"};
  Counter without_a_value{this, "without_a_value"};

  void Bind(Binder& binder) override;
  void Process(const Batch&, Reply&, Lane*) const override {}
  void Commit(const Batch& batch, const Carried& carried, Reply& reply) override;
  void Finish() override;
  void Save(StateWriter& to) const override;
  void Restore(StateReader& from) override { MergeState(from); }
  void MergeState(StateReader& later) override;

 private:
  struct Column {
    Field type;
    int slot = -1;  // none
  };
  // A column that the plot needs, by its parameter or, where that is not given, by `usual`.
  Column Find(Binder& binder, const Param<ColumnName>& parameter, const char* name,
              const char* usual) const;
  void Keep(Row row);
  void CheckMemory();

  uint32_t output_ = 0;
  Column x_, y_, series_;
  std::vector<Row> rows_;
  int64_t bytes_ = 0;
  memory::Reported reported_memory_;
};

}  // namespace textmill::write_svg

#endif  // PLUGINS_WRITE_SVG_SVG_WRITER_H_
