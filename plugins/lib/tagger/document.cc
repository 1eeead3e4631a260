#include "plugins/lib/tagger/document.h"

#include <algorithm>
#include <array>

#include "plugins/lib/tagger/chars.h"

namespace textmill::entities {
namespace {

constexpr size_t kLongestSentence = 500;  // tokens; longer ones are cut
constexpr size_t kLongestToken = 400;     // bytes

bool IsLowerAscii(char c) { return c >= 'a' && c <= 'z'; }
bool IsUpperAscii(char c) { return c >= 'A' && c <= 'Z'; }

class SentenceCutter {
 public:
  SentenceCutter(std::string_view text, unicode::Span sentence, Lexicon* lexicon, Document* out)
      : text_(text.data()),
        begin_(text.data() + sentence.begin),
        end_(text.data() + sentence.end),
        bmp_(BmpClasses()),
        lexicon_(*lexicon),
        out_(*out),
        first_(out->tokens.size()) {}

  void Given() {
    const char* hyphen = nullptr;
    for (const char* p = begin_ + 1; p + 1 < end_; ++p) {
      if (*p == '-') hyphen = p;
    }
    PutCompound(begin_, hyphen, end_);
    FindWords();
  }

  void Run() {
    size_t in_sentence = 0;
    for (const char* p = begin_; p < end_;) {
      const Classified c = ClassAtPlace(p);
      if (c.type == Char::kBlank || c.type == Char::kBreak) {
        p += c.size;
        continue;
      }
      if (in_sentence >= kLongestSentence) {
        out_.EndSentence();
        in_sentence = 0;
      }
      const size_t before = out_.tokens.size();
      p = c.type == Char::kAlone                           ? Put(p, p + c.size)
          : c.type == Char::kWord || c.type == Char::kMark ? WordAt(p)
          : c.type == Char::kApostrophe                    ? ApostropheAt(p, c.size)
                                                           : PunctuationAt(p, c.size);
      in_sentence += out_.tokens.size() - before;
    }
    FindWords();
  }

 private:
  Classified ClassAtPlace(const char* p) const {
    if (static_cast<unsigned char>(*p) < 0x80) {
      return {AsciiClass(static_cast<unsigned char>(*p)), 1};
    }
    const DecodedChar d = DecodeUtf8(p, end_);
    return {ClassOf(bmp_, d.code_point), d.size};
  }
  bool IsWordAt(const char* p) const {
    if (p >= end_) return false;
    const Char c = ClassAtPlace(p).type;
    return c == Char::kWord || c == Char::kMark;
  }

  const char* Put(const char* from, const char* to) {
    out_.tokens.push_back(
        {static_cast<uint32_t>(from - text_), static_cast<uint32_t>(to - text_), 0});
    return to;
  }

  // The words of the tokens that were put; some at once, so that memory is not waited for.
  void FindWords() {
    constexpr size_t kAtOnce = 32;
    std::array<uint64_t, kAtOnce> hashes;
    auto& tokens = out_.tokens;
    const auto spelling = [this](const Token& token) {
      return std::string_view(text_ + token.begin, token.end - token.begin);
    };
    for (size_t from = first_; from < tokens.size(); from += kAtOnce) {
      const size_t n = std::min(kAtOnce, tokens.size() - from);
      for (size_t i = 0; i < n; ++i) {
        hashes[i] = Lexicon::Hash(spelling(tokens[from + i]));
        lexicon_.Prefetch(hashes[i]);
      }
      for (size_t i = 0; i < n; ++i) lexicon_.PrefetchWord(hashes[i]);
      for (size_t i = 0; i < n; ++i) {
        tokens[from + i].word = lexicon_.Find(spelling(tokens[from + i]), hashes[i]);
      }
    }
  }

  // Whether a full stop at `p`, after a word, belongs to it: it does in mid-sentence.
  bool KeepsStop(const char* p, bool has_stop) const {
    if (has_stop) return true;  // "U.S."
    const char* q = p + 1;
    while (q < end_) {
      const Classified c = ClassAtPlace(q);
      if (InWord(c.type)) return true;
      if (*q == ',') return true;
      q += c.size;
    }
    return false;
  }

