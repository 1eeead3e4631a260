// The plugin's end of the interface: turns stage classes into the C structs of abi.h.
//
// TEXTMILL_PLUGIN(name, version, license, Stage...) exports them; write it once, in one source
// file. It says that the plugin needs minor version 0 of the interface, whichever this SDK has:
// what came later is asked for by name, and done without where a host has it not. Everything
// between the host and a stage goes through the trampolines here, which let no exception out.
#ifndef TEXTMILL_PLUGIN_HPP_
#define TEXTMILL_PLUGIN_HPP_

#include <cstring>
#include <memory>
#include <new>
#include <string>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

#include "row_stage.hpp"
#include "source.hpp"
#include "stage.hpp"
#include "stage_info.hpp"

namespace textmill {

namespace internal {

// An instance of a stage, and what its bind reply points to. The handle that the host has is a
// pointer to this.
struct InstanceBase {
  [[gnu::cold]] virtual ~InstanceBase() {}
  StageBase* base = nullptr;  // set once the stage is made
  std::unique_ptr<Binder> binder{new Binder({})};
  Buffer uses, kept, outputs, inputs;  // the structs of abi.h
  std::string notes;
  std::vector<AccountNumber> account;
};
template <class S>
struct Instance final : InstanceBase {
  Instance() { base = &stage; }
  S stage;
};

// Of a parameter's value and all within it.
[[gnu::cold]] inline uint64_t HashValue(uint64_t seed, const textmill_value& value) {
  const uint64_t numbers[3] = {value.type, static_cast<uint64_t>(value.integer), value.n_items};
  seed = HashState(seed, reinterpret_cast<const char*>(numbers), sizeof numbers);
  seed = HashState(seed, reinterpret_cast<const char*>(&value.number), sizeof value.number);
  seed = HashState(seed, value.string.data, value.string.size);
  seed = HashState(seed, value.key.data, value.key.size);
  for (uint64_t i = 0; i < value.n_items; ++i) seed = HashValue(seed, value.items[i]);
  return seed;
}

// In a catch block: what was thrown, as an error.
[[gnu::cold]] inline int32_t Caught(textmill_error* error) noexcept try {
  throw;
} catch (const Error& e) {
  return FillError(error, e.code(), e.what(), e.subject().c_str(), e.hint().c_str(), e.row());
} catch (const std::bad_alloc&) {
  return FillError(error, TEXTMILL_NO_MEMORY, "there is not enough memory");
} catch (const std::system_error& e) {  // a thread for which there is no room, say
  const bool scarce = e.code() == std::errc::resource_unavailable_try_again ||
                      e.code() == std::errc::not_enough_memory;
  const int32_t code = scarce ? int32_t{TEXTMILL_NO_MEMORY} : int32_t{TEXTMILL_INTERNAL};
  return FillError(error, code, e.what());
} catch (const std::exception& e) {
  return FillError(error, TEXTMILL_INTERNAL, e.what());
} catch (...) {
  return FillError(error, TEXTMILL_INTERNAL, "an exception of an unknown type was thrown");
}

// Runs `call`, turning what it throws into an error.
template <class Call>
int32_t Guard(textmill_error* error, Call&& call) noexcept {
  try {
    return call();
  } catch (...) {
    return Caught(error);
  }
}

[[gnu::cold]] inline void ExportStruct(const std::vector<Field>& fields, ArrowSchema* out) {
  if (!fields.empty()) ExportFields(fields, out);
}

// One binary value, with room to read 64 bytes beyond it.
[[gnu::noinline]] inline void ExportBytes(Buffer bytes, ArrowArray* out) {
  if (bytes.size() > INT32_MAX) throw Error("a unit is longer than 2 GiB", TEXTMILL_INTERNAL);
  const int32_t ends[2] = {0, static_cast<int32_t>(bytes.size())};
  bytes.Reserve(bytes.size() + 64);
  std::unique_ptr<ArrayHolder> holder(new ArrayHolder);
  Buffer offsets;
  offsets.Append(ends, sizeof ends);
  holder->buffers[1] = offsets.Release();
  holder->buffers[2] = bytes.Release();
  ExportArray(std::move(holder), 1, 0, 3, out);
}

// Appends a struct of abi.h.
template <class T>
void Put(Buffer& to, const T& item) {
  to.Append(&item, sizeof item);
}

// The calls that need not know the stage's class, but for its kind: compiled once per plugin.
struct AnyTrampolines {
  static InstanceBase& Self(void* instance) { return *static_cast<InstanceBase*>(instance); }
  static Transform& AsTransform(void* instance) {
    return static_cast<Transform&>(*Self(instance).base);
  }
  static Source& AsSource(void* instance) { return static_cast<Source&>(*Self(instance).base); }

