#include "core/run/checkpoint.h"

#include <utility>

namespace textmill::core {
namespace {

using TextmillError = ::textmill::Error;

// States of stages are passed on in pieces of this size at most.
constexpr size_t kStatePiece = 1 << 20;

// The other half of StateCall in instance_state.cc: a function of ours, called through a C table.
template <class Function>
struct Called {
  const Function& function;
  std::optional<core::Error> failed;
};

int32_t FailWith(const core::Error& why, std::optional<core::Error>* kept, textmill_error* error) {
  *kept = why;
  error->code = TEXTMILL_IO_ERROR;
  why.message.copy(error->message, sizeof error->message - 1);
  return error->code;
}

void PutCut(const FileCut& cut, StateWriter& to) {
  to.Put(cut.bytes);
  to.Put(cut.tail);
}

FileCut TakeCut(StateReader& from) {
  FileCut cut;
  cut.bytes = from.Take<uint64_t>();
  cut.tail = from.Take<uint64_t>();
  return cut;
}

void PutStrings(const std::vector<std::string>& strings, StateWriter& to) {
  to.Put<uint64_t>(strings.size());
  for (const std::string& string : strings) to.PutBytes(string);
}

// One after the other: how many there are may be anything in a file that was forged.
std::vector<std::string> TakeStrings(StateReader& from) {
  std::vector<std::string> strings;
  for (auto left = from.Take<uint64_t>(); left > 0; --left) strings.push_back(from.TakeBytes());
  return strings;
}

void PutIdentity(const RunIdentity& identity, StateWriter& to) {
  to.Put<uint64_t>(identity.parts.size());
  for (const RunIdentity::Part& part : identity.parts) {
    to.PutBytes(part.what);
    to.PutBytes(part.how);
  }
  to.Put<uint64_t>(identity.inputs.size());
  for (const uint64_t input : identity.inputs) to.Put(input);
}

RunIdentity TakeIdentity(StateReader& from) {
  RunIdentity identity;
  for (auto left = from.Take<uint64_t>(); left > 0; --left) {
    std::string what = from.TakeBytes();
    identity.parts.push_back({std::move(what), from.TakeBytes()});
  }
  for (auto left = from.Take<uint64_t>(); left > 0; --left)
    identity.inputs.push_back(from.Take<uint64_t>());
  return identity;
}

void PutPosition(const RunPosition& position, StateWriter& to) {
  to.Put(position.segment);
  to.Put(position.exhausted);
  to.Put(position.units);
  to.Put(position.input);
  to.Put(position.unit_end);
  to.Put(position.bytes_read);
  to.Put(position.documents);
  to.Put(position.pass_documents);
  to.Put(position.spooled);
  to.Put(position.admitted);
  to.Put(position.enough);
  to.Put(position.spool_read);
  for (const auto& cut : {position.from, position.to}) {
    to.Put<uint8_t>(cut.has_value());
    if (cut) PutCut(*cut, to);
  }
  PutStrings(position.ids, to);
}

RunPosition TakePosition(StateReader& from) {
  RunPosition position;
  position.segment = from.Take<uint64_t>();
  position.exhausted = from.Take<uint8_t>();
  position.units = from.Take<uint64_t>();
  position.input = from.Take<uint32_t>();
  position.unit_end = from.Take<uint64_t>();
  position.bytes_read = from.Take<int64_t>();
  position.documents = from.Take<int64_t>();
  position.pass_documents = from.Take<int64_t>();
  position.spooled = from.Take<int64_t>();
  position.admitted = from.Take<int64_t>();
  position.enough = from.Take<uint8_t>();
  position.spool_read = from.Take<uint64_t>();
  for (auto* cut : {&position.from, &position.to}) {
    if (from.Take<uint8_t>() != 0) *cut = TakeCut(from);
  }
  position.ids = TakeStrings(from);
  return position;
}

void PutAccounts(const std::vector<AccountNumbers>& accounts, StateWriter& to) {
  to.Put<uint64_t>(accounts.size());
  for (const AccountNumbers& numbers : accounts) {
    to.Put<uint64_t>(numbers.size());
    for (const Instance::Number& number : numbers) {
      to.PutBytes(number.group);
      to.PutBytes(number.name);
      to.Put(number.n);
    }
  }
}

std::vector<AccountNumbers> TakeAccounts(StateReader& from) {
  std::vector<AccountNumbers> accounts;
  for (auto steps = from.Take<uint64_t>(); steps > 0; --steps) {
    AccountNumbers& numbers = accounts.emplace_back();
    for (auto left = from.Take<uint64_t>(); left > 0; --left) {
      std::string group = from.TakeBytes();
      std::string name = from.TakeBytes();
      numbers.push_back({std::move(group), std::move(name), from.Take<int64_t>()});
    }
  }
  return accounts;
}

void PutOutputs(const std::vector<OutputMark>& outputs, StateWriter& to) {
  to.Put<uint64_t>(outputs.size());
  for (const OutputMark& mark : outputs) {
    to.PutBytes(mark.path);
    to.PutBytes(mark.one_of);
    to.Put(mark.device);
    to.Put(mark.inode);
    PutCut(mark.cut, to);
    to.PutBytes(mark.waiting);
    to.PutBytes(mark.encoder);
  }
}

std::vector<OutputMark> TakeOutputs(StateReader& from) {
  std::vector<OutputMark> outputs;
  for (auto left = from.Take<uint64_t>(); left > 0; --left) {
    OutputMark mark;
    mark.path = from.TakeBytes();
    mark.one_of = from.TakeBytes();
    mark.device = from.Take<uint64_t>();
    mark.inode = from.Take<uint64_t>();
    mark.cut = TakeCut(from);
    mark.waiting = from.TakeBytes();
    mark.encoder = from.TakeBytes();
    outputs.push_back(std::move(mark));
  }
  return outputs;
}

// In pieces, each with its size, then an empty one.
Status PutState(const StateToSave& state, StateWriter& to) {
  to.Put<uint8_t>(1);
  to.Put<uint64_t>(state.step);
  to.PutBytes(state.file);
  std::string piece;
  const auto pass_on = [&] {
    to.PutBytes(piece);
    piece.clear();
  };
  // Nothing is thrown through a plugin.
  const Status status = state.save([&](std::string_view bytes) -> Status {
    try {
      if (piece.size() + bytes.size() >= kStatePiece && !piece.empty()) pass_on();
      if (bytes.size() >= kStatePiece)
        to.PutBytes(bytes);
      else
        piece.append(bytes);
      return {};
    } catch (const TextmillError& error) {
      return core::Error{error.what(), error.hint(), ErrorKind::kIo};
    }
  });
  if (!status) return status;
  if (!piece.empty()) pass_on();
  pass_on();
  return {};
}

// What PutState has put, as a stage reads it.
class StatePieces {
 public:
  explicit StatePieces(StateReader* from) : from_(from) {}
  Result<size_t> Read(char* to, size_t size) {
    try {
      size_t done = 0;
      while (done < size && Fill()) {
        const size_t n = piece_.copy(to + done, size - done, at_);
        at_ += n;
        done += n;
      }
      return done;
    } catch (const TextmillError& error) {
      return core::Error{error.what(), error.hint()};
    }
  }
  void Skip() {
    while (Fill()) at_ = piece_.size();
  }

