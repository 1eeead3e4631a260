#include "core/report/page.h"

#include <filesystem>
#include <fstream>
#include <memory>

#include "cmake/embedded.h"
#include "core/run/output_file.h"
#include "core/run/publication.h"

namespace textmill::embedded {
std::span<const File> page();
}

namespace textmill::core {
namespace {

// JSON inside of a script element: no tag can begin in it.
std::string Harmless(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  for (const char c : json) {
    if (c == '<')
      out += "\\u003c";
    else
      out += c;
  }
  return out;
}

}  // namespace

std::string ReportedRun(std::string_view summary, std::string_view corpus) {
  std::string out = "{\"summary\": ";
  out.append(summary).append(", \"corpus\": ");
  return out.append(corpus.empty() ? "null" : corpus) + "}";
}

std::string ReportPage(const std::vector<std::string>& runs) {
  std::string data = "{\"runs\": [";
  for (size_t i = 0; i < runs.size(); ++i) data.append(i > 0 ? "," : "").append(runs[i]);
  data = Harmless(data + "]}");
  std::string out;
  const std::span<const embedded::File> files = embedded::page();
  std::string_view rest = files.front().content;
  // What is between {{ and }} is a file's name, or `data`.
  for (size_t open = rest.find("{{"); open != rest.npos; open = rest.find("{{")) {
    const size_t close = rest.find("}}", open);
    const std::string_view name = rest.substr(open + 2, close - open - 2);
    out += rest.substr(0, open);
    if (name == "data") out += data;
    for (const embedded::File& file : files)
      if (file.path == name) out += file.content;
    rest.remove_prefix(close + 2);
  }
  return out.append(rest);
}

bool MayBePage(const std::string& path) {
  constexpr std::string_view kBegin = "<!doctype html>";
  std::error_code none;
  if (!std::filesystem::is_regular_file(path, none)) return true;  // a terminal would be waited for
  std::ifstream old(path, std::ios::binary);
  std::string begin(kBegin.size(), '\0');
  old.read(begin.data(), static_cast<std::streamsize>(begin.size()));
  return old.gcount() == 0 || begin == kBegin;
}

Status WriteReport(const std::string& path, const std::string& page) {
  OutputOptions options;
  options.replaces = true;
  auto file = OutputFile::Open(path, options);
  if (!file) return file.error();
  Status status = (*file)->Append(page);
  if (status) status = (*file)->Finish();
  if (status) status = (*file)->Sync();
  if (status && (*file)->renamed()) status = Publish({(*file)->new_name()}).status;
  if (!status) (*file)->Discard();
  return status;
}

}  // namespace textmill::core
