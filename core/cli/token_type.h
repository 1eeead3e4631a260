// The type of the tokens that documents bring in a field of their records: for kwic, which tells it
// to the reader, so that nobody needs to spell it out.
//
// One thread.
#ifndef CORE_CLI_TOKEN_TYPE_H_
#define CORE_CLI_TOKEN_TYPE_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace textmill::core {

class TokenType {
 public:
  // `field`: its name in the records, as readers take it in `fields`.
  explicit TokenType(std::string_view field);

  // Takes note of a record's fields, as a JSON object.
  void Add(std::string_view fields);

  // As readers take it in `types`; nothing when no record had tokens: a list of objects with whole
  // numbers `begin` and `end`. What `tokens.tag` makes is in it in any case: a tag, say, may be
  // null in all records that were seen.
  std::optional<std::string> Text() const;
  // Whether a record had a list with something in it there, tokens or not.
  bool seen() const { return some_ || wrong_; }

 private:
  enum class Kind { kInt, kFloat, kString, kBool };

  const std::vector<std::string> path_;  // of the field
  std::map<std::string, Kind> members_;
  bool some_ = false, wrong_ = false;
};

}  // namespace textmill::core

#endif  // CORE_CLI_TOKEN_TYPE_H_
