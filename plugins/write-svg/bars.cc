#include <algorithm>

#include "plugins/write-svg/plots.h"

namespace textmill::write_svg {

std::string DrawBars(const std::vector<Row>& rows, Plot* plot) {
  constexpr double kRow = 20, kTop = 56, kBarRoom = 460, kMostName = 260;
  const size_t n = std::min(rows.size(), plot->top);
  plot->left_out = rows.size() - n;
  double least = 0, most = 0, names = 40;
  for (size_t i = 0; i < n; ++i) {
    least = std::min(least, rows[i].y);
    most = std::max(most, rows[i].y);
    names = std::max(names, std::min(WidthOf(rows[i].x), kMostName));
  }
  const std::vector<double> ticks = Ticks(least, most);
  const double left = names + 24, scale = kBarRoom / (ticks.back() - ticks.front());
  const auto place = [&](double y) { return left + (y - ticks.front()) * scale; };
  const double bottom = kTop + static_cast<double>(n) * kRow;
  Svg svg;
  svg.Text({left, 20}, plot->title, "start");
  svg.Text({left, 38}, plot->y_name, "start", "dim");
  for (const double tick : ticks) {
    svg.Line({place(tick), kTop}, {place(tick), bottom}, tick == 0 ? "axis" : "grid");
    svg.Text({place(tick), bottom + 16}, Short(tick), "middle", "dim");
  }
  for (size_t i = 0; i < n; ++i) {
    const double y = kTop + static_cast<double>(i) * kRow;
    const double from = place(std::min(rows[i].y, 0.0)), to = place(std::max(rows[i].y, 0.0));
    svg.Text({left - 8, y + 14}, Cut(rows[i].x, kMostName), "end");
    svg.Rect({from, y + 3}, to - from, kRow - 6, rows[i].y < 0 ? 1 : 0,
             rows[i].x + ": " + Short(rows[i].y));
  }
  return svg.Finish(left + kBarRoom + 40, bottom + 30, plot->title);
}

}  // namespace textmill::write_svg
