#include "plugins/entities/model_names.h"

#include <gtest/gtest.h>

#include <string>

namespace textmill::entities {
namespace {

// What is left of a name that fills the text; "-" for nothing.
std::string Mend(std::string_view text, std::string_view type) {
  NameFound name{0, static_cast<uint32_t>(text.size()), 0};
  if (!MendName(text, type, &name)) return "-";
  return std::string(text.substr(name.begin, name.end - name.begin));
}

TEST(ModelNames, CompoundsAreCut) {
  EXPECT_EQ(Mend("Paris-based", "LOC"), "Paris");
  EXPECT_EQ(Mend("United Nations-backed", "ORG"), "United Nations");
  EXPECT_EQ(Mend("Russia-led", "MISC"), "-");
  EXPECT_EQ(Mend("Nagorno-Karabakh", "LOC"), "Nagorno-Karabakh");
  EXPECT_EQ(Mend("Stratford-upon-Avon", "LOC"), "Stratford-upon-Avon");
  EXPECT_EQ(Mend("al-shabaab", "ORG"), "al-shabaab");
  EXPECT_EQ(Mend("-led", "LOC"), "-led");
  EXPECT_EQ(Mend("Kyiv-", "LOC"), "Kyiv-");
}

TEST(ModelNames, ListsAndMonthsAreNoNames) {
  EXPECT_EQ(Mend("Lobo Ltd; Marsh Inc; Kent", "ORG"), "Lobo Ltd");
  EXPECT_EQ(Mend("; Marsh", "ORG"), "; Marsh");
  EXPECT_EQ(Mend("mid-June", "LOC"), "-");
  EXPECT_EQ(Mend("mid-Wales", "LOC"), "mid-Wales");
  EXPECT_EQ(Mend("June's Kent Marathon", "MISC"), "Kent Marathon");
  EXPECT_EQ(Mend("June's Director of Ox Co", "ORG"), "Ox Co");
  EXPECT_EQ(Mend("May's Kent Prison Lo", "PER"), "Lo");
  EXPECT_EQ(Mend("June's ; Lobo", "ORG"), "June's ");
  EXPECT_EQ(Mend("Kent-based; Lobo", "ORG"), "Kent");
  EXPECT_EQ(Mend("Lobo Ltd; Kent-based", "ORG"), "Lobo Ltd");
}

TEST(ModelNames, CommonNounsAreNoNames) {
  EXPECT_EQ(Mend("NGOs", "ORG"), "-");
  EXPECT_EQ(Mend("U-turn", "MISC"), "-");
  EXPECT_EQ(Mend("U-Bahn", "MISC"), "U-Bahn");
  EXPECT_EQ(Mend("NATO", "ORG"), "NATO");
  EXPECT_EQ(Mend("Director of the Water Department", "ORG"), "Water Department");
  EXPECT_EQ(Mend("Deputy Minister of Finance", "ORG"), "-");
  EXPECT_EQ(Mend("Ministry of Water Affairs", "ORG"), "Ministry of Water Affairs");
  EXPECT_EQ(Mend("Kent Prison Ann Lobo", "PER"), "Ann Lobo");
  EXPECT_EQ(Mend("Kent Prison", "PER"), "Kent Prison");
}

TEST(ModelNames, TheLastWordTellsTheType) {
  EXPECT_EQ(TypeByLastWord("Lobo Museum", "MISC"), "ORG");
  EXPECT_EQ(TypeByLastWord("Lobo Mills Inc.", "PER"), "ORG");
  EXPECT_EQ(TypeByLastWord("Kent Hospital", "LOC"), "LOC");
  EXPECT_EQ(TypeByLastWord("Kent Games", "ORG"), "MISC");
  EXPECT_EQ(TypeByLastWord("Kent Street", "PER"), "LOC");
  EXPECT_EQ(TypeByLastWord("Kent Street", "ORG"), "ORG");
  EXPECT_EQ(TypeByLastWord("Street", "PER"), "PER");
  EXPECT_EQ(TypeByLastWord("Ann Lobo", "PER"), "PER");
}

TEST(ModelNames, OfficesAreNobody) {
  EXPECT_EQ(Mend("Lead Spokesperson", "PER"), "-");
  EXPECT_EQ(Mend("Minister", "PER"), "-");
  EXPECT_EQ(Mend("Deputy Prime\nMinister", "PER"), "-");
  EXPECT_EQ(Mend("Stephen King", "PER"), "Stephen King");
  EXPECT_EQ(Mend("Office of the Prime Minister", "ORG"), "Office of the Prime Minister");
}

TEST(ModelNames, HeadlinesAreNoNames) {
  EXPECT_EQ(Mend("Russia Concerned With Growing Alliance", "ORG"), "-");
  EXPECT_EQ(Mend("With Growing Alliance", "ORG"), "-");
  EXPECT_EQ(Mend("Gone With the Wind", "MISC"), "Gone With the Wind");
  EXPECT_EQ(Mend("Bank of England", "ORG"), "Bank of England");
  EXPECT_EQ(Mend("With", "PER"), "With");
  EXPECT_EQ(Mend("To Lam", "PER"), "To Lam");
  EXPECT_EQ(Mend("", "PER"), "");
}

}  // namespace
}  // namespace textmill::entities
