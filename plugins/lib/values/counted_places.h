// Places in a text, such as `begin` and `end` of entities, counted otherwise than in bytes: Python
// slices by characters (code points), JavaScript by the units of UTF-16.
//
// A CountedPlaces does not change once made, any thread may use it; a Counted belongs to one
// thread.
#ifndef TEXTMILL_PLUGINS_LIB_VALUES_COUNTED_PLACES_H_
#define TEXTMILL_PLUGINS_LIB_VALUES_COUNTED_PLACES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "textmill/textmill.hpp"

namespace textmill::values {

enum class PlaceUnit { kCharacters, kUtf16 };

class CountedPlaces {
 public:
  // Of a list of structs with `begin` and `end`, or one of them; nothing of another column.
  static std::optional<CountedPlaces> Of(const Field& list, PlaceUnit unit);

  // A list column with its places counted. It borrows what it was made of.
  class Counted {
   public:
    const ArrowArray& list() const { return list_; }

   private:
    friend class CountedPlaces;
    struct Member {
      ArrowArray array{};
      const void* buffers[2] = {nullptr, nullptr};
      std::vector<char> numbers;
    };
    ArrowArray list_{}, items_{};
    ArrowArray* list_children_[1] = {nullptr};
    std::vector<ArrowArray*> members_;
    std::vector<Member> counted_;
  };
  // `list` and `text` are columns of a batch of `rows` rows, which begins at row `base` of theirs.
  // Throws Error, with the row, where a place is none in its text.
  void Count(const ArrowArray& list, const ArrowArray& text, int64_t base, int64_t rows,
             Counted& counted) const;

 private:
  CountedPlaces(PlaceUnit unit, std::vector<std::pair<size_t, size_t>> members)
      : unit_(unit), members_(std::move(members)) {}

  PlaceUnit unit_;
  std::vector<std::pair<size_t, size_t>> members_;  // of an item, and the bytes of its numbers
};

// The parameter `offsets` of writers, and what it makes of their columns.
class CountedColumns {
 public:
  static constexpr const char* kDoc =
      "How places in a text, such as `begin` and `end` of entities, are counted: in `bytes`, as "
      "all "
      "of Textmill does; in `characters`, as Python slices; or in units of `utf-16`, as JavaScript "
      "and Java do.";

  // The columns that are written, with their slots. Throws Error where a text is not there.
  void Bind(Binder& binder, const std::string& offsets,
            const std::vector<std::pair<int, Field>>& columns);
  // The columns of a batch by their slots, as they are to be written. Borrows them.
  struct Arrays {
    std::vector<const ArrowArray*> columns;
    std::vector<CountedPlaces::Counted> counted;
  };
  void Take(const Batch& batch, Arrays& to) const;

 private:
  struct Places {
    int slot, text;
    CountedPlaces counted;
  };
  std::vector<Places> places_;
};

}  // namespace textmill::values

#endif  // TEXTMILL_PLUGINS_LIB_VALUES_COUNTED_PLACES_H_
