#include "plugins/entities/gazetteer/names.h"

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <utility>

#include "plugins/lib/io/file.h"
#include "plugins/lib/io/table_reader.h"
#include "plugins/lib/io/utf8.h"
#include "textmill/error.hpp"
#include "textmill/utf8.hpp"

namespace textmill::entities {
namespace {

constexpr const char* kColumns[] = {"name", "type",  "canonical", "id",
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
    const auto known = std::find(std::begin(kColumns), std::end(kColumns), cell);
    if (known == std::end(kColumns)) {
      header.unused += (header.unused.empty() ? "" : ", ") + Quoted(Trim(cells[i]));
      continue;
    }
    size_t& column = header.columns[known - std::begin(kColumns)];
    if (column != kNone) {
      throw Error("`" + path + ":1`: the header has the column `" + cell + "` twice");
    }
    column = i;
  }
  for (const size_t column : {size_t{kName}, size_t{kType}}) {
    if (header.columns[column] != kNone) continue;
    throw Error("`" + path + ":1`: the header line has no column `" + kColumns[column] + "`")
        .Hint(
            "The first line of a gazetteer names its columns: name and type, and where there are "
            "any canonical, id, case, needs, home, language.");
  }
  return header;
}

}  // namespace

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
  const size_t invalid = FirstInvalidUtf8(content);
  if (invalid < content.size()) {
    const auto line =
        std::count(content.begin(), content.begin() + static_cast<long>(invalid), '\n');
    const char* known = io::KnownAs(content.substr(0, 64));
    throw Error("`" + path + ":" + std::to_string(line + 1) + "`: the gazetteer is not UTF-8" +
                (known != nullptr ? ", it seems to be " + std::string(known) : ""))
        .Hint("Save it as UTF-8.");
  }

  const uint32_t file = static_cast<uint32_t>(files_.size());
  files_.push_back(path);
  TableReader rows(content, Lower(path).ends_with(".csv") ? TableReader::Format::kCsv
                                                          : TableReader::Format::kTsv);
  std::vector<std::string> cells;
  if (!rows.Next(&cells)) {
    throw Error("`" + path + "` is empty")
        .Hint("A gazetteer begins with a header line that has the columns name and type.");
  }
  const Header header = ReadHeader(path, cells);
  const auto cell = [&](size_t column) -> std::string_view {
    const size_t i = header.columns[column];
    return i < cells.size() ? Trim(cells[i]) : std::string_view();
  };

  Blemish unusable, repeated, contradictory;
  while (rows.Next(&cells)) {
    if (cells.size() == 1 && Trim(cells[0]).empty()) continue;
    const std::string place = "`" + path + ":" + std::to_string(rows.line()) + "`: ";
    if (rows.unterminated()) {
      throw Error(place + "a quotation mark is opened here and never closed");
    }
    if (cells.size() > header.count) {
      throw Error(place + "the row has " + std::to_string(cells.size()) +
                  " cells, but the header " + std::to_string(header.count));
    }
    const std::string_view name = cell(kName), type = cell(kType);
    const std::string rule = Lower(cell(kCase));
    if (!rule.empty() && rule != "exact" && rule != "capitals" && rule != "any") {
      throw Error(place + "`case` is " + Quoted(rule) +
                  ", but may be `exact`, `capitals` or `any`");
    }
    if (type.empty()) {
      unusable.Add(rows.line(), name.empty() ? "no name" : Quoted(name) + " has no type");
      continue;
    }
    const std::string_view canonical = cell(kCanonical).empty() ? name : cell(kCanonical);
    const GazetteerBuilder::Added added =
        builder_.Add(name, rule == "any" ? CaseRule::kAny : CaseRule::kExact,
                     static_cast<uint32_t>(entries_.size()));
    switch (added.result) {
      case GazetteerBuilder::Result::kAdded:
        if (rule == "capitals") {  // no harm where that is in the list by itself
          builder_.Add(InCapitals(name), CaseRule::kExact, static_cast<uint32_t>(entries_.size()));
        }
        entries_.push_back({Intern(type), Intern(canonical), Intern(cell(kId)), file,
                            static_cast<uint32_t>(rows.line()), InternList(cell(kNeeds)),
                            InternList(cell(kHome))});
        break;
      case GazetteerBuilder::Result::kRepeated: {
        const Entry& entry = entries_[added.payload];
        const Meaning other = meaning(added.payload);
        const std::string there =
            (entry.file == file ? "line " : files_[entry.file] + ":") + std::to_string(entry.line);
        if (other.type == type && other.canonical == canonical && other.id == cell(kId)) {
          repeated.Add(rows.line(), Quoted(name) + " is in " + there);
        } else {
          contradictory.Add(rows.line(), Quoted(name) + " is " + std::string(type) + " " +
                                             Quoted(canonical) + ", but in " + there + " " +
                                             std::string(other.type) + " " +
                                             Quoted(other.canonical));
        }
        break;
      }
      case GazetteerBuilder::Result::kEmpty:
        unusable.Add(rows.line(), "no name");
        break;
      case GazetteerBuilder::Result::kOneCharacter:
        unusable.Add(rows.line(), Quoted(name) + " is a single character");
        break;
      case GazetteerBuilder::Result::kNoWord:
        unusable.Add(rows.line(), Quoted(name) + " has no letter or digit");
        break;
      case GazetteerBuilder::Result::kTooLong:
        unusable.Add(rows.line(), Quoted(name) + " is too long for a name");
        break;
    }
  }

  const auto tell = [&](const Blemish& blemish, const char* what) {
    if (blemish.count == 0) return;
    warn("`" + path + "`: " + std::to_string(blemish.count) + " " + what +
         "; the first: " + blemish.first);
  };
  if (!header.unused.empty()) {
    warn("`" + path + "`: these columns are not used: " + header.unused);
  }
  tell(unusable, "rows are left out");
  tell(repeated, "rows repeat another and are left out");
  tell(contradictory, "rows contradict an earlier one, which counts");
}

void NameList::Finish() {
  gazetteer_ = builder_.Build();
  interned_ = {};
}

size_t NameList::bytes() const {
  size_t sum = gazetteer_.bytes() + entries_.capacity() * sizeof(Entry);
  for (const std::string& string : strings_) sum += sizeof string + string.capacity();
  return sum;
}

}  // namespace textmill::entities
