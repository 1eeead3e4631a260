#include "plugins/documents/merge.h"

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

void Merge::Close() {
  if (current_.open && current_.crosses) {
    current_.open = false;
    TellMemory(current_, 1);
    crossing_.emplace(current_.first, std::move(current_));
  }
  current_ = {};
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
      current_.text += separator_.get();
    }
    ++current_.pieces;
    current_.text += texts[row];
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

void Merge::Restore(StateReader& from) {
  const auto take = [&] {
    Document document;
    document.first = from.Take<int64_t>();
    document.pieces = from.Take<int64_t>();
    document.parent = from.TakeBytes();
    document.text = from.TakeBytes();
    document.open = from.Take<uint8_t>() != 0;
    document.crosses = from.Take<uint8_t>() != 0;
    return document;
  };
  rows_ = from.Take<int64_t>();
  current_ = take();
  for (auto n = from.Take<uint64_t>(); n > 0; --n) {
    Document document = take();
    TellMemory(document, 1);
    crossing_.emplace(document.first, std::move(document));
  }
}

}  // namespace textmill::documents
