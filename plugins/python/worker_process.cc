#include "plugins/python/worker_process.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <span>

#include "cmake/embedded.h"
#include "plugins/lib/io/file.h"
#include "textmill/error.hpp"

namespace textmill::embedded {
std::span<const File> python_worker();
}

namespace textmill::python {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kTickMs = 50;  // how often it is asked whether the run is to end
constexpr int kEndMs = 2000;
constexpr auto kImport = std::chrono::minutes(10);  // some modules load gigabytes
constexpr size_t kWordsShown = 400;

// Takes the modules of the worker from standard input, each with its length before it, and runs the
// last one.
constexpr const char* kBegin = R"(
import os, sys, types
if sys.version_info < (3, 9):
    sys.exit("Python 3.9 or newer is needed, this is " + sys.version.split()[0])
def read(n):
    b = b""
    while len(b) < n:
        c = os.read(0, n - len(b))
        if not c: sys.exit()
        b += c
    return b
sys.path[:] = [p for p in sys.path if p]
while True:
    n = int.from_bytes(read(8), "little")
    if not n: break
    name, code = read(n).split(b"\0", 1)
    name = name.decode()
    m = sys.modules[name] = types.ModuleType(name)
    exec(compile(code, "textmill/" + name + ".py", "exec"), m.__dict__)
m.main()
)";

std::string WithLength(std::string bytes) {
  const uint64_t length = bytes.size();
  bytes.insert(0, reinterpret_cast<const char*>(&length), sizeof length);
  return bytes;
}

std::string Modules() {
  std::string all;
  for (const embedded::File& file : embedded::python_worker()) {
    const std::string_view name = file.path;
    std::string module(name.substr(0, name.rfind('.')));
    module += '\0';
    module += file.content;
    all += WithLength(std::move(module));
  }
  return all + WithLength("");
}

// Takes strings off the front of a list.
class Strings {
 public:
  explicit Strings(std::vector<std::string> strings) : strings_(std::move(strings)) {}
  const std::string& Next() {
    if (next_ == strings_.size()) Malformed();
    return strings_[next_++];
  }
  size_t Number() {
    const std::string& text = Next();
    size_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || number > strings_.size()) Malformed();
    return number;
  }
  Field NextField(int depth = 0) {
    if (depth > 16) Malformed();
    Field field{Next(), Next(), {}, {}};
    for (size_t n = Number(); n > 0; --n) field.children.push_back(NextField(depth + 1));
    return field;
  }

 private:
  [[noreturn]] static void Malformed() {
    throw Error("the worker's message is malformed", TEXTMILL_INTERNAL);
  }
  const std::vector<std::string> strings_;
  size_t next_ = 0;
};

// Of what a process wrote before it died: where in the module it was, as Python says after a crash,
// else the last line.
std::string TellingLine(const std::string& words, const std::string& module) {
  const size_t at = words.find(module.substr(module.rfind('/') + 1) + "\", line ");
  if (at == words.npos) return process::LastLine(words);
  const size_t begin = words.rfind('\n', at) + 1;
  return process::LastLine(words.substr(begin, words.find('\n', at) - begin));
}

}  // namespace

void AddField(const Field& field, std::vector<std::string>* strings) {
  strings->push_back(field.name);
  strings->push_back(field.format);
  strings->push_back(std::to_string(field.children.size()));
  for (const Field& child : field.children) AddField(child, strings);
}

WorkerProcess::Progress::Progress() {
  constexpr size_t kPage = 4096;
  file_ = memfd_create("textmill-progress", MFD_CLOEXEC);
  void* const page = file_ >= 0 && ftruncate(file_, kPage) == 0
                         ? mmap(nullptr, kPage, PROT_READ | PROT_WRITE, MAP_SHARED, file_, 0)
                         : MAP_FAILED;
  if (page == MAP_FAILED) {
    const int error = errno;
    if (file_ >= 0) close(file_);
    throw Error("no memory can be shared with a worker: " + io::SystemMessage(error),
                TEXTMILL_IO_ERROR);
  }
  row_ = static_cast<volatile int64_t*>(page);
  *row_ = -1;
}

