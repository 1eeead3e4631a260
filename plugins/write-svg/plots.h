// The kinds of plot. Each takes the rows of a table and gives the picture; what does not fit is
// left out and counted. Pure; any thread.
#ifndef PLUGINS_WRITE_SVG_PLOTS_H_
#define PLUGINS_WRITE_SVG_PLOTS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "plugins/write-svg/svg.h"

namespace textmill::write_svg {

// What a plot takes of a row; which of them, depends on the plot.
struct Row {
  std::string x, series;  // as text; of an edge, its nodes
  double y = 0;
};

struct Plot {
  std::string title;
  std::string x_name, y_name;
  size_t top = 0;  // so many bars, series, strips or edges
  uint64_t left_out = 0;
};

// A bar for each row, in their order: `x` is its name, `y` its length, to the left where it is less
// than 0.
std::string DrawBars(const std::vector<Row>& rows, Plot* plot);
// `y` over `x`, a line for each series. `x` is a date, a number, or any text, in the order of rows.
std::string DrawLines(const std::vector<Row>& rows, Plot* plot);
// Where in a corpus something is: a strip for each series, with a mark at each `x`.
std::string DrawStrips(const std::vector<Row>& rows, Plot* plot);
// A network: `x` and `series` are the ends of an edge, `y` its weight.
std::string DrawNetwork(const std::vector<Row>& rows, Plot* plot);

}  // namespace textmill::write_svg

#endif  // PLUGINS_WRITE_SVG_PLOTS_H_
