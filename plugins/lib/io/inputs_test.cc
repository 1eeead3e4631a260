#include "plugins/lib/io/inputs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

#include "plugins/lib/io/glob.h"
#include "plugins/lib/io/temp_folder.h"

namespace textmill::io {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// A tree of files, and what patterns make of it, relative to its folder.
class Inputs : public ::testing::Test {
 protected:
  Inputs() {
    for (const char* name : {"b.txt", "a.txt", "B.txt", "é.txt", ".hidden.txt", "x/c.txt",
                             "x/y/d.txt", "x/y/e.md", ".git/f.txt", "[1].txt", "z.text"})
      folder_.Write(name, "12345");
  }
  std::vector<std::string> Relative(const std::vector<std::string>& paths) const {
    std::vector<std::string> out;
    out.reserve(paths.size());
    for (const std::string& path : paths)
      out.push_back(path.starts_with(folder_.path()) ? path.substr(folder_.path().size() + 1)
                                                     : path);
    return out;
  }
  InputFiles Expand(const std::vector<std::string>& patterns) const {
    std::vector<Path> paths;
    paths.reserve(patterns.size());
    for (const std::string& pattern : patterns)
      paths.push_back({pattern == "-" ? pattern : folder_ / pattern});
    return ExpandInputs(paths, {{".txt", ".text"}, true});
  }
  std::vector<std::string> Paths(const std::vector<std::string>& patterns) const {
    return Relative(Expand(patterns).paths);
  }
  Error Refusal(const std::vector<std::string>& patterns) const {
    try {
      Expand(patterns);
    } catch (const Error& error) {
      return error;
    }
    return Error("(none)");
  }
  TempFolder folder_;
};

TEST_F(Inputs, ExpandsPatternsInByteOrder) {
  EXPECT_THAT(Paths({"*.txt"}), ElementsAre("B.txt", "[1].txt", "a.txt", "b.txt", "é.txt"));
  EXPECT_THAT(Paths({"?.txt"}), ElementsAre("B.txt", "a.txt", "b.txt", "é.txt"));
  EXPECT_THAT(Paths({"[a-b].txt"}), ElementsAre("a.txt", "b.txt"));
  EXPECT_THAT(Paths({"[!a].txt"}), ElementsAre("B.txt", "b.txt", "é.txt"));
  EXPECT_THAT(Paths({"*/*.txt"}), ElementsAre("x/c.txt"));
  EXPECT_THAT(Paths({"**/d.txt"}), ElementsAre("x/y/d.txt"));
  EXPECT_THAT(Paths({"x/**"}), ElementsAre("x/c.txt", "x/y/d.txt", "x/y/e.md"));
  EXPECT_THAT(Paths({"**/*.txt"}),
              ElementsAre("B.txt", "[1].txt", "a.txt", "b.txt", "x/c.txt", "x/y/d.txt", "é.txt"));
  EXPECT_THAT(Paths({".*.txt"}), ElementsAre(".hidden.txt"));
  EXPECT_THAT(Paths({"x//*/d.txt"}), ElementsAre("x/y/d.txt"));
}

TEST_F(Inputs, TakesFoldersAndFilesAsNamed) {
  EXPECT_THAT(Paths({""}), ElementsAre("B.txt", "[1].txt", "a.txt", "b.txt", "x/c.txt", "x/y/d.txt",
                                       "z.text", "é.txt"));
  EXPECT_THAT(Paths({"x/"}), ElementsAre("x/c.txt", "x/y/d.txt"));
  EXPECT_THAT(Paths({"x/y/e.md"}), ElementsAre("x/y/e.md"));
  EXPECT_THAT(Paths({"[1].txt"}), ElementsAre("[1].txt"));  // it exists, so it is no pattern
  EXPECT_THAT(Paths({".hidden.txt", "-"}), ElementsAre(".hidden.txt", "-"));
}

TEST_F(Inputs, EndingsAreComparedInAnyCaseAndPacked) {
  for (const char* name : {"u/A.TXT", "u/b.Txt.GZ", "u/c.text.zstd", "u/d.txt.ZST"})
    folder_.Write(name, "1");
  EXPECT_THAT(Paths({"u"}), ElementsAre("u/A.TXT", "u/b.Txt.GZ", "u/c.text.zstd", "u/d.txt.ZST"));
}

TEST_F(Inputs, CountsWhatAFolderHoldsAndNobodyTakes) {
  for (const char* name : {"u/a.txt", "u/b.pdf", "u/C.PDF", "u/README", "u/d.json.gz", "u/.x.txt",
                           "u/the 3. time", "u/e\x1b.\x1b[m"})
    folder_.Write(name, "1");
  std::filesystem::create_directory_symlink(folder_ / "x", folder_ / "u/link");
  std::map<std::string, int64_t> passed_over;
  for (const AccountNumber& number : AccountOf(Expand({"u"}))) {
    EXPECT_EQ(number.group, "files passed over");
    passed_over[number.name] = number.n;
  }
  EXPECT_EQ(passed_over, (std::map<std::string, int64_t>{{".pdf", 2},
                                                         {".json.gz", 1},
                                                         {"no ending", 2},
                                                         {".\\x1b[m", 1},
                                                         {"hidden", 1},
                                                         {"links to folders", 1}}));
  // What is named besides is not passed over.
  EXPECT_EQ(AccountOf(Expand({"u", "u/*.pdf", "u/*.PDF"})).size(), 5u);
  EXPECT_TRUE(AccountOf(Expand({"u/*.txt"})).empty());
  EXPECT_EQ(AccountOf(Expand({"x"})).size(), 1u);
}

TEST_F(Inputs, NamesMayLookLikePatterns) {
  for (const char* name : {"p/*.txt", "p/a.txt", "q[1]/a.txt", "q1/a.txt"}) folder_.Write(name, "");
  EXPECT_THAT(Paths({"p/*.txt"}), ElementsAre("p/*.txt"));
  EXPECT_THAT(Paths({"q[1]/*.txt"}), ElementsAre("q[1]/a.txt"));
  EXPECT_THAT(Paths({"p/\\*.txt"}), ElementsAre("p/*.txt"));
  // Where a pattern led, a name among others is no sign that it was meant alone.
  EXPECT_THAT(Paths({"?/*.txt"}), ElementsAre("p/*.txt", "p/a.txt", "x/c.txt"));
  EXPECT_THAT(Paths({"**/q[1]/*.txt"}), ElementsAre("q1/a.txt", "q[1]/a.txt"));
}

TEST_F(Inputs, RefusesWhatAShellOrABrowserWouldExpand) {
  const auto refusal = [](const std::string& path) {
    try {
      ExpandInputs({{path}}, {{".txt"}, false});
    } catch (const Error& error) {
      return std::string(error.what()) + " | " + error.hint();
    }
    return std::string();
  };
  EXPECT_THAT(refusal("~/corpus/*.txt"), HasSubstr("Write `${HOME}/corpus/*.txt`"));
  EXPECT_THAT(refusal("https://example.org/a.txt"), HasSubstr("is an address"));
  EXPECT_THAT(refusal("s3://bucket/*.txt"), HasSubstr("is an address"));
  EXPECT_THAT(refusal("~x.txt"), HasSubstr("there is no file"));
  EXPECT_THAT(refusal("~ann/a.txt"), HasSubstr("`~ann` is not expanded"));
  EXPECT_THAT(refusal("~" + std::string(300, 'n') + "/a.txt"), HasSubstr("is not expanded"));
  EXPECT_THAT(refusal("~*/a.txt"), HasSubstr("no file matches"));
}

TEST_F(Inputs, TellsSizes) {
  const InputFiles files = Expand({"a.txt", "-"});
  EXPECT_EQ(files.inputs[0].bytes, 5);
  EXPECT_EQ(files.inputs[1].bytes, -1);
}

TEST_F(Inputs, ReadsAFileOnce) {
  std::filesystem::create_symlink(folder_ / "a.txt", folder_ / "link.txt");
  std::filesystem::create_hard_link(folder_ / "a.txt", folder_ / "second_name.txt");
  EXPECT_THAT(Paths({"b.txt", "link.txt", "[ab].txt", "x/../a.txt", "-", "-"}),
              ElementsAre("b.txt", "link.txt", "-"));
  EXPECT_THAT(Paths({"a.txt", "second_name.txt"}), ElementsAre("a.txt", "second_name.txt"));
}

TEST_F(Inputs, DoesNotRunInCircles) {
  std::filesystem::create_directory_symlink(folder_.path(), folder_ / "x/y/up");
  EXPECT_THAT(Paths({"x/**/*.txt"}), ElementsAre("x/c.txt", "x/y/d.txt"));
}

TEST_F(Inputs, SaysWhatIsMissing) {
  Error error = Refusal({"a.txt", "c.txt"});
  EXPECT_THAT(error.what(), HasSubstr("there is no file `"));
  EXPECT_EQ(error.subject(), "path[1]");
  EXPECT_THAT(Refusal({"nowhere/c.txt"}).what(), HasSubstr("nowhere` does not exist"));
  EXPECT_THAT(Refusal({"nowhere/*.txt"}).what(), HasSubstr("no file matches"));
  EXPECT_THAT(Refusal({"nowhere/*.txt"}).what(), HasSubstr("nowhere` does not exist"));
  EXPECT_THAT(Refusal({"*.md"}).what(), HasSubstr("no file matches"));
  EXPECT_THAT(Refusal({"[x]*"}).what(), HasSubstr("matches folders, but no file"));
  EXPECT_THAT(Refusal({"a.txt/b"}).what(), HasSubstr("there is no file"));

  std::filesystem::create_directory(folder_ / "empty");
  error = Refusal({"empty"});
  EXPECT_THAT(error.what(), HasSubstr("holds no file that ends in .txt or .text"));
  EXPECT_THAT(error.hint(), HasSubstr("empty/**"));

  std::filesystem::create_symlink(folder_ / "gone", folder_ / "dangling.txt");
  EXPECT_THAT(Refusal({"dangl*"}).what(),
              HasSubstr("dangling.txt` cannot be reached: No such file"));
  EXPECT_THROW(ExpandInputs({}, {{".txt"}, false}), Error);
  EXPECT_THROW(ExpandInputs({{""}}, {{".txt"}, false}), Error);
  EXPECT_THROW(ExpandInputs({{"-"}}, {{".txt"}, false}), Error);
}

// Root may read everything, so this is looked at by a process without rights.
TEST_F(Inputs, SaysWhatMayNotBeRead) {
  ::chmod(folder_.path().c_str(), 0755);
  ::chmod((folder_ / "a.txt").c_str(), 0);
  ::chmod((folder_ / "x").c_str(), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    if (::geteuid() == 0 && ::setuid(65534) != 0) ::_exit(3);
    const auto refused = [&](const char* pattern, const char* why) {
      return std::string(Refusal({pattern}).what()).find(why) != std::string::npos;
    };
    ::_exit(!refused("a.txt", "a.txt` cannot be read: Permission denied")        ? 1
            : !refused("**/*.txt", "x` cannot be read: Permission denied")       ? 2
            : !refused("x/c.txt", "c.txt` cannot be reached: Permission denied") ? 4
                                                                                 : 0);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  ::chmod((folder_ / "x").c_str(), 0700);
}

TEST_F(Inputs, ShowsPathsInUtf8) {
  folder_.Write("caf\xE9.txt", "x");
  const InputFiles files = Expand({"caf*"});
  EXPECT_THAT(Relative(files.paths), ElementsAre("caf\xE9.txt"));
  EXPECT_THAT(files.inputs[0].path, HasSubstr("caf\\xE9.txt"));
}

}  // namespace
}  // namespace textmill::io
