// Numbers, sizes and durations as one writes them in a pipeline.
//
// Decimal only: 010 is ten. Nothing is guessed: what is not wholly a quantity is refused. Pure
// functions; any thread.
#ifndef CORE_PIPELINE_QUANTITY_H_
#define CORE_PIPELINE_QUANTITY_H_

#include <cstdint>
#include <optional>
#include <string_view>

namespace textmill::core {

// "12", "-3", "+7".
std::optional<int64_t> ParseInteger(std::string_view text);

// "0.8", "-1", ".5", "1e-3"; finite.
std::optional<double> ParseNumber(std::string_view text);

// "64KiB", "1.5 GiB", "10MB", "100B", "4096": bytes. KB, MB, GB and TB are powers of 1000.
std::optional<int64_t> ParseSize(std::string_view text);

// "500ms", "10s", "1.5m", "1h", "2d", "0": nanoseconds.
std::optional<int64_t> ParseDuration(std::string_view text);

}  // namespace textmill::core

#endif  // CORE_PIPELINE_QUANTITY_H_
