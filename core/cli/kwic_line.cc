#include "core/cli/kwic_line.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <string_view>

#include "core/cli/colours.h"
#include "core/present/cell_width.h"
#include "core/present/terminal_text.h"
#include "textmill/utf8.hpp"

namespace textmill::core {
namespace {

constexpr size_t kLeastWidth = 40;

// Whether a text goes on without a space before it: with a full stop, a comma, a closing bracket.
bool JoinsBefore(std::string_view text) {
  const DecodedChar c = DecodeUtf8(text.data(), text.data() + text.size());
  switch (u_charType(static_cast<UChar32>(c.code_point))) {
    case U_END_PUNCTUATION:
    case U_FINAL_PUNCTUATION:
      return true;
    case U_OTHER_PUNCTUATION:
      return c.code_point != '"' && c.code_point != 0xBF && c.code_point != 0xA1;
    default:
      return false;
  }
}
// Whether a text goes on without a space after it: an opening bracket.
bool JoinsAfter(std::string_view text) {
  const DecodedChar c = DecodeUtf8Before(text.data(), text.data() + text.size());
  const auto type = u_charType(static_cast<UChar32>(c.code_point));
  return type == U_START_PUNCTUATION || type == U_INITIAL_PUNCTUATION;
}

// The end of a text in so many cells; what is left out is an ellipsis.
std::string End(std::string_view text, size_t cells) {
  if (CellsOf(text) <= cells) return std::string(text);
  if (cells == 0) return "";
  return "\u2026" + std::string(LastCells(text, cells - 1));
}
std::string Beginning(std::string_view text, size_t cells) {
  if (CellsOf(text) <= cells) return std::string(text);
  if (cells == 0) return "";
  return std::string(FirstCells(text, cells - 1)) + "\u2026";
}

}  // namespace

void AppendKwicLine(const KwicHit& hit, const KwicStyle& style, std::string* out) {
  std::string& line = *out;
  if (style.width == 0) {
    for (const std::string_view column : hit.columns) {
      AppendShowable(column, &line);
      line += '\t';
    }
    AppendShowable(hit.left, &line);
    line += '\t';
    AppendShowable(hit.node, &line);
    line += '\t';
    return AppendShowable(hit.right, &line);
  }
  const std::string left = Showable(hit.left), node = Showable(hit.node),
                    right = Showable(hit.right);
  const auto colored = [&](const char* color, const std::string& text) {
    if (style.color && !text.empty()) {
      line.append(color).append(text).append(kPlain);
    } else {
      line += text;
    }
  };
  const size_t width = std::max(style.width, kLeastWidth);
  std::string columns;
  for (const std::string_view column : hit.columns)
    columns.append(columns.empty() ? "" : " ").append(Showable(column));
  size_t used = 0;
  if (!hit.columns.empty()) {
    const size_t cells = std::min<size_t>(width / 5, 24);
    const std::string shown = End(columns, cells);
    colored(kFaint, shown);
    line.append(cells + 1 - CellsOf(shown), ' ');
    used = cells + 1;
  }
  // The node begins at the same cell in all lines.
  const bool joined = !left.empty() && JoinsAfter(left);
  const size_t before = (width - used) * 2 / 5;
  const std::string shown_left = End(left, before - (joined ? 0 : 1));
  line.append(before - (joined ? 0 : 1) - CellsOf(shown_left), ' ').append(shown_left);
  if (!joined) line += ' ';
  used += before;
  const std::string shown_node = Beginning(node, width - used);
  colored(kBoldRed, shown_node);
  used += CellsOf(shown_node);
  if (right.empty()) return;
  const bool space = !JoinsBefore(right);
  if (used + (space ? 2 : 1) > width) return;
  if (space) line += ' ';
  line.append(Beginning(right, width - used - (space ? 1 : 0)));
}

}  // namespace textmill::core
