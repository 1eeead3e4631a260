// What personal data looks like. Each function looks at one place and answers with where what is
// there ends, or 0. Pure functions; any thread.
#ifndef TEXTMILL_PLUGINS_TEXT_MASK_RECOGNISERS_H_
#define TEXTMILL_PLUGINS_TEXT_MASK_RECOGNISERS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace textmill::mask {

// An e-mail address around the `@` at `at`; sets where it begins, which is not before `from`.
size_t EmailAt(std::string_view text, size_t at, size_t from, size_t* begin);

// IPv4 at a digit. With `only_public`, addresses of no private or reserved network.
size_t Ipv4At(std::string_view text, size_t at, bool only_public);
// Whether four such numbers are a version, or the number of a section, by what is around them.
bool IsVersion(std::string_view text, size_t begin, size_t end, const unsigned char* parts);
// IPv6 around a colon or a digit at `at`.
size_t Ipv6At(std::string_view text, size_t at, size_t from, bool only_public, size_t* begin);

// A bank account (IBAN) at its two letters, with check digits (ISO 7064 mod 97).
size_t IbanAt(std::string_view text, size_t at);

// A payment card at its first digit, with check digit (Luhn).
size_t CardAt(std::string_view text, size_t at);
bool Luhn(std::string_view digits);

// A country is a bit, in the order of the names.
inline constexpr const char* kPhoneCountries[] = {"US", "GB", "DE", "FR", "ES",
                                                  "IT", "NL", "PL", "SE", "BR"};
inline constexpr const char* kIdCountries[] = {"US", "GB", "DE", "FR", "ES", "IT", "NL", "PL",
                                               "SE", "BR", "FI", "NO", "DK", "BE", "CH", "PT",
                                               "CZ", "RO", "TR", "CN", "KR", "IN", "CA", "IE"};

// A national id of one of these countries at its first digit or letter, with check digits where the
// country has them.
size_t NationalIdAt(std::string_view text, size_t at, uint32_t countries);

// A telephone number at its `+`, `(` or first digit; as these countries write them, and in the
// international form of any.
size_t PhoneAt(std::string_view text, size_t at, uint32_t countries);

}  // namespace textmill::mask

#endif  // TEXTMILL_PLUGINS_TEXT_MASK_RECOGNISERS_H_
