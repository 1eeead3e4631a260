// A validator for those parts of JSON Schema that the schema of pipelines uses, and no others.
#ifndef CORE_PLUGIN_TESTDATA_SCHEMA_VALIDATOR_H_
#define CORE_PLUGIN_TESTDATA_SCHEMA_VALIDATOR_H_

#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <cmath>
#include <regex>
#include <string>

namespace textmill::core {

// Reads the schema as YAML, which JSON is, near enough.
class SchemaValidator {
 public:
  explicit SchemaValidator(const std::string& schema) : root_(YAML::Load(schema)) {}
  const YAML::Node& root() const { return root_; }
  bool Takes(const std::string& pipeline) const { return Takes(root_, YAML::Load(pipeline)); }
  YAML::Node Definition(const std::string& name) const { return root_["definitions"][name]; }

 private:
  static bool IsPlain(const YAML::Node& v) { return v.IsScalar() && v.Tag() == "?"; }
  static bool IsBool(const YAML::Node& v) {
    return IsPlain(v) && (v.Scalar() == "true" || v.Scalar() == "false");
  }
  static bool IsNumber(const YAML::Node& v) {
    double number;
    return IsPlain(v) && YAML::convert<double>::decode(v, number);
  }
  static bool HasType(const std::string& type, const YAML::Node& v) {
    if (type == "object") return v.IsMap();
    if (type == "array") return v.IsSequence();
    if (type == "boolean") return IsBool(v);
    if (type == "number") return IsNumber(v);
    if (type == "integer") return IsNumber(v) && std::floor(v.as<double>()) == v.as<double>();
    EXPECT_EQ(type, "string");
    return v.IsScalar() && !IsBool(v) && !IsNumber(v);
  }
  template <class List, class Test>
  static bool Any(const List& list, Test&& test) {
    for (const YAML::Node& item : list) {
      if (test(item)) return true;
    }
    return false;
  }

  bool Takes(const YAML::Node& schema, const YAML::Node& v) const {
    if (!schema.IsMap()) return schema.as<bool>();
    for (const auto& rule : schema) {
      const std::string key = rule.first.Scalar();
      if (!Fits(key, rule.second, schema, v)) return false;
    }
    return true;
  }
  bool Fits(const std::string& key, const YAML::Node& rule, const YAML::Node& schema,
            const YAML::Node& v) const {
    if (key == "$ref") {
      const std::string name = rule.Scalar().substr(std::string("#/definitions/").size());
      EXPECT_TRUE(Definition(name).IsDefined()) << name;
      return Takes(Definition(name), v);
    }
    if (key == "type" && rule.IsScalar()) return HasType(rule.Scalar(), v);
    if (key == "type")
      return Any(rule, [&](const YAML::Node& type) { return HasType(type.Scalar(), v); });
    if (key == "anyOf") return Any(rule, [&](const YAML::Node& one) { return Takes(one, v); });
    if (key == "enum")
      return Any(rule,
                 [&](const YAML::Node& one) { return v.IsScalar() && one.Scalar() == v.Scalar(); });
    if (key == "const") return v.IsScalar() && rule.Scalar() == v.Scalar();
    if (key == "pattern")
      return !v.IsScalar() || std::regex_search(v.Scalar(), std::regex(rule.Scalar()));
    if (key == "minimum") return !IsNumber(v) || v.as<double>() >= rule.as<double>();
    if (key == "maximum") return !IsNumber(v) || v.as<double>() <= rule.as<double>();
    if (key == "minItems") return v.size() >= rule.as<size_t>();
    if (key == "required")
      return Any(rule, [&](const YAML::Node& name) { return !v[name.Scalar()].IsDefined(); }) ==
             false;
    if (key == "items" && v.IsSequence()) {
      for (size_t i = 0; i < v.size(); ++i) {
        const YAML::Node one = !rule.IsSequence() ? rule
                               : i < rule.size()  ? rule[i]
                                                  : schema["additionalItems"];
        if (!Takes(one, v[i])) return false;
      }
    }
    if (key == "properties" && v.IsMap()) {
      for (const auto& member : v) {
        const YAML::Node one = rule[member.first.Scalar()];
        if (!Takes(one.IsDefined() ? one : schema["additionalProperties"], member.second))
          return false;
      }
    }
    if (key == "additionalProperties" && v.IsMap() && !schema["properties"].IsDefined()) {
      for (const auto& member : v) {
        if (!Takes(rule, member.second)) return false;
      }
    }
    return true;
  }
  YAML::Node root_;
};

}  // namespace textmill::core

#endif  // CORE_PLUGIN_TESTDATA_SCHEMA_VALIDATOR_H_
