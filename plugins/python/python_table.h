// The stage python.table: an object of a class in Python that is given the documents one after the
// other, and has the rows of a table in the end. One process, in input order.
#ifndef PLUGINS_PYTHON_PYTHON_TABLE_H_
#define PLUGINS_PYTHON_PYTHON_TABLE_H_

#include <memory>

#include "plugins/python/python_stage.h"

namespace textmill::python {

class PythonTable final : public PythonStage {
 public:
  PythonTable();
  Param<Value> makes;

  void Bind(Binder& binder) override;
  void Open(const textmill_open_request&) override { worker_ = TakeWorker(); }
  void Process(const Batch&, Reply&, Lane*) const override {}
  void Commit(const Batch& batch, const Carried&, Reply& reply) override;
  bool NextTable(uint32_t table, StructBuilder& rows) override;
  void Save(StateWriter& to) const override;
  void Restore(StateReader& from) override;

 private:
  // Throws when the process has died: what it remembered is lost.
  MessageReader Ask(MessageWriter message) const;

  std::unique_ptr<WorkerProcess> worker_;
};

}  // namespace textmill::python

#endif  // PLUGINS_PYTHON_PYTHON_TABLE_H_
