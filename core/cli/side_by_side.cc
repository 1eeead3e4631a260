#include "core/cli/side_by_side.h"

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "core/cli/colours.h"
#include "core/present/cell_width.h"
#include "core/present/terminal_text.h"
#include "textmill/utf8.hpp"

namespace textmill::core {
namespace {

constexpr size_t kShared = 24;  // words of a shared passage that are shown in full
constexpr size_t kEnds = 8;     // else so many at its beginning and end

// The first or last words of a passage.
std::string_view FirstWords(std::string_view text, size_t n) {
  size_t at = 0;
  for (; n > 0 && at < text.size(); --n) {
    at = std::min(text.find_first_not_of(" \t\n\r", at), text.size());
    at = std::min(text.find_first_of(" \t\n\r", at), text.size());
  }
  return text.substr(0, at);
}
std::string_view LastWords(std::string_view text, size_t n) {
  size_t at = text.size();
  for (; n > 0 && at > 0; --n) {
    const size_t end = text.find_last_not_of(" \t\n\r", at - 1);
    if (end == std::string_view::npos) break;
    const size_t blank = text.find_last_of(" \t\n\r", end);
    at = blank == std::string_view::npos ? 0 : blank + 1;
  }
  return text.substr(at);
}

std::string Abridged(std::string_view text, size_t words, bool full) {
  if (full || words <= kShared) return std::string(text);
  std::string out(FirstWords(text, kEnds));
  const std::string_view last = LastWords(text, kEnds);
  // Texts without blanks cannot be cut by words.
  if (out.size() + last.size() >= text.size()) return std::string(text);
  out.append(" [... ").append(std::to_string(words - 2 * kEnds)).append(" words ...] ");
  return out.append(last);
}

}  // namespace

size_t Columns(std::string_view text) {
  size_t columns = 0;
  for (size_t at = 0; at < text.size();) {
    const auto [c, size, valid] = DecodeUtf8(text.data() + at, text.data() + text.size());
    columns += CellsOf(c);
    at += size;
  }
  return columns;
}

std::vector<std::string> Wrap(std::string_view text, size_t width) {
  std::vector<std::string> lines;
  std::string line, word;
  size_t line_columns = 0, word_columns = 0;
  const auto end_line = [&] {
    lines.push_back(std::move(line));
    line.clear();
    line_columns = 0;
  };
  const auto end_word = [&] {
    if (word.empty()) return;
    const size_t blank = line.empty() ? 0 : 1;
    if (line_columns + blank + word_columns > width && !line.empty()) end_line();
    if (!line.empty()) {
      line += ' ';
      ++line_columns;
    }
    line += word;
    line_columns += word_columns;
    word.clear();
    word_columns = 0;
  };
  for (size_t at = 0; at < text.size();) {
    const auto [c, size, valid] = DecodeUtf8(text.data() + at, text.data() + text.size());
    const std::string_view character = text.substr(at, size);
    at += size;
    if (c == ' ' || (c >= '\t' && c <= '\r') || c == 0xa0) {
      end_word();
      continue;
    }
    const size_t columns = CellsOf(c);
    if (ActsOnTerminals(c)) continue;
    if (word_columns + columns > width) {  // longer than a line
      end_word();
      if (line_columns > 0) end_line();
    }
    word += character;
    word_columns += columns;
  }
  end_word();
  if (!line.empty()) end_line();
  return lines;
}

std::string SideBySide(const std::vector<DiffPart>& parts, const SideBySideOptions& options) {
  const size_t width = std::max<size_t>(options.width, 43);
  const size_t column = (width - 3) / 2;
  std::string out;
  for (const DiffPart& part : parts) {
    const auto shown = [&](std::string_view text, size_t words) {
      return Wrap(part.same ? Abridged(text, words, options.full) : std::string(text), column);
    };
    const std::vector<std::string> left = shown(part.left, part.left_words);
    const std::vector<std::string> right = shown(part.right, part.right_words);
    const char mark = part.same ? ' ' : right.empty() ? '<' : left.empty() ? '>' : '|';
    const auto add = [&](const std::string& text, const char* color) {
      if (!options.color || text.empty()) {
        out += text;
      } else {
        out += color + text + kPlain;
      }
    };
    for (size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
      const std::string l = i < left.size() ? left[i] : "";
      const std::string r = i < right.size() ? right[i] : "";
      add(l, part.same ? kFaint : kRed);
      const bool more = mark != ' ' || !r.empty();
      if (more) out += std::string(column - std::min(column, Columns(l)), ' ') + ' ' + mark;
      if (!r.empty()) {
        out += ' ';
        add(r, part.same ? kFaint : kGreen);
      }
      out += '\n';
    }
  }
  return out;
}

}  // namespace textmill::core
