// A stage at work: owns one instance of a plugin's stage, and turns the C calls into Results whose
// messages name the step.
//
// Threads: as abi.h says for each function. Lanes are made on demand and kept for reuse.
//
// What is called while a run is under way is virtual: isolate/isolated_instance.h does the same in
// other processes.
#ifndef CORE_PLUGIN_INSTANCE_H_
#define CORE_PLUGIN_INSTANCE_H_

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/plugin/bound.h"
#include "core/plugin/kept_conditions.h"
#include "core/plugin/plugin_call.h"
#include "core/result.h"
#include "core/table/batch.h"
#include "textmill/extensions.h"

namespace textmill::core {

// What an instance may ask of the run it works in. Before a run there is none.
class StageServices {
 public:
  virtual ~StageServices() = default;
  virtual void Log(int32_t level, const std::string& step, std::string_view message) = 0;
  virtual bool Cancelled() = 0;
  virtual Status Write(size_t output, std::string_view bytes) = 0;
};

class Instance {
 public:
  // `stage` outlives the instance. `step` is the step's id, for messages; "" where there is no
  // pipeline.
  static Result<std::unique_ptr<Instance>> Create(const textmill_stage& stage, std::string step,
                                                  const textmill_value& params);
  virtual ~Instance();
  Instance(const Instance&) = delete;
  Instance& operator=(const Instance&) = delete;

  const textmill_stage& stage() const { return stage_; }
  const std::string& step() const { return step_; }

  // `input` is NULL for a source.
  Result<Bound> Bind(const Schema* input);
  Result<std::vector<textmill_input>> ListInputs();  // sources; strings belong to the plugin

  // How much there is to read, for stages that ask (textmill.input/1); -1: not known.
  virtual void SetInputBytes(int64_t bytes) { input_bytes_ = bytes; }
  // Which of its columns anybody looks at, for sources that ask (textmill.wanted/1). Before Open;
  // otherwise all of them.
  void SetWanted(std::set<std::string> columns) { wanted_ = std::move(columns); }
  // What its rows must be like to be kept, for sources that ask (textmill.kept/1). Before Open;
  // otherwise nothing.
  void SetKept(std::vector<KeptIf> kept) { kept_.Set(std::move(kept)); }
  // Once bound: what the stage has planned, in sentences, one per line; "" when it says nothing.
  virtual Result<std::string> Notes();

  // At the end of a run (textmill.account/1): numbers by group and name, and inputs that turned out
  // to be at fault. Empty where the stage keeps no account.
  struct Number {
    std::string group, name;
    int64_t n;
  };
  virtual Result<std::vector<Number>> Account();
  struct InputFault {
    uint32_t input;
    std::string why;
  };
  Result<std::vector<InputFault>> Faults();

  // From here on the instance works for `services`. `memory`: bytes that it may keep; 0: no limit.
  virtual Status Open(StageServices* services, const std::string& work_folder, uint32_t threads,
                      uint64_t memory = 0);

  // The run is over: from here on the instance works for nobody, until it is gone.
  virtual void Detach() { services_ = nullptr; }

  // ---- sources
  enum class Next { kUnit, kEnd, kInputFailed };
  // With kInputFailed, `unit` says which input and where, and `failure` why.
  Result<Next> NextUnit(uint64_t want_bytes, textmill_unit* unit, std::string* failure);
  // `failure` is set when the unit cannot be read any more.
  Status ReadUnit(const textmill_unit& unit, textmill_rows* rows,
                  std::optional<std::string>* failure);
  Result<std::string> ReadRecord(const textmill_unit& unit, uint64_t offset, uint64_t length);

  // ---- transforms and sinks; the caller releases what is in `reply`, after errors too
  // `fresh_lane`: with scratch state that no other batch has used.
  virtual Status Process(const textmill_batch& batch, textmill_reply* reply,
                         bool fresh_lane = false);
  virtual Status Commit(const textmill_batch& batch, const ArrowArray* carry,
                        textmill_reply* reply);
  virtual Status EndOfPass();
  virtual Status Finish();
  // False at the table's end.
  virtual Result<bool> NextTable(uint32_t table, ArrowArray* rows);

  // Whether, once bound as `flags` say, what it does depends on documents that it saw before.
  bool Remembers(uint32_t flags) const;

  // ---- state (textmill.state/1), as extensions.h says; errors where a stage offers none
  bool offers_state() const { return Offers(TEXTMILL_STATE_1); }
  using WriteState = std::function<Status(std::string_view bytes)>;
  // Puts up to `size` bytes into `to`, fewer only at the end, and says how many.
  using ReadState = std::function<Result<size_t>(char* to, size_t size)>;
  virtual Status Save(const WriteState& write);
  virtual Status Restore(const ReadState& read);
  Status Save(std::string* bytes);
  Status Restore(const std::string& bytes);
  // ---- in several places; as extensions.h says
  // How a corpus may be split (textmill.split/1), once bound as `flags` say; `why` not, for people.
  struct Split {
    uint32_t how = TEXTMILL_SPLIT_WHOLE;
    std::string why;
  };
  Result<Split> HowToSplit(uint32_t flags);
  // Takes in the state of an instance that saw later input (textmill.merge/1).
  Status Merge(const std::string& bytes);
  // The stretch of pass 1 that comes begins after so many rows.
  Status BeginAt(uint64_t rows);
  // Which documents can have to do with each other (textmill.partition/1): those that share a key.
  Result<std::vector<std::vector<uint64_t>>> Keys(const textmill_batch& batch);

  // Whether the stage has this extension.
  bool Offers(const char* extension) const;

  // The most bytes that the stage said it keeps, so far; 0 where it says nothing.
  int64_t peak_memory() const { return peak_memory_.load(std::memory_order_relaxed); }

 protected:
  Instance(const textmill_stage& stage, std::string step);
  // It has kept so many bytes at once.
  void NotePeak(int64_t bytes);

 private:
  class LaneLease;
  template <class Table>
  const Table* Extension(const char* id) const {
    return static_cast<const Table*>(stage_.extension == nullptr ? nullptr : stage_.extension(id));
  }
  using TakeState = int32_t (*)(void* instance, const textmill_state_reader* reader,
                                textmill_error* error);
  Status Give(TakeState take, const ReadState& read);
  Error MakeError(int32_t code, const textmill_error& error) const;
  Status Check(int32_t code, const textmill_error& error) const;

  const textmill_stage& stage_;
  std::string step_;
  CalledPlugin called_;
  textmill_host host_{};
  void* instance_ = nullptr;
  std::atomic<StageServices*> services_{nullptr};
  std::atomic<int64_t> memory_{0}, peak_memory_{0};
  std::atomic<int64_t> input_bytes_{-1};
  std::optional<std::set<std::string>> wanted_;
  KeptConditions kept_;
  std::mutex lanes_mutex_;
  std::vector<void*> lanes_;
};

// Releases whatever a reply still holds.
void ReleaseReply(textmill_reply* reply);

}  // namespace textmill::core

#endif  // CORE_PLUGIN_INSTANCE_H_
