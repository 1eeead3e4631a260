#include "textmill/param.hpp"

#include <gtest/gtest.h>

#include <textmill/testing.hpp>

namespace textmill {
namespace {

using testing::Given;
using testing::GivenParams;
using testing::StageRunner;

// Every type that a parameter can have, and what a stage sees of it.
class Everything final : public Filter {
 public:
  Everything() { Describe("test.everything", "1.0.0", "Has one parameter of each type."); }
  Param<bool> flag{this, "flag", true, "A flag."};
  Param<int64_t> whole{this, "whole", -7, "A whole number.", Range{-10, 10}};
  Param<double> number{this, "number", 0.1, "A number."};
  Param<std::string> text{this, "text", "say \"a\\b\"\n\t", "A text."};
  Param<Path> file{this, "file", kOptional, "A file."};
  Param<Size> memory{this, "memory", Size{3 << 20}, "Some memory."};
  Param<Duration> wait{this, "wait", Duration{1500000000}, "Some time."};
  Param<Choice> word{this, "word", {"one", "two"}, "A word."};
  Param<ColumnName> column{this, "column", ColumnName{"title"}, "A column."};
  Param<std::vector<std::string>> words{this, "words", {"a, b", "c"}, "Words."};
  Param<std::vector<int64_t>> numbers{this, "numbers", {}, "Numbers."};
  Param<std::vector<InputFile>> lists{this, "lists", kOptional, "Files to read."};
  Param<Map<std::string>> patterns{this, "patterns", kOptional, "Patterns."};
  Param<std::string> needed{this, "needed", kRequired, "Must be there."};
  const Reason* Drop(const Row&) const override { return nullptr; }
};

const ParamSpec& SpecOf(const std::string& name) {
  static const Everything stage;
  for (const ParamBase* param : stage.params()) {
    if (param->spec().name == name) return param->spec();
  }
  static const ParamSpec kNone;
  return kNone;
}

TEST(Param, DefaultsAsOneWouldWriteThemInYaml) {
  const auto shown = [](const char* name) { return SpecOf(name).default_value.value_or("(none)"); };
  EXPECT_EQ(shown("flag"), "true");
  EXPECT_EQ(shown("whole"), "-7");
  EXPECT_EQ(shown("number"), "0.1");
  EXPECT_EQ(shown("text"), R"("say \"a\\b\"\n\t")");
  EXPECT_EQ(shown("file"), "(none)");
  EXPECT_EQ(shown("memory"), "3MiB");
  EXPECT_EQ(shown("wait"), "1500ms");
  EXPECT_EQ(shown("word"), "one");
  EXPECT_EQ(shown("column"), "title");
  EXPECT_EQ(shown("words"), R"(["a, b", "c"])");
  EXPECT_EQ(shown("numbers"), "[]");
  EXPECT_EQ(shown("needed"), "(none)");
}

TEST(Param, TellsTheHostWhatItIs) {
  EXPECT_EQ(SpecOf("whole").types, TEXTMILL_INT);
  EXPECT_EQ(SpecOf("whole").minimum, -10);
  EXPECT_EQ(SpecOf("whole").maximum, 10);
  EXPECT_FALSE(SpecOf("whole").required);
  EXPECT_TRUE(SpecOf("needed").required);
  EXPECT_FALSE(SpecOf("numbers").required);  // {} is an empty default
  EXPECT_TRUE(SpecOf("lists").reads);
  EXPECT_FALSE(SpecOf("file").reads);
  EXPECT_EQ(SpecOf("word").types, TEXTMILL_ENUM);
  EXPECT_EQ(SpecOf("word").choices, (std::vector<std::string>{"one", "two"}));
  EXPECT_EQ(SpecOf("words").types, TEXTMILL_LIST | TEXTMILL_STRING);  // or one alone
  EXPECT_EQ(SpecOf("words").item.at(0).types, TEXTMILL_STRING);
  EXPECT_EQ(SpecOf("patterns").types, TEXTMILL_MAP);
  EXPECT_EQ(SpecOf("patterns").item.at(0).types, TEXTMILL_STRING);
}

textmill_value Text(uint32_t type, const char* text) {
  textmill_value value{};
  value.type = type;
  value.given = 1;
  value.string = {text, std::strlen(text)};
  return value;
}

TEST(Param, TakesWhatTheHostGives) {
  Everything stage;
  textmill_value whole{};
  whole.type = TEXTMILL_INT;
  whole.integer = 5;
  stage.whole.Set(Value(whole));
  EXPECT_EQ(*stage.whole, 5);
  EXPECT_TRUE(stage.whole.present());
  EXPECT_FALSE(stage.whole.given());  // it was the default

  stage.text.Set(Value(Text(TEXTMILL_STRING, "given")));
  EXPECT_EQ(*stage.text, "given");
  EXPECT_TRUE(stage.text.given());

  stage.file.Set(Value(textmill_value{}));
  EXPECT_FALSE(stage.file.present());

  stage.word.Set(Value(Text(TEXTMILL_ENUM, "two")));
  EXPECT_TRUE(stage.word == "two");
  EXPECT_TRUE(stage.word != "one");

  stage.words.Set(Value(Text(TEXTMILL_STRING, "alone")));
  EXPECT_EQ(*stage.words, std::vector<std::string>{"alone"});

  const textmill_value items[] = {Text(TEXTMILL_STRING, "a"), Text(TEXTMILL_STRING, "b")};
  textmill_value list{};
  list.type = TEXTMILL_LIST;
  list.items = items;
  list.n_items = 2;
  stage.words.Set(Value(list));
  EXPECT_EQ(*stage.words, (std::vector<std::string>{"a", "b"}));

  textmill_value entry = Text(TEXTMILL_STRING, "[0-9]+");
  entry.key = {"digits", 6};
  textmill_value map{};
  map.type = TEXTMILL_MAP;
  map.items = &entry;
  map.n_items = 1;
  stage.patterns.Set(Value(map));
  ASSERT_EQ(stage.patterns->size(), 1u);
  EXPECT_EQ(stage.patterns->at(0).first, "digits");
  EXPECT_EQ(stage.patterns->at(0).second, "[0-9]+");
}

// The values belong to the host and are gone after create.
TEST(Param, KeepsNoPointers) {
  Everything stage;
  {
    std::string text = "a text that is longer than a short string";
    textmill_value value = Text(TEXTMILL_STRING, text.c_str());
    stage.needed.Set(Value(value));
    text.assign(text.size(), 'x');
  }
  EXPECT_EQ(*stage.needed, "a text that is longer than a short string");
}

}  // namespace
}  // namespace textmill
