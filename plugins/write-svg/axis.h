// The places of values along an axis: dates by day, numbers by size, other text by turns. Made once
// of all values; pure.
#ifndef PLUGINS_WRITE_SVG_AXIS_H_
#define PLUGINS_WRITE_SVG_AXIS_H_

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace textmill::write_svg {

// The whole of a text as a number.
std::optional<double> NumberOf(const std::string& text);

class Axis {
 public:
  // Of these values, from `begin` to `end` in pixels.
  Axis(const std::vector<std::string>& values, double begin, double end);

  // A value that Axis was made of, in pixels.
  double Place(const std::string& value) const;
  // What to write along it, and where.
  std::vector<std::pair<double, std::string>> Marks() const;

 private:
  enum class Kind { kDates, kNumbers, kTexts };
  double ValueOf(const std::string& text) const;
  double PlaceOf(double value) const {
    return most_ > least_ ? begin_ + (value - least_) / (most_ - least_) * (end_ - begin_)
                          : (begin_ + end_) / 2;
  }

  const double begin_, end_;
  Kind kind_ = Kind::kTexts;
  double least_ = 0, most_ = 0;
  std::map<std::string, size_t> order_;  // of texts
  std::vector<std::string> texts_;
};

}  // namespace textmill::write_svg

#endif  // PLUGINS_WRITE_SVG_AXIS_H_
