#include "plugins/documents/merge.h"

#include "plugins/lib/values/saved_count.h"

namespace textmill::documents {

Merge::Merge() {
  Can(TEXTMILL_REPLAYS);
  Describe("documents.merge", "1.0.0",
           "Puts pieces of documents together again: the paragraphs that were kept, rejoined.");
  Explain(
      "After `text.split` and steps that drop pieces (other languages, duplicates, what is too "
      "short), this makes documents of what is left. Pieces that follow each other and have the "
      "same `by` are one document; it takes the place of its first piece, with that piece's other "
      "columns, the others are dropped with the reason `merged`.\n\n"
      "- The document's `id` is the value of `by`, which goes; so do the columns `begin` and `end` "
      "of `text.split`.\n"
      "- A piece without a value in `by` is a document by itself, and keeps its id.\n"
      "- Documents of which no piece is left are not made: their pieces were dropped before.\n"
      "- Columns that hold places in the text, such as `entities`, are made after this step.",
      "- uses: text.split\n"
      "- uses: language.detect\n"
      "- keep: lang == \"en\"\n"
      "- uses: documents.merge");
}

void Merge::Bind(Binder& binder) {
  merged_.field().name = text_.name();
  if (text_.name() == "id" || text_.name() == parent_.name())
    throw Error("the column `" + text_.name() +
                "` cannot be joined: it says which pieces belong "
                "together")
        .Parameter("column");
  // Where a piece was in its document is said of pieces alone.
  const bool of_split = parent_.name() == "parent";
  for (const Field& field : binder.input()) {
    const bool place = of_split && (field.name == "begin" || field.name == "end");
    if (field.name != parent_.name() && !place) binder.Keep(field.name, field.name);
  }
}

bool Merge::Continues(const Batch& batch, int64_t row) const {
  const View<Utf8> parents = batch[parent_];
  return current_.open && !parents.IsNull(row) && parents[row] == current_.parent;
}

// That a document that waits for the second pass takes memory, or (-1) no longer does.
void Merge::TellMemory(const Document& document, int64_t sign) const {
  if (host() == nullptr) return;
  const size_t bytes = sizeof document + document.parent.size() + document.text.size();
  host()->memory(host(), sign * static_cast<int64_t>(bytes));
}

void Merge::Store(Document document) {
  if (!document.crosses && document.first > 0) return;
  document.open = false;
  TellMemory(document, 1);
  crossing_.emplace(document.first, std::move(document));
}

void Merge::Close() {
  if (current_.open) Store(std::move(current_));
  current_ = {};
}

// More of the document at hand.
void Merge::Append(std::string_view text, int64_t pieces) {
  if (current_.pieces > 0) current_.text += separator_.get();
  current_.text += text;
  current_.pieces += pieces;
}

void Merge::Gather(const Batch& batch) {
  const View<Utf8> parents = batch[parent_], texts = batch[text_];
  for (int64_t row = 0; row < batch.rows(); ++row) {
    if (!Continues(batch, row)) {
      Close();
      current_.first = rows_ + row;
      current_.parent = parents[row];
      current_.open = !parents.IsNull(row);
    } else {
      current_.crosses = current_.crosses || row == 0;
    }
    Append(texts[row], 1);
  }
  rows_ += batch.rows();
}

void Merge::Commit(const Batch& batch, const Carried&, Reply& reply) {
  if (batch.pass() == 0) return Gather(batch);
  const View<Utf8> parents = batch[parent_], texts = batch[text_];
  const auto make = [&](std::string_view id, std::string_view text, int64_t pieces) {
    reply.Keep();
    reply[merged_id_].Append(id);
    reply[merged_].Append(text);
    reply[pieces_].Append(pieces);
  };
  const auto drop = [&](int64_t row) {
    reply.Drop(merged_away_);
    reply[merged_id_].Append(parents[row]);
    reply[merged_].Append("");
    reply[pieces_].AppendNull();
  };
  std::string text;
  for (int64_t row = 0; row < batch.rows();) {
    if (Continues(batch, row)) {  // what the batch before began
      drop(row++);
      continue;
    }
    current_ = {};
    current_.parent = parents[row];
    current_.open = !parents.IsNull(row);
    if (!current_.open) {
      if (id_.present())
        make(batch[id_][row], texts[row], 1);
      else
        make("", texts[row], 1);
      ++row;
      continue;
    }
    int64_t end = row + 1;
    while (end < batch.rows() && Continues(batch, end)) ++end;
    if (const auto crossing = crossing_.find(rows_ + row); crossing != crossing_.end()) {
      make(current_.parent, crossing->second.text, crossing->second.pieces);
      TellMemory(crossing->second, -1);
      crossing_.erase(crossing);
    } else {
      text.assign(texts[row]);
      for (int64_t k = row + 1; k < end; ++k) text.append(separator_.get()).append(texts[k]);
      make(current_.parent, text, end - row);
    }
    for (int64_t k = row + 1; k < end; ++k) drop(k);
    row = end;
  }
  rows_ += batch.rows();
}

void Merge::EndOfPass() {
  Close();
  rows_ = 0;
}

void Merge::Save(StateWriter& to) const {
  const auto put = [&](const Document& document) {
    to.Put(document.first);
    to.Put(document.pieces);
    to.PutBytes(document.parent);
    to.PutBytes(document.text);
    to.Put(static_cast<uint8_t>(document.open));
    to.Put(static_cast<uint8_t>(document.crosses));
  };
  to.Put(rows_);
  put(current_);
  to.Put(static_cast<uint64_t>(crossing_.size()));
  for (const auto& [first, document] : crossing_) put(document);
}

Merge::Document Merge::TakeDocument(StateReader& from) {
  Document document;
  document.first = values::TakeCount(from);
  document.pieces = values::TakeCount(from);
  document.parent = from.TakeBytes();
  document.text = from.TakeBytes();
  document.open = from.Take<uint8_t>() != 0;
  document.crosses = from.Take<uint8_t>() != 0;
  return document;
}

void Merge::Restore(StateReader& from) {
  rows_ = values::TakeCount(from);
  current_ = TakeDocument(from);
  for (auto n = from.Take<uint64_t>(); n > 0; --n) {
    Document document = TakeDocument(from);
    TellMemory(document, 1);
    crossing_.emplace(document.first, std::move(document));
  }
}

// The first document there may be the rest of the one at hand.
void Merge::MergeState(StateReader& later) {
  const int64_t rows = values::TakeCount(later);
  Document last = TakeDocument(later);
  const auto joins = [&](const Document& first) {
    const bool same = first.first == 0 && current_.open && first.parent == current_.parent;
    if (same) {
      Append(first.text, first.pieces);
      current_.crosses = true;
    }
    return same;
  };
  for (auto n = later.Take<uint64_t>(); n > 0; --n) {
    Document document = TakeDocument(later);
    const bool joined = joins(document);
    Close();
    document.first += rows_;
    if (!joined) Store(std::move(document));
  }
  if (rows > 0 && !(last.open && joins(last))) {
    Close();
    last.first += rows_;
    current_ = std::move(last);
  }
  rows_ += rows;
}

void Merge::BeginAt(uint64_t rows) {
  rows_ = static_cast<int64_t>(rows);
  current_ = {};
  auto before = crossing_.lower_bound(rows_);
  if (before == crossing_.begin()) return;
  const Document& document = (--before)->second;
  current_.open = document.first + document.pieces > rows_;
  if (current_.open) current_.parent = document.parent;
}

}  // namespace textmill::documents
