#include "core/cli/full_text.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "textmill/utf8.hpp"

namespace textmill::core {
namespace {

// Round what matched. No text that is UTF-8 holds them.
constexpr std::string_view kBegin = "\xFF\x01", kEnd = "\xFF\x02";

std::string SqlQuoted(std::string_view name) {
  std::string out = "\"";
  for (const char c : name) out.append(c == '"' ? 2 : 1, c);
  return out + "\"";
}

std::string Utf8(std::string_view bytes) {
  std::string out;
  while (!bytes.empty()) {
    const DecodedChar c = DecodeUtf8(bytes.data(), bytes.data() + bytes.size());
    AppendUtf8(c.code_point, &out);
    bytes.remove_prefix(c.size);
  }
  return out;
}

std::string_view Text(sqlite3_stmt* row, int column) {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(row, column));
  const auto size = static_cast<size_t>(sqlite3_column_bytes(row, column));
  return text == nullptr ? std::string_view() : std::string_view(text, size);
}

void Bind(sqlite3_stmt* statement, int parameter, std::string_view text) {
  sqlite3_bind_text64(statement, parameter, text.data(), text.size(), SQLITE_TRANSIENT,
                      SQLITE_UTF8);
}

// The value of an option of CREATE VIRTUAL TABLE ... USING fts5(..., content='documents', ...).
std::string OptionOf(std::string_view sql, std::string_view option) {
  for (size_t at = sql.find(option); at != sql.npos; at = sql.find(option, at + 1)) {
    const size_t equal = sql.find_first_not_of(" \t\n", at + option.size());
    const bool begins = at > 0 && (sql[at - 1] == ' ' || sql[at - 1] == ',' ||
                                   sql[at - 1] == '\n' || sql[at - 1] == '(');
    if (!begins || equal == sql.npos || sql[equal] != '=') continue;
    const size_t value = sql.find_first_not_of(" \t\n", equal + 1);
    if (value == sql.npos) return "";
    const char mark = sql[value];
    if (mark != '\'' && mark != '"')
      return std::string(sql.substr(value, sql.find_first_of(" ,)\n", value) - value));
    std::string out;
    for (size_t i = value + 1; i < sql.size(); ++i) {
      if (sql[i] != mark) {
        out += sql[i];
      } else if (i + 1 < sql.size() && sql[i + 1] == mark) {
        out += sql[++i];
      } else {
        return out;
      }
    }
    return out;
  }
  return "";
}

// Takes the marks out of a snippet; other white space than blanks would break its line.
void TakeSnippet(std::string_view marked, TextHit* hit) {
  std::string piece;
  size_t begin = 0;
  const auto flush = [&] {
    hit->snippet += Utf8(piece);
    piece.clear();
  };
  for (size_t i = 0; i < marked.size();) {
    const std::string_view rest = marked.substr(i);
    if (rest.starts_with(kBegin) || rest.starts_with(kEnd)) {
      flush();
      if (rest.starts_with(kBegin)) {
        begin = hit->snippet.size();
      } else {
        hit->matches.emplace_back(begin, hit->snippet.size());
      }
      i += kBegin.size();
      continue;
    }
    const char c = marked[i++];
    const bool space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (space && (!piece.empty() ? piece.back() == ' ' : hit->snippet.ends_with(' '))) continue;
    piece += space ? ' ' : c;
  }
  flush();
}

}  // namespace

Result<FullText> FullText::Open(const std::string& path, const std::string& index) {
  struct stat found {};
  if (stat(path.c_str(), &found) != 0)
    return Error{"cannot read " + path + ": " + std::strerror(errno), "", ErrorKind::kIo};
  if (S_ISDIR(found.st_mode)) return Error{path + " is a folder", "name a database"};
  // What is written and not yet in the file is in one beside it; else nothing is locked.
  const auto has_content = [](const std::string& beside) {
    struct stat other {};
    return stat(beside.c_str(), &other) == 0 && other.st_size > 0;
  };
  const bool live = has_content(path + "-wal") || has_content(path + "-journal");
  std::string uri = path.starts_with('/') ? "file:" : "file:./";
  for (const char c : path) {
    static constexpr char kHex[] = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    if (c == '%' || c == '?' || c == '#') {
      uri += {'%', kHex[byte >> 4], kHex[byte & 15]};
    } else {
      uri += c;
    }
  }
  FullText opened;
  opened.path_ = path;
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2((uri + (live ? "?mode=ro" : "?mode=ro&immutable=1")).c_str(),
                                   &raw, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, nullptr);
  opened.database_.reset(raw);
  if (raw == nullptr) return Error{"there is not enough memory", "", ErrorKind::kOutOfMemory};
  if (code != SQLITE_OK) return opened.LastError();
  sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_busy_timeout(raw, 5000);
  if (Status status = opened.Choose(index); !status) return status.error();
  return opened;
}

