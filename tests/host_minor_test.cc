// Plugins with hosts of other minor versions: an older one, which knows no extension, and a newer
// one. What they do is the same. (Which plugins a host takes: core/plugin/completeness_test.cc.)
#include <dlfcn.h>
#include <gtest/gtest.h>

#include <string>
#include <textmill/testing.hpp>

namespace textmill::tests {
namespace {

using testing::AnyStageRunner;
using testing::Columns;
using testing::HostTraits;
using testing::Outcome;

constexpr HostTraits kToday{}, kOlder{0, false}, kNewer{TEXTMILL_ABI_MINOR + 7, true};

// Stays loaded: see core/plugin/registry.h.
const textmill_plugin* Load(const std::string& path) {
  void* library = dlopen((TEXTMILL_BINARY_DIR "/" + path).c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) ADD_FAILURE() << dlerror();
  return library == nullptr
             ? nullptr
             : static_cast<const textmill_plugin*>(dlsym(library, "textmill_plugin_v1"));
}

Outcome RunStage(const textmill_stage& stage, const HostTraits& host) {
  AnyStageRunner runner(stage, {}, host);
  return runner.Run(Columns()
                        .Add<Utf8>("id", {"a", "b", "c", "d"})
                        .Add<Utf8>("text", {"a ship came in", "a ship came in", "", std::nullopt}),
                    2);
}

std::string Told(const Outcome& outcome) {
  std::string all = outcome.error;
  for (const auto& row : outcome.rows) {
    all += "\n" + std::to_string(row.row);
    for (const auto& [name, value] : row) all += " " + name + "=" + value;
  }
  for (const auto& dropped : outcome.dropped)
    all += "\n" + std::to_string(dropped.row) + " " + dropped.reason;
  return all;
}

TEST(HostMinor, PluginsDoTheSameWithOlderAndNewerHosts) {
  int n = 0;
  for (const std::string path :
       {"tests/frozen/frozen.so", "tests/examples/example-map.so", "tests/examples/example-c.so",
        "tests/examples/example-expand.so", "plugins/dedup.so", "plugins/text.so"}) {
    const textmill_plugin* plugin = Load(path);
    ASSERT_NE(plugin, nullptr);
    for (uint64_t i = 0; i < plugin->n_stages; ++i) {
      const textmill_stage& stage = *plugin->stages[i];
      const std::string today = Told(RunStage(stage, kToday));
      EXPECT_EQ(Told(RunStage(stage, kOlder)), today) << stage.info->name;
      EXPECT_EQ(Told(RunStage(stage, kNewer)), today) << stage.info->name;
      if (today.find("\n0") != today.npos) ++n;
    }
  }
  EXPECT_GE(n, 6);
}

}  // namespace
}  // namespace textmill::tests
