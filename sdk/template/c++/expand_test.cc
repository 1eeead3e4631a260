// Runs the stage without Textmill: textmill/testing.hpp plays the host.
#include "../../examples/expand.cc"

#include <cstdio>
#include <textmill/testing.hpp>

int main() {
  using namespace textmill::testing;
  StageRunner<Lines> run;
  const Outcome out = run.Run(Columns().Add<Utf8>("text", {"a\n\nb\n", "", "c"}));
  const bool good = out.error.empty() && out.rows.size() == 3 && out.rows[1].row == 0 &&
                    out.rows[1].at("line") == "3" && out.rows[2].at("text") == "\"c\"";
  if (!out.error.empty()) std::puts(out.error.c_str());
  std::puts(good ? "passed" : "failed");
  return good ? 0 : 1;
}
