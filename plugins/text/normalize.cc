#include "plugins/text/normalize.h"

#include <algorithm>
#include <string>

namespace textmill::text {

struct Normalize::Scratch final : Lane {
  std::string normal;
};

Normalize::Normalize() {
  Describe("text.normalize", "1.0.0",
           "Writes each character in one way: Unicode normal form, white space, invisible "
           "characters, quotation marks, dashes.");
  Explain(
      "Texts from several sources write the same thing in different ways: an accented letter as "
      "one character or as two, a space that must not break, an invisible mark in the middle of a "
      "word, typewriter or typographer's quotation marks. Searching, counting and comparing then "
      "miss what looks equal. Put this step first.\n"
      "\n"
      "The text itself is replaced, so columns that hold places in it (entities, for instance) "
      "must be made after this step. Normalising twice changes nothing more. The summary counts "
      "the documents that were `changed`.",
      "- uses: text.normalize\n"
      "  with: { form: NFC, whitespace: true, control: true, quotes: true, dashes: true }\n");
}

void Normalize::Bind(Binder&) {
  out_.field().name = in_.name();
  normal_form_.reset();
  if (form_ == "NFC") normal_form_.emplace(unicode::Form::kNfc);
  if (form_ == "NFKC") normal_form_.emplace(unicode::Form::kNfkc);
  cleaner_ = std::make_unique<const Cleaner>(
      Cleaner::Options{whitespace_, control_, quotes_, dashes_, ellipsis_});
}

std::unique_ptr<Lane> Normalize::NewLane() const { return std::make_unique<Scratch>(); }

void Normalize::Process(const Batch& batch, Reply& reply, Lane* lane) const {
  const auto texts = batch[in_];
  BytesBuilder& out = reply[out_];
  size_t bytes = Cleaner::kSlack;
  for (int64_t i = 0; i < batch.rows(); ++i) bytes += texts[i].size();
  out.Reserve(static_cast<size_t>(batch.rows()), bytes);
  for (int64_t i = 0; i < batch.rows(); ++i) {
    if (texts.IsNull(i)) {
      out.AppendNull();
    } else if (Append(texts[i], out, static_cast<Scratch&>(*lane))) {
      reply.Count(changed_);
    }
  }
}

// Cleaning comes first: what it removes may be between a letter and its accent. It never undoes
// a normal form. NFKC, however, makes blanks, dashes and full stops of other characters.
bool Normalize::Append(std::string_view text, BytesBuilder& to, Scratch& scratch) const {
  const bool compatible = form_ == "NFKC";
  char* room = to.Room(text.size() + Cleaner::kSlack);
  Cleaner::Result cleaned = cleaner_->Clean(text, room);
  bool changed = cleaned.changed;
  if (normal_form_ && !cleaned.ascii && (compatible || !cleaned.surely_nfc) &&
      normal_form_->Normalize({room, cleaned.size}, &scratch.normal)) {
    const std::string& normal = scratch.normal;
    room = to.Room(normal.size() + Cleaner::kSlack);
    if (compatible) {
      cleaned = cleaner_->Clean(normal, room);
    } else {
      std::copy(normal.begin(), normal.end(), room);
      cleaned.size = normal.size();
    }
    changed = true;
  }
  // Two changes may have undone each other.
  changed = changed && std::string_view(room, cleaned.size) != text;
  to.Wrote(cleaned.size);
  to.EndValue();
  return changed;
}

}  // namespace textmill::text
