#include "plugins/entities/gazetteer/gazetteer.h"

#include <gtest/gtest.h>
#include <unicode/bytestream.h>

#include "plugins/entities/test_text.h"
#include "plugins/lib/unicode/icu.h"

namespace textmill::entities {
namespace {

using Result = GazetteerBuilder::Result;

struct ListedName {
  std::string name;
  CaseRule rule = CaseRule::kExact;
};

Gazetteer Build(const std::vector<ListedName>& names) {
  GazetteerBuilder builder;
  for (size_t i = 0; i < names.size(); ++i) {
    builder.Add(names[i].name, names[i].rule, static_cast<uint32_t>(i));
  }
  return builder.Build();
}

// What is found, with bars between.
std::string Find(const Gazetteer& list, std::string_view text) {
  std::vector<Gazetteer::Hit> hits;
  list.Find(text, &hits);
  std::string out;
  for (const auto& hit : hits) {
    out += (out.empty() ? "" : "|") + std::string(text.substr(hit.begin, hit.end - hit.begin));
  }
  return out;
}

TEST(Gazetteer, FindsWholeWordsOnly) {
  const Gazetteer list = Build({{"Armenia"}, {"US"}, {"Iran"}});
  EXPECT_EQ(Find(list, "Armenia, the US and Iran."), "Armenia|US|Iran");
  EXPECT_EQ(Find(list, "Armenian USA us Iranian"), "");
  EXPECT_EQ(Find(list, "US2 _US xUS USx"), "");
  EXPECT_EQ(Find(list, "(US) \"US\" “US” US/Iran #US @US"), "US|US|US|US|Iran|US|US");
}

TEST(Gazetteer, FindsPossessivesAndCompounds) {
  const Gazetteer list = Build({{"Armenia"}, {"Russia"}, {"Nagorno-Karabakh"}, {"Don"}});
  EXPECT_EQ(Find(list, "Armenia's Armenia’s Russia-led Russia–Armenia ex-Russia"),
            "Armenia|Armenia|Russia|Russia|Armenia|Russia");
  EXPECT_EQ(Find(list, "Nagorno-Karabakh's Nagorno‑Karabakh Nagorno–Karabakh Nagorno Karabakh"),
            "Nagorno-Karabakh|Nagorno‑Karabakh|Nagorno–Karabakh");
  EXPECT_EQ(Find(list, "Don't Don’t DON'T Don's Don'ts"), "Don|Don");
}

TEST(Gazetteer, TheLongestAtEachPlaceWins) {
  const Gazetteer list =
      Build({{"New York"}, {"New York Times"}, {"York"}, {"Times Square"}, {"New"}});
  EXPECT_EQ(Find(list, "New York Times Square"), "New York Times");
  EXPECT_EQ(Find(list, "New York Time"), "New York");
  EXPECT_EQ(Find(list, "New Yorker"), "New");
  EXPECT_EQ(Find(list, "York Times Square"), "York|Times Square");
}

TEST(Gazetteer, BlanksAreInterchangeable) {
  const Gazetteer list = Build({{"Collective Security Treaty"}});
  EXPECT_EQ(Find(list, "Collective  Security\u00A0Treaty"), "Collective  Security\u00A0Treaty");
  EXPECT_EQ(Find(list, "Collective\r\n Security \n Treaty"), "Collective\r\n Security \n Treaty");
  EXPECT_EQ(Find(list, "Collective\n\nSecurity Treaty"), "");
  EXPECT_EQ(Find(list, "Collective, Security Treaty"), "");
  const Gazetteer spaced = Build({{" Collective \t Security  Treaty "}});
  EXPECT_EQ(Find(spaced, "Collective Security Treaty"), "Collective Security Treaty");
}

TEST(Gazetteer, MarksBelongToNames) {
  const Gazetteer list = Build(
      {{"U.S."}, {"Yahoo!"}, {".NET"}, {"AT&T"}, {"O'Brien"}, {"A. O. Smith"}, {"C++"}, {"(RED)"}});
  EXPECT_EQ(Find(list, "the U.S.-led, the U.S. army, U.S.A, US"), "U.S.|U.S.");
  EXPECT_EQ(Find(list, "Yahoo! Yahoo, Yahoo!x"), "Yahoo!");
  EXPECT_EQ(Find(list, ".NET ASP.NET NET"), ".NET");
  EXPECT_EQ(Find(list, "AT&T's O’Brien A. O. Smith A.O. Smith"), "AT&T|O’Brien|A. O. Smith");
  EXPECT_EQ(Find(list, "C++ C C+ (RED) RED"), "C++|(RED)");
}

TEST(Gazetteer, CaseRuleIsByName) {
  const Gazetteer list =
      Build({{"US"}, {"Émile Zola", CaseRule::kAny}, {"Россия", CaseRule::kAny}});
  EXPECT_EQ(Find(list, "us Us US"), "US");
  EXPECT_EQ(Find(list, "ÉMILE ZOLA émile zola Emile Zola"), "ÉMILE ZOLA|émile zola");
  EXPECT_EQ(Find(list, "РОССИЯ россия России"), "РОССИЯ|россия");
  // Where both fit, the one added first counts.
  GazetteerBuilder both;
  both.Add("Who", CaseRule::kAny, 1);
  both.Add("WHO", CaseRule::kExact, 2);
  std::vector<Gazetteer::Hit> hits;
  both.Build().Find("WHO who", &hits);
  EXPECT_EQ(hits, (std::vector<Gazetteer::Hit>{{0, 3, 1}, {4, 7, 1}}));
}

TEST(Gazetteer, ScriptsWithoutSpaces) {
  const Gazetteer list = Build({{"東京"}, {"ギュムリ"}, {"กรุงเทพ"}, {"서울"}});
  EXPECT_EQ(Find(list, "昨日東京で"), "東京");
  EXPECT_EQ(Find(list, "ギュムリのギュムリア"), "ギュムリ");
  EXPECT_EQ(Find(list, "ไปกรุงเทพมหานคร"), "กรุงเทพ");
  EXPECT_EQ(Find(list, "서울 서울에서"), "서울");
}

TEST(Gazetteer, NamesAreBroughtToNfc) {
  const Gazetteer list = Build({{"Gene\u0300ve"}});
  EXPECT_EQ(Find(list, "Genève"), "Genève");
}

TEST(Gazetteer, RefusesWhatIsNoName) {
  GazetteerBuilder builder;
  const auto add = [&](std::string_view name) {
    return builder.Add(name, CaseRule::kExact, 7).result;
  };
  EXPECT_EQ(add(""), Result::kEmpty);
  EXPECT_EQ(add(" \u00A0\t"), Result::kEmpty);
  EXPECT_EQ(add("A"), Result::kOneCharacter);
  EXPECT_EQ(add(" é "), Result::kOneCharacter);
  EXPECT_EQ(add("--"), Result::kNoWord);
  EXPECT_EQ(add(std::string(600, 'x')), Result::kTooLong);
  std::string many;
  for (int i = 0; i < 70; ++i) many += "ab ";
  EXPECT_EQ(add(many), Result::kTooLong);
  EXPECT_EQ(add("ab" + std::string(300, '.')), Result::kTooLong);
  EXPECT_EQ(add("ab\n\ncd"), Result::kTooLong);
  EXPECT_EQ(add("ab --------------------- cd"), Result::kTooLong);
  EXPECT_EQ(add("ab"), Result::kAdded);
  EXPECT_EQ(add(" ab "), Result::kRepeated);
  EXPECT_EQ(builder.Add("ab", CaseRule::kAny, 8).result, Result::kAdded);
  EXPECT_EQ(builder.Add("a\u2019b", CaseRule::kExact, 9).result, Result::kAdded);
  EXPECT_EQ(builder.Add("a'b", CaseRule::kExact, 10).payload, 9u);
  EXPECT_EQ(builder.Build().names(), 3u);
  EXPECT_EQ(Find(Gazetteer(), "anything at all"), "");
  EXPECT_EQ(Find(GazetteerBuilder().Build(), "anything at all"), "");
}

TEST(Gazetteer, LongTextsAreSearchedInLinearTime) {
  // A name that almost begins everywhere, in one long word, in many, and without a space at all.
  std::string name = "a";
  for (int i = 1; i < 60; ++i) name += " a";
  const Gazetteer list = Build({{name + " b"}, {std::string(100, 'a')}, {"東東東東京"}});
  EXPECT_EQ(Find(list, std::string(20 << 20, 'a')), "");
  std::string words, letters;
  for (int i = 0; i < 100000; ++i) words += "a ";
  for (int i = 0; i < 100000; ++i) letters += "東";
  EXPECT_EQ(Find(list, words), "");
  EXPECT_EQ(Find(list, letters), "");
  EXPECT_EQ(Find(list, std::string(100, 'a')), std::string(100, 'a'));
}

// ---- Against a search that knows nothing of hashes, blocks or filters.

std::string Nfc(const std::string& text) {
  UErrorCode status = U_ZERO_ERROR;
  std::string out;
  icu::StringByteSink<std::string> sink(&out);
  unicode::Nfc().normalizeUTF8(0, text, sink, nullptr, status);
  return out;
}

// Blanks to one space (a paragraph's end to a bell), apostrophes and hyphens to ' and -.
std::string Normal(std::string_view text) {
  std::string out;
  const char* end = text.data() + text.size();
  for (const char* p = text.data(); p < end;) {
    Classified c = ClassAt(p, end);
    if (c.type == Char::kBlank || c.type == Char::kBreak) {
      int breaks = 0;
      for (; p < end; p += c.size) {
        c = ClassAt(p, end);
        if (c.type != Char::kBlank && c.type != Char::kBreak) break;
        breaks += c.type == Char::kBreak;
      }
      out += breaks > 1 ? "\a" : " ";
      continue;
    }
    out += c.type == Char::kApostrophe ? "'"
           : c.type == Char::kHyphen   ? "-"
                                       : std::string(p, c.size);
    p += c.size;
  }
  return out;
}

std::string Lower(std::string_view text) {
  std::string out;
  AppendLower(text, &out);
  return out;
}

// Where tokens begin and end.
std::vector<std::pair<size_t, size_t>> Tokens(std::string_view text) {
  std::vector<std::pair<size_t, size_t>> out;
  const char* end = text.data() + text.size();
  for (size_t i = 0; i < text.size();) {
    const Classified c = ClassAt(text.data() + i, end);
    size_t next = i + c.size;
    if (InWord(c.type)) {
      while (next < text.size()) {
        const Classified d = ClassAt(text.data() + next, end);
        if (d.type != Char::kMark && (c.type == Char::kAlone || d.type != Char::kWord)) break;
        next += d.size;
      }
      out.emplace_back(i, next);
    }
    i = next;
  }
  return out;
}

struct NaiveName {
  std::string lead, core, trail;
  CaseRule rule;
};

std::vector<Gazetteer::Hit> NaiveFind(const std::vector<NaiveName>& names, std::string_view text) {
  std::vector<Gazetteer::Hit> hits;
  const auto tokens = Tokens(text);
  const auto word_at = [&](size_t i) {
    return i < text.size() && InWord(ClassAt(text.data() + i, text.data() + text.size()).type);
  };
  const auto word_before = [&](size_t i) {
    return i > 0 && InWord(ClassBefore(text.data(), text.data() + i).type);
  };
  size_t from = 0;
  for (size_t first = 0; first < tokens.size(); ++first) {
    if (tokens[first].first < from) continue;
    Gazetteer::Hit best{0, 0, 0};
    for (size_t n = 0; n < names.size(); ++n) {
      const NaiveName& name = names[n];
      for (size_t last = first; last < tokens.size() && last < first + 6; ++last) {
        const std::string core =
            Normal(text.substr(tokens[first].first, tokens[last].second - tokens[first].first));
        if (name.rule == CaseRule::kExact ? core != name.core : Lower(core) != Lower(name.core)) {
          continue;
        }
        size_t begin = tokens[first].first, end = tokens[last].second;
        if (begin - from < name.lead.size() ||
            text.substr(begin - name.lead.size(), name.lead.size()) != name.lead ||
            text.substr(end, name.trail.size()) != name.trail) {
          continue;
        }
        begin -= name.lead.size();
        end += name.trail.size();
        if (!name.lead.empty() && word_before(begin)) continue;
        if (!name.trail.empty() && word_at(end)) continue;
        const std::string rest = Normal(text.substr(end, 8));
        if (name.trail.empty() && (rest.starts_with("'t") || rest.starts_with("'T"))) {
          const size_t t = text.find_first_of("tT", end);
          if (!word_at(t + 1)) continue;
        }
        if (end - begin <= best.end - best.begin) continue;
        best = {static_cast<uint32_t>(begin), static_cast<uint32_t>(end), static_cast<uint32_t>(n)};
      }
    }
    if (best.end == 0) continue;
    hits.push_back(best);
    from = best.end;
  }
  return hits;
}

TEST(Gazetteer, AgreesWithTheNaiveSearch) {
  const std::vector<std::string> pieces = {"ab",      "AB",         "a",
                                           "b",       "Ab",         "é",
                                           "e\u0301", "東",         "京",
                                           "の",      "ギ",         "t",
                                           "x_9",     " ",          " ",
                                           " ",       "  ",         "\n",
                                           "\n\n",    "\u00A0",     "-",
                                           "–",       "'",          "’",
                                           ".",       "& ",         ", ",
                                           "!",       "“",          "”",
                                           "\u200D",  "\U0001F600", "longerwordthanothers",
                                           "Ж",       "ж"};
  RandomText random(5, pieces);
  int found = 0;
  for (int round = 0; round < 1500; ++round) {
    GazetteerBuilder builder;
    std::vector<NaiveName> names;
    for (size_t n = random.Below(12); n > 0; --n) {
      std::string name = Nfc(random.Make(5));
      const CaseRule rule = random.Below(3) == 0 ? CaseRule::kAny : CaseRule::kExact;
      if (builder.Add(name, rule, static_cast<uint32_t>(names.size())).result != Result::kAdded) {
        continue;
      }
      const auto blank = [](std::string_view c) {
        const Char type = ClassAt(c.data(), c.data() + c.size()).type;
        return type == Char::kBlank || type == Char::kBreak;
      };
      while (!name.empty() && blank(name)) {
        name.erase(0, ClassAt(name.data(), name.data() + name.size()).size);
      }
      while (!name.empty()) {
        const Classified c = ClassBefore(name.data(), name.data() + name.size());
        if (c.type != Char::kBlank && c.type != Char::kBreak) break;
        name.resize(name.size() - c.size);
      }
      const auto tokens = Tokens(name);
      const size_t begin = tokens.front().first, end = tokens.back().second;
      names.push_back(
          {name.substr(0, begin), Normal(name.substr(begin, end - begin)), name.substr(end), rule});
    }
    const Gazetteer list = builder.Build();
    for (int i = 0; i < 8; ++i) {
      std::string text = random.Make(random.Below(4) == 0 ? 120 : 20);
      for (size_t n = names.empty() ? 0 : random.Below(5); n > 0; --n) {
        const NaiveName& name = names[random.Below(names.size())];
        text += name.lead + name.core + name.trail + random.Make(2);
      }
      std::vector<Gazetteer::Hit> hits;
      list.Find(text, &hits);
      const auto naive = NaiveFind(names, text);
      ASSERT_EQ(hits.size(), naive.size()) << text;
      for (size_t h = 0; h < hits.size(); ++h) {
        ASSERT_EQ(hits[h].begin, naive[h].begin) << text;
        ASSERT_EQ(hits[h].end, naive[h].end) << text;
        // Of an exact and an any-case name of one length the exact one counts.
        if (names[hits[h].payload].rule == names[naive[h].payload].rule) {
          ASSERT_EQ(names[hits[h].payload].core.size(), names[naive[h].payload].core.size());
        } else {
          ASSERT_EQ(names[hits[h].payload].rule, CaseRule::kExact);
        }
        ASSERT_TRUE(OnBoundary(text, hits[h].begin) && OnBoundary(text, hits[h].end));
        ++found;
      }
    }
  }
  EXPECT_GT(found, 3000);  // the test tests something
}

TEST(Gazetteer, BearsAnyBytes) {
  std::vector<std::string> pieces = {"ab", " ", "US"};
  for (int c = 0x80; c < 0x100; ++c) pieces.emplace_back(1, static_cast<char>(c));
  RandomText random(9, pieces);
  const Gazetteer list = Build({{"US"}, {"ab ab", CaseRule::kAny}, {"é\u2019ab"}});
  for (int round = 0; round < 5000; ++round) {
    const std::string text = random.Make(150);
    std::vector<Gazetteer::Hit> hits;
    list.Find(text, &hits);
    for (const auto& hit : hits) ASSERT_LE(hit.end, text.size());
  }
}

}  // namespace
}  // namespace textmill::entities
