// Annotated text: documents with a label for each token, as they are read from files.
//
// Two formats, told apart by what the file holds. In a CoNLL file each line is a token, a tab and a
// tag (O, B-PER, I-PER; a B for each name or only between two of a type), an empty line ends a
// sentence and a line that begins with -DOCSTART- opens a document; where there is none, each
// sentence is a document. Inline markup is plain text with names in brackets, "[PER Ana Ruiz] left
// [LOC Quito].", a paragraph a line; a line that begins with "# " opens a document.
#ifndef TEXTMILL_PLUGINS_ENTITIES_TRAIN_CORPUS_H_
#define TEXTMILL_PLUGINS_ENTITIES_TRAIN_CORPUS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/lib/tagger/document.h"
#include "plugins/lib/tagger/labels.h"

namespace textmill::entities {

// The types of names, in the order they were met; at most kMaxTypes.
class Types {
 public:
  // The number of a type. Throws Error when there are too many.
  size_t Find(std::string_view name);
  const std::vector<std::string>& names() const { return names_; }

 private:
  std::vector<std::string> names_;
};

struct LabelledDocument {
  std::string text;  // what the tokens point into; sentences are lines
  Document document;
  std::vector<Label> labels;
  uint32_t file = 0;
  float weight = 1;
  uint8_t unmarked = 0;  // a bit for each type that the file does not mark: its names may be O
};

// The content of a file, plain or compressed.
std::string ReadWholeFile(const std::string& path);

// Appends the documents of a file. Throws Error with the line of what cannot be read.
void ReadCorpus(const std::string& path, Types* types, Lexicon* lexicon,
                std::vector<LabelledDocument>* out);
// The same of a file's content.
void ParseCorpus(const std::string& path, std::string_view content, Types* types, Lexicon* lexicon,
                 std::vector<LabelledDocument>* out);

// The names that labels mark: tokens [begin, end) and type.
struct Name {
  uint32_t begin, end;
  size_t type;
  bool operator==(const Name&) const = default;
};
std::vector<Name> NamesOf(const std::vector<Label>& labels);
// Marks a name in labels.
void MarkName(const Name& name, std::vector<Label>* labels);

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_TRAIN_CORPUS_H_
