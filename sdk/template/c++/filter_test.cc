// Runs the stage without Textmill: textmill/testing.hpp plays the host.
#include "../../examples/filter.cc"

#include <cstdio>
#include <textmill/testing.hpp>

int main() {
  using namespace textmill::testing;
  StageRunner<Mentions> run({{"words", std::vector<std::string>{"sea", "ship"}}});
  const Outcome out = run.Run(Columns().Add<Utf8>("text", {"a ship", "a train", std::nullopt}));
  const bool good = out.error.empty() && out.rows.size() == 1 && out.rows[0].row == 0 &&
                    out.dropped.size() == 2 && out.dropped[0].reason == "not_mentioned";
  if (!out.error.empty()) std::puts(out.error.c_str());
  std::puts(good ? "passed" : "failed");
  return good ? 0 : 1;
}
