// What makes a terminal write in colour, and what ends it.
#ifndef CORE_CLI_COLOURS_H_
#define CORE_CLI_COLOURS_H_

namespace textmill::core {

inline constexpr const char* kFaint = "\x1b[2m";
inline constexpr const char* kBoldRed = "\x1b[1;31m";
inline constexpr const char* kRed = "\x1b[31m";
inline constexpr const char* kGreen = "\x1b[32m";
inline constexpr const char* kPlain = "\x1b[0m";

}  // namespace textmill::core

#endif  // CORE_CLI_COLOURS_H_
