#include "plugins/text-tokens/patterns.h"

#include <algorithm>
#include <iterator>

// White space as Unicode has it, which `\s` of PCRE2 is not quite.
#define WHITE \
  R"(\x09-\x0D\x20\x85\xA0\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000})"
// What runs of it give: all but the last before a word.
#define WHITE_RUNS R"([)" WHITE R"(]+(?![^)" WHITE R"(])|[)" WHITE R"(]+)"
#define CLITICS R"((?i:'s|'t|'re|'ve|'m|'ll|'d))"
#define NO_LETTER_BEFORE R"([^\r\n\p{L}\p{N}]?+)"
#define UPPER R"([\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}])"
#define LOWER R"([\p{Ll}\p{Lm}\p{Lo}\p{M}])"
#define CASED                                         \
  R"([^\r\n\p{L}\p{N}]?)" UPPER "*" LOWER "+" CLITICS \
  "?"                                                 \
  R"(|[^\r\n\p{L}\p{N}]?)" UPPER "+" LOWER "*" CLITICS "?"
#define SIGNS R"( ?[^)" WHITE R"(\p{L}\p{N}]++)"
#define LINES R"([)" WHITE R"(]*[\r\n]+)"

namespace textmill::tokenizer {
namespace {

constexpr Pattern kPatterns[] = {
    {"gpt2", R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)",
     R"('(?:[sdmt]|ll|ve|re)| ?\p{L}++| ?\p{N}++|)" SIGNS "|" WHITE_RUNS},
    {"cl100k",
     R"('(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]|\s+(?!\S)|\s)",
     R"('(?i:[sdmt]|ll|ve|re)|)" NO_LETTER_BEFORE R"(\p{L}++|\p{N}{1,3}+|)" SIGNS
     R"([\r\n]*+|[)" WHITE R"(]++\z|)" LINES "|" WHITE_RUNS},
    {"o200k",
     R"([^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+)",
     CASED R"(|\p{N}{1,3}+|)" SIGNS R"([\r\n/]*+|)" LINES "|" WHITE_RUNS},
    {"tekken",
     R"([^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+)",
     R"([^\r\n\p{L}\p{N}]?)" UPPER "*" LOWER R"(+|[^\r\n\p{L}\p{N}]?)" UPPER "+" LOWER
     R"(*|\p{N}|)" SIGNS R"([\r\n/]*+|)" LINES "|" WHITE_RUNS},
    {"llama3",
     R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)",
     CLITICS "|" NO_LETTER_BEFORE R"(\p{L}++|\p{N}{1,3}+|)" SIGNS R"([\r\n]*+|)" LINES
             "|" WHITE_RUNS},
    {"qwen2",
     R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)",
     CLITICS "|" NO_LETTER_BEFORE R"(\p{L}++|\p{N}|)" SIGNS R"([\r\n]*+|)" LINES "|" WHITE_RUNS},
    {"numbers of three digits", R"(\p{N}{1,3})", R"(\p{N}{1,3}+)"},
    {"digits", R"(\p{N})", R"(\p{N})"},
    {"numbers", R"(\p{N}+)", R"(\p{N}++)"},
    {"Chinese and Japanese", "[\u4e00-\u9fa5\u3040-\u309f\u30a0-\u30ff]+",
     R"([\x{4E00}-\x{9FA5}\x{3040}-\x{309F}\x{30A0}-\x{30FF}]++)"},
    {"deepseek",
     "[!\"#$%&'()*+,\\-./"
     ":;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\r\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| "
     "?[\\p{P}\\p{S}]+[\r\n]*|\\s*[\r\n]+|\\s+(?!\\S)|\\s+",
     R"([!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]++|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]++|)"
     R"( ?[\p{P}\p{S}]++[\r\n]*+|)" LINES "|" WHITE_RUNS},
};

// Those from here on are parts of other cuts.
constexpr std::string_view kFirstPart = "numbers of three digits";

}  // namespace

const Pattern* PatternAsWritten(std::string_view written) {
  const auto* const found = std::find_if(std::begin(kPatterns), std::end(kPatterns),
                                         [&](const Pattern& p) { return p.written == written; });
  return found == std::end(kPatterns) ? nullptr : found;
}

const Pattern& PatternCalled(std::string_view name) {
  return *std::find_if(std::begin(kPatterns), std::end(kPatterns),
                       [&](const Pattern& p) { return p.name == name; });
}

std::vector<std::string_view> PatternsOfRanks() {
  std::vector<std::string_view> names;
  for (const Pattern& pattern : kPatterns) {
    if (pattern.name == kFirstPart) break;
    names.emplace_back(pattern.name);
  }
  return names;
}

}  // namespace textmill::tokenizer
