// Runs the stage, as it is built, without Textmill: textmill/testing_runner.hpp plays the host.
#include <cstdio>
#include <textmill/testing_runner.hpp>

int main() {
  using namespace textmill::testing;
  AnyStageRunner run(*textmill_plugin_v1.stages[0],
                     {{"words", std::vector<std::string>{"sea", "ship"}}});
  const Outcome out =
      run.Run(Columns().Add<textmill::Utf8>("text", {"a ship", "a train", std::nullopt}));
  const bool good = out.error.empty() && out.rows.size() == 1 && out.rows[0].row == 0 &&
                    out.dropped.size() == 2 && out.dropped[0].reason == "not_mentioned";
  if (!out.error.empty()) std::puts(out.error.c_str());
  std::puts(good ? "passed" : "failed");
  return good ? 0 : 1;
}
