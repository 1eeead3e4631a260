// Runs the stage, as it is built, without Textmill: textmill/testing_runner.hpp plays the host.
#include <cstdio>
#include <textmill/testing_runner.hpp>

int main() {
  using namespace textmill::testing;
  AnyStageRunner run(*textmill_plugin_v1.stages[0], GivenParams{{"column", "lang"}});
  const Outcome out =
      run.Run(Columns().Add<textmill::Utf8>("lang", {"fr", "en", "fr"}), /*batch_rows=*/2);
  const bool good = out.error.empty() && out.rows.size() == 3 && out.tables.size() == 1 &&
                    out.tables[0].size() == 2 && out.tables[0][1].at("value") == "\"fr\"" &&
                    out.tables[0][1].at("documents") == "2";
  if (!out.error.empty()) std::puts(out.error.c_str());
  std::puts(good ? "passed" : "failed");
  return good ? 0 : 1;
}
