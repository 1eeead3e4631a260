// The stages python.map, python.filter and python.expand: a function of a module, in processes of
// its own, one for each lane.
#ifndef PLUGINS_PYTHON_PYTHON_STAGE_H_
#define PLUGINS_PYTHON_PYTHON_STAGE_H_

#include <sys/types.h>

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "plugins/python/worker_process.h"
#include "textmill/textmill.hpp"

namespace textmill::python {

// What all stages in Python have, python.table too: parameters, and the module that is bound.
class PythonStage : public Transform {
 public:
  Param<InputFile> module{
      this, "module", kRequired,
      "The file of the module, as my_stage.py. What is beside it can be imported."};
  Param<std::string> function{this, "function", kOptional,
                              "The function in it; by default the one called as the kind of stage "
                              "(`map`, `filter`, ...), or the only one that there is. Names that "
                              "begin with `_` do not count."};
  Param<std::string> python{this, "python", std::string("python3"),
                            "The interpreter, 3.9 or newer: a program, or the file of one, as "
                            ".venv/bin/python."};
  Param<Duration> timeout{this, "timeout", Duration{60'000'000'000},
                          "How long the function may take for a document (with `batch`: for a "
                          "batch).",
                          Range{0.001, 86400 * 7}};
  Param<Size> max_value_bytes{this, "max_value_bytes", Size{64 << 20},
                              "A text that is longer fails its document.", Range{1, 1 << 30}};

 protected:
  PythonStage(const char* kind, const char* what);
  // Binds the module to the columns that come in; `batch` hands over whole columns.
  void BindModule(Binder& binder, const Value& makes, bool batch);
  const Signature& signature() const { return signature_; }
  process::Patience& patience() const { return terms_.patience; }
  // A worker that is bound: the one that told the signature, or a new one. Any thread.
  std::unique_ptr<WorkerProcess> TakeWorker() const;
  // Rows [begin, end) of a batch, as a message.
  MessageWriter Rows(const Batch& batch, int64_t begin, int64_t end) const;

 public:
  ~PythonStage() override;
  std::vector<AccountNumber> Account() const override;

 private:
  const std::string kind_;
  WorkerTerms terms_;
  Signature signature_;
  std::vector<Field> used_;
  std::vector<int> used_slots_;
  mutable std::mutex mutex_;
  // Not to be touched in a process that is forked from the one that bound (`isolate: true`): its
  // descriptors are closed there, and their numbers may be those of others.
  mutable std::unique_ptr<WorkerProcess> bound_;
  pid_t binder_ = -1;
};

// Of those that work in lanes.
class LaneStage : public PythonStage {
 public:
  std::unique_ptr<Lane> NewLane() const override;
  void Process(const Batch& batch, Reply& reply, Lane* lane) const override;

 protected:
  using PythonStage::PythonStage;
  // What was made of rows [begin, end), without those that failed; `failed` ascends.
  virtual void Take(MessageReader& made, int64_t begin, int64_t end,
                    const std::vector<int64_t>& failed, Reply& reply) const = 0;
  // The row has nothing.
  virtual void TakeNothing(Reply& reply) const = 0;

 private:
  struct OneLane;
  struct Work;
  void Run(Work& work, int64_t begin, int64_t end) const;
};

class PythonMap final : public LaneStage {
 public:
  PythonMap();
  Param<Value> makes;
  Param<bool> batch{this, "batch", false,
                    "The function takes whole columns: `list[str]`, `pyarrow.Array`, "
                    "`pandas.Series`, or one `pyarrow.RecordBatch` or `pandas.DataFrame`."};
  void Bind(Binder& binder) override;

 private:
  void Take(MessageReader& made, int64_t begin, int64_t end, const std::vector<int64_t>& failed,
            Reply& reply) const override;
  void TakeNothing(Reply& reply) const override { reply.AppendNulls(); }
};

class PythonFilter final : public LaneStage {
 public:
  PythonFilter();
  Param<bool> batch{this, "batch", false,
                    "The function takes whole columns, and returns a list; see `python.map`."};
  Reason by_function{this, "function"};
  Detail<Utf8> why{this, "why", "what the function returned as the reason"};
  void Bind(Binder& binder) override;

 private:
  void Take(MessageReader& made, int64_t begin, int64_t end, const std::vector<int64_t>& failed,
            Reply& reply) const override;
  void TakeNothing(Reply& reply) const override;
};

class PythonExpand final : public LaneStage {
 public:
  PythonExpand();
  Param<Value> makes;
  void Bind(Binder& binder) override;

 private:
  void Take(MessageReader& made, int64_t begin, int64_t end, const std::vector<int64_t>& failed,
            Reply& reply) const override;
  void TakeNothing(Reply&) const override {}
};

// The parameter `makes`.
ParamSpec MakesParam(const char* doc);

}  // namespace textmill::python

#endif  // PLUGINS_PYTHON_PYTHON_STAGE_H_
