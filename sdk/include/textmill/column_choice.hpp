// `columns:` of a writer: which columns it writes, and in what order.
//
//     Param<std::vector<ColumnName>> columns{this, "columns", kOptional, "..."};
//     void Bind(Binder& binder) override {
//       for (int place : ChooseColumns(binder, columns)) ... binder.input()[place] ...
#ifndef TEXTMILL_COLUMN_CHOICE_HPP_
#define TEXTMILL_COLUMN_CHOICE_HPP_

#include <algorithm>
#include <string>
#include <vector>

#include "conventions.h"
#include "stage.hpp"

namespace textmill {

// For messages: "id, text, lang".
inline std::string ColumnNames(const std::vector<Field>& fields) {
  std::string out;
  for (const Field& field : fields) out += (out.empty() ? "" : ", ") + field.name;
  return out.empty() ? "none" : out;
}

// The place of a column that a parameter names. Throws, blaming `parameter`, when there is none.
inline int PlaceOf(const Binder& binder, const std::string& name, const std::string& parameter) {
  const std::vector<Field>& input = binder.input();
  for (size_t i = 0; i < input.size(); ++i) {
    if (input[i].name == name) return static_cast<int>(i);
  }
  Error error("there is no column `" + name + "` here; the columns are " + ColumnNames(input),
              TEXTMILL_NO_COLUMN);
  if (binder.Find(TEXTMILL_COLUMN_EXTRA) != nullptr) {
    error.Hint("a field of the input becomes a column when the reader's `fields:` names it");
  }
  throw error.Parameter(parameter).Column(name);
}

// The places of the columns that are asked for, or of all when the parameter was not given.
inline std::vector<int> ChooseColumns(const Binder& binder,
                                      const Param<std::vector<ColumnName>>& columns) {
  std::vector<int> places;
  if (!columns.present()) {
    for (size_t i = 0; i < binder.input().size(); ++i) places.push_back(static_cast<int>(i));
    return places;
  }
  const std::string& parameter = columns.spec().name;
  if (columns->empty()) throw Error("an empty list chooses no column").Parameter(parameter);
  for (size_t i = 0; i < columns->size(); ++i) {
    const std::string subject = parameter + "[" + std::to_string(i) + "]";
    const int place = PlaceOf(binder, (*columns)[i].value, subject);
    if (std::find(places.begin(), places.end(), place) != places.end()) {
      throw Error("the column `" + (*columns)[i].value + "` is chosen twice").Parameter(subject);
    }
    places.push_back(place);
  }
  return places;
}

}  // namespace textmill

#endif  // TEXTMILL_COLUMN_CHOICE_HPP_
