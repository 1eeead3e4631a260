// The half of read.sqlite that makes documents of rows, on many threads at once.
#include "plugins/lib/readers/sqlite/read_sqlite.h"
#include "textmill/json.hpp"

namespace textmill::sqlite {

// A connection, and what a row is checked with.
struct ReadSqlite::SqliteLane final : Lane {
  uint32_t input = 0;
  Database database;
  Statement range;
  std::vector<Statement> items;       // by column of ours; for those with a table of their own
  std::vector<ColumnReader> readers;  // by column of ours
  std::vector<std::vector<ColumnReader>> members;  // of items, by column of ours
  std::vector<Cell> cells, item_cells;
  std::vector<bool> unfit;  // of a row, by column of ours: what goes to `extra`
};

std::unique_ptr<Lane> ReadSqlite::NewLane() const {
  auto lane = std::make_unique<SqliteLane>();
  for (const Column& column : columns_) {
    lane->readers.emplace_back(column.field, column.converts);
    lane->members.emplace_back();
    lane->items.emplace_back();
    if (column.field.format != "+l") continue;
    const Field& item = column.field.children[0];
    for (const Field& member : item.format == "+s" ? item.children : std::vector<Field>{item})
      lane->members.back().emplace_back(member, false);
  }
  return lane;
}

void ReadSqlite::AppendRow(const Opened& opened, uint32_t input, uint64_t offset, int64_t number,
                           const std::vector<Cell>& cells, SqliteLane& lane, Rows& rows) const {
  static const Cell kNull;
  const auto fail = [&](const std::string& why) {
    rows.Fail(offset, 1,
              (opened.rows.by_rowid ? "rowid " : "row ") + std::to_string(number) + ": " + why);
  };
  std::vector<bool>& unfit = lane.unfit;
  unfit.assign(columns_.size(), false);
  for (size_t c = 0; c < columns_.size(); ++c) {
    if (opened.from[c] < 0) continue;
    const auto stored = static_cast<size_t>(opened.from[c]);
    const Cell& cell = cells[stored];
    if (columns_[c].field.name == "text" && c == kText && cell.type == SQLITE_NULL)
      return fail("has no `" + columns_[c].stored + "`");
    if (!opened.rows.columns[stored].items_query.empty()) {
      if (cell.type == SQLITE_NULL || !lane.items[c]) continue;
      lane.items[c].Bind(1, number);
      std::string why;
      while (why.empty() && lane.items[c].Step()) {
        TakeCells(lane.items[c], 0, lane.item_cells);
        for (size_t k = 0; k < lane.item_cells.size() && why.empty(); ++k) {
          why = lane.members[c][k].Check(lane.item_cells[k]);
          if (!why.empty())
            why = "`" + columns_[c].stored + "." + lane.members[c][k].field().name + "` " + why;
        }
      }
      lane.items[c].Reset();
      if (!why.empty()) return fail(why);
      continue;
    }
    const std::string why = lane.readers[c].Check(cell);
    if (why.empty()) continue;
    if (!columns_[c].lenient || c == kText) return fail("`" + columns_[c].stored + "` " + why);
    unfit[c] = true;
  }
  for (size_t c = 0; c < columns_.size(); ++c) {
    Builder& to = rows.At(columns_[c].slot);
    const Cell& cell =
        opened.from[c] < 0 || unfit[c] ? kNull : cells[static_cast<size_t>(opened.from[c])];
    if (cell.type == SQLITE_NULL && c == kId) {
      static_cast<BytesBuilder&>(to).Append(files_.inputs[input].path + "@" +
                                            std::to_string(number));
    } else if (cell.type == SQLITE_NULL && c == kSource) {
      static_cast<BytesBuilder&>(to).Append(files_.inputs[input].path);
    } else if (opened.from[c] >= 0 && cell.type != SQLITE_NULL && lane.items[c]) {
      auto& list = static_cast<ListBuilder&>(to);
      lane.items[c].Bind(1, number);
      while (lane.items[c].Step()) {
        TakeCells(lane.items[c], 0, lane.item_cells);
        if (columns_[c].field.children[0].format == "+s") {
          auto& item = list.items<StructBuilder>();
          for (size_t k = 0; k < lane.item_cells.size(); ++k)
            lane.members[c][k].Append(lane.item_cells[k], item.any_member(k));
          item.EndRow();
        } else {
          lane.members[c][0].Append(lane.item_cells[0], list.any_items());
        }
      }
      lane.items[c].Reset();
      list.EndRow();
    } else {
      lane.readers[c].Append(cell, to);
    }
  }
  if (extra_slot_ >= 0) {
    Buffer json;
    const auto add = [&](int stored) {
      const Cell& cell = cells[static_cast<size_t>(stored)];
      if (cell.type == SQLITE_NULL) return;
      json.Append(json.size() == 0 ? "{" : ",", 1);
      AppendJsonMember(opened.rows.columns[static_cast<size_t>(stored)].field.name, cell, json);
    };
    for (const int stored : opened.extra) add(stored);
    for (size_t c = 0; c < columns_.size(); ++c) {
      if (unfit[c]) add(opened.from[c]);
    }
    auto& extra = static_cast<BytesBuilder&>(rows.At(extra_slot_));
    if (json.size() == 0) {
      extra.AppendNull();
    } else {
      json.Append("}", 1);
      extra.Append({json.data(), json.size()});
    }
  }
  rows.Document(offset, 1);
}

void ReadSqlite::ReadUnit(const UnitView& unit, Rows& rows, Lane* lane) const {
  auto& own = *static_cast<SqliteLane*>(lane);
  const Opened& opened = *opened_[unit.input()];
  if (unit.has_payload()) {
    std::string_view packed = unit.payload();
    for (uint64_t row = unit.begin(); UnpackRow(packed, own.cells); ++row)
      AppendRow(opened, unit.input(), row, static_cast<int64_t>(row), own.cells, own, rows);
    return;
  }
  try {
    if (!own.database.is_open() || own.input != unit.input()) {
      own.range = {};
      for (Statement& statement : own.items) statement = {};
      own.database = OpenFile(unit.input());
      own.input = unit.input();
      own.range = own.database.Prepare(RangeQuery(opened.rows));
      for (size_t c = 0; c < columns_.size(); ++c) {
        if (opened.from[c] < 0) continue;
        const auto& items = opened.rows.columns[static_cast<size_t>(opened.from[c])].items_query;
        if (!items.empty()) own.items[c] = own.database.Prepare(items);
      }
    }
    own.range.Bind(1, static_cast<int64_t>(unit.begin() + opened.base));
    own.range.Bind(2, static_cast<int64_t>(unit.end() - 1 + opened.base));
    while (own.range.Step()) {
      const int64_t rowid = own.range.integer(0);
      TakeCells(own.range, 1, own.cells);
      AppendRow(opened, unit.input(), static_cast<uint64_t>(rowid) - opened.base, rowid, own.cells,
                own, rows);
    }
    own.range.Reset();
  } catch (const Error& error) {
    own.range = {};
    own.database = {};
    if (error.code() == TEXTMILL_NO_MEMORY) throw;
    throw Error("`" + files_.inputs[unit.input()].path + "`, from rowid " +
                    std::to_string(static_cast<int64_t>(unit.begin() + opened.base)) +
                    " on: " + error.what(),
                TEXTMILL_IO_ERROR);
  }
}

void ReadSqlite::ReadRecord(const UnitView& unit, uint64_t offset, uint64_t, Buffer& bytes) const {
  // Of a run in several places, this may be one that has only a document of the file.
  if (opened_[unit.input()] == nullptr) throw Error("the database was not opened here");
  const Opened& opened = *opened_[unit.input()];
  std::vector<Cell> cells;
  Database database;
  Statement row;
  if (unit.has_payload()) {
    std::string_view packed = unit.payload();
    for (uint64_t at = unit.begin(); UnpackRow(packed, cells) && at < offset; ++at) {
    }
  } else {
    database = OpenFile(unit.input());
    row = database.Prepare(RangeQuery(opened.rows));
    for (const int i : {1, 2}) row.Bind(i, static_cast<int64_t>(offset + opened.base));
    if (!row.Step()) return;
    TakeCells(row, 1, cells);
  }
  for (size_t i = 0; i < cells.size(); ++i) {
    bytes.Append(i == 0 ? "{" : ",", 1);
    AppendJsonMember(opened.rows.columns[i].field.name, cells[i], bytes);
  }
  bytes.Append("}", 1);
}

}  // namespace textmill::sqlite
