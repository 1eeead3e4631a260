// From web text to training text: pipelines/pretraining.yaml on made archives, and text.mask after
// entities.tag.
#include <zstd.h>

#include "tests/program.h"

namespace textmill::tests {
namespace {

class PretrainingTest : public ProgramTest {
 protected:
  // A page of prose with `more` as its last line.
  static std::string Page(const std::string& topic, const std::string& more) {
    std::string text;
    for (const char* said :
         {"The people of the valley were told on Monday that the * would be ready in the spring.",
          "Nobody knows who will pay for the *, but the council has promised to look for money.",
          "It is the third * that has been planned there, and the first that was ever begun.",
          "An engineer who has worked with each of them said that this * was the best of all.",
          "If the snow melts early, the * may be open to everybody before the end of March."}) {
      std::string line = said;
      line.replace(line.find('*'), 1, topic);
      text += line + "\\n";
    }
    return text + more;
  }
  static std::string Line(const std::string& id, const std::string& text) {
    return "{\"id\":\"" + id + "\",\"text\":\"" + text + "\"}\n";
  }
  // The reason of each drop, by document.
  static std::map<std::string, std::string> Reasons(const std::string& dropped) {
    std::map<std::string, std::string> reasons;
    for (const std::string& line : Lines(dropped)) {
      const auto value = [&line](const std::string& key) {
        const size_t at = line.find('"' + key + "\":\"") + key.size() + 4;
        return line.substr(at, line.find('"', at) - at);
      };
      reasons[value("id")] = value("step") + " " + value("reason");
    }
    return reasons;
  }
  static std::string Unpacked(const std::string& packed) {
    std::string out(1 << 20, '\0');
    const size_t n = ZSTD_decompress(out.data(), out.size(), packed.data(), packed.size());
    return ZSTD_isError(n) != 0 ? "" : out.substr(0, n);
  }
};

TEST_F(PretrainingTest, EachStepTakesOutWhatItIsFor) {
  std::string crawl = Line("good", Page("bridge",
                                        "Write to ann.lee@example.org, or call (202) "
                                        "555-0143 by Friday."));
  crawl += Line("cookies", Page("tunnel", "This site uses cookies to be better for you."));
  crawl += Line("short",
                "Our small bridge opens today: come early, bring warm clothes, some bread and "
                "cheese, perhaps an umbrella too, because rain has been forecast again.");
  crawl += Line("german",
                "Der Rat hat am Montag beschlossen, dass die neue Br\\u00fccke im "
                "Fr\\u00fchjahr fertig werden soll, doch niemand wei\\u00df, wer sie "
                "bezahlen wird und wie lange der Bau noch dauert.");
  crawl += Line("repeats", Page("ferry", Page("ferry", "")));
  crawl += Line("code", Page("library", "function open() { return true; } is how it is done."));
  crawl += Line("list", Page("market", "Share this story.\\nShare this story."));
  crawl += Line("again", Page("bridge",
                              "Write to ann.lee@example.org, or call (202) 555-0143 by "
                              "Friday!"));
  crawl += Line("nearly", Page("bridge", "Write to the council, or come by on any Friday."));
  crawl += Line("test", Page("theatre",
                             "Which of the four old towers was the last one to be built "
                             "before the river changed its course?"));
  Write("crawl.jsonl", crawl);
  Write("tests.jsonl",
        "{\"id\": \"q7\", \"question\": \"Which of the four old towers was the last "
        "one to be built before the river changed its course?\"}\n");
  const Ended ended =
      InSource("CORPUS='" + At("crawl.jsonl").string() + "' TESTS='" + At("tests.jsonl").string() +
               "' OUT='" + At("out").string() + "' $T run pipelines/pretraining.yaml --summary '" +
               At("s.json").string() + "'");
  ASSERT_EQ(ended.status, 0) << ended.err;
  ExpectBalanced(ReadFile(At("s.json")));
  const std::string dropped = ReadFile(At("out/pretraining-dropped.jsonl"));
  const std::map<std::string, std::string> wanted = {
      {"short", "gopher gopher_short_doc"},    {"german", "keep false"},
      {"repeats", "gopher dup_line_frac"},     {"code", "c4 curly_bracket"},
      {"list", "fineweb char_dup_ratio"},      {"again", "dedup.exact duplicate"},
      {"nearly", "dedup.near near_duplicate"}, {"test", "dedup.against contaminated"}};
  EXPECT_EQ(Reasons(dropped), wanted);
  EXPECT_NE(dropped.find("\"test_example\":\"q7\""), std::string::npos);
  const std::string kept = Unpacked(ReadFile(At("out/pretraining.jsonl.zst")));
  const auto lines = Lines(kept);
  ASSERT_EQ(lines.size(), 2u) << kept;
  EXPECT_NE(lines[0].find("Write to <EMAIL>, or call <PHONE> by Friday."), std::string::npos);
  EXPECT_EQ(lines[1].find("cookies to be better"),
            std::string::npos);  // the line went, not the page
}

TEST_F(PretrainingTest, TheSample) {
  const auto run = [this](const std::string& out, const std::string& options) {
    const Ended ended =
        InSource("OUT='" + At(out).string() + "' $T run pipelines/pretraining.yaml " + options);
    EXPECT_EQ(ended.status, 0) << ended.err;
    return ReadFile(At(out + "/pretraining.jsonl.zst")) +
           ReadFile(At(out + "/pretraining-dropped.jsonl"));
  };
  const std::string one = run("a", "--threads 1");
  EXPECT_EQ(one, run("b", "--threads 3 --batch-bytes 3000"));
  EXPECT_NE(one.find("\"test_example\":\"reading-1\""), std::string::npos);
}

// Places in a text that was masked are moved with it.
TEST_F(PretrainingTest, EntitiesAreMovedWhenNamesAreMasked) {
  Write("d.jsonl",
        Line("a",
             "Lloyd Austin (\u00e4nn@example.org) met nobody in Paris on June 5, 2024. Call "
             "+49 30 901820 and ask Lloyd Austin for $5 million."));
  Write("p.yaml",
        "textmill: 1\nname: mask\nsteps:\n  - uses: read.jsonl\n    with: { path: [d.jsonl] }\n"
        "  - uses: entities.tag\n  - uses: text.mask\n    with: { names: [PER] }\n"
        "  - uses: write.jsonl\n    with: { path: d.out.jsonl }\n"
        "  - uses: write.csv\n    with: { path: e.csv, rows: entities }\n");
  const Ended ended = Here("$T run p.yaml");
  ASSERT_EQ(ended.status, 0) << ended.err;
  const std::string text =
      "<PER> (<EMAIL>) met nobody in Paris on June 5, 2024. Call <PHONE> and ask <PER> for $5 "
      "million.";
  EXPECT_NE(ReadFile(At("d.out.jsonl")).find(text), std::string::npos);
  size_t entries = 0;
  for (const std::string& line : Lines(ReadFile(At("e.csv")))) {
    size_t begin = 0, end = 0;
    if (std::sscanf(line.c_str(), "a,d.jsonl,,,%zu,%zu,", &begin, &end) != 2) continue;
    ++entries;
    EXPECT_NE(line.find(text.substr(begin, end - begin)), std::string::npos) << line;
    EXPECT_EQ(line.find("Austin"), std::string::npos) << line;
  }
  EXPECT_GE(entries, 5u);
  // What cannot be moved is refused before the run, by the step that wants it.
  Write("q.yaml",
        "textmill: 1\nname: mask\nsteps:\n  - uses: read.jsonl\n    with: { path: [d.jsonl] }\n"
        "  - uses: text.mask\n    with: { names: [PER] }\n"
        "  - uses: write.jsonl\n    with: { path: x.jsonl }\n");
  const Ended refused = Here("$T check q.yaml");
  EXPECT_EQ(refused.status, 2);
  EXPECT_NE(refused.err.find("entities.tag"), std::string::npos) << refused.err;
}

}  // namespace
}  // namespace textmill::tests
