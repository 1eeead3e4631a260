// What the check knows about the documents' columns at a place in the pipeline.
//
// After a step that is wrong, not all can be known; what is doubtful is marked as such, so that
// one mistake does not look like many.
#ifndef CORE_PIPELINE_KNOWN_COLUMNS_H_
#define CORE_PIPELINE_KNOWN_COLUMNS_H_

#include <optional>
#include <set>
#include <string>

#include "core/pipeline/yaml/yaml_node.h"
#include "core/table/column.h"
#include "textmill/abi.h"

namespace textmill::core {

struct KnownColumns {
  Schema schema;
  std::set<std::string> vague;     // surely there, but of a type that is not known
  std::set<std::string> possible;  // texts from which steps that are wrong may have made names
  bool open = false;               // there may be any others

  bool Has(const std::string& name) const {
    return vague.contains(name) || FindField(schema, name) >= 0;
  }
  // Whether it may be there although it is not in the schema.
  bool MayHave(const std::string& name) const;
  // Takes a column for granted that a stage says it needs or makes.
  void Assume(const std::string& name, const std::string& type);
  // Takes every text and key below `node` for a column that may be there.
  void AddPossible(const YamlNode& node);
  // All of them, the vague and possible ones too, for looking up names.
  Schema Names() const;
};

// A column of a type as stages name it in their descriptions; nothing for "list", "any" and others
// that say too little.
std::optional<Field> FieldOfType(const std::string& name, const std::string& type);

}  // namespace textmill::core

#endif  // CORE_PIPELINE_KNOWN_COLUMNS_H_
