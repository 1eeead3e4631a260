// Which languages a text is likely to be in, before it is read.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_TRAIN_COMMON_LANGUAGES_H_
#define TEXTMILL_PLUGINS_LANGUAGE_TRAIN_COMMON_LANGUAGES_H_

#include <algorithm>
#include <array>
#include <string_view>

namespace textmill::language {

// National languages and others with millions of readers or a large share of the web.
inline bool IsCommon(std::string_view code) {
  static constexpr auto kCommon = std::to_array<std::string_view>(
      {"af", "am", "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "cy", "da", "de", "el", "en",
       "eo", "es", "et", "eu", "fa", "fi", "fr", "ga", "gl", "gu", "he", "hi", "hr", "hu", "hy",
       "id", "is", "it", "ja", "ka", "kk", "km", "kn", "ko", "la", "lg", "lo", "lt", "lv", "mi",
       "mk", "ml", "mn", "mr", "ms", "my", "nb", "ne", "nl", "nn", "om", "pa", "pl", "ps", "pt",
       "ro", "ru", "si", "sk", "sl", "sn", "so", "sq", "sr", "st", "sv", "sw", "ta", "te", "th",
       "ti", "tl", "tn", "tr", "ts", "uk", "ur", "uz", "vi", "xh", "yo", "zh", "zu"});
  return std::binary_search(kCommon.begin(), kCommon.end(), code);
}

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_TRAIN_COMMON_LANGUAGES_H_
