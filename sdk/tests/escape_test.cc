#include "textmill/escape.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <random>
#include <string>

namespace textmill {
namespace {

std::string Escaped(std::string_view text) {
  Buffer out;
  out.Append("<", 1);
  EscapeJson(text, out);
  return std::string(out.data() + 1, out.size() - 1);
}

std::string EscapedBytewise(std::string_view text) {
  Buffer out;
  internal::AppendEscapedBytewise<JsonEscapes>(text, out);
  return std::string(out.data(), out.size());
}

// One character after the other, as RFC 8259 has it.
std::string Naive(std::string_view text) {
  std::string out;
  for (const char c : text) {
    char code[8];
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\b':
        out += "\\b";
        break;
      case '\f':
        out += "\\f";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          std::snprintf(code, sizeof code, "\\u%04x", c);
          out += code;
        } else {
          out += c;
        }
    }
  }
  return out;
}

TEST(EscapeTest, EveryByteAtEveryPlace) {
  for (int byte = 0; byte < 256; ++byte) {
    for (size_t place = 0; place < 40; ++place) {
      std::string text(40, 'x');
      text[place] = static_cast<char>(byte);
      ASSERT_EQ(Escaped(text), Naive(text)) << byte << " at " << place;
      ASSERT_EQ(Escaped(text.substr(0, place + 1)), Naive(text.substr(0, place + 1)));
    }
  }
}

TEST(EscapeTest, LeavesTheRestOfUnicodeAlone) {
  const std::string text = "h\xC3\xA9 \xE2\x80\xA8 \xF0\x9F\x90\x9F \x7F /";
  EXPECT_EQ(Escaped(text), text);
}

TEST(EscapeTest, NothingAndNothingButEscapes) {
  EXPECT_EQ(Escaped(""), "");
  EXPECT_EQ(Escaped(std::string_view()), "");
  const std::string zeros(5000, '\0');
  EXPECT_EQ(Escaped(zeros), Naive(zeros));
  EXPECT_EQ(Escaped(std::string(5000, '"')), Naive(std::string(5000, '"')));
}

TEST(EscapeTest, RandomTextsBothWays) {
  std::mt19937 random(3);
  for (int round = 0; round < 3000; ++round) {
    std::string text(random() % 300, ' ');
    const unsigned one_in = 1 + random() % 60;
    for (char& c : text) {
      c = random() % one_in == 0 ? static_cast<char>(random() % 256)
                                 : static_cast<char>('a' + random() % 26);
    }
    const std::string expected = Naive(text);
    ASSERT_EQ(Escaped(text), expected);
    ASSERT_EQ(EscapedBytewise(text), expected);
  }
}

}  // namespace
}  // namespace textmill
