#include "plugins/entities/gazetteer/names.h"

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <utility>

#include "plugins/lib/io/file.h"
#include "plugins/lib/io/known_format.h"
#include "plugins/lib/io/table_reader.h"
#include "plugins/lib/io/utf8.h"
#include "textmill/error.hpp"
#include "textmill/utf8.hpp"

namespace textmill::entities {
namespace {

constexpr const char* kTableColumns[] = {"name", "type",  "canonical", "id",
                                         "case", "needs", "home",      "language"};
enum : size_t { kName, kType, kCanonical, kId, kCase, kNeeds, kHome, kLanguage };
constexpr size_t kNone = SIZE_MAX;

std::string Lower(std::string_view word) {
  std::string out(word);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

std::string InCapitals(std::string_view name) {
  std::string out;
  icu::UnicodeString::fromUTF8({name.data(), static_cast<int32_t>(name.size())})
      .toUpper(icu::Locale::getRoot())
      .toUTF8String(out);
  return out;
}

std::string_view Trim(std::string_view cell) {
  const size_t begin = cell.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return cell.substr(begin, cell.find_last_not_of(" \t\r") - begin + 1);
}

// Counts blemishes of one kind, and keeps the place of the first.
struct Blemish {
  size_t count = 0;
  std::string first;

  void Add(size_t line, const std::string& what) {
    if (count++ == 0) first = "line " + std::to_string(line) + ": " + what;
  }
  void Tell(const std::string& path, const char* what, const NameList::Warn& warn) const {
    if (count == 0) return;
    warn("`" + path + "`: " + std::to_string(count) + " " + what + "; the first: " + first);
  }
};

std::string Quoted(std::string_view name) {
  // A cell can be as long as the file.
  std::string out(name.substr(0, 80));
  while (out.size() < name.size() && !out.empty() && !io::IsUtf8(out)) out.pop_back();
  return "`" + out + (out.size() < name.size() ? "...`" : "`");
}

struct Header {
  size_t columns[8] = {kNone, kNone, kNone, kNone, kNone, kNone, kNone, kNone};
  size_t count = 0;
  std::string unused;
};

Header ReadHeader(const std::string& path, const std::vector<std::string>& cells) {
  Header header;
  header.count = cells.size();
  for (size_t i = 0; i < cells.size(); ++i) {
    const std::string cell = Lower(Trim(cells[i]));
    const auto known = std::find(std::begin(kTableColumns), std::end(kTableColumns), cell);
    if (known == std::end(kTableColumns)) {
      header.unused += (header.unused.empty() ? "" : ", ") + Quoted(Trim(cells[i]));
      continue;
    }
    size_t& column = header.columns[known - std::begin(kTableColumns)];
    if (column != kNone) {
      throw Error("`" + path + ":1`: the header has the column `" + cell + "` twice");
    }
    column = i;
  }
  for (const size_t column : {size_t{kName}, size_t{kType}}) {
    if (header.columns[column] != kNone) continue;
    throw Error("`" + path + ":1`: the header line has no column `" + kTableColumns[column] + "`")
        .Hint(
            "The first line of a gazetteer names its columns: name and type, and where there are "
            "any canonical, id, case, needs, home, language.");
  }
  return header;
}

void CheckUtf8(const std::string& path, std::string_view content) {
  const size_t invalid = FirstInvalidUtf8(content);
  if (invalid == content.size()) return;
  const auto line = std::count(content.begin(), content.begin() + static_cast<long>(invalid), '\n');
  const auto known = io::FormatOf(content.substr(0, 64));
  throw Error("`" + path + ":" + std::to_string(line + 1) + "`: the gazetteer is not UTF-8" +
              (known ? ", it seems to be " + known->name : ""))
      .Hint("Save it as UTF-8.");
}

}  // namespace

// A row of a file, whose cells are asked for by their columns.
struct NameList::Row {
  Header header;
  std::vector<std::string> cells;
  size_t line = 0;

  std::string_view operator[](size_t column) const {
    const size_t i = header.columns[column];
    return i < cells.size() ? Trim(cells[i]) : std::string_view();
  }
  std::string_view canonical() const {
    const std::string_view canonical = (*this)[kCanonical];
    return canonical.empty() ? (*this)[kName] : canonical;
  }
  bool empty() const { return cells.size() == 1 && Trim(cells[0]).empty(); }

