#include "plugins/entities/tables/link.h"

#include <gtest/gtest.h>

#include <regex>

#include "plugins/entities/tables/link_names.h"
#include "plugins/entities/test_entities.h"
#include "plugins/entities/test_text.h"

namespace textmill::entities {
namespace {

using testing::GivenParams;
using testing::Outcome;
using testing::StageRunner;

// The names that the mentions of a document get, with bars between.
std::string Names(std::string_view document) {
  const Marked marked = ReadMarked(document);
  std::vector<NameMention> mentions;
  for (size_t i = 0; i < marked.entities.size(); ++i) {
    const auto& e = marked.entities[i];
    mentions.push_back({static_cast<uint32_t>(marked.places[i].first),
                        static_cast<uint32_t>(marked.places[i].second), e[0], e[1], e[2], e[3]});
  }
  Linker linker;
  linker.Link(marked.text, &mentions);
  std::string out;
  for (const NameMention& m : mentions) {
    out += (out.empty() ? "" : "|") + std::string(m.name) +
           (m.id.empty() ? "" : "@" + std::string(m.id));
  }
  return out;
}

TEST(Linker, SurnamesStandForTheFullNameBefore) {
  EXPECT_EQ(
      Names("[PER Lusine Tadevosian] and [PER Tadevosian]'s [PER Mr. Tadevosian] [PER LUSINE]"),
      "Lusine Tadevosian|Lusine Tadevosian|Lusine Tadevosian|Lusine Tadevosian");
  EXPECT_EQ(Names("[PER Ursula von der Leyen] [PER von der Leyen] [PER Leyen] [PER der Leyen]"),
            "Ursula von der Leyen|Ursula von der Leyen|Ursula von der Leyen|Ursula von der Leyen");
  EXPECT_EQ(Names("[PER Sergei Lavrov=Sergey Lavrov@Q58217], [PER Lavrov’s]"),
            "Sergey Lavrov@Q58217|Sergey Lavrov@Q58217");
  EXPECT_EQ(Names("[PER Xi Jinping] [PER Xi]"), "Xi Jinping|Xi Jinping");
  EXPECT_EQ(Names("[PER Osama bin Laden] [PER bin Laden] [PER Laden]"),
            "Osama bin Laden|Osama bin Laden|Osama bin Laden");
}

TEST(Linker, AFamilyIsNobodyInParticular) {
  EXPECT_EQ(
      Names("[PER Ann Lobo] sang. the [PER Lobo] family, [PER Lobo]'s family, the\n[PER Lobo] "
            "sisters. The [PER Lobo] family"),
      "Ann Lobo|Lobo|Ann Lobo|Lobo|Lobo");
}

TEST(Linker, JuniorsAndTitlesThatAreSurnames) {
  EXPECT_EQ(Names("[PER Omar Lobo] [PER Omar Lobo Jr.] Mr [PER Lobo], [PER Lobo] [PER Lobo Jr.]"),
            "Omar Lobo|Omar Lobo Jr.|Omar Lobo|Omar Lobo|Omar Lobo Jr.");
  EXPECT_EQ(Names("[PER Ann Lobo] [PER Omar Lobo Jr.] [PER Lobo]"),
            "Ann Lobo|Omar Lobo Jr.|Omar Lobo Jr.");
  EXPECT_EQ(Names("[PER Omar Lobo Jr.] [PER Lobo] Mr [PER Lobo]"),
            "Omar Lobo Jr.|Omar Lobo Jr.|Omar Lobo Jr.");
  EXPECT_EQ(Names("[PER Ann King Jr.] [PER King], [PER King’s]; [PER Prince]"),
            "Ann King Jr.|Ann King Jr.|Ann King Jr.|Prince");
}

TEST(Linker, TheDocumentWinsOverTheGazetteer) {
  EXPECT_EQ(Names("[PER Heydar Aliyev] [PER Aliyev=Ilham Aliyev@Q1]"),
            "Heydar Aliyev|Heydar Aliyev");
  EXPECT_EQ(Names("[PER Anna Clinton] [PER Anna=Anna Smith]"), "Anna Clinton|Anna Smith");
  EXPECT_EQ(Names("[PER Aliyev=Ilham Aliyev@Q1]"), "Ilham Aliyev@Q1");
}

TEST(Linker, TheNearestBeforeElseTheOnlyOne) {
  EXPECT_EQ(Names("[PER Smith]: [PER Ann Smith] [PER Smith] [PER Bob Smith] [PER Smith] "
                  "[PER Ann Smith] [PER Smith]"),
            "Smith|Ann Smith|Ann Smith|Bob Smith|Bob Smith|Ann Smith|Ann Smith");
  EXPECT_EQ(Names("[PER Smith] [PER Ann Smith]"), "Ann Smith|Ann Smith");
  EXPECT_EQ(Names("[PER John F. Kennedy] [PER John Kennedy] [PER Robert Kennedy]"),
            "John F. Kennedy|John F. Kennedy|Robert Kennedy");
  EXPECT_EQ(Names("[PER Ann A. Smith] [PER Ann B. Smith]"), "Ann A. Smith|Ann B. Smith");
  EXPECT_EQ(Names("[LOC Smith] [ORG Ann Smith] [PER Smith]"), "Smith|Ann Smith|Smith");
}

TEST(Linker, AccentsAndUnicodeForms) {
  EXPECT_EQ(Names("[PER Iñigo Peña] [PER Pena] [PER Pen\u0303a]"),
            "Iñigo Peña|Iñigo Peña|Iñigo Peña");
  EXPECT_EQ(Names("[PER Jan Małecki] [PER Malecki]; [PER Anna Schröder] [PER Schroeder] [PER "
                  "Schroder]"),
            "Jan Małecki|Jan Małecki|Anna Schröder|Anna Schröder|Anna Schröder");
  EXPECT_EQ(Names("[PER Uwe Krüger] [PER Krueger=Freddy Krueger@Q1]"), "Uwe Krüger|Uwe Krüger");
}

TEST(Linker, JuniorsAndInitials) {
  EXPECT_EQ(Names("[PER Al Reed Jr.] [PER Reed] [PER Al Reed Sr.] [PER Al Reed, Jr.]"),
            "Al Reed Jr.|Al Reed Jr.|Al Reed Sr.|Al Reed, Jr.");
  EXPECT_EQ(Names("[PER Carl Gustaf III] [PER Al Reed II] [PER Reed]"),
            "Carl Gustaf III|Al Reed II|Al Reed II");
  EXPECT_EQ(Names("[PER Ann Reed] [PER M. K. Reed] [PER M.K. Reed] [PER Reed]"),
            "Ann Reed|M. K. Reed|M.K. Reed|M.K. Reed");
  EXPECT_EQ(Names("[PER J. Reed] [PER J]"), "J. Reed|J");
}

TEST(Linker, TitlesTellWhoIsMeant) {
  EXPECT_EQ(Names("President [PER Paul Marsh] and [PER Laura Marsh]. President [PER Marsh]; Mrs. "
                  "[PER Marsh]; Mr [PER Marsh]"),
            "Paul Marsh|Laura Marsh|Paul Marsh|Laura Marsh|Paul Marsh");
  EXPECT_EQ(
      Names("[PER Robert Cole] met [PER Nancy Cole]. Mr [PER Cole] left; Ms [PER Cole] stayed"),
      "Robert Cole|Nancy Cole|Robert Cole|Nancy Cole");
  EXPECT_EQ(Names("Senator [PER Lee Cole], Judge [PER Kim Cole]. Senator [PER Cole]; Judge [PER "
                  "Cole]; [PER Cole]"),
            "Lee Cole|Kim Cole|Lee Cole|Kim Cole|Kim Cole");
  EXPECT_EQ(Names("[PER Nancy Cole] spoke. Mr [PER Cole] left."), "Nancy Cole|Cole");
  EXPECT_EQ(Names("[PER Dr. Ann Cole] [PER Mr Okoro]"), "Ann Cole|Okoro");
  EXPECT_EQ(Names("[PER Wang Yan] Mr [PER Wang] [PER King Olaf] Sir [PER Wang]"),
            "Wang Yan|Wang Yan|King Olaf|Wang Yan");
}

TEST(Linker, Acronyms) {
  EXPECT_EQ(Names("[ORG Baltic Dockers' Union] ([ORG BDX]), [ORG BDX] [ORG B.D.X.] [LOC BDX]"),
            "Baltic Dockers' Union|Baltic Dockers' Union|Baltic Dockers' Union|Baltic Dockers' "
            "Union|BDX");
  EXPECT_EQ(Names("[ORG BDU] ([ORG Baltic Dockers' Union])"),
            "Baltic Dockers' Union|Baltic Dockers' Union");
  EXPECT_EQ(Names("[ORG ABC=American Broadcasting@Q1]; [ORG Armenian Boxing Club] ([ORG "
                  "ABC=American Broadcasting@Q1])"),
            "Armenian Boxing Club|Armenian Boxing Club|Armenian Boxing Club");
  // By initials only what nobody knows.
  EXPECT_EQ(Names("[ORG Institute of Alpine Waters] [ORG IAW] [ORG IOAW] [ORG IAX] [ORG "
                  "IAW=Other]"),
            "Institute of Alpine Waters|Institute of Alpine Waters|Institute of Alpine "
            "Waters|IAX|Other");
}

TEST(Linker, BlanksAndOddNames) {
  EXPECT_EQ(Names("[PER Ann\nSmith] [PER Smith] [PER  ] [PER Mr] [ORG  A\u00A0 B's]"),
            "Ann Smith|Ann Smith||Mr|A B");
  EXPECT_EQ(Names("[PER A B C D E F G H I J] [PER J]"), "A B C D E F G H I J|J");
}

std::vector<std::string> Articles() {
  return {"[PER Ann Smith] of [ORG Amber Quay@Q5] said on [DATE Monday]. [PER Smith] left.",
          "Nothing here.", "[PER Smith] met [PER Bob Smith] and [PER Bob Smith]."};
}

TEST(Link, RewritesNamesAndMakesATable) {
  StageRunner<Link> run(GivenParams{});
  const Outcome out =
      run.Run(MarkedColumns(Articles()).Add<Utf8>("date", {"2024-06-05", "", "2024-05-01"}), 2);
  ASSERT_EQ(out.error, "");
  ASSERT_EQ(out.rows.size(), 3u);
  EXPECT_NE(out.rows[0].at("entities").find(R"("text":"Smith","name":"Ann Smith")"),
            std::string::npos);
  EXPECT_NE(out.rows[0].at("entities").find(R"("text":"Monday","name":null)"), std::string::npos);
  EXPECT_EQ(out.rows[1].at("entities"), "[]");
  ASSERT_EQ(out.tables.size(), 1u);
  std::string table;
  for (const auto& row : out.tables[0]) {
    for (const char* c : {"type", "name", "id", "mentions", "documents", "first_date"}) {
      table += row.at(c) + " ";
    }
    table += "\n";
  }
  std::erase(table, '"');
  EXPECT_EQ(table,
            "PER Bob Smith null 3 1 2024-05-01 \nPER Ann Smith null 2 1 2024-06-05 \n"
            "ORG Amber Quay Q5 1 1 2024-06-05 \n");
  EXPECT_EQ(run.produced[0].Meta(TEXTMILL_META_OFFSETS_INTO)[0], "text");
}

// Another stage may have made the column: what does not belong to the text must not be followed.
TEST(Link, EntitiesOutsideTheTextFailTheirDocument) {
  testing::Columns columns = MarkedColumns({"It was [PER Ann Smith]."});
  columns.fields[0].name = "another";
  StageRunner<Link> run(GivenParams{});
  const Outcome out = run.Run(std::move(columns).Add<Utf8>("text", {"short"}), 1);
  EXPECT_NE(out.error.find("from byte 7 to byte 16 of a text of 5 bytes"), std::string::npos)
      << out.error;
}

TEST(Link, BatchesDoNotMatter) {
  std::vector<std::string> documents;
  RandomText random(3, {"[PER Ann Smith]", "[PER Smith]", "[PER Bob Smith]", " ", ". ",
                        "[ORG Amber Bay Quay]", " ([ORG ABQ])", "[ORG ABQ]", "[LOC Lisbon@Q597]",
                        "[LOC Lisbon]", "[DATE May]", "[PER Bob]"});
  for (int i = 0; i < 60; ++i) documents.push_back(random.Make(12));
  const Outcome one = StageRunner<Link>(GivenParams{}).Run(MarkedColumns(documents), 1);
  const Outcome many = StageRunner<Link>(GivenParams{}).Run(MarkedColumns(documents), 17);
  ASSERT_EQ(one.error + many.error, "");
  ASSERT_EQ(one.tables[0].size(), many.tables[0].size());
  for (size_t i = 0; i < one.tables[0].size(); ++i) EXPECT_EQ(one.tables[0][i], many.tables[0][i]);
  for (size_t i = 0; i < documents.size(); ++i) {
    EXPECT_EQ(one.rows[i].at("entities"), many.rows[i].at("entities"));
  }
  // Nor does it when the stage is saved, and another one goes on.
  for (int64_t restart = 0; restart < 4; ++restart) {
    const Outcome two = StageRunner<Link>(GivenParams{}).Run(MarkedColumns(documents), 17, restart);
    ASSERT_EQ(two.error, "");
    EXPECT_EQ(two.tables, one.tables);
  }
}

TEST(Link, NeedsEntities) {
  StageRunner<Link> run(GivenParams{{"column", "text"}});
  EXPECT_NE(run.Bind({Field{"text", "u", {}, {}}}), "");
  StageRunner<Link> other(GivenParams{});
  EXPECT_NE(other.Bind({Field{"text", "u", {}, {}}, ListOf("entities", Field{"item", "u", {}, {}})})
                .find("no entities"),
            std::string::npos);
}

}  // namespace
}  // namespace textmill::entities
