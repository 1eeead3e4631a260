#include "plugins/arrow/column_map.h"

#include <algorithm>
#include <set>

#include "plugins/arrow/from_arrow.h"
#include "plugins/lib/io/utf8.h"
#include "plugins/lib/readers/jsonl/key_plan.h"
#include "textmill/conventions.h"

namespace textmill::arrowfiles {
namespace {

// A place in a schema: a column, then members of structs.
struct Found {
  int column = -1;
  std::vector<int> members;
  std::shared_ptr<arrow::DataType> type;
};

int IndexOf(const arrow::FieldVector& fields, const std::string& name) {
  const auto at = std::find_if(fields.begin(), fields.end(),
                               [&](const auto& field) { return field->name() == name; });
  return at == fields.end() ? -1 : static_cast<int>(at - fields.begin());
}

// A column called so, else what a path with dots leads to.
Found FindPlace(const arrow::Schema& schema, const std::string& name, bool dots) {
  Found found;
  found.column = IndexOf(schema.fields(), name);
  if (found.column >= 0) {
    found.type = schema.field(found.column)->type();
    return found;
  }
  if (!dots) return found;
  const std::vector<std::string> path = jsonl::SplitPath(name);
  const int column = IndexOf(schema.fields(), path.front());
  if (column < 0) return found;
  std::shared_ptr<arrow::DataType> type = schema.field(column)->type();
  for (size_t i = 1; i < path.size(); ++i) {
    const int member = type->id() == arrow::Type::STRUCT ? IndexOf(type->fields(), path[i]) : -1;
    if (member < 0) return found;
    found.members.push_back(member);
    type = type->field(member)->type();
  }
  found.column = column;
  found.type = std::move(type);
  return found;
}

bool IsScalar(const arrow::DataType& type) {
  return arrow::is_integer(type.id()) || arrow::is_floating(type.id()) ||
         type.id() == arrow::Type::BOOL;
}

// What to write after `types:` to have the column as it is.
std::string Remedy(const io::Column& column, const arrow::DataType& type) {
  const arrow::Type::type id = type.id();
  const char* name = arrow::is_integer(id)          ? "int"
                     : arrow::is_floating(id)       ? "float"
                     : arrow::is_decimal(id)        ? "float"
                     : id == arrow::Type::BOOL      ? "bool"
                     : id == arrow::Type::TIMESTAMP ? "timestamp"
                     : id == arrow::Type::STRING    ? "string"
                                                    : nullptr;
  if (name == nullptr || column.name == "text") return "";
  return "Write `types: { " + column.name + ": " + name + " }` to have it so.";
}

}  // namespace

std::string NamesOf(const arrow::Schema& schema) {
  std::string names;
  for (const auto& field : schema.fields()) {
    if (names.size() > 300) return names + ", ...";
    names += (names.empty() ? "`" : ", `") + io::ShowPath(field->name()) + "`";
  }
  return names.empty() ? "none" : names;
}

ColumnMap MapColumns(const std::vector<io::Column>& columns, const arrow::Schema& schema,
                     const Interest& interest) {
  ColumnMap map;
  map.from.resize(columns.size());
  std::vector<Found> found(columns.size());
  std::set<int> taken, read;                         // columns of the file
  std::vector<std::pair<int, std::string>> renamed;  // to keep in `extra` under another name
  for (size_t c = 0; c < columns.size(); ++c) {
    const io::Column& column = columns[c];
    Found place = FindPlace(schema, column.field, column.declared);
    if (place.column < 0) {
      if (column.needed) {
        throw Error("there is no column `" + column.field + "`; the columns are " + NamesOf(schema))
            .Parameter(column.declared ? "fields." + column.name : "path")
            .Hint("If another column holds the text, say `fields: { text: NAME }`.");
      }
      if (column.declared) map.missing.push_back(c);
      continue;
    }
    const Field field = io::FieldOf(column);
    const bool as_text = (c == io::kId || c == io::kSource || column.scalars) &&
                         column.type == io::ValueType::kString && IsScalar(*place.type);
    const std::string why = as_text ? "" : WhyNot(*place.type, field);
    if (!why.empty() && (column.declared || column.needed)) {
      throw Error("the column `" + column.field + "` " + why + ", and is to be read as " +
                  TypeName(field))
          .Parameter(column.declared && !column.nested.format.empty() ? "types." + column.name
                     : column.declared                                ? "fields." + column.name
                                                                      : "path")
          .Hint(Remedy(column, *place.type));
    }
    if (!why.empty()) {
      // As in `read.jsonl`: what the usual column cannot hold is kept in `extra`.
      if (c == io::kId || c == io::kSource) {
        taken.insert(place.column);
        renamed.emplace_back(place.column, column.name + "_in_input");
      }
      continue;
    }
    if (place.members.empty()) taken.insert(place.column);
    const bool judged =
        column.needed && (!place.members.empty() || interest.may_be_null(place.column));
    if (!judged && !interest.wanted(column.name)) continue;
    read.insert(place.column);
    found[c] = std::move(place);
    map.from[c].may_not_fit = MayNotFit(*found[c].type, field);
  }

  if (interest.wanted(TEXTMILL_COLUMN_EXTRA)) {
    std::set<std::string> names;
    const auto keep = [&](int column, const std::string& name) {
      const arrow::DataType& type = *schema.field(column)->type();
      auto field = names.insert(name).second ? NaturalField(name, type) : std::nullopt;
      if (!field) {
        map.left_out.push_back(name + " (" + ArrowTypeName(type) + ")");
        return;
      }
      read.insert(column);
      const bool may_not_fit = MayNotFit(type, *field);
      map.extra.push_back({column, std::move(*field), may_not_fit});
    };
    for (int column = 0; column < schema.num_fields(); ++column) {
      if (taken.count(column) > 0) continue;
      const auto& field = schema.field(column);
      if (field->name() == TEXTMILL_COLUMN_EXTRA && map.extra_text < 0 &&
          WhyNot(*field->type(), Field{"", "u", {}, {}}).empty()) {
        map.extra_text = column;
        read.insert(column);
        continue;
      }
      keep(column, field->name());
    }
    for (const auto& [column, name] : renamed) keep(column, name);
  }

  map.read.assign(read.begin(), read.end());
  const auto place_of = [&](int column) {
    const auto at = std::lower_bound(map.read.begin(), map.read.end(), column);
    return static_cast<int>(at - map.read.begin());
  };
  for (size_t c = 0; c < columns.size(); ++c) {
    if (found[c].column < 0) continue;
    map.from[c].read = place_of(found[c].column);
    map.from[c].members = std::move(found[c].members);
  }
  for (ColumnMap::Extra& extra : map.extra) extra.read = place_of(extra.read);
  if (map.extra_text >= 0) map.extra_text = place_of(map.extra_text);
  return map;
}

}  // namespace textmill::arrowfiles
