// Runs the stage without Textmill: textmill/testing.hpp plays the host.
#include "../../examples/sink.cc"

#include <cstdio>
#include <textmill/testing.hpp>

int main() {
  using namespace textmill::testing;
  StageRunner<WriteTitles> run(GivenParams{{"path", "titles.md"}});
  const Outcome out = run.Run(
      Columns().Add<Utf8>("title", {"A", "B"}).Add<Utf8>("url", {"http://a", std::nullopt}));
  const bool good = out.error.empty() && out.counters.at("rows") == 2 &&
                    out.outputs == std::vector<std::string>{"- [A](http://a)\n- B\n"};
  if (!out.error.empty()) std::puts(out.error.c_str());
  std::puts(good ? "passed" : "failed");
  return good ? 0 : 1;
}
