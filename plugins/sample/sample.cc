#include "plugins/sample/sample.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <cmath>

namespace textmill::sample {

Sample::Sample() {
  Can(TEXTMILL_REPLAYS);
  Describe("sample", "1.0.0", "Keeps a random share, or a random number, of the documents.");
  Explain(
      "Give either `share` or `number`. The choice is made by a hash of the document's `id` (or of "
      "the column that `by` names) and the seed, so the same documents are chosen in whatever "
      "order "
      "and from whatever files they come, and the documents that stay keep their order.\n\n"
      "- `share` looks at each document by itself. With the same seed a larger share holds every "
      "document of a smaller one. How many are kept is close to the share, not exactly it.\n"
      "- `number` keeps exactly that many, and reads the corpus up to this step twice; of "
      "documents "
      "with the same `by`, the first are taken.\n"
      "- With `by: source` a share takes whole files, or whole newspapers.\n\n"
      "Documents that are left out are dropped with the reason `not_sampled`.",
      "- uses: sample\n"
      "  with:\n"
      "    number: 1000\n"
      "    seed: 7");
}

void Sample::Bind(Binder& binder) {
  if (share.present() == number.present()) {
    throw Error(share.present() ? "`share` and `number` cannot be given together"
                                : "how much to keep is not said: give `share` or `number`")
        .Parameter(share.present() ? "number" : "");
  }
  const bool counts = number.present();
  if (!counts) binder.flags &= ~static_cast<uint32_t>(TEXTMILL_COMMITS | TEXTMILL_REPLAYS);
  hash.Enable(counts);
  all_ = !counts && share.get() >= 1;
  limit_ = counts || all_ ? 0 : static_cast<uint64_t>(std::ldexp(share.get(), 64));
}

void Sample::Process(const Batch& batch, Reply& reply, Lane*) const {
  const View<Utf8> keys = batch[key];
  for (int64_t i = 0; i < batch.rows(); ++i) {
    const uint64_t value =
        XXH3_64bits_withSeed(keys[i].data(), keys[i].size(), static_cast<uint64_t>(seed.get()));
    if (number.present()) {
      reply[hash].Append(value);
    } else if (all_ || value < limit_) {
      reply.Keep();
    } else {
      reply.Drop(not_sampled);
    }
  }
}

void Sample::Commit(const Batch& batch, const Carried& carried, Reply& reply) {
  if (carried.rows() == 0) return;
  const View<UInt64> hashes = carried[hash];
  for (int64_t i = 0; i < hashes.size(); ++i) {
    if (batch.pass() == 0) {
      if (smallest_.size() < static_cast<uint64_t>(number.get())) {
        smallest_.push(hashes[i]);
      } else if (hashes[i] < smallest_.top()) {
        smallest_.pop();
        smallest_.push(hashes[i]);
      }
    } else if (hashes[i] < largest_kept_) {
      reply.Keep();
    } else if (hashes[i] == largest_kept_ && ties_left_ > 0) {
      --ties_left_;
      reply.Keep();
    } else {
      reply.Drop(not_sampled);
    }
  }
}

void Sample::EndOfPass() {
  if (smallest_.empty()) return;
  largest_kept_ = smallest_.top();
  for (; !smallest_.empty() && smallest_.top() == largest_kept_; smallest_.pop()) ++ties_left_;
  smallest_ = {};
}

void Sample::Save(StateWriter& to) const {
  to.Put(largest_kept_);
  to.Put(ties_left_);
  to.Put(static_cast<uint64_t>(smallest_.size()));
  for (auto rest = smallest_; !rest.empty(); rest.pop()) to.Put(rest.top());
}

void Sample::Restore(StateReader& from) {
  largest_kept_ = from.Take<uint64_t>();
  ties_left_ = from.Take<uint64_t>();
  for (auto n = from.Take<uint64_t>(); n > 0; --n) smallest_.push(from.Take<uint64_t>());
}

}  // namespace textmill::sample
