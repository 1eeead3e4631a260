#include "plugins/dedup/decision.h"

#include "textmill/conventions.h"

namespace textmill::dedup {

Decision::Decision(StageBase* stage, const std::string& reason)
    : action{stage,
             "action",
             {"drop", "mark"},
             "What becomes of a duplicate: `drop` takes it out of the run (with `dropped:` it goes "
             "to a "
             "file, with the document that it repeats); `mark` lets all documents pass and says in "
             "two "
             "columns which ones repeat what."},
      id{stage, "id", "names the document that is repeated"},
      dup_of_{
          stage, TEXTMILL_DETAIL_DUP_OF, kOptional,
          "with `action: mark`: the `id` of the earlier document that this one repeats; null for "
          "all others"},
      dup_similarity_{stage, TEXTMILL_DETAIL_DUP_SIMILARITY, kOptional,
                      "with `action: mark`: how similar the two are, 1 when they are equal"},
      of_{stage, TEXTMILL_DETAIL_DUP_OF, "the earlier document that this one repeats"},
      similarity_{stage, TEXTMILL_DETAIL_DUP_SIMILARITY, "how similar the two are"},
      reason_{stage, reason},
      marked_{stage, "marked"} {}

void Decision::Bind(Binder& binder) {
  const bool mark = action == "mark";
  dup_of_.Enable(mark);
  dup_similarity_.Enable(mark);
  dup_of_.field().SetMeta(TEXTMILL_META_OPTIONAL, "1");
  dup_similarity_.field().SetMeta(TEXTMILL_META_OPTIONAL, "1");
  of_.Enable(!mark);
  similarity_.Enable(!mark);
  if (mark) binder.flags &= ~uint32_t{TEXTMILL_DROPS};
}

void Decision::Original(Reply& reply) const {
  if (dup_of_.enabled()) {
    reply[dup_of_].AppendNull();
    reply[dup_similarity_].AppendNull();
  } else {
    reply[of_].AppendNull();
    reply[similarity_].AppendNull();
    reply.Keep();
  }
}

void Decision::Duplicate(Reply& reply, std::string_view of, float similarity) const {
  if (dup_of_.enabled()) {
    reply[dup_of_].Append(of);
    reply[dup_similarity_].Append(similarity);
    reply.Count(marked_);
  } else {
    reply[of_].Append(of);
    reply[similarity_].Append(similarity);
    reply.Drop(reason_);
  }
}

}  // namespace textmill::dedup
