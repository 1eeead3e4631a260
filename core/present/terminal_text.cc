#include "core/present/terminal_text.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstdio>
#include <cstring>

#include "core/present/cell_width.h"
#include "textmill/utf8.hpp"

namespace textmill::core {
namespace {

constexpr size_t kWidth = 88;

// Appends one line, broken at its spaces; where it goes on it is `hanging` cells further in.
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

bool ActsOnTerminals(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xAD || c == 0x61C || c == 0x200B ||
         c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) ||
         (c >= 0xE0000 && c <= 0xE007F);
}

namespace {

void AppendWrittenOut(char32_t c, std::string* out) {
  static constexpr std::string_view kNamed = "\n\r\t", kLetters = "nrt";
  char text[16];
  if (const size_t at = c < 0x80 ? kNamed.find(static_cast<char>(c)) : kNamed.npos;
      at != kNamed.npos) {
    *out += '\\';
    *out += kLetters[at];
  } else {
    const char* const format = c < 0x80 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x";
    std::snprintf(text, sizeof text, format, static_cast<unsigned>(c));
    *out += text;
  }
}

// How many printable characters of ASCII a text begins with.
size_t PlainBytes(std::string_view text) {
  constexpr uint64_t kEach = 0x0101010101010101, kHigh = 0x80 * kEach;
  size_t n = 0;
  for (; n + 8 <= text.size(); n += 8) {
    uint64_t eight;
    std::memcpy(&eight, text.data() + n, sizeof eight);
    // The highest bit of each byte that is none; of those after the first it may be wrong.
    const uint64_t others = (eight | (eight - ' ' * kEach) | (eight + kEach)) & kHigh;
    if (others != 0) return n + static_cast<size_t>(std::countr_zero(others)) / 8;
  }
  while (n < text.size() && text[n] >= ' ' && text[n] < 0x7F) ++n;
  return n;
}

void AppendMadeShowable(std::string_view text, bool lines, std::string* to) {
  std::string& out = *to;
  while (!text.empty()) {
    if (const size_t plain = PlainBytes(text); plain > 0) {
      out += text.substr(0, plain);
      text.remove_prefix(plain);
      continue;
    }
    const DecodedChar c = DecodeUtf8(text.data(), text.data() + text.size());
    if (!c.valid) {
      char byte[8];
      std::snprintf(byte, sizeof byte, "\\x%02X", static_cast<unsigned char>(text[0]));
      out += byte;
    } else if (ActsOnTerminals(c.code_point) &&
               !(lines && (c.code_point == '\n' || c.code_point == '\t'))) {
      AppendWrittenOut(c.code_point, &out);
    } else {
      out += text.substr(0, c.size);
    }
    text.remove_prefix(c.valid ? c.size : 1);
  }
}

}  // namespace

std::string_view FirstBytes(std::string_view text, size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<uint8_t>(text[most]) & 0xC0) == 0x80) --most;
  return text.substr(0, most);
}

void AppendShowable(std::string_view text, std::string* out) {
  AppendMadeShowable(text, false, out);
}

std::string Showable(std::string_view text) {
  std::string out;
  AppendMadeShowable(text, false, &out);
  return out;
}

std::string ShowableLines(std::string_view text) {
  std::string out;
  AppendMadeShowable(text, true, &out);
  return out;
}

std::string ShowableJson(std::string_view json) {
  std::string out;
  const auto escape = [&](char32_t unit) {
    char text[8];
    std::snprintf(text, sizeof text, "\\u%04x", static_cast<unsigned>(unit));
    out += text;
  };
  while (!json.empty()) {
    const DecodedChar c = DecodeUtf8(json.data(), json.data() + json.size());
    if (!c.valid) {
      escape(0xFFFD);
    } else if (!ActsOnTerminals(c.code_point)) {
      out += json.substr(0, c.size);
    } else if (c.code_point < 0x10000) {
      escape(c.code_point);
    } else {  // in UTF-16, as JSON has it
      escape(0xD800 + ((c.code_point - 0x10000) >> 10));
      escape(0xDC00 + (c.code_point & 0x3FF));
    }
    json.remove_prefix(c.valid ? c.size : 1);
  }
  return out;
}

size_t Width(std::string_view text) { return CellsOf(text); }

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
