#include <algorithm>
#include <map>

#include "plugins/write-svg/axis.h"
#include "plugins/write-svg/plots.h"

namespace textmill::write_svg {

std::string DrawLines(const std::vector<Row>& rows, Plot* plot) {
  constexpr double kLeft = 70, kRight = 700, kTop = 56, kBottom = 340;
  // The series with the largest sums, these in the order in which they first come.
  std::vector<std::string> series;
  std::map<std::string, double> sums;
  for (const Row& row : rows) {
    if (sums.emplace(row.series, 0).second) series.push_back(row.series);
    sums[row.series] += row.y;
  }
  std::vector<std::string> largest = series;
  std::stable_sort(largest.begin(), largest.end(),
                   [&](const auto& a, const auto& b) { return sums[a] > sums[b]; });
  if (largest.size() > plot->top) largest.resize(plot->top);
  std::erase_if(series, [&](const std::string& name) {
    return std::find(largest.begin(), largest.end(), name) == largest.end();
  });
  std::map<std::string, std::vector<const Row*>> of_series;
  std::vector<std::string> xs;
  double least = 0, most = 0;
  for (const Row& row : rows) {
    if (std::find(series.begin(), series.end(), row.series) == series.end()) {
      ++plot->left_out;
      continue;
    }
    of_series[row.series].push_back(&row);
    xs.push_back(row.x);
    least = std::min(least, row.y);
    most = std::max(most, row.y);
  }
  const Axis axis(xs, kLeft, kRight);
  const std::vector<double> ticks = Ticks(least, most);
  const auto height = [&](double y) {
    return kBottom - (y - ticks.front()) / (ticks.back() - ticks.front()) * (kBottom - kTop);
  };
  Svg svg;
  svg.Text({kLeft, 20}, plot->title, "start");
  svg.Text({kLeft, 38}, plot->y_name, "start", "dim");
  for (const double tick : ticks) {
    svg.Line({kLeft, height(tick)}, {kRight, height(tick)}, tick == 0 ? "axis" : "grid");
    svg.Text({kLeft - 8, height(tick) + 4}, Short(tick), "end", "dim");
  }
  for (const auto& [x, text] : axis.Marks()) svg.Text({x, kBottom + 18}, text, "middle", "dim");
  for (size_t s = 0; s < series.size(); ++s) {
    std::vector<Point> points;
    for (const Row* row : of_series[series[s]])
      points.push_back({axis.Place(row->x), height(row->y)});
    std::stable_sort(points.begin(), points.end(),
                     [](const Point& a, const Point& b) { return a.x < b.x; });
    if (points.size() > 1) svg.Path(points, s);
    for (const Row* row : of_series[series[s]]) {
      svg.Circle({axis.Place(row->x), height(row->y)}, points.size() > 200 ? 1 : 2.5, s,
                 (row->series.empty() ? "" : row->series + ", ") + row->x + ": " + Short(row->y));
    }
    if (series.size() == 1 && series[0].empty()) continue;
    const double y = kTop + static_cast<double>(s) * 20;
    svg.Rect({kRight + 16, y}, 12, 12, s, {});
    svg.Text({kRight + 34, y + 11}, Cut(series[s], 150), "start");
  }
  return svg.Finish(kRight + 200,
                    std::max(kBottom, kTop + 20.0 * static_cast<double>(series.size())) + 30,
                    plot->title);
}

}  // namespace textmill::write_svg
