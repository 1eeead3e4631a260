#include "core/conformance/played.h"

#include <algorithm>
#include <cstdlib>

namespace textmill::core {
namespace {

// For a message: what can be printed, and not too much of it.
std::string Shortened(const std::string& text) {
  constexpr size_t kMost = 300;
  std::string out;
  for (const char c : text.substr(0, kMost)) {
    if (c >= ' ' && c != 0x7F) {
      out += c;
    } else {
      out += "\\x";
      out += "0123456789abcdef"[static_cast<unsigned char>(c) >> 4];
      out += "0123456789abcdef"[c & 15];
    }
  }
  return text.size() <= kMost ? out : out + "...";
}

std::string FirstDifference(const std::string& what, const std::vector<std::string>& first,
                            const std::vector<std::string>& second) {
  for (size_t i = 0; i < std::max(first.size(), second.size()); ++i) {
    const std::string a = i < first.size() ? first[i] : "nothing";
    const std::string b = i < second.size() ? second[i] : "nothing";
    if (a != b) return what + ": " + Shortened(a) + "  became  " + Shortened(b);
  }
  return "";
}

}  // namespace

void Played::Append(const Played& rest) {
  rows.insert(rows.end(), rest.rows.begin(), rest.rows.end());
  tables.insert(tables.end(), rest.tables.begin(), rest.tables.end());
  outputs.resize(std::max(outputs.size(), rest.outputs.size()));
  for (size_t i = 0; i < rest.outputs.size(); ++i) outputs[i] += rest.outputs[i];
  failed += rest.failed;
  if (first_failure.empty()) first_failure = rest.first_failure;
}

void Played::AppendRenumbered(const Played& part, const std::vector<int64_t>& numbers) {
  for (const std::string& text : part.rows) {
    const auto row = static_cast<size_t>(std::atoll(text.c_str() + 4));
    rows.push_back("row " + std::to_string(numbers.at(row)) + text.substr(text.find(':')));
  }
}

std::string Difference(const Played& first, const Played& second) {
  // Drops of process come before what commit left of the same batch: the order is by row.
  const auto sorted = [](std::vector<std::string> rows) {
    std::stable_sort(rows.begin(), rows.end(), [](const std::string& a, const std::string& b) {
      return std::atoll(a.c_str() + 4) < std::atoll(b.c_str() + 4);
    });
    return rows;
  };
  std::string found = FirstDifference("documents", sorted(first.rows), sorted(second.rows));
  if (found.empty()) found = FirstDifference("table", first.tables, second.tables);
  if (found.empty()) found = FirstDifference("the bytes written", first.outputs, second.outputs);
  return found;
}

}  // namespace textmill::core