Status FullText::Choose(const std::string& index) {
  auto tables = Prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'table' ORDER BY rowid");
  if (!tables) return tables.error();
  std::vector<std::pair<std::string, std::string>> indexes;
  std::string others;
  int code;
  while ((code = sqlite3_step(tables->get())) == SQLITE_ROW) {
    std::string name(Text(tables->get(), 0)), sql(Text(tables->get(), 1));
    std::string lower = sql.substr(0, 1000);
    for (char& c : lower) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    if (lower.starts_with("create virtual table") && lower.find("using fts5") != lower.npos) {
      indexes.emplace_back(std::move(name), std::move(sql));
    } else if (others.size() < 200) {
      others += (others.empty() ? "`" : ", `") + name + "`";
    }
  }
  if (code != SQLITE_DONE) return LastError();
  if (indexes.empty())
    return Error{path_ + " has no full-text index" +
                     (others.empty() ? "; it has no tables at all" : "; its tables are " + others),
                 "write.sqlite makes one, unless it has `index: none`"};
  std::string names;
  for (const auto& [name, sql] : indexes) names += (names.empty() ? "`" : ", `") + name + "`";
  auto chosen = indexes.begin();
  if (!index.empty()) {
    chosen = std::find_if(indexes.begin(), indexes.end(),
                          [&](const auto& one) { return one.first == index; });
    if (chosen == indexes.end())
      return Error{path_ + " has no full-text index `" + index + "`", "there are: " + names};
  } else if (indexes.size() > 1) {
    return Error{path_ + " has several full-text indexes: " + names, "choose one by --index"};
  }
  index_ = chosen->first;
  content_ = OptionOf(chosen->second, "content");
  rowid_ = OptionOf(chosen->second, "content_rowid");
  if (rowid_.empty()) rowid_ = "rowid";
  of_trigrams_ = OptionOf(chosen->second, "tokenize").starts_with("trigram");
  if (content_.empty()) return {};
  auto columns = Prepare("SELECT name FROM pragma_table_info(?)");
  if (!columns) return columns.error();
  Bind(columns->get(), 1, content_);
  while (sqlite3_step(columns->get()) == SQLITE_ROW) columns_.emplace_back(Text(columns->get(), 0));
  if (columns_.empty()) content_.clear();
  return {};
}

Result<FullText::Statement> FullText::Prepare(const std::string& sql) const {
  sqlite3_stmt* raw = nullptr;
  if (sqlite3_prepare_v2(database_.get(), sql.c_str(), static_cast<int>(sql.size()), &raw,
                         nullptr) != SQLITE_OK)
    return LastError();
  return Statement(raw);
}

Error FullText::LastError() const {
  const int code = sqlite3_errcode(database_.get()) & 0xFF;
  const std::string message = Utf8(sqlite3_errmsg(database_.get()));
  if (code == SQLITE_NOTADB) return {path_ + " is no SQLite database", ""};
  if (code == SQLITE_CORRUPT) return {path_ + " is damaged: " + message, ""};
  if (code == SQLITE_CANTOPEN)
    return {"cannot open " + path_ + ": " + message,
            "another program writes to it, perhaps; try a copy"};
  return {path_ + ": " + message, ""};
}

// What is wrong with a query, as FTS5 says it; "" where nothing is.
std::string FullText::Complaint(const std::string& query) const {
  auto statement = Prepare("SELECT 1 FROM " + SqlQuoted(index_) + "(?) LIMIT 1");
  if (!statement) return "";
  Bind(statement->get(), 1, query);
  const int code = sqlite3_step(statement->get());
  return code == SQLITE_ROW || code == SQLITE_DONE ? "" : sqlite3_errmsg(database_.get());
}

