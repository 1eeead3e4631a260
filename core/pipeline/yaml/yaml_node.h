// A node of a YAML text: what it holds, and where it is.
//
// Plain data, owned by whoever holds it.
#ifndef CORE_PIPELINE_YAML_NODE_H_
#define CORE_PIPELINE_YAML_NODE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "core/pipeline/problem.h"

namespace textmill::core {

struct YamlNode {
  enum class Kind {
    kNull,    // nothing, `~` or `null`
    kScalar,  // `text`: never typed here, since only a parameter knows its type
    kList,
    kMap,
    kUnknown  // a value whose problem has been reported already
  };
  Kind kind = Kind::kNull;
  Place place;
  std::string text;
  bool plain = false;    // a scalar without quotes
  bool comment = false;  // a plain scalar that a comment follows
  // The scalar as it is in the file, when it is on one line, quotes and all; else "".
  std::string raw;
  std::vector<YamlNode> items;  // of a list or a map
  std::string key;              // its name within a map
  Place key_place;

  bool scalar() const { return kind == Kind::kScalar; }
  // The item of a map, or NULL.
  const YamlNode* Find(const std::string& name) const;
  YamlNode* Find(const std::string& name);
  // The place of a byte of `text`; the scalar's beginning where that cannot be known.
  Place PlaceIn(size_t position) const;
};

// "a list", "a map", "`text`", for messages.
std::string Describe(const YamlNode& node);

}  // namespace textmill::core

#endif  // CORE_PIPELINE_YAML_NODE_H_
