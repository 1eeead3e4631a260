// The stage `entities.tag`: adds the column `entities`.
#ifndef TEXTMILL_PLUGINS_ENTITIES_TAG_H_
#define TEXTMILL_PLUGINS_ENTITIES_TAG_H_

#include <memory>
#include <string>
#include <vector>

#include "plugins/entities/gazetteer/names.h"
#include "plugins/entities/patterns/built_in.h"
#include "plugins/entities/patterns/document_date.h"
#include "plugins/entities/patterns/own_patterns.h"
#include "plugins/lib/tagger/model.h"
#include "plugins/lib/tagger/tagger.h"
#include "textmill/textmill.hpp"

namespace textmill::entities {

struct TagLane;

class Tag final : public Transform {
 public:
  Tag();
  void Bind(Binder& binder) override;
  void Open(const textmill_open_request& request) override;
  std::unique_ptr<Lane> NewLane() const override;
  void Process(const Batch& batch, Reply& reply, Lane* lane) const override;

 private:
  Param<ColumnName> column_{this, "column", ColumnName{"text"},
                            "The column in which entities are found."};
  Param<std::vector<InputFile>> gazetteers_{
      this, "gazetteers", kOptional,
      "Files with names to find: TSV (`.tsv`) or CSV (`.csv`), in "
      "UTF-8, with a header line. Columns: "
      "`name` and `type`, and where there are any `canonical`, "
      "`id`, `case`, `language`. Where files "
      "disagree about a name, the one named first counts."};
  Param<bool> world_{this, "world", true,
                     "Whether to look for the names of the world gazetteer that comes with the "
                     "stage. Your own gazetteers win over it."};
  Param<bool> tagger_{this, "tagger", true,
                      "Whether to find people, organisations, places and other names by a model "
                      "that was trained on annotated text."};
  Param<InputFile> model_file_{this, "model", kOptional,
                               "A model of your own, made by `textmill-train-entities`; without "
                               "it, the one for English that comes with the stage."};
  Param<std::vector<std::string>> model_languages_{
      this, "model_languages", kOptional,
      "Where there is a column `lang`: the model is used on documents in these languages, and on "
      "those without one (`und`); `[all]` for every document. Without this, on those in the "
      "languages that the model is for."};
  Param<Value> patterns_;
  Param<ColumnName> date_{
      this, "date", kOptional,
      "The column that says when a document was written, from which dates such as \"last Friday\" "
      "are counted; `date` unless given, where there is one."};
  Param<Map<std::string>> own_{
      this, "own", kOptional,
      "Regular expressions of your own by entity type, in RE2's syntax: "
      "`{IBAN: '\\b[A-Z]{2}\\d{2}[A-Z0-9]{11,30}\\b'}`. What the first group matches, if there is "
      "one, becomes `value`."};
  In<Utf8> text_{this, column_, "the text in which entities are found"};
  In<Utf8> lang_{this, "lang", kOptional,
                 "which documents the model is used on, and how numbers are written"};
  In<Float32> lang_confidence_{this, "lang_confidence", kOptional,
                               "below 0.5, a document counts as one without a language"};
  Out<List> entities_;
  Counter found_{this, "entities"};
  Counter by_gazetteer_{this, "by_gazetteer"};
  Counter by_pattern_{this, "by_pattern"};
  Counter by_model_{this, "by_model"};

  enum Method : uint8_t { kByGazetteer, kByPattern, kByModel, kMethodCount };
  struct Entry {
    Method method;
    std::string_view type, name, id, value;
  };

  void CheckLanguages(const Binder& binder) const;
  std::string_view LanguageOf(const Batch& batch, int64_t row) const;
  bool ModelReads(std::string_view language) const;
  std::string_view NameType(const Mention& m) const;
  bool IsInPlace(std::string_view text, std::vector<Gazetteer::Hit>::const_iterator hit,
                 std::vector<Gazetteer::Hit>::const_iterator end) const;
  void AddModelNames(std::string_view text, std::vector<NameFound>* found,
                     std::vector<Gazetteer::Hit>* hits, Mentions* mentions) const;

  void FindMentions(const Batch& batch, int64_t row, TagLane* lane) const;
  Entry EntryOf(const Mention& m, std::string_view values) const;

  DocumentDate written_;
  BuiltInPatterns built_in_;
  OwnPatterns own_patterns_;
  NameList names_;
  uint32_t world_from_ = 0;  // names of the world gazetteer have payloads from here on
  std::shared_ptr<const Model> model_;
  std::vector<std::string> languages_;  // that the model is used on; empty: all
};

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_TAG_H_
