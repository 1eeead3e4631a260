// PDF by the programs of Poppler: what a PDF holds are marks on pages, and to make text of them is
// a trade of its own.
#include <chrono>

#include "plugins/lib/io/utf8.h"
#include "plugins/lib/process/error_lines.h"
#include "plugins/lib/process/process.h"
#include "plugins/lib/readers/office/formats.h"
#include "textmill/error.hpp"

namespace textmill::office {
namespace {

constexpr int kWait = 50;  // ms, between looks at the clock

struct Answer {
  std::string output, errors;
  bool well = false;
  std::string ended;
};

Answer Ask(const std::string& program, std::vector<std::string> arguments, uint64_t most_bytes,
           int64_t timeout_ms, const std::function<bool()>& cancelled) {
  using Clock = std::chrono::steady_clock;
  const auto until = Clock::now() + std::chrono::milliseconds(timeout_ms);
  const std::string name = arguments[0];
  process::Process child(process::Command{program, std::move(arguments), {}, -1});
  child.CloseInput();
  Answer answer;
  std::string_view nothing;
  while (child.Talk(&nothing, &answer.output, kWait) != process::Process::Step::kClosed) {
    answer.errors += child.TakeErrors();
    if (answer.errors.size() > 4000) answer.errors.erase(0, answer.errors.size() - 4000);
    if (cancelled()) throw Error("interrupted", TEXTMILL_CANCELLED);
    if (Clock::now() > until)
      throw Error(name + " took longer than " + std::to_string(timeout_ms) + " ms")
          .Hint("raise `timeout`");
    if (answer.output.size() > most_bytes)
      throw Error("its text is longer than " + std::to_string(most_bytes) + " bytes")
          .Hint("raise `unpack_limit`");
  }
  answer.ended = child.End(1000);
  answer.errors += child.TakeErrors();
  answer.well = child.ended_well();
  return answer;
}

// The value of a line `Title:          ...`.
std::string ValueOf(const std::string& lines, const std::string& key) {
  for (size_t at = 0; at < lines.size();) {
    const size_t end = std::min(lines.find('\n', at), lines.size());
    if (lines.compare(at, key.size(), key) == 0 && lines[at + key.size()] == ':') {
      const size_t begin = lines.find_first_not_of(' ', at + key.size() + 1);
      return begin < end ? lines.substr(begin, end - begin) : "";
    }
    at = end + 1;
  }
  return "";
}

}  // namespace

PdfPrograms FindPdfPrograms() {
  PdfPrograms programs;
  try {
    programs.to_text = process::FindProgram("pdftotext");
  } catch (const Error& error) {
    throw Error("PDF files are read by the program pdftotext, and " + std::string(error.what()))
        .Hint("install it: apt install poppler-utils");
  }
  try {
    programs.info = process::FindProgram("pdfinfo");
  } catch (const Error&) {
  }
  return programs;
}

bool CanReadPdf() {
  try {
    process::FindProgram("pdftotext");
    return true;
  } catch (const Error&) {
    return false;
  }
}

OfficeText ReadPdf(const PdfPrograms& programs, const std::string& path, uint64_t most_bytes,
                   int64_t timeout_ms, const std::function<bool()>& cancelled) {
  const std::string file = path.starts_with('-') ? "./" + path : path;
  Answer text = Ask(programs.to_text, {"pdftotext", "-enc", "UTF-8", "-eol", "unix", file, "-"},
                    most_bytes, timeout_ms, cancelled);
  if (!text.well) {
    if (text.errors.find("ncorrect password") != std::string::npos) throw Error("it is encrypted");
    const std::string why = process::LastLine(text.errors);
    throw Error("pdftotext could not read it: " +
                (why.empty() ? text.ended : process::Beginning(why, 200)));
  }
  OfficeText out;
  // Pages end with a form feed.
  for (const char c : text.output) {
    if (c != '\f') {
      out.text += c;
    } else {
      while (!out.text.empty() && out.text.back() == '\n') out.text.pop_back();
      if (!out.text.empty()) out.text += "\n\n";
    }
  }
  while (!out.text.empty() && (out.text.back() == '\n' || out.text.back() == ' '))
    out.text.pop_back();
  if (out.text.empty()) throw Error("there is no text in it: its pages are pictures, perhaps");
  if (programs.info.empty()) return out;
  const Answer info = Ask(programs.info, {"pdfinfo", "-enc", "UTF-8", "-isodates", file}, 1 << 20,
                          timeout_ms, cancelled);
  if (!info.well || !io::IsUtf8(info.output)) return out;
  out.title = ValueOf(info.output, "Title");
  out.author = ValueOf(info.output, "Author");
  out.date = ValueOf(info.output, "CreationDate");
  return out;
}

}  // namespace textmill::office
