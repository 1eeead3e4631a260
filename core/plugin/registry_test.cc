#include "core/plugin/registry.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>

namespace textmill::core {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::string kGood = TEXTMILL_BINARY_DIR "/tests/loading/good";
const std::string kBad = TEXTMILL_BINARY_DIR "/tests/loading/bad";
const std::string kListed = TEXTMILL_BINARY_DIR "/tests/loading/listed";
const std::string kThrows = TEXTMILL_BINARY_DIR "/tests/loading/throws";

std::string FileName(const std::string& path) { return fs::path(path).filename(); }

// File names of what was refused, with the reasons.
std::map<std::string, std::string> Refused(const Registry& registry) {
  std::map<std::string, std::string> reasons;
  for (const RefusedPlugin& plugin : registry.refused())
    reasons[FileName(plugin.path)] = plugin.reason;
  return reasons;
}

std::vector<std::string> Loaded(const Registry& registry) {
  std::vector<std::string> names;
  for (const LoadedPlugin& plugin : registry.plugins()) names.push_back(FileName(plugin.path));
  return names;
}

// A folder of the test's own, with one good plugin in it.
class RegistryFolder : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("textmill-registry." + std::to_string(getpid()));
    fs::remove_all(folder_);
    fs::create_directory(folder_);
    fs::permissions(folder_, fs::perms(0755));
    fs::copy(fs::path(kGood) / "fixture_plain.so", folder_ / "plain.so");
  }
  void TearDown() override { fs::remove_all(folder_); }
  fs::path folder_;
};

TEST(Registry, LoadsPluginsInOrderOfTheirNames) {
  const Registry registry = Registry::Load({kGood});
  EXPECT_THAT(Loaded(registry), ElementsAre("fixture_other.so", "fixture_plain.so"));
  EXPECT_THAT(registry.refused(), IsEmpty());
  ASSERT_EQ(registry.Stages().size(), 2u);
  EXPECT_STREQ(registry.Stages()[0]->info->name, "fixture.nothing");
  const textmill_stage* other = registry.Find("fixture.other");
  ASSERT_NE(other, nullptr);
  EXPECT_EQ(registry.PluginOf(*other).path, kGood + "/fixture_other.so");
  EXPECT_EQ(registry.Find("fixture.none"), nullptr);
}

TEST(Registry, SaysWhyItRefuses) {
  const Registry registry = Registry::Load({kBad});
  // It is only wrong beside a plugin with the same stage.
  EXPECT_THAT(Loaded(registry), ElementsAre("twice.so"));
  std::map<std::string, std::string> reasons = Refused(registry);
  EXPECT_THAT(reasons["symbol.so"], HasSubstr("no data symbol `textmill_plugin_v1`"));
  EXPECT_THAT(reasons["hidden.so"], HasSubstr("no data symbol `textmill_plugin_v1`"));
  EXPECT_THAT(reasons["magic.so"], HasSubstr("does not begin with TEXTMILL"));
  EXPECT_THAT(reasons["major.so"], HasSubstr("made for version 2.0"));
  EXPECT_THAT(reasons["minor.so"], HasSubstr("newer"));
  EXPECT_THAT(reasons["size.so"], HasSubstr("40 bytes"));
  EXPECT_EQ(reasons["unresolved.so"],
            "it cannot be loaded: undefined symbol: a_function_that_nobody_has");
  EXPECT_EQ(reasons["process.so"],
            "the stage `fixture.nothing` is not complete: the function `process` is NULL");
  EXPECT_THAT(reasons["name.so"], HasSubstr("`Fixture.Nothing` is not of the form"));
  EXPECT_EQ(reasons.size(), 9u);
}

TEST(Registry, RefusesASecondStageOfOneName) {
  const Registry registry = Registry::Load({kGood, kBad});
  EXPECT_THAT(Loaded(registry), ElementsAre("fixture_other.so", "fixture_plain.so"));
  EXPECT_EQ(Refused(registry)["twice.so"],
            "its stage `fixture.nothing` is already there, from " + kGood + "/fixture_plain.so");
}

