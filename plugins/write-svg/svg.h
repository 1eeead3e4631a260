// An SVG picture in the making: shapes and text, in pixels from the top left corner. Colours are
// classes, light and dark as the reader's browser has it; `c0` to `c7` tell series apart.
//
// Numbers are written with one decimal, so a picture is the same bytes on every machine.
#ifndef PLUGINS_WRITE_SVG_SVG_H_
#define PLUGINS_WRITE_SVG_SVG_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace textmill::write_svg {

inline constexpr size_t kColours = 8;

struct Point {
  double x, y;
};

class Svg {
 public:
  // `anchor`: start, middle or end.
  void Text(Point at, std::string_view text, std::string_view anchor,
            std::string_view classes = {});
  // With what a pointer on it shows.
  void Rect(Point at, double width, double height, size_t colour, std::string_view shows);
  void Line(Point from, Point to, std::string_view classes, double width = 1,
            std::string_view shows = {});
  void Path(const std::vector<Point>& points, size_t colour);
  void Circle(Point at, double radius, size_t colour, std::string_view shows);

  // All of the picture, with what it is called.
  std::string Finish(double width, double height, std::string_view title) const;

 private:
  void Put(std::string_view name, double number);
  void Close(std::string_view element, std::string_view shows);
  std::string body_;
};

// About how wide a text is, and the text cut so that it is not wider.
double WidthOf(std::string_view text);
std::string Cut(std::string_view text, double width);

// A number as it is put beside an axis: at most four digits that matter.
std::string Short(double number);
// Round numbers from `least` to `most` or a little beyond, some five of them.
std::vector<double> Ticks(double least, double most);

}  // namespace textmill::write_svg

#endif  // PLUGINS_WRITE_SVG_SVG_H_
