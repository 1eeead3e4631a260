// What a tagger says of a token: it is outside of every name (kOutside), or it is the first, an
// inner or the last token of a name of several tokens, or a name by itself. Of the four, every type
// of name has its own.
#ifndef TEXTMILL_PLUGINS_ENTITIES_TAGGER_LABELS_H_
#define TEXTMILL_PLUGINS_ENTITIES_TAGGER_LABELS_H_

#include <cstddef>
#include <cstdint>

namespace textmill::entities {

using Label = uint8_t;
enum class Part : uint8_t { kFirst, kInner, kLast, kSingle };

inline constexpr Label kOutside = 0;
inline constexpr size_t kMaxTypes = 4;
inline constexpr size_t kColumns = 4 * kMaxTypes;  // labels besides kOutside
inline constexpr size_t kLabels = kColumns + 1;

constexpr Label MakeLabel(size_t type, Part part) {
  return static_cast<Label>(1 + static_cast<size_t>(part) * kMaxTypes + type);
}
// Of labels besides kOutside.
constexpr size_t TypeOf(Label label) { return (label - 1U) % kMaxTypes; }
constexpr Part PartOf(Label label) { return static_cast<Part>((label - 1U) / kMaxTypes); }

// Whether a name goes on after the label, and whether one goes on with it.
constexpr bool IsOpen(Label label) { return label != kOutside && PartOf(label) <= Part::kInner; }
constexpr bool GoesOn(Label label) {
  return label != kOutside && (PartOf(label) == Part::kInner || PartOf(label) == Part::kLast);
}
// Whether one label may follow the other. Sentences begin and end as if beside kOutside.
constexpr bool MayFollow(Label before, Label after) {
  if (IsOpen(before) != GoesOn(after)) return false;
  return !IsOpen(before) || TypeOf(before) == TypeOf(after);
}

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_TAGGER_LABELS_H_
