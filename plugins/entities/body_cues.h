// What news says beside the name of a company or another body, and of no person: "Lobo shares",
// "oil giant Lobo", "the chairman of Lobo". English. Any thread may call.
#ifndef TEXTMILL_PLUGINS_ENTITIES_BODY_CUES_H_
#define TEXTMILL_PLUGINS_ENTITIES_BODY_CUES_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace textmill::entities {

// What the words beside a name say that it is. Places have plants and workers, too.
enum class Cue : uint8_t { kNone, kBodyOrPlace, kBody };
Cue BodyCue(std::string_view text, size_t begin, size_t end);
// A title before it, or "who" or "himself" after it.
bool IsSaidOfPerson(std::string_view text, size_t begin, size_t end);

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_BODY_CUES_H_
