// Runs the stage, as it is built, without Textmill: textmill/testing_runner.hpp plays the host.
#include <cstdio>
#include <textmill/testing_runner.hpp>

int main() {
  using namespace textmill::testing;
  AnyStageRunner run(*textmill_plugin_v1.stages[0]);
  const Outcome out = run.Run(Columns().Add<textmill::Utf8>("text", {"a\n\nb\n", "", "c"}));
  const bool good = out.error.empty() && out.rows.size() == 3 && out.rows[1].row == 0 &&
                    out.rows[1].at("line") == "3" && out.rows[2].at("text") == "\"c\"";
  if (!out.error.empty()) std::puts(out.error.c_str());
  std::puts(good ? "passed" : "failed");
  return good ? 0 : 1;
}
