// Column types: `Field` describes a column in C++, and goes to and from an ArrowSchema.
// The tags Utf8, Int64, ... name a type at compile time; view.hpp and builder.hpp are chosen by
// them.
#ifndef TEXTMILL_TYPE_HPP_
#define TEXTMILL_TYPE_HPP_

#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "arrow_c.h"
#include "buffer.hpp"

namespace textmill {

// The instants of a timestamp column are microseconds since 1970-01-01T00:00:00Z.
inline constexpr const char* kTimestampFormat = "tsu:UTC";

// A column: its name, its type as an Arrow format string, and what else is known of it.
struct Field {
  std::string name;
  std::string format;           // "u" utf8, "l" int64, "f" float32, "+l" list, "+s" struct, ...
  std::vector<Field> children;  // one for a list, any number for a struct
  std::vector<std::pair<std::string, std::string>> metadata;

  // The metadata's value, or NULL.
  const std::string* Meta(const std::string& key) const {
    for (const auto& [k, v] : metadata) {
      if (k == key) return &v;
    }
    return nullptr;
  }
  void SetMeta(const std::string& key, std::string value) {
    for (auto& [k, v] : metadata) {
      if (k == key) {
        v = std::move(value);
        return;
      }
    }
    metadata.push_back({key, std::move(value)});
  }
};

// Same type, whatever the names of the two columns; members of a struct must have equal names.
inline bool SameType(const Field& a, const Field& b) {
  if (a.format != b.format || a.children.size() != b.children.size()) return false;
  for (size_t i = 0; i < a.children.size(); ++i) {
    if (a.format == "+s" && a.children[i].name != b.children[i].name) return false;
    if (!SameType(a.children[i], b.children[i])) return false;
  }
  return true;
}

// For people: "utf8", "float32", "list<struct<begin: int64, ...>>".
[[gnu::cold]] inline std::string TypeName(const Field& field) {
  static constexpr const char* kNames[][2] = {
      {"b", "bool"},    {"c", "int8"},   {"C", "uint8"},  {"s", "int16"},  {"S", "uint16"},
      {"i", "int32"},   {"I", "uint32"}, {"l", "int64"},  {"L", "uint64"}, {"f", "float32"},
      {"g", "float64"}, {"u", "utf8"},   {"z", "binary"}, {"n", "null"}};
  for (const auto& name : kNames) {
    if (field.format == name[0]) return name[1];
  }
  if (field.format == kTimestampFormat) return "timestamp";
  if (field.format.compare(0, 2, "ts") == 0)
    return "timestamp in other units (" + field.format + ")";
  if (field.format == "+l")
    return field.children.size() == 1 ? "list<" + TypeName(field.children[0]) + ">" : "list";
  if (field.format == "+s" && field.children.empty()) return "struct";
  if (field.format == "+s") {
    std::string out = "struct<";
    for (size_t i = 0; i < field.children.size(); ++i) {
      if (i > 0) out += ", ";
      out += field.children[i].name + ": " + TypeName(field.children[i]);
    }
    return out + ">";
  }
  return "arrow:" + field.format;
}

namespace internal {

inline int32_t ReadInt32(const char*& p) {
  int32_t v;
  std::memcpy(&v, p, sizeof v);
  p += sizeof v;
  return v;
}

inline void WriteInt32(std::string& out, size_t v) {
  const int32_t n = static_cast<int32_t>(v);
  out.append(reinterpret_cast<const char*>(&n), sizeof n);
}

// What an exported schema keeps alive.
struct SchemaHolder {
  std::string name, format, metadata;
  Buffer children, pointers;  // ArrowSchema; pointers to them
};

inline void ReleaseSchema(ArrowSchema* schema) {
  auto* holder = static_cast<SchemaHolder*>(schema->private_data);
  for (int64_t i = 0; i < schema->n_children; ++i) {
    ArrowSchema* child = schema->children[i];
    if (child->release != nullptr) child->release(child);
  }
  delete holder;
  schema->release = nullptr;
}

}  // namespace internal

[[gnu::cold]] inline Field ImportField(const ArrowSchema& schema) {
  Field field;
  field.name = schema.name != nullptr ? schema.name : "";
  field.format = schema.format != nullptr ? schema.format : "";
  for (int64_t i = 0; i < schema.n_children; ++i)
    field.children.push_back(ImportField(*schema.children[i]));
  if (schema.metadata != nullptr) {
    const char* p = schema.metadata;
    for (int32_t n = internal::ReadInt32(p); n > 0; --n) {
      const int32_t key_size = internal::ReadInt32(p);
      std::string key(p, static_cast<size_t>(key_size));
      p += key_size;
      const int32_t value_size = internal::ReadInt32(p);
      field.metadata.push_back({std::move(key), std::string(p, static_cast<size_t>(value_size))});
      p += value_size;
    }
  }
  return field;
}

namespace internal {
[[gnu::cold]] inline void ExportType(const std::string& name, const std::string& format,
                                     const std::vector<Field>& children,
                                     const std::string& metadata, ArrowSchema* out);
[[gnu::cold]] inline std::string MetadataBytes(const Field& field) {
  std::string out;
  if (!field.metadata.empty()) WriteInt32(out, field.metadata.size());
  for (const auto& [key, value] : field.metadata) {
    WriteInt32(out, key.size());
    out += key;
    WriteInt32(out, value.size());
    out += value;
  }
  return out;
}
}  // namespace internal

// The caller owns `out` and releases it.
inline void ExportField(const Field& field, ArrowSchema* out) {
  internal::ExportType(field.name, field.format, field.children, internal::MetadataBytes(field),
                       out);
}
// A struct of these fields, as the columns of a batch are.
inline void ExportFields(const std::vector<Field>& fields, ArrowSchema* out) {
  internal::ExportType("", "+s", fields, "", out);
}

inline void internal::ExportType(const std::string& name, const std::string& format,
                                 const std::vector<Field>& fields, const std::string& metadata,
                                 ArrowSchema* out) {
  std::unique_ptr<SchemaHolder> holder(new SchemaHolder{name, format, metadata, {}, {}});
  const size_t n = fields.size();
  holder->children.Fill(0, n * sizeof(ArrowSchema));
  auto* children = reinterpret_cast<ArrowSchema*>(holder->children.data());
  for (size_t i = 0; i < n; ++i) {
    ArrowSchema* const child = &children[i];
    ExportField(fields[i], child);
    holder->pointers.Append(&child, sizeof(void*));
  }
  *out = ArrowSchema{};
  out->format = holder->format.c_str();
  out->name = holder->name.c_str();
  out->metadata = holder->metadata.empty() ? nullptr : holder->metadata.data();
  out->flags = ARROW_FLAG_NULLABLE;
  out->n_children = static_cast<int64_t>(n);
  out->children = reinterpret_cast<ArrowSchema**>(holder->pointers.data());
  out->release = ReleaseSchema;
  out->private_data = holder.release();
}

inline Field StructOf(std::string name, std::vector<Field> children) {
  return Field{std::move(name), "+s", std::move(children), {}};
}

inline Field ListOf(std::string name, Field item) {
  item.name = "item";
  return Field{std::move(name), "+l", {std::move(item)}, {}};
}

struct Bool {
  static constexpr const char* kFormat = "b";
};
struct UInt8 {
  static constexpr const char* kFormat = "C";
};
struct Int32 {
  static constexpr const char* kFormat = "i";
};
struct UInt32 {
  static constexpr const char* kFormat = "I";
};
struct Int64 {
  static constexpr const char* kFormat = "l";
};
struct UInt64 {
  static constexpr const char* kFormat = "L";
};
struct Float32 {
  static constexpr const char* kFormat = "f";
};
struct Float64 {
  static constexpr const char* kFormat = "g";
};
struct Timestamp {
  static constexpr const char* kFormat = kTimestampFormat;
};
struct Utf8 {
  static constexpr const char* kFormat = "u";
};
struct Binary {
  static constexpr const char* kFormat = "z";
};
struct List {
  static constexpr const char* kFormat = "+l";
};  // with the item's Field at run time
struct Struct {
  static constexpr const char* kFormat = "+s";
};  // with its children at run time

}  // namespace textmill

#endif  // TEXTMILL_TYPE_HPP_
