#include "plugins/text-quality/redpajama.h"

#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <cmath>

#include "plugins/lib/unicode/icu.h"
#include "plugins/text-quality/characters.h"
#include "plugins/text-quality/count.h"
#include "plugins/text-quality/rules.h"
#include "textmill/utf8.hpp"

namespace textmill::quality {

const char* const kRpNames[kRpSignals] = {
    "rps_doc_curly_bracket",
    "rps_doc_lorem_ipsum",
    "rps_doc_num_sentences",
    "rps_doc_word_count",
    "rps_doc_mean_word_length",
    "rps_doc_symbol_to_word_ratio",
    "rps_doc_frac_lines_end_with_ellipsis",
    "rps_doc_frac_no_alph_words",
    "rps_doc_frac_unique_words",
    "rps_doc_unigram_entropy",
    "rps_doc_frac_all_caps_words",
    "rps_doc_frac_chars_top_2gram",
    "rps_doc_frac_chars_top_3gram",
    "rps_doc_frac_chars_top_4gram",
    "rps_doc_frac_chars_dupe_5grams",
    "rps_doc_frac_chars_dupe_6grams",
    "rps_doc_frac_chars_dupe_7grams",
    "rps_doc_frac_chars_dupe_8grams",
    "rps_doc_frac_chars_dupe_9grams",
    "rps_doc_frac_chars_dupe_10grams",
};
// The spelling of the second is RedPajama's.
const char* const kRpLineNames[kRpLineSignals] = {
    "rps_lines_ending_with_terminal_punctution_mark",
    "rps_lines_javascript_counts",
    "rps_lines_num_words",
    "rps_lines_numerical_chars_fraction",
    "rps_lines_start_with_bulletpoint",
    "rps_lines_uppercase_letter_fraction",
};

namespace {

// RedPajama gives eight decimals.
double Rounded(double value) { return std::nearbyint(value * 1e8) / 1e8; }
double RoundedShare(double part, double whole) { return Rounded(part / whole); }

// Python's \w.
bool IsWordCharacter(uint32_t c) {
  return c == '_' || (U_GET_GC_MASK(static_cast<UChar32>(c)) & (U_GC_L_MASK | U_GC_N_MASK)) != 0;
}

bool IsNumeric(uint32_t c) {
  return u_getNumericValue(static_cast<UChar32>(c)) != U_NO_NUMERIC_VALUE;
}

bool EndsWithOne(std::string_view line, std::initializer_list<std::string_view> marks) {
  return std::any_of(marks.begin(), marks.end(),
                     [&](std::string_view mark) { return line.ends_with(mark); });
}

bool BeginsWithBullet(std::string_view line) {
  for (const char* bullet : {"\u2022", "\u2023", "\u25B6", "\u25C0", "\u25E6", "\u25A0", "\u25A1",
                             "\u25AA", "\u25AB", "\u2013"}) {
    if (line.starts_with(bullet)) return true;
  }
  return false;
}

// Calls `use(code point)` for each character.
template <class F>
void ForEachCharacter(std::string_view text, F use) {
  for (size_t at = 0; at < text.size();) {
    const DecodedChar is = DecodeUtf8(text.data() + at, text.data() + text.size());
    use(is.code_point);
    at += is.size;
  }
}

// Sentences as the expression \b[^.!?]+[.!?]* finds them.
size_t CountSentences(std::string_view text) {
  size_t sentences = 0;
  bool before_is_word = false, inside = false, in_marks = false;
  ForEachCharacter(text, [&](uint32_t c) {
    const bool mark = c == '.' || c == '!' || c == '?', word = IsWordCharacter(c);
    if (inside && in_marks && !mark) inside = false;
    if (inside && mark) in_marks = true;
    if (!inside && !mark && word != before_is_word) {
      ++sentences;
      inside = true;
      in_marks = false;
    }
    before_is_word = word;
  });
  return sentences;
}

}  // namespace

// Without ASCII punctuation, in small letters, blanks single, NFD.
void RedPajama::Normalize(std::string_view text, std::string* out) {
  const Characters& is = Characters::Get();
  std::string plain;
  plain.reserve(text.size());
  bool ascii = true;
  text = Strip(text);
  std::string without;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    ascii = ascii && byte < 0x80;
    const bool punctuation = (byte > ' ' && byte < '0') || (byte > '9' && byte < 'A') ||
                             (byte > 'Z' && byte < 'a') || (byte > 'z' && byte < 0x7F);
    if (!punctuation) without += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  // Blanks at the ends may have been inside the punctuation.
  std::string_view rest = Strip(without);
  for (size_t at = 0, size; at < rest.size(); at += size) {
    if ((is.At(rest, at, &size) & kSpace) == 0) {
      plain.append(rest, at, size);
    } else if (plain.back() != ' ') {
      plain += ' ';
    }
  }
  if (ascii) {
    out->swap(plain);
    return;
  }
  UErrorCode status = U_ZERO_ERROR;
  std::string lower;
  out->clear();
  icu::StringByteSink<std::string> to_lower(&lower), to_out(out);
  icu::CaseMap::utf8ToLower("", 0, plain, to_lower, nullptr, status);
  const icu::Normalizer2* nfd = icu::Normalizer2::getNFDInstance(status);
  unicode::CheckIcu(status);
  nfd->normalizeUTF8(0, lower, to_out, nullptr, status);
  unicode::CheckIcu(status);
}

// Runs of letters, digits and underscores, and runs of other signs.
void RedPajama::RawWords(std::string_view text) {
  size_t words = 0, without_letters = 0, capitals = 0;
  int kind = 0;  // of the word that is under way: 1 letters, 2 signs
  bool letter = false, upper = false, lower = false;
  const auto end = [&] {
    if (kind == 0) return;
    ++words;
    without_letters += letter ? 0 : 1;
    capitals += upper && !lower ? 1 : 0;
    letter = upper = lower = false;
  };
  const Characters& is = Characters::Get();
  ForEachCharacter(text, [&](uint32_t c) {
    const int now = (is[c] & kSpace) != 0 ? 0 : IsWordCharacter(c) ? 1 : 2;
    if (now != kind) end();
    kind = now;
    if (now == 0) return;
    letter = letter || (c | 0x20) - 'a' < 26;
    upper = upper || u_isUUppercase(static_cast<UChar32>(c));
    lower = lower || u_isULowercase(static_cast<UChar32>(c)) || u_istitle(static_cast<UChar32>(c));
  });
  end();
  if (words == 0) return;
  const auto all = static_cast<double>(words);
  document_[kRpSymbolToWordRatio] = RoundedShare(
      static_cast<double>(Count(text, "#") + Count(text, "...") + Count(text, "\u2026")), all);
  document_[kRpNoAlphWords] = Rounded(1.0 - static_cast<double>(words - without_letters) / all);
  document_[kRpAllCapsWords] = RoundedShare(static_cast<double>(capitals), all);
}

void RedPajama::NormalWords() {
  words_.SplitAtSpace(normal_);
  repetition_.Look(normal_, words_.all());
  const auto words = static_cast<double>(words_.all().size());
  size_t characters = 0;
  for (const Token& word : words_.all()) characters += word.characters;
  const auto in_words = static_cast<double>(characters);
  document_[kRpWordCount] = words;
  for (int n = 2; n <= 10; ++n) {
    double share = 0;
    if (n <= 4 && repetition_.MostFrequent(n).count > 1) {
      const Repetition::Top top = repetition_.MostFrequent(n);
      share = RoundedShare(static_cast<double>(top.characters * top.count), in_words);
    } else if (n > 4 && characters > 0) {
      share = RoundedShare(static_cast<double>(repetition_.CoveredCharacters(n)), in_words);
    }
    document_[static_cast<size_t>(kRpTop2 + n - 2)] = share;
  }
  if (words == 0) return;
  document_[kRpMeanWordLength] = RoundedShare(in_words, words);
  double entropy = 0, different = 0;
  repetition_.ForEachWord([&](uint32_t count) {
    ++different;
    entropy -= count / words * std::log(count / words);
  });
  document_[kRpUniqueWords] = RoundedShare(different, words);
  document_[kRpUnigramEntropy] = Rounded(entropy);
}

void RedPajama::Lines(std::string_view text) {
  for (auto& line : lines_) line.clear();
  size_t lines = 0, ellipses = 0;
  for (size_t begin = 0; begin < text.size(); ++lines) {
    const size_t found = text.find('\n', begin);
    const size_t end =
        found == text.npos ? text.size() : found + 1;  // the line feed is of the line
    const std::string_view line = text.substr(begin, end - begin);
    begin = end;
    const std::string_view stripped = Strip(line);
    ellipses += EndsWithOne(stripped, {"...", "\u2026"}) ? 1 : 0;
    double upper = 0, numeric = 0, words = 0, javascript = 0;
    ForEachCharacter(line, [&](uint32_t c) { upper += u_isUUppercase(static_cast<UChar32>(c)); });
    Normalize(line, &normal_line_);
    ForEachCharacter(normal_line_, [&](uint32_t c) { numeric += IsNumeric(c) ? 1 : 0; });
    for (std::string_view rest = normal_line_; !rest.empty();) {
      const std::string_view word = rest.substr(0, rest.find(' '));
      ++words;
      javascript += word == "javascript" ? 1 : 0;
      rest.remove_prefix(std::min(rest.size(), word.size() + 1));
    }
    const auto size = static_cast<double>(CountCharacters(line));
    const auto normal_size = static_cast<double>(CountCharacters(normal_line_));
    lines_[kRpTerminalPunctuation].push_back(EndsWithOne(stripped, {".", "!", "?", "\u201D"}) ? 1
                                                                                              : 0);
    lines_[kRpJavascript].push_back(javascript);
    lines_[kRpLineWords].push_back(words);
    lines_[kRpNumerical].push_back(normal_size == 0 ? 0 : RoundedShare(numeric, normal_size));
    lines_[kRpBulletpoint].push_back(BeginsWithBullet(stripped) ? 1 : 0);
    lines_[kRpUppercase].push_back(RoundedShare(upper, size));
  }
  if (lines > 0)
    document_[kRpLinesEndWithEllipsis] =
        RoundedShare(static_cast<double>(ellipses), static_cast<double>(lines));
}

void RedPajama::Look(std::string_view text) {
  document_.fill(kNothing);
  Normalize(text, &normal_);
  const auto characters = static_cast<double>(CountCharacters(text));
  const auto normal = static_cast<double>(CountCharacters(normal_));
  const auto brackets = static_cast<double>(
      std::count_if(text.begin(), text.end(), [](char c) { return c == '{' || c == '}'; }));
  document_[kRpCurlyBracket] = characters == 0 ? 0 : RoundedShare(brackets, characters);
  document_[kRpLoremIpsum] =
      normal == 0 ? 0 : RoundedShare(static_cast<double>(Count(normal_, "lorem ipsum")), normal);
  document_[kRpNumSentences] = static_cast<double>(CountSentences(text));
  RawWords(text);
  NormalWords();
  Lines(text);
}

}  // namespace textmill::quality