  [[gnu::cold]] static void SetParams(StageBase& stage, const textmill_host* host,
                                      const textmill_value& params) {
    stage.SetHost(host);
    const auto& declared = stage.params();
    for (uint64_t i = 0; i < params.n_items && i < declared.size(); ++i)
      declared[i]->Set(Value(params.items[i]));
    stage.SetParametersHash(HashValue(0, params));
  }
  [[gnu::cold]] static int32_t Bind(void* instance, const ArrowSchema* input,
                                    textmill_bind_reply* reply, textmill_error* error) {
    return Guard(error, [&] {
      InstanceBase& self = Self(instance);
      self.binder.reset(
          new Binder(input != nullptr ? ImportField(*input).children : std::vector<Field>()));
      Binder& b = *self.binder;
      self.base->BindAll(b);
      for (Buffer* list : {&self.uses, &self.kept, &self.outputs}) *list = Buffer();
      for (const std::string& name : b.uses) Put(self.uses, name.c_str());
      for (const auto& [from, to] : b.kept)
        Put(self.kept, textmill_kept_column{from.c_str(), to.c_str()});
      for (const auto& [path, flags] : b.outputs)
        Put(self.outputs, textmill_output{path.c_str(), flags});
      static const textmill_kept_column kNothing{nullptr, nullptr};
      reply->flags = b.flags;
      reply->uses = reinterpret_cast<const char* const*>(self.uses.data());
      reply->n_uses = b.uses.size();
      reply->kept = !b.keeps_some ? nullptr
                    : b.kept.empty()
                        ? &kNothing
                        : reinterpret_cast<const textmill_kept_column*>(self.kept.data());
      reply->n_kept = b.kept.size();
      reply->outputs = reinterpret_cast<const textmill_output*>(self.outputs.data());
      reply->n_outputs = b.outputs.size();
      ExportStruct(self.base->fields(Part::kColumns), &reply->columns);
      ExportStruct(self.base->fields(Part::kCommitColumns), &reply->commit_columns);
      ExportStruct(self.base->fields(Part::kDetails), &reply->details);
      ExportStruct(self.base->fields(Part::kCarry), &reply->carry);
      ExportStruct(b.tables, &reply->tables);
      return int32_t{TEXTMILL_OK};
    });
  }
  static int32_t Open(void* instance, const textmill_open_request* request, textmill_error* error) {
    return Guard(error, [&] {
      Self(instance).base->Open(*request);
      return int32_t{TEXTMILL_OK};
    });
  }
  static int32_t OpenLane(void* instance, void** lane, textmill_error* error) {
    return Guard(error, [&] {
      *lane = Self(instance).base->NewLane().release();
      return int32_t{TEXTMILL_OK};
    });
  }
  static void CloseLane(void*, void* lane) { delete static_cast<Lane*>(lane); }
  static void Close(void* instance) { delete &Self(instance); }