TEST(Registry, TakesAFileOnce) {
  const Registry registry = Registry::Load({kGood, kGood + "/../good", kGood});
  EXPECT_EQ(registry.plugins().size(), 2u);
  EXPECT_THAT(registry.refused(), IsEmpty());
}

TEST_F(RegistryFolder, PassesOverWhatIsNotThereAndWhatIsNoLibrary) {
  std::ofstream(folder_ / "README") << "not a plugin";
  std::ofstream(folder_ / "libold.so.1") << "not a plugin";
  const Registry registry = Registry::Load({"", "/nowhere/at/all", folder_});
  EXPECT_THAT(Loaded(registry), ElementsAre("plain.so"));
  EXPECT_THAT(registry.refused(), IsEmpty());
}

TEST_F(RegistryFolder, RefusesOddFiles) {
  std::ofstream(folder_ / "text.so") << "not a plugin";
  std::ofstream(folder_ / "empty.so");
  fs::create_directory(folder_ / "folder.so");
  fs::create_symlink("nowhere", folder_ / "dangling.so");
  ASSERT_EQ(mkfifo((folder_ / "pipe.so").c_str(), 0644), 0);  // opening it must not wait
  fs::copy(folder_ / "plain.so", folder_ / "cut.so");
  fs::resize_file(folder_ / "cut.so", fs::file_size(folder_ / "plain.so") / 2);
  const Registry registry = Registry::Load({folder_});
  EXPECT_THAT(Loaded(registry), ElementsAre("plain.so"));
  std::map<std::string, std::string> reasons = Refused(registry);
  for (const char* name : {"text.so", "empty.so", "folder.so", "pipe.so"})
    EXPECT_THAT(reasons[name], HasSubstr("not a shared library")) << name;
  EXPECT_THAT(reasons["dangling.so"], HasSubstr("No such file"));
  EXPECT_THAT(reasons["cut.so"], HasSubstr("damaged"));
}

TEST_F(RegistryFolder, RefusesWhatEverybodyMayWriteTo) {
  fs::permissions(folder_ / "plain.so", fs::perms(0757));
  Registry registry = Registry::Load({folder_});
  EXPECT_THAT(registry.plugins(), IsEmpty());
  EXPECT_THAT(Refused(registry)["plain.so"], HasSubstr("everybody may write to it"));

  fs::permissions(folder_ / "plain.so", fs::perms(0755));
  fs::permissions(folder_, fs::perms(0777));
  registry = Registry::Load({folder_});
  EXPECT_THAT(registry.plugins(), IsEmpty());
  ASSERT_EQ(registry.refused().size(), 1u);
  EXPECT_EQ(registry.refused()[0].path, folder_);
  EXPECT_THAT(registry.refused()[0].reason, HasSubstr("chmod o-w " + folder_.string()));
}

TEST_F(RegistryFolder, RefusesAFileInPlaceOfAFolder) {
  const Registry registry = Registry::Load({folder_ / "plain.so"});
  EXPECT_THAT(registry.plugins(), IsEmpty());
  EXPECT_THAT(Refused(registry)["plain.so"], HasSubstr("Not a directory"));
}

TEST(Registry, APluginThatThrowsWhileItIsLoadedCostsNobodyElse) {
  const Registry registry = Registry::Load({kThrows, kGood});
  EXPECT_EQ(registry.plugins().size(), 2u);
  EXPECT_THAT(Refused(registry)["throws.so"], HasSubstr("while it was loaded it crashed: Aborted"));
}

std::vector<std::string> Names(const Registry& registry) {
  std::vector<std::string> names;
  for (const ListedStage& stage : registry.StageNames()) names.push_back(stage.name);
  return names;
}

// What a file lists is known before it is loaded: one that nobody asks for hurts nobody.
TEST(Registry, LoadsWhatIsAskedForAlone) {
  const Registry registry = Registry::Load({kListed});
  EXPECT_THAT(Names(registry), ElementsAre("listed.lies", "listed.good", "listed.never"));
  EXPECT_THAT(registry.refused(), IsEmpty());
  ASSERT_NE(registry.Find("listed.good"), nullptr);
  EXPECT_THAT(registry.refused(), IsEmpty());
  EXPECT_EQ(registry.Find("listed.lies"), nullptr);
  EXPECT_EQ(registry.Find("listed.never"), nullptr);
  std::map<std::string, std::string> reasons = Refused(registry);
  EXPECT_THAT(reasons["fixture_lies.so"],
              HasSubstr("the list says `transform listed.lies words` where the plugin has "
                        "`transform listed.lies`"));
  EXPECT_THAT(reasons["fixture_never.so"], HasSubstr("while it was loaded it crashed: Aborted"));
  EXPECT_THAT(Loaded(registry), ElementsAre("fixture_listed.so"));
}

