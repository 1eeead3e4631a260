#include "core/plugin/completeness.h"

#include <gmock/gmock.h>

#include <cmath>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/plugin/testdata/sample.h"

namespace textmill::core {
namespace {

using testing::HasSubstr;

// The sample plugin, with one thing after the other made wrong.
struct Parts {
  textmill_plugin plugin = sample::Plugin();
  textmill_stage reader = *plugin.stages[1], judge = *plugin.stages[2];
  textmill_stage_info info = *judge.info;
  std::vector<textmill_param_info> params{info.params, info.params + info.n_params};
  std::vector<textmill_column_info> needs{info.needs, info.needs + info.n_needs};
  const textmill_stage* stages[2] = {&reader, &judge};

  textmill_param_info& param(const std::string& name) {
    for (textmill_param_info& param : params) {
      if (name == param.name) return param;
    }
    throw std::logic_error(name);
  }
};

std::string Refusal(const std::function<void(Parts&)>& change) {
  Parts parts;
  parts.judge.info = &parts.info;
  parts.info.params = parts.params.data();
  parts.info.needs = parts.needs.data();
  parts.plugin.stages = parts.stages;
  parts.plugin.n_stages = 2;
  change(parts);
  const auto status = CheckComplete(parts.plugin);
  return status ? "" : status.error().ToString();
}

TEST(Completeness, TakesWhatIsComplete) {
  EXPECT_EQ(Refusal([](Parts&) {}), "");
  EXPECT_TRUE(CheckComplete(sample::Plugin()).ok());
}

TEST(Completeness, OfThePlugin) {
  EXPECT_THAT(Refusal([](Parts& p) { p.plugin.magic[3] = 'x'; }), HasSubstr("TEXTMILL"));
  EXPECT_THAT(Refusal([](Parts& p) { p.plugin.major = 3; }), HasSubstr("3.0"));
  EXPECT_THAT(Refusal([](Parts& p) { p.plugin.minor = 1; }), HasSubstr("newer"));
  EXPECT_THAT(Refusal([](Parts& p) { --p.plugin.size; }), HasSubstr("bytes"));
  EXPECT_EQ(Refusal([](Parts& p) { ++p.plugin.size; }), "");
  EXPECT_THAT(Refusal([](Parts& p) { p.plugin.name = nullptr; }), HasSubstr("no name"));
  EXPECT_THAT(Refusal([](Parts& p) { p.plugin.name = "../up"; }), HasSubstr("../up"));
  EXPECT_THAT(Refusal([](Parts& p) { p.plugin.version = ""; }), HasSubstr("no version"));
  EXPECT_THAT(Refusal([](Parts& p) { p.plugin.license = nullptr; }), HasSubstr("no license"));
  EXPECT_THAT(Refusal([](Parts& p) { p.plugin.stages = nullptr; }), HasSubstr("no stages"));
  EXPECT_THAT(Refusal([](Parts& p) { p.plugin.n_stages = 0; }), HasSubstr("no stages"));
}

// The table of docs/interface-promise.md, for a host of version 1.2.
TEST(Completeness, OfTheInterface) {
  const auto refusal = [](uint32_t major, uint32_t minor) {
    const char magic[8] = {'T', 'E', 'X', 'T', 'M', 'I', 'L', 'L'};
    const Status status = CheckInterface(magic, major, minor, sizeof(textmill_plugin), 2);
    return status ? "" : status.error().message;
  };
  EXPECT_EQ(refusal(1, 0), "");
  EXPECT_EQ(refusal(1, 2), "");
  EXPECT_EQ(refusal(1, 3),
            "it is made for version 1.3 of the plugin interface, which is newer than this "
            "program's 1.2");
  EXPECT_EQ(refusal(2, 0),
            "it is made for version 2.0 of the plugin interface, and this program has version 1.2");
}

TEST(Completeness, OfStages) {
  EXPECT_EQ(Refusal([](Parts& p) { p.stages[1] = nullptr; }), "stage number 2 is NULL");
  EXPECT_EQ(Refusal([](Parts& p) { p.judge.info = nullptr; }),
            "stage number 2 has no info; its constructor may have thrown");
  EXPECT_EQ(Refusal([](Parts& p) { p.info.name = ""; }), "stage number 2 has no name");
  EXPECT_EQ(Refusal([](Parts& p) { p.stages[1] = &p.reader; }),
            "two stages are called `sample.read`");
  for (const char* name : {"a.b.c", ".a", "a.", "A.b", "a b", "1a", "a/b", "\xC3\xA4"})
    EXPECT_THAT(Refusal([&](Parts& p) { p.info.name = name; }), HasSubstr("not of the form"));
  for (const char* name : {"a", "a.b", "a1.b-c_d"})
    EXPECT_EQ(Refusal([&](Parts& p) { p.info.name = name; }), "");
  EXPECT_EQ(Refusal([](Parts& p) { p.info.summary = nullptr; }),
            "the stage `sample.judge` is not complete: it has no summary");
  EXPECT_THAT(Refusal([](Parts& p) { p.info.version = ""; }), HasSubstr("no version"));
  EXPECT_THAT(Refusal([](Parts& p) { p.info.description = nullptr; }), HasSubstr("description"));
  EXPECT_THAT(Refusal([](Parts& p) { p.info.example = nullptr; }), HasSubstr("example"));
  EXPECT_THAT(Refusal([](Parts& p) { p.info.kind = TEXTMILL_SOURCE; }), HasSubstr("a source"));
}

// Why the stage `sample.judge` is passed over while the other one works; "" when it is used.
std::string PassedOverFor(const std::function<void(Parts&)>& change) {
  Parts parts;
  parts.judge.info = &parts.info;
  parts.info.params = parts.params.data();
  parts.info.needs = parts.needs.data();
  parts.plugin.stages = parts.stages;
  parts.plugin.n_stages = 2;
  change(parts);
  const auto usable = CheckComplete(parts.plugin);
  if (!usable) return "refused: " + usable.error().ToString();
  if (usable->passed_over.empty()) return "";
  EXPECT_EQ(usable->stages.size(), 1u);
  EXPECT_EQ(usable->passed_over[0].name, "sample.judge");
  return usable->passed_over[0].why;
}

// A plugin that was made with a later version of the interface.
TEST(Completeness, WhatIsNotKnownCostsItsStageAlone) {
  EXPECT_EQ(PassedOverFor([](Parts&) {}), "");
  EXPECT_EQ(PassedOverFor([](Parts& p) { p.info.kind = 4; }),
            "it is of a kind that this version of Textmill does not know (4)");
  EXPECT_THAT(PassedOverFor([](Parts& p) { p.info.flags |= 64; }), HasSubstr("has a flag"));
  EXPECT_THAT(PassedOverFor([](Parts& p) { p.param("mood").types = 1u << 20; }),
              HasSubstr("its parameter `mood`"));
  EXPECT_THAT(PassedOverFor([](Parts& p) { p.param("mood").flags |= 8; }),
              HasSubstr("its parameter `mood`"));
  textmill_param_info item{};
  item.types = TEXTMILL_STRING | 1u << 15;
  EXPECT_THAT(PassedOverFor([&](Parts& p) { p.param("patterns").item = &item; }),
              HasSubstr("its parameter `patterns[]`"));
  EXPECT_THAT(PassedOverFor([](Parts& p) { p.needs[1].flags |= 2; }),
              HasSubstr("its column `title`"));
  // It is not looked at any further.
  EXPECT_THAT(PassedOverFor([](Parts& p) {
                p.info.kind = 4;
                p.judge.process = nullptr;
              }),
              HasSubstr("of a kind"));
  // What may be ignored is ignored.
  EXPECT_EQ(PassedOverFor([](Parts& p) {
              p.info.flags |= 1u << 16;
              p.param("mood").flags |= 1u << 31;
              p.needs[1].flags |= 1u << 20;
            }),
            "");
  // With none that can be used the plugin is refused.
  EXPECT_THAT(PassedOverFor([](Parts& p) {
                p.info.kind = 4;
                p.plugin.stages = p.stages + 1;
                p.plugin.n_stages = 1;
              }),
              HasSubstr("none of its stages can be used; `sample.judge`: it is of a kind"));
}

TEST(Completeness, OfTables) {
  const auto with = [](std::vector<textmill_table_info> tables, uint32_t flags) {
    return Refusal([&](Parts& p) {
      p.info.tables = tables.data();
      p.info.n_tables = tables.size();
      p.info.flags = flags;
    });
  };
  const textmill_column_info column{"a", "int64", nullptr, 0, "what it is"};
  const textmill_column_info unnamed{nullptr, "int64", nullptr, 0, "what it is"};
  const textmill_table_info good{"good", "all of it", &column, 1};
  EXPECT_EQ(with({good}, TEXTMILL_TABLES), "");
  EXPECT_THAT(with({good}, 0), HasSubstr("has not the flag TEXTMILL_TABLES"));
  EXPECT_THAT(with({good, good}, TEXTMILL_TABLES), HasSubstr("`good` is there twice"));
  EXPECT_THAT(with({{nullptr, "", nullptr, 0}}, TEXTMILL_TABLES), HasSubstr("has no name"));
  EXPECT_THAT(with({{"a.b", "all", nullptr, 0}}, TEXTMILL_TABLES), HasSubstr("`a.b`"));
  EXPECT_THAT(with({{"a", "", nullptr, 0}}, TEXTMILL_TABLES), HasSubstr("no description"));
  EXPECT_THAT(with({{"a", "all", &unnamed, 1}}, TEXTMILL_TABLES), HasSubstr("no name"));
}

TEST(Completeness, OfFunctions) {
  const auto missing = [](auto member) {
    const std::string judge = Refusal([&](Parts& p) { p.judge.*member = nullptr; });
    const std::string reader = Refusal([&](Parts& p) { p.reader.*member = nullptr; });
    return (judge.empty() ? "" : "judge ") + std::string(reader.empty() ? "" : "reader");
  };
  EXPECT_EQ(missing(&textmill_stage::create), "judge reader");
  EXPECT_EQ(missing(&textmill_stage::bind), "judge reader");
  EXPECT_EQ(missing(&textmill_stage::open), "judge reader");
  EXPECT_EQ(missing(&textmill_stage::open_lane), "judge reader");
  EXPECT_EQ(missing(&textmill_stage::close_lane), "judge reader");
  EXPECT_EQ(missing(&textmill_stage::close), "judge reader");
  EXPECT_EQ(missing(&textmill_stage::list_inputs), "reader");
  EXPECT_EQ(missing(&textmill_stage::next_unit), "reader");
  EXPECT_EQ(missing(&textmill_stage::read_unit), "reader");
  EXPECT_EQ(missing(&textmill_stage::read_record), "reader");
  EXPECT_EQ(missing(&textmill_stage::process), "judge ");
  EXPECT_EQ(missing(&textmill_stage::commit), "judge ");  // for it replays
  EXPECT_EQ(missing(&textmill_stage::end_of_pass), "judge ");
  EXPECT_EQ(missing(&textmill_stage::finish), "judge ");
  EXPECT_EQ(missing(&textmill_stage::next_table), "judge ");
  EXPECT_EQ(missing(&textmill_stage::extension), "");
  const auto without = [](uint32_t flags, auto member) {
    return Refusal([&](Parts& p) {
      p.info.flags &= ~flags;
      p.judge.*member = nullptr;
    });
  };
  EXPECT_EQ(without(TEXTMILL_REPLAYS | TEXTMILL_COMMITS, &textmill_stage::commit), "");
  EXPECT_EQ(without(TEXTMILL_REPLAYS, &textmill_stage::end_of_pass), "");
  EXPECT_EQ(without(TEXTMILL_TABLES, &textmill_stage::next_table), "");
}

TEST(Completeness, OfReasonsAndCounters) {
  static const char* const kNone[] = {nullptr};
  static const char* const kTwice[] = {"a", "a", nullptr};
  static const char* const kEmpty[] = {"a", "", nullptr};
  static const char* const kNine[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", nullptr};
  EXPECT_THAT(Refusal([](Parts& p) { p.info.reasons = nullptr; }), HasSubstr("reasons are NULL"));
  EXPECT_THAT(Refusal([](Parts& p) { p.info.reasons = kNone; }), HasSubstr("no reasons"));
  EXPECT_THAT(Refusal([](Parts& p) { p.info.reasons = kTwice; }), HasSubstr("`a` twice"));
  EXPECT_THAT(Refusal([](Parts& p) { p.info.reasons = kEmpty; }), HasSubstr("empty"));
  EXPECT_EQ(Refusal([](Parts& p) { p.info.reasons = kNine; }), "");
  EXPECT_THAT(Refusal([](Parts& p) { p.info.counters = nullptr; }), HasSubstr("counters are NULL"));
  EXPECT_THAT(Refusal([](Parts& p) { p.info.counters = kNine; }), HasSubstr("more than 8"));
  EXPECT_EQ(Refusal([](Parts& p) { p.info.counters = kNone; }), "");
}

TEST(Completeness, OfParameters) {
  const auto changed = [](const char* name, auto member, auto value) {
    return Refusal([&](Parts& p) { p.param(name).*member = value; });
  };
  using P = textmill_param_info;
  EXPECT_EQ(changed("mood", &P::doc, ""),
            "the stage `sample.judge` is not complete: the parameter `mood` has no description");
  EXPECT_THAT(changed("mood", &P::name, nullptr), HasSubstr("has no name"));
  EXPECT_THAT(changed("mood", &P::name, "a.b"), HasSubstr("`a.b`"));
  EXPECT_THAT(changed("mood", &P::name, "share"), HasSubstr("there twice"));
  EXPECT_THAT(changed("mood", &P::types, 0u), HasSubstr("no type"));
  EXPECT_THAT(changed("mood", &P::choices, nullptr), HasSubstr("choices"));
  static const char* const kNone[] = {nullptr};
  EXPECT_THAT(changed("mood", &P::choices, kNone), HasSubstr("no choices"));
  EXPECT_THAT(changed("mood", &P::flags, TEXTMILL_PARAM_REQUIRED), HasSubstr("has a default"));
  EXPECT_THAT(changed("share", &P::minimum, 2.0), HasSubstr("a range that holds nothing"));
  EXPECT_THAT(changed("share", &P::maximum, NAN), HasSubstr("a range that holds nothing"));
  EXPECT_THAT(changed("patterns", &P::item, nullptr), HasSubstr("of what type its items are"));
  EXPECT_THAT(changed("rules", &P::item, nullptr), HasSubstr("of what type its items are"));
  EXPECT_THAT(Refusal([](Parts& p) { p.info.params = nullptr; }), HasSubstr("NULL"));
}

TEST(Completeness, OfDefaults) {
  const auto with_default = [](const char* name, const char* text) {
    return Refusal([&](Parts& p) { p.param(name).default_value = text; });
  };
  for (const char* text : {"", "0", "101", "x", "5x", "1.5", "99999999999999999999"})
    EXPECT_THAT(with_default("least", text), HasSubstr("not one of its values")) << text;
  for (const char* text : {"", "1.1", "-0.1", "x", "nan"})
    EXPECT_THAT(with_default("share", text), HasSubstr("not one of its values")) << text;
  EXPECT_THAT(with_default("strict", "maybe"), HasSubstr("not one of its values"));
  EXPECT_THAT(with_default("mood", "ugly"), HasSubstr("`ugly`"));
  EXPECT_EQ(with_default("mood", "bad"), "");
  EXPECT_EQ(with_default("least", "100"), "");
  EXPECT_EQ(with_default("share", nullptr), "");
}

// An item that is its own item would be followed for ever.
TEST(Completeness, OfNesting) {
  textmill_param_info loop{};
  loop.types = TEXTMILL_LIST;
  loop.item = &loop;
  EXPECT_THAT(Refusal([&](Parts& p) { p.param("rules").item = &loop; }), HasSubstr("too deeply"));
  // Messages say which part of a parameter is wrong.
  textmill_param_info item = *Parts().param("rules").item;
  std::vector<textmill_param_info> fields{item.fields, item.fields + item.n_fields};
  fields[1].default_value = "11";
  item.fields = fields.data();
  EXPECT_THAT(Refusal([&](Parts& p) { p.param("rules").item = &item; }),
              HasSubstr("the parameter `weight` of an item of the parameter `rules` has the "
                        "default `11`"));
}

TEST(Completeness, OfColumns) {
  EXPECT_THAT(Refusal([](Parts& p) { p.info.needs = nullptr; }), HasSubstr("it needs are NULL"));
  EXPECT_THAT(Refusal([](Parts& p) { p.needs[0].name = nullptr; }), HasSubstr("no name"));
  EXPECT_THAT(Refusal([](Parts& p) { p.needs[1].name = ""; }), HasSubstr("no name"));
  EXPECT_EQ(Refusal([](Parts& p) { p.needs[0].name = ""; }), "");  // a parameter names it
  EXPECT_THAT(Refusal([](Parts& p) { p.needs[1].type = nullptr; }), HasSubstr("no type"));
  EXPECT_THAT(Refusal([](Parts& p) { p.needs[1].doc = nullptr; }), HasSubstr("no description"));
  EXPECT_THAT(Refusal([](Parts& p) { p.needs[0].param = "colum"; }),
              HasSubstr("parameter `colum` that is not there"));
  EXPECT_THAT(Refusal([](Parts& p) { p.info.produces = nullptr; }), HasSubstr("it produces are"));
}

}  // namespace
}  // namespace textmill::core
