#include "plugins/lib/tagger/lexicon.h"

#include <unicode/uchar.h>

#include <algorithm>

#include "plugins/lib/hash/hash.h"
#include "plugins/lib/tagger/chars.h"

namespace textmill::entities {
namespace {

constexpr std::string_view kConnectors[] = {
    "of", "the", "for", "and", "de",  "del", "della", "di",  "da",  "do",  "dos",
    "du", "des", "la",  "le",  "van", "von", "der",   "den", "bin", "ibn", "al",
    "el", "ul",  "y",   "e",   "&",   "-",   "'s",    "in",  "on",  "/"};

char LetterClass(uint32_t c) {
  if (c < 0x80) {
    if (c >= 'a' && c <= 'z') return 'x';
    if (c >= 'A' && c <= 'Z') return 'X';
    if (c >= '0' && c <= '9') return '0';
    return static_cast<char>(c);
  }
  const UChar32 u = static_cast<UChar32>(c);
  if (u_isupper(u) || u_istitle(u)) return 'X';
  if (u_isalpha(u)) return 'x';
  if (u_isdigit(u)) return '0';
  if (c == 0x2019) return '\'';
  return '?';
}

}  // namespace

uint64_t HashOf(std::string_view string) {
  return hash::HashOn(hash::kSeed, string.data(), string.size()) | 1;
}

Lexicon::Lexicon(const Knowledge* knowledge) : knowledge_(knowledge), slots_(1024) {}

void Lexicon::Clear() {
  words_.clear();
  spellings_.clear();
  hashes_.clear();
  std::fill(slots_.begin(), slots_.end(), Slot{});
}

uint32_t Lexicon::Find(std::string_view word, uint64_t hash) {
  const uint32_t i = Number(word, hash);
  if (!words_[i].known) Learn(i, word);
  return i;
}

// The number of a word; a new one is not known yet.
uint32_t Lexicon::Number(std::string_view word, uint64_t hash) {
  if (2 * words_.size() + 2 > slots_.size()) Grow();
  const size_t mask = slots_.size() - 1;
  size_t at = Home(hash);
  for (; slots_[at].number != 0; at = (at + 1) & mask) {
    const Slot slot = slots_[at];
    if (slot.hash == static_cast<uint32_t>(hash) && spellings_[slot.number - 1] == word) {
      return slot.number - 1;
    }
  }
  const auto i = static_cast<uint32_t>(words_.size());
  slots_[at] = {static_cast<uint32_t>(hash), i + 1};
  spellings_.emplace_back(word);
  hashes_.push_back(hash);
  words_.emplace_back();
  return i;
}

void Lexicon::Learn(uint32_t i, std::string_view word) {
  Word looked = Look(word);
  looked.known = true;
  looked.lower_word = lower_ == word ? i : Number(lower_, HashOf(lower_));
  words_[i] = looked;
}

void Lexicon::Grow() {
  slots_.assign(2 * slots_.size(), {});
  const size_t mask = slots_.size() - 1;
  for (size_t i = 0; i < hashes_.size(); ++i) {
    size_t at = Home(hashes_[i]);
    while (slots_[at].number != 0) at = (at + 1) & mask;
    slots_[at] = {static_cast<uint32_t>(hashes_[i]), static_cast<uint32_t>(i + 1)};
  }
}

// Sets lower_, too.
Word Lexicon::Look(std::string_view word) {
  Word out{};
  lower_.clear();
  AppendLower(word, &lower_);
  for (size_t at; (at = lower_.find("\xE2\x80\x99")) != lower_.npos;) lower_.replace(at, 3, "'");

  std::string shape;
  size_t letters = 0, upper = 0, lower = 0;
  bool first_upper = false;
  const char* end = word.data() + word.size();
  for (const char* p = word.data(); p < end;) {
    const DecodedChar d = DecodeUtf8(p, end);
    p += d.size;
    const char c = LetterClass(d.code_point);
    if (c == 'X' || c == 'x') {
      if (letters == 0) first_upper = c == 'X';
      ++letters;
      upper += c == 'X';
      lower += c == 'x';
    }
    out.digits |= c == '0';
    // Runs are cut to two.
    const size_t n = shape.size();
    if (n >= 2 && shape[n - 1] == c && shape[n - 2] == c) continue;
    if (n < 24) shape += c;
  }
  out.letters = letters == 0                ? Case::kNoLetter
                : upper == 0                ? Case::kLower
                : letters == 1              ? (out.digits ? Case::kMixed : Case::kInitial)
                : lower == 0                ? Case::kUpper
                : first_upper && upper == 1 ? Case::kCapital
                                            : Case::kMixed;
  out.form = HashOf(word);
  out.word_class = knowledge_->classes.Find(word, lower_);
  out.shape = HashOf(shape);
  // Numbers are alike when they have as many digits.
  std::string key = lower_;
  for (char& c : key) {
    if (c >= '0' && c <= '9') c = '0';
  }
  out.lower = HashOf(key);
  out.connector =
      std::find(std::begin(kConnectors), std::end(kConnectors), word) != std::end(kConnectors);

  const char* begin = key.data();
  const char* key_end = begin + key.size();
  const char* p = begin;
  for (size_t n = 0; n < 4 && p < key_end; ++n) {
    p += DecodeUtf8(p, key_end).size;
    out.prefix[n] = HashOf({begin, static_cast<size_t>(p - begin)});
  }
  p = key_end;
  for (size_t n = 0; n < 4 && p > begin; ++n) {
    p -= DecodeUtf8Before(begin, p).size;
    out.suffix[n] = HashOf({p, static_cast<size_t>(key_end - p)});
  }
  return out;
}

}  // namespace textmill::entities
