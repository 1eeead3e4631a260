#include "plugins/sample/sample.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <cmath>

#include "plugins/lib/values/ordered_key.h"

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
      "- `number` with `strata: [lang, year]` keeps that many of each language and year: all of "
      "those "
      "that have fewer.\n"
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
  stratum.Enable(counts && !strata->empty());
  columns_.clear();
  if (!counts && !strata->empty())
    throw Error("`strata` goes with `number`: a share is the same in all of them")
        .Parameter("strata");
  for (size_t i = 0; i < strata->size(); ++i) {
    const std::string& name = (*strata)[i];
    const std::string blame = "strata[" + std::to_string(i) + "]";
    const Field* field = binder.Find(name);
    if (field == nullptr) throw NoSuchColumn(name).Parameter(blame);
    if (!values::HasOrder(*field))
      throw Error("the column `" + name + "` is " + TypeName(*field) + ", which makes no strata",
                  TEXTMILL_WRONG_TYPE)
          .Parameter(blame)
          .Column(name);
    columns_.push_back({*field, binder.Use(name)});
  }
  all_ = !counts && share.get() >= 1;
  limit_ = counts || all_ ? 0 : static_cast<uint64_t>(std::ldexp(share.get(), 64));
}

void Sample::Process(const Batch& batch, Reply& reply, Lane*) const {
  const View<Utf8> keys = batch[key];
  std::string bytes;
  for (int64_t i = 0; i < batch.rows(); ++i) {
    const uint64_t value =
        XXH3_64bits_withSeed(keys[i].data(), keys[i].size(), static_cast<uint64_t>(seed.get()));
    if (number.present()) {
      reply[hash].Append(value);
      if (columns_.empty()) continue;
      bytes.clear();
      for (const Stratum& column : columns_)
        values::AppendOrdered(column.type, batch.array(column.slot),
                              batch.raw().columns->offset + i, false, bytes);
      reply[stratum].Append(bytes);
    } else if (all_ || value < limit_) {
      reply.Keep();
    } else {
      reply.Drop(not_sampled);
    }
  }
}

void Sample::Choose(std::string_view stratum, Place place) {
  auto found = chosen_.find(stratum);
  if (found == chosen_.end()) found = chosen_.emplace(std::string(stratum), Chosen()).first;
  Chosen& chosen = found->second;
  if (chosen.size() == static_cast<uint64_t>(number.get())) {
    if (!(place < chosen.top())) return;
    chosen.pop();
  }
  chosen.push(place);
}

void Sample::Commit(const Batch& batch, const Carried& carried, Reply& reply) {
  if (carried.rows() == 0) return;
  const View<UInt64> hashes = carried[hash];
  for (int64_t i = 0; i < hashes.size(); ++i) {
    const std::string_view key = columns_.empty() ? std::string_view() : carried[stratum][i];
    const Place place{hashes[i], row_++};
    if (batch.pass() == 0) {
      Choose(key, place);
    } else if (const auto found = chosen_.find(key);
               found != chosen_.end() && !(found->second.top() < place)) {
      reply.Keep();
    } else {
      reply.Drop(not_sampled);
    }
  }
}

void Sample::EndOfPass() {
  row_ = 0;
  for (auto& [key, chosen] : chosen_) {  // the second pass asks for the largest alone
    const Place largest = chosen.top();
    chosen = {};
    chosen.push(largest);
  }
}

void Sample::Save(StateWriter& to) const {
  to.Put(row_);
  to.Put(static_cast<uint64_t>(chosen_.size()));
  for (const auto& [key, chosen] : chosen_) {
    to.PutBytes(key);
    to.Put(static_cast<uint64_t>(chosen.size()));
    for (auto rest = chosen; !rest.empty(); rest.pop()) to.Put(rest.top());
  }
}

// Adds rows that come after those that were seen so far.
void Sample::Take(StateReader& from) {
  const auto rows = from.Take<uint64_t>();
  for (auto strata_left = from.Take<uint64_t>(); strata_left > 0; --strata_left) {
    const std::string key = from.TakeBytes();
    auto n = from.Take<uint64_t>();
    if (n == 0) throw Error("the saved state does not fit together");
    for (; n > 0; --n) {
      auto place = from.Take<Place>();
      place.row += row_;
      Choose(key, place);
    }
  }
  row_ += rows;
}

}  // namespace textmill::sample
