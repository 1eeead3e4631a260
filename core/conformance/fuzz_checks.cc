// Seeded random tables and bytes. Errors are fine here, as long as they come as errors.
#include <fstream>
#include <iterator>
#include <random>

#include "core/conformance/check.h"
#include "core/conformance/play.h"

namespace textmill::core {
namespace {

constexpr int kRounds = 12;

Verdict Tables(const Subject& subject) {
  const auto setup = FindSetup(subject);
  if (!setup) return Skipped(setup.error().message);
  std::mt19937_64 random(subject.seed);
  for (int round = 0; round < kRounds; ++round) {
    const uint64_t seed = random();
    const SampleTable table =
        MakeSample(setup->schema, static_cast<int64_t>(random() % 60), seed, SampleKind::kOdd);
    PlayOptions options;
    options.batch_rows = 1 + static_cast<int64_t>(random() % 20);
    options.slices = static_cast<Slices>(random() % 3);
    const std::string where =
        "seed " + std::to_string(subject.seed) + ", round " + std::to_string(round);
    const auto first = Play(subject, setup->params, table, {});
    const auto second = Play(subject, setup->params, table, options);
    if (!first) return Failed(where + ": " + first.error().ToString());
    if (!second) return Failed(where + ": " + second.error().ToString());
    if (const std::string d = Difference(*first, *second); !d.empty())
      return Failed(where + ": in other batches, " + d);
  }
  return Passed();
}

Verdict Files(const Subject& subject) {
  std::mt19937_64 random(subject.seed);
  int64_t documents = 0;
  for (int round = 0; round < kRounds; ++round) {
    const int form = round % Forms(subject);
    const std::string file = SampleFile(subject, form);
    std::ifstream in(file, std::ios::binary);
    std::string bytes((std::istreambuf_iterator<char>(in)), {});
    for (uint64_t n = bytes.empty() ? 0 : random() % 200; n > 0; --n)
      bytes[random() % bytes.size()] = static_cast<char>(random());
    bytes.resize(random() % (bytes.size() + 1));
    std::ofstream(file, std::ios::binary) << bytes;
    for (const ParamValues& params : ParamCandidates(subject, file)) {
      const auto first = PlaySource(subject, params, 1 << 20, 1);
      const auto second = PlaySource(subject, params, 1 + random() % 300, 1);
      if (first) documents += first->documents;
      if (!first || !second) continue;
      if (const std::string d = Difference(*first, *second); !d.empty())
        return Failed("seed " + std::to_string(subject.seed) + ", round " + std::to_string(round) +
                      ": in other units, " + d);
    }
  }
  return documents > 0 ? Passed() : Skipped(NoDocument(subject, ""));
}

}  // namespace

std::vector<Check> FuzzChecks() {
  using Of = Check::Of;
  return {
      {"fuzz.tables", "odd values of all kinds: no crash, and nothing that depends on batches",
       "run it again with --in-process --seed N in a debugger", Of::kTransform, Tables},
      {"fuzz.files", "damaged files: no crash, and nothing that depends on units",
       "run it again with --in-process --seed N in a debugger", Of::kSource, Files},
  };
}

}  // namespace textmill::core
