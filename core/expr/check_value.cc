// The check of values: names, fixed values, calculations, and conditions used as values.
#include <cmath>

#include "core/expr/checker.h"
#include "core/expr/cursor.h"
#include "core/expr/names.h"

namespace textmill::core::expr {
namespace {

using Kind = Node::Kind;

template <class Tag, class T>
Computed FixedOf(T value) {
  BuilderOf<Tag> builder;
  builder.Append(value);
  ArrowArray array;
  builder.Finish(&array);
  Computed out;
  out.type = Field{"", Tag::kFormat, {}, {}};
  out.fixed = Own(&array);
  return out;
}

// What has to be worked out of two numbers; not functions, so not in their table.
const Function* SignOf(std::string_view sign) {
  static const Function kSigns[] = {{"+", "nn", 'n', nullptr, "", "", ""},
                                    {"-", "nn", 'n', nullptr, "", "", ""},
                                    {"*", "nn", 'n', nullptr, "", "", ""},
                                    {"/", "nn", 'r', nullptr, "", "", ""},
                                    {"%", "ii", 'i', nullptr, "", "", ""}};
  for (const Function& known : kSigns) {
    if (sign == known.name) return &known;
  }
  return nullptr;
}

bool IsWhole(const Field& type) { return type.format != "f" && type.format != "g"; }

std::string KindName(const Field& type) {
  if (type.format == "n") return "null";
  return Describe(Value{"", &type, GroupOf(type)});
}

}  // namespace

Computed FixedText(const std::string& text) { return FixedOf<Utf8>(std::string_view(text)); }
Computed FixedWhole(int64_t number) { return FixedOf<Int64>(number); }

std::optional<Computed> Checker::Bind(const Node& node) {
  if (errors_->size() >= kMostErrors) return std::nullopt;
  switch (node.kind) {
    case Kind::kColumn:
    case Kind::kLength:
      return BindName(node);
    case Kind::kText:
      if (node.odd_escape != Node::kNone) {
        Say(node.odd_escape,
            "`" + std::string(text_.substr(node.odd_escape, 2)) + "` has no meaning in a text",
            "a backslash is written \\\\");
        return std::nullopt;
      }
      return FixedText(node.text);
    case Kind::kNumber: {
      static const Field kAnyNumber{"", "g", {}, {}};
      Operand constant;
      if (auto trouble =
              MakeConstant(Value{"", &kAnyNumber, Group::kNumber}, node, Source(node), &constant)) {
        Say(node, std::move(*trouble));
        return std::nullopt;
      }
      if (const auto* whole = std::get_if<int64_t>(&constant.number)) return FixedWhole(*whole);
      if (const auto* real = std::get_if<double>(&constant.number)) return FixedOf<Float64>(*real);
      Say(node.begin, Source(node) + " is too big: whole numbers have 64 bits", "");
      return std::nullopt;
    }
    case Kind::kNull: {
      Computed out;
      out.type.format = "n";
      return out;
    }
    case Kind::kArith:
    case Kind::kMinus:
      return Calculation(node);
    case Kind::kCall:
      return Call(node);
    case Kind::kError:
      return std::nullopt;
    default:
      break;
  }
  const size_t before = errors_->size();
  Computed out;
  out.kind = Computed::Kind::kTruth;
  out.truth = Test(node);
  out.type.format = "b";
  if (errors_->size() != before) return std::nullopt;
  return out;
}

std::optional<Computed> Checker::BindName(const Node& node) {
  const auto value = Resolve(node);
  if (!value) return std::nullopt;
  Computed out;
  const bool length = node.kind == Kind::kLength;
  out.kind = length ? Computed::Kind::kLength : Computed::Kind::kColumn;
  out.operand = value->operand;
  out.type = length ? Field{"", "l", {}, {}} : *value->field;
  return out;
}

std::optional<Computed> Checker::Calculation(const Node& node) {
  Computed out;
  out.kind = Computed::Kind::kCall;
  out.function = SignOf(node.kind == Kind::kMinus ? "-" : node.text);
  if (node.kind == Kind::kMinus) out.parts.push_back(FixedWhole(0));
  bool sound = true;
  for (const Node& part : node.parts) {
    auto value = Bind(part);
    sound = sound && value.has_value();
    if (!value) continue;
    const Group group = GroupOf(value->type);
    const bool fits = group == Group::kNumber && (node.text != "%" || IsWhole(value->type));
    if (!fits) {
      sound = false;
      std::string hint;
      if (group == Group::kText && node.text == "+") hint = "texts are joined by concat(...)";
      if (group == Group::kText && node.text != "+")
        hint = "write number(...) for a text that is one";
      if (group == Group::kTime) hint = "days_between(from, to) says how far apart two dates are";
      if (group == Group::kNumber) hint = "`%` takes whole numbers; floor(...) makes them";
      Say(part.begin,
          Source(part) + " is " + KindName(value->type) + ": `" + out.function->name + "` takes " +
              (node.text == "%" ? "whole numbers" : "numbers"),
          hint);
    }
    out.parts.push_back(std::move(*value));
  }
  if (!sound) return std::nullopt;
  const bool whole = IsWhole(out.parts[0].type) && IsWhole(out.parts[1].type);
  out.type.format = whole && node.text != "/" ? "l" : "g";
  return out;
}

// The type that can hold all values, none of which may be of another kind.
std::optional<Field> Checker::Common(const Node& call, const std::vector<const Computed*>& values) {
  const Computed* first = nullptr;
  bool whole = true;
  for (const Computed* value : values) {
    if (value->type.format == "n") continue;
    if (first == nullptr) first = value;
    const Group group = GroupOf(value->type), wanted = GroupOf(first->type);
    const bool alike =
        group == wanted && (group < Group::kList || SameType(value->type, first->type));
    if (!alike) {
      Say(call.begin,
          "the values of `" + call.text + "` are of different types: " + KindName(first->type) +
              " and " + KindName(value->type),
          group == Group::kTime || wanted == Group::kTime
              ? "write a fixed date as date(\"2024-06-05\")"
              : "all must be text, all numbers, or all of another type");
      return std::nullopt;
    }
    if (group == Group::kNumber) whole = whole && IsWhole(value->type);
  }
  if (first == nullptr) {
    Say(call.begin, "all values of `" + call.text + "` are null", "give one a value");
    return std::nullopt;
  }
  Field type = first->type;
  std::erase_if(type.metadata, [](const auto& m) { return m.first == TEXTMILL_META_VALUES; });
  if (GroupOf(type) == Group::kNumber) type.format = whole ? "l" : "g";
  if (GroupOf(type) == Group::kTime) type.format = kTimestampFormat;
  return type;
}

}  // namespace textmill::core::expr