  static int32_t ListInputs(void* instance, const textmill_input** inputs, uint64_t* n,
                            textmill_error* error) {
    return Guard(error, [&] {
      InstanceBase& self = Self(instance);
      const std::vector<Input>& found = AsSource(instance).ListInputs();
      self.inputs = Buffer();
      for (const Input& input : found)
        Put(self.inputs, textmill_input{input.path.c_str(), input.bytes});
      *inputs = reinterpret_cast<const textmill_input*>(self.inputs.data());
      *n = found.size();
      return int32_t{TEXTMILL_OK};
    });
  }
  static int32_t NextUnit(void* instance, uint64_t want, textmill_unit* out,
                          textmill_error* error) {
    return Guard(error, [&] {
      Unit unit;
      try {
        if (!AsSource(instance).NextUnit(want, unit)) return int32_t{TEXTMILL_END};
      } catch (const InputFailed& failed) {
        out->input = failed.input();
        out->begin = failed.offset();
        throw;
      }
      out->input = unit.input;
      out->flags = unit.flags;
      out->begin = unit.begin;
      out->end = unit.end;
      out->consumed = unit.consumed;
      if (unit.has_payload) ExportBytes(std::move(unit.payload), &out->payload);
      return int32_t{TEXTMILL_OK};
    });
  }
  static int32_t ReadUnit(void* instance, void* lane, const textmill_unit* unit, textmill_rows* out,
                          textmill_error* error) {
    return Guard(error, [&] {
      const Source& self = AsSource(instance);
      Rows rows(self);
      self.ReadUnit(UnitView(*unit), rows, static_cast<Lane*>(lane));
      rows.Export(out);
      return int32_t{TEXTMILL_OK};
    });
  }
  static int32_t ReadRecord(void* instance, const textmill_unit* unit, uint64_t offset,
                            uint64_t length, ArrowArray* record, textmill_error* error) {
    return Guard(error, [&] {
      Buffer bytes;
      const Source& self = AsSource(instance);
      self.ReadRecord(UnitView(*unit), offset, length, bytes);
      ExportBytes(std::move(bytes), record);
      return int32_t{TEXTMILL_OK};
    });
  }

  static int32_t Commit(void* instance, const textmill_batch* batch, const ArrowArray* carry,
                        textmill_reply* out, textmill_error* error) {
    return Guard(error, [&] {
      Transform& self = AsTransform(instance);
      Reply reply(self);
      self.Commit(Batch(*batch), Carried(carry), reply);
      reply.Export(Part::kCommitColumns, out);
      return int32_t{TEXTMILL_OK};
    });
  }
  static int32_t EndOfPass(void* instance, textmill_error* error) {
    return Guard(error, [&] {
      AsTransform(instance).EndOfPass();
      return int32_t{TEXTMILL_OK};
    });
  }
  static int32_t Finish(void* instance, textmill_error* error) {
    return Guard(error, [&] {
      AsTransform(instance).Finish();
      return int32_t{TEXTMILL_OK};
    });
  }
  static int32_t NextTable(void* instance, uint32_t table, ArrowArray* rows,
                           textmill_error* error) {
    return Guard(error, [&] {
      StructBuilder builder(Self(instance).binder->tables.at(table));
      if (!AsTransform(instance).NextTable(table, builder)) return int32_t{TEXTMILL_END};
      builder.Finish(rows);
      return int32_t{TEXTMILL_OK};
    });
  }

