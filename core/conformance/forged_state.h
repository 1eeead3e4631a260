// States that a stage of another version might have saved.
#ifndef CORE_CONFORMANCE_FORGED_STATE_H_
#define CORE_CONFORMANCE_FORGED_STATE_H_

#include <cstdint>
#include <optional>
#include <string>

namespace textmill::core {

// The version of the stage's own part, in a state of the form that textmill/state.hpp describes;
// nothing when it has another form.
std::optional<uint32_t> VersionOf(const std::string& state);

// The same state under another version, with checksums that fit. `state` has that form.
std::string WithVersion(std::string state, uint32_t version);

}  // namespace textmill::core

#endif  // CORE_CONFORMANCE_FORGED_STATE_H_
