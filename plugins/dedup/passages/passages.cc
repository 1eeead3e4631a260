#include "plugins/dedup/passages/passages.h"

#include <absl/container/flat_hash_set.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include "plugins/lib/values/saved_count.h"

namespace textmill::dedup {
namespace {

constexpr const char* kPassagesDescription =
    "Cuts out of the text what is not the document's own: a paragraph pasted twice, and the lines "
    "that are under every article (\"Share this article\", \"All rights reserved\"). The text is "
    "replaced; `passages_cut` says how many passages went, `cut_passages` which. A second step of "
    "this kind adds to both columns. When nothing with words is left the text becomes empty; the "
    "document stays, and `keep: text.length > 0` takes it out.\n\n"
    "**What is the same.** Passages are compared by their words alone, in compatibility form "
    "(NFKC) and without upper and lower case: other quotation marks, dashes or blanks make no "
    "difference. Passages shorter than `min_length` are left alone, unless they are beside a "
    "repeated passage just as they did the first time: so the second copy of an article goes as a "
    "whole.\n\n"
    "**Within a document** (`scope: document`) what was pasted again goes, and the first copy "
    "stays: a passage of `min_pasted` letters and digits or more, or several passages that follow "
    "each other as they did before, with one and a half times as many together and half as many "
    "each "
    "on average. "
    "Where a passage is there three times and more, it takes twice as much: an answer that is "
    "given "
    "again and again, the refrain of a song and equal rows of a table are short and come between "
    "other lines, and stay. A copy that is two fifths of the text goes however short it is. "
    "`min_pasted: 1` cuts all that repeats.\n\n"
    "**Across documents** (`scope: corpus`) a passage that is found in at least `min_documents` "
    "documents is cut out of all of them. So an agency story that five papers print would be cut "
    "out of all five: let `dedup.near` remove the copies first. Where that cannot be, `max_shared: "
    "0.5` helps: when more than half of a document comes from one earlier document, what the two "
    "share does not count again, so that the paragraphs of a story count once however many papers "
    "print it, and the line under them counts in each; the summary's `copies` says how many such "
    "documents there were. But pages that are mostly boilerplate then pass for copies of each "
    "other. The step warns when documents lose most of their text.\n\n"
    "Corpus mode must have seen all documents before it can cut, so they come through twice. "
    "Memory: 21 to 43 bytes for each different passage of the corpus.";

constexpr const char* kPassagesExample = R"(- uses: dedup.passages      # pasted twice
  with: { scope: document }
- uses: dedup.passages      # headers, footers, share-this lines
  id: boilerplate
  with: { scope: corpus, min_documents: 10 })";

struct PassagesLane final : Lane {
  Repeats repeats;
  std::vector<PassageKey> keys;
  absl::flat_hash_set<uint64_t> seen;
  std::string rest;
};

PassageKey PassageKeyOf(const Passage& passage) {
  return {static_cast<uint32_t>(passage.hash >> 32), static_cast<uint32_t>(passage.hash),
          passage.length};
}

}  // namespace

Passages::Passages() {
  Can(TEXTMILL_REPLAYS);
  Describe("dedup.passages", "1.0.0",
           "Cuts out paragraphs or sentences that repeat in a document or in many of them.");
  Explain(kPassagesDescription, kPassagesExample);
  DocumentNeed("passages_cut", "int64", "what an earlier step of this kind cut, to be added to");
  DocumentNeed("cut_passages", "list", "the same");
}

void Passages::Bind(Binder& binder) {
  rest.field().name = column->value;
  found_.Enable(scope != "document");
  if (scope == "document") binder.flags &= ~uint32_t{TEXTMILL_REPLAYS | TEXTMILL_COMMITS};
  const auto same = [&](const OutBase& out) {
    const Field* field = binder.Find(out.field().name);
    return field != nullptr && SameType(*field, out.field()) ? binder.Use(field->name) : -1;
  };
  cut_before_ = same(cut);
  which_before_ = same(which);
}

std::unique_ptr<Lane> Passages::NewLane() const { return std::make_unique<PassagesLane>(); }

void Passages::Process(const Batch& batch, Reply& reply, Lane* lane) const {
  if (scope != "document" && batch.pass() == 0) return Collect(batch, reply, lane);
  for (int64_t row = 0; row < batch.rows(); ++row) Cut(batch, row, reply, lane);
}

void Passages::Collect(const Batch& batch, Reply& reply, Lane* lane) const {
  auto& [repeats, keys, seen, unused] = *static_cast<PassagesLane*>(lane);
  const auto texts = batch[text];
  for (int64_t row = 0; row < batch.rows(); ++row) {
    repeats.Split(texts[row], unit == "sentence");
    keys.clear();
    seen.clear();
    for (const Passage& passage : repeats.passages()) {
      if (passage.length >= *min_length && seen.insert(passage.hash).second)
        keys.push_back(PassageKeyOf(passage));
    }
    reply[found_].Append(
        {reinterpret_cast<const char*>(keys.data()), keys.size() * sizeof(PassageKey)});
  }
}

