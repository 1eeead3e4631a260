#include "plugins/write-svg/svg.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>

#include "plugins/lib/io/xml_text.h"

namespace textmill::write_svg {
namespace {

using io::XmlText;

constexpr std::string_view kStyle =
    "<style>svg{background:#fff;font:12px sans-serif}text{fill:#222}.dim{fill:#666}"
    ".axis{stroke:#999}.grid{stroke:#ddd}.edge{stroke:#999;stroke-opacity:.5}"
    ".c0{fill:#3366aa}.c1{fill:#cc6622}.c2{fill:#448844}.c3{fill:#aa3355}.c4{fill:#7755aa}"
    ".c5{fill:#997700}.c6{fill:#338899}.c7{fill:#777777}"
    "path.c0{stroke:#3366aa}path.c1{stroke:#cc6622}path.c2{stroke:#448844}path.c3{stroke:#aa3355}"
    "path.c4{stroke:#7755aa}path.c5{stroke:#997700}path.c6{stroke:#338899}path.c7{stroke:#777777}"
    "path{fill:none!important;stroke-width:2}"
    "@media(prefers-color-scheme:dark){svg{background:#181a1e}text{fill:#e6e6e6}.dim{fill:#aaa}"
    ".axis{stroke:#777}.grid{stroke:#333}}</style>\n";

std::string Number(double number) {
  char digits[64];
  auto end = std::to_chars(digits, digits + sizeof digits, number, std::chars_format::fixed, 1).ptr;
  if (end - digits > 2 && end[-1] == '0') end -= 2;
  const std::string_view text(digits, static_cast<size_t>(end - digits));
  return text == "-0" ? "0" : std::string(text);
}

}  // namespace

void Svg::Put(std::string_view name, double number) {
  body_.append(" ").append(name).append("=\"").append(Number(number)).append("\"");
}

void Svg::Close(std::string_view element, std::string_view shows) {
  if (shows.empty()) {
    body_ += "/>\n";
    return;
  }
  body_.append("><title>")
      .append(XmlText(shows))
      .append("</title></")
      .append(element)
      .append(">\n");
}

void Svg::Text(Point at, std::string_view text, std::string_view anchor, std::string_view classes) {
  body_ += "<text";
  Put("x", at.x);
  Put("y", at.y);
  body_.append(" text-anchor=\"").append(anchor).append("\"");
  if (!classes.empty()) body_.append(" class=\"").append(classes).append("\"");
  body_.append(">").append(XmlText(text)).append("</text>\n");
}

void Svg::Rect(Point at, double width, double height, size_t colour, std::string_view shows) {
  body_ += "<rect";
  Put("x", at.x);
  Put("y", at.y);
  Put("width", width);
  Put("height", height);
  body_ += " class=\"c" + std::to_string(colour % kColours) + "\"";
  Close("rect", shows);
}

void Svg::Line(Point from, Point to, std::string_view classes, double width,
               std::string_view shows) {
  body_ += "<line";
  Put("x1", from.x);
  Put("y1", from.y);
  Put("x2", to.x);
  Put("y2", to.y);
  if (width != 1) Put("stroke-width", width);
  body_.append(" class=\"").append(classes).append("\"");
  Close("line", shows);
}

void Svg::Path(const std::vector<Point>& points, size_t colour) {
  body_ += "<path class=\"c" + std::to_string(colour % kColours) + "\" d=\"";
  for (size_t i = 0; i < points.size(); ++i)
    body_.append(i == 0 ? "M" : "L")
        .append(Number(points[i].x))
        .append(" ")
        .append(Number(points[i].y));
  body_ += "\"/>\n";
}

void Svg::Circle(Point at, double radius, size_t colour, std::string_view shows) {
  body_ += "<circle";
  Put("cx", at.x);
  Put("cy", at.y);
  Put("r", radius);
  body_ += " class=\"c" + std::to_string(colour % kColours) + "\"";
  Close("circle", shows);
}

std::string Svg::Finish(double width, double height, std::string_view title) const {
  const std::string w = Number(width), h = Number(height), name = XmlText(title);
  std::string out = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + w + " " + h +
                    "\" width=\"" + w + "\" height=\"" + h + "\" role=\"img\" aria-label=\"" +
                    name + "\">\n";
  out.append("<title>").append(name).append("</title>\n").append(kStyle).append(body_);
  return out + "</svg>\n";
}

namespace {

double WidthOf(char c) {
  const auto byte = static_cast<unsigned char>(c);
  if (byte >= 0xE0) return 12;  // perhaps an ideograph
  return byte < 0x80 || byte >= 0xC0 ? 6.5 : 0;
}

}  // namespace

double WidthOf(std::string_view text) {
  double width = 0;
  for (const char c : text) width += WidthOf(c);
  return width;
}

std::string Cut(std::string_view text, double width) {
  constexpr double kDots = 12;
  double so_far = 0;
  size_t fits = 0;  // so many bytes leave room for the dots
  for (size_t i = 0; i < text.size(); ++i) {
    const bool begins = (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80;
    if (begins && so_far + kDots <= width) fits = i;
    so_far += WidthOf(text[i]);
    if (so_far > width) return std::string(text.substr(0, fits)) + "…";
  }
  return std::string(text);
}

std::string Short(double number) {
  char digits[64];
  const double size = std::fabs(number);
  const bool tiny = size > 0 && size < 1e-4, huge = size >= 1e15;
  const auto end =
      tiny || huge
          ? std::to_chars(digits, digits + sizeof digits, number, std::chars_format::scientific, 1)
                .ptr
          : std::to_chars(digits, digits + sizeof digits, number, std::chars_format::fixed,
                          size >= 100   ? 0
                          : size >= 1   ? 2
                          : size >= .01 ? 3
                                        : 5)
                .ptr;
  std::string text(digits, end);
  if (!tiny && !huge && text.find('.') != text.npos) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
  }
  return text == "-0" ? "0" : text;
}

std::vector<double> Ticks(double least, double most) {
  if (!(most > least)) most = least + 1;
  const double rough = (most - least) / 5, ten = std::pow(10, std::floor(std::log10(rough)));
  double step = 10 * ten;
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * ten >= rough) {
      step = factor * ten;
      break;
    }
  }
  std::vector<double> ticks;
  const double first = std::floor(least / step);
  const auto steps = static_cast<int>(std::ceil(most / step) - first);
  for (int i = 0; i <= steps; ++i) ticks.push_back((first + i) * step);
  return ticks;
}

}  // namespace textmill::write_svg
