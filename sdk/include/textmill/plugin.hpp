// The plugin's end of the interface: turns stage classes into the C structs of abi.h.
//
// TEXTMILL_PLUGIN(name, version, license, Stage...) exports them; write it once, in one source
// file. It says that the plugin needs minor version 0 of the interface, whichever this SDK has:
// what came later is asked for by name, and done without where a host has it not. Everything
// between the host and a stage goes through the trampolines here, which let no exception out.
#ifndef TEXTMILL_PLUGIN_HPP_
#define TEXTMILL_PLUGIN_HPP_

#include <cstring>
#include <deque>
#include <memory>
#include <new>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "row_stage.hpp"
#include "source.hpp"
#include "stage.hpp"

namespace textmill {

// A stage's static information as C structs; lives as long as the library.
class StageInfo {
 public:
  explicit StageInfo(const StageBase& stage) {
    info_.name = Keep(stage.name_);
    info_.version = Keep(stage.version_);
    info_.summary = Keep(stage.summary_);
    info_.description = Keep(stage.description_);
    info_.example = Keep(stage.example_);
    info_.kind = stage.kind_;
    info_.flags = stage.flags_;
    std::vector<ParamSpec> specs;
    for (const ParamBase* param : stage.params_) specs.push_back(param->spec());
    info_.params = KeepParams(specs);
    info_.n_params = specs.size();
    for (const InBase* in : stage.ins_) {
      needs_.push_back({Keep(in->name()), KeepType(Field{"", in->format_, {}, {}}),
                        in->param_ != nullptr ? Keep(in->param_->spec().name) : nullptr,
                        in->optional_ ? uint32_t{TEXTMILL_COLUMN_OPTIONAL} : 0u, Keep(in->doc_)});
    }
    for (const auto& need : stage.extra_needs_) {
      needs_.push_back(
          {Keep(need.name), Keep(need.type), nullptr, TEXTMILL_COLUMN_OPTIONAL, Keep(need.doc)});
    }
    for (const OutBase* out : stage.outs_) {
      if (out->part_ != Part::kColumns && out->part_ != Part::kCommitColumns) continue;
      produces_.push_back({Keep(out->field_.name), KeepType(out->field_), nullptr,
                           out->optional_ ? uint32_t{TEXTMILL_COLUMN_OPTIONAL} : 0u,
                           Keep(out->doc_)});
    }
    for (const auto& product : stage.extra_products_) {
      produces_.push_back({Keep(product.name), Keep(product.type), nullptr,
                           TEXTMILL_COLUMN_OPTIONAL, Keep(product.doc)});
    }
    info_.needs = needs_.data();
    info_.n_needs = needs_.size();
    info_.produces = produces_.data();
    info_.n_produces = produces_.size();
    info_.reasons = KeepWords(stage.reasons_);
    info_.counters = KeepWords(stage.counters_);
  }
  StageInfo(const StageInfo&) = delete;
  StageInfo& operator=(const StageInfo&) = delete;
  const textmill_stage_info* get() const { return &info_; }

 private:
  const char* Keep(const std::string& text) { return strings_.emplace_back(text).c_str(); }
  const char* KeepType(const Field& field) {
    return Keep(field.format[0] == '+' ? (field.format == "+l" ? "list" : "struct")
                                       : TypeName(field));
  }
  const char* const* KeepWords(const std::vector<std::string>& words) {
    auto& list = lists_.emplace_back();
    for (const std::string& word : words) list.push_back(Keep(word));
    list.push_back(nullptr);
    return list.data();
  }
  const textmill_param_info* KeepParams(const std::vector<ParamSpec>& specs) {
    if (specs.empty()) return nullptr;
    std::vector<textmill_param_info> infos;
    for (const ParamSpec& spec : specs) {
      textmill_param_info info{};
      info.name = spec.name.empty() ? nullptr : Keep(spec.name);
      info.types = spec.types;
      info.flags = (spec.required ? uint32_t{TEXTMILL_PARAM_REQUIRED} : 0u) |
                   (spec.reads ? uint32_t{TEXTMILL_PARAM_READS} : 0u);
      info.default_value = spec.default_value ? Keep(*spec.default_value) : nullptr;
      info.minimum = spec.minimum;
      info.maximum = spec.maximum;
      info.choices = spec.choices.empty() ? nullptr : KeepWords(spec.choices);
      info.item = KeepParams(spec.item);
      info.fields = KeepParams(spec.fields);
      info.n_fields = spec.fields.size();
      info.doc = Keep(spec.doc);
      infos.push_back(info);
    }
    return params_.emplace_back(std::move(infos)).data();
  }

