#include "plugins/entities/person_names.h"

#include <gtest/gtest.h>

#include <map>

#include "plugins/entities/test_entities.h"
#include "plugins/entities/test_text.h"

namespace textmill::entities {
namespace {

// What becomes of the mentions of "[PER Mr Smith] of [LOC* Jordan]": those with a star are of the
// world gazetteer, LAND of its countries, the others of the model. As "PER Smith", with bars.
std::string Mend(std::string_view document) {
  const Marked marked = ReadMarked(document);
  std::vector<Mention> mentions;
  std::vector<std::string> types;
  for (size_t i = 0; i < marked.entities.size(); ++i) {
    std::string type = marked.entities[i][0];
    const bool world = type.back() == '*' || type == "LAND";
    if (type.back() == '*') type.pop_back();
    mentions.push_back({static_cast<uint32_t>(marked.places[i].first),
                        static_cast<uint32_t>(marked.places[i].second),
                        world ? Source::kWorld : Source::kModel, static_cast<uint32_t>(i)});
    types.push_back(type);
  }
  const std::string kPerson = "PER";
  PersonNames people(
      [&](const Mention& m) { return std::string_view(m.person ? kPerson : types[m.what]); },
      [&](const Mention& m) { return types[m.what] == "LAND"; });
  people.Mend(marked.text, true, &mentions);
  std::string out;
  for (const Mention& m : mentions) {
    out += (out.empty() ? "" : "|") + (m.person ? kPerson : types[m.what]) + " " +
           marked.text.substr(m.begin, m.end - m.begin);
  }
  return out;
}

TEST(PersonNames, TitlesAreNoPartOfThem) {
  EXPECT_EQ(Mend("said [PER Mr Okafor], [PER Dr. Ana Lobo], [PER Prime Minister Lobo], [PER Lord "
                 "Marlow], [PER Mr], [PER Major], [PER King Olaf]"),
            "PER Okafor|PER Ana Lobo|PER Lobo|PER Marlow|PER Mr|PER Major|PER King Olaf");
}

TEST(PersonNames, InitialsAre) {
  EXPECT_EQ(Mend("R.K. [PER* Lenin] of the U.S. [PER Lobo], T. S. [PER Eliot], [ORG A.B.C.] "
                 "[PER Marsh]"),
            "PER R.K. Lenin|PER Lobo|PER T. S. Eliot|PER A.B.C. Marsh");
  EXPECT_EQ(Mend("Then K.P. Varma won. G.H.Q. Lobo left. In the U.K. Labour won. A.C. Milan won. "
                 "B.T. Foods Co fell."),
            "PER K.P. Varma|PER G.H.Q. Lobo");
  EXPECT_EQ(Mend("[PER Ann Lobo] Jr. and [PER Ben Lobo], Sr., with [PER Carl Lobo] III in"),
            "PER Ann Lobo Jr.|PER Ben Lobo, Sr.|PER Carl Lobo III");
}

TEST(PersonNames, WhoIsCalledMrIsAPerson) {
  EXPECT_EQ(Mend("Mr [LOC* Kent] met Mrs. [ORG Lobo], Ms [MISC Hindi] and Miss [LOC* Kent]"),
            "PER Kent|PER Lobo|PER Hindi|LOC Kent");
}

TEST(PersonNames, AWordAfterTheIsNobody) {
  EXPECT_EQ(Mend("the [PER Cabinet] met the [PER Lobo] family, The [PER Mill]'s [PER Lobo], the "
                 "[PER Ann Lobo] mill, the [ORG Mill]"),
            "PER Lobo|PER Lobo|PER Ann Lobo|ORG Mill");
}

TEST(PersonNames, GivenNamesAreWhole) {
  EXPECT_EQ(Mend("Then José [PER María Lobo] and Maria, [PER Ann Lobo]; Street [PER Lobo] and "
                 "[PER Anna] [PER Lobo]"),
            "PER José María Lobo|PER Ann Lobo|PER Lobo|PER Anna|PER Lobo");
  EXPECT_EQ(Mend("[ORG Carl Lobo Jr.] and [LOC Ben Marsh Sr]"),
            "PER Carl Lobo Jr.|PER Ben Marsh Sr");
}

TEST(PersonNames, StatesAfterTownsAreNoBodies) {
  EXPECT_EQ(Mend("in [LOC* Berlin], [ORG N.H.], [LOC Salem], [ORG MA], and [ORG MA] Group"),
            "LOC Berlin|LOC Salem|ORG MA");
}

TEST(PersonNames, PartiesAndWordsInCapitalsAreNoNames) {
  EXPECT_EQ(Mend("[PER Ann Lobo] ([ORG D-Ohio]), [PER Ben Marsh], [PER R-Utah], and [ORG I-Car]"),
            "PER Ann Lobo|PER Ben Marsh|ORG I-Car");
  EXPECT_EQ(Mend("THE MAN [ORG* WHO] WON. [ORG* WHO] WON IT? TELL [LOC* US] MORE. [ORG* WHO] SAYS "
                 "SO. the [ORG* WHO] said. [LOC* US] WINS"),
            "ORG WHO|ORG WHO|LOC US");
}

TEST(PersonNames, DegreesAreNoBodies) {
  EXPECT_EQ(Mend("[PER Ann Lobo], [ORG MPH], [ORG FRCP], said; the [ORG CPA], [ORG MPH]"),
            "PER Ann Lobo|ORG CPA|ORG MPH");
  EXPECT_EQ(Mend("[PER Ann Lobo], [ORG M.D.], [MISC Ph.D.], [LOC B.A]., and [ORG IBM]"),
            "PER Ann Lobo|ORG IBM");
}

TEST(PersonNames, ASurnameIsWhoseFullNameStandsBefore) {
  EXPECT_EQ(Mend("[PER Carl Denver] came. [LOC* Denver] said no. [ORG Denver] left, said "
                 "[LOC* Denver]."),
            "PER Carl Denver|PER Denver|PER Denver|PER Denver");
  EXPECT_EQ(Mend("[LOC* Denver] is large. [PER Carl Denver] came to [LOC* Denver]."),
            "LOC Denver|PER Carl Denver|LOC Denver");
  EXPECT_EQ(Mend("[PER Eva Chad] said so. [LAND Chad]'s army; the people of [LAND Chad]; [LAND "
                 "Chad] told us"),
            "PER Eva Chad|LAND Chad|LAND Chad|PER Chad");
  EXPECT_EQ(Mend("[PER Eva Müller] sang. [ORG Mueller] left; [LOC Muller] did."),
            "PER Eva Müller|PER Mueller|PER Muller");
  EXPECT_EQ(Mend("[PER Eva Kent] sang. The [ORG Kent] group; in [LOC* Kent]; [LOC* Kent], Ohio"),
            "PER Eva Kent|ORG Kent|LOC Kent|LOC Kent");
}

TEST(PersonNames, FullNamesAreKnownByTheDocument) {
  EXPECT_EQ(Mend("[LOC* Chelsea] [PER Lobo] sang. in [LOC* Chelsea] [PER Lobo] sang"),
            "PER Chelsea Lobo|LOC Chelsea|PER Lobo");
  EXPECT_EQ(Mend("[LOC* Sydney] Lobo sang. [PER Lobo] wept. [LOC* Sydney] Kent sang"),
            "PER Sydney Lobo|PER Lobo|LOC Sydney");
  EXPECT_EQ(Mend("[LOC* Sydney] [PER A.B.] Lobo sang."), "LOC Sydney|PER A.B. Lobo");
  EXPECT_EQ(Mend("[ORG Mira Lobo] sang. [PER Lobo] wept. [LOC San Lobo]; [ORG Lobo & Co]"),
            "PER Mira Lobo|PER Lobo|LOC San Lobo|ORG Lobo & Co");
  EXPECT_EQ(Mend("[ORG Marsh Lobo] fell. [PER Ann Lobo] wept. [PER Lobo] sang."),
            "ORG Marsh Lobo|PER Ann Lobo|PER Lobo");
  EXPECT_EQ(Mend("[ORG Mira Lobo III] and [ORG Lobo Fund II], [MISC Lobo II], [LOC Port Lobo IV]"),
            "PER Mira Lobo III|ORG Lobo Fund II|MISC Lobo II|LOC Port Lobo IV");
}

TEST(PersonNames, BearsAnyText) {
  RandomText random(9, {"[PER Ann Lobo]", "[LOC* Lobo]", "[ORG A.B.]", "A.B. ", "J. ", " ", "Jr.",
                        ", ", "M.D.", "é", "Lobo", "[PER Mr X]", "'s", "."});
  for (int i = 0; i < 3000; ++i) {
    const std::string document = random.Make(14);
    EXPECT_NO_FATAL_FAILURE(Mend(document)) << document;
  }
}

}  // namespace
}  // namespace textmill::entities
