// How much space a step will take in the work folder, said beforehand. Any thread may call.
#ifndef TEXTMILL_PLUGINS_DEDUP_SPACE_H_
#define TEXTMILL_PLUGINS_DEDUP_SPACE_H_

#include <cstdint>
#include <string>

namespace textmill::dedup {

// "takes up to 20 GB in the work folder" for an input of so many bytes (-1: not known), of which
// each may take `factor` bytes there.
std::string SpaceNote(int64_t input_bytes, double factor);

// A warning when less than that is free in the folder; else "".
std::string SpaceWarning(const std::string& folder, int64_t input_bytes, double factor);

}  // namespace textmill::dedup

#endif  // TEXTMILL_PLUGINS_DEDUP_SPACE_H_