  // Throws Error when the file cannot be meant so.
  void Check(const std::string& path, bool unterminated) const {
    const std::string place = "`" + path + ":" + std::to_string(line) + "`: ";
    if (unterminated) throw Error(place + "a quotation mark is opened here and never closed");
    if (cells.size() > header.count) {
      throw Error(place + "the row has " + std::to_string(cells.size()) +
                  " cells, but the header " + std::to_string(header.count));
    }
    const std::string rule = Lower((*this)[kCase]);
    if (!rule.empty() && rule != "exact" && rule != "capitals" && rule != "any") {
      throw Error(place + "`case` is " + Quoted(rule) +
                  ", but may be `exact`, `capitals` or `any`");
    }
  }
};

struct NameList::Blemishes {
  Blemish unusable, repeated, contradictory;
};

uint32_t NameList::Intern(std::string_view string) {
  const auto found = interned_.find(string);
  if (found != interned_.end()) return found->second;
  const uint32_t index = static_cast<uint32_t>(strings_.size());
  interned_.emplace(strings_.emplace_back(string), index);
  return index;
}

// "Russia|Russian"
uint32_t NameList::InternList(std::string_view cell) {
  if (cell.empty()) return 0;
  Canonicals list;
  while (!cell.empty()) {
    const size_t bar = std::min(cell.find('|'), cell.size());
    if (const std::string_view one = Trim(cell.substr(0, bar)); !one.empty()) {
      list.push_back(Intern(one));
    }
    cell.remove_prefix(std::min(cell.size(), bar + 1));
  }
  lists_.push_back(std::move(list));
  return static_cast<uint32_t>(lists_.size() - 1);
}

void NameList::Load(const std::string& path, const Warn& warn) {
  std::string content;
  try {
    const io::File file = io::File::Open(path);
    content.resize(file.Identify().bytes);
    content.resize(file.ReadAt(0, content.data(), content.size()));
  } catch (const Error& e) {
    throw Error("the gazetteer `" + io::ShowPath(path) + "`: " + e.what(), e.code())
        .Hint("relative paths count from the folder in which the command runs");
  }
  Parse(path, content, warn);
}

void NameList::Parse(const std::string& given_path, std::string_view content, const Warn& warn) {
  const std::string path = io::ShowPath(given_path);
  if (content.starts_with("\xEF\xBB\xBF")) content.remove_prefix(3);
  CheckUtf8(path, content);
  files_.push_back(path);
  TableReader rows(content, Lower(path).ends_with(".csv") ? TableReader::Format::kCsv
                                                          : TableReader::Format::kTsv);
  Row row;
  if (!rows.Next(&row.cells)) {
    throw Error("`" + path + "` is empty")
        .Hint("A gazetteer begins with a header line that has the columns name and type.");
  }
  row.header = ReadHeader(path, row.cells);
  Blemishes blemishes;
  while (rows.Next(&row.cells)) {
    if (row.empty()) continue;
    row.line = rows.line();
    row.Check(path, rows.unterminated());
    AddRow(row, &blemishes);
  }
  if (!row.header.unused.empty()) {
    warn("`" + path + "`: these columns are not used: " + row.header.unused);
  }
  blemishes.unusable.Tell(path, "rows are left out", warn);
  blemishes.repeated.Tell(path, "rows repeat another and are left out", warn);
  blemishes.contradictory.Tell(path, "rows contradict an earlier one, which counts", warn);
}

void NameList::AddRow(const Row& row, Blemishes* blemishes) {
  const std::string_view name = row[kName];
  const auto unusable = [&](const std::string& why) { blemishes->unusable.Add(row.line, why); };
  if (row[kType].empty()) return unusable(name.empty() ? "no name" : Quoted(name) + " has no type");
  const std::string rule = Lower(row[kCase]);
  const auto number = static_cast<uint32_t>(entries_.size());
  const GazetteerBuilder::Added added =
      builder_.Add(name, rule == "any" ? CaseRule::kAny : CaseRule::kExact, number);
  switch (added.result) {
    case GazetteerBuilder::Result::kAdded:
      // No harm where that is in the list by itself.
      if (rule == "capitals") builder_.Add(InCapitals(name), CaseRule::kExact, number);
      entries_.push_back({Intern(row[kType]), Intern(row.canonical()), Intern(row[kId]),
                          static_cast<uint32_t>(files_.size() - 1), static_cast<uint32_t>(row.line),
                          InternList(row[kNeeds]), InternList(row[kHome])});
      return;
    case GazetteerBuilder::Result::kRepeated:
      return NoteRepeated(row, added.payload, blemishes);
    case GazetteerBuilder::Result::kEmpty:
      return unusable("no name");
    case GazetteerBuilder::Result::kOneCharacter:
      return unusable(Quoted(name) + " is a single character");
    case GazetteerBuilder::Result::kNoWord:
      return unusable(Quoted(name) + " has no letter or digit");
    case GazetteerBuilder::Result::kTooLong:
      return unusable(Quoted(name) + " is too long for a name");
  }
}

void NameList::NoteRepeated(const Row& row, uint32_t payload, Blemishes* blemishes) const {
  const Entry& entry = entries_[payload];
  const Meaning other = meaning(payload);
  const std::string place = (entry.file + 1 == files_.size() ? "line " : files_[entry.file] + ":") +
                            std::to_string(entry.line);
  const std::string_view type = row[kType], canonical = row.canonical();
  if (other.type == type && other.canonical == canonical && other.id == row[kId]) {
    return blemishes->repeated.Add(row.line, Quoted(row[kName]) + " is in " + place);
  }
  blemishes->contradictory.Add(row.line, Quoted(row[kName]) + " is " + std::string(type) + " " +
                                             Quoted(canonical) + ", but in " + place + " " +
                                             std::string(other.type) + " " +
                                             Quoted(other.canonical));
}

void NameList::Finish() {
  gazetteer_ = builder_.Build();
  interned_ = {};
}

size_t NameList::bytes() const {
  size_t sum = gazetteer_.bytes() + entries_.capacity() * sizeof(Entry);
  for (const std::string& string : strings_) sum += sizeof(std::string) + string.capacity();
  return sum;
}

}  // namespace textmill::entities
