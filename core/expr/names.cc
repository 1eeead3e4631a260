#include "core/expr/names.h"

#include <string>

#include "core/expr/cursor.h"
#include "core/expr/nearest.h"

namespace textmill::core::expr {
namespace {

ExprError UnknownName(const Node& node, const Schema& columns, bool beside_text) {
  const size_t point = node.text.find('.');
  if (!node.plain && FindField(columns, node.text.substr(0, point)) >= 0) {
    return {node.begin + point,
            InBackquotes(node.text.substr(0, point)) + " has no " +
                InBackquotes(node.text.substr(point + 1)),
            "`.length` is all that may follow a column's name"};
  }
  std::vector<std::string> names;
  for (const Field& field : columns) names.push_back(field.name);
  std::string hint = beside_text ? "if you mean the text, write \"" + node.text + "\"; " : "";
  const std::string nearest = NearestName(node.text, names);
  if (!nearest.empty()) hint += "did you mean " + InBackquotes(nearest) + "? ";
  hint += names.empty() ? "there are no columns here" : "the columns are " + ListOf(names, "`");
  return {node.begin, "no column is called " + InBackquotes(node.text), hint, node.text,
          beside_text};
}

}  // namespace

bool IsTextColumn(const Node& node, const Schema& columns) {
  const int column = node.kind == Node::Kind::kColumn ? FindField(columns, node.text) : -1;
  return column >= 0 && GroupOf(columns[static_cast<size_t>(column)]) == Group::kText;
}

std::optional<Value> Resolve(const Node& node, std::string_view expression, const Schema& columns,
                             bool beside_text, std::vector<ExprError>* errors) {
  const int column = FindField(columns, node.text);
  if (column < 0) {
    errors->push_back(UnknownName(node, columns, beside_text));
    return std::nullopt;
  }
  const std::string name = InBackquotes(node.text);
  if (!node.plain)
    errors->push_back({node.begin, "the name " + name + " needs backquotes", "write " + name});
  const Field& field = columns[static_cast<size_t>(column)];
  const bool length = node.kind == Node::Kind::kLength;
  Value value{Excerpt(expression, node.begin, node.end), &field, GroupOf(field)};
  value.operand.kind = length ? Operand::Kind::kLength : Operand::Kind::kColumn;
  value.operand.column = column;
  value.operand.type = KindOf(field.format);
  if (!length) return value;
  if (value.group != Group::kText && value.group != Group::kList) {
    errors->push_back({node.begin, name + " is " + Describe(value) + ": it has no length",
                       "text and lists have one"});
    return std::nullopt;
  }
  value.group = Group::kNumber;
  return value;
}

}  // namespace textmill::core::expr
