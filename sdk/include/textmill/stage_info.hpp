// A stage's static information as the C structs of abi.h.
#ifndef TEXTMILL_STAGE_INFO_HPP_
#define TEXTMILL_STAGE_INFO_HPP_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "abi.h"
#include "buffer.hpp"
#include "stage.hpp"

namespace textmill {

// Lives as long as the library. Made on one thread; any may read it.
class StageInfo {
 public:
  [[gnu::cold]] explicit StageInfo(const StageBase& stage) {
    info_.name = Keep(stage.name_);
    info_.version = Keep(stage.version_);
    info_.summary = Keep(stage.summary_);
    info_.description = Keep(stage.description_);
    info_.example = Keep(stage.example_);
    info_.kind = stage.kind_;
    info_.flags = stage.flags_;
    Buffer params, needs, produces;
    for (const ParamBase* param : stage.params_) AddParam(param->spec(), params);
    for (const InBase* in : stage.ins_) {
      AddColumn(needs, in->name(), TypeOf(in->field_), in->doc_, in->optional_, in->param_);
    }
    for (const auto& need : stage.extra_needs_)
      AddColumn(needs, need.name, need.type, need.doc, true);
    for (const OutBase* out : stage.outs_) {
      if (out->part_ != Part::kColumns && out->part_ != Part::kCommitColumns) continue;
      AddColumn(produces, out->field_.name, TypeOf(out->field_), out->doc_, out->optional_);
    }
    for (const auto& product : stage.extra_products_)
      AddColumn(produces, product.name, product.type, product.doc, true);
    info_.params = KeepAll<textmill_param_info>(std::move(params), &info_.n_params);
    info_.needs = KeepAll<textmill_column_info>(std::move(needs), &info_.n_needs);
    info_.produces = KeepAll<textmill_column_info>(std::move(produces), &info_.n_produces);
    info_.reasons = KeepWords(stage.reasons_);
    info_.counters = KeepWords(stage.counters_);
    Buffer tables;
    for (const auto& table : stage.tables_) AddTable(tables, table);
    info_.tables = KeepAll<textmill_table_info>(std::move(tables), &info_.n_tables);
  }
  StageInfo(const StageInfo&) = delete;
  StageInfo& operator=(const StageInfo&) = delete;
  const textmill_stage_info* get() const { return &info_; }

 private:
  [[gnu::cold]] const char* Keep(const std::string& text) {
    Buffer bytes;
    bytes.Append(text.c_str(), text.size() + 1);
    kept_.push_back(std::move(bytes));
    return kept_.back().data();
  }
  // The structs that were put into `items` one after the other, and how many they are.
  template <class T>
  const T* KeepAll(Buffer items, uint64_t* n) {
    *n = items.size() / sizeof(T);
    kept_.push_back(std::move(items));
    return reinterpret_cast<const T*>(kept_.back().data());
  }
  static std::string TypeOf(const Field& field) {
    return field.format == "+l" ? "list" : field.format[0] == '+' ? "struct" : TypeName(field);
  }
  [[gnu::cold]] const char* const* KeepWords(const std::vector<std::string>& words) {
    Buffer list;
    for (size_t i = 0; i <= words.size(); ++i) {  // NULL at the end
      const char* const word = i < words.size() ? Keep(words[i]) : nullptr;
      list.Append(&word, sizeof word);
    }
    uint64_t n = 0;
    return KeepAll<const char*>(std::move(list), &n);
  }
  [[gnu::cold]] void AddColumn(Buffer& to, const std::string& name, const std::string& type,
                               const std::string& doc, bool optional,
                               const ParamBase* named_by = nullptr) {
    const textmill_column_info info{Keep(name), Keep(type),
                                    named_by != nullptr ? Keep(named_by->spec().name) : nullptr,
                                    optional ? uint32_t{TEXTMILL_COLUMN_OPTIONAL} : 0u, Keep(doc)};
    to.Append(&info, sizeof info);
  }
  [[gnu::cold]] void AddTable(Buffer& to, const StageBase::DocumentedTable& table) {
    textmill_table_info info{};
    info.name = Keep(table.name);
    info.doc = Keep(table.doc);
    Buffer columns;
    for (const auto& column : table.columns)
      AddColumn(columns, column.name, column.type, column.doc, false);
    info.columns = KeepAll<textmill_column_info>(std::move(columns), &info.n_columns);
    to.Append(&info, sizeof info);
  }
  [[gnu::cold]] void AddParam(const ParamSpec& spec, Buffer& to) {
    textmill_param_info info{};
    info.name = spec.name.empty() ? nullptr : Keep(spec.name);
    info.types = spec.types;
    info.flags = (spec.required ? uint32_t{TEXTMILL_PARAM_REQUIRED} : 0u) |
                 (spec.reads ? uint32_t{TEXTMILL_PARAM_READS} : 0u);
    info.default_value = spec.default_value ? Keep(*spec.default_value) : nullptr;
    info.minimum = spec.minimum;
    info.maximum = spec.maximum;
    info.choices = spec.choices.empty() ? nullptr : KeepWords(spec.choices);
    Buffer item, fields;
    for (const ParamSpec& one : spec.item) AddParam(one, item);
    for (const ParamSpec& field : spec.fields) AddParam(field, fields);
    uint64_t n = 0;
    info.item = KeepAll<textmill_param_info>(std::move(item), &n);
    info.fields = KeepAll<textmill_param_info>(std::move(fields), &info.n_fields);
    info.doc = Keep(spec.doc);
    to.Append(&info, sizeof info);
  }

  textmill_stage_info info_{};
  std::vector<Buffer> kept_;  // what the structs point to
};

}  // namespace textmill

#endif  // TEXTMILL_STAGE_INFO_HPP_
