#include "plugins/write-annotations/brat.h"

#include <algorithm>

#include "textmill/utf8.hpp"

namespace textmill::write_annotations {
namespace {

// As brat has types: letters, digits, - and _.
std::string TypeName(std::string_view type) {
  std::string out;
  for (const char c : type) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || (c & 0x80) != 0;
    out += plain ? c : '_';
  }
  return out;
}

std::string_view Covered(const Span& span, std::string_view text) {
  return text.substr(static_cast<size_t>(span.begin), static_cast<size_t>(span.end - span.begin));
}

// What is nothing but line breaks has no place that brat could read.
bool HasPieces(std::string_view covered) { return covered.find_first_not_of('\n') != covered.npos; }

// One line: what would break it is a blank.
void AppendLine(std::string_view text, Buffer& to) {
  for (const char c : text) {
    const char shown = c == '\n' || c == '\r' || c == '\t' ? ' ' : c;
    to.Append(&shown, 1);
  }
}

}  // namespace

Brat::Brat()
    : AnnotationWriter(
          "The file to write; `out/{id}.ann` makes one for each document. Its text goes beside it, "
          "by "
          "`write.text`.") {
  Describe("write.brat", "1.0.0",
           "Writes the entities of each document as a file for brat (standoff), beside its text.");
  Explain(
      "brat wants two files for each document, `NAME.txt` and `NAME.ann`; `write.text` with the "
      "same "
      "path and `.txt` writes the first. Places are characters (code points).\n\n"
      "- An entity that goes over a line break is written in pieces, one a line, as brat wants "
      "it.\n"
      "- What is known of an entity beside its type (name, id, value) becomes a note.\n"
      "- In names of types, what is neither letter, digit, `-` nor `_` becomes `_`; brat shows the "
      "types that its `annotation.conf` names.\n"
      "- Where several documents go to one file, so do their texts, with the separator that "
      "`write.text` has by itself: places fit that file.",
      "- uses: entities.tag\n"
      "- uses: write.text\n"
      "  with: { path: 'out/{id}.txt' }\n"
      "- uses: write.brat\n"
      "  with: { path: 'out/{id}.ann' }");
}

// The file's numbers go on from document to document, so that Commit writes them.
int64_t Brat::Encode(const Batch&, int64_t, std::string_view text, std::vector<Span>& found,
                     Buffer&) const {
  return std::count_if(found.begin(), found.end(),
                       [&](const Span& span) { return HasPieces(Covered(span, text)); });
}

void Brat::AppendSpan(const Span& span, std::string_view text, Buffer& to) {
  const std::string_view covered = Covered(span, text);
  if (!HasPieces(covered)) return;
  Append("T", to);
  AppendInteger(++written_.spans, to);
  Append("\t" + TypeName(span.type), to);
  // A piece for each line that the span is in.
  int64_t at = written_.characters + span.first;
  std::string words;
  for (size_t begin = 0; begin < covered.size();) {
    const size_t end = std::min(covered.find('\n', begin), covered.size());
    const std::string_view piece = covered.substr(begin, end - begin);
    const auto length = static_cast<int64_t>(CountCharacters(piece));
    if (!piece.empty()) {
      Append(words.empty() ? " " : ";", to);
      AppendInteger(at, to);
      Append(" ", to);
      AppendInteger(at + length, to);
      words += (words.empty() ? "" : " ") + std::string(piece);
    }
    at += length + 1;
    begin = end + 1;
  }
  Append("\t", to);
  AppendLine(words, to);
  Append("\n", to);
  std::string note;
  for (const auto& [key, value] :
       {std::pair("name: ", span.name), {"id: ", span.id}, {"value: ", span.value}}) {
    if (!value.empty()) note += (note.empty() ? "" : "; ") + (key + std::string(value));
  }
  if (note.empty()) return;
  Append("#", to);
  AppendInteger(++written_.notes, to);
  Append("\tAnnotatorNotes T", to);
  AppendInteger(written_.spans, to);
  Append("\t", to);
  AppendLine(note, to);
  Append("\n", to);
}

void Brat::Commit(const Batch& batch, const Carried&, Reply&) {
  std::vector<Span> found;
  const View<Utf8> texts = batch[text];
  for (int64_t row = 0; row < batch.rows(); ++row) {
    const std::string_view body = texts[row];
    span_column().Take(batch, row, body, found);  // Process has looked whether it is right
    Buffer lines;
    for (const Span& span : found) AppendSpan(span, body, lines);
    Write(output(), {lines.data(), lines.size()});
    // As write.text puts texts into one file: a line end, and an empty line between two.
    const bool ends = !body.empty() && body.back() == '\n';
    written_.characters += static_cast<int64_t>(CountCharacters(body)) + (ends ? 1 : 2);
  }
}

}  // namespace textmill::write_annotations
