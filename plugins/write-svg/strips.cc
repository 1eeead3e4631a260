#include <algorithm>
#include <map>

#include "plugins/write-svg/axis.h"
#include "plugins/write-svg/plots.h"

namespace textmill::write_svg {

std::string DrawStrips(const std::vector<Row>& rows, Plot* plot) {
  constexpr double kRow = 28, kTop = 48, kRoom = 560, kMostName = 200;
  std::vector<std::string> series, xs;
  std::map<std::string, size_t> number, marks;
  double names = 40;
  for (const Row& row : rows) {
    if (!number.count(row.series)) {
      if (series.size() == plot->top) {
        ++plot->left_out;
        continue;
      }
      number[row.series] = series.size();
      series.push_back(row.series);
      names = std::max(names, std::min(WidthOf(row.series), kMostName));
    }
    ++marks[row.series];
    xs.push_back(row.x);
  }
  const double left = names + 24, right = left + kRoom;
  const double bottom = kTop + kRow * static_cast<double>(series.size());
  const Axis axis(xs, left, right);
  Svg svg;
  svg.Text({left, 20}, plot->title, "start");
  svg.Text({left, 38}, plot->x_name, "start", "dim");
  for (size_t s = 0; s < series.size(); ++s) {
    const double y = kTop + kRow * static_cast<double>(s);
    svg.Text({left - 8, y + 18}, Cut(series[s], kMostName), "end");
    svg.Line({left, y + kRow - 4}, {right, y + kRow - 4}, "grid");
    svg.Text({right + 8, y + 18}, std::to_string(marks[series[s]]), "start", "dim");
  }
  // Marks on one pixel of a strip are one mark.
  std::map<std::pair<size_t, int>, size_t> drawn;
  for (const Row& row : rows) {
    const auto at = number.find(row.series);
    if (at != number.end()) ++drawn[{at->second, static_cast<int>(axis.Place(row.x))}];
  }
  for (const auto& [place, count] : drawn)
    svg.Rect(
        {static_cast<double>(place.second), kTop + kRow * static_cast<double>(place.first) + 4}, 1,
        kRow - 8, place.first, {});
  for (const auto& [x, text] : axis.Marks()) svg.Text({x, bottom + 16}, text, "middle", "dim");
  return svg.Finish(right + 70, bottom + 30, plot->title);
}

}  // namespace textmill::write_svg
