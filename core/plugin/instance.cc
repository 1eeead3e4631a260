#include "core/plugin/instance.h"

#include <algorithm>
#include <mutex>
#include <set>
#include <utility>

#include "core/plugin/registry.h"
#include "textmill/error.hpp"
#include "textmill/extensions.h"
#include "textmill/utf8.hpp"
#include "textmill/view.hpp"
#include "textmill/wanted.h"

namespace textmill::core {
namespace {

void Release(ArrowArray* array) {
  if (array->release != nullptr) array->release(array);
}

// A bind reply's schemas, released whatever happens.
struct BindReply {
  textmill_bind_reply raw{};
  ~BindReply() {
    for (ArrowSchema* schema :
         {&raw.columns, &raw.commit_columns, &raw.details, &raw.carry, &raw.tables}) {
      if (schema->release != nullptr) schema->release(schema);
    }
  }
};

struct OwnedSchema {
  ArrowSchema raw{};
  ~OwnedSchema() {
    if (raw.release != nullptr) raw.release(&raw);
  }
};

ErrorKind ErrorKindOf(int32_t code, bool blames_parameter) {
  switch (code) {
    case TEXTMILL_IO_ERROR:
    case TEXTMILL_INPUT_FAILED:
      return ErrorKind::kIo;
    case TEXTMILL_CANCELLED:
      return ErrorKind::kCancelled;
    case TEXTMILL_INTERNAL:
      return ErrorKind::kBrokenPromise;
    case TEXTMILL_NO_COLUMN:
      return ErrorKind::kNoSuchColumn;
    case TEXTMILL_WRONG_TYPE:
      return ErrorKind::kWrongType;
    case TEXTMILL_NO_MEMORY:
      return ErrorKind::kOutOfMemory;
    default:
      return blames_parameter ? ErrorKind::kBadParameter : ErrorKind::kBadInput;
  }
}

// A plugin's strings, for as long as the process: when it calls exit(), what it keeps is gone
// before somebody says that it did.
const char* Kept(const char* text) {
  static std::mutex mutex;
  static auto* const kept = new std::set<std::string>;
  const std::lock_guard lock(mutex);
  return kept->insert(text).first->c_str();
}

}  // namespace

void ReleaseReply(textmill_reply* reply) {
  for (ArrowArray* array : {&reply->columns, &reply->parents, &reply->verdicts, &reply->details,
                            &reply->carry, &reply->failures}) {
    Release(array);
  }
}

// A lane for the time of one call; given back for others to use unless it was to be fresh.
class Instance::LaneLease {
 public:
  LaneLease(Instance* instance, bool fresh) : instance_(instance), discard_(fresh) {
    if (!fresh) {
      std::lock_guard lock(instance->lanes_mutex_);
      if (!instance->lanes_.empty()) {
        lane_ = instance->lanes_.back();
        instance->lanes_.pop_back();
        return;
      }
    }
    if (instance->stage_.open_lane == nullptr) return;
    const PluginCall call(instance->called_, "open_lane");
    textmill_error error{};
    status_ =
        instance->Check(instance->stage_.open_lane(instance->instance_, &lane_, &error), error);
  }
  ~LaneLease() {
    if (!status_.ok()) return;
    if (discard_) {
      const PluginCall call(instance_->called_, "close_lane");
      if (lane_ != nullptr) instance_->stage_.close_lane(instance_->instance_, lane_);
      return;
    }
    std::lock_guard lock(instance_->lanes_mutex_);
    instance_->lanes_.push_back(lane_);
  }
  LaneLease(const LaneLease&) = delete;
  LaneLease& operator=(const LaneLease&) = delete;
  const Status& status() const { return status_; }
  void* get() const { return lane_; }
  // Nobody else shall use this lane: what a failed call left in it is unknown.
  void Discard() { discard_ = true; }

