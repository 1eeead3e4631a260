// Letters and digits of ASCII, whatever the locale.
#ifndef CORE_EXPR_ASCII_H_
#define CORE_EXPR_ASCII_H_

namespace textmill::core::expr {

inline bool IsDigit(char c) { return c >= '0' && c <= '9'; }
inline bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
inline char LowerAscii(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

}  // namespace textmill::core::expr

#endif  // CORE_EXPR_ASCII_H_