WorkerProcess::Progress::~Progress() {
  munmap(const_cast<int64_t*>(row_), 4096);
  close(file_);
}

process::Command WorkerProcess::CommandOf(const WorkerTerms& terms, int progress) {
  // Hashes of texts, and with them the order of sets, are the same in all workers and runs.
  return {terms.python, {terms.python, "-u", "-c", kBegin}, {"PYTHONHASHSEED=0"}, progress};
}

WorkerProcess::WorkerProcess(const WorkerTerms& terms)
    : terms_(terms), process_(CommandOf(terms, progress_.file())) {
  Bind();
}

WorkerProcess::~WorkerProcess() {
  process_.CloseInput();
  process_.End(why_.empty() ? kEndMs : 0);
  terms_.errors.Take(process_.TakeErrors());
}

int64_t WorkerProcess::row_at_work() const { return *progress_.row(); }

void WorkerProcess::Bind() {
  MessageWriter bind('B', static_cast<int64_t>(terms_.request.size()));
  bind.Strings(terms_.request);
  const std::string first = Modules() + std::string(bind.Finish());
  auto reader = Exchange(first, kImport);
  if (!reader) throw Error("the Python process for the module " + why_);
  if (reader->kind() == 'E') ThrowError(*reader);
  Strings answer(reader->Strings(reader->number()));
  for (size_t n = answer.Number(); n > 0; --n) signature_.uses.push_back(answer.Next());
  for (size_t n = answer.Number(); n > 0; --n) signature_.makes.push_back(answer.NextField());
}

void WorkerProcess::ThrowError(MessageReader& reader) const {
  Strings said(reader.Strings(reader.number()));
  Error error(said.Next());
  error.Parameter(said.Next());
  const std::string column = said.Next();
  error.Hint(said.Next());
  if (column.empty()) throw error;
  Error missing(error.what(), TEXTMILL_NO_COLUMN);
  throw missing.Parameter(error.parameter()).Column(column).Hint(error.hint());
}

std::optional<MessageReader> WorkerProcess::Ask(std::string_view message) {
  auto reader = Exchange(message, terms_.timeout);
  if (reader && reader->kind() == 'E') ThrowError(*reader);
  return reader;
}

std::optional<MessageReader> WorkerProcess::Exchange(std::string_view message,
                                                     std::chrono::nanoseconds timeout) {
  received_.clear();
  last_words_.clear();
  *progress_.row() = -1;
  int64_t row = -1;
  uint64_t length = 0;
  auto deadline = Clock::now() + timeout;
  bool refused = false;
  while (true) {
    const auto step = process_.Talk(&message, &received_, kTickMs);
    if (const std::string errors = process_.TakeErrors(); !errors.empty()) {
      terms_.errors.Take(errors);
      process::AddLastWords(errors, &last_words_);
    }
    if (received_.size() >= kLengthBytes) {
      std::memcpy(&length, received_.data(), sizeof length);
      if (received_.size() - kLengthBytes >= length)
        return MessageReader(std::string_view(received_).substr(kLengthBytes, length));
    }
    refused = refused || (!process_.takes_input() && !message.empty());
    if (step == process::Process::Step::kClosed || refused) {
      why_ = process_.End(kEndMs);
      const std::string words = process_.TakeErrors();
      terms_.errors.Take(words);
      const std::string line = TellingLine(last_words_ + words, terms_.request[1]);
      if (!line.empty())
        why_ += "; on its standard error: " + process::Beginning(line, kWordsShown);
      return std::nullopt;
    }
    if (terms_.cancelled()) {
      why_ = "was cancelled";
      process_.End(0);
      throw Error("the run was cancelled", TEXTMILL_CANCELLED);
    }
    if (*progress_.row() != row || step == process::Process::Step::kMoved) {
      row = *progress_.row();
      deadline = Clock::now() + timeout;
    }
    if (Clock::now() < deadline) continue;
    process_.End(0);
    timed_out_ = true;
    why_ = "gave no answer for " + process::Seconds(timeout);
    return std::nullopt;
  }
}

}  // namespace textmill::python
