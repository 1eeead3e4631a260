// Runs the stage, as it is built, without Textmill: textmill/testing_runner.hpp plays the host.
#include <cstdio>
#include <fstream>
#include <textmill/testing_runner.hpp>

int main() {
  using namespace textmill::testing;
  const char* const kFile = "my_plugin_test.txt";
  std::ofstream(kFile) << "one\n\nlast without an end";
  AnyStageRunner run(*textmill_plugin_v1.stages[0], {{"path", std::vector<std::string>{kFile}}});
  const ReadOutcome out = run.Read(/*want_bytes=*/4);  // small units, to see them cut
  std::remove(kFile);
  const bool good = out.error.empty() && out.rows.size() == 3 &&
                    out.rows[0].at("text") == "\"one\"" && out.rows[2].at("@offset") == "5";
  if (!out.error.empty()) std::puts(out.error.c_str());
  std::puts(good ? "passed" : "failed");
  return good ? 0 : 1;
}
