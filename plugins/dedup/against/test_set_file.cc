#include "plugins/dedup/against/test_set_file.h"

#include <simdjson.h>

#include <algorithm>
#include <memory>

#include "plugins/lib/io/byte_stream.h"
#include "plugins/lib/io/endings.h"
#include "textmill/conventions.h"
#include "textmill/error.hpp"
#include "textmill/utf8.hpp"

namespace textmill::dedup {
namespace {

std::string Content(const std::string& path) {
  const auto stream = io::OpenStream(std::make_unique<io::StoredBytes>(io::File::Open(path)), path);
  std::string content;
  constexpr size_t kPiece = 1 << 20;
  try {
    // To a read of nothing: one that gives less than asked may be followed by what is damaged.
    for (size_t n = 1; n > 0;) {
      const size_t had = content.size();
      content.resize(had + kPiece);
      n = stream->Read(content.data() + had, kPiece);
      content.resize(had + n);
    }
  } catch (const Error& error) {
    throw Error("the test set " + path + " cannot be read: " + error.what(), error.code())
        .Parameter("files");
  }
  if (content.starts_with("\xEF\xBB\xBF")) content.erase(0, 3);
  return content;
}

bool IsJsonLines(const std::string& path) {
  const std::string_view name = io::WithoutPacking(path);
  return io::EndsIn(name, TEXTMILL_ENDING_JSONL) || io::EndsIn(name, TEXTMILL_ENDING_NDJSON);
}

// All texts in a value, each by itself.
void AddTexts(simdjson::dom::element value, const TestSets::Example& example, TestSets* to) {
  if (value.is_string()) {
    to->Add(example, std::string_view(value));
  } else if (value.is_array()) {
    for (const auto item : simdjson::dom::array(value)) AddTexts(item, example, to);
  } else if (value.is_object()) {
    for (const auto& [key, member] : simdjson::dom::object(value)) AddTexts(member, example, to);
  }
}

class Lines {
 public:
  Lines(const std::string& path, const std::vector<std::string>& fields, TestSets* to)
      : path_(path), fields_(fields), to_(to), had_(fields.size()) {}

  void Add(std::string_view line) {
    ++number_;
    if (line.find_first_not_of(" \t\r") == line.npos) return;
    simdjson::dom::element document;
    const auto error = parser_.parse(line.data(), line.size()).get(document);
    if (error != simdjson::SUCCESS)
      throw Fault(std::string("is no JSON: ") + simdjson::error_message(error));
    TestSets::Example example{path_, std::to_string(number_)};
    simdjson::dom::element id;
    if (document.is_object() && document[TEXTMILL_COLUMN_ID].get(id) == simdjson::SUCCESS) {
      if (id.is_string()) example.name = std::string(std::string_view(id));
      if (id.is_int64()) example.name = std::to_string(int64_t(id));
    }
    if (fields_.empty()) return AddTexts(document, example, to_);
    for (size_t i = 0; i < fields_.size(); ++i) {
      simdjson::dom::element field;
      if (!document.is_object() || document[fields_[i]].get(field) != simdjson::SUCCESS) continue;
      had_[i] = true;
      AddTexts(field, example, to_);
    }
  }
  void End() const {
    for (size_t i = 0; i < fields_.size(); ++i) {
      if (number_ == 0 || had_[i]) continue;
      throw Error("no line of the test set " + path_ + " has a field `" + fields_[i] + "`")
          .Parameter("fields[" + std::to_string(i) + "]")
          .Hint("Leave `fields` out to take every text in a line.");
    }
  }

 private:
  Error Fault(const std::string& what) const {
    return Error("line " + std::to_string(number_) + " of the test set " + path_ + " " + what)
        .Parameter("files");
  }
  const std::string& path_;
  const std::vector<std::string>& fields_;
  TestSets* const to_;
  std::vector<bool> had_;
  simdjson::dom::parser parser_;
  size_t number_ = 0;
};

}  // namespace

void ReadTestSet(const std::string& path, const std::vector<std::string>& fields, TestSets* to) {
  const std::string content = Content(path);
  if (!IsJsonLines(path)) return to->Add({path, "1"}, content);
  Lines lines(path, fields, to);
  for (size_t begin = 0; begin < content.size();) {
    const size_t end = std::min(content.find('\n', begin), content.size());
    lines.Add(std::string_view(content).substr(begin, end - begin));
    begin = end + 1;
  }
  lines.End();
}

}  // namespace textmill::dedup
