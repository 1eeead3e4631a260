// Fuzz targets: a target takes any bytes and comes back, whatever they are; a crash, a sanitizer's
// report or an Expect that does not hold is a finding.
//
//     TEXTMILL_FUZZ(read_csv) { ReadCsvFrom(input); }
//
// One file per target. They are linked twice: into `fuzz` (preset fuzz, see `./dev fuzz`), where
// libFuzzer makes inputs up, and into fuzz_test, which every run of the tests runs and which
// replays the files of tests/fuzz/NAME/: seeds, and what was found, named for the fault.
#ifndef TESTS_FUZZ_FUZZ_H_
#define TESTS_FUZZ_FUZZ_H_

#include <map>
#include <string>
#include <string_view>

namespace textmill::fuzz {

using Target = void (*)(std::string_view input);

// By name.
std::map<std::string, Target>& Targets();

// Ends the program, saying why, unless `holds`.
void Expect(bool holds, std::string_view what);

}  // namespace textmill::fuzz

#define TEXTMILL_FUZZ(name)                                           \
  static void Fuzz_##name(std::string_view input);                    \
  [[maybe_unused]] static const bool registered_##name =              \
      ::textmill::fuzz::Targets().emplace(#name, Fuzz_##name).second; \
  static void Fuzz_##name([[maybe_unused]] std::string_view input)

#endif  // TESTS_FUZZ_FUZZ_H_
