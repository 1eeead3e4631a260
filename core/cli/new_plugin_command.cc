#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <utility>

#include "cmake/embedded.h"
#include "core/cli/command.h"

namespace textmill::embedded {
std::span<const File> templates();  // what is in sdk/examples and sdk/template
}

namespace textmill::core {
namespace {

namespace fs = std::filesystem;
namespace po = boost::program_options;

const std::vector<std::string> kKinds = {"map", "filter", "expand", "table", "source", "sink"};
const std::vector<std::string> kLanguages = {"c++", "c", "rust", "python"};
const std::vector<std::string> kKindsInPython = {"map", "filter", "expand", "table"};

bool IsOneOf(const std::string& word, const std::vector<std::string>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::string Joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

// A lower-case letter, then such letters and digits, in words between single `-`: what can be a
// plugin, a CMake target and a Rust crate.
bool IsPluginName(const std::string& name) {
  char before = '-';
  for (const char c : name) {
    const bool letter = c >= 'a' && c <= 'z', digit = c >= '0' && c <= '9';
    if (before == '-' ? !letter : !letter && !digit && c != '-') return false;
    before = c;
  }
  return before != '-';
}

// One template's text, made that of the new plugin.
void Replace(const std::string& from, const std::string& to, std::string* text) {
  for (size_t at = 0; (at = text->find(from, at)) != text->npos; at += to.size())
    text->replace(at, from.size(), to);
}

// The examples call themselves example-KIND, and their stages example.SOMETHING.
void ReplaceWord(const std::string& begin, const std::string& to, std::string* text) {
  for (size_t at = 0; (at = text->find(begin, at)) != text->npos; at += to.size()) {
    const size_t end =
        text->find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-", at + begin.size());
    text->replace(at, std::min(end, text->size()) - at, to);
  }
}

struct Scaffold {
  std::string name, kind, language;

  std::string stem() const {
    std::string stem = name;
    std::replace(stem.begin(), stem.end(), '-', '_');
    return stem;
  }
  // "spam-filter" makes the stage "spam.filter".
  std::string stage() const {
    std::string stage = name;
    if (const size_t dash = stage.find('-'); dash != stage.npos) stage[dash] = '.';
    return stage;
  }

  // Where a template goes in the new folder, or "" when it is not for this plugin.
  std::string Target(std::string_view path) const {
    const std::string ending = language == "rust"     ? ".rs"
                               : language == "python" ? ".py"
                               : language == "c"      ? ".c"
                                                      : ".cc";
    const std::string in = "template/" + language + "/";
    const bool python = language == "python";
    const std::string examples = language == "c++" ? "examples/" : "examples/" + language + "/";
    const std::pair<std::string, std::string> kFiles[] = {
        {(python ? in : examples) + kind + ending,
         language == "rust" ? "src/lib.rs" : stem() + ending},
        {in + kind + "_test" + ending, stem() + "_test" + ending},
        {(python ? in : "template/") + kind + ".yaml", "pipeline.yaml"},
        {"template/sample.jsonl", "sample.jsonl"},
        {python ? "" : "template/gitignore", ".gitignore"},
        {in + "CMakeLists.txt", "CMakeLists.txt"},
        {in + "Cargo.toml", "Cargo.toml"},
        {in + "README.md", "README.md"},
    };
    for (const auto& [from, to] : kFiles) {
      if (path == from) return to;
    }
    return "";
  }

  std::string Fill(std::string text, const std::string& crate) const {
    ReplaceWord("example.", stage(), &text);
    ReplaceWord("example-", name, &text);
    // The tests in C include the stage from where it is in the SDK.
    ReplaceWord("../../examples/c/", stem(), &text);
    Replace("my-plugin", name, &text);
    Replace("my_plugin", stem(), &text);
    Replace("my.plugin", stage(), &text);
    Replace("@crate@", crate, &text);
    if (language == "rust") {
      Replace("--plugin-path " + name + "/build", "--plugin-path " + name + "/target/release",
              &text);
    }
    return text;
  }
};

fs::path ProgramFolder() {
  std::error_code error;
  return fs::read_symlink("/proc/self/exe", error).parent_path();
}

// Where the crate of the SDK is: installed, or in the tree that the program was built from.
std::string CrateFolder() {
  const fs::path program = ProgramFolder();
  std::error_code error;
  for (const fs::path& folder : {program / "../share/textmill/sdk/rust", program / "sdk/rust"}) {
    if (fs::exists(folder / "Cargo.toml", error)) return fs::canonical(folder, error).string();
  }
  return "textmill-sdk";
}

// What CMake must be told to find the SDK that belongs to this program, or "".
std::string SdkOption() {
  const fs::path program = ProgramFolder();
  std::error_code error;
  if (fs::exists(program / "sdk/package/textmill-sdkConfig.cmake", error))
    return " -Dtextmill-sdk_DIR=" + (program / "sdk/package").string();
  const fs::path prefix = program.parent_path();
  if (prefix == "/usr" || prefix == "/usr/local") return "";
  return " -DCMAKE_PREFIX_PATH=" + prefix.string();
}

Status WriteFiles(const Scaffold& scaffold) {
  std::error_code error;
  const fs::path folder = scaffold.name;
  if (fs::exists(folder, error))
    return Error{"`" + scaffold.name + "` is already there", "take another name"};
  for (const embedded::File& file : embedded::templates()) {
    const std::string target = scaffold.Target(file.path);
    if (target.empty()) continue;
    fs::create_directories((folder / target).parent_path(), error);
    std::ofstream stream(folder / target, std::ios::binary);
    stream << scaffold.Fill(std::string(file.content), CrateFolder());
    if (!stream.flush())
      return Error{(folder / target).string() + " cannot be written", "", ErrorKind::kIo};
  }
  return {};
}

}  // namespace

int NewPluginCommand(const Arguments& arguments) {
  CommandLine line("textmill new-plugin [OPTIONS] NAME",
                   "Writes a folder NAME with a plugin that works as it is: a stage, its test, "
                   "how it is built,\n"
                   "a pipeline that runs it, and a README.",
                   "NAME");
  line.options().add_options()("kind",
                               po::value<std::string>()->default_value("map")->value_name("KIND"),
                               ("what the stage is: " + Joined(kKinds)).c_str())(
      "lang", po::value<std::string>()->default_value("c++")->value_name("LANGUAGE"),
      ("what it is written in: " + Joined(kLanguages)).c_str());
  if (const auto over = line.Parse(arguments)) return *over;
  const std::optional<std::string> name = line.Positional();
  if (!name) return kExitWrong;
  const Scaffold scaffold{*name, line.Get<std::string>("kind"), line.Get<std::string>("lang")};
  if (!IsPluginName(*name))
    return line.Wrong(
        "a plugin's name is of lower-case letters, digits and `-`, as in spam-filter");
  if (!IsOneOf(scaffold.kind, kKinds)) return line.Wrong("--kind takes " + Joined(kKinds));
  if (!IsOneOf(scaffold.language, kLanguages))
    return line.Wrong("--lang takes " + Joined(kLanguages));
  if (scaffold.language == "python" && !IsOneOf(scaffold.kind, kKindsInPython))
    return line.Wrong("in Python, --kind takes " + Joined(kKindsInPython));
  if (const Status written = WriteFiles(scaffold); !written) {
    std::cerr << "textmill: " << written.error().ToString() << "\n";
    return kExitWrong;
  }
  if (scaffold.language == "python") {
    std::cerr << *name << " is written. Next:\n"
              << "  textmill run " << *name << "/pipeline.yaml\n"
              << "  python3 " << *name << "/" << scaffold.stem() << "_test.py\n";
    return kExitDone;
  }
  std::cerr << *name << " is written: the stage `" << scaffold.stage() << "`. Next:\n";
  if (scaffold.language == "rust") {
    std::cerr << "  cargo build --release --manifest-path " << *name << "/Cargo.toml\n"
              << "  textmill run --plugin-path " << *name << "/target/release " << *name
              << "/pipeline.yaml\n";
  } else {
    std::cerr << "  cmake -S " << *name << " -B " << *name << "/build" << SdkOption() << "\n"
              << "  cmake --build " << *name << "/build\n"
              << "  textmill run --plugin-path " << *name << "/build " << *name
              << "/pipeline.yaml\n";
  }
  return kExitDone;
}

}  // namespace textmill::core
