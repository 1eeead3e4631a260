#include "core/isolate/message.h"

#include "textmill/stage.hpp"

namespace textmill::core {
namespace {

const Field kVerdicts{"verdicts", "C", {}, {}};
const Field kParents{"parents", "i", {}, {}};

constexpr auto kLastKind = ErrorKind::kDied;

// The fields of what a call may make.
const Schema& ColumnsOf(const Bound& bound, Call call) {
  return call == Call::kProcess ? bound.columns : bound.commit_columns;
}

bool Expands(const Bound& bound, Call call) {
  return call == Call::kProcess && (bound.flags & TEXTMILL_EXPANDS) != 0;
}

void Release(ArrowArray* array) {
  if (array->release != nullptr) array->release(array);
}

// An array of its own, or nothing where there is none.
Status PackPlain(const Field& field, ArrowArray* raw, Packer* to) {
  to->Put<uint8_t>(raw->release != nullptr ? 1 : 0);
  if (raw->release == nullptr) return {};
  const Array array = Own(raw);
  if (Status status = CheckArray(field, *array); !status) return status;
  to->PutArray(field, *array);
  return {};
}

void UnpackPlain(const Field& field, Unpacker* from, ArrowArray* array) {
  if (from->Get<uint8_t>() != 0) from->GetArray(field, array);
}

}  // namespace

void PackOpen(const std::string& work_folder, uint32_t threads, uint64_t memory,
              int64_t input_bytes, Packer* to) {
  to->PutBytes(work_folder);
  to->Put(threads);
  to->Put(memory);
  to->Put(input_bytes);
}

OpenQuestion UnpackOpen(Unpacker* from) {
  OpenQuestion open;
  open.work_folder = from->GetBytes();
  open.threads = from->Get<uint32_t>();
  open.memory = from->Get<uint64_t>();
  open.input_bytes = from->Get<int64_t>();
  return open;
}

void PackBatch(const textmill_batch& batch, bool fresh_lane, const Field& carry_field,
               const ArrowArray* carry, Packer* to) {
  const Field field = ImportField(*batch.schema);
  to->PutField(field);
  to->Put(batch.pass);
  to->Put<uint8_t>(fresh_lane ? 1 : 0);
  to->PutArray(field, *batch.columns);
  to->Put<uint8_t>(carry != nullptr ? 1 : 0);
  if (carry != nullptr) to->PutArray(carry_field, *carry);
}

BatchQuestion::BatchQuestion(Unpacker* from, const Field& carry_field) {
  const Field field = from->GetField();
  batch.pass = from->Get<uint32_t>();
  fresh_lane = from->Get<uint8_t>() != 0;
  from->GetArray(field, &columns_);
  if (from->Get<uint8_t>() != 0) {
    from->GetArray(carry_field, &carry_);
    carry = &carry_;
  }
  if (!from->ok()) return;
  ExportField(field, &schema_);
  batch.schema = &schema_;
  batch.columns = &columns_;
  batch.rows = columns_.length;
}

BatchQuestion::~BatchQuestion() {
  Release(&columns_);
  Release(&carry_);
  if (schema_.release != nullptr) schema_.release(&schema_);
}

void PackWritten(uint32_t output, std::string_view bytes, Packer* to) {
  to->Put<uint8_t>(1);
  to->Put(output);
  to->PutBytes(bytes);
}

void PackOutcome(const Status& status, int64_t peak_memory, Packer* to) {
  to->Put<uint8_t>(0);
  to->BeginRest();
  to->Put(peak_memory);
  to->Put<uint8_t>(status.ok() ? 1 : 0);
  if (status.ok()) return;
  const Error& error = status.error();
  to->Put(static_cast<int32_t>(error.kind));
  to->Put(error.row);
  for (const std::string* text :
       {&error.message, &error.hint, &error.parameter, &error.column, &error.step})
    to->PutBytes(*text);
}

std::vector<Written> UnpackWritten(Unpacker* from) {
  std::vector<Written> written;
  while (from->Get<uint8_t>() != 0) {
    const auto output = from->Get<uint32_t>();
    written.push_back({output, from->GetBytes()});
  }
  return written;
}

Status UnpackOutcome(Unpacker* from, int64_t* peak_memory) {
  *peak_memory = from->Get<int64_t>();
  if (from->Get<uint8_t>() != 0) return {};
  Error error;
  const auto kind = from->Get<int32_t>();
  error.kind = kind >= 0 && kind <= static_cast<int32_t>(kLastKind) ? static_cast<ErrorKind>(kind)
                                                                    : ErrorKind::kBrokenPromise;
  error.row = from->Get<int64_t>();
  for (std::string* text :
       {&error.message, &error.hint, &error.parameter, &error.column, &error.step})
    *text = from->GetBytes();
  return error;
}

Status PackStruct(const Schema& fields, ArrowArray* array, Packer* to) {
  to->Put<uint8_t>(array->release != nullptr ? 1 : 0);
  if (array->release == nullptr) return {};
  to->Put(array->length);
  const auto members = TakeMembers(array, fields, -1);
  if (!members) return members.error();
  for (size_t k = 0; k < fields.size(); ++k) to->PutArray(fields[k], *(*members)[k]);
  return {};
}

void UnpackStruct(const Schema& fields, Unpacker* from, ArrowArray* array) {
  if (from->Get<uint8_t>() == 0) return;
  struct Holder {
    const void* buffers[1] = {nullptr};
    std::vector<ArrowArray> members;
    std::vector<ArrowArray*> pointers;
  };
  auto holder = std::make_unique<Holder>();
  holder->members.resize(fields.size());
  *array = {};
  array->length = from->Get<int64_t>();
  array->n_buffers = 1;
  array->buffers = holder->buffers;
  for (size_t k = 0; k < fields.size(); ++k) {
    from->GetArray(fields[k], &holder->members[k]);
    holder->pointers.push_back(&holder->members[k]);
  }
  array->n_children = static_cast<int64_t>(fields.size());
  array->children = holder->pointers.data();
  array->private_data = holder.release();
  array->release = [](ArrowArray* self) {
    auto* held = static_cast<Holder*>(self->private_data);
    for (ArrowArray& member : held->members) Release(&member);
    delete held;
    self->release = nullptr;
  };
  if (!from->ok()) array->release(array);
}

Status PackReply(const Bound& bound, Call call, textmill_reply* reply, Packer* to) {
  for (const int64_t count : reply->counts) to->Put(count);
  Status status = PackStruct(Reply::FailureFields(), &reply->failures, to);
  if (!status)
    return Error{"its failures are wrong: " + status.error().message, "", ErrorKind::kBrokenReply};
  const bool carries = call == Call::kProcess && !bound.carry.empty();
  if (carries) status = PackStruct(bound.carry, &reply->carry, to);
  if (status && Expands(bound, call)) status = PackPlain(kParents, &reply->parents, to);
  const Schema& fields = ColumnsOf(bound, call);
  if (status && !fields.empty()) status = PackStruct(fields, &reply->columns, to);
  if (status) status = PackPlain(kVerdicts, &reply->verdicts, to);
  if (status && !bound.details.empty()) status = PackStruct(bound.details, &reply->details, to);
  if (!status) return Error{status.error().message, "", ErrorKind::kBrokenReply};
  return {};
}

void UnpackReply(const Bound& bound, Call call, Unpacker* from, textmill_reply* reply) {
  for (int64_t& count : reply->counts) count = from->Get<int64_t>();
  UnpackStruct(Reply::FailureFields(), from, &reply->failures);
  const bool carries = call == Call::kProcess && !bound.carry.empty();
  if (carries) UnpackStruct(bound.carry, from, &reply->carry);
  if (Expands(bound, call)) UnpackPlain(kParents, from, &reply->parents);
  const Schema& fields = ColumnsOf(bound, call);
  if (!fields.empty()) UnpackStruct(fields, from, &reply->columns);
  UnpackPlain(kVerdicts, from, &reply->verdicts);
  if (!bound.details.empty()) UnpackStruct(bound.details, from, &reply->details);
}

void PackAccount(const std::vector<Instance::Number>& numbers, Packer* to) {
  to->Put<uint64_t>(numbers.size());
  for (const Instance::Number& number : numbers) {
    to->PutBytes(number.group);
    to->PutBytes(number.name);
    to->Put(number.n);
  }
}

std::vector<Instance::Number> UnpackAccount(Unpacker* from) {
  std::vector<Instance::Number> numbers;
  for (auto n = from->Get<uint64_t>(); from->ok() && n > 0; --n) {
    Instance::Number number;
    number.group = from->GetBytes();
    number.name = from->GetBytes();
    number.n = from->Get<int64_t>();
    numbers.push_back(std::move(number));
  }
  return numbers;
}

}  // namespace textmill::core
