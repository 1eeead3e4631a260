// Checks of a stage that saves what it remembers: another instance goes on from there as if nothing
// had been, and what is not a state of its own is refused.
#include <algorithm>
#include <numeric>
#include <random>

#include "core/conformance/check.h"
#include "core/conformance/forged_state.h"
#include "core/conformance/play.h"
#include "core/plugin/instance.h"

namespace textmill::core {
namespace {

constexpr int64_t kRows = 200;
constexpr int64_t kBatchRows = 20;

// A table to play, and what comes of it without interruption.
struct WholeRun {
  Setup setup;
  SampleTable table;
  PlayOptions options;
  Played played;

  Result<Played> Play(const Subject& subject, const PlayOptions& changed) const {
    return core::Play(subject, setup.params, table, changed);
  }
};

Result<WholeRun> PlayWhole(const Subject& subject) {
  auto setup = FindSetup(subject);
  if (!setup) return setup.error();
  WholeRun whole;
  whole.setup = std::move(*setup);
  whole.table = MakeSample(whole.setup.schema, kRows, subject.seed, SampleKind::kPlain);
  whole.options.batch_rows = kBatchRows;
  auto played = whole.Play(subject, whole.options);
  if (!played) return played.error();
  whole.played = std::move(*played);
  return whole;
}

// A stage saved in the middle of its work, and what comes of the rest.
struct Halfway {
  WholeRun whole;
  std::string state;
  PlayOptions onward;  // from there, with whatever state
  Played rest;         // with this one
};

Result<Halfway> GoHalfway(const Subject& subject, WholeRun whole) {
  Halfway halfway;
  halfway.whole = std::move(whole);
  PlayOptions options = halfway.whole.options;
  options.until = halfway.whole.played.points / 2;
  auto begun = halfway.whole.Play(subject, options);
  if (!begun) return begun.error();
  halfway.state = std::move(begun->state);
  halfway.onward = halfway.whole.options;
  halfway.onward.from = options.until;
  PlayOptions good = halfway.onward;
  good.state = &halfway.state;
  auto rest = halfway.whole.Play(subject, good);
  if (!rest) return rest.error();
  if (rest->refusal) return Error{"its own state is refused: " + rest->refusal->ToString()};
  halfway.rest = std::move(*rest);
  return halfway;
}

// A refusal is right when it says why.
Verdict Refused(const std::string& what, const Error& why) {
  return why.kind == ErrorKind::kUnexplained ? Failed(what + ": restore " + why.message) : Passed();
}

// Gives an instance what is not the state that it needs. Refusing it is right; so is going on as if
// it were the right one.
Verdict Give(const Subject& subject, const Halfway& halfway, const std::string& state,
             const std::string& what) {
  PlayOptions options = halfway.onward;
  options.state = &state;
  const auto played = halfway.whole.Play(subject, options);
  if (!played) return Failed(what + " was taken for good, and later: " + played.error().ToString());
  if (played->refusal) return Refused(what, *played->refusal);
  const std::string difference = Difference(halfway.rest, *played);
  return difference.empty() ? Passed() : Failed(what + " was taken for good; " + difference);
}

template <class GiveAll>
Verdict FromHalfway(const Subject& subject, GiveAll&& give_all) {
  auto whole = PlayWhole(subject);
  if (!whole) return Skipped(whole.error().ToString());  // other checks ask about that
  const auto halfway = GoHalfway(subject, std::move(*whole));
  return halfway ? give_all(*halfway) : Failed(halfway.error().ToString());
}

Verdict Saved(const Subject& subject) {
  const auto whole = PlayWhole(subject);
  if (!whole) return Skipped(whole.error().ToString());
  PlayOptions options = whole->options;
  options.save_often = true;
  const auto played = whole->Play(subject, options);
  if (!played) return Failed("saved at every point: " + played.error().ToString());
  const std::string difference = Difference(whole->played, *played);
  return difference.empty() ? Passed() : Failed("saved at every point, " + difference);
}

// Plays from each of the points to the next, every time with an instance of its own.
Verdict Relay(const Subject& subject, const WholeRun& whole, const std::vector<int64_t>& points,
              const std::string& what) {
  PlayOptions options = whole.options;
  Played all;
  std::string state;
  for (size_t i = 0; i <= points.size(); ++i) {
    options.until = i < points.size() ? points[i] : -1;
    const auto part = whole.Play(subject, options);
    if (!part) return Failed(what + ": " + part.error().ToString());
    if (part->refusal)
      return Failed(what + ", its own state was refused: " + part->refusal->ToString());
    all.Append(*part);
    state = part->state;
    options.state = &state;
    options.from = options.until;
  }
  const std::string difference = Difference(whole.played, all);
  return difference.empty() ? Passed() : Failed(what + ", " + difference);
}

Verdict Resumed(const Subject& subject) {
  const auto whole = PlayWhole(subject);
  if (!whole) return Skipped(whole.error().ToString());
  std::vector<int64_t> points;
  for (int64_t point = 0; point < whole->played.points; ++point) {
    points.push_back(point);
    const Verdict verdict = Relay(subject, *whole, {point},
                                  "restored at point " + std::to_string(point) + " of " +
                                      std::to_string(whole->played.points));
    if (verdict.outcome != CheckOutcome::kPassed) return verdict;
  }
  return Relay(subject, *whole, points, "restored at every point");
}

// A run with such a stage cannot be resumed: told here, before somebody needs it.
Verdict Offered(const Subject& subject) {
  const textmill_stage& stage = *subject.stage;
  const bool state = stage.extension != nullptr && stage.extension(TEXTMILL_STATE_1) != nullptr;
  const bool stateless = (stage.info->flags & TEXTMILL_STATELESS) != 0;
  if (state && stateless) return Failed("it says that it remembers nothing, and offers a state");
  if (state || stateless) return Passed();
  return Warning(
      "it commits, and says neither what it remembers nor that it remembers nothing: a "
      "run with it cannot be resumed");
}

// Each batch by an instance that saw none before.
Verdict Stateless(const Subject& subject) {
  const auto whole = PlayWhole(subject);
  if (!whole) return Skipped(whole.error().ToString());
  if (whole->played.tables.size() > 0) return Failed("it makes a table, which it must remember");
  Played all;
  for (int64_t row = 0; row < kRows; row += kBatchRows) {
    std::vector<int64_t> rows(static_cast<size_t>(std::min(kBatchRows, kRows - row)));
    std::iota(rows.begin(), rows.end(), row);
    const auto part = Play(subject, whole->setup.params, Pick(whole->table, rows), whole->options);
    if (!part) return Failed(part.error().ToString());
    all.AppendRenumbered(*part, rows);
  }
  all.outputs = whole->played.outputs;  // what open and finish write is there once a run
  const std::string difference = Difference(whole->played, all);
  return difference.empty() ? Passed()
                            : Failed(
                                  "it says that it remembers nothing, but for an instance that "
                                  "had not seen what was before, " +
                                  difference);
}

Verdict EmptyState(const Subject& subject) {
  return FromHalfway(subject, [&](const Halfway& halfway) {
    return Give(subject, halfway, "", "a state of no bytes");
  });
}

Verdict Random(const Subject& subject) {
  return FromHalfway(subject, [&](const Halfway& halfway) {
    std::mt19937_64 random(subject.seed);
    for (const size_t size : {1, 7, 8, 64, 1000, 70000}) {
      std::string bytes(size, '\0');
      for (char& c : bytes) c = static_cast<char>(random());
      const std::string what = "a state of " + std::to_string(size) + " random bytes";
      const Verdict verdict = Give(subject, halfway, bytes, what);
      if (verdict.outcome != CheckOutcome::kPassed) return verdict;
    }
    return Passed();
  });
}

// Places in a state: each at its beginning, where its head is, then some further ones.
std::vector<size_t> PlacesIn(const std::string& state) {
  constexpr size_t kHead = 100, kOthers = 50;
  std::vector<size_t> places;
  const size_t stride = std::max<size_t>(1, state.size() / kOthers);
  for (size_t at = 0; at < state.size(); at += at < kHead ? 1 : stride) places.push_back(at);
  if (!state.empty() && places.back() != state.size() - 1) places.push_back(state.size() - 1);
  return places;
}

Verdict Truncated(const Subject& subject) {
  return FromHalfway(subject, [&](const Halfway& halfway) {
    for (const size_t at : PlacesIn(halfway.state)) {
      const std::string what = "a state cut off after " + std::to_string(at) + " of its " +
                               std::to_string(halfway.state.size()) + " bytes";
      const Verdict verdict = Give(subject, halfway, halfway.state.substr(0, at), what);
      if (verdict.outcome != CheckOutcome::kPassed) return verdict;
    }
    return Passed();
  });
}

Verdict Damaged(const Subject& subject) {
  return FromHalfway(subject, [&](const Halfway& halfway) {
    std::mt19937_64 random(subject.seed);
    for (const size_t at : PlacesIn(halfway.state)) {
      std::string state = halfway.state;
      state[at] = static_cast<char>(state[at] ^ static_cast<char>(1 + random() % 255));
      const std::string what = "a state with another byte " + std::to_string(at) + " of its " +
                               std::to_string(state.size());
      const Verdict verdict = Give(subject, halfway, state, what);
      if (verdict.outcome != CheckOutcome::kPassed) return verdict;
    }
    return Passed();
  });
}

constexpr char kOwnForm[] =
    "its state is not of the form of textmill/state.hpp, so that the place of "
    "its version is not known";

Verdict Older(const Subject& subject) {
  return FromHalfway(subject, [&](const Halfway& halfway) {
    const std::optional<uint32_t> version = VersionOf(halfway.state);
    if (!version) return Skipped(kOwnForm);
    if (*version == 0) return Skipped("its state has version 0: there is none before");
    return Give(subject, halfway, WithVersion(halfway.state, *version - 1),
                "a state of version " + std::to_string(*version - 1));
  });
}

// What a later version means by its bytes cannot be known.
Verdict Newer(const Subject& subject) {
  return FromHalfway(subject, [&](const Halfway& halfway) {
    const std::optional<uint32_t> version = VersionOf(halfway.state);
    if (!version) return Skipped(kOwnForm);
    const std::string state = WithVersion(halfway.state, *version + 1);
    PlayOptions options = halfway.onward;
    options.state = &state;
    const auto played = halfway.whole.Play(subject, options);
    const std::string what = "a state of version " + std::to_string(*version + 1);
    return played && played->refusal ? Refused(what, *played->refusal)
                                     : Failed(what + " was taken for good");
  });
}

}  // namespace

std::vector<Check> StateChecks() {
  using Of = Check::Of;
  static constexpr char kRefuse[] =
      "an error of restore that says what is wrong, or the same documents as with the right state";
  return {
      {"state.offered", "a stage that commits offers its state, or says that it has none",
       "override Save and Restore; or say Can(TEXTMILL_STATELESS), where commit depends on its "
       "batch "
       "alone",
       Of::kCommit, Offered},
      {"state.stateless", "a stage that says that it remembers nothing does not",
       "override Save and Restore in place of Can(TEXTMILL_STATELESS)", Of::kStateless, Stateless},
      {"state.saved", "saving changes nothing: the instance goes on as it would have",
       "only read in save", Of::kState, Saved},
      {"state.resumed",
       "saved at any drained point, in any pass, another instance goes on with the same result",
       "save all that commit and end_of_pass leave in the instance, and restore all of it",
       Of::kState, Resumed},
      {"state.empty", kRefuse, "look at how much was read before it is used", Of::kState,
       EmptyState},
      {"state.random", kRefuse, "begin the state with bytes that no other file begins with",
       Of::kState, Random},
      {"state.truncated", kRefuse, "write how much follows, and see that it was read", Of::kState,
       Truncated},
      {"state.damaged", kRefuse, "write a checksum (state.hpp does it), and compare it", Of::kState,
       Damaged},
      {"state.older", kRefuse, "write a version, and compare it before anything else is read",
       Of::kState, Older},
      {"state.newer", "a state of a later version is an error of restore that says so",
       "write a version, and compare it before anything else is read", Of::kState, Newer},
  };
}

}  // namespace textmill::core
