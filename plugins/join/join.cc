#include "plugins/join/join.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "plugins/lib/io/type_name.h"
#include "plugins/lib/values/copy_value.h"
#include "plugins/lib/values/nearest.h"
#include "textmill/conventions.h"
#include "textmill/print.hpp"

namespace textmill::join {
namespace {

struct Scratch final : Lane {
  std::string key;
};

// A name, a list of names, or a map of names.
ParamSpec Names(const char* name, bool required, const char* doc) {
  ParamSpec spec, item;
  spec.name = name;
  spec.types = TEXTMILL_STRING | TEXTMILL_LIST | TEXTMILL_MAP;
  spec.required = required;
  spec.doc = doc;
  item.types = TEXTMILL_STRING;
  spec.item.push_back(std::move(item));
  return spec;
}

ParamSpec Types() {
  ParamSpec spec, item;
  spec.name = "types";
  spec.types = TEXTMILL_MAP;
  spec.doc =
      "Types of columns other than string, by their names in the documents: int, float, bool, "
      "timestamp; of JSON also `list<string>` and objects, as `read.jsonl` has them.";
  item.types = TEXTMILL_STRING;
  spec.item.push_back(std::move(item));
  return spec;
}

struct Pair {
  std::string name, field, blame;  // in the documents, in the table; the parameter
};

std::vector<Pair> PairsOf(const char* parameter, const Value& value) {
  std::vector<Pair> pairs;
  if (value.type == TEXTMILL_MAP) {
    for (const Value& item : value.items)
      pairs.push_back({item.key, item.string, parameter + ("." + item.key)});
  } else if (value.type == TEXTMILL_LIST) {
    for (size_t i = 0; i < value.items.size(); ++i)
      pairs.push_back({value.items[i].string, value.items[i].string,
                       parameter + ("[" + std::to_string(i) + "]")});
  } else if (value.type != 0) {
    pairs.push_back({value.string, value.string, parameter});
  }
  for (const Pair& pair : pairs) {
    if (pair.name.empty() || pair.field.empty())
      throw Error("a column needs a name").Parameter(pair.blame);
    if (std::count_if(pairs.begin(), pairs.end(),
                      [&](const Pair& other) { return other.name == pair.name; }) > 1)
      throw Error("the column `" + pair.name + "` is named twice").Parameter(pair.blame);
  }
  return pairs;
}

// As `types:` calls the type of a key; "" where it cannot be one.
const char* KeyType(const Field& field) {
  if (field.format == "u") return "string";
  if (field.format == "l") return "int";
  if (field.format == "b") return "bool";
  if (field.format == kTimestampFormat) return "timestamp";
  return "";
}

bool IsRegularFile(const std::string& path) {
  struct stat found {};
  return stat(path.c_str(), &found) == 0 && S_ISREG(found.st_mode);
}

}  // namespace

Join::Join()
    : on_(this, Names("on", true,
                      "The key: the name of a column that documents and table share, a list of "
                      "several, or a map from the documents' column to the table's: `{ id: doc_id "
                      "}`.")),
      columns_(this, Names("columns", false,
                           "Which columns of the table to add: a list of names, or a map from new "
                           "names to the table's. All but the key when not given; for JSON they "
                           "have to be named, with dots for fields inside objects.")),
      types_(this, Types()) {
  Describe("join", "1.0.0", "Adds columns from a table to the documents, by a key.");
  Explain(
      "For metadata that is kept in a spreadsheet or a list: authors, outlets, ratings, dates. A "
      "document takes the values of the row whose key equals its own.\n\n"
      "- The key is compared exactly, case and blanks too, as the type that it has in the "
      "documents: `007` in the table is the number 7 where the documents have numbers, and no "
      "other text than `007` where they have text. A document without a key has no row; rows "
      "without one are counted and left out.\n"
      "- Values are strings unless `types` says otherwise, or the types that their columns have in "
      "Parquet, Arrow and SQLite. An empty cell is null.\n"
      "- Where documents have a column of that name, the table's value takes its place; where the "
      "table has no value, the document's own stays.\n"
      "- Two rows with one key are a mistake that is told with both places, before any document "
      "is read; `duplicates: first` takes the first of them.\n"
      "- `check` reads the header of the table, so that columns that are not there are found; "
      "values and keys are read when the run begins, before the first document.\n\n"
      "The table is kept in memory. The end of the run tells how many of its rows no document "
      "had a use for.",
      "- uses: join\n"
      "  with:\n"
      "    file: outlets.csv\n"
      "    on: { source: outlet }\n"
      "    columns: [country, founded]\n"
      "    types: { founded: int }");
  DocumentProduct("<column>", "any", "what `columns` names");
}

Join::~Join() = default;

void Join::Bind(Binder& binder) {
  table_file_.emplace(file_->value,
                      readers::TableFile::Said{
                          separator_.present() ? std::optional(separator_.get()) : std::nullopt,
                          encoding_.get(), of_table_.get(), query_.get()});
  for (const auto* param : {&of_table_, &query_}) {
    if (!param->get().empty() && !table_file_->is_database() && IsRegularFile(file_->value))
      throw Error("`" + param->spec().name + "` is for SQLite databases, and " + file_->value +
                  " is called otherwise")
          .Parameter(param->spec().name)
          .Hint("a database's name ends in .db, .sqlite or .sqlite3");
  }
  wanted_.clear();
  blame_.clear();
  names_.clear();
  key_types_.clear();
  key_slots_.clear();
  added_.clear();
  BindKeys(binder);
  // The one look at a file in binding: a few bytes, so that `check` knows the columns. What may be
  // read but once, such as a pipe, is left to Open.
  std::vector<readers::TableFile::Column> stored;
  std::vector<std::string> header;
  if (table_file_->has_header() && IsRegularFile(file_->value)) {
    try {
      stored = table_file_->Header();
      for (const auto& column : stored) header.push_back(column.name);
    } catch (Error& error) {
      const bool other = error.parameter() == "table" || error.parameter() == "query";
      throw Error("the table " + file_->value + ": " + error.what())
          .Hint(error.hint())
          .Parameter(other ? error.parameter() : "file");
    }
  }
  const auto is_key = [&](const std::string& name) {
    return std::any_of(wanted_.begin(), wanted_.begin() + static_cast<ptrdiff_t>(key_types_.size()),
                       [&](const auto& key) { return key.field == name; });
  };
  std::vector<Pair> pairs = PairsOf("columns", columns_.get());
  if (columns_.get().type != 0 && pairs.empty())
    throw Error("an empty list adds no column").Parameter("columns");
  if (pairs.empty() && header.empty()) {
    // A file that is not there is told by the host.
    if (access(file_->value.c_str(), F_OK) != 0) return;
    const bool empty = table_file_->has_header() && IsRegularFile(file_->value);
    throw Error(empty ? "the table " + file_->value + " is empty"
                      : "which columns to add has to be said for JSON, which has no header, and "
                        "for a pipe: give `columns`")
        .Parameter(empty ? "file" : "");
  }
  if (pairs.empty()) {
    for (const auto& column : stored) {
      if (column.taken && !is_key(column.name)) pairs.push_back({column.name, column.name, "file"});
    }
  }
  for (const Pair& pair : pairs) {
    if (pair.name == TEXTMILL_COLUMN_EXTRA)
      throw Error("`extra` is the column of undeclared input fields, and cannot be added")
          .Parameter(pair.blame)
          .Hint("give it another name: `columns: { notes: extra }`");
    wanted_.push_back({pair.field, ""});
    blame_.push_back(pair.blame);
    names_.push_back(pair.name);
  }
  if (!header.empty()) CheckHeader(header);
  CheckTypes();
  TakeOwnTypes(stored);
  BindColumns(binder);
}

void Join::BindKeys(Binder& binder) {
  for (const Pair& pair : PairsOf("on", on_.get())) {
    const Field* field = binder.Find(pair.name);
    if (field == nullptr) throw NoSuchColumn(pair.name).Parameter(pair.blame);
    const std::string type = KeyType(*field);
    if (type.empty())
      throw Error("the column `" + pair.name + "` is " + TypeName(*field) +
                      ", which can be no key: a key is text, a whole number, a bool or a timestamp",
                  TEXTMILL_WRONG_TYPE)
          .Parameter(pair.blame)
          .Column(pair.name);
    key_types_.push_back(*field);
    key_slots_.push_back(binder.Use(pair.name));
    wanted_.push_back({pair.field, type});
    blame_.push_back(pair.blame);
    names_.push_back(pair.name);
  }
  if (key_types_.empty()) throw Error("no column is named").Parameter("on");
}

void Join::CheckHeader(const std::vector<std::string>& header) const {
  for (size_t i = 0; i < wanted_.size(); ++i) {
    if (std::find(header.begin(), header.end(), wanted_[i].field) != header.end()) continue;
    throw Error("the table " + file_->value + " has no column `" + wanted_[i].field + "`")
        .Parameter(blame_[i])
        .Hint(values::NearestHint(wanted_[i].field, header));
  }
}

// Those that `types` gives: of the columns, and of keys if they are what the documents have.
void Join::CheckTypes() {
  for (const Value& item : types_.get().items) {
    const std::string blame = "types." + item.key;
    const auto at = std::find(names_.begin(), names_.end(), item.key);
    if (at == names_.end())
      throw Error("no column `" + item.key + "` is added")
          .Parameter(blame)
          .Hint(values::NearestHint(item.key, names_));
    const auto place = static_cast<size_t>(at - names_.begin());
    try {
      const Field type = io::TypeNamed(item.string);
      if (place < key_types_.size() && !SameType(type, key_types_[place]))
        throw Error("the key `" + item.key + "` is " + TypeName(key_types_[place]) +
                        " in the documents, and would be " + TypeName(type) + " in the table",
                    TEXTMILL_WRONG_TYPE)
            .Hint(
                "a key has the type that it has in the documents; make another column by `set:` "
                "to compare something else");
    } catch (Error& error) {
      throw error.Parameter(blame);
    }
    if (place >= key_types_.size()) wanted_[place].type = item.string;
  }
}

// Of columns that have types in the table, where `types` says nothing else.
void Join::TakeOwnTypes(const std::vector<readers::TableFile::Column>& header) {
  for (auto& wanted : wanted_) {
    if (!wanted.type.empty()) continue;
    for (const auto& column : header) {
      if (column.name == wanted.field) wanted.type = column.type;
    }
  }
}

void Join::BindColumns(Binder& binder) {
  std::vector<Field> types;
  try {
    types = table_file_->Types(wanted_);
  } catch (Error& error) {
    throw Error(error.what()).Hint(error.hint()).Parameter("types");
  }
  for (size_t i = key_types_.size(); i < wanted_.size(); ++i) {
    Field type{names_[i], types[i].format, types[i].children, {}};
    type.SetMeta(TEXTMILL_META_OPTIONAL, "1");
    Added added{type, -1, -1};
    if (const Field* own = binder.Find(names_[i]); own != nullptr) {
      if (!SameType(*own, type)) {
        throw Error("the documents have a column `" + names_[i] + "`, which is " + TypeName(*own) +
                        "; the table's is " + TypeName(type),
                    TEXTMILL_WRONG_TYPE)
            .Parameter(blame_[i])
            .Hint("say its type by `types`, or give it another name: `columns: { table_" +
                  names_[i] + ": " + wanted_[i].field + " }`");
      }
      added.own = binder.Use(names_[i]);
    }
    added.slot = binder.Produce(Part::kColumns, type);
    added_.push_back(std::move(added));
  }
  if (added_.empty() && missing_ == "keep")
    throw Error("the table has no column but the key: nothing would be added").Parameter("file");
}

void Join::Open(const textmill_open_request&) {
  table_ = std::make_unique<JoinTable>(key_types_);
  std::vector<JoinTable::Twin> twins;
  try {
    table_file_->Read(wanted_, [&](readers::TableRows rows) {
      table_->Add(std::move(rows), &twins);
      if (Cancelled()) throw Error("the run was cancelled", TEXTMILL_CANCELLED);
      if (static_cast<int64_t>(table_->bytes()) > memory_->bytes)
        throw Error("it takes more memory than `memory` allows")
            .Hint("Raise `memory`, or name fewer `columns`.");
    });
  } catch (Error& error) {
    throw Error("the table " + file_->value + ": " + error.what(), error.code())
        .Hint(error.hint())
        .Parameter("file");
  }
  if (duplicates_ == "fail" && !twins.empty()) {
    throw Error("the table has one key twice, at " + table_file_->Place(twins[0].first) + " and " +
                table_file_->Place(twins[0].second) +
                (table_->repeated() > 1
                     ? ", and " + std::to_string(table_->repeated() - 1) + " more such rows"
                     : ""))
        .Parameter("file")
        .Hint("`duplicates: first` takes the first row of each key");
  }
  table_->Seal();
  reported_memory_ = static_cast<int64_t>(table_->bytes());
  if (host() != nullptr) host()->memory(host(), reported_memory_);
}

std::unique_ptr<Lane> Join::NewLane() const { return std::make_unique<Scratch>(); }

void Join::Process(const Batch& batch, Reply& reply, Lane* lane) const {
  std::string& key = static_cast<Scratch*>(lane)->key;
  const int64_t base = batch.raw().columns->offset;
  for (int64_t row = 0; row < batch.rows(); ++row) {
    key.clear();
    bool whole = true;
    for (size_t k = 0; k < key_slots_.size(); ++k)
      whole = AppendKey(key_types_[k], batch.array(key_slots_[k]), base + row, key) && whole;
    const JoinTable::Row found = whole ? table_->Find(key) : JoinTable::Row{};
    if (found.part != nullptr) {
      table_->Use(found);
      reply.Count(matched_);
    } else if (missing_ == "fail") {
      throw Error("the table " + file_->value + " has no row for it").Row(row);
    } else {
      reply.Count(unmatched_);
    }
    if (missing_ == "drop") {
      if (found.part != nullptr)
        reply.Keep();
      else
        reply.Drop(no_match_);
    }
    for (size_t c = 0; c < added_.size(); ++c) {
      const Added& added = added_[c];
      Builder& to = reply.At(Part::kColumns, added.slot);
      const ArrowArray* from =
          found.part != nullptr ? &found.part->columns[key_types_.size() + c] : nullptr;
      if (from != nullptr && !IsNullAt(*from, found.row)) {
        values::CopyValue(added.type, *from, found.row, to);
      } else if (added.own >= 0) {
        values::CopyValue(added.type, batch.array(added.own), base + row, to);
      } else {
        to.AppendNull();
      }
    }
  }
}

std::vector<AccountNumber> Join::Account() const {
  if (table_ == nullptr) return {};
  std::vector<AccountNumber> account{
      {"rows of the table", "used by no document", table_->unused()}};
  if (table_->without_key() > 0)
    account.push_back({"rows of the table", "without a key", table_->without_key()});
  if (table_->repeated() > 0)
    account.push_back(
        {"rows of the table", "left out, as an earlier row has the key", table_->repeated()});
  return account;
}

}  // namespace textmill::join