  static int32_t Notes(void* instance, textmill_string* text, textmill_error* error) {
    return Guard(error, [&] {
      InstanceBase& self = Self(instance);
      self.notes = self.base->Notes();
      *text = {self.notes.data(), self.notes.size()};
      return int32_t{TEXTMILL_OK};
    });
  }
  static int32_t AccountNumberAt(void* instance, uint64_t i, textmill_string* group,
                                 textmill_string* name, int64_t* n, textmill_error* error) {
    return Guard(error, [&] {
      InstanceBase& self = Self(instance);
      if (i == 0) self.account = self.base->Account();
      if (i >= self.account.size()) return int32_t{TEXTMILL_END};
      const AccountNumber& number = self.account[i];
      *group = {number.group.data(), number.group.size()};
      *name = {number.name.data(), number.name.size()};
      *n = number.n;
      return int32_t{TEXTMILL_OK};
    });
  }
  static int32_t Fault(void* instance, uint32_t* input, textmill_string* why,
                       textmill_error* error) {
    return Guard(error, [&] {
      InstanceBase& self = Self(instance);
      if (!self.base->NextFault(*input, self.notes)) return int32_t{TEXTMILL_END};
      *why = {self.notes.data(), self.notes.size()};
      return int32_t{TEXTMILL_OK};
    });
  }
  static int32_t Save(void* instance, const textmill_state_writer* writer, textmill_error* error) {
    return Guard(error, [&] {
      const StageBase& stage = *Self(instance).base;
      StateWriter to(writer, stage.state_owner());
      stage.Save(to);
      to.End();
      return int32_t{TEXTMILL_OK};
    });
  }
  static int32_t Merge(void* instance, const textmill_state_reader* reader, textmill_error* error) {
    return Guard(error, [&] {
      StageBase& stage = *Self(instance).base;
      StateReader from(reader, stage.state_owner());
      stage.MergeState(from);
      from.End();
      return int32_t{TEXTMILL_OK};
    });
  }
  static int32_t BeginAt(void* instance, uint64_t rows, textmill_error* error) {
    return Guard(error, [&] {
      Self(instance).base->BeginAt(rows);
      return int32_t{TEXTMILL_OK};
    });
  }
  static int32_t SplitHow(void* instance, uint32_t* how, textmill_string* why,
                          textmill_error* error) {
    return Guard(error, [&] {
      InstanceBase& self = Self(instance);
      Split split = self.base->HowToSplit();
      self.notes = std::move(split.why);
      *how = split.how;
      *why = {self.notes.data(), self.notes.size()};
      return int32_t{TEXTMILL_OK};
    });
  }
  static int32_t Keys(void* instance, void* lane, const textmill_batch* batch, ArrowArray* out,
                      textmill_error* error) {
    return Guard(error, [&] {
      ListBuilder keys(ListOf("keys", Field{"", UInt64::kFormat, {}, {}}));
      Self(instance).base->PartitionKeys(Batch(*batch), keys, static_cast<Lane*>(lane));
      keys.Finish(out);
      return int32_t{TEXTMILL_OK};
    });
  }
  static int32_t Restore(void* instance, const textmill_state_reader* reader,
                         textmill_error* error) {
    return Guard(error, [&] {
      StageBase& stage = *Self(instance).base;
      StateReader from(reader, stage.state_owner());
      stage.Restore(from);
      from.End();
      return int32_t{TEXTMILL_OK};
    });
  }
};

// Those that are compiled for the stage's class: to make one, and what is called for each batch,
// into which a row stage's loop is inlined.
template <class S>
struct Trampolines : AnyTrampolines {
  static S& stage(void* instance) { return static_cast<Instance<S>&>(Self(instance)).stage; }

  static int32_t Create(const textmill_host* host, const textmill_value* params, void** instance,
                        textmill_error* error) {
    return Guard(error, [&] {
      std::unique_ptr<InstanceBase> made(new Instance<S>);
      SetParams(*made->base, host, *params);
      *instance = made.release();
      return int32_t{TEXTMILL_OK};
    });
  }
  static int32_t Process(void* instance, void* lane, const textmill_batch* batch,
                         textmill_reply* out, textmill_error* error) {
    return Guard(error, [&] {
      const S& self = stage(instance);
      Reply reply(self);
      self.Process(Batch(*batch), reply, static_cast<Lane*>(lane));
      reply.Export(Part::kColumns, out);
      return int32_t{TEXTMILL_OK};
    });
  }
};

// The extensions that a stage class overrides something of.
template <class S>
struct Extensions {
  using T = AnyTrampolines;
  static constexpr bool kHasNotes =
      !std::is_same_v<decltype(&S::Notes), decltype(&StageBase::Notes)>;
  static constexpr bool kHasAccount =
      !std::is_same_v<decltype(&S::Account), decltype(&StageBase::Account)> ||
      !std::is_same_v<decltype(&S::NextFault), decltype(&StageBase::NextFault)>;
  static constexpr bool kHasState = !std::is_same_v<decltype(&S::Save), decltype(&StageBase::Save)>;
  static_assert(kHasState == !std::is_same_v<decltype(&S::Restore), decltype(&StageBase::Restore)>,
                "a stage overrides both Save and Restore, or neither");

