#include "plugins/unicode/sentences.h"

namespace textmill::unicode {

void FindParagraphs(std::string_view text, std::vector<Span>* out) {
  out->clear();
  for (size_t i = 0; i < text.size();) {
    size_t end = text.find('\n', i);
    if (end == text.npos) end = text.size();
    size_t a = i, b = end;
    while (a < b && static_cast<unsigned char>(text[a]) <= ' ') ++a;
    while (b > a && static_cast<unsigned char>(text[b - 1]) <= ' ') --b;
    if (a < b) out->push_back({static_cast<uint32_t>(a), static_cast<uint32_t>(b)});
    i = end + 1;
  }
}

void FindSentences(std::string_view text, std::vector<Span>* out) { FindParagraphs(text, out); }

}  // namespace textmill::unicode
