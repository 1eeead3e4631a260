#include "plugins/lib/readers/sqlite/cell.h"

#include <cmath>
#include <cstring>

#include "textmill/json.hpp"
#include "textmill/utf8.hpp"

namespace textmill::sqlite {
namespace {

template <class T>
T Take(std::string_view& from) {
  T value;
  std::memcpy(&value, from.data(), sizeof value);
  from.remove_prefix(sizeof value);
  return value;
}

}  // namespace

void TakeCells(const Statement& row, int skip, std::vector<Cell>& cells) {
  cells.resize(static_cast<size_t>(row.columns() - skip));
  for (size_t i = 0; i < cells.size(); ++i) {
    const int at = static_cast<int>(i) + skip;
    Cell& cell = cells[i];
    cell.type = row.type(at);
    cell.integer = cell.type == SQLITE_INTEGER ? row.integer(at) : 0;
    cell.real = cell.type == SQLITE_FLOAT ? row.real(at) : 0;
    cell.bytes =
        cell.type == SQLITE_TEXT || cell.type == SQLITE_BLOB ? row.bytes(at) : std::string_view();
  }
}

void PackRow(const std::vector<Cell>& cells, Buffer& to) {
  const auto count = static_cast<uint32_t>(cells.size());
  to.Append(&count, sizeof count);
  for (const Cell& cell : cells) {
    const auto type = static_cast<char>(cell.type);
    to.Append(&type, 1);
    if (cell.type == SQLITE_INTEGER) to.Append(&cell.integer, sizeof cell.integer);
    if (cell.type == SQLITE_FLOAT) to.Append(&cell.real, sizeof cell.real);
    if (cell.type != SQLITE_TEXT && cell.type != SQLITE_BLOB) continue;
    const auto size = static_cast<uint32_t>(cell.bytes.size());
    to.Append(&size, sizeof size);
    to.Append(cell.bytes.data(), cell.bytes.size());
  }
}

bool UnpackRow(std::string_view& packed, std::vector<Cell>& cells) {
  if (packed.empty()) return false;
  cells.resize(Take<uint32_t>(packed));
  for (Cell& cell : cells) {
    cell.type = Take<uint8_t>(packed);
    if (cell.type == SQLITE_INTEGER) cell.integer = Take<int64_t>(packed);
    if (cell.type == SQLITE_FLOAT) cell.real = Take<double>(packed);
    if (cell.type != SQLITE_TEXT && cell.type != SQLITE_BLOB) continue;
    const auto size = Take<uint32_t>(packed);
    cell.bytes = packed.substr(0, size);
    packed.remove_prefix(size);
  }
  return true;
}

const char* KindOf(const Cell& cell) {
  switch (cell.type) {
    case SQLITE_INTEGER:
      return "a whole number";
    case SQLITE_FLOAT:
      return "a number";
    case SQLITE_TEXT:
      return "text";
    case SQLITE_BLOB:
      return "bytes (a BLOB)";
    default:
      return "null";
  }
}

void AppendJsonMember(std::string_view name, const Cell& cell, Buffer& to) {
  AppendJsonString(name, to);
  to.Append(":", 1);
  switch (cell.type) {
    case SQLITE_INTEGER:
      return AppendNumber(cell.integer, to);
    case SQLITE_FLOAT:
      if (std::isfinite(cell.real)) return AppendNumber(cell.real, to);
      return to.Append("null", 4);
    case SQLITE_TEXT: {
      if (FirstInvalidUtf8(cell.bytes) == cell.bytes.size())
        return AppendJsonString(cell.bytes, to);
      std::string text;
      for (std::string_view rest = cell.bytes; !rest.empty();) {
        const DecodedChar c = DecodeUtf8(rest.data(), rest.data() + rest.size());
        AppendUtf8(c.code_point, &text);
        rest.remove_prefix(c.size);
      }
      return AppendJsonString(text, to);
    }
    case SQLITE_BLOB:
      to.Append("\"", 1);
      AppendBase64(cell.bytes, to);
      return to.Append("\"", 1);
    default:
      return to.Append("null", 4);
  }
}

}  // namespace textmill::sqlite
