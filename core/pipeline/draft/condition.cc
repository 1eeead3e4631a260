#include "core/pipeline/draft/condition.h"

#include <algorithm>
#include <utility>

namespace textmill::core {
namespace {

// A comment begins within what was meant to be a text.
bool CutByComment(const YamlNode& node) {
  return node.comment && std::count(node.text.begin(), node.text.end(), '"') % 2 != 0;
}

using WhereFromColumn = std::function<std::string(const ExprError& error)>;

// Reports the errors of an expression, but for those that follow from what is not known.
void ReportAll(const YamlNode& node, const KnownColumns& columns, const WhereFromColumn& where_from,
               const std::vector<ExprError>& errors, std::vector<Problem>* problems) {
  for (const ExprError& error : errors) {
    std::string hint = error.hint;
    const std::string& column = error.unknown_column;
    if (!column.empty() && columns.MayHave(column)) continue;
    if (!column.empty()) {
      const std::string more = where_from(error);
      if (!more.empty()) hint.insert(0, hint.empty() ? more : more + "; ");
    }
    if (CutByComment(node)) {
      hint = "` #` begins a comment in YAML: put the whole expression in single quotes";
    }
    problems->push_back({node.PlaceIn(error.position), error.message, std::move(hint)});
    if (CutByComment(node)) break;  // the rest follows from it
  }
}

}  // namespace

std::unique_ptr<Expression> CompileCondition(const YamlNode& node, const KnownColumns& columns,
                                             const WhereFromColumn& where_from,
                                             std::vector<Problem>* problems) {
  if (!node.scalar()) return nullptr;  // reported already
  std::vector<ExprError> errors;
  auto compiled = Expression::Compile(node.text, columns.schema, &errors);
  ReportAll(node, columns, where_from, errors, problems);
  return compiled;
}

std::unique_ptr<Expression> CompileValue(const YamlNode& node, const KnownColumns& columns,
                                         const WhereFromColumn& where_from,
                                         std::vector<Problem>* problems) {
  if (node.kind == YamlNode::Kind::kUnknown) return nullptr;  // reported already
  if (!node.scalar() || node.text.empty()) {
    problems->push_back({node.place,
                         "`" + node.key + "` takes an expression, not " +
                             (node.scalar() ? "an empty text" : Describe(node)),
                         node.kind == YamlNode::Kind::kNull
                             ? "in { }, YAML takes a comma for its own: put the value in single "
                               "quotes, or write each column on a line of its own"
                             : "put it in single quotes"});
    return nullptr;
  }
  std::vector<ExprError> errors;
  auto compiled = Expression::CompileValue(node.text, columns.schema, &errors);
  ReportAll(node, columns, where_from, errors, problems);
  return compiled;
}

}  // namespace textmill::core
