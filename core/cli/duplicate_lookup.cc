#include "core/cli/duplicate_lookup.h"

#include <simdjson.h>
#include <zlib.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <string_view>
#include <utility>

#include "textmill/conventions.h"

namespace textmill::core {
namespace {

namespace fs = std::filesystem;
using simdjson::dom::element;

bool IsJsonLines(const fs::path& path) {
  const fs::path plain = path.extension() == ".gz" ? path.stem() : path;
  return plain.extension() == TEXTMILL_ENDING_JSONL || plain.extension() == TEXTMILL_ENDING_NDJSON;
}

// A string member, or "".
std::string Text(const element& object, std::string_view name) {
  std::string_view value;
  return object[name].get(value) == simdjson::SUCCESS ? std::string(value) : std::string();
}

// Calls `use` for each line that holds `needle` and is an object, until it returns true.
Status ForLinesWith(const std::string& path, std::string_view needle,
                    const std::function<bool(const element&)>& use) {
  const gzFile file = gzopen(path.c_str(), "rb");
  if (file == nullptr) return Error{"cannot open " + path, "", ErrorKind::kIo};
  gzbuffer(file, 1 << 20);
  simdjson::dom::parser parser;
  std::string have;
  bool found = false;
  for (bool more = true; more && !found;) {
    const size_t before = have.size();
    have.resize(before + (1 << 20));
    const int got = gzread(file, have.data() + before, 1 << 20);
    have.resize(before + static_cast<size_t>(std::max(got, 0)));
    more = got > 0;
    size_t begin = 0;
    for (size_t end; !found && begin < have.size(); begin = end + 1) {
      end = have.find('\n', begin);
      if (end == std::string::npos && more) break;
      end = std::min(end, have.size());
      const std::string_view line(have.data() + begin, end - begin);
      element object;
      if (line.find(needle) == std::string_view::npos ||
          parser.parse(line.data(), line.size()).get(object) != simdjson::SUCCESS ||
          !object.is_object())
        continue;
      found = use(object);
    }
    have.erase(0, std::min(begin, have.size()));
  }
  gzclose(file);
  return {};
}

// An id as it is in JSON, as far as it needs no escapes: enough to skip other lines quickly.
std::string Needle(const std::string& id) {
  const auto plain = std::find_if(id.begin(), id.end(), [](char c) {
    return c == '"' || c == '\\' || c == '/' || static_cast<unsigned char>(c) < 0x20 ||
           static_cast<unsigned char>(c) >= 0x7f;
  });
  return std::string(id.begin(), plain);
}

// The removed or marked document. `known` is set when a document of that id was met, though not as
// a duplicate; nothing is found then.
Status FindRemoved(const DuplicateQuestion& question, FoundDuplicate* found, bool* known) {
  for (const std::string& file : question.files) {
    const Status status = ForLinesWith(file, Needle(question.id), [&](const element& line) {
      if (Text(line, TEXTMILL_COLUMN_ID) != question.id) return false;
      const std::string step = Text(line, "step");
      if (!question.step.empty() && step != question.step) return false;
      *known = true;
      element detail = line, document = line;
      if (line["detail"].get(detail) != simdjson::SUCCESS) detail = line;
      if (line["document"].get(document) != simdjson::SUCCESS) document = line;
      found->of = Text(detail, TEXTMILL_DETAIL_DUP_OF);
      if (found->of.empty()) return false;
      found->id = question.id;
      found->step = step;
      found->reason = Text(line, "reason");
      double similarity = 0;
      if (detail[TEXTMILL_DETAIL_DUP_SIMILARITY].get(similarity) == simdjson::SUCCESS)
        found->similarity = similarity;
      found->text = Text(document, question.column);
      found->file = file;
      return true;
    });
    if (!status || !found->id.empty()) return status;
  }
  return {};
}

// The document that it repeats, in an output or as one that was itself removed; `other_file` stays
// empty where it is not found.
Status FindOther(const DuplicateQuestion& question, FoundDuplicate* found) {
  std::vector<std::string> files = question.against;
  files.insert(files.end(), question.files.begin(), question.files.end());
  for (const std::string& file : files) {
    const Status status = ForLinesWith(file, Needle(found->of), [&](const element& line) {
      if (Text(line, TEXTMILL_COLUMN_ID) != found->of) return false;
      element document = line;
      if (line["document"].get(document) != simdjson::SUCCESS) document = line;
      std::string_view text;
      if (document[question.column].get(text) != simdjson::SUCCESS) return false;
      found->other_text = text;
      found->other_file = file;
      return true;
    });
    if (!status || !found->other_file.empty()) return status;
  }
  return {};
}

}  // namespace

Result<FoundDuplicate> FindDuplicate(const DuplicateQuestion& question) {
  FoundDuplicate found;
  bool known = false;
  if (const Status status = FindRemoved(question, &found, &known); !status) return status.error();
  std::string where = question.files.front();
  if (question.files.size() > 1)
    where += " and " + std::to_string(question.files.size() - 1) + " more";
  if (found.id.empty()) {
    return Error{known ? "`" + question.id + "` is in " + where +
                             ", but not as a duplicate of another document"
                       : "no document `" + question.id + "` is in " + where,
                 known ? "" : "ids are compared letter by letter"};
  }
  if (const Status status = FindOther(question, &found); !status) return status.error();
  if (!found.other_file.empty()) return found;
  return Error{
      "`" + found.id + "` repeats `" + found.of + "`, but that document is not in " + where,
      "name the file that holds it, with its column `" + question.column + "`, by --against"};
}

Result<std::vector<std::string>> RunOutputs(const std::string& path) {
  std::error_code error;
  const bool folder = fs::is_directory(path, error);
  if (!folder && !fs::exists(path, error)) return Error{"there is no " + path, "", ErrorKind::kIo};
  std::vector<std::string> files;
  fs::path in = folder ? fs::path(path) : fs::path(path).parent_path();
  if (in.empty()) in = ".";
  for (const auto& entry : fs::directory_iterator(in, error)) {
    if (entry.is_regular_file(error) && IsJsonLines(entry.path()) &&
        (folder || !fs::equivalent(entry.path(), path, error)))
      files.push_back(entry.path().lexically_normal().string());
  }
  std::sort(files.begin(), files.end());
  if (!folder) files.insert(files.begin(), path);
  if (files.empty()) {
    return Error{"no file in " + path + " ends in .jsonl or .jsonl.gz",
                 "name the file that `dropped:` gave, or one of marked documents"};
  }
  return files;
}

}  // namespace textmill::core
