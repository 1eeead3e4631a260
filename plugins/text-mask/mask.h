// The stage `text.mask`: personal data out of a text.
#ifndef TEXTMILL_PLUGINS_TEXT_MASK_MASK_H_
#define TEXTMILL_PLUGINS_TEXT_MASK_MASK_H_

#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "plugins/text-mask/finder.h"
#include "plugins/text-mask/replacement.h"
#include "textmill/textmill.hpp"

namespace re2 {
class RE2;
}

namespace textmill::mask {

class Mask final : public Transform {
 public:
  Mask();
  ~Mask() override;
  void Bind(Binder& binder) override;
  std::unique_ptr<Lane> NewLane() const override;
  void Process(const Batch& batch, Reply& reply, Lane* lane) const override;

 private:
  struct Scratch;
  void CompileOwn();
  void FindNames(const Batch& batch, int64_t row, std::string_view text, Scratch& scratch) const;
  void FindOwn(std::string_view text, Scratch& scratch) const;
  void MaskRow(const Batch& batch, int64_t row, std::string_view text, Reply& reply,
               Scratch& scratch) const;
  void MoveEntities(const Batch& batch, int64_t row, Reply& reply, const Scratch& scratch) const;
  std::string_view TagOf(const Found& found) const;

  Param<Value> kinds_;
  Param<Value> phone_countries_;
  Param<Value> id_countries_;
  Param<Choice> ips_{this,
                     "ips",
                     {"all", "public"},
                     "Which IP addresses: `all`, or those of the `public` internet alone, without "
                     "private networks and those for examples."};
  Param<std::vector<std::string>> names_{
      this, "names", kOptional,
      "Types of entities that are masked as well, such as `[PER]`, where an earlier step has made "
      "the column `entities`."};
  Param<Map<std::string>> own_{
      this, "own", kOptional,
      "Patterns of your own, as `NAME: expression` (RE2). If an expression has a group, the first "
      "group is masked, else all of it."};
  Param<Choice> replace_{this,
                         "replace",
                         {"tag", "pseudonym", "remove"},
                         "What is written in its place: a `tag` such as `<EMAIL>`; a `pseudonym` "
                         "such as `<EMAIL-5f3a...>`, the same for the same address and key; or "
                         "nothing."};
  Param<std::string> key_{this, "key", kOptional,
                          "The key of pseudonyms, at least 16 characters; best from the "
                          "environment, as `${MASK_KEY}`."};
  Param<Map<std::string>> replacements_{
      this, "replacements", kOptional,
      "Words in place of single tags, as `EMAIL: email@example.com`."};
  Param<ColumnName> column_{this, "column", ColumnName{"text"}, "The column to mask."};

  In<Utf8> text_{this, column_, "the text"};
  Out<Utf8> out_{this, "text",
                 "the text with its personal data masked, under the name of the column"};
  std::deque<Counter> counters_;

  Finder finder_;
  Replacement replacement_;
  std::vector<std::unique_ptr<re2::RE2>> expressions_;
  int entities_in_ = -1, entities_out_ = -1;
};

}  // namespace textmill::mask

#endif  // TEXTMILL_PLUGINS_TEXT_MASK_MASK_H_
