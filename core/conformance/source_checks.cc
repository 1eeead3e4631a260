// Checks of a source: however an input is cut, the documents are the same.
#include <filesystem>
#include <fstream>

#include "core/conformance/check.h"
#include "core/conformance/play.h"
#include "core/plugin/instance.h"

namespace textmill::core {
namespace {

// Reads a sample file of each form that the stage takes; `check` compares. A file of which it reads
// no document says nothing of it.
template <class CheckOne>
Verdict ForEachForm(const Subject& subject, CheckOne&& check) {
  std::string why, broken;
  bool any = false;
  for (int form = 0; form < Forms(subject); ++form) {
    const std::string file = SampleFile(subject, form);
    for (const ParamValues& params : ParamCandidates(subject, file)) {
      const auto plain = PlaySource(subject, params, 1 << 20, 1);
      if (!plain) {
        const ErrorKind kind = plain.error().kind;
        const bool its_fault = kind == ErrorKind::kBrokenPromise || kind == ErrorKind::kUnexplained;
        (its_fault ? broken : why) = plain.error().ToString();
        continue;
      }
      if (plain->documents == 0) {
        why = plain->rows.empty() ? "it read nothing" : plain->rows[0];
        continue;
      }
      any = true;
      Verdict verdict = check(params, *plain, file);
      if (verdict.outcome != CheckOutcome::kPassed) return verdict;
      break;
    }
  }
  if (any) return Passed();
  if (!broken.empty()) return Failed(broken);
  return Skipped(NoDocument(subject, why));
}

Verdict ReadsRecords(const Subject& subject) {
  return ForEachForm(subject, [](const ParamValues&, const Played& plain, const std::string& file) {
    return plain.documents == 0 ? Failed("it read nothing from " + file) : Passed();
  });
}

Verdict Units(const Subject& subject) {
  return ForEachForm(
      subject, [&](const ParamValues& params, const Played& plain, const std::string&) {
        for (const uint64_t want :
             {uint64_t{0}, uint64_t{1}, uint64_t{17}, uint64_t{100}, uint64_t{4096}}) {
          const auto other = PlaySource(subject, params, want, 1);
          const std::string what = "in units of " + std::to_string(want) + " bytes";
          if (!other) return Failed(what + ": " + other.error().ToString());
          if (const std::string d = Difference(plain, *other); !d.empty())
            return Failed(what + ", " + d);
        }
        return Passed();
      });
}

Verdict ReadByThreads(const Subject& subject) {
  return ForEachForm(subject,
                     [&](const ParamValues& params, const Played& plain, const std::string&) {
                       const auto other = PlaySource(subject, params, 50, 4);
                       if (!other) return Failed("on four threads: " + other.error().ToString());
                       const std::string d = Difference(plain, *other);
                       return d.empty() ? Passed() : Failed("on four threads, " + d);
                     });
}

Verdict Empty(const Subject& subject) {
  return ForEachForm(subject,
                     [&](const ParamValues& params, const Played&, const std::string& file) {
                       std::ofstream emptied(file, std::ios::binary | std::ios::trunc);
                       emptied.close();
                       const auto played = PlaySource(subject, params, 1 << 20, 1);
                       // A format may ask for a header; saying so is as good as reading nothing.
                       const bool fine = played || played.error().kind != ErrorKind::kUnexplained;
                       return fine ? Passed() : Failed(played.error().message);
                     });
}

Verdict Gone(const Subject& subject) {
  const std::string file = subject.folder + "/there/is/no/such.file";
  for (const ParamValues& params : ParamCandidates(subject, file)) {
    if (const auto played = PlaySource(subject, params, 1 << 20, 1); played && played->failed == 0)
      return Failed("a file that is not there was read without a word");
    return Passed();
  }
  return Skipped("no values for its parameters could be made up");
}

}  // namespace

std::vector<Check> SourceChecks() {
  using Of = Check::Of;
  return {
      {"source.records",
       "each record names its place within its unit, and read_record gives it back",
       "count offsets from the beginning of the decompressed input", Of::kSource, ReadsRecords},
      {"source.units", "units of any size give the same documents",
       "cut units at the ends of records", Of::kSource, Units},
      {"source.threads", "read_unit is called on many threads at once",
       "change nothing in read_unit but the lane", Of::kSource, ReadByThreads},
      {"source.empty", "an empty input does no harm", "look at the size before the first byte",
       Of::kSource, Empty},
      {"source.gone", "an input that is not there is an error", "say so in list_inputs, or open",
       Of::kSource, Gone},
  };
}

}  // namespace textmill::core
