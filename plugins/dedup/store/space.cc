#include "plugins/dedup/store/space.h"

#include <cstdio>
#include <filesystem>
#include <system_error>

namespace textmill::dedup {
namespace {

std::string Number(const char* format, double v) {
  char text[40];
  std::snprintf(text, sizeof text, format, v);
  return text;
}

std::string Bytes(double v) {
  return v < 1e9 ? Number("%.0f MB", v / 1e6) : Number("%.3g GB", v / 1e9);
}

}  // namespace

std::string SpaceNote(int64_t input_bytes, double factor) {
  const std::string share = Number("%g", factor) + " times the size of the texts";
  if (input_bytes < 0) return "takes up to " + share + " in the work folder";
  const auto input = static_cast<double>(input_bytes);
  return "takes up to " + Bytes(input * factor) + " in the work folder, " + share +
         " (the input has " + Bytes(input) + " as stored; compressed files hold more)";
}

std::string SpaceWarning(const std::string& folder, int64_t input_bytes, double factor) {
  std::error_code error;
  const auto space = std::filesystem::space(folder, error);
  const double wanted = static_cast<double>(input_bytes) * factor;
  if (error || input_bytes < 0 || static_cast<double>(space.available) >= wanted) return "";
  return "the step may take " + Bytes(wanted) + " in the work folder " + folder + ", where only " +
         Bytes(static_cast<double>(space.available)) +
         " are free; another folder can be given by --work-folder";
}

}  // namespace textmill::dedup
