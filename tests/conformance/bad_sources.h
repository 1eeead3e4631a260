// Sources for bad.cc: a good one, and those that are wrong in one way each.
#ifndef TESTS_CONFORMANCE_BAD_SOURCES_H_
#define TESTS_CONFORMANCE_BAD_SOURCES_H_

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <fstream>
#include <string>
#include <textmill/textmill.hpp>
#include <vector>

namespace bad {

using namespace textmill;

// A good source of lines, whole files at once, and what can be wrong with it.
class Lines : public Source {
 public:
  Lines() { Describe("bad.no_source", "1.0.0", "Reads the lines of files."); }
  Param<std::vector<Path>> path{this, "path", kRequired, "What is read."};
  Out<Utf8> text{this, "text", "the line"};
  const std::vector<Input>& ListInputs() override {
    inputs_.clear();
    for (const Path& file : *path) {
      if (!std::ifstream(file.value)) Missing(file.value);
      inputs_.push_back({file.value, -1});
    }
    return inputs_;
  }
  bool NextUnit(uint64_t want, Unit& unit) override {
    if (at_ == inputs_.size()) return false;
    const std::string bytes = Bytes(inputs_[at_].path);
    unit.input = static_cast<uint32_t>(at_);
    unit.begin = from_;
    unit.end = std::min<uint64_t>(Cut(bytes, from_ + std::max<uint64_t>(want, 1)), bytes.size());
    from_ = unit.end;
    if (from_ >= bytes.size()) {
      ++at_;
      from_ = 0;
    }
    return true;
  }
  void ReadUnit(const UnitView& unit, Rows& rows, Lane*) const override {
    const std::string bytes = Bytes(inputs_[unit.input()].path);
    for (uint64_t at = unit.begin(); at < unit.end();) {
      const uint64_t end = std::min<uint64_t>(bytes.find('\n', at), unit.end());
      rows[text].Append(std::string_view(bytes).substr(at, end - at));
      rows.Document(Place(at), end - at);
      at = end + 1;
    }
  }
  void ReadRecord(const UnitView& unit, uint64_t offset, uint64_t length,
                  Buffer& out) const override {
    out.Append(Bytes(inputs_[unit.input()].path).data() + offset, length);
  }
  static std::string Bytes(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    return std::string((std::istreambuf_iterator<char>(in)), {});
  }
  virtual void Missing(const std::string& file) const { throw Error("there is no file " + file); }
  virtual uint64_t Cut(const std::string& bytes, uint64_t at) const {
    const size_t end = bytes.find('\n', at - 1);
    return end == std::string::npos ? bytes.size() : end + 1;
  }
  virtual uint64_t Place(uint64_t at) const { return at; }

 protected:
  std::vector<Input> inputs_;
  size_t at_ = 0;
  uint64_t from_ = 0;
};
struct WrongPlaces : Lines {
  WrongPlaces() { Describe("bad.wrong_places", "1.0.0", "Gives places that are wrong."); }
  uint64_t Place(uint64_t at) const override { return at + 100000; }
};
struct CutsAnywhere : Lines {
  CutsAnywhere() { Describe("bad.cuts_anywhere", "1.0.0", "Cuts units within lines."); }
  uint64_t Cut(const std::string&, uint64_t at) const override { return at; }
};
struct ReadsAlone : Lines {
  ReadsAlone() { Describe("bad.reads_alone", "1.0.0", "Is not made for two threads."); }
  void ReadUnit(const UnitView& unit, Rows& rows, Lane* lane) const override {
    const bool other = working_.fetch_add(1) > 0;
    usleep(2000);
    --working_;
    if (!other) Lines::ReadUnit(unit, rows, lane);
  }
  mutable std::atomic<int> working_{0};
};
struct NeverNothing : Lines {
  NeverNothing() { Describe("bad.never_nothing", "1.0.0", "Crashes on an empty file."); }
  bool NextUnit(uint64_t want, Unit& unit) override {
    const bool more = Lines::NextUnit(want, unit);
    if (more && unit.begin == unit.end) std::abort();
    return more;
  }
};
struct Silent : Lines {
  Silent() { Describe("bad.silent", "1.0.0", "Says nothing of a file that is not there."); }
  void Missing(const std::string&) const override {}
};
// Of files that begin with OWN; goes back when it is told to.
struct OwnFormat : Lines {
  OwnFormat() { Describe("bad.own_format", "1.0.0", "Reads files of a format of its own."); }
  Param<std::string> how{this, "how", "well", "Whether to go back."};
  bool NextUnit(uint64_t want, Unit& unit) override {
    if (at_ < inputs_.size() && Bytes(inputs_[at_].path).rfind("OWN", 0) != 0) {
      const auto input = static_cast<uint32_t>(at_++);
      throw InputFailed("it does not begin with OWN", input, 0);
    }
    const bool more = Lines::NextUnit(want, unit);
    if (*how == "back") from_ = 0;
    return more;
  }
};
struct AsciiOnly : Lines {
  AsciiOnly() { Describe("bad.ascii_only", "1.0.0", "Crashes on bytes that are not ASCII."); }
  void ReadUnit(const UnitView& unit, Rows& rows, Lane* lane) const override {
    for (const char c : Bytes((*path)[0].value)) {
      if ((c & 0x80) != 0) std::abort();
    }
    Lines::ReadUnit(unit, rows, lane);
  }
};

}  // namespace bad

#endif  // TESTS_CONFORMANCE_BAD_SOURCES_H_
