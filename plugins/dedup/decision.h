// What dedup.exact and dedup.near do once they know that a document repeats an earlier one: drop it
// and say why, or mark it. A member of the stage; used in its Commit.
#ifndef TEXTMILL_PLUGINS_DEDUP_DECISION_H_
#define TEXTMILL_PLUGINS_DEDUP_DECISION_H_

#include <string>
#include <string_view>

#include "textmill/stage.hpp"

namespace textmill::dedup {

class Decision {
 public:
  // Declares the parameter `action`, the column `id`, and what comes out.
  Decision(StageBase* stage, const std::string& reason);

  // To be called in the stage's Bind.
  void Bind(Binder& binder);

  // One of these for each row, in order.
  void Original(Reply& reply) const;
  void Duplicate(Reply& reply, std::string_view of, float similarity) const;

  Param<Choice> action;
  In<Utf8> id;

 private:
  CommitOut<Utf8> dup_of_;
  CommitOut<Float32> dup_similarity_;
  Detail<Utf8> of_;
  Detail<Float32> similarity_;
  Reason reason_;
  Counter marked_;
};

}  // namespace textmill::dedup

#endif  // TEXTMILL_PLUGINS_DEDUP_DECISION_H_
