// The check of calls of functions: how many arguments, of which types, and what comes out.
#include <re2/re2.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include "core/expr/checker.h"
#include "core/expr/date_words.h"
#include "core/expr/nearest.h"
#include "core/expr/time_format.h"

namespace textmill::core::expr {
namespace {

using Kind = Node::Kind;

// The letter of an argument; 0 when there may be none at that place.
char LetterOf(const Function& function, size_t place) {
  std::string letters;
  for (const char* p = function.takes; *p != '\0'; ++p) {
    if (*p == '*') return place < letters.size() ? letters[place] : letters.back();
    if (*p != '?') letters += *p;
  }
  return place < letters.size() ? letters[place] : '\0';
}

size_t LeastArguments(const Function& function) {
  const char* const optional = std::strchr(function.takes, '?');
  const size_t all = optional != nullptr ? static_cast<size_t>(optional - function.takes)
                                         : std::strlen(function.takes);
  return std::strchr(function.takes, '*') != nullptr ? all - 1 : all;
}

bool IsFloat(const Field& type) { return type.format == "f" || type.format == "g"; }

const char* Wanted(char letter) {
  switch (letter) {
    case 't':
      return "text";
    case 'n':
      return "a number";
    case 'i':
      return "a whole number";
    case 'd':
      return "a point in time";
    case 'b':
      return "a condition";
    case 'l':
      return "a list";
    case 'L':
      return "a list of texts";
    default:
      return "a value";
  }
}

bool Fits(char letter, const Field& type) {
  const Group group = GroupOf(type);
  switch (letter) {
    case 't':
      return group == Group::kText;
    case 'n':
      return group == Group::kNumber;
    case 'i':
      return group == Group::kNumber && !IsFloat(type);
    case 'd':
      return group == Group::kTime || group == Group::kText;
    case 'b':
      return group == Group::kTruth;
    case 'l':
      return group == Group::kList;
    case 'L':
      return group == Group::kList && GroupOf(type.children[0]) == Group::kText;
    case 's':
      return group != Group::kOther || type.format == "n" || type.format == "+s";
    default:
      return group != Group::kOther;
  }
}

const Field* ItemOf(const Computed& list) { return &list.type.children[0]; }

}  // namespace

bool Checker::RightCount(const Node& call, const Function& function) {
  const size_t n = call.parts.size(), least = LeastArguments(function);
  const char* what = n < least                                    ? "too few"
                     : n > 0 && LetterOf(function, n - 1) == '\0' ? "too many"
                                                                  : nullptr;
  if (what == nullptr) return true;
  Say(call.begin, std::string("these are ") + what + " values for `" + function.name + "`",
      std::string("it is written ") + function.usage);
  return false;
}

// An argument that has to be known before the run.
std::optional<Computed> Checker::Fixed(const Node& call, char letter, const Node& node) {
  const bool text = letter != 'I';
  if (node.kind != (text ? Kind::kText : Kind::kNumber)) {
    if (node.kind != Kind::kError) {
      Say(node.begin,
          "`" + call.text + "` takes a fixed " + (text ? "text" : "number") + " here, not " +
              Source(node),
          text ? "write it in quotation marks" : "");
    }
    return std::nullopt;
  }
  if (letter == 'p') {
    re2::RE2::Options options;
    options.set_log_errors(false);
    Computed out;
    out.pattern = std::make_shared<const re2::RE2>(node.text, options);
    if (out.pattern->ok()) {
      out.fixed = FixedText(node.text).fixed;
      out.type.format = "u";
      return out;
    }
    Say(node.begin, "this pattern cannot be read: " + out.pattern->error(),
        "patterns are those of RE2: they look neither ahead nor back");
    return std::nullopt;
  }
  if (text && call.text != "replace") return Bind(node);
  if (text) return FixedText(node.text);  // \1 is a group's number
  int64_t number;
  const char* const end = node.text.data() + node.text.size();
  if (std::from_chars(node.text.data(), end, number).ptr == end) return FixedWhole(number);
  Say(node.begin, "`" + call.text + "` takes a whole number here, not " + Source(node), "");
  return std::nullopt;
}

std::optional<Computed> Checker::BindArgument(const Node& call, const Function& function,
                                              char letter, const Node& node) {
  if (letter == 'p' || letter == 'T' || letter == 'I') return Fixed(call, letter, node);
  auto value = Bind(node);
  if (!value) return std::nullopt;
  if (Fits(letter, value->type)) return value;
  std::string hint = std::string("it is written ") + function.usage;
  if (value->type.format == "n") hint = "only `if` and `coalesce` take null";
  const std::string found =
      value->type.format == "n" ? "null" : Describe(Value{"", &value->type, GroupOf(value->type)});
  Say(node.begin,
      "`" + call.text + "` takes " + Wanted(letter) + " here, and " + Source(node) + " is " + found,
      hint);
  return std::nullopt;
}

// A condition or value on the items of the list that `made` has for its first argument.
bool Checker::BindItems(const Node& call, const Node& node, char letter, Computed* made) {
  const Field& item = *ItemOf(made->parts[0]);
  auto scope = std::make_shared<ItemScope>();
  Schema columns;
  if (item.format == "+s") {
    columns = item.children;
  } else {
    columns.push_back(item);
    columns[0].name = "item";
    scope->whole = true;
  }
  scope->members = columns.size();
  for (size_t i = 0; i < schema_.size(); ++i) {
    if (FindField(columns, schema_[i].name) >= 0) continue;
    columns.push_back(schema_[i]);
    scope->outer.push_back(static_cast<int>(i));
    scope->outer_types.push_back(schema_[i]);
  }
  const size_t before = errors_->size();
  Checker inner(text_, columns, errors_);
  if (letter == 'c') {
    scope->value.kind = Computed::Kind::kTruth;
    scope->value.truth = inner.Test(node);
    scope->value.type.format = "b";
  } else if (auto value = inner.Bind(node)) {
    scope->value = std::move(*value);
  }
  if (errors_->size() != before) {
    for (size_t i = before; i < errors_->size(); ++i) (*errors_)[i].maybe_other = true;
    return false;
  }
  const Group group = GroupOf(scope->value.type);
  if (letter == 'v' && (group == Group::kList || group == Group::kOther)) {
    Say(node.begin, "`" + call.text + "` makes a list of texts, numbers, dates or conditions", "");
    return false;
  }
  scope->computed = std::move(inner.computed);
  scope->uses = std::move(inner.uses);
  for (const int used : scope->uses) {
    if (static_cast<size_t>(used) >= scope->members)
      uses.push_back(scope->outer[static_cast<size_t>(used) - scope->members]);
  }
  made->items = std::move(scope);
  return true;
}

std::optional<Computed> Checker::Call(const Node& node) {
  const Function& function = *FindFunction(node.text);
  if (!RightCount(node, function)) return std::nullopt;
  Computed made;
  made.kind = Computed::Kind::kCall;
  made.function = &function;
  bool sound = true;
  for (size_t i = 0; i < node.parts.size(); ++i) {
    const char letter = LetterOf(function, i);
    if (letter == 'c' || letter == 'v') {
      sound = sound && BindItems(node, node.parts[i], letter, &made);
      continue;
    }
    auto value = BindArgument(node, function, letter, node.parts[i]);
    sound = sound && value.has_value();
    if (value) made.parts.push_back(std::move(*value));
  }
  if (!sound || !FitsCall(node, made)) return std::nullopt;
  auto type = ResultOf(node, made);
  if (!type) return std::nullopt;
  made.type = std::move(*type);
  made.type.name.clear();
  return made;
}

// What the types alone do not say.
bool Checker::FitsCall(const Node& call, const Computed& made) {
  const auto text = [&](size_t i) { return call.parts[i].text; };
  const std::string_view name = made.function->name;
  if (name == "truncate") return FitsUnit(call.parts[1]);
  if (name == "date") return call.parts.size() < 2 || FitsDate(call, made);
  if (name == "format_date") return FitsFormat(call.parts[1], /*reading=*/false);
  if (name == "replace") {
    std::string error;
    if (made.parts[1].pattern->CheckRewriteString(text(2), &error)) return true;
    Say(call.parts[2].begin, "this replacement does not fit the pattern: " + error,
        "\\1 is the pattern's first group, \\0 all of the match");
    return false;
  }
  if ((name == "extract" || name == "extract_all") && call.parts.size() > 2) {
    const int groups = made.parts[1].pattern->NumberOfCapturingGroups();
    if (std::atoll(text(2).c_str()) >= 0 && std::atoll(text(2).c_str()) <= groups) return true;
    Say(call.parts[2].begin, "the pattern has no group " + text(2),
        "it has " + std::to_string(groups));
    return false;
  }
  if (name == "split" && text(1).empty()) {
    Say(call.parts[1].begin, "the mark is empty", "name what is between the parts");
    return false;
  }
  if (name == "bucket" && std::atoll(text(1).c_str()) < 1) {
    Say(call.parts[1].begin, "there must be one bucket at least", "");
    return false;
  }
  if (name == "unique" || name == "has") return FitsItems(call, made);
  if (name == "length" && GroupOf(made.parts[0].type) != Group::kText &&
      GroupOf(made.parts[0].type) != Group::kList) {
    Say(call.parts[0].begin, Source(call.parts[0]) + " has no length", "text and lists have one");
    return false;
  }
  return true;
}

bool Checker::FitsUnit(const Node& unit) {
  const std::vector<std::string> units = {"year", "quarter", "month", "week", "day", "hour"};
  if (std::find(units.begin(), units.end(), unit.text) != units.end()) return true;
  Say(unit.begin, "there is no unit \"" + unit.text + "\"", "units are " + ListOf(units, "\""));
  return false;
}

// A text that is read by a format, or by a language's words.
bool Checker::FitsDate(const Node& call, const Computed& made) {
  if (GroupOf(made.parts[0].type) != Group::kText) {
    Say(call.parts[0].begin, Source(call.parts[0]) + " is a point in time already",
        "a format is for texts; write " + Source(call.parts[0]) + " alone");
    return false;
  }
  const Node& format = call.parts[1];
  if (format.text != "auto" && !FitsFormat(format, /*reading=*/true)) return false;
  if (call.parts.size() < 3) return true;
  const Node& language = call.parts[2];
  if (format.text != "auto") {
    Say(language.begin, "a format takes no language", "only \"auto\" does");
    return false;
  }
  if (language.kind != Kind::kText || HasDateLanguage(language.text)) return true;
  Say(language.begin, "no dates are known of a language \"" + language.text + "\"",
      "languages are written as \"de\" or \"en-GB\"");
  return false;
}

// `reading`: a date is read by it, else written.
bool Checker::FitsFormat(const Node& format, bool reading) {
  const std::string unknown = UnknownLetter(format.text, reading);
  if (!unknown.empty()) {
    Say(format.begin, "the format has no letter " + unknown,
        reading ? "it may have %Y %y %m %b %d %a %H %I %p %M %S %z %%"
                : "it may have %Y %m %b %B %d %j %a %A %V %G %H %M %S %%");
    return false;
  }
  if (reading && format.text.find("%Y") == std::string::npos &&
      format.text.find("%y") == std::string::npos) {
    Say(format.begin, "the format has no year", "a date needs %Y or %y, or \"auto\" for a format");
    return false;
  }
  return true;
}

// The items of the first argument can be compared: with each other, or with the second.
bool Checker::FitsItems(const Node& call, const Computed& made) {
  const Group item = GroupOf(*ItemOf(made.parts[0]));
  if (item >= Group::kList) {
    Say(call.parts[0].begin,
        "the items of " + Source(call.parts[0]) + " have members, and cannot be compared",
        "choose a member: map(" + Source(call.parts[0]) + ", NAME)");
    return false;
  }
  if (made.parts.size() < 2 || GroupOf(made.parts[1].type) == item) return true;
  Say(call.parts[1].begin,
      Source(call.parts[1]) + " is " +
          Describe(Value{"", &made.parts[1].type, GroupOf(made.parts[1].type)}) +
          ", and the items of the list are " +
          (item == Group::kText     ? "texts"
           : item == Group::kNumber ? "numbers"
                                    : "not"),
      "");
  return false;
}

std::optional<Field> Checker::ResultOf(const Node& call, const Computed& made) {
  Field type;
  switch (made.function->gives) {
    case 't':
      type.format = "u";
      return type;
    case 'b':
      type.format = "b";
      return type;
    case 'i':
      type.format = "l";
      return type;
    case 'r':
      type.format = "g";
      return type;
    case 'd':
      type.format = kTimestampFormat;
      return type;
    case 'L':
      return textmill::ListOf("", Field{"", "u", {}, {}});
    case 'l':
      return made.parts[0].type;
    case 'e':
      return *ItemOf(made.parts[0]);
    case 'v':
      type.format = made.items->value.type.format;
      return textmill::ListOf("", type);
    case 'n':
      type.format = IsFloat(made.parts[0].type) || IsFloat(made.parts[1].type) ? "g" : "l";
      return type;
    default:
      break;
  }
  std::vector<const Computed*> values;
  for (size_t i = made.function->takes[0] == 'b' ? 1 : 0; i < made.parts.size(); ++i)
    values.push_back(&made.parts[i]);
  return Common(call, values);
}

}  // namespace textmill::core::expr
