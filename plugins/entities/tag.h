// The stage `entities.tag`: adds the column `entities`.
#ifndef TEXTMILL_PLUGINS_ENTITIES_TAG_H_
#define TEXTMILL_PLUGINS_ENTITIES_TAG_H_

#include <memory>
#include <string>
#include <vector>

#include "plugins/entities/built_in.h"
#include "plugins/entities/document_date.h"
#include "plugins/entities/names.h"
#include "plugins/entities/own_patterns.h"
#include "textmill/textmill.hpp"

namespace textmill::entities {

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
  Param<Value> patterns_;
  Param<ColumnName> date_{
      this, "date", kOptional,
      "The column that says when a document was written, from which dates such as \"last Friday\" "
      "are told; `date` unless given, where there is one."};
  Param<Map<std::string>> own_{
      this, "own", kOptional,
      "Regular expressions of your own by entity type, in RE2's syntax: "
      "`{IBAN: '\\b[A-Z]{2}\\d{2}[A-Z0-9]{11,30}\\b'}`. What the first group matches, if there is "
      "one, becomes `value`."};
  In<Utf8> text_{this, column_, "the text in which entities are found"};
  Out<List> entities_;
  Counter found_{this, "entities"};
  Counter by_gazetteer_{this, "by_gazetteer"};
  Counter by_pattern_{this, "by_pattern"};

  DocumentDate written_;
  BuiltInPatterns built_in_;
  OwnPatterns own_patterns_;
  NameList names_;
};

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_TAG_H_