void Passages::Cut(const Batch& batch, int64_t row, Reply& reply, Lane* lane) const {
  auto& [repeats, unused, unused_too, remainder] = *static_cast<PassagesLane*>(lane);
  const auto texts = batch[text];
  auto& all_cut = reply[which].items<BytesBuilder>();
  int64_t n = 0;
  if (cut_before_ >= 0 && !batch.At<Int64>(cut_before_).IsNull(row))
    n += batch.At<Int64>(cut_before_)[row];
  if (which_before_ >= 0) {
    const auto before = batch.At<List>(which_before_);
    const auto items = before.Items<BytesView>();
    for (int64_t k = before.begin(row); k < before.end(row); ++k) all_cut.Append(items[k]);
  }
  repeats.Split(texts[row], unit == "sentence");
  auto& passages = repeats.passages();
  int64_t in_corpus = 0, in_document = 0;
  if (scope != "corpus") {
    repeats.MarkRepeated(static_cast<uint32_t>(*min_length), static_cast<uint32_t>(*min_pasted));
    in_document = std::count_if(passages.begin(), passages.end(),
                                [](const Passage& passage) { return passage.cut; });
  }
  if (scope != "document") {
    for (Passage& passage : passages) {
      if (passage.cut || passage.length < *min_length || counts_.Of(passage.hash) < *min_documents)
        continue;
      passage.cut = true;
      ++in_corpus;
    }
  }
  // Another stage may have made the column, with any number in it.
  if (__builtin_add_overflow(n, in_document + in_corpus, &n))
    n = std::numeric_limits<int64_t>::max();
  if (found_.enabled()) {
    int64_t all_length = 0, cut_length = 0;
    for (const Passage& passage : passages) {
      all_length += passage.length;
      cut_length += passage.cut ? passage.length : 0;
    }
    // A passage without words tells Commit that most of the document went.
    constexpr PassageKey kMostly{0, 0, 0};
    const bool mostly = in_corpus > 0 && cut_length * 2 > all_length;
    reply[found_].Append({reinterpret_cast<const char*>(&kMostly), mostly ? sizeof kMostly : 0});
    reply.Count(mostly_cut, mostly ? 1 : 0);
  }
  for (size_t i = 0; i < passages.size(); ++i) {
    if (passages[i].cut) all_cut.Append(repeats.text_of(i));
  }
  if (texts.IsNull(row)) {
    reply[rest].AppendNull();
  } else if (in_document + in_corpus == 0) {
    reply[rest].Append(texts[row]);
  } else {
    repeats.Rest(&remainder);
    reply[rest].Append(remainder);
    reply.Count(documents_cut);
  }
  reply[cut].Append(n);
  reply[which].EndRow();
  reply.Count(repeated, in_document);
  reply.Count(boilerplate, in_corpus);
}

void Passages::Commit(const Batch& batch, const Carried& carried, Reply& reply) {
  const auto found = carried[found_];
  if (batch.pass() != 0) {
    for (int64_t row = 0; row < batch.rows(); ++row) mostly_cut_ += found[row].empty() ? 0 : 1;
    return;
  }
  std::vector<PassageKey> keys;
  for (int64_t row = 0; row < batch.rows(); ++row) {
    const std::string_view bytes = found[row];
    if (bytes.empty()) continue;
    keys.resize(bytes.size() / sizeof(PassageKey));
    std::memcpy(keys.data(), bytes.data(), bytes.size());
    ++documents_;
    if (counts_.AddDocument(keys.data(), keys.size(), max_shared)) {
      ++copied_;
      reply.Count(copies);
    }
  }
  reported_memory_.Set(host(), static_cast<int64_t>(counts_.bytes()));
}

void Passages::EndOfPass() {
  if (copied_ * 2 > documents_ && *max_shared < 1) {
    Log(TEXTMILL_LOG_WARNING,
        std::to_string(copied_) + " of " + std::to_string(documents_) +
            " documents were taken for copies, since more than the share `max_shared` of each "
            "comes "
            "from one earlier document, so what they share with it did not count toward "
            "`min_documents`. If they are pages that are mostly boilerplate, use `max_shared: 1`.");
  }
}

void Passages::Finish() {
  if (mostly_cut_ * 50 <= documents_) return;
  Log(TEXTMILL_LOG_WARNING,
      std::to_string(mostly_cut_) + " of " + std::to_string(documents_) +
          " documents lost most of their text, since it is found in at least `min_documents: " +
          std::to_string(*min_documents) +
          "` documents. If these are copies of each other, remove them first (`dedup.near`) or set "
          "`max_shared: 0.5`.");
}

void Passages::Save(StateWriter& to) const {
  to.Put(documents_);
  to.Put(copied_);
  to.Put(mostly_cut_);
  counts_.Save(to);
}

void Passages::Restore(StateReader& from) {
  for (int64_t* const n : {&documents_, &copied_, &mostly_cut_}) *n = values::TakeCount(from);
  counts_.Restore(from);
}

void Passages::MergeState(StateReader& later) {
  if (const Split split = HowToSplit(); split.how == TEXTMILL_SPLIT_WHOLE) throw Error(split.why);
  for (int64_t* const n : {&documents_, &copied_, &mostly_cut_}) *n = values::TakeCount(later, *n);
  counts_.Merge(later);
  reported_memory_.Set(host(), static_cast<int64_t>(counts_.bytes()));
}

Split Passages::HowToSplit() const {
  if (scope == "document") return {TEXTMILL_SPLIT_FREELY, ""};
  if (*max_shared >= 1) return {TEXTMILL_SPLIT_MERGE, ""};
  return {TEXTMILL_SPLIT_WHOLE,
          "`max_shared` looks for the earlier document that each document is a copy of, wherever "
          "that is; use `max_shared: 1`"};
}

}  // namespace textmill::dedup