TEST(StageList, IsReadFromTheFile) {
  const auto listed = [](const std::string& path) {
    const auto file = PluginFile::Open(path);
    return ListedStages((*file)->bytes());
  };
  const auto good = listed(kListed + "/fixture_listed.so");
  ASSERT_TRUE(good && good->has_value());
  EXPECT_THAT(**good, ElementsAre(ListedStage{"listed.good", TEXTMILL_TRANSFORM, {}}));
  const auto none = listed(kGood + "/fixture_plain.so");
  ASSERT_TRUE(none.ok());
  EXPECT_FALSE(none->has_value());
  // Bytes of the list changed to anything: an error or another list, and no crash.
  const auto file = PluginFile::Open(kListed + "/fixture_listed.so");
  std::string bytes((*file)->bytes());
  const size_t at = bytes.find("transform listed.good");
  ASSERT_NE(at, bytes.npos);
  for (int c = 0; c < 256; ++c) {
    for (const size_t place : {size_t{0}, size_t{9}, size_t{10}, size_t{21}}) {
      std::string changed = bytes;
      changed[at + place] = static_cast<char>(c);
      (void)ListedStages(changed);
    }
  }
  std::string later = bytes;
  later[bytes.find("textmill stages 1") + 16] = '2';
  const auto unknown = ListedStages(later);
  ASSERT_TRUE(unknown.ok());
  EXPECT_FALSE(unknown->has_value());  // then it is loaded to find out
}

TEST(StageList, IsComparedInAnyOrder) {
  const ListedStage a{"a", TEXTMILL_SOURCE, {}}, b{"b", TEXTMILL_TRANSFORM, {"x", "y"}},
      c{"b", TEXTMILL_TRANSFORM, {"y", "x"}}, d{"b", TEXTMILL_SINK, {"x", "y"}};
  EXPECT_TRUE(CompareLists({a, b}, {c, a}).ok());
  EXPECT_THAT(CompareLists({a}, {a, b}).error().message, HasSubstr("says nothing where"));
  EXPECT_THAT(CompareLists({a, b}, {a}).error().message, HasSubstr("the plugin has nothing"));
  EXPECT_THAT(CompareLists({b}, {d}).error().message,
              HasSubstr("says `transform b x y` where the plugin has `sink b x y`"));
}

TEST(Registry, KnowsWhereToLook) {
  setenv("TEXTMILL_PLUGIN_PATH", "/a::/b:", 1);
  setenv("XDG_DATA_HOME", "/data", 1);
  std::vector<std::string> folders = Registry::Folders({"given"});
  ASSERT_EQ(folders.size(), 6u);
  EXPECT_EQ(folders[0], "given");
  EXPECT_EQ(folders[1], "/a");
  EXPECT_EQ(folders[2], "/b");
  EXPECT_EQ(folders[3], "/data/textmill/plugins");
  EXPECT_EQ(folders[4], TEXTMILL_BINARY_DIR "/tests/plugins");
  EXPECT_EQ(folders[5], TEXTMILL_BINARY_DIR "/lib/textmill/plugins");

  unsetenv("TEXTMILL_PLUGIN_PATH");
  setenv("XDG_DATA_HOME", "not/absolute", 1);  // which the XDG specification says to ignore
  setenv("HOME", "/home/ada", 1);
  folders = Registry::Folders({});
  ASSERT_EQ(folders.size(), 3u);
  EXPECT_EQ(folders[0], "/home/ada/.local/share/textmill/plugins");
  unsetenv("HOME");
  EXPECT_THAT(Registry::Folders({}), Not(testing::Contains(HasSubstr(".local"))));
}

}  // namespace
}  // namespace textmill::core
