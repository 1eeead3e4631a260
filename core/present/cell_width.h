// How many cells of a terminal text takes: none for marks that go over the letter before them and
// for what is not seen, two for wide characters (Chinese, Japanese, Korean, most emoji).
//
// Text is what Showable gives. Pure functions; any thread.
#ifndef CORE_PRESENT_CELL_WIDTH_H_
#define CORE_PRESENT_CELL_WIDTH_H_

#include <cstddef>
#include <string_view>

namespace textmill::core {

size_t CellsOf(char32_t code_point);
size_t CellsOf(std::string_view text);

// The longest beginning, or end, of a text that takes no more than so many cells. Marks stay with
// their letter.
std::string_view FirstCells(std::string_view text, size_t cells);
std::string_view LastCells(std::string_view text, size_t cells);

}  // namespace textmill::core

#endif  // CORE_PRESENT_CELL_WIDTH_H_