  textmill_stage_info info_{};
  std::deque<std::string> strings_;
  std::deque<std::vector<const char*>> lists_;
  std::deque<std::vector<textmill_param_info>> params_;
  std::vector<textmill_column_info> needs_, produces_;
};

namespace internal {

// An instance: the stage, and what its bind reply points to.
template <class S>
struct Instance {
  S stage;
  std::vector<const char*> uses;
  std::vector<std::string> texts;
  std::vector<textmill_kept_column> kept;
  std::vector<textmill_output> outputs;
  std::vector<textmill_input> inputs;
  std::string notes;
  Binder binder{{}};
};

// Of a parameter's value and all within it.
inline uint64_t HashValue(uint64_t seed, const textmill_value& value) {
  const auto text = [&seed](const textmill_string& s) { seed = HashState(seed, s.data, s.size); };
  const uint64_t numbers[3] = {value.type, static_cast<uint64_t>(value.integer), value.n_items};
  seed = HashState(seed, reinterpret_cast<const char*>(numbers), sizeof numbers);
  seed = HashState(seed, reinterpret_cast<const char*>(&value.number), sizeof value.number);
  text(value.string);
  text(value.key);
  for (uint64_t i = 0; i < value.n_items; ++i) seed = HashValue(seed, value.items[i]);
  return seed;
}

// Runs `call`, turning what it throws into an error.
template <class Call>
int32_t Guard(textmill_error* error, Call&& call) noexcept {
  try {
    return call();
  } catch (const Error& e) {
    return FillError(error, e.code(), e.what(), e.subject().c_str(), e.hint().c_str(), e.row());
  } catch (const std::bad_alloc&) {
    return FillError(error, TEXTMILL_INTERNAL, "there is not enough memory");
  } catch (const std::exception& e) {
    return FillError(error, TEXTMILL_INTERNAL, e.what());
  } catch (...) {
    return FillError(error, TEXTMILL_INTERNAL, "an exception of an unknown type was thrown");
  }
}

inline void ExportStruct(const std::vector<Field>& fields, ArrowSchema* out) {
  if (!fields.empty()) ExportField(StructOf("", fields), out);
}

template <class S>
struct Trampolines {
  using I = Instance<S>;
  static S& stage(void* instance) { return static_cast<I*>(instance)->stage; }

  static int32_t Create(const textmill_host* host, const textmill_value* params, void** instance,
                        textmill_error* error) {
    return Guard(error, [&] {
      auto made = std::make_unique<I>();
      made->stage.SetHost(host);
      const auto& declared = made->stage.params();
      for (uint64_t i = 0; i < params->n_items && i < declared.size(); ++i)
        declared[i]->Set(Value(params->items[i]));
      made->stage.SetParametersHash(HashValue(0, *params));
      *instance = made.release();
      return int32_t{TEXTMILL_OK};
    });
  }
  static int32_t Bind(void* instance, const ArrowSchema* input, textmill_bind_reply* reply,
                      textmill_error* error) {
    return Guard(error, [&] {
      I& self = *static_cast<I*>(instance);
      self.binder = Binder(input != nullptr ? ImportField(*input).children : std::vector<Field>());
      Binder& b = self.binder;
      self.stage.BindAll(b);
      self.uses.clear();
      self.kept.clear();
      self.outputs.clear();
      for (const std::string& name : b.uses) self.uses.push_back(name.c_str());
      for (const auto& [from, to] : b.kept) self.kept.push_back({from.c_str(), to.c_str()});
      for (const auto& [path, flags] : b.outputs) self.outputs.push_back({path.c_str(), flags});
      static const textmill_kept_column kNothing{nullptr, nullptr};
      reply->flags = b.flags;
      reply->uses = self.uses.data();
      reply->n_uses = self.uses.size();
      reply->kept = !b.keeps_some ? nullptr : self.kept.empty() ? &kNothing : self.kept.data();
      reply->n_kept = self.kept.size();
      reply->outputs = self.outputs.data();
      reply->n_outputs = self.outputs.size();
      ExportStruct(b.produced[static_cast<size_t>(Part::kColumns)], &reply->columns);
      ExportStruct(b.produced[static_cast<size_t>(Part::kCommitColumns)], &reply->commit_columns);
      ExportStruct(b.produced[static_cast<size_t>(Part::kDetails)], &reply->details);
      ExportStruct(b.produced[static_cast<size_t>(Part::kCarry)], &reply->carry);
      ExportStruct(b.tables, &reply->tables);
      return int32_t{TEXTMILL_OK};
    });
  }
  static int32_t Open(void* instance, const textmill_open_request* request, textmill_error* error) {
    return Guard(error, [&] {
      stage(instance).Open(*request);
      return int32_t{TEXTMILL_OK};
    });
  }
  static int32_t OpenLane(void* instance, void** lane, textmill_error* error) {
    return Guard(error, [&] {
      *lane = stage(instance).NewLane().release();
      return int32_t{TEXTMILL_OK};
    });
  }
  static void CloseLane(void*, void* lane) { delete static_cast<Lane*>(lane); }
  static void Close(void* instance) { delete static_cast<I*>(instance); }