  const char* WordAt(const char* from) {
    const char* p = from;
    const char* hyphen = nullptr;      // the last one inside
    const char* apostrophe = nullptr;  // the same
    uint32_t apostrophe_size = 0;
    bool has_stop = false;
    while (p < end_ && p - from < static_cast<ptrdiff_t>(kLongestToken)) {
      const Classified c = ClassAtPlace(p);
      if (c.type == Char::kWord || c.type == Char::kMark) {
        p += c.size;
        continue;
      }
      if (!IsWordAt(p + c.size)) {
        if (*p == '.' && KeepsStop(p, has_stop)) ++p;
        break;
      }
      if (*p == '.') {
        has_stop = true;
      } else if (c.type == Char::kHyphen && *p == '-') {
        hyphen = p;
      } else if (c.type == Char::kApostrophe) {
        apostrophe = p;
        apostrophe_size = c.size;
      } else if (*p == ',' || *p == ':') {
        if (!IsDigitAt(p - 1) || !IsDigitAt(p + 1)) break;
      } else if (*p == '&') {
        if (!IsUpperAscii(p[-1]) || !IsUpperAscii(p[1])) break;
      } else if (*p != '@') {
        break;
      }
      p += c.size;
    }
    const char* to = p;
    if (apostrophe != nullptr) {
      const char* clitic = CliticBegin(from, apostrophe, apostrophe_size, to);
      if (clitic != nullptr) {
        PutCompound(from, hyphen != nullptr && hyphen < clitic ? hyphen : nullptr, clitic);
        return Put(clitic, to);
      }
    }
    PutCompound(from, hyphen, to);
    return to;
  }

  static bool IsDigitAt(const char* p) { return *p >= '0' && *p <= '9'; }

  // Where "'s", "'re", "n't" begins at the end of a word; NULL where it is all one.
  static const char* CliticBegin(const char* from, const char* apostrophe, uint32_t size,
                                 const char* to) {
    const std::string_view tail(apostrophe + size, static_cast<size_t>(to - apostrophe) - size);
    if (tail == "s" || tail == "S" || tail == "re" || tail == "ve" || tail == "ll" || tail == "d" ||
        tail == "m") {
      return apostrophe;
    }
    if ((tail == "t" || tail == "T") && apostrophe - from > 1 &&
        (apostrophe[-1] == 'n' || apostrophe[-1] == 'N')) {
      return apostrophe - 1;
    }
    return nullptr;
  }

  // "Paris-based", "Iran-backed" are three tokens, "Jean-Pierre" and "vice-president" one.
  void PutCompound(const char* from, const char* hyphen, const char* to) {
    if (hyphen == nullptr || to - hyphen < 4 || !IsLowerAscii(hyphen[1]) || !StartsName(from)) {
      Put(from, to);
      return;
    }
    for (const char* p = hyphen + 1; p < to; ++p) {
      if (!IsLowerAscii(*p)) {
        Put(from, to);
        return;
      }
    }
    Put(from, hyphen);
    Put(hyphen, hyphen + 1);
    Put(hyphen + 1, to);
  }
  static bool StartsName(const char* p) {
    return IsUpperAscii(*p) || static_cast<unsigned char>(*p) >= 0x80;
  }

  const char* ApostropheAt(const char* p, uint32_t size) {
    const char* q = p + size;
    const bool s = q < end_ && (*q == 's' || *q == 'S') && !IsWordAt(q + 1);
    return s ? Put(p, q + 1) : PunctuationAt(p, size);
  }

  // A run of the same character.
  const char* PunctuationAt(const char* p, uint32_t size) {
    const char* q = p + size;
    while (end_ - q >= static_cast<ptrdiff_t>(size) && q - p < 60 &&
           std::string_view(q, size) == std::string_view(p, size)) {
      q += size;
    }
    return Put(p, q);
  }

  const char* text_;
  const char* begin_;
  const char* end_;
  const Char* bmp_;
  Lexicon& lexicon_;
  Document& out_;
  const size_t first_;  // of the tokens that are put
};

}  // namespace

void AppendGivenToken(std::string_view text, unicode::Span token, Lexicon* lexicon, Document* out) {
  SentenceCutter(text, token, lexicon, out).Given();
}

void AppendTokens(std::string_view text, unicode::Span sentence, Lexicon* lexicon, Document* out) {
  SentenceCutter(text, sentence, lexicon, out).Run();
}

}  // namespace textmill::entities