 private:
  bool Fill() {
    if (at_ < piece_.size()) return true;
    if (ended_) return false;
    piece_ = from_->TakeBytes();
    at_ = 0;
    ended_ = piece_.empty();
    return !ended_;
  }
  StateReader* from_;
  std::string piece_;
  size_t at_ = 0;
  bool ended_ = false;
};

}  // namespace

Status WriteCheckpointTo(const Instance::WriteState& write, const Checkpoint& checkpoint,
                         const std::vector<StateToSave>& states) {
  Called<Instance::WriteState> called{write, {}};
  const textmill_state_writer writer{
      &called, [](void* self, const void* data, uint64_t size, textmill_error* error) {
        auto& own = *static_cast<Called<Instance::WriteState>*>(self);
        const Status status = own.function({static_cast<const char*>(data), size});
        return status ? int32_t{TEXTMILL_OK} : FailWith(status.error(), &own.failed, error);
      }};
  try {
    StateWriter to(&writer, kCheckpointOwner);
    PutIdentity(checkpoint.identity, to);
    PutPosition(checkpoint.position, to);
    checkpoint.ledger.Save(to);
    PutAccounts(checkpoint.accounts, to);
    PutOutputs(checkpoint.outputs, to);
    for (const StateToSave& state : states) {
      if (Status status = PutState(state, to); !status)
        return called.failed ? *called.failed : status;
    }
    to.Put<uint8_t>(0);
    to.End();
    return {};
  } catch (const TextmillError& error) {
    return called.failed ? *called.failed : core::Error{error.what(), error.hint()};
  }
}

Result<Checkpoint> ReadCheckpointFrom(const Instance::ReadState& bytes, const TakeState& take) {
  Called<Instance::ReadState> called{bytes, {}};
  const textmill_state_reader reader{
      &called, [](void* self, void* data, uint64_t size, uint64_t* got, textmill_error* error) {
        auto& own = *static_cast<Called<Instance::ReadState>*>(self);
        const auto n = own.function(static_cast<char*>(data), size);
        *got = n ? *n : 0;
        return n ? int32_t{TEXTMILL_OK} : FailWith(n.error(), &own.failed, error);
      }};
  try {
    StateReader from(&reader, kCheckpointOwner);
    Checkpoint checkpoint;
    checkpoint.identity = TakeIdentity(from);
    checkpoint.position = TakePosition(from);
    checkpoint.ledger = Ledger::Restored(from);
    checkpoint.accounts = TakeAccounts(from);
    checkpoint.outputs = TakeOutputs(from);
    while (from.Take<uint8_t>() != 0) {
      const auto step = static_cast<size_t>(from.Take<uint64_t>());
      const std::string file = from.TakeBytes();
      StatePieces pieces(&from);
      if (take) {
        const Status status =
            take(step, file, [&](char* to, size_t size) { return pieces.Read(to, size); });
        if (!status) return status.error();
      }
      pieces.Skip();
    }
    from.End();
    char more;
    if (const auto n = bytes(&more, 1); n && *n > 0)
      return core::Error{"something follows the end of it"};
    return checkpoint;
  } catch (const TextmillError& error) {
    return called.failed ? *called.failed : core::Error{error.what(), error.hint()};
  }
}

}  // namespace textmill::core
