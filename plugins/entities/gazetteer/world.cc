#include "plugins/entities/gazetteer/world.h"

#include <array>

// Puts a file into this object as it is, from TOPIC_begin to TOPIC_end. A compiler would take long
// over string literals of this size.
#define TEXTMILL_EMBED(topic)                                                                 \
  asm(".pushsection .rodata\n" #topic "_begin:\n.incbin \"" TEXTMILL_GAZETTEER_DIR "/" #topic \
      ".tsv\"\n" #topic "_end:\n.byte 0\n.popsection\n");                                     \
  extern "C" __attribute__((visibility("hidden"))) const char topic##_begin[], topic##_end[]

TEXTMILL_EMBED(countries);
TEXTMILL_EMBED(peoples);
TEXTMILL_EMBED(cities);
TEXTMILL_EMBED(regions);
TEXTMILL_EMBED(geography);
TEXTMILL_EMBED(organisations);
TEXTMILL_EMBED(government);
TEXTMILL_EMBED(military);
TEXTMILL_EMBED(media);
TEXTMILL_EMBED(companies);
TEXTMILL_EMBED(parties);
TEXTMILL_EMBED(sport);
TEXTMILL_EMBED(events);
TEXTMILL_EMBED(people);

namespace textmill::entities {

std::span<const WorldFile> WorldGazetteer() {
#define TEXTMILL_FILE(topic)                                                           \
  WorldFile {                                                                          \
#topic ".tsv", { topic##_begin, static_cast<size_t>(topic##_end - topic##_begin) } \
  }
  static const std::array kFiles = {
      TEXTMILL_FILE(countries),  TEXTMILL_FILE(peoples),   TEXTMILL_FILE(cities),
      TEXTMILL_FILE(regions),    TEXTMILL_FILE(geography), TEXTMILL_FILE(organisations),
      TEXTMILL_FILE(government), TEXTMILL_FILE(military),  TEXTMILL_FILE(media),
      TEXTMILL_FILE(companies),  TEXTMILL_FILE(parties),   TEXTMILL_FILE(sport),
      TEXTMILL_FILE(events),     TEXTMILL_FILE(people)};
#undef TEXTMILL_FILE
  return kFiles;
}

}  // namespace textmill::entities
