// A plugin inside the test program, with all that a description can hold.
#ifndef CORE_PLUGIN_TESTDATA_SAMPLE_H_
#define CORE_PLUGIN_TESTDATA_SAMPLE_H_

#include <memory>
#include <string>
#include <vector>

#include "textmill/textmill.hpp"

namespace textmill::core::sample {

class Reader final : public Source {
 public:
  Reader() { Describe("sample.read", "1.0.0", "Reads nothing."); }
  Param<std::vector<Path>> path{this, "path", kRequired, "Files and patterns of files."};
  Param<std::string> separator{this, "separator", "\t", "What is between \"fields\"."};
  Param<std::string> group{this, "group", kOptional, "A name."};
  Out<Utf8> text{this, "text", "the file's text"};

  const std::vector<Input>& ListInputs() override { return inputs_; }
  bool NextUnit(uint64_t, Unit&) override { return false; }
  void ReadUnit(const UnitView&, Rows&, Lane*) const override {}
  void ReadRecord(const UnitView&, uint64_t, uint64_t, Buffer&) const override {}

 private:
  std::vector<Input> inputs_;
};

class Judge final : public Transform {
 public:
  Judge() {
    Describe("sample.judge", "2.1.0", "Drops what it does not like.");
    Explain(
        "Looks at each document for a long time, at every word and at every line of it, and then "
        "drops it.\n\nA second paragraph: `code` | and a bar.",
        "- uses: sample.judge\n  with: { mood: bad }");
    Can(TEXTMILL_REPLAYS | TEXTMILL_TABLES);
    DocumentProduct("mood_of_<column>", "float32", "how it felt about a column");
  }
  Param<bool> strict{this, "strict", false, "Whether to be strict."};
  Param<int64_t> least{this, "least", 3, "Words at least.", Range{1, 100}};
  Param<double> share{this, "share", 0.5, "A share.", Range{0, 1}};
  Param<Size> cache{this, "cache", Size{65536}, "Memory to use.", Range{4096, 1e18}};
  Param<Duration> patience{this, "patience", Duration{1500000000}, "How long to wait."};
  Param<Choice> mood{this, "mood", {"good", "bad", "so-so"}, "The mood to be in."};
  Param<ColumnName> column{this, "column", ColumnName{"text"}, "The column to look at."};
  Param<Map<std::string>> patterns{this, "patterns", kOptional, "Regular expressions by name."};
  Param<Value> rules{this, Rules()};
  In<Utf8> text{this, column, "what is judged"};
  In<Utf8> title{this, "title", kOptional, "judged too"};
  Out<Float32> liking{this, "liking", "from 0 to 1"};
  Reason bad{this, "bad"};
  Reason worse{this, "worse"};
  Counter words{this, "words"};

  void Process(const Batch&, Reply&, Lane*) const override {}

 private:
  // Names, or maps of a name and a weight.
  static ParamSpec Rules() {
    ParamSpec name{"name", TEXTMILL_STRING, true, {}, 0, 0, {}, {}, {}, "Its name."};
    ParamSpec weight{"weight", TEXTMILL_FLOAT, false, "1", 0, 10, {}, {}, {}, "Its weight."};
    ParamSpec item{"", TEXTMILL_STRING | TEXTMILL_MAP, false, {}, 0, 0, {}, {}, {name, weight}, ""};
    return {"rules", TEXTMILL_LIST, false, "[]", 0, 0, {}, {item}, {}, "Rules to go by."};
  }
};

class Writer final : public Sink {
 public:
  Writer() { Describe("sample", "0.1.0", "Writes nothing."); }
  Counter rows{this, "rows"};
  void Process(const Batch&, Reply&, Lane*) const override {}
};

inline const textmill_plugin& Plugin() {
  static const textmill_stage stages[] = {
      internal::MakeStage<Writer>(), internal::MakeStage<Reader>(), internal::MakeStage<Judge>()};
  static const textmill_stage* const list[] = {&stages[0], &stages[1], &stages[2]};
  static const textmill_plugin plugin = {{'T', 'E', 'X', 'T', 'M', 'I', 'L', 'L'},
                                         TEXTMILL_ABI_MAJOR,
                                         TEXTMILL_ABI_MINOR,
                                         sizeof(textmill_plugin),
                                         0,
                                         "sample-plugin",
                                         "3.0.0",
                                         "MIT",
                                         list,
                                         3,
                                         nullptr};
  return plugin;
}

}  // namespace textmill::core::sample

#endif  // CORE_PLUGIN_TESTDATA_SAMPLE_H_