  static const void* Find([[maybe_unused]] const char* id) {
    if constexpr (kHasNotes) {
      static constexpr textmill_notes_1 kNotes{T::Notes};
      if (std::strcmp(id, TEXTMILL_NOTES_1) == 0) return &kNotes;
    }
    if constexpr (kHasAccount) {
      static constexpr textmill_account_1 kAccount{T::AccountNumberAt, T::Fault};
      if (std::strcmp(id, TEXTMILL_ACCOUNT_1) == 0) return &kAccount;
    }
    if constexpr (!std::is_same_v<decltype(&S::MergeState), decltype(&StageBase::MergeState)>) {
      static_assert(kHasState, "a stage that overrides MergeState overrides Save and Restore, too");
      static constexpr textmill_merge_1 kMerge{T::Merge};
      if (std::strcmp(id, TEXTMILL_MERGE_1) == 0) return &kMerge;
    }
    if constexpr (!std::is_same_v<decltype(&S::PartitionKeys),
                                  decltype(&StageBase::PartitionKeys)>) {
      static constexpr textmill_partition_1 kPartition{T::Keys};
      if (std::strcmp(id, TEXTMILL_PARTITION_1) == 0) return &kPartition;
    }
    constexpr bool kSays =
        !std::is_same_v<decltype(&S::HowToSplit), decltype(&StageBase::HowToSplit)>;
    constexpr bool kCounts = !std::is_same_v<decltype(&S::BeginAt), decltype(&StageBase::BeginAt)>;
    if constexpr (kSays || kCounts) {
      static constexpr textmill_split_1 kSplit{kSays ? T::SplitHow : nullptr,
                                               kCounts ? T::BeginAt : nullptr};
      if (std::strcmp(id, TEXTMILL_SPLIT_1) == 0) return &kSplit;
    }
    if constexpr (kHasState) {
      static constexpr textmill_state_1 kState{T::Save, T::Restore};
      if (std::strcmp(id, TEXTMILL_STATE_1) == 0) return &kState;
    }
    return nullptr;
  }
};

// Without `info` when the stage's constructor throws: the host then refuses the plugin.
template <class S>
textmill_stage MakeStage() noexcept try {
  static const S prototype;
  static const StageInfo info(prototype);
  using T = Trampolines<S>;
  textmill_stage out{};
  out.info = info.get();
  out.create = T::Create;
  out.bind = T::Bind;
  out.open = T::Open;
  out.open_lane = T::OpenLane;
  out.close_lane = T::CloseLane;
  out.close = T::Close;
  out.extension = Extensions<S>::Find;
  if constexpr (std::is_base_of_v<Source, S>) {
    out.list_inputs = T::ListInputs;
    out.next_unit = T::NextUnit;
    out.read_unit = T::ReadUnit;
    out.read_record = T::ReadRecord;
  } else {
    out.process = T::Process;
    out.finish = T::Finish;
    if (info.get()->flags & (TEXTMILL_COMMITS | TEXTMILL_REPLAYS)) out.commit = T::Commit;
    if (info.get()->flags & TEXTMILL_REPLAYS) out.end_of_pass = T::EndOfPass;
    if (info.get()->flags & TEXTMILL_TABLES) out.next_table = T::NextTable;
  }
  return out;
} catch (...) {
  return {};
}

// The list that the exported symbol points to; filled when the library is loaded.
template <class... Stages>
struct StageList {
  inline static const textmill_stage stages[sizeof...(Stages)] = {MakeStage<Stages>()...};
};

}  // namespace internal
}  // namespace textmill

#define TEXTMILL_PLUGIN(name, version, license, ...)                                          \
  namespace {                                                                                 \
  template <class List>                                                                       \
  struct TextmillPointers;                                                                    \
  template <class... S>                                                                       \
  struct TextmillPointers<void(S...)> {                                                       \
    using List = ::textmill::internal::StageList<S...>;                                       \
    template <size_t... I>                                                                    \
    static constexpr std::array<const textmill_stage*, sizeof...(S)> Make(                    \
        std::index_sequence<I...>) {                                                          \
      return {&List::stages[I]...};                                                           \
    }                                                                                         \
    static constexpr std::array<const textmill_stage*, sizeof...(S)> value =                  \
        Make(std::index_sequence_for<S...>());                                                \
  };                                                                                          \
  using TextmillStages = TextmillPointers<void(__VA_ARGS__)>;                                 \
  }                                                                                           \
  extern "C"                                                                                  \
      __attribute__((visibility("default"))) constexpr textmill_plugin textmill_plugin_v1 = { \
          {'T', 'E', 'X', 'T', 'M', 'I', 'L', 'L'},                                           \
          TEXTMILL_ABI_MAJOR,                                                                 \
          0,                                                                                  \
          sizeof(textmill_plugin),                                                            \
          0,                                                                                  \
          name,                                                                               \
          version,                                                                            \
          license,                                                                            \
          TextmillStages::value.data(),                                                       \
          TextmillStages::value.size(),                                                       \
          nullptr}

#endif  // TEXTMILL_PLUGIN_HPP_
