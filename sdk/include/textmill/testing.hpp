// Runs one stage without the host, for its unit tests. All goes through the C interface, so the
// trampolines are tested too; batches are handed over as slices with an offset, as a host may do.
//
//     StageRunner<MinLength> run({{"least", 3}});
//     Outcome out = run.Run(Columns().Add<Utf8>("text", {"ab", "abc", std::nullopt}));
//     EXPECT_EQ(out.error, "");
//     EXPECT_EQ(out.dropped[0].reason, "short");
//     EXPECT_EQ(out.rows[0].at("length"), "3");  // values as JSON text; .row is the input's row
//
// Nothing here throws or aborts: what went wrong is in Outcome::error.
#ifndef TEXTMILL_TESTING_HPP_
#define TEXTMILL_TESTING_HPP_

#include "plugin.hpp"
#include "testing_split.hpp"

namespace textmill::testing {

template <class S>
class StageRunner : public SplitRunner {
 public:
  explicit StageRunner(const GivenParams& given = {})
      : SplitRunner(internal::MakeStage<S>(), given) {}
};

}  // namespace textmill::testing

#endif  // TEXTMILL_TESTING_HPP_
