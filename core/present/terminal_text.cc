#include "core/present/terminal_text.h"

#include <algorithm>

namespace textmill::core {
namespace {

constexpr size_t kWidth = 88;

// Appends one line, broken at its spaces; where it goes on it stands `hanging` cells further in.
void WrapLine(std::string_view line, size_t indent, size_t hanging, std::string* out) {
  out->append(indent, ' ');
  size_t column = indent;
  bool first = true;
  while (!line.empty()) {
    const std::string_view word = line.substr(0, line.find(' '));
    line.remove_prefix(word.size());
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    if (!first && column + 1 + Width(word) > kWidth) {
      out->append("\n").append(indent + hanging, ' ');
      column = indent + hanging;
    } else if (!first) {
      *out += ' ';
      ++column;
    }
    out->append(word);
    column += Width(word);
    first = false;
  }
  *out += '\n';
}

// Lines of Markdown that do not go on with the paragraph before them.
bool IsListItem(std::string_view line) {
  const size_t digits = line.find_first_not_of("0123456789");
  return line.starts_with("- ") || line.starts_with("* ") ||
         (digits != line.npos && digits > 0 && line.substr(digits).starts_with(". "));
}
bool StandsAlone(std::string_view line) {
  return line.starts_with("|") || line.starts_with("#") || line.starts_with("```");
}

}  // namespace

size_t Width(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

void AppendWrapped(std::string_view text, size_t indent, std::string* out) {
  bool fenced = false;
  std::string paragraph;
  size_t margin = 0;  // of the paragraph
  const auto end_paragraph = [&] {
    if (!paragraph.empty())
      WrapLine(paragraph, indent + margin, IsListItem(paragraph) ? 2 : 0, out);
    paragraph.clear();
  };
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    const size_t spaces = std::min(line.find_first_not_of(' '), line.size());
    line.remove_prefix(spaces);
    const bool goes_on = !fenced && !line.empty() && !IsListItem(line) && !StandsAlone(line);
    if (goes_on && !paragraph.empty()) {
      paragraph.append(" ").append(line);
      continue;
    }
    end_paragraph();
    if (line.empty()) {
      *out += '\n';
    } else if (fenced || StandsAlone(line)) {
      out->append(indent + spaces, ' ').append(line).append("\n");
      if (line.starts_with("```")) fenced = !fenced;
    } else {
      paragraph = line;
      margin = spaces;
    }
  }
  end_paragraph();
}

void AppendIndented(std::string_view text, size_t indent, std::string* out) {
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    out->append(indent, ' ').append(line).append("\n");
  }
}

}  // namespace textmill::core
