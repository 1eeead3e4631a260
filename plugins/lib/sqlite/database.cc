#include "plugins/lib/sqlite/database.h"

#include <sys/stat.h>

#include <algorithm>

#include "plugins/lib/io/file.h"
#include "textmill/error.hpp"

namespace textmill::sqlite {
namespace {

std::string Quoted(std::string_view text, char mark) {
  std::string out(1, mark);
  for (const char c : text) out.append(c == mark ? 2 : 1, c);
  return out + mark;
}

char Lower(char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); }

bool HasContent(const std::string& path) {
  struct stat found {};
  return stat(path.c_str(), &found) == 0 && found.st_size > 0;
}

// A path as a URI, in which SQLite takes parameters.
std::string Uri(const std::string& path, const char* parameters) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string out = "file:";
  if (!path.starts_with('/')) out += "./";
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '%' || c == '?' || c == '#' || byte < 0x20 || byte == 0x7F) {
      out += {'%', kHex[byte >> 4], kHex[byte & 15]};
    } else {
      out += c;
    }
  }
  return out + parameters;
}

// Whether a statement may do this: read, and call functions, but those that reach for files.
int OnlyReads(void*, int action, const char* a, const char* b, const char*, const char*) {
  switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_RECURSIVE:
      return SQLITE_OK;
    case SQLITE_FUNCTION:
      return b != nullptr && SameName(b, "load_extension") ? SQLITE_DENY : SQLITE_OK;
    case SQLITE_UPDATE:
      // Asked for when a virtual table declares itself. Who means it has no chance: the file is
      // open to read.
      return a != nullptr && (SameName(a, "sqlite_master") || SameName(a, "sqlite_temp_master"))
                 ? SQLITE_OK
                 : SQLITE_DENY;
    case SQLITE_PRAGMA:
      for (const char* known : {"table_info", "table_xinfo", "table_list", "foreign_key_list",
                                "index_list", "index_info", "data_version"}) {
        if (a != nullptr && SameName(a, known)) return SQLITE_OK;
      }
      return SQLITE_DENY;
    default:
      return SQLITE_DENY;
  }
}

}  // namespace

std::string QuotedName(std::string_view name) { return Quoted(name, '"'); }
std::string QuotedText(std::string_view text) { return Quoted(text, '\''); }

bool SameName(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return Lower(x) == Lower(y); });
}

void ThrowLast(sqlite3* database, const std::string& doing) {
  const int code = sqlite3_errcode(database) & 0xFF;
  std::string message = sqlite3_errmsg(database);
  const bool disk = code == SQLITE_FULL || code == SQLITE_IOERR || code == SQLITE_CANTOPEN;
  if (disk) {
    const int system = sqlite3_system_errno(database);
    if (system != 0 && code != SQLITE_FULL) message += ": " + io::SystemMessage(system);
    if (sqlite3_db_readonly(database, "main") == 0)
      message = "the database in the work folder cannot be written: " + message;
  }
  if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB)
    message = "the database is damaged (" + message + ")";
  const int32_t kind = code == SQLITE_NOMEM ? TEXTMILL_NO_MEMORY
                       : disk               ? TEXTMILL_IO_ERROR
                                            : TEXTMILL_ERROR;
  throw Error(doing.empty() ? message : doing + ": " + message, kind);
}

bool Statement::Step() {
  const int code = sqlite3_step(get());
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) ThrowLast(sqlite3_db_handle(get()));
  return false;
}

void Statement::Run() {
  while (Step()) {
  }
  Reset();
}

void Statement::BindText(int i, std::string_view text) {
  const char* data = text.data() != nullptr ? text.data() : "";
  sqlite3_bind_text64(get(), i, data, text.size(), SQLITE_STATIC, SQLITE_UTF8);
}

void Statement::BindBlob(int i, std::string_view bytes) {
  const char* data = bytes.data() != nullptr ? bytes.data() : "";
  sqlite3_bind_blob64(get(), i, data, bytes.size(), SQLITE_STATIC);
}

void Statement::BindCopy(int i, std::string_view text) {
  sqlite3_bind_text64(get(), i, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

std::string_view Statement::bytes(int i) const {
  const bool blob = type(i) == SQLITE_BLOB;
  const void* data = blob ? sqlite3_column_blob(get(), i) : sqlite3_column_text(get(), i);
  const int size = sqlite3_column_bytes(get(), i);
  return data == nullptr
             ? std::string_view()
             : std::string_view(static_cast<const char*>(data), static_cast<size_t>(size));
}

Database Database::Create(const std::string& path) {
  Database made;
  sqlite3* raw = nullptr;
  const int code =
      sqlite3_open_v2(path.c_str(), &raw,
                      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
  made.database_.reset(raw);
  if (code != SQLITE_OK) {
    if (raw == nullptr) throw Error("there is not enough memory", TEXTMILL_NO_MEMORY);
    ThrowLast(raw, "cannot make a database in the work folder");
  }
  // What is freed is not overwritten (Debian's SQLite does by default): the file has no secrets of
  // earlier content.
  made.Run(
      "PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
      "PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -32768; PRAGMA secure_delete = OFF;"
      "PRAGMA temp_store = MEMORY; PRAGMA encoding = 'UTF-8'");
  return made;
}

Database Database::OpenToRead(const std::string& path) {
  // What other programs have written and not yet put into the file is in a file beside it. Where
  // there is none, nothing is locked, and nothing is made in the folder.
  const bool beside = HasContent(path + "-wal") || HasContent(path + "-journal");
  Database opened;
  sqlite3* raw = nullptr;
  const int code =
      sqlite3_open_v2(Uri(path, beside ? "?mode=ro" : "?mode=ro&immutable=1").c_str(), &raw,
                      SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, nullptr);
  opened.database_.reset(raw);
  if (raw == nullptr) throw Error("there is not enough memory", TEXTMILL_NO_MEMORY);
  if (code != SQLITE_OK) ThrowLast(raw, "cannot be opened");
  sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_busy_timeout(raw, 5000);
  opened.Run("PRAGMA temp_store = MEMORY; PRAGMA cell_size_check = ON");
  sqlite3_set_authorizer(raw, OnlyReads, nullptr);
  return opened;
}

void Database::Run(const std::string& sql) {
  if (sqlite3_exec(get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) ThrowLast(get());
}

Statement Database::Prepare(const std::string& sql, const char** rest) {
  Statement made;
  sqlite3_stmt* raw = nullptr;
  if (sqlite3_prepare_v2(get(), sql.c_str(), static_cast<int>(sql.size()) + 1, &raw, rest) !=
      SQLITE_OK)
    ThrowLast(get());
  made.statement_.reset(raw);
  return made;
}

}  // namespace textmill::sqlite
