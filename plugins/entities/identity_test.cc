#include "plugins/entities/identity.h"

#include <gtest/gtest.h>

#include "plugins/entities/gazetteer/world.h"

namespace textmill::entities {
namespace {

// The canonical names in a text, with bars between; "-" for those that are not identified.
class IdentityTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    names_ = new NameList;
    for (const embedded::File& file : WorldGazetteer()) {
      names_->Parse(std::string(file.path), file.content, [](const std::string&) {});
    }
    names_->Finish();
  }
  static void TearDownTestSuite() { delete names_; }

  static std::string Names(std::string_view text) {
    std::vector<Gazetteer::Hit> hits;
    names_->gazetteer().Find(text, &hits);
    Mentions mentions;
    for (const auto& hit : hits) mentions.Add(hit.begin, hit.end, Source::kWorld, hit.payload);
    Identity(*names_).Settle(text, &mentions.list);
    std::string out;
    for (const Mention& m : mentions.list) {
      if (!out.empty()) out += '|';
      out += m.unidentified ? "-" : std::string(names_->meaning(m.what).canonical);
    }
    return out;
  }

  static NameList* names_;
};
NameList* IdentityTest::names_ = nullptr;

TEST_F(IdentityTest, BodiesThatManyCountriesHave) {
  EXPECT_EQ(Names("The Senate sat. Congress did, too, and the Treasury."), "-|-|-");
  EXPECT_EQ(Names("LAGOS - The Senate sat, then the Supreme Court."), "Lagos|-|-");
  EXPECT_EQ(Names("WASHINGTON - The Senate sat, then the Supreme Court."),
            "Washington, D.C.|U.S. Senate|U.S. Supreme Court");
  EXPECT_EQ(Names("The American Senate sat. The Kenyan Senate did."),
            "American|U.S. Senate|Kenyan|-");
  EXPECT_EQ(Names("The U.S. Congress met. Congress voted."), "U.S. Congress|U.S. Congress");
  EXPECT_EQ(Names("Congress in Peru voted. Peru and the United States agreed, said Peru."),
            "-|Peru|Peru|United States|Peru");
  EXPECT_EQ(Names("The state Senate in the United States"), "-|United States");
  EXPECT_EQ(Names("The Supreme Court of Kenya ruled. The Supreme Court and the United States"),
            "-|Kenya|-|United States");
}

TEST_F(IdentityTest, CouncilsAndShortNames) {
  EXPECT_EQ(Names("The Security Council met."), "-");
  EXPECT_EQ(Names("The United Nations met. The Security Council did."),
            "United Nations|United Nations Security Council");
  EXPECT_EQ(Names("Iran's Security Council met the United Nations. The Security Council"),
            "Iran|-|United Nations|-");
  EXPECT_EQ(Names("The BNP lost in Dhaka. The ANC"), "Bangladesh Nationalist Party|Dhaka|-");
  EXPECT_EQ(Names("The BNP lost in London."), "-|London");
}

TEST_F(IdentityTest, CitiesOfOtherPlaces) {
  EXPECT_EQ(Names("Athens, Georgia. Rome, Georgia. Tbilisi, Georgia."), "-|-|-|-|Tbilisi|Georgia");
  EXPECT_EQ(Names("Moscow, Idaho; Birmingham, Alabama; Birmingham, England; Paris, France"),
            "-|Idaho|-|Alabama|Birmingham|England|Paris|France");
  EXPECT_EQ(Names("Dublin, Ga., and Vienna, Va."), "-|-");
  EXPECT_EQ(Names("in Paris, Germany and Spain; London, Paris and Rome"),
            "Paris|Germany|Spain|London|Paris|Rome");
  EXPECT_EQ(Names("in Athens, Texas and in Paris, Kentucky or Cairo, Illinois"),
            "-|Texas|-|Kentucky|-|Illinois");
  EXPECT_EQ(Names("in Jamaica, Queens"), "-|Queens");
  EXPECT_EQ(Names("in Jamaica, London"), "Jamaica|London");
  EXPECT_EQ(Names("Georgia voted."), "-");
  EXPECT_EQ(Names("Russia and Georgia voted."), "Russia|Georgia");
}

TEST_F(IdentityTest, TownsCalledLikeCountriesAndStates) {
  EXPECT_EQ(Names("in Lebanon, Pennsylvania, and Peru, Indiana"), "-|Pennsylvania|-|Indiana");
  EXPECT_EQ(Names("in Lebanon, Texas and Cuba"), "Lebanon|Texas|Cuba");
  EXPECT_EQ(Names("in Vancouver, Washington, today; in Seattle, Washington."), "-|-|Seattle|-");
  EXPECT_EQ(Names("in Albany, New York, and Queens, New York; in Paris, New York"),
            "Albany|-|Queens|New York City|-|-");
  EXPECT_EQ(Names("in London, Paris, New York. Then New York, New York. Chicago, New York."),
            "London|Paris|New York City|New York City|New York City|Chicago|New York City");
  EXPECT_EQ(Names("aus Paris, New York und Rom"), "Paris|New York City");
  EXPECT_EQ(Names("Ukraine, Georgia, and Moldova signed."), "Ukraine|Georgia|Moldova");
  EXPECT_EQ(Names("in Moscow, Washington and Beijing; Moscow, Washington, London"),
            "Moscow|Washington, D.C.|Beijing|Moscow|Washington, D.C.|London");
  EXPECT_EQ(Names("of Manchester, NH, and Paris, TX 75460"), "-|-");
  EXPECT_EQ(Names("PARIS, OR LONDON"), "Paris|London");
}

