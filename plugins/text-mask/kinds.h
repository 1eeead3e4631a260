// The kinds of personal data that text.mask knows, and what they are called.
#ifndef TEXTMILL_PLUGINS_TEXT_MASK_KINDS_H_
#define TEXTMILL_PLUGINS_TEXT_MASK_KINDS_H_

#include <cstddef>
#include <cstdint>

namespace textmill::mask {

enum class Kind : uint8_t { kEmail, kPhone, kIp, kIban, kCard, kNationalId, kName, kOwn };
inline constexpr size_t kBuiltIn = 6;  // those that are found by their form
inline constexpr size_t kKinds = 8;
// For `kinds`, and for the counters.
inline constexpr const char* kKindNames[kKinds] = {"email", "phone",       "ip",    "iban",
                                                   "card",  "national_id", "names", "own"};
// What is written in their place.
inline constexpr const char* kTags[kBuiltIn] = {"EMAIL", "PHONE", "IP",
                                                "IBAN",  "CARD",  "NATIONAL_ID"};

// A piece of a text, in bytes.
struct Found {
  size_t begin, end;
  Kind kind;
  uint32_t what = 0;  // of kOwn: which pattern; of kName: which type
};

}  // namespace textmill::mask

#endif  // TEXTMILL_PLUGINS_TEXT_MASK_KINDS_H_
