// A plugin for the tests of this folder: stages with the columns and parameters of real ones, that
// do nothing.
#ifndef CORE_PIPELINE_TEST_STAGES_H_
#define CORE_PIPELINE_TEST_STAGES_H_

#include <glob.h>
#include <sys/stat.h>

#include <string>
#include <vector>

#include "core/plugin/registry.h"
#include "textmill/plugin.hpp"

namespace textmill::test_stages {

// Makes a stage of what is declared: nothing is ever run here.
template <class Kind>
class Idle : public Kind {
 public:
  void Process(const Batch&, Reply&, Lane*) const override {}
};

class ReadText final : public textmill::Source {
 public:
  ReadText() { Describe("read.text", "1.0.0", "Reads texts."); }
  Param<std::vector<Path>> path{this, "path", kRequired, "Files to read."};
  Param<Map<std::string>> fields{this, "fields", kOptional, "Columns and where they are."};
  Out<Utf8> id{this, "id", ""};
  Out<Utf8> text{this, "text", ""};
  Out<Utf8> source{this, "source", ""};
  void Bind(Binder& binder) override {
    for (const auto& [name, type] : *fields) {
      if (type != "utf8" && type != "int64")
        throw Error("no column can be " + type).Parameter("fields." + name).Hint("write utf8");
      binder.Produce(Part::kColumns, Field{name, type == "utf8" ? "u" : "l", {}, {}});
    }
  }
  const std::vector<Input>& ListInputs() override {
    inputs_.clear();
    for (size_t i = 0; i < path->size(); ++i) {
      std::string pattern = (*path)[i].value;
      struct stat info;
      if (::stat(pattern.c_str(), &info) == 0 && S_ISDIR(info.st_mode)) pattern += "/*.txt";
      ::glob_t found{};
      ::glob(pattern.c_str(), 0, nullptr, &found);
      for (size_t k = 0; k < found.gl_pathc; ++k) inputs_.push_back({found.gl_pathv[k], 1});
      const bool none = found.gl_pathc == 0;
      ::globfree(&found);
      if (none)
        throw Error("no file matches `" + pattern + "`")
            .Parameter("path[" + std::to_string(i) + "]");
    }
    return inputs_;
  }
  bool NextUnit(uint64_t, Unit&) override { return false; }
  void ReadUnit(const UnitView&, Rows&, Lane*) const override {}
  void ReadRecord(const UnitView&, uint64_t, uint64_t, Buffer&) const override {}

