// What a stage settles when it is bound to the columns that come in. One thread, no I/O.
#ifndef TEXTMILL_BINDER_HPP_
#define TEXTMILL_BINDER_HPP_

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "declared.hpp"
#include "type.hpp"

namespace textmill {

// What Bind may look at and settle, beyond the declared members.
class Binder {
 public:
  explicit Binder(std::vector<Field> input) : input_(std::move(input)) {}

  // The columns that come in.
  const std::vector<Field>& input() const { return input_; }
  const Field* Find(const std::string& name) const {
    for (const Field& field : input_) {
      if (field.name == name) return &field;
    }
    return nullptr;
  }
  // A column to be given to Process and Commit; returns its slot.
  int Use(const std::string& name) {
    for (size_t i = 0; i < uses.size(); ++i) {
      if (uses[i] == name) return static_cast<int>(i);
    }
    uses.push_back(name);
    return static_cast<int>(uses.size()) - 1;
  }
  // A column whose name or type is known only now; returns its slot.
  int Produce(Part part, Field field) {
    auto& fields = produced[static_cast<size_t>(part)];
    fields.push_back(std::move(field));
    return static_cast<int>(fields.size()) - 1;
  }
  // Only these input columns stay, in this order, under these names.
  void Keep(std::string from, std::string to) {
    keeps_some = true;
    kept.emplace_back(std::move(from), std::move(to));
  }
  // A file to write; returns the number for Sink::Write.
  uint32_t Output(std::string path, uint32_t output_flags = 0) {
    outputs.emplace_back(std::move(path), output_flags);
    return static_cast<uint32_t>(outputs.size()) - 1;
  }
  // A table for NextTable; the first is taken by `from: ID`.
  void Table(Field table) { tables.push_back(std::move(table)); }

  uint32_t flags = 0;  // TEXTMILL_COMMITS ...: starts as all that the stage can do

  std::vector<std::string> uses;
  std::array<std::vector<Field>, kParts> produced;
  std::vector<Field> tables;
  bool keeps_some = false;
  std::vector<std::pair<std::string, std::string>> kept;
  std::vector<std::pair<std::string, uint32_t>> outputs;

 private:
  std::vector<Field> input_;
};

}  // namespace textmill

#endif  // TEXTMILL_BINDER_HPP_
