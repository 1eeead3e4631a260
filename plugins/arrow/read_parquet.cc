#include "plugins/arrow/read_parquet.h"

#include <algorithm>

#include "plugins/arrow/arrow_result.h"

namespace textmill::arrowfiles {
namespace {

constexpr const char* kReadParquetDescription =
    R"(Each row is one document. What the file's columns are to be called and what types they
have is said as for `read.jsonl`.

**Columns.** `id`, `text`, `source`, `title`, `url` and `date` are read without being declared.
`fields` and `types` declare others, also lists, structs and members of structs. All that no
column takes goes to `extra` as JSON, and JSON writers give it back; a column called `extra`
that holds JSON objects, as `write.parquet` writes it, is taken apart again. Dates and times of
any unit, decimals, dictionaries, maps and numbers of any size are known; what is none of these
(unions, intervals) is left out, and the end of the run says so. Columns that nobody looks at
are not read.

**The check looks at the files**: a column that has another type than `types` says, in any of
them, a declared column that no file has, and a file without a text are told before the run. A
declared column that only some files have is null in the others, which is told, too.

**Row groups** are unpacked on all cores, and given out in the order of the file, in pieces of
the size of a batch: a row group may be of any size.

**Row groups that cannot matter.** Where the first steps are conditions, as `keep: lang == "en"`, and
a row group's statistics say that none of its rows fulfils them, only the columns of these conditions
and `id` are read of it. Its documents are read and dropped in all counts, as without; what is damaged
in the other columns is not found. A pipeline with `dropped:` writes these documents, and reads them
whole. Sorted or grouped files gain by it.

**Damage.** Where a page cannot be unpacked, or its checksum is wrong, the rest of its row group
is reported as failed input, with the rows; the other row groups are read. So is a file that is
cut off or is no Parquet file. A value that is too large for its column, and a text that is null,
cost that document alone. The record of a document that fails is its row as JSON.)";

constexpr const char* kReadParquetExample =
    R"(- uses: read.parquet
  with:
    path: crawl/*.parquet
    fields: { text: content, date: meta.published }
    types: { score: float, tags: list<string> }
)";

// Pieces that are unpacked before they are asked for take no more than this.
constexpr int64_t kAheadBytes = int64_t{512} << 20;
// A piece is of at least so many stored bytes, whatever a damaged file says of its rows.
constexpr int64_t kLeastStored = 256;
constexpr size_t kFilesOpen = 8;

}  // namespace

ReadParquet::ReadParquet()
    : TableSource({{".parquet", ".pq"}, false},
                  "Files to read: names, patterns (`*`, `?`, `[a-z]`, and `**` for any number of "
                  "folders), or folders (all files in them that end in .parquet or .pq, in any "
                  "case, at any depth).") {
  Describe("read.parquet", "1.0.0", "Reads documents from Parquet files: one document a row.");
  Explain(kReadParquetDescription, kReadParquetExample);
}

std::shared_ptr<arrow::Schema> ReadParquet::SchemaOf(const std::string& path) const {
  return OpenParquet(path, unpack_limit->bytes)->schema();
}

const std::vector<Input>& ReadParquet::ListInputs() {
  current_ = 0;
  opened_.reset();
  files_open_.clear();
  return TableSource::ListInputs();
}

void ReadParquet::Open(const textmill_open_request& request) {
  TellDifferences();
  kept_ = KeptRows(host());
  ahead_ = std::make_unique<ReadAhead>(
      std::max<unsigned>(request.threads, 1), kAheadBytes,
      [this](const ReadAhead::Key& key) -> std::optional<std::pair<ReadAhead::Key, GroupToRead>> {
        auto [input, group] = key;
        try {
          for (++group; input < files().paths.size(); ++input, group = 0) {
            const Opened opened = FileOf(input);
            for (; group < opened.file->groups().size(); ++group) {
              if (opened.file->groups()[group].rows == 0) continue;
              const int64_t rows = RowsAtOnce(opened, group, want_bytes_);
              return std::pair(ReadAhead::Key(input, group), ToRead(opened, group, rows));
            }
          }
        } catch (const Error&) {
          // NextUnit will say so when it is that file's turn.
        }
        return std::nullopt;
      });
}

ReadParquet::Opened ReadParquet::FileOf(uint32_t input) const {
  const std::lock_guard lock(files_mutex_);
  const auto known = std::find_if(files_open_.begin(), files_open_.end(),
                                  [&](const auto& open) { return open.first == input; });
  if (known != files_open_.end()) {
    files_open_.splice(files_open_.begin(), files_open_, known);
    return known->second;
  }
  Opened opened;
  opened.file = OpenParquet(files().paths[input], unpack_limit->bytes);
  opened.map =
      MapOf(*opened.file->schema(), [&](int column) { return opened.file->MayHaveNulls(column); });
  JudgeGroups(opened);
  files_open_.emplace_front(input, opened);
  if (files_open_.size() > kFilesOpen) files_open_.pop_back();
  return opened;
}

void ReadParquet::JudgeGroups(Opened& opened) const {
  if (kept_.AnyRow()) return;
  const TableFile& file = *opened.file;
  opened.narrow = NarrowMapOf(
      *file.schema(), *opened.map, [&](int column) { return file.MayHaveNulls(column); },
      kept_.Columns());
  for (size_t group = 0; group < file.groups().size(); ++group) {
    const auto bounds = [&](int column, const std::vector<int>& members) {
      return file.BoundsOf(group, column, members);
    };
    bool any = true;
    try {
      any = kept_.AnyOf(columns(), *opened.map, bounds);
    } catch (const Error&) {
      // What the file says of its values is damaged, but they may be whole.
    }
    opened.any_kept.push_back(any);
  }
}

int64_t ReadParquet::RowsAtOnce(const Opened& opened, size_t group, uint64_t want_bytes) const {
  const Group& size = opened.file->groups()[group];
  const double bytes = static_cast<double>(
      std::max<int64_t>(opened.file->BytesOf(group, opened.MapOf(group)->read), 1));
  const double rows = static_cast<double>(size.rows) * static_cast<double>(want_bytes) / bytes;
  const auto wanted = static_cast<int64_t>(std::clamp(rows, 1.0, 1e6));
  const int64_t least = size.rows / (size.stored / kLeastStored + 16);
  return std::clamp<int64_t>(std::max(wanted, least), 1, INT32_MAX);
}

GroupToRead ReadParquet::ToRead(const Opened& opened, size_t group, int64_t rows_at_once) const {
  return {opened.file, group, opened.MapOf(group)->read, rows_at_once};
}

bool ReadParquet::NextUnit(uint64_t want_bytes, Unit& unit) {
  want_bytes_ = want_bytes;
  for (; current_ < files().paths.size(); ++current_, opened_.reset()) {
    try {
      if (!opened_) {
        opened_ = FileOf(current_);
        Met(*opened_->map);
        group_ = 0;
        row_ = 0;
        stored_done_ = 0;
      }
    } catch (const Error& error) {
      const uint32_t input = current_++;
      opened_.reset();
      FailInput(input, error, 0);
    }
    const std::vector<Group>& groups = opened_->file->groups();
    for (; group_ < groups.size();
         stored_done_ += static_cast<uint64_t>(groups[group_].stored), ++group_, row_ = 0) {
      const Group& group = groups[group_];
      if (row_ == group.rows) continue;
      if (row_ == 0) {
        rows_at_once_ = RowsAtOnce(*opened_, group_, want_bytes);
        if (opened_->MapOf(group_) != opened_->map) ++groups_passed_over_;
      }
      const int64_t n = std::min(rows_at_once_, group.rows - row_);
      unit.input = current_;
      unit.flags = static_cast<uint32_t>(rows_at_once_);
      unit.begin = static_cast<uint64_t>(group.first_row + row_);
      unit.end = unit.begin + static_cast<uint64_t>(n);
      row_ += n;
      const double part = static_cast<double>(row_) / static_cast<double>(group.rows);
      unit.consumed =
          stored_done_ + static_cast<uint64_t>(part * static_cast<double>(group.stored));
      return true;
    }
  }
  return false;
}

TableSource::UnitRows ReadParquet::RowsOf(const UnitView& unit) const {
  const Opened opened = FileOf(unit.input());
  const std::vector<Group>& groups = opened.file->groups();
  const auto after = std::upper_bound(groups.begin(), groups.end(), unit.begin(),
                                      [](uint64_t row, const Group& group) {
                                        return row < static_cast<uint64_t>(group.first_row);
                                      });
  const auto group = static_cast<size_t>(after - groups.begin()) - 1;
  const int64_t rows_at_once = std::max<int64_t>(unit.flags(), 1);
  const int64_t index =
      (static_cast<int64_t>(unit.begin()) - groups[group].first_row) / rows_at_once;
  Piece piece = ahead_->Take({unit.input(), group}, ToRead(opened, group, rows_at_once), index);
  return {piece.stream, opened.MapOf(group), std::move(piece.batches)};
}

std::vector<AccountNumber> ReadParquet::Account() const {
  std::vector<AccountNumber> account = TableSource::Account();
  if (groups_passed_over_ > 0)
    account.push_back({"row groups", "of which no row could be kept", groups_passed_over_});
  return account;
}

}  // namespace textmill::arrowfiles