 private:
  Instance* instance_;
  bool discard_;
  void* lane_ = nullptr;
  Status status_;
};

Instance::Instance(const textmill_stage& stage, std::string step)
    : stage_(stage), step_(std::move(step)) {
  called_.step = step_.c_str();
  called_.stage = Kept(stage.info->name);
  if (const LoadedPlugin* from = WhereLoaded(stage)) {
    called_.file = Kept(from->path.c_str());
    called_.version = Kept(from->plugin->version);
  }
  host_.major = TEXTMILL_ABI_MAJOR;
  host_.minor = TEXTMILL_ABI_MINOR;
  host_.self = this;
  host_.log = [](const textmill_host* host, int32_t level, const char* message, uint64_t size) {
    auto* self = static_cast<Instance*>(host->self);
    if (StageServices* services = self->services_.load())
      services->Log(level, self->step_, {message, size});
  };
  host_.cancelled = [](const textmill_host* host) -> int32_t {
    StageServices* services = static_cast<Instance*>(host->self)->services_.load();
    return services != nullptr && services->Cancelled() ? 1 : 0;
  };
  host_.memory = [](const textmill_host* host, int64_t bytes) {
    auto* self = static_cast<Instance*>(host->self);
    self->NotePeak(self->memory_.fetch_add(bytes, std::memory_order_relaxed) + bytes);
  };
  host_.write = [](const textmill_host* host, uint32_t output, const void* data, uint64_t size,
                   textmill_error* error) -> int32_t {
    StageServices* services = static_cast<Instance*>(host->self)->services_.load();
    const Status status = services == nullptr
                              ? Status(Error{"nothing can be written before the stage is opened",
                                             "", ErrorKind::kBrokenPromise})
                              : services->Write(output, {static_cast<const char*>(data), size});
    if (status.ok()) return TEXTMILL_OK;
    return internal::FillError(error, TEXTMILL_IO_ERROR, status.error().message.c_str(), "",
                               status.error().hint.c_str());
  };
  host_.extension = [](const textmill_host*, const char* id) -> const void* {
    static constexpr textmill_input_1 kInput{[](const textmill_host* host) -> int64_t {
      return static_cast<Instance*>(host->self)->input_bytes_.load(std::memory_order_relaxed);
    }};
    static constexpr textmill_wanted_1 kWanted{
        [](const textmill_host* host, const char* column) -> int32_t {
          const auto& wanted = static_cast<Instance*>(host->self)->wanted_;
          return !wanted || wanted->count(column) > 0 ? 1 : 0;
        }};
    static constexpr textmill_kept_1 kKept{
        [](const textmill_host* host, const textmill_kept_if** conditions) -> uint64_t {
          const auto& kept = static_cast<Instance*>(host->self)->kept_.conditions();
          *conditions = kept.data();
          return kept.size();
        }};
    if (std::string_view(id) == TEXTMILL_WANTED_1) return &kWanted;
    if (std::string_view(id) == TEXTMILL_KEPT_1) return &kKept;
    return std::string_view(id) == TEXTMILL_INPUT_1 ? &kInput : nullptr;
  };
}

Instance::~Instance() {
  if (instance_ == nullptr) return;
  const PluginCall call(called_, "close", true);
  for (void* lane : lanes_) {
    if (lane != nullptr) stage_.close_lane(instance_, lane);
  }
  stage_.close(instance_);
}

void Instance::NotePeak(int64_t bytes) {
  int64_t peak = peak_memory_.load(std::memory_order_relaxed);
  while (bytes > peak && !peak_memory_.compare_exchange_weak(peak, bytes)) {
  }
}

bool Instance::Offers(const char* extension) const {
  return stage_.extension != nullptr && stage_.extension(extension) != nullptr;
}

Error Instance::MakeError(int32_t code, const textmill_error& error) const {
  const std::string subject = error.subject;
  const size_t line_break = std::min(subject.find('\n'), subject.size());
  Error made{error.message, error.hint};
  made.parameter = subject.substr(0, line_break);
  made.column = subject.substr(std::min(line_break + 1, subject.size()));
  made.kind = ErrorKindOf(code, !made.parameter.empty());
  made.row = error.row;
  made.step = step_;
  if (made.message.empty()) {
    made.message = "failed without saying why";
    made.kind = ErrorKind::kUnexplained;
  }
  return made;
}

Status Instance::Check(int32_t code, const textmill_error& error) const {
  if (code == TEXTMILL_OK) return {};
  return MakeError(code, error);
}

Result<std::unique_ptr<Instance>> Instance::Create(const textmill_stage& stage, std::string step,
                                                   const textmill_value& params) {
  std::unique_ptr<Instance> made(new Instance(stage, std::move(step)));
  textmill_error error{};
  const PluginCall call(made->called_, "create", true);
  if (Status status =
          made->Check(stage.create(&made->host_, &params, &made->instance_, &error), error);
      !status) {
    made->instance_ = nullptr;
    return status.error();
  }
  return made;
}

Result<Bound> Instance::Bind(const Schema* input) {
  OwnedSchema schema;
  if (input != nullptr) ExportField(StructOf("", *input), &schema.raw);
  BindReply reply;
  textmill_error error{};
  const PluginCall call(called_, "bind", true);
  const int32_t code =
      stage_.bind(instance_, input != nullptr ? &schema.raw : nullptr, &reply.raw, &error);
  if (Status status = Check(code, error); !status) return status.error();
  return TakeBound(reply.raw);
}

Result<std::vector<textmill_input>> Instance::ListInputs() {
  const PluginCall call(called_, "list_inputs", true);
  const textmill_input* inputs = nullptr;
  uint64_t n = 0;
  textmill_error error{};
  if (Status status = Check(stage_.list_inputs(instance_, &inputs, &n, &error), error); !status)
    return status.error();
  return std::vector<textmill_input>(inputs, inputs + n);
}

Result<std::string> Instance::Notes() {
  const auto* notes = Extension<textmill_notes_1>(TEXTMILL_NOTES_1);
  if (notes == nullptr) return std::string();
  const PluginCall call(called_, "notes", true);
  textmill_string text{};
  textmill_error error{};
  if (Status status = Check(notes->notes(instance_, &text, &error), error); !status)
    return status.error();
  return std::string(text.data == nullptr ? "" : text.data, text.size);
}

Result<std::vector<Instance::Number>> Instance::Account() {
  std::vector<Number> numbers;
  const auto* account = Extension<textmill_account_1>(TEXTMILL_ACCOUNT_1);
  if (account == nullptr) return numbers;
  for (uint64_t i = 0;; ++i) {
    textmill_string group{}, name{};
    int64_t n = 0;
    textmill_error error{};
    const int32_t code = account->number(instance_, i, &group, &name, &n, &error);
    if (code == TEXTMILL_END) return numbers;
    if (Status status = Check(code, error); !status) return status.error();
    numbers.push_back({std::string(group.data, group.size), std::string(name.data, name.size), n});
  }
}

Result<std::vector<Instance::InputFault>> Instance::Faults() {
  std::vector<InputFault> faults;
  const auto* account = Extension<textmill_account_1>(TEXTMILL_ACCOUNT_1);
  if (account == nullptr) return faults;
  while (true) {
    uint32_t input = 0;
    textmill_string why{};
    textmill_error error{};
    const int32_t code = account->fault(instance_, &input, &why, &error);
    if (code == TEXTMILL_END) return faults;
    if (Status status = Check(code, error); !status) return status.error();
    faults.push_back({input, std::string(why.data, why.size)});
  }
}

Status Instance::Open(StageServices* services, const std::string& work_folder, uint32_t threads,
                      uint64_t memory) {
  services_ = services;
  const PluginCall call(called_, "open", true);
  textmill_open_request request{work_folder.c_str(), threads, 0, memory};
  textmill_error error{};
  return Check(stage_.open(instance_, &request, &error), error);
}

Result<Instance::Next> Instance::NextUnit(uint64_t want_bytes, textmill_unit* unit,
                                          std::string* failure) {
  textmill_error error{};
  const PluginCall call(called_, "next_unit");
  const int32_t code = stage_.next_unit(instance_, want_bytes, unit, &error);
  if (code == TEXTMILL_END) return Next::kEnd;
  if (code == TEXTMILL_INPUT_FAILED) {
    const Error why = MakeError(code, error);
    *failure = WithHint(why.message, why.hint);
    return Next::kInputFailed;
  }
  if (Status status = Check(code, error); !status) return status.error();
  return Next::kUnit;
}

Status Instance::ReadUnit(const textmill_unit& unit, textmill_rows* rows,
                          std::optional<std::string>* failure) {
  LaneLease lane(this, false);
  if (!lane.status().ok()) return lane.status();
  textmill_error error{};
  const PluginCall call(called_, "read_unit");
  const int32_t code = stage_.read_unit(instance_, lane.get(), &unit, rows, &error);
  Status status = Check(code, error);
  if (!status.ok()) lane.Discard();
  if (code != TEXTMILL_IO_ERROR) return status;
  *failure = WithHint(status.error().message, status.error().hint);
  return {};
}

Result<std::string> Instance::ReadRecord(const textmill_unit& unit, uint64_t offset,
                                         uint64_t length) {
  const PluginCall call(called_, "read_record");
  ArrowArray record{};
  textmill_error error{};
  const int32_t code = stage_.read_record(instance_, &unit, offset, length, &record, &error);
  const Array owner = Own(&record);
  if (Status status = Check(code, error); !status) return status.error();
  if (Status status = CheckArray(Field{"record", "z", {}, {}}, *owner); !status)
    return status.error();
  if (owner->length != 1) return Error{"no record was given", "", ErrorKind::kBrokenPromise};
  return std::string(BytesView(owner.get(), 0, 1)[0]);
}

Status Instance::Process(const textmill_batch& batch, textmill_reply* reply, bool fresh_lane) {
  LaneLease lane(this, fresh_lane);
  if (!lane.status().ok()) return lane.status();
  const PluginCall call(called_, "process");
  textmill_error error{};
  error.row = -1;
  Status status = Check(stage_.process(instance_, lane.get(), &batch, reply, &error), error);
  if (!status.ok()) lane.Discard();
  return status;
}

Status Instance::Commit(const textmill_batch& batch, const ArrowArray* carry,
                        textmill_reply* reply) {
  const PluginCall call(called_, "commit");
  textmill_error error{};
  return Check(stage_.commit(instance_, &batch, carry, reply, &error), error);
}

Status Instance::EndOfPass() {
  const PluginCall call(called_, "end_of_pass", true);
  textmill_error error{};
  return Check(stage_.end_of_pass(instance_, &error), error);
}

Status Instance::Finish() {
  const PluginCall call(called_, "finish", true);
  if (stage_.finish == nullptr) return {};
  textmill_error error{};
  return Check(stage_.finish(instance_, &error), error);
}

Result<bool> Instance::NextTable(uint32_t table, ArrowArray* rows) {
  const PluginCall call(called_, "next_table", true);
  textmill_error error{};
  const int32_t code = stage_.next_table(instance_, table, rows, &error);
  if (code == TEXTMILL_END) return false;
  if (Status status = Check(code, error); !status) return status.error();
  return true;
}

Result<std::vector<std::vector<uint64_t>>> Instance::Keys(const textmill_batch& batch) {
  const auto* partition = Extension<textmill_partition_1>(TEXTMILL_PARTITION_1);
  if (partition == nullptr) return Error{"the stage has no keys"};
  LaneLease lane(this, false);
  if (!lane.status().ok()) return lane.status().error();
  const PluginCall call(called_, "keys");
  ArrowArray raw{};
  textmill_error error{};
  Status status = Check(partition->keys(instance_, lane.get(), &batch, &raw, &error), error);
  const Array owner = Own(&raw);
  if (!status) lane.Discard();
  if (status) status = CheckArray(ListOf("keys", Field{"", "L", {}, {}}), *owner);
  if (!status) return status.error();
  if (owner->length != batch.rows)
    return Error{"it gave keys for " + std::to_string(owner->length) + " of " +
                     std::to_string(batch.rows) + " rows",
                 "", ErrorKind::kBrokenPromise};
  const ListView lists(owner.get(), 0, batch.rows);
  const auto items = lists.Items<PrimitiveView<uint64_t>>();
  std::vector<std::vector<uint64_t>> keys(static_cast<size_t>(batch.rows));
  for (int64_t row = 0; row < batch.rows; ++row) {
    for (int64_t i = lists.begin(row); i < lists.end(row); ++i)
      keys[static_cast<size_t>(row)].push_back(items[i]);
  }
  return keys;
}

}  // namespace textmill::core
