#include "plugins/lib/io/columns.h"

#include <algorithm>

#include "plugins/lib/io/type_name.h"
#include "textmill/conventions.hpp"

namespace textmill::io {
namespace {

Column& Declare(std::vector<Column>& columns, const std::string& name, const char* parameter) {
  if (name.empty()) throw Error("a column needs a name").Parameter(parameter);
  if (name == "extra")
    throw Error(
        "`extra` is the column that takes all fields nobody declared, so no field can be "
        "given this name")
        .Parameter(std::string(parameter) + ".extra");
  for (Column& column : columns) {
    if (column.name == name) {
      column.declared = true;
      return column;
    }
  }
  return columns.emplace_back(Column{name, name, ValueType::kString, true, -1, {}});
}

}  // namespace

ParamSpec TypesParam(std::string doc) {
  ParamSpec spec;
  spec.name = "types";
  spec.types = TEXTMILL_MAP;
  ParamSpec item;
  item.types = TEXTMILL_STRING;
  spec.item.push_back(std::move(item));
  spec.doc = std::move(doc);
  return spec;
}

std::vector<Column> PlanColumns(const Map<std::string>& fields, const Value& types, bool nested) {
  std::vector<Column> columns;
  for (const char* name : {"id", "text", "source", "title", "url", "date"})
    columns.push_back(Column{name, name, ValueType::kString, false, -1, {}});
  columns[kText].needed = true;
  for (const auto& [name, field] : fields) {
    if (field.empty())
      throw Error("the field of column `" + name + "` is empty").Parameter("fields." + name);
    Declare(columns, name, "fields").field = field;
  }
  std::vector<std::string> typed;
  for (const Value& item : types.items) {
    Column& column = Declare(columns, item.key, "types");
    try {
      column.nested = TypeNamed(item.string);
    } catch (Error& error) {
      throw error.Parameter("types." + item.key);
    }
    column.type = ValueTypeOf(column.nested.format);
    if (column.type == ValueType::kNested && !nested)
      throw Error("a cell holds no list and no object").Parameter("types." + item.key);
    typed.push_back(item.key);
    const bool fixed = item.key == "id" || item.key == "text" || item.key == "source";
    if (fixed && column.type != ValueType::kString)
      throw Error("the column `" + item.key + "` is always a string")
          .Parameter("types." + item.key);
  }
  for (Column& column : columns) {
    if (!nested || !column.declared || column.name != "entities" ||
        std::find(typed.begin(), typed.end(), column.name) != typed.end())
      continue;
    column.type = ValueType::kNested;
    column.nested = EntitiesField();
  }
  return columns;
}

void TakeTableRows(std::vector<Column>& columns) {
  columns[kText].needed = false;
  for (Column& column : columns) column.scalars = true;
}

Field FieldOf(const Column& column) {
  static constexpr const char* kFormats[] = {"u", "l", "g", "b", kTimestampFormat};
  Field field = column.nested;
  if (column.type != ValueType::kNested)
    field = Field{"", kFormats[static_cast<size_t>(column.type)], {}, {}};
  field.name = column.name;
  const bool always = column.name == "id" || column.name == "text" || column.name == "source";
  if (!always) field.SetMeta(TEXTMILL_META_OPTIONAL, "1");
  return field;
}

Field ExtraField() {
  Field field{"extra", "u", {}, {}};
  field.SetMeta(TEXTMILL_META_JSON, "1");
  return field;
}

void AppendValue(const Column& column, const TypedValue& value, Builder& to) {
  switch (column.type) {
    case ValueType::kString:
    case ValueType::kNested:
      break;
    case ValueType::kInt:
    case ValueType::kTimestamp:
      static_cast<PrimitiveBuilder<int64_t>&>(to).Append(value.integer);
      break;
    case ValueType::kFloat:
      static_cast<PrimitiveBuilder<double>&>(to).Append(value.number);
      break;
    case ValueType::kBool:
      static_cast<BoolBuilder&>(to).Append(value.flag);
      break;
  }
}

}  // namespace textmill::io
