// A source: reads documents from files. This one makes a document of every line.
//
// A source works in two halves, so that all processors can read one big file. NextUnit, one call at
// a time, cuts the files into units that begin and end with a line. ReadUnit, on many threads at
// once, turns a unit into documents.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <textmill/textmill.hpp>
#include <utility>
#include <vector>

namespace {

using namespace textmill;

class ReadLines final : public Source {
 public:
  ReadLines() { Describe("example.read_lines", "1.0.0", "Makes a document of every line."); }

  Param<std::vector<Path>> path{this, "path", kRequired, "The files to read, in this order."};
  Out<Utf8> id{this, "id", "path@offset"};
  Out<Utf8> text{this, "text", "the line"};
  Out<Utf8> source{this, "source", "the file"};

  // May look at folders, opens nothing. What can be known to fail should fail here, before the run.
  const std::vector<Input>& ListInputs() override {
    inputs_.clear();
    for (size_t i = 0; i < path->size(); ++i) {
      const std::string& file = path.get()[i].value;
      std::error_code problem;
      const auto bytes = std::filesystem::file_size(file, problem);
      if (problem) {
        throw Error("cannot read " + file + ": " + problem.message(), TEXTMILL_IO_ERROR)
            .Parameter("path[" + std::to_string(i) + "]");
      }
      inputs_.push_back({file, static_cast<int64_t>(bytes)});
    }
    return inputs_;
  }

  bool NextUnit(uint64_t want_bytes, Unit& unit) override {
    while (input_ < inputs_.size() && next_ >= Size(input_)) {
      ++input_;
      next_ = 0;
    }
    if (input_ == inputs_.size()) return false;
    unit.input = input_;
    unit.begin = next_;
    unit.end = unit.consumed = EndOfLine(next_ + std::max<uint64_t>(want_bytes, 1));
    next_ = unit.end;
    return true;
  }

  void ReadUnit(const UnitView& unit, Rows& rows, Lane*) const override {
    const std::string bytes = Read(unit.input(), unit.begin(), unit.end() - unit.begin());
    const std::string& file = inputs_[unit.input()].path;
    std::string_view rest = bytes;
    for (uint64_t offset = unit.begin(); !rest.empty();) {
      const std::string_view line = rest.substr(0, rest.find('\n'));
      if (line.find('\0') != std::string_view::npos) {
        // A record that is not a document: it is kept with its place and this message.
        rows.Fail(offset, line.size(), "there is a NUL byte in the line");
      } else {
        rows[id].Append(file + "@" + std::to_string(offset));
        rows[text].Append(line);
        rows[source].Append(file);
        rows.Document(offset, line.size());
      }
      const size_t taken = std::min(line.size() + 1, rest.size());
      rest.remove_prefix(taken);
      offset += taken;
    }
  }

  // Asked for when a document fails: its bytes, as they are in the file.
  void ReadRecord(const UnitView& unit, uint64_t offset, uint64_t length,
                  Buffer& bytes) const override {
    const std::string record = Read(unit.input(), offset, length);
    bytes.Append(record.data(), record.size());
  }

 private:
  uint64_t Size(uint32_t input) const { return static_cast<uint64_t>(inputs_[input].bytes); }

  std::string Read(uint32_t input, uint64_t offset, uint64_t length) const {
    std::ifstream file(inputs_[input].path, std::ios::binary);
    std::string bytes(length, '\0');
    file.seekg(static_cast<std::streamoff>(offset));
    file.read(bytes.data(), static_cast<std::streamsize>(length));
    if (!file) throw Error("cannot read " + inputs_[input].path, TEXTMILL_IO_ERROR);
    return bytes;
  }

  // The end of the line that the byte before `offset` belongs to.
  uint64_t EndOfLine(uint64_t offset) {
    std::ifstream file(inputs_[input_].path, std::ios::binary);
    file.seekg(static_cast<std::streamoff>(offset) - 1);
    for (; offset < Size(input_) && file.get() != '\n'; ++offset) {
      if (file) continue;
      // The rest of this file is lost; the next call goes on with the next file.
      const uint32_t failed = input_++;
      throw InputFailed("cannot read " + inputs_[failed].path, failed, std::exchange(next_, 0));
    }
    return std::min(offset, Size(input_));
  }

  std::vector<Input> inputs_;
  uint32_t input_ = 0;  // where NextUnit goes on
  uint64_t next_ = 0;
};

}  // namespace

TEXTMILL_STAGES("source example.read_lines\n");
TEXTMILL_PLUGIN("example-source", "1.0.0", "MIT", ReadLines);