// After "Athens, Ohio", the whole document means that one.
TEST_F(IdentityTest, NamesakesStayNamesakes) {
  EXPECT_EQ(Names("Fire in Athens. He lives in Athens, Ohio. In ATHENS he said"), "-|-|Ohio|-");
  EXPECT_EQ(Names("From Athens, Ohio, he went to Greece. In Athens he stayed."),
            "-|Ohio|Greece|Athens");
  EXPECT_EQ(Names("In Lebanon, Pennsylvania. The mayor of Lebanon"), "-|Pennsylvania|-");
  EXPECT_EQ(Names("in Moscow, Idaho; in Moscow, Russia"), "-|Idaho|Moscow|Russia");
}

TEST_F(IdentityTest, BranchesAreNotTheWhole) {
  EXPECT_EQ(Names("Amnesty International India closed, Amnesty International stayed"),
            "-|India|Amnesty International");
  EXPECT_EQ(Names("He told Reuters India would come."), "Reuters|India");
}

TEST_F(IdentityTest, TheDatelineSaysWhoseBodies) {
  EXPECT_EQ(Names("JERUSALEM - The Democrats merged. The Supreme Court met."),
            "Jerusalem|Democrat|-");
  EXPECT_EQ(Names("JERUSALEM, May 3 - The United States sent aid. Congress met."),
            "Jerusalem|United States|U.S. Congress");
  EXPECT_EQ(Names("WASHINGTON - The Democrats met. The Supreme Court met."),
            "Washington, D.C.|Democrat|U.S. Supreme Court");
}

TEST_F(IdentityTest, ShortNamesOfSeveral) {
  EXPECT_EQ(Names("He told AFP so. AFP was there."), "Agence France-Presse|Agence France-Presse");
  EXPECT_EQ(Names("MANILA - The AFP said troops died."), "Manila|-");
  EXPECT_EQ(Names("The EFF sued over the RSS feed of LG."), "-|-|-");
  EXPECT_EQ(Names("The EFF lost in South Africa. LG fell in Seoul."),
            "Economic Freedom Fighters|South Africa|LG Electronics|Seoul");
}

TEST_F(IdentityTest, PeopleOfTheOtherTitleAreOthers) {
  EXPECT_EQ(Names("Mrs Blair met Ms. Obama, Mr Merkel, Mrs Merkel and Mr Blair"),
            "-|-|-|Angela Merkel|Tony Blair");
  EXPECT_EQ(Names("Clinton met Gandhi"), "Clinton|Gandhi");
}

TEST_F(IdentityTest, RelatedBodiesAreNotOne) {
  EXPECT_EQ(Names("The Sunday Times, BBC World Service, Dow Jones, Nasdaq Composite"),
            "The Sunday Times|BBC World Service|Dow Jones|Nasdaq Composite");
  EXPECT_EQ(Names("Syrian Arab Red Crescent, UC Berkeley, Mitsubishi Motors, Citibank"),
            "Syrian Arab Red Crescent|University of California, Berkeley|Mitsubishi "
            "Motors|Citibank");
  EXPECT_EQ(
      Names("University of California, Irvine; University of Texas at Dallas; Fiji Red Cross"),
      "University of California, Irvine|University of Texas at Dallas|Fiji Red Cross");
}

TEST(Identity, OfOnesOwnLists) {
  NameList names;
  names.Parse("own.tsv",
              "name\ttype\tcanonical\tid\tneeds\n"
              "Board\tORG\tBoard of Mills\tB1\tMills|Millers\n"
              "Mills\tLOC\t\t\t\nMillers\tORG\t\t\t\n",
              [](const std::string& warning) { FAIL() << warning; });
  names.Finish();
  const auto identified = [&](std::string_view text) {
    std::vector<Gazetteer::Hit> hits;
    names.gazetteer().Find(text, &hits);
    Mentions mentions;
    for (const auto& hit : hits) mentions.Add(hit.begin, hit.end, Source::kGazetteer, hit.payload);
    Identity(names).Settle(text, &mentions.list);
    return !mentions.list[0].unidentified;
  };
  EXPECT_FALSE(identified("The Board met."));
  EXPECT_TRUE(identified("The Board met in Mills."));
  EXPECT_TRUE(identified("The Board met the Millers."));
}

}  // namespace
}  // namespace textmill::entities
