// Stages that save what they remember, each wrong in the way that one check of `textmill
// test-plugin` is to find.
#include <cstdlib>
#include <cstring>
#include <string>
#include <textmill/textmill.hpp>
#include <utility>

namespace {

using namespace textmill;

// Numbers the documents; what all of them would be if they were good.
class Numbered : public Transform {
 public:
  Numbered() { Describe("state.good", "1.0.0", "Numbers the documents."); }
  In<Utf8> text{this, "text", "what is counted"};
  CommitOut<Int64> number{this, "number", "the document's number"};
  void Process(const Batch&, Reply&, Lane*) const override {}
  void Commit(const Batch& batch, const Carried&, Reply& reply) override {
    for (int64_t i = 0; i < batch.rows(); ++i) reply[number].Append(seen++);
  }
  void Save(StateWriter& to) const override { to.Put(seen); }
  void Restore(StateReader& from) override { seen = from.Take<int64_t>(); }
  mutable int64_t seen = 0;
};
struct Spends final : Numbered {
  Spends() { Describe("state.spends", "1.0.0", "Has nothing left once it is saved."); }
  void Save(StateWriter& to) const override { to.Put(std::exchange(seen, 0)); }
  void Restore(StateReader& from) override { Numbered::Restore(from); }
};
struct Forgets final : Numbered {
  Forgets() { Describe("state.forgets", "1.0.0", "Saves less than it remembers."); }
  void Save(StateWriter& to) const override { to.Put(seen / 2); }
  void Restore(StateReader& from) override { Numbered::Restore(from); }
};

// ---- What state.hpp does not let one do: stages with a form of their own

int64_t& SeenBy(void* instance) { return internal::Trampolines<Numbered>::stage(instance).seen; }

struct Form {
  char magic[8];
  int64_t seen, inverse;
};
constexpr char kMagic[] = "NUMBERED";

int32_t SaveForm(void* instance, const textmill_state_writer* writer, textmill_error* error) {
  Form form{{}, SeenBy(instance), ~SeenBy(instance)};
  std::memcpy(form.magic, kMagic, sizeof form.magic);
  return writer->write(writer->self, &form, sizeof form, error);
}

// What a stage does not look at.
enum class Blind { kCrashesOnNothing, kSaysNothing, kAnything, kSize, kDamage };

template <Blind blind>
int32_t RestoreForm(void* instance, const textmill_state_reader* reader, textmill_error* error) {
  Form form{};
  uint64_t got = 0;
  if (const int32_t code = reader->read(reader->self, &form, sizeof form, &got, error);
      code != TEXTMILL_OK)
    return code;
  if (blind == Blind::kCrashesOnNothing && got == 0) std::abort();
  if (blind == Blind::kSaysNothing && got == 0) return TEXTMILL_ERROR;
  const bool whole = got == sizeof form;
  const bool own = std::memcmp(form.magic, kMagic, sizeof form.magic) == 0;
  const bool sound = form.inverse == ~form.seen;
  const bool taken = blind == Blind::kAnything ? whole
                     : blind == Blind::kSize   ? !whole || (own && sound)
                     : blind == Blind::kDamage ? whole && own
                                               : whole && own && sound;
  if (!taken) return internal::FillError(error, TEXTMILL_ERROR, "this is no state of mine");
  SeenBy(instance) = form.seen;
  return TEXTMILL_OK;
}

// Of state.hpp's form, read without looking at the version.
template <bool crashes_on_older>
int32_t RestoreAnyVersion(void* instance, const textmill_state_reader* reader,
                          textmill_error* error) {
  std::string bytes(1000, '\0');
  uint64_t got = 0;
  if (const int32_t code = reader->read(reader->self, bytes.data(), bytes.size(), &got, error);
      code != TEXTMILL_OK)
    return code;
  uint32_t name = 0, version = 0;
  std::memcpy(&name, bytes.data() + 12, sizeof name);
  std::memcpy(&version, bytes.data() + 16 + name, sizeof version);
  if (crashes_on_older && version == 0) std::abort();
  std::memcpy(&SeenBy(instance), bytes.data() + got - 20, sizeof(int64_t));  // before the end's 12
  return TEXTMILL_OK;
}

template <const textmill_state_1* table>
const void* Offer(const char* id) {
  return std::strcmp(id, TEXTMILL_STATE_1) == 0 ? table : nullptr;
}
template <Blind blind>
constexpr textmill_state_1 kForm{SaveForm, RestoreForm<blind>};
template <bool older>
constexpr textmill_state_1 kAnyVersion{internal::AnyTrampolines::Save, RestoreAnyVersion<older>};

constexpr size_t kStages = 10;
textmill_stage stages[kStages];
textmill_stage_info infos[kStages];
const textmill_stage* list[kStages];

size_t Fill() {
  size_t n = 0;
  const auto add = [&](textmill_stage stage, const char* name, const void* (*offer)(const char*)) {
    infos[n] = *stage.info;
    if (name != nullptr) infos[n].name = name;
    if (offer != nullptr) stage.extension = offer;
    stage.info = &infos[n];
    stages[n] = stage;
    list[n] = &stages[n];
    ++n;
  };
  const textmill_stage good = internal::MakeStage<Numbered>();
  add(good, nullptr, nullptr);
  add(internal::MakeStage<Spends>(), nullptr, nullptr);
  add(internal::MakeStage<Forgets>(), nullptr, nullptr);
  add(good, "state.crashes_on_nothing", Offer<&kForm<Blind::kCrashesOnNothing>>);
  add(good, "state.says_nothing", Offer<&kForm<Blind::kSaysNothing>>);
  add(good, "state.takes_anything", Offer<&kForm<Blind::kAnything>>);
  add(good, "state.takes_parts", Offer<&kForm<Blind::kSize>>);
  add(good, "state.takes_damaged", Offer<&kForm<Blind::kDamage>>);
  add(good, "state.crashes_on_older", Offer<&kAnyVersion<true>>);
  add(good, "state.takes_newer", Offer<&kAnyVersion<false>>);
  return n;
}

}  // namespace

// As in bad.cc: filled when the library is loaded.
extern "C" {
__attribute__((visibility("default"))) extern const textmill_plugin textmill_plugin_v1;
const textmill_plugin textmill_plugin_v1 = {{'T', 'E', 'X', 'T', 'M', 'I', 'L', 'L'},
                                            TEXTMILL_ABI_MAJOR,
                                            TEXTMILL_ABI_MINOR,
                                            sizeof(textmill_plugin),
                                            0,
                                            "bad-state",
                                            "1.0.0",
                                            "MIT",
                                            list,
                                            kStages,
                                            nullptr};
}
static const size_t filled = Fill();
