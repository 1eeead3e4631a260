// The stage `entities.count`: adds the column `entity_counts`, the different names of a document
// and how often it mentions each.
#ifndef TEXTMILL_PLUGINS_ENTITIES_COUNT_H_
#define TEXTMILL_PLUGINS_ENTITIES_COUNT_H_

#include <memory>

#include "plugins/entities/tables/entity_column.h"
#include "textmill/textmill.hpp"

namespace textmill::entities {

class Count final : public Transform {
 public:
  Count();
  void Bind(Binder& binder) override;
  std::unique_ptr<Lane> NewLane() const override;
  void Process(const Batch& batch, Reply& reply, Lane* lane) const override;

 private:
  Param<ColumnName> column_{this, "column", ColumnName{"entities"},
                            "The column with the entities, as `entities.tag` or `entities.link` "
                            "makes it."};
  In<List> entities_{this, column_, "the entities that are counted"};
  Out<List> counts_;
};

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_COUNT_H_