 private:
  std::vector<Input> inputs_;
};

class Normalize final : public Idle<textmill::Transform> {
 public:
  Normalize() { Describe("text.normalize", "1.0.0", "Normalises."); }
  Param<Choice> form{this, "form", {"NFC", "none"}, ""};
  Param<bool> whitespace{this, "whitespace", true, ""};
  In<Utf8> text{this, "text", ""};
  Out<Utf8> normal{this, "text", ""};
};

class Split final : public Idle<textmill::Transform> {
 public:
  Split() {
    Describe("text.split", "1.0.0", "Splits.");
    Can(TEXTMILL_EXPANDS);
  }
  Param<Choice> into{this, "into", {"paragraphs", "sentences"}, ""};
  In<Utf8> text{this, "text", ""};
  Out<Utf8> part{this, "text", ""};
};

class Detect final : public Idle<textmill::Transform> {
 public:
  Detect() { Describe("language.detect", "1.2.0", "Tells the language."); }
  Param<ColumnName> column{this, "column", ColumnName{"text"}, "Where the text is."};
  Param<double> least{this, "least", 0.5, "", Range{0, 1}};
  In<Utf8> text{this, column, ""};
  Out<Utf8> lang{this, "lang", ""};
  Out<Float32> confidence{this, "lang_confidence", ""};
  void Bind(Binder&) override { lang.SetValues({"de", "en", "fr", "und"}); }
};

class Near final : public Idle<textmill::Transform> {
 public:
  Near() {
    Describe("dedup.near", "1.0.0", "Finds near duplicates.");
    Can(TEXTMILL_REPLAYS);
    dup_of.Enable(false);
  }
  Param<double> threshold{this, "threshold", 0.8, "Least similarity.", Range{0, 1}};
  Param<Choice> action{this, "action", {"drop", "mark"}, ""};
  Param<Size> memory{this, "memory", Size{1 << 20}, "", Range{1024, 1e12}};
  In<Utf8> text{this, "text", ""};
  CommitOut<Utf8> dup_of{this, "dup_of", kOptional, ""};
  Reason near{this, "near_duplicate"};
  void Bind(Binder&) override { dup_of.Enable(action == "mark"); }
};

class Tag final : public Idle<textmill::Transform> {
 public:
  Tag() { Describe("entities.tag", "1.0.0", "Finds names."); }
  Param<std::vector<Path>> gazetteers{this, "gazetteers", kOptional, ""};
  Param<Map<std::string>> patterns{this, "patterns", kOptional, ""};
  In<Utf8> text{this, "text", ""};
  Out<List> entities{
      this, ListOf("entities", StructOf("item", {{"begin", "l", {}, {}}, {"type", "u", {}, {}}})),
      ""};
  void Bind(Binder&) override {
    for (const auto& [name, pattern] : *patterns) {
      if (pattern.find('(') != std::string::npos)
        throw Error("this is not a pattern").Parameter("patterns." + name);
    }
    entities.OffsetsInto("text");
  }
};

class Link final : public Idle<textmill::Transform> {
 public:
  Link() { Describe("entities.link", "1.0.0", "Gives names to mentions."); }
  Param<ColumnName> column{this, "column", ColumnName{"entities"}, ""};
  In<List> mentions{this, column, ""};
  Out<List> entities{this, ListOf("entities", StructOf("item", {{"begin", "l", {}, {}}})), ""};
};

class Columns final : public Idle<textmill::Transform> {
 public:
  Columns() { Describe("columns", "1.0.0", "Picks columns."); }
  Param<std::vector<ColumnName>> select{this, "select", kOptional, ""};
  Param<Map<std::string>> rename{this, "rename", kOptional, ""};
  void Bind(Binder& binder) override {
    for (const auto& [from, to] : *rename) {
      if (binder.Find(from) == nullptr)
        throw Error("there is no column `" + from + "`", TEXTMILL_NO_COLUMN)
            .Parameter("rename." + from)
            .Column(from);
    }
    for (const Field& field : binder.input()) {
      std::string name = field.name;
      bool stays = !select.present();
      for (const ColumnName& chosen : *select) stays = stays || chosen.value == name;
      for (const auto& [from, to] : *rename) name = field.name == from ? to : name;
      if (stays) binder.Keep(field.name, name);
    }
  }
};

class Frequencies final : public Idle<textmill::Transform> {
 public:
  Frequencies() {
    Describe("corpus.frequencies", "1.0.0", "Counts words.");
    Can(TEXTMILL_TABLES);
  }
  Param<ColumnName> by{this, "by", kOptional, ""};
  Param<bool> off{this, "off", false, "Makes no table."};
  In<Utf8> text{this, "text", ""};
  void Bind(Binder& binder) override {
    if (!off) binder.Table(StructOf("words", {{"word", "u", {}, {}}, {"count", "l", {}, {}}}));
  }
};

class WriteBase : public Idle<textmill::Sink> {
 public:
  Param<Path> path{this, "path", kRequired, "Where to write."};
  Param<std::vector<ColumnName>> columns{this, "columns", kOptional, "Which to write."};
  Counter rows{this, "rows"};
  void Bind(Binder& binder) override {
    for (const Field& field : binder.input()) binder.Use(field.name);
    binder.Output(path->value);
  }
};

class WriteJsonl final : public WriteBase {
 public:
  WriteJsonl() { Describe("write.jsonl", "1.0.0", "Writes JSONL."); }
};

class WriteCsv final : public WriteBase {
 public:
  WriteCsv() { Describe("write.csv", "1.0.0", "Writes CSV."); }
  Param<ColumnName> rows_of{this, "rows", kOptional, "A list to write a row an item of."};
  void Bind(Binder& binder) override {
    WriteBase::Bind(binder);
    const Field* list = rows_of.present() ? binder.Find(rows_of->value) : nullptr;
    if (rows_of.present() && (list == nullptr || list->format != "+l"))
      throw Error("the column `" + rows_of->value + "` is not a list", TEXTMILL_WRONG_TYPE)
          .Parameter("rows")
          .Column(rows_of->value);
  }
};

inline const core::Registry& TestRegistry() {
  using List = textmill::internal::StageList<ReadText, Normalize, Split, Detect, Near, Tag, Link,
                                             Columns, Frequencies, WriteJsonl, WriteCsv>;
  static const std::vector<const textmill_stage*> stages = [] {
    std::vector<const textmill_stage*> out;
    for (const textmill_stage& stage : List::stages) out.push_back(&stage);
    return out;
  }();
  static const textmill_plugin plugin = {{'T', 'E', 'X', 'T', 'M', 'I', 'L', 'L'},
                                         TEXTMILL_ABI_MAJOR,
                                         TEXTMILL_ABI_MINOR,
                                         sizeof(textmill_plugin),
                                         0,
                                         "test",
                                         "1.0.0",
                                         "MIT",
                                         stages.data(),
                                         stages.size(),
                                         nullptr};
  static const core::Registry registry = core::Registry::Of({&plugin});
  return registry;
}

}  // namespace textmill::test_stages

#endif  // CORE_PIPELINE_TEST_STAGES_H_
