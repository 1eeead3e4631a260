// What a query's tests say of tokens, worked out once for each different token: tokens that are
// equal in all attributes that the query asks for are one class.
//
// TokenTests is shared by all threads once it is made. TokenClasses remembers classes: one for each
// thread (a stage's lane).
#ifndef TEXTMILL_PLUGINS_LIB_QUERY_TOKEN_CLASSES_H_
#define TEXTMILL_PLUGINS_LIB_QUERY_TOKEN_CLASSES_H_

#include <absl/container/flat_hash_map.h>

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/lib/query/query.h"
#include "plugins/lib/query/value_pattern.h"

namespace textmill::query {

// The different tests of a query, over the attributes that they need.
class TokenTests {
 public:
  explicit TokenTests(std::string_view query) : query_(query) {}
  // The number of a test; the same for equal ones. Throws QueryError.
  size_t Add(const Test& test);
  // The place of an attribute among those that are needed; adds it.
  size_t Attribute(const std::string& name);

  // Names of the attributes whose values a token needs.
  const std::vector<std::string>& attributes() const { return attributes_; }
  size_t size() const { return tests_.size(); }
  // With which bytes the values begin of which a test may hold that all other values fail; nothing
  // for a test that holds of all values. False when that cannot be said. For one attribute alone.
  bool FirstBytes(size_t test, std::vector<bool>* bytes) const {
    return FirstBytes(sources_[test], bytes);
  }
  // Of a token, with a value for each attribute.
  bool Holds(size_t test, std::span<const std::string_view> values) const {
    return Holds(tests_[test], values);
  }

 private:
  struct Compiled {
    Test::Kind kind;
    size_t attribute = 0;
    std::shared_ptr<const ValuePattern> value;
    std::vector<Compiled> parts;
  };
  Compiled Compile(const Test& test);
  static bool FirstBytes(const Test& test, std::vector<bool>* bytes);
  bool Holds(const Compiled& test, std::span<const std::string_view> values) const;

  std::string query_;
  std::vector<std::string> attributes_;
  std::vector<Test> sources_;
  std::vector<Compiled> tests_;
};

class TokenClasses {
 public:
  // `states`: the test of each state of the automaton.
  TokenClasses(const TokenTests* tests, std::vector<uint32_t> states);

  // Of a token, with a value for each attribute. Stays the same until Trim.
  uint32_t Of(std::span<const std::string_view> values);
  // For queries about one attribute.
  uint32_t Of(std::string_view value) {
    if (has_others_ && !value.empty() && !first_bytes_[static_cast<uint8_t>(value[0])])
      return others_;
    const auto at = classes_.find(value);
    return at != classes_.end() ? at->second : Make(value, {&value, 1});
  }

  // The states that may take such a token, ascending.
  std::span<const uint16_t> states(uint32_t token_class) const {
    return {may_take_.data() + ends_[token_class], ends_[token_class + 1] - ends_[token_class]};
  }
  // Whether a test holds of such a token.
  bool Holds(uint32_t token_class, size_t test) const {
    return holds_[token_class * tests_->size() + test];
  }
  // Between two texts: forgets the classes when they have become many.
  void Trim();

 private:
  uint32_t Make(std::string_view key, std::span<const std::string_view> values);
  void MakeOthers();

  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view key) const;
  };
  struct Equal {
    using is_transparent = void;
    bool operator()(std::string_view a, std::string_view b) const { return a == b; }
  };
  using Numbers = absl::flat_hash_map<std::string, uint32_t, Hash, Equal>;

  const TokenTests* tests_;
  std::vector<uint32_t> states_;
  Numbers classes_;
  // Classes are few where a query asks for little: tokens of which the same holds share one.
  Numbers by_answers_;
  std::vector<uint16_t> may_take_;
  std::vector<uint32_t> ends_ = {0};
  std::vector<bool> holds_;
  std::vector<std::string> values_;
  std::string key_;
  // Values that begin with other bytes than these are all of one class: most of them need not be
  // looked up.
  std::array<bool, 256> first_bytes_{};
  bool has_others_ = false;
  uint32_t others_ = 0;
};

}  // namespace textmill::query

#endif  // TEXTMILL_PLUGINS_LIB_QUERY_TOKEN_CLASSES_H_
