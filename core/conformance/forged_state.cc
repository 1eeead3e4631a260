#include "core/conformance/forged_state.h"

#include <cstring>

#include "textmill/state.hpp"

namespace textmill::core {
namespace {

// Where things are in a state: see state.hpp.
constexpr size_t kNameSizeAt = 12, kNameAt = 16;
constexpr size_t kBlockHead = sizeof(uint32_t) + sizeof(uint64_t);

uint32_t NumberAt(const std::string& state, size_t at) {
  uint32_t number = 0;
  if (at + sizeof number <= state.size()) std::memcpy(&number, state.data() + at, sizeof number);
  return number;
}

size_t VersionAt(const std::string& state) { return kNameAt + NumberAt(state, kNameSizeAt); }

}  // namespace

std::optional<uint32_t> VersionOf(const std::string& state) {
  if (state.rfind(internal::kStateMagic, 0) != 0) return {};
  if (VersionAt(state) + sizeof(uint32_t) > state.size()) return {};
  return NumberAt(state, VersionAt(state));
}

std::string WithVersion(std::string state, uint32_t version) {
  const size_t at = VersionAt(state);
  std::memcpy(state.data() + at, &version, sizeof version);
  size_t block = at + sizeof version + sizeof(uint64_t);  // after the parameters' hash
  uint64_t hash = HashState(0, state.data(), block);
  for (uint32_t size; (size = NumberAt(state, block)) > 0; block += kBlockHead + size) {
    if (block + kBlockHead + size > state.size()) break;
    hash = HashState(hash, state.data() + block + kBlockHead, size);
    std::memcpy(state.data() + block + sizeof size, &hash, sizeof hash);
  }
  return state;
}

}  // namespace textmill::core
