// What a process of an isolated stage answers, when a plugin has damaged it: any bytes, and answers
// that are right but for some of theirs.
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>

#include "core/isolate/message.h"
#include "tests/fuzz/fuzz.h"
#include "textmill/stage.hpp"
#include "textmill/view.hpp"

namespace textmill::fuzz {
namespace {

using namespace core;

Bound TheBound() {
  Bound bound;
  bound.flags = TEXTMILL_EXPANDS | TEXTMILL_COMMITS;
  const Field span = StructOf("", {{"begin", "l", {}, {}}, {"type", "u", {}, {}}});
  bound.columns = {
      {"text", "u", {}, {}}, {"n", "l", {}, {}}, {"good", "b", {}, {}}, ListOf("spans", span)};
  bound.commit_columns = {{"first", "f", {}, {}}};
  bound.details = {{"dup_of", "u", {}, {}}};
  bound.carry = {{"bytes", "z", {}, {}}};
  return bound;
}

// All of an array that was let through is read, so that a sanitizer sees where it leads.
uint64_t Read(const Field& field, const ArrowArray& array) {
  uint64_t sum = 0;
  const auto bytes = [&](const void* from, int64_t size) {
    const auto* at = static_cast<const unsigned char*>(from);
    for (int64_t i = 0; i < size; ++i) sum += at[i];
  };
  if (array.buffers[0] != nullptr) bytes(array.buffers[0], (array.length + 7) / 8);
  if (field.format == "u" || field.format == "z" || field.format == "+l") {
    const auto* ends = static_cast<const int32_t*>(array.buffers[1]);
    if (array.length > 0 && field.format != "+l") bytes(array.buffers[2], ends[array.length]);
    for (int64_t i = 0; i < array.length; ++i) Expect(ends[i] <= ends[i + 1], "offsets ascend");
  } else if (field.format != "+s") {
    const int64_t width = FixedWidth(field.format);
    bytes(array.buffers[1], width > 0 ? array.length * width : (array.length + 7) / 8);
  }
  for (size_t k = 0; k < field.children.size(); ++k)
    sum += Read(field.children[k], *array.children[k]);
  return sum;
}

void Take(const Schema& fields, ArrowArray* array) {
  if (array->release == nullptr) return;
  auto members = TakeMembers(array, fields, -1);
  if (!members) return;
  volatile uint64_t sum = 0;
  for (size_t k = 0; k < fields.size(); ++k) sum = sum + Read(fields[k], *(*members)[k]);
}

void TakeAnswer(std::string_view answer) {
  static const Bound bound = TheBound();
  // As ChildProcess does: the rest is copied, and begins where columns may.
  Unpacker from(answer);
  UnpackWritten(&from);
  const std::string_view rest = from.Rest();
  if (!from.ok()) return;
  void* copy = std::aligned_alloc(64, (rest.size() + 127) / 64 * 64);
  const std::shared_ptr<const void> owner(copy, std::free);
  std::memcpy(copy, rest.data(), rest.size());
  const std::string_view bytes(static_cast<const char*>(copy), rest.size());
  for (const Call call : {Call::kProcess, Call::kCommit}) {
    Unpacker body(bytes, owner);
    int64_t peak = 0;
    if (!UnpackOutcome(&body, &peak) || !body.ok()) continue;
    textmill_reply reply{};
    UnpackReply(bound, call, &body, &reply);
    if (body.ok()) {
      Take(Reply::FailureFields(), &reply.failures);
      Take(bound.carry, &reply.carry);
      Take(call == Call::kProcess ? bound.columns : bound.commit_columns, &reply.columns);
      Take(bound.details, &reply.details);
    }
    ReleaseReply(&reply);
  }
  Unpacker table(bytes, owner);
  ArrowArray rows{};
  UnpackStruct(bound.columns, &table, &rows);
  if (table.ok()) Take(bound.columns, &rows);
  if (rows.release != nullptr) rows.release(&rows);
  Unpacker account(bytes, owner);
  UnpackAccount(&account);
  Unpacker field(bytes, owner);
  field.GetField();
}

// A right answer of three rows.
const std::string& RightAnswer() {
  static const std::string made = [] {
    const Bound bound = TheBound();
    SharedMemory memory;
    memory.Make();
    Packer packer(&memory);
    PackWritten(0, "a line\n", &packer);
    PackOutcome({}, 100, &packer);
    StructBuilder columns(StructOf("", bound.columns));
    for (int i = 0; i < 3; ++i) {
      columns.member<BytesBuilder>(0).Append("a text");
      columns.member<BuilderOf<Int64>>(1).Append(i);
      columns.member<BuilderOf<Bool>>(2).Append(i == 1);
      auto& spans = columns.member<ListBuilder>(3);
      spans.items<StructBuilder>().member<BuilderOf<Int64>>(0).Append(i);
      spans.items<StructBuilder>().member<BytesBuilder>(1).Append("PER");
      spans.items<StructBuilder>().EndRow();
      spans.EndRow();
      columns.EndRow();
    }
    BuilderOf<Int32> parents;
    BuilderOf<UInt8> verdicts;
    for (int i = 0; i < 3; ++i) {
      parents.Append(i);
      verdicts.Append(0);
    }
    textmill_reply reply{};
    columns.Finish(&reply.columns);
    parents.Finish(&reply.parents);
    verdicts.Finish(&reply.verdicts);
    Expect(PackReply(bound, Call::kProcess, &reply, &packer).ok(), "a right reply is packed");
    ReleaseReply(&reply);
    return std::string(memory.Read(packer.size()));
  }();
  return made;
}

}  // namespace

// An even first byte: the rest is the answer. An odd one: a right answer, of which bytes are
// changed at places that the rest says.
TEXTMILL_FUZZ(isolated_answer) {
  if (input.empty()) return TakeAnswer(RightAnswer());
  const bool plain = (input[0] & 1) == 0;
  input.remove_prefix(1);
  if (plain) return TakeAnswer(input);
  std::string answer = RightAnswer();
  for (; input.size() >= 3; input.remove_prefix(3)) {
    const auto at = static_cast<uint8_t>(input[0]) | static_cast<uint8_t>(input[1]) << 8;
    answer[static_cast<size_t>(at) % answer.size()] = input[2];
  }
  // One byte left: that many 64ths of it.
  if (input.size() == 1) answer.resize(answer.size() * (static_cast<uint8_t>(input[0]) & 63) / 64);
  TakeAnswer(answer);
}

}  // namespace textmill::fuzz
