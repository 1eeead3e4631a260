#include "plugins/entities/agreement.h"

#include <gtest/gtest.h>

#include "plugins/entities/test_entities.h"
#include "plugins/entities/test_text.h"

namespace textmill::entities {
namespace {

const std::vector<std::string> kTypes = {"PER", "ORG", "LOC", "MISC"};

// The mentions of "[ORG Lobo] of [LOC* Kent]" once they agree, as "ORG Lobo", with bars between:
// those with a star are of the world gazetteer, the others of the model.
std::string Agree(std::string_view document) {
  const Marked marked = ReadMarked(document);
  std::vector<Mention> mentions;
  for (size_t i = 0; i < marked.entities.size(); ++i) {
    std::string type = marked.entities[i][0];
    const bool world = type.back() == '*';
    if (world) type.pop_back();
    const auto at = std::find(kTypes.begin(), kTypes.end(), type) - kTypes.begin();
    mentions.push_back({static_cast<uint32_t>(marked.places[i].first),
                        static_cast<uint32_t>(marked.places[i].second),
                        world ? Source::kWorld : Source::kModel, static_cast<uint32_t>(at)});
  }
  const auto type_of = [](const Mention& m) {
    return m.what < kTypes.size() ? std::string_view(kTypes[m.what]) : std::string_view();
  };
  Agreement(kTypes, type_of).Settle(marked.text, &mentions);
  std::string out;
  uint32_t from = 0;
  for (const Mention& m : mentions) {
    EXPECT_LE(from, m.begin);
    EXPECT_LT(m.begin, m.end);
    from = m.end;
    out += (out.empty() ? "" : "|") + std::string(type_of(m)) + " " +
           marked.text.substr(m.begin, m.end - m.begin);
  }
  return out;
}

TEST(Agreement, TheTypeOfTheMost) {
  EXPECT_EQ(Agree("[ORG Lobo] and [PER Lobo] met [PER Lobo]"), "PER Lobo|PER Lobo|PER Lobo");
  EXPECT_EQ(Agree("[ORG Lobo] met [PER Lobo]"), "ORG Lobo|ORG Lobo");
  EXPECT_EQ(Agree("[LOC* Kent] fell. [ORG Kent] met, [ORG Kent] too; [LOC* Kent]"),
            "LOC Kent|LOC Kent|LOC Kent|LOC Kent");
}

TEST(Agreement, WhatIsSaidOfCompaniesAloneMakesOne) {
  EXPECT_EQ(Agree("[PER Lobo] shares fell. [PER Lobo] and [ORG Lobo]; [PER Ann Bell]"),
            "ORG Lobo|ORG Lobo|ORG Lobo|PER Ann Bell");
  EXPECT_EQ(Agree("the giant [ORG Lobo], [PER Lobo] and [PER Lobo]"), "ORG Lobo|ORG Lobo|ORG Lobo");
  // A place has plants, a person shares as well.
  EXPECT_EQ(Agree("[LOC Lobo] shares and its [LOC Kent] plant"), "ORG Lobo|LOC Kent");
  EXPECT_EQ(Agree("[LOC* Lobo] shares, the firm [MISC Kent]"), "LOC Lobo|MISC Kent");
  EXPECT_EQ(Agree("[PER Ann Lobo] left. [PER Lobo] shares fell"), "PER Ann Lobo|PER Lobo");
  EXPECT_EQ(Agree("Mr [PER Lobo] left. [PER Lobo] shares fell"), "PER Lobo|PER Lobo");
}

TEST(Agreement, AcronymsAreTheBodiesTheyWereIntroducedWith) {
  EXPECT_EQ(Agree("the [ORG Kent Water Board] ([MISC KWB]) said. KWB, [LOC KWB] and aKWB"),
            "ORG Kent Water Board|ORG KWB|ORG KWB|ORG KWB");
  EXPECT_EQ(Agree("the [ORG Board for Water] (BFW) met; [ORG Kent Water] (UN) did, UN"),
            "ORG Board for Water|ORG BFW|ORG Kent Water");
}

TEST(Agreement, AcronymsOfCommonNounsAreNoNames) {
  EXPECT_EQ(Agree("a water mill recorder ([ORG WMR]) by [ORG Kent], two [ORG WMRs], [ORG WMR]"),
            "ORG Kent");
  EXPECT_EQ(Agree("a mill for water-use (MWU), [ORG MWU]; a Mill for water ([ORG MW])"), "ORG MW");
  EXPECT_EQ(Agree("state of the mill (SM) [ORG SM] [LOC* SM]"), "LOC SM");
}

TEST(Agreement, NamesAreFoundEverywhere) {
  EXPECT_EQ(Agree("[ORG Marsh Mills] grew. Marsh Mills fell, not Marsh Millses, Marsh Mills-led"),
            "ORG Marsh Mills|ORG Marsh Mills");
  EXPECT_EQ(Agree("[ORG Odin] grew. Odin fell. [ORG Tin] fell: Tin, tin, Tin"),
            "ORG Odin|ORG Odin|ORG Tin");
  EXPECT_EQ(Agree("[ORG Tin] and [ORG TIN] fell: Tin, tin, TIN"), "ORG Tin|ORG TIN");
  EXPECT_EQ(Agree("[ORG Odin] grew. Odin, Odin"), "ORG Odin");
  EXPECT_EQ(Agree("[PER Ann Lobo] left. Lobo and Ann wept. [PER Ben Bell] rang a bell. Bell"),
            "PER Ann Lobo|PER Lobo|PER Ben Bell");
  EXPECT_EQ(Agree("[MISC Kentish] and Kentish; [LOC* Kent] and Kent"), "MISC Kentish|LOC Kent");
}

TEST(Agreement, BearsAnyText) {
  RandomText random(5, {"[PER Ann Lobo]", "[ORG Lobo]", "[LOC* Lobo]", "Lobo", "lobo", "(LO)",
                        "[ORG Lo Ob]", " ", "-", "é", "Ann", "[MISC É]", "É"});
  for (int i = 0; i < 3000; ++i) Agree(random.Make(14));
  // In linear time.
  std::string many, one = "[ORG Aa";
  for (int i = 0; i < 20000; ++i) {
    many += "[ORG Aa" + std::to_string(i) + "b c] Aa b ";
    one += " Aa";
  }
  Agree(many);
  Agree(one + "]");
}

}  // namespace
}  // namespace textmill::entities
