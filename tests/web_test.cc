// From a web archive to clean articles: pipelines/web.yaml, and what head and count say of
// archives.
#include "plugins/lib/io/pack.h"
#include "tests/program.h"

namespace textmill::tests {
namespace {

class WebTest : public ProgramTest {
 protected:
  void SetUp() override {
    if (!fs::exists(TEXTMILL_PLUGIN_DIR "/html-text.so"))
      GTEST_SKIP() << "html-text is not built, since there is no lexbor here: ./dev build";
  }
  // A page of a newspaper, with what such pages have beside their article.
  static std::string Page(const std::string& topic, const std::string& last) {
    std::string body;
    for (const char* said :
         {"The people of the valley were told on Monday that the * would be ready in the spring.",
          "Nobody knows who will pay for the *, but the council has promised to look for money.",
          "An engineer who has worked with each of them said that this * was the best of all.",
          "If the snow melts early, the * may be open to everybody before the end of March."}) {
      std::string line = said;
      line.replace(line.find('*'), 1, topic);
      body += "<p>" + line + "</p>\n";
    }
    return "<html><head><title>The " + topic +
           " | Example</title></head><body><nav><a href=/>Home</a><a href=/n>News</a></nav>"
           "<article><h1>The " +
           topic + "</h1>" + body + "<p>" + last +
           "</p></article><div class=cookie-notice>We use cookies.</div></body></html>";
  }
  static std::string Record(const std::string& id, const std::string& status,
                            const std::string& type, const std::string& body) {
    const std::string block =
        "HTTP/1.1 " + status + "\r\nContent-Type: " + type + "\r\n\r\n" + body;
    return "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <" + id +
           ">\r\nWARC-Date: 2024-03-02T09:30:00Z\r\nWARC-Target-URI: http://a.example/" + id +
           "\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: " +
           std::to_string(block.size()) + "\r\n\r\n" + block + "\r\n\r\n";
  }
};

TEST_F(WebTest, CleanAndDistinctArticles) {
  const std::string html = "text/html; charset=utf-8";
  Write(
      "a.warc",
      Record(
          "bridge", "200 OK", html,
          Page("bridge",
               "The mayor was not there, she said later in the week, for nobody had asked her.")) +
          Record("picture", "200 OK", "image/png", "\x89PNG\r\n\x1A\n") +
          Record("lost", "404 Not Found", html, Page("page", "It is not here.")) +
          Record("again", "200 OK", html,
                 Page("bridge",
                      "The mayor was not there, she said later in the week, for nobody had asked "
                      "her.")) +
          "this is no record\r\n\r\n" +
          Record(
              "nearly", "200 OK", html,
              Page("bridge",
                   "The mayor was not there, she said later in the week, for she had been ill.")) +
          Record("empty", "200 OK", html, "<html><body><nav>Home</nav></body></html>") +
          Record(
              "tunnel", "200 OK", html,
              Page("tunnel",
                   "Caf\xC3\xA9s will be built there as soon as the trains can go through it.")));
  const Ended ended =
      InSource("CORPUS='" + At("a.warc").string() + "' OUT='" + At("out").string() +
               "' $T run pipelines/web.yaml --summary '" + At("s.json").string() + "'");
  EXPECT_EQ(ended.status, 3) << ended.err;  // the bytes that are no record
  const std::string summary = ReadFile(At("s.json"));
  ExpectBalanced(summary);
  EXPECT_NE(summary.find("\"image/png\": 1"), std::string::npos) << summary;
  const auto articles = Lines(ReadFile(At("out/web.jsonl")));
  ASSERT_EQ(articles.size(), 2u);
  EXPECT_NE(articles[0].find("\"title\":\"The bridge\""), std::string::npos) << articles[0];
  EXPECT_NE(articles[0].find("\"fetched\":\"2024-03-02T09:30:00Z\",\"lang\":\"en\""),
            std::string::npos);
  EXPECT_EQ(articles[0].find("cookies"), std::string::npos);
  EXPECT_NE(
      articles[1].find("Caf\xC3\xA9s will be built there as soon as the trains can go through it."),
      std::string::npos);
  EXPECT_EQ(Lines(ReadFile(At("out/web.csv"))).size(), 3u);
  const std::string dropped = ReadFile(At("out/web-dropped.jsonl"));
  for (const char* why : {"\"step\":\"keep\"", "\"reason\":\"duplicate\"",
                          "\"reason\":\"near_duplicate\"", "\"step\":\"keep-2\""})
    EXPECT_NE(dropped.find(why), std::string::npos) << why;
  EXPECT_NE(ReadFile(At("out/web.failed.jsonl")).find("this is no record"), std::string::npos);
}

// After damage, reading goes on at the next member, and the host agrees.
TEST_F(WebTest, ADamagedArchiveIsReadToItsEnd) {
  const std::string html = "text/html";
  const std::string one = io::Gzip(Record("one", "200 OK", html, "<p>one")),
                    two = io::Gzip(Record("two", "200 OK", html, "<p>two"));
  Write("a.warc.gz", "\x1F\x8B\x08 no gzip data" + one + "junk" + one + "junk" + "more" + two);
  Write("p.yaml",
        "textmill: 1\nsteps:\n  - uses: read.warc\n    with: { path: a.warc.gz }\n"
        "  - uses: write.csv\n    with: { path: out.csv, columns: [id, text] }\n");
  for (const char* options : {"", " --threads 1 --batch-bytes 1024"}) {
    const Ended ended = Here(std::string("$T run p.yaml --overwrite") + options);
    EXPECT_EQ(ended.status, 3) << ended.err;
    EXPECT_EQ(ReadFile(At("out.csv")), "id,text\n<one>,<p>one\n<one>,<p>one\n<two>,<p>two\n");
    EXPECT_NE(ended.err.find("reading goes on at byte"), std::string::npos) << ended.err;
  }
}

TEST_F(WebTest, TheSampleDoesNotDependOnThreads) {
  const auto run = [this](const std::string& out, const std::string& options) {
    const Ended ended =
        InSource("OUT='" + At(out).string() + "' $T run pipelines/web.yaml " + options);
    EXPECT_EQ(ended.status, 0) << ended.err;
    return ReadFile(At(out + "/web.jsonl")) + ReadFile(At(out + "/web.csv")) +
           ReadFile(At(out + "/web-dropped.jsonl"));
  };
  const std::string one = run("a", "--threads 1");
  EXPECT_EQ(one, run("b", "--threads 3 --batch-bytes 3000"));
  EXPECT_NE(one.find("news.example/001-harbour-strike"), std::string::npos);
}

}  // namespace
}  // namespace textmill::tests
