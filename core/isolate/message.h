// What the program and the process of a stage say to each other. The program asks, the process
// answers; one question at a time.
//
// A packet on a socket says what is asked, or answered, and how many bytes of it are in the memory
// that the two share. A state, which may be large, goes through it in pieces. The program does not
// trust the answers: whatever a plugin has done to its process, an answer is either understood or
// refused.
#ifndef CORE_ISOLATE_MESSAGE_H_
#define CORE_ISOLATE_MESSAGE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/isolate/packed.h"
#include "core/plugin/bound.h"
#include "core/plugin/instance.h"
#include "core/result.h"

namespace textmill::core {

enum class Ask : uint32_t {
  kSpawn = 1,  // another process like this one: with three descriptors, its ends
  kOpen,
  kLook,  // whether it can be forked: see LookAnswer
  kProcess,
  kCommit,
  kEndOfPass,
  kFinish,
  kNextTable,
  kAccount,
  kSave,
  kRestore,
  kPiece,  // of a state, while it is saved or restored: the process gives it or asks for it
  kClose
};

constexpr size_t kPieceBytes = size_t{1} << 20;

struct Packet {
  Ask ask;
  uint32_t pid;    // of the process that answers
  uint64_t bytes;  // in the shared memory
};

// ---- questions; those who answer them trust the program

void PackOpen(const std::string& work_folder, uint32_t threads, uint64_t memory,
              int64_t input_bytes, Packer* to);
struct OpenQuestion {
  std::string work_folder;
  uint32_t threads;
  uint64_t memory;
  int64_t input_bytes;
};
OpenQuestion UnpackOpen(Unpacker* from);

// `carry`: of the field `carry_field`, or NULL.
void PackBatch(const textmill_batch& batch, bool fresh_lane, const Field& carry_field,
               const ArrowArray* carry, Packer* to);
struct BatchQuestion {
  BatchQuestion(Unpacker* from, const Field& carry_field);
  ~BatchQuestion();
  BatchQuestion(const BatchQuestion&) = delete;
  BatchQuestion& operator=(const BatchQuestion&) = delete;
  textmill_batch batch{};
  bool fresh_lane = false;
  const ArrowArray* carry = nullptr;

 private:
  ArrowSchema schema_{};
  ArrowArray columns_{}, carry_{};
};

// ---- answers: what the stage wrote, what came of the call, and the rest as it was asked for

void PackWritten(uint32_t output, std::string_view bytes, Packer* to);
// After all that was written.
void PackOutcome(const Status& status, int64_t peak_memory, Packer* to);

struct Written {
  uint32_t output;
  std::string_view bytes;
};
// All that was written; the outcome comes next, from what Rest gives.
std::vector<Written> UnpackWritten(Unpacker* from);
Status UnpackOutcome(Unpacker* from, int64_t* peak_memory);

// A stage's reply to process or commit. What it broke of the interface's promises on the way is the
// error.
enum class Call { kProcess, kCommit };
Status PackReply(const Bound& bound, Call call, textmill_reply* reply, Packer* to);
// Owned by the caller.
void UnpackReply(const Bound& bound, Call call, Unpacker* from, textmill_reply* reply);

// A struct of the fields, which PackStruct leaves released.
Status PackStruct(const Schema& fields, ArrowArray* array, Packer* to);
void UnpackStruct(const Schema& fields, Unpacker* from, ArrowArray* array);

void PackAccount(const std::vector<Instance::Number>& numbers, Packer* to);
std::vector<Instance::Number> UnpackAccount(Unpacker* from);

}  // namespace textmill::core

#endif  // CORE_ISOLATE_MESSAGE_H_
