// The state of a stage: saved, restored, merged with another; and how a corpus may be split for it.
#include <new>

#include "core/plugin/instance.h"
#include "textmill/extensions.h"

namespace textmill::core {
namespace {

// What the host's side of a state says of its own failure is better than what a stage makes of it.
template <class Function>
struct StateCall {
  const Function& function;
  std::optional<Error> failed;

  int32_t Fail(const Error& why, textmill_error* error) {
    failed = why;
    *error = {};
    error->code = TEXTMILL_IO_ERROR;
    error->row = -1;
    why.message.copy(error->message, sizeof error->message - 1);
    return error->code;
  }
  // Nothing is thrown through a plugin: a state may be larger than the memory that is left.
  template <class Call>
  static int32_t Do(void* self, textmill_error* error, const Call& call) {
    auto& own = *static_cast<StateCall*>(self);
    Status status;
    try {
      status = call(own.function);
    } catch (const std::bad_alloc&) {
      status = Error{"there is not enough memory", "", ErrorKind::kOutOfMemory};
    }
    return status ? int32_t{TEXTMILL_OK} : own.Fail(status.error(), error);
  }
};

Instance::ReadState ReadFrom(std::string_view* left) {
  return [left](char* to, size_t size) {
    const size_t n = left->copy(to, size);
    left->remove_prefix(n);
    return Result<size_t>(n);
  };
}

}  // namespace

Status Instance::Save(const WriteState& write) {
  const PluginCall call(called_, "save", true);
  const auto* state = Extension<textmill_state_1>(TEXTMILL_STATE_1);
  if (state == nullptr) return Error{"the stage offers no state"};
  StateCall<WriteState> to{write, {}};
  const textmill_state_writer writer{
      &to, [](void* self, const void* data, uint64_t size, textmill_error* error) {
        return StateCall<WriteState>::Do(self, error, [&](const WriteState& to_host) {
          return to_host({static_cast<const char*>(data), size});
        });
      }};
  textmill_error error{};
  const int32_t code = state->save(instance_, &writer, &error);
  return to.failed ? Status(*to.failed) : Check(code, error);
}

Status Instance::Save(std::string* bytes) {
  bytes->clear();
  return Save([bytes](std::string_view more) {
    bytes->append(more);
    return Status();
  });
}

Status Instance::Give(TakeState take, const ReadState& read) {
  StateCall<ReadState> from{read, {}};
  const textmill_state_reader reader{
      &from, [](void* self, void* data, uint64_t size, uint64_t* got, textmill_error* error) {
        *got = 0;
        return StateCall<ReadState>::Do(self, error, [&](const ReadState& from_host) -> Status {
          const auto n = from_host(static_cast<char*>(data), size);
          if (n) *got = *n;
          return n ? Status() : Status(n.error());
        });
      }};
  textmill_error error{};
  const int32_t code = take(instance_, &reader, &error);
  return from.failed ? Status(*from.failed) : Check(code, error);
}

Status Instance::Restore(const ReadState& read) {
  const PluginCall call(called_, "restore", true);
  const auto* state = Extension<textmill_state_1>(TEXTMILL_STATE_1);
  if (state == nullptr) return Error{"the stage offers no state"};
  return Give(state->restore, read);
}

Status Instance::Restore(const std::string& bytes) {
  std::string_view left = bytes;
  return Restore(ReadFrom(&left));
}

Status Instance::Merge(const std::string& bytes) {
  const PluginCall call(called_, "merge", true);
  const auto* merge = Extension<textmill_merge_1>(TEXTMILL_MERGE_1);
  if (merge == nullptr) return Error{"the stage cannot merge states"};
  std::string_view left = bytes;
  return Give(merge->merge, ReadFrom(&left));
}

bool Instance::Remembers(uint32_t flags) const {
  return (flags & (TEXTMILL_COMMITS | TEXTMILL_REPLAYS | TEXTMILL_TABLES)) != 0 &&
         ((flags | stage_.info->flags) & TEXTMILL_STATELESS) == 0;
}

Status Instance::BeginAt(uint64_t rows) {
  const auto* split = Extension<textmill_split_1>(TEXTMILL_SPLIT_1);
  if (split == nullptr || split->begin_at == nullptr) return {};
  const PluginCall call(called_, "begin_at", true);
  textmill_error error{};
  return Check(split->begin_at(instance_, rows, &error), error);
}

Result<Instance::Split> Instance::HowToSplit(uint32_t flags) {
  const auto* split = Extension<textmill_split_1>(TEXTMILL_SPLIT_1);
  if (split != nullptr && split->split != nullptr) {
    const PluginCall call(called_, "split", true);
    Split out;
    textmill_string why{};
    textmill_error error{};
    if (Status asked = Check(split->split(instance_, &out.how, &why, &error), error); !asked)
      return asked.error();
    if (out.how > TEXTMILL_SPLIT_WHOLE) out.how = TEXTMILL_SPLIT_WHOLE;
    if (why.size > 0) out.why.assign(why.data, why.size);
    return out;
  }
  if (!Remembers(flags)) return Split{TEXTMILL_SPLIT_FREELY, ""};
  if (Offers(TEXTMILL_PARTITION_1)) return Split{TEXTMILL_SPLIT_PARTITION, ""};
  if (Offers(TEXTMILL_MERGE_1)) return Split{TEXTMILL_SPLIT_MERGE, ""};
  return Split{};
}

}  // namespace textmill::core