// FTS5 says by which word or mark it stumbled; the place is where the query first goes wrong by it.
Error FullText::QueryError(const std::string& query) const {
  const std::string complaint = Complaint(query);
  Error last = LastError();
  if (complaint.empty()) return last;
  constexpr std::string_view kNear = "fts5: syntax error near \"", kColumn = "no such column: ";
  constexpr const char* kHint =
      "a word with a mark in it, such as - ' . or :, is put in quotation marks: \"well-known\"";
  if (complaint.starts_with(kNear)) {
    const std::string word = complaint.substr(kNear.size(), complaint.size() - kNear.size() - 1);
    if (word.empty())
      return {"the query ends too early: something is missing after its end", kHint};
    for (size_t at = query.find(word); at != query.npos; at = query.find(word, at + 1)) {
      if (Complaint(query.substr(0, at + word.size())) != complaint) continue;
      return {"the query goes wrong at character " +
                  std::to_string(CountCharacters(query.substr(0, at)) + 1) + ", at `" + Utf8(word) +
                  "`",
              kHint};
    }
    return {"the query goes wrong at `" + Utf8(word) + "`", kHint};
  }
  if (complaint.starts_with(kColumn))
    return {"the query asks for a column `" + Utf8(complaint.substr(kColumn.size())) +
                "`, which the index does not have",
            kHint};
  if (std::count(query.begin(), query.end(), '"') % 2 == 1)
    return {"a quotation mark in the query is not closed", ""};
  if (complaint.starts_with("fts5: ") || complaint.starts_with("unknown special query"))
    return {"the query is wrong: " + Utf8(complaint), kHint};
  return last;
}

Result<int64_t> FullText::Count(const std::string& query) {
  auto statement = Prepare("SELECT count(*) FROM " + SqlQuoted(index_) + "(?)");
  if (!statement) return statement.error();
  Bind(statement->get(), 1, query);
  if (sqlite3_step(statement->get()) != SQLITE_ROW) return QueryError(query);
  return sqlite3_column_int64(statement->get(), 0);
}

Result<std::vector<TextHit>> FullText::Find(const std::string& query, int64_t limit,
                                            const std::vector<std::string>& columns, int words) {
  auto best = Prepare("SELECT rowid, rank FROM " + SqlQuoted(index_) +
                      "(?1) ORDER BY rank, rowid LIMIT ?2");
  auto snippet =
      Prepare("SELECT snippet(" + SqlQuoted(index_) + ", -1, ?3, ?4, '\u2026', ?5) FROM " +
              SqlQuoted(index_) + " WHERE " + SqlQuoted(index_) + " MATCH ?1 AND rowid = ?2");
  std::string list;
  for (const std::string& column : columns) list += (list.empty() ? "" : ", ") + SqlQuoted(column);
  if (list.empty() || content_.empty()) list = "1";
  auto row = Prepare(content_.empty() ? "SELECT 1 WHERE 0"
                                      : "SELECT " + list + " FROM " + SqlQuoted(content_) +
                                            " WHERE " + SqlQuoted(rowid_) + " = ?1");
  for (const auto* statement : {&best, &snippet, &row}) {
    if (!*statement) return statement->error();
  }
  Bind(best->get(), 1, query);
  sqlite3_bind_int64(best->get(), 2, limit == 0 ? -1 : limit);
  Bind(snippet->get(), 1, query);
  Bind(snippet->get(), 3, kBegin);
  Bind(snippet->get(), 4, kEnd);
  sqlite3_bind_int(snippet->get(), 5, words);
  std::vector<TextHit> hits;
  int code;
  while ((code = sqlite3_step(best->get())) == SQLITE_ROW) {
    TextHit hit;
    hit.rowid = sqlite3_column_int64(best->get(), 0);
    hit.score = -sqlite3_column_double(best->get(), 1);
    sqlite3_bind_int64(snippet->get(), 2, hit.rowid);
    if (sqlite3_step(snippet->get()) == SQLITE_ROW) TakeSnippet(Text(snippet->get(), 0), &hit);
    sqlite3_reset(snippet->get());
    hit.values.resize(columns.size());
    sqlite3_bind_int64(row->get(), 1, hit.rowid);
    if (sqlite3_step(row->get()) == SQLITE_ROW) {
      for (size_t i = 0; i < columns.size(); ++i) {
        const int at = static_cast<int>(i);
        if (sqlite3_column_type(row->get(), at) != SQLITE_NULL)
          hit.values[i] = Utf8(Text(row->get(), at));
      }
    }
    sqlite3_reset(row->get());
    hits.push_back(std::move(hit));
  }
  if (code != SQLITE_DONE) return QueryError(query);
  return hits;
}

}  // namespace textmill::core
