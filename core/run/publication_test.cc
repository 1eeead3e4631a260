#include "core/run/publication.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/pipeline/publishing_mark.h"

namespace textmill::core {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class PublicationTest : public ::testing::Test {
 protected:
  PublicationTest()
      : folder_(fs::temp_directory_path() / ("publication_test." + std::to_string(getpid()))) {
    fs::create_directories(folder_);
  }
  ~PublicationTest() override {
    for (const int file : files_) close(file);
    fs::remove_all(folder_);
  }
  std::string At(const std::string& name) const { return (folder_ / name).string(); }
  void Write(const std::string& name, const std::string& text) {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(At(name)) << text;
  }
  std::string Read(const std::string& name) const {
    std::ostringstream text;
    text << std::ifstream(At(name)).rdbuf();
    return text.str();
  }
  NewName Part(const std::string& name, const std::string& text, bool replaces = true,
               bool removes = false) {
    Write(name + ".part", text);
    files_.push_back(open(At(name + ".part").c_str(), O_WRONLY));
    return {At(name + ".part"), At(name), files_.back(), replaces, removes};
  }
  // The names in the folder and below, in order.
  std::string Names() const {
    std::set<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(folder_)) {
      if (!entry.is_directory()) names.insert(fs::relative(entry.path(), folder_).string());
    }
    std::string all;
    for (const std::string& name : names) all += name + " ";
    return all;
  }
  fs::path folder_;
  std::vector<int> files_;
};

TEST_F(PublicationTest, NewFilesAndOldOnes) {
  Write("b", "old b");
  Write("deep/failed", "old failures");
  const Published published =
      Publish({Part("a", "new a"), Part("b", "new b"), Part("deep/failed", "", true, true),
               Part("deep/none", "", true, true)});
  ASSERT_TRUE(published.status.ok());
  EXPECT_EQ(Names(), "a b ");
  EXPECT_EQ(Read("a") + Read("b"), "new anew b");
}

// Whichever of them fails, all is as it was.
TEST_F(PublicationTest, AllOrNone) {
  for (size_t bad = 0; bad < 4; ++bad) {
    fs::remove_all(folder_);
    Write("b", "old b");
    Write("failed", "old failures");
    std::vector<NewName> names = {Part("a", "new a"), Part("b", "new b"),
                                  Part("failed", "", true, true), Part("c", "new c")};
    Write("taken", "somebody else's");
    names[bad].path = At("taken");  // that one may not be replaced
    names[bad].replaces = names[bad].removes = false;
    const Published published = Publish(names);
    ASSERT_FALSE(published.status.ok());
    EXPECT_THAT(published.status.error().message, HasSubstr("File exists"));
    EXPECT_EQ(published.named, std::vector<bool>(4, false));
    EXPECT_EQ(Read("a.part") + Read("b.part") + Read("c.part"), "new anew bnew c") << bad;
    EXPECT_EQ(Read("b") + Read("failed") + Read("taken"), "old bold failuressomebody else's");
    EXPECT_FALSE(fs::exists(At("a"))) << bad;
    EXPECT_FALSE(fs::exists(At("a.publishing"))) << bad;
  }
}

TEST_F(PublicationTest, APartThatIsNotOursIsNotPublished) {
  const NewName name = Part("a", "ours");
  fs::remove(At("a.part"));
  Write("a.part", "another run's");
  const Published published = Publish({name});
  ASSERT_FALSE(published.status.ok());
  EXPECT_THAT(published.status.error().message, HasSubstr("removed or replaced"));
  EXPECT_EQ(Names(), "a.part ");
}

TEST_F(PublicationTest, TheMarkTellsWhereItStopped) {
  Write("a", "new a");
  Write("odd\nname%.part", "new b");
  Write("c", "old c");
  const auto inode = [&](const std::string& name) {
    struct stat found {};
    EXPECT_EQ(stat(At(name).c_str(), &found), 0);
    return found.st_ino;
  };
  EXPECT_EQ(WhatTheMarkSays(At("a")), "");
  ASSERT_TRUE(WriteMark(At("a"), {{At("a"), inode("a")},
                                  {At("odd\nname%"), inode("odd\nname%.part")},
                                  {At("c"), inode("c") + 1'000'000},
                                  {At("gone"), 0}})
                  .ok());
  EXPECT_EQ(WhatTheMarkSays(At("a")),
            "a run was stopped while its outputs got their names: " + At("a") + ", " + At("gone") +
                " had got theirs; not yet " + At("odd\nname%") +
                " (complete, as .part); gone since then " + At("c"));
  ASSERT_TRUE(RemoveMark(At("a")).ok());
  EXPECT_EQ(WhatTheMarkSays(At("a")), "");
  Write("a.publishing", "somebody's file");
  EXPECT_EQ(WhatTheMarkSays(At("a")), "");
}

}  // namespace
}  // namespace textmill::core
