// Runs the stage, as it is built, without Textmill: textmill/testing_runner.hpp plays the host.
#include <cstdio>
#include <textmill/testing_runner.hpp>

int main() {
  using namespace textmill::testing;
  AnyStageRunner run(*textmill_plugin_v1.stages[0], GivenParams{{"path", "titles.md"}});
  const Outcome out = run.Run(Columns()
                                  .Add<textmill::Utf8>("title", {"A", "B"})
                                  .Add<textmill::Utf8>("url", {"http://a", std::nullopt}));
  const bool good = out.error.empty() && out.counters.at("rows") == 2 &&
                    out.outputs == std::vector<std::string>{"- [A](http://a)\n- B\n"};
  if (!out.error.empty()) std::puts(out.error.c_str());
  std::puts(good ? "passed" : "failed");
  return good ? 0 : 1;
}
