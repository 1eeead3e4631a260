// Runs the program as a user would, for the tests: in a folder of its own, with its output caught.
#ifndef TESTS_PROGRAM_H_
#define TESTS_PROGRAM_H_

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace textmill::tests {

namespace fs = std::filesystem;

inline std::string ReadFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

inline void WriteFile(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

inline std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

struct Ended {
  int status = -1;
  std::string out, err;
};

// A scratch folder, and commands that run in it or in the source folder.
class ProgramTest : public ::testing::Test {
 protected:
  ProgramTest() {
    const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = fs::temp_directory_path() / (std::string("textmill-") + info->test_suite_name() +
                                           "." + info->name() + "." + std::to_string(getpid()));
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~ProgramTest() override { fs::remove_all(folder_); }

  fs::path At(const std::string& name) const { return folder_ / name; }
  fs::path Write(const std::string& name, const std::string& text) const {
    WriteFile(At(name), text);
    return At(name);
  }

  // `command` as a shell takes it; $T is the program.
  Ended Shell(const std::string& command, const fs::path& where) const {
    const std::string out = (folder_ / ".out").string(), err = (folder_ / ".err").string();
    const std::string line = "cd '" + where.string() +
                             "' && export T='" TEXTMILL_PROGRAM
                             "' TEXTMILL_PLUGIN_PATH='" TEXTMILL_PLUGIN_DIR "' && { " +
                             command + "\n} >'" + out + "' 2>'" + err + "' </dev/null";
    Ended ended;
    const int raw = std::system(line.c_str());
    ended.status = WIFEXITED(raw) ? WEXITSTATUS(raw) : 128 + WTERMSIG(raw);
    ended.out = ReadFile(out);
    ended.err = ReadFile(err);
    return ended;
  }
  // In the scratch folder.
  Ended Here(const std::string& command) const { return Shell(command, folder_); }
  // In the source folder, where the pipelines are.
  Ended InSource(const std::string& command) const { return Shell(command, TEXTMILL_SOURCE_DIR); }

  fs::path folder_;
};

// The number after "name": in a summary.
inline int64_t NumberIn(const std::string& json, const std::string& name) {
  const size_t at = json.find("\"" + name + "\": ");
  return at == std::string::npos ? -1 : std::atoll(json.c_str() + at + name.size() + 4);
}

inline void ExpectBalanced(const std::string& summary) {
  EXPECT_EQ(
      NumberIn(summary, "read") + NumberIn(summary, "made"),
      NumberIn(summary, "finished") + NumberIn(summary, "dropped") + NumberIn(summary, "failed"))
      << summary;
}

}  // namespace textmill::tests

#endif  // TESTS_PROGRAM_H_
