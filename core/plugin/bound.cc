#include "core/plugin/bound.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "core/plugin/completeness.h"
#include "textmill/utf8.hpp"

namespace textmill::core {
namespace {

constexpr char kMistake[] = "this is a mistake in its plugin";

Schema FieldsOf(const ArrowSchema& schema) {
  return schema.release != nullptr ? ImportField(schema).children : Schema();
}

// Names go into files and messages as they are.
Status CheckName(const std::string& name, const std::string& what) {
  if (name.empty()) return Error{what + " has no name", kMistake};
  const bool controls = std::any_of(name.begin(), name.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
  });
  if (!controls && FirstInvalidUtf8(name) == name.size()) return {};
  return Error{what + " is called `" + name + "`, which " +
                   (controls ? "has control characters" : "is not valid UTF-8"),
               kMistake};
}

// Those that abi.h names for columns, and their members.
Status CheckFormat(const Field& field, const std::string& what) {
  static constexpr std::string_view kPlain = "bCiIlLfguz";
  const std::string& format = field.format;
  const bool plain = format.size() == 1 && kPlain.find(format) != kPlain.npos;
  const size_t n = field.children.size();
  if ((plain || format == kTimestampFormat) && n == 0) return {};
  if ((format != "+l" || n != 1) && format != "+s") {
    return Error{what + ", `" + field.name + "`, is of the type " + TypeName(field) +
                     ", which Textmill does not know",
                 std::string(kMistake) + "; abi.h names the formats of columns",
                 ErrorKind::kBrokenPromise};
  }
  for (const Field& member : field.children) {
    if (Status status = CheckFormat(member, "a member of " + what); !status) return status;
  }
  return {};
}

// What a stage makes, members of structs and lists included.
Status CheckFields(const Schema& fields, const std::string& what) {
  for (const Field& field : fields) {
    if (Status status = CheckName(field.name, what); !status) return status;
    if (Status status = CheckFormat(field, what); !status) return status;
    const Field* members = &field;
    while (members->format == "+l") members = &members->children[0];
    if (members->format != "+s") continue;
    if (Status status = CheckFields(members->children, "a member of `" + field.name + "`"); !status)
      return status;
  }
  return {};
}

Status CheckTables(const std::vector<Field>& tables) {
  std::set<std::string> seen;
  for (const Field& table : tables) {
    if (Status status = CheckName(table.name, "a table that it makes"); !status) return status;
    if (table.format != "+s") return Error{"its table `" + table.name + "` is no struct", kMistake};
    if (Status status = CheckFields(table.children, "a column of `" + table.name + "`"); !status)
      return status;
    if (!seen.insert(table.name).second)
      return Error{"it makes two tables called `" + table.name + "`", kMistake};
  }
  return {};
}

// Lists that a plugin gives by pointer and number.
Status CheckPointers(const textmill_bind_reply& reply) {
  bool good = (reply.n_uses == 0 || reply.uses != nullptr) &&
              (reply.n_kept == 0 || reply.kept != nullptr) &&
              (reply.n_outputs == 0 || reply.outputs != nullptr);
  for (uint64_t i = 0; good && i < reply.n_uses; ++i) good = reply.uses[i] != nullptr;
  for (uint64_t i = 0; good && i < reply.n_kept; ++i)
    good = reply.kept[i].from != nullptr && reply.kept[i].to != nullptr;
  for (uint64_t i = 0; good && i < reply.n_outputs; ++i) good = reply.outputs[i].path != nullptr;
  return good ? Status() : Status(Error{"a pointer in the reply to bind is NULL", kMistake});
}

// What is not known cannot be done without, unless it may be ignored.
Status CheckFlags(const textmill_bind_reply& reply) {
  bool known = (reply.flags & ~kStageFlags & ~TEXTMILL_IGNORABLE) == 0;
  for (uint64_t i = 0; known && i < reply.n_outputs; ++i)
    known = (reply.outputs[i].flags & ~uint32_t{TEXTMILL_OUTPUT_RAW} & ~TEXTMILL_IGNORABLE) == 0;
  return known ? Status()
               : Status(Error{
                     "with these parameters it does what this version of Textmill does not know",
                     "take a newer Textmill, or an older version of the plugin"});
}

}  // namespace

Result<Bound> TakeBound(const textmill_bind_reply& reply) {
  if (Status status = CheckPointers(reply); !status) return status.error();
  if (Status status = CheckFlags(reply); !status) return status.error();
  Bound bound;
  bound.flags = reply.flags & kStageFlags;
  for (uint64_t i = 0; i < reply.n_uses; ++i) bound.uses.emplace_back(reply.uses[i]);
  bound.columns = FieldsOf(reply.columns);
  bound.commit_columns = FieldsOf(reply.commit_columns);
  bound.details = FieldsOf(reply.details);
  bound.carry = FieldsOf(reply.carry);
  bound.tables = FieldsOf(reply.tables);
  bound.keeps_some = reply.kept != nullptr;
  for (uint64_t i = 0; i < reply.n_kept; ++i)
    bound.kept.emplace_back(reply.kept[i].from, reply.kept[i].to);
  for (uint64_t i = 0; i < reply.n_outputs; ++i)
    bound.outputs.emplace_back(reply.outputs[i].path, reply.outputs[i].flags);
  const struct {
    const Schema& fields;
    const char* what;
  } kParts[] = {{bound.columns, "a column that it makes"},
                {bound.commit_columns, "a column that it makes"},
                {bound.details, "a detail of its drops"}};
  for (const auto& [fields, what] : kParts) {
    if (Status status = CheckFields(fields, what); !status) return status.error();
  }
  for (const Field& field : bound.carry) {
    if (Status status = CheckFormat(field, "a part of its carry"); !status) return status.error();
  }
  if (Status status = CheckTables(bound.tables); !status) return status.error();
  return bound;
}

}  // namespace textmill::core
