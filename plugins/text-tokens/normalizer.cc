#include "plugins/text-tokens/normalizer.h"

#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>

#include "plugins/lib/unicode/icu.h"
#include "plugins/lib/unicode/white_space.h"
#include "plugins/text-tokens/categories.h"
#include "textmill/error.hpp"
#include "textmill/utf8.hpp"

namespace textmill::tokenizer {
namespace {

// Times; there are characters whose form has eleven times their bytes.
constexpr size_t kMostGrowth = 16;

bool IsAscii(char c) { return static_cast<uint8_t>(c) < 0x80; }

const icu::Normalizer2& Decomposing(bool more) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* const form =
      more ? icu::Normalizer2::getNFKDInstance(status) : icu::Normalizer2::getNFDInstance(status);
  unicode::CheckIcu(status);
  return *form;
}

// `put(character)` for each character that `c` is made of. Marks are not put in order.
template <class Put>
void EachPart(const icu::Normalizer2& form, uint32_t c, const Put& put) {
  icu::UnicodeString parts;
  if (c < 0xA0 || !form.getDecomposition(static_cast<UChar32>(c), parts)) return put(c);
  for (int32_t i = 0; i < parts.length(); i = parts.moveIndex32(i, 1))
    put(static_cast<uint32_t>(parts.char32At(i)));
}

// As `char::to_lowercase` of Rust: a character at a time.
void AppendLower(uint32_t c, std::string* out) {
  if (c == 0x130) {
    out->append("i\u0307");
  } else {
    AppendUtf8(static_cast<uint32_t>(u_tolower(static_cast<UChar32>(c))), out);
  }
}

// `take(character)` for each.
template <class Take>
void EachCharacter(std::string_view text, const Take& take) {
  for (const char *p = text.data(), *end = p + text.size(); p < end;) {
    const DecodedChar c = DecodeUtf8(p, end);
    take(c.code_point);
    p += c.size;
  }
}

struct Run {
  std::string_view text;
  std::string* out;  // empty; where a step returns false, the text is as it was
  size_t most;       // where there are more bytes, the rest does not matter

  bool operator()(const unicode::Form& form) const { return form.Normalize(text, out); }
  bool operator()(const std::shared_ptr<const Charsmap>& map) const {
    map->Append(text, most, out);
    return true;
  }
  bool operator()(const Prepend& step) const {
    if (text.empty()) return false;
    out->append(step.what).append(text);
    return true;
  }
  bool operator()(const Replace& step) const {
    size_t at = 0;
    for (size_t found; out->size() <= most && (found = text.find(step.what, at)) != text.npos;
         at = found + step.what.size())
      out->append(text.substr(at, found - at)).append(step.with);
    if (at == 0) return false;
    out->append(text.substr(at));
    return true;
  }
  bool operator()(const ReplaceBlanks& step) const {
    size_t at = 0;
    for (size_t found; out->size() <= most && (found = text.find("  ", at)) != text.npos;) {
      out->append(text.substr(at, found - at)).append(step.with);
      at = std::min(text.find_first_not_of(' ', found), text.size());
    }
    if (at == 0) return false;
    out->append(text.substr(at));
    return true;
  }
  bool operator()(const Strip& step) const {
    const char *begin = text.data(), *end = begin + text.size();
    while (step.left && begin < end) {
      const size_t size = unicode::WhiteSpaceAt(begin, end);
      if (size == 0) break;
      begin += size;
    }
    while (step.right && begin < end) {
      const size_t size = DecodeUtf8Before(begin, end).size;
      if (unicode::WhiteSpaceAt(end - size, end) == 0) break;
      end -= size;
    }
    out->assign(begin, end);
    return true;
  }
  bool operator()(const Lowercase&) const {
    EachCharacter(text, [this](uint32_t c) { AppendLower(c, out); });
    return true;
  }
  bool operator()(const Decompose&) const { return Parts(false); }
  bool operator()(const DecomposeMore&) const { return Parts(true); }
  bool Parts(bool more) const {
    const icu::Normalizer2& form = Decomposing(more);
    EachCharacter(text, [&](uint32_t c) {
      EachPart(form, c, [this](uint32_t part) { AppendUtf8(part, out); });
    });
    return true;
  }
  bool operator()(const StripAccents&) const {
    EachCharacter(text, [this](uint32_t c) {
      if (c < 0x80 || !IsMark(c)) AppendUtf8(c, out);
    });
    return true;
  }
  bool operator()(const Bert& step) const {
    const icu::Normalizer2& form = Decomposing(false);
    const auto put = [&](uint32_t c) {
      if (step.strip_accents && c >= 0x80 && IsAccent(c)) return;
      if (step.lowercase)
        AppendLower(c, out);
      else
        AppendUtf8(c, out);
    };
    for (const char *p = text.data(), *end = p + text.size(); p < end;) {
      if (IsAscii(*p) && *p >= ' ' && *p != 0x7F) {
        out->push_back(step.lowercase && *p >= 'A' && *p <= 'Z' ? static_cast<char>(*p + 32) : *p);
        ++p;
        continue;
      }
      const DecodedChar c = DecodeUtf8(p, end);
      const bool is_white = unicode::WhiteSpaceAt(p, end) > 0;
      p += c.size;
      if (step.clean && (c.code_point == 0 || c.code_point == 0xFFFD || IsControl(c.code_point)))
        continue;
      if (step.clean && is_white) {
        out->push_back(' ');
        continue;
      }
      const bool apart = step.space_ideographs && IsIdeograph(c.code_point);
      if (apart) out->push_back(' ');
      if (step.strip_accents)
        EachPart(form, c.code_point, put);
      else
        put(c.code_point);
      if (apart) out->push_back(' ');
    }
    return true;
  }
};

}  // namespace

bool Normalizer::may_take_beginning() const {
  return std::any_of(steps_.begin(), steps_.end(), [](const Step& step) {
    if (const auto* strip = std::get_if<Strip>(&step)) return strip->left;
    if (const auto* replace = std::get_if<Replace>(&step)) return replace->with.empty();
    if (const auto* blanks = std::get_if<ReplaceBlanks>(&step)) return blanks->with.empty();
    return std::holds_alternative<StripAccents>(step) || std::holds_alternative<Bert>(step) ||
           std::holds_alternative<std::shared_ptr<const Charsmap>>(step);
  });
}

std::string_view Normalizer::Apply(std::string_view text, std::string* out,
                                   std::string* spare) const {
  // ICU counts bytes in 32 bits.
  const size_t most =
      std::min<size_t>(kMostGrowth * (text.size() + kLongestReplacement), INT32_MAX);
  for (const Step& step : steps_) {
    spare->clear();
    if (!std::visit(Run{text, spare, most}, step)) continue;
    std::swap(*out, *spare);
    text = *out;
    if (text.size() > most)
      throw Error("the normalizer of the tokenizer makes more than " + std::to_string(most) +
                  " bytes of the text");
  }
  return text;
}

}  // namespace textmill::tokenizer