  static int32_t ListInputs(void* instance, const textmill_input** inputs, uint64_t* n,
                            textmill_error* error) {
    return Guard(error, [&] {
      I& self = *static_cast<I*>(instance);
      self.inputs.clear();
      for (const Input& input : self.stage.ListInputs())
        self.inputs.push_back({input.path.c_str(), input.bytes});
      *inputs = self.inputs.data();
      *n = self.inputs.size();
      return int32_t{TEXTMILL_OK};
    });
  }
  static int32_t NextUnit(void* instance, uint64_t want, textmill_unit* out,
                          textmill_error* error) {
    return Guard(error, [&] {
      Unit unit;
      try {
        if (!stage(instance).NextUnit(want, unit)) return int32_t{TEXTMILL_END};
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
      const S& self = stage(instance);
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
      static_cast<const S&>(stage(instance)).ReadRecord(UnitView(*unit), offset, length, bytes);
      ExportBytes(std::move(bytes), record);
      return int32_t{TEXTMILL_OK};
    });
  }
  // One binary value, with room to read 64 bytes beyond it.
  static void ExportBytes(Buffer bytes, ArrowArray* out) {
    if (bytes.size() > INT32_MAX) throw Error("a unit is longer than 2 GiB", TEXTMILL_INTERNAL);
    const int32_t ends[2] = {0, static_cast<int32_t>(bytes.size())};
    bytes.Reserve(bytes.size() + 64);
    auto holder = std::make_unique<ArrayHolder>();
    Buffer offsets;
    offsets.Append(ends, sizeof ends);
    holder->buffers[1] = offsets.Release();
    holder->buffers[2] = bytes.Release();
    ExportArray(std::move(holder), 1, 0, 3, out);
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
  static int32_t Commit(void* instance, const textmill_batch* batch, const ArrowArray* carry,
                        textmill_reply* out, textmill_error* error) {
    return Guard(error, [&] {
      Reply reply(stage(instance));
      stage(instance).Commit(Batch(*batch), Carried(carry), reply);
      reply.Export(Part::kCommitColumns, out);
      return int32_t{TEXTMILL_OK};
    });
  }
  static int32_t EndOfPass(void* instance, textmill_error* error) {
    return Guard(error, [&] {
      stage(instance).EndOfPass();
      return int32_t{TEXTMILL_OK};
    });
  }
  static int32_t Finish(void* instance, textmill_error* error) {
    return Guard(error, [&] {
      stage(instance).Finish();
      return int32_t{TEXTMILL_OK};
    });
  }
  static int32_t NextTable(void* instance, uint32_t table, ArrowArray* rows,
                           textmill_error* error) {
    return Guard(error, [&] {
      I& self = *static_cast<I*>(instance);
      StructBuilder builder(self.binder.tables.at(table));
      if (!self.stage.NextTable(table, builder)) return int32_t{TEXTMILL_END};
      builder.Finish(rows);
      return int32_t{TEXTMILL_OK};
    });
  }
};

// The extensions that a stage class overrides something of.
template <class S>
struct Extensions {
  using T = Trampolines<S>;
  static constexpr bool kHasNotes =
      !std::is_same_v<decltype(&S::Notes), decltype(&StageBase::Notes)>;
  static constexpr bool kHasState = !std::is_same_v<decltype(&S::Save), decltype(&StageBase::Save)>;
  static_assert(kHasState == !std::is_same_v<decltype(&S::Restore), decltype(&StageBase::Restore)>,
                "a stage overrides both Save and Restore, or neither");

  static int32_t Notes(void* instance, textmill_string* text, textmill_error* error) {
    return Guard(error, [&] {
      auto* self = static_cast<Instance<S>*>(instance);
      self->notes = self->stage.Notes();
      *text = {self->notes.data(), self->notes.size()};
      return int32_t{TEXTMILL_OK};
    });
  }
  static int32_t Save(void* instance, const textmill_state_writer* writer, textmill_error* error) {
    return Guard(error, [&] {
      const S& stage = T::stage(instance);
      StateWriter to(writer, stage.state_owner());
      stage.Save(to);
      to.End();
      return int32_t{TEXTMILL_OK};
    });
  }
  static int32_t Restore(void* instance, const textmill_state_reader* reader,
                         textmill_error* error) {
    return Guard(error, [&] {
      S& stage = T::stage(instance);
      StateReader from(reader, stage.state_owner());
      stage.Restore(from);
      from.End();
      return int32_t{TEXTMILL_OK};
    });
  }
  static const void* Find(const char* id) {
    static constexpr textmill_notes_1 kNotes{Notes};
    static constexpr textmill_state_1 kState{Save, Restore};
    if (kHasNotes && std::strcmp(id, TEXTMILL_NOTES_1) == 0) return &kNotes;
    if (kHasState && std::strcmp(id, TEXTMILL_STATE_1) == 0) return &kState;
    return nullptr;
  }
};

// Without `info` when the stage's constructor throws, for which the host refuses the plugin.
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
