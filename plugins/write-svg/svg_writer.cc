#include "plugins/write-svg/svg_writer.h"

#include <utility>

#include "plugins/lib/values/value_text.h"
#include "plugins/write-svg/axis.h"
#include "textmill/print.hpp"

namespace textmill::write_svg {
namespace {

bool IsNumber(const Field& type) {
  switch (KindOf(type.format)) {
    case ValueKind::kUtf8:
    case ValueKind::kBool:
    case ValueKind::kSeconds:
    case ValueKind::kMillis:
    case ValueKind::kMicros:
    case ValueKind::kNanos:
      return false;
    default:
      return values::IsSingle(type);
  }
}

}  // namespace

SvgWriter::SvgWriter() {
  Describe("write.svg", "1.0.0",
           "Draws a table as a picture (SVG): bars, lines, strips, a network.");
  Explain(
      "Takes a table of another step by `from:`, or documents. A picture opens in every browser "
      "and "
      "goes into any text; it is light or dark as the reader's browser is, and what is drawn tells "
      "its name and number when pointed at.\n"
      "\n"
      "| `plot` | draws | for example |\n"
      "|---|---|---|\n"
      "| `bars` | a bar for each row, in their order, `y` long; to the left below 0 | `log_ratio` "
      "of `corpus.keywords` by `value` |\n"
      "| `lines` | `y` over `x`, a line for each `series`; `x` is a date (a day, month, quarter or "
      "year), a number or a name | `count` of `corpus.frequencies` with `per: month` by `period`, "
      "`series: value` |\n"
      "| `strips` | a strip for each `series`, a mark at each `x`: where in a corpus something is "
      "| "
      "hits of `corpus.concordance` |\n"
      "| `network` | the heaviest edges, nodes that belong together near each other | "
      "`entities.cooccurrence` |\n"
      "\n"
      "What is more than `top` is left out, and the log says how much. Rows without a value are "
      "counted (`without_a_value`).",
      "- uses: corpus.keywords\n"
      "  id: keywords\n"
      "  with: { target: { column: lang, is: en }, sort: log_ratio, top: 20 }\n"
      "- uses: write.svg\n"
      "  from: keywords\n"
      "  with: { path: out/keywords.svg, plot: bars, x: value, y: log_ratio }\n");
  DocumentNeed("value", "any", "what `x` and `series` name");
  DocumentNeed("log_ratio", "float64", "what `y` names: any number");
}

SvgWriter::Column SvgWriter::Find(Binder& binder, const Param<ColumnName>& parameter,
                                  const char* name, const char* usual) const {
  if (!parameter.present() && *usual == '\0')
    throw Error(std::string("`plot: ") + std::string(plot.get()) + "` needs `" + name + "`")
        .Parameter("plot")
        .Hint(std::string("Say which column it is, as in `") + name + ": COLUMN`.");
  const std::string column = parameter.present() ? parameter->value : usual;
  const Field* field = binder.Find(column);
  if (field == nullptr) {
    Error error = NoSuchColumn(column);
    throw error.Parameter(parameter.present() ? name : "plot");
  }
  if (!values::IsSingle(*field))
    throw Error("a list or struct cannot be drawn", TEXTMILL_WRONG_TYPE)
        .Parameter(parameter.present() ? name : "plot")
        .Column(column);
  return {*field, binder.Use(column)};
}

void SvgWriter::Bind(Binder& binder) {
  output_ = binder.Output(path->value);
  const bool network = plot == "network", strips = plot == "strips";
  x_ = Find(binder, x, "x", network ? "source" : "");
  series_ = {};
  if (network || strips || (series.present() && plot == "lines"))
    series_ = Find(binder, series, "series", network ? "target" : "");
  if (series.present() && plot == "bars")
    throw Error("bars have no series").Parameter("series").Hint("`lines` have.");
  y_ = {};
  if (strips) {
    if (y.present()) throw Error("strips have no heights").Parameter("y");
    return;
  }
  y_ = Find(binder, y, "y", network ? "weight" : "");
  if (!IsNumber(y_.type))
    throw Error("`y` is a number, and the column `" + y_.type.name + "` has none",
                TEXTMILL_WRONG_TYPE)
        .Parameter(y.present() ? "y" : "plot")
        .Column(y_.type.name);
}

void SvgWriter::Commit(const Batch& batch, const Carried&, Reply& reply) {
  const int64_t base = batch.raw().columns->offset;
  const auto text = [&](const Column& column, int64_t row) {
    return column.slot < 0 ? std::string()
                           : values::ValueText(column.type, batch.array(column.slot), base + row);
  };
  for (int64_t row = 0; row < batch.rows(); ++row) {
    Row of{text(x_, row), text(series_, row), 0};
    const auto number = y_.slot < 0 ? 0.0 : NumberOf(text(y_, row));
    if (!number || of.x.empty() || (series_.slot >= 0 && of.series.empty())) {
      reply.Count(without_a_value);
      continue;
    }
    of.y = *number;
    Keep(std::move(of));
    reply.Count(rows);
  }
  CheckMemory();
}

void SvgWriter::Keep(Row row) {
  bytes_ += static_cast<int64_t>(sizeof(Row) + row.x.size() + row.series.size());
  rows_.push_back(std::move(row));
}

void SvgWriter::CheckMemory() {
  if (bytes_ > memory->bytes)
    throw Error("the picture is of more rows than `memory` allows: " +
                std::to_string(rows_.size()) + " so far")
        .Hint("Raise `memory`, or draw fewer rows: `top` or `min_count` of the step that counts.");
  reported_memory_.Set(host(), bytes_);
}

void SvgWriter::Finish() {
  Plot of;
  of.title = title.get();
  of.x_name = x_.type.name;
  of.y_name = y_.type.name;
  const auto most = [&](int64_t usual) {
    return static_cast<size_t>(top.present() ? top.get() : usual);
  };
  of.top = most(plot == "lines" ? 8 : plot == "network" ? 200 : 30);
  const std::string picture = plot == "bars"     ? DrawBars(rows_, &of)
                              : plot == "lines"  ? DrawLines(rows_, &of)
                              : plot == "strips" ? DrawStrips(rows_, &of)
                                                 : DrawNetwork(rows_, &of);
  if (of.left_out > 0)
    Log(TEXTMILL_LOG_INFO, std::to_string(of.left_out) + " of " + std::to_string(rows_.size()) +
                               " rows are not in the picture, which has room for `top: " +
                               std::to_string(of.top) + "`");
  Write(output_, picture);
}

void SvgWriter::Save(StateWriter& to) const {
  to.Put(static_cast<uint64_t>(rows_.size()));
  for (const Row& row : rows_) {
    to.PutBytes(row.x);
    to.PutBytes(row.series);
    to.Put(row.y);
  }
}

void SvgWriter::MergeState(StateReader& later) {
  for (auto left = later.Take<uint64_t>(); left > 0; --left) {
    Row row{later.TakeBytes(), later.TakeBytes(), 0};
    row.y = later.Take<double>();
    Keep(std::move(row));
  }
  CheckMemory();
}

}  // namespace textmill::write_svg
