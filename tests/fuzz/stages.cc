#include "tests/fuzz/stages.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <cstring>
#include <optional>

#include "plugins/entities/test_entities.h"
#include "plugins/lib/io/utf8.h"
#include "tests/fuzz/fuzz.h"
#include "textmill/state.hpp"
#include "textmill/testing_split.hpp"

namespace textmill::fuzz {
namespace {

constexpr char kNext = 0x1E, kCharacter = 0x11, kWord = 0x12, kDocument = 0x13;
constexpr size_t kMostDocuments = 64, kMostBytes = size_t{1} << 16;  // of all together

std::string Utf8Of(std::string_view bytes) {
  std::string out;
  const auto* const from = reinterpret_cast<const uint8_t*>(bytes.data());
  const auto size = static_cast<int32_t>(bytes.size());
  for (int32_t i = 0; i < size;) {
    UChar32 c;
    U8_NEXT_OR_FFFD(from, i, size, c);
    char one[U8_MAX_LENGTH];
    int32_t n = 0;
    U8_APPEND_UNSAFE(one, n, c);
    out.append(one, static_cast<size_t>(n));
  }
  return out;
}

// Where the last character, or what comes after the last blank, begins.
size_t LastCharacter(std::string_view text) {
  size_t at = text.size();
  while (at > 0 && (text[--at] & 0xC0) == 0x80) {
  }
  return at;
}
size_t LastWord(std::string_view text) {
  const size_t blank = text.find_last_of(" \n");
  return blank == std::string_view::npos ? 0 : blank + 1;
}

std::string Written(std::string_view script, size_t most) {
  std::string out;
  for (size_t i = 0; i < script.size() && out.size() < most; ++i) {
    const char c = script[i];
    if ((c != kCharacter && c != kWord && c != kDocument) || i + 1 == script.size()) {
      out += c;
      continue;
    }
    const size_t times = static_cast<uint8_t>(script[++i]);
    const size_t begin = c == kCharacter ? LastCharacter(out) : c == kWord ? LastWord(out) : 0;
    const std::string again = out.substr(begin);
    for (size_t n = 0; n < times && out.size() + again.size() <= most; ++n) out += again;
  }
  return Utf8Of(out);
}

testing::Columns ColumnsOf(const std::vector<std::string>& documents) {
  using Values = std::vector<std::optional<std::string_view>>;
  std::vector<std::string> ids;
  for (size_t i = 0; i < documents.size(); ++i) ids.push_back("d" + std::to_string(i));
  return testing::Columns()
      .Add<Utf8>("id", Values(ids.begin(), ids.end()))
      .Add<Utf8>("text", Values(documents.begin(), documents.end()));
}

// What a stage may remember: `text` with `entities`, `id`, and a number, `n`.
testing::Columns RememberedColumns() {
  using Ids = std::vector<std::optional<std::string_view>>;
  return entities::MarkedColumns(
             {"The [MISC ferry] of [PER Ann=Ann Lee] was late again.\n\nA line.",
              "The [MISC ferry] was late again.\n\nAnd a storm near [LOC Rome].",
              "The [MISC ferry] of [PER Ann=Ann Lee] was late again.\n\nA line.",
              "Nothing of this was known to [PER Bo] in [LOC Rome] before."})
      .Add<Utf8>("id", Ids{"d0", "d1", "d2", "d3"})
      .Add<Int64>("n", std::vector<std::optional<int64_t>>{3, -1, 3, 70});
}

// Takes a stage to a state, and from one to the end of its life.
class Resumed : public testing::SplitRunner {
 public:
  using SplitRunner::SplitRunner;
  // Saves it when it has seen the documents, before its end.
  std::string SaveAfter(const testing::Columns& columns, std::string* state) {
    testing::Outcome out;
    out.error = Renew(columns.fields);
    void* lane = nullptr;
    if (out.error.empty()) out.error = Check(stage_.open_lane(instance_, &lane, &error_));
    const bool replays = (bound_.flags & TEXTMILL_REPLAYS) != 0;
    if (out.error.empty()) RunBatch(columns, 0, columns.rows, 0, !replays, lane, out);
    if (lane != nullptr) stage_.close_lane(instance_, lane);
    return out.error.empty() ? Save(state) : out.error;
  }
  std::string GoOn(const testing::Columns& columns) {
    testing::Outcome out;
    void* lane = nullptr;
    out.error = Check(stage_.open_lane(instance_, &lane, &error_));
    const uint32_t passes = (bound_.flags & TEXTMILL_REPLAYS) != 0 ? 2 : 1;
    for (uint32_t pass = 0; pass < passes && out.error.empty(); ++pass) {
      RunBatch(columns, 0, columns.rows, pass, pass + 1 == passes, lane, out);
      if (pass + 1 < passes && out.error.empty())
        out.error = Check(stage_.end_of_pass(instance_, &error_));
    }
    if (lane != nullptr) stage_.close_lane(instance_, lane);
    if (out.error.empty()) out.error = Check(stage_.finish(instance_, &error_));
    if (out.error.empty() && (bound_.flags & TEXTMILL_TABLES) != 0) PullTables(out);
    return out.error;
  }
};

void ExpectUtf8(const std::vector<testing::OutRow>& rows) {
  for (const testing::OutRow& row : rows) {
    for (const auto& [name, value] : row) Expect(io::IsUtf8(value), name + " is UTF-8");
  }
}

void ExpectOk(int32_t code, const textmill_error& error) {
  Expect(code == TEXTMILL_OK, error.message);
}

}  // namespace

std::vector<std::string> Documents(std::string_view input) {
  std::vector<std::string> out;
  size_t left = kMostBytes;
  while (out.size() < kMostDocuments) {
    const size_t end = std::min(input.find(kNext), input.size());
    out.push_back(Written(input.substr(0, end), left));
    left -= std::min(left, out.back().size());
    if (end == input.size()) break;
    input.remove_prefix(end + 1);
  }
  return out;
}

void RunStage(const textmill_stage& stage, const testing::GivenParams& params,
              const std::vector<std::string>& documents) {
  testing::AnyStageRunner runner(stage, params);
  const testing::Outcome out = runner.Run(ColumnsOf(documents), 16);
  Expect(out.error.empty(), out.error);
  ExpectUtf8(out.rows);
  for (const auto& table : out.tables) ExpectUtf8(table);
}

struct OpenStage::Opened {
  textmill_stage stage;
  testing::TestHost host;
  testing::internal_testing::ValueMaker maker;
  textmill_error error{};
  textmill_bind_reply bound{};
  void* instance = nullptr;
  void* lane = nullptr;
};

OpenStage::OpenStage(const textmill_stage& stage, const testing::GivenParams& params)
    : opened_(std::make_unique<Opened>()) {
  Opened& o = *opened_;
  o.stage = stage;
  textmill_param_info all{};
  all.types = TEXTMILL_MAP;
  all.fields = stage.info->params;
  all.n_fields = stage.info->n_params;
  const textmill_value value = o.maker.Make(all, testing::Given::Fields(params));
  ExpectOk(stage.create(o.host.get(), &value, &o.instance, &o.error), o.error);
  ArrowSchema schema{};
  ExportFields({{"id", "u", {}, {}}, {"text", "u", {}, {}}}, &schema);
  ExpectOk(stage.bind(o.instance, &schema, &o.bound, &o.error), o.error);
  schema.release(&schema);
  textmill_open_request request{"/tmp", 1, 0};
  ExpectOk(stage.open(o.instance, &request, &o.error), o.error);
  ExpectOk(stage.open_lane(o.instance, &o.lane, &o.error), o.error);
}

OpenStage::~OpenStage() {
  Opened& o = *opened_;
  for (ArrowSchema* schema : {&o.bound.columns, &o.bound.commit_columns, &o.bound.details,
                              &o.bound.carry, &o.bound.tables}) {
    if (schema->release != nullptr) schema->release(schema);
  }
  if (o.lane != nullptr) o.stage.close_lane(o.instance, o.lane);
  o.stage.close(o.instance);
}

void OpenStage::Run(const std::vector<std::string>& documents) {
  Opened& o = *opened_;
  const testing::Columns input = ColumnsOf(documents);
  std::vector<Field> fields;
  std::vector<ArrowArray*> children;
  for (uint64_t u = 0; u < o.bound.n_uses; ++u) {
    for (size_t c = 0; c < input.fields.size(); ++c) {
      if (input.fields[c].name != o.bound.uses[u]) continue;
      fields.push_back(input.fields[c]);
      children.push_back(const_cast<ArrowArray*>(&input.arrays[c]));
    }
  }
  ArrowSchema schema{};
  ExportFields(fields, &schema);
  ArrowArray columns{};
  const void* no_validity[1] = {nullptr};
  columns.length = input.rows;
  columns.n_buffers = 1;
  columns.buffers = no_validity;
  columns.n_children = static_cast<int64_t>(children.size());
  columns.children = children.data();
  const textmill_batch batch{input.rows, 0, 0, &schema, &columns};
  textmill_reply reply{};
  ExpectOk(o.stage.process(o.instance, o.lane, &batch, &reply, &o.error), o.error);
  const int64_t rows =
      reply.parents.release != nullptr ? reply.parents.length : int64_t{input.rows};
  if (reply.columns.release != nullptr) {
    const Field produced = ImportField(o.bound.columns);
    for (size_t c = 0; c < produced.children.size(); ++c) {
      for (int64_t i = 0; i < rows; ++i) {
        Expect(io::IsUtf8(testing::Show(produced.children[c], *reply.columns.children[c],
                                        reply.columns.offset, i)),
               "what is made is UTF-8");
      }
    }
  }
  for (ArrowArray* array :
       {&reply.columns, &reply.parents, &reply.verdicts, &reply.details, &reply.carry}) {
    if (array->release != nullptr) array->release(array);
  }
  schema.release(&schema);
}

void RestoreStage(const textmill_stage& stage, const testing::GivenParams& params,
                  std::string_view edits) {
  Resumed runner(stage, params);
  const testing::Columns columns = RememberedColumns();
  std::string state;
  const std::string error = runner.SaveAfter(columns, &state);
  Expect(error.empty(), "the stage is saved: " + error);

  // The head, the own part of all blocks, and the end: see state.hpp.
  uint32_t name = 0, version = 0;
  uint64_t parameters = 0;
  std::memcpy(&name, state.data() + 12, sizeof name);
  std::memcpy(&version, state.data() + 16 + name, sizeof version);
  std::memcpy(&parameters, state.data() + 20 + name, sizeof parameters);
  std::string own;
  for (size_t at = 28 + name;;) {
    uint32_t size = 0;
    std::memcpy(&size, state.data() + at, sizeof size);
    if (size == 0) break;
    own.append(state, at + 12, size);
    at += 12 + size;
  }
  while (edits.size() >= 3 && !own.empty()) {
    const auto byte = [&](size_t i) { return static_cast<uint8_t>(edits[i]); };
    const size_t place = (byte(0) | byte(1) << 8) % own.size();
    const size_t size = std::min<size_t>(byte(2), edits.size() - 3);
    if (size == 0) {
      own.resize(place);
    } else {
      own.replace(place, size, edits.substr(3, size));
    }
    edits.remove_prefix(3 + size);
  }
  std::string forged;
  const textmill_state_writer to{
      &forged, [](void* self, const void* data, uint64_t size, textmill_error*) {
        static_cast<std::string*>(self)->append(static_cast<const char*>(data), size);
        return int32_t{TEXTMILL_OK};
      }};
  StateWriter writer(&to, {std::string_view(state).substr(16, name), version, parameters});
  writer.PutRaw(own.data(), own.size());
  writer.End();
  if (!runner.Restore(columns.fields, forged).empty()) return;
  std::string again;
  Expect(runner.Save(&again).empty(), "what was restored is saved");
  // It may be none that merges.
  if (runner.Merge(forged).empty()) Expect(runner.Save(&again).empty(), "what was merged is saved");
  if (runner.Restore(columns.fields, forged).empty()) (void)runner.GoOn(columns);
}

}  // namespace textmill::fuzz
