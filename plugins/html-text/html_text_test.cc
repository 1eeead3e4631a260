#include "plugins/html-text/html_text.h"

#include <gmock/gmock.h>

#include <ctime>
#include <map>
#include <string>

#include "textmill/testing.hpp"

namespace textmill::html {
namespace {

using testing::Columns;
using testing::GivenParams;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Outcome;
using testing::StageRunner;
using Texts = std::vector<std::optional<std::string_view>>;
using FieldsByName = std::map<std::string, std::string>;

// A JSON string as what it stands for.
std::string Plain(const std::string& json) {
  if (json.size() < 2 || json[0] != '"') return json;
  std::string out;
  for (size_t i = 1; i + 1 < json.size(); ++i) {
    if (json[i] != '\\') {
      out += json[i];
      continue;
    }
    ++i;
    out += json[i] == 'n' ? '\n' : json[i] == 't' ? '\t' : json[i];
  }
  return out;
}

FieldsByName Extracted(const std::string& html, const GivenParams& given = {},
                       const std::string& url = "") {
  StageRunner<HtmlText> run(given);
  const Outcome out =
      url.empty() ? run.Run(Columns().Add<Utf8>("text", Texts{html}))
                  : run.Run(Columns().Add<Utf8>("text", Texts{html}).Add<Utf8>("url", Texts{url}));
  EXPECT_EQ(out.error, "");
  FieldsByName plain;
  if (out.rows.size() != 1) return plain;
  for (const auto& [name, value] : out.rows[0]) plain[name] = Plain(value);
  return plain;
}

std::string Text(const std::string& html, const GivenParams& given = {}) {
  return Extracted(html, given)["text"];
}

const std::string kOne =
    "The bridge over the river was shut for a week, since a lorry had hit one of its piers.";
const std::string kTwo =
    "Engineers looked at it on Monday, and found that the pier, which is eighty years old, will "
    "hold.";
const std::string kThree =
    "The town will put up a barrier, the mayor said, and asked drivers to take the other road.";
const std::string kAll = kOne + "\n\n" + kTwo + "\n\n" + kThree;

std::string P(const std::string& text) { return "<p>" + text + "</p>\n"; }
const std::string kArticle = P(kOne) + P(kTwo) + P(kThree);

// A page as sites make them, with `inside` in the article after its second paragraph, and `after`
// it.
std::string PageOf(const std::string& inside, const std::string& after = "") {
  return "<!doctype html><html lang=en><head><title>Bridge shut - The Example</title></head><body>"
         "<header class=site-header><a href=/>The Example</a><nav><ul><li><a href=/a>News</a>"
         "<li><a href=/b>Sport</a><li><a href=/c>Weather and traffic</a></ul></nav></header>"
         "<main><article><h1>Bridge shut</h1>" +
         P(kOne) + P(kTwo) + inside + P(kThree) + "</article>" + after +
         "</main><footer><p>Copyright The Example, all rights reserved, since 1901.</p></footer>"
         "</body></html>";
}

TEST(HtmlText, KeepsTheArticleAlone) {
  EXPECT_EQ(Text(PageOf("")), kAll);
  EXPECT_EQ(Text(kArticle), kAll) << "a piece of a page";
  EXPECT_EQ(Text("<div class=story><h2>Bridge</h2>" + kArticle + "</div>"), kAll);
  EXPECT_EQ(Text(""), "");
  EXPECT_EQ(Text("<p></p><nav><a href=/>Home</a></nav>"), "");
}

TEST(HtmlText, LeavesOutWhatIsNoText) {
  for (const std::string inside :
       {"<div class='share-bar'><a href=x>Facebook</a> <a href=y>Share this story</a></div>",
        "<aside><p>Sign up, and you get our letter about the town each morning at six.</p></aside>",
        "<figure><img src=a.jpg><figcaption>The bridge on Sunday. Photo: A. Person</figcaption>"
        "</figure>",
        "<div class='related-stories'><h3>More on this</h3><ul><li><a href=q>A lorry was stuck "
        "below the bridge</a><li><a href=r>The bridge is old</a></ul></div>",
        "<div class=newsletter-signup><p>Get the news of the town each morning, for nothing.</p>"
        "<form><input name=mail><button>Sign up</button></form></div>",
        "<div id='ad-slot-3' class=advertisement>Advertisement</div>",
        "<script>document.write('<p>This is not a text, but a script with marks.</p>')</script>",
        "<style>p { color: red }</style>",
        "<template><p>Nobody sees this text, ever.</p></template>",
        "<noscript><p>Switch on your scripts, please, to see this page.</p></noscript>",
        "<!-- <p>A comment of the makers, which is not for readers.</p> -->",
        "<select><option>One<option>Two</select><textarea>Write here</textarea>",
        "<p hidden>This is hidden, and nobody can read what it says.</p>",
        "<div style='display:none'><p>This is hidden, too, and nobody can read it.</p></div>",
        "<p><a href=/t>Read more: the lorry that was stuck below the bridge</a></p>"}) {
    EXPECT_EQ(Text(PageOf(inside)), kAll) << inside;
  }
  for (const std::string after :
       {"<div class=cookie-notice><p>We use cookies, and so do 312 partners. You may agree, or go "
        "on to our settings, where you can choose.</p><button>Agree</button></div>",
        "<section class=teasers><article><h3><a href=1>A match</a></h3><p>The team has won again, "
        "as it does.</p></article><article><h3><a href=2>Rain</a></h3><p>It will rain tomorrow.</p>"
        "</article></section>",
        "<ul class=tags><li><a href=/t/bridge>bridge</a><li><a href=/t/river>river</a></ul>"}) {
    EXPECT_EQ(Text(PageOf("", after)), kAll) << after;
  }
}

// Each attribute is compared with those before it, and its name with those in a chain: forty
// thousand of them took seconds.
TEST(HtmlText, TagsWithVeryManyAttributes) {
  std::string many, tags;
  for (int i = 0; i < 40000; ++i) {
    many += " a" + std::to_string(i);
    tags += "<body b" + std::to_string(i) + ">";
  }
  EXPECT_EQ(Text("<div class=story" + many + "><h2>Bridge</h2>" + kArticle + "</div>"), kAll);
  EXPECT_EQ(Text("<html" + many + "><body" + many + "><div class=story><h2>Bridge</h2>" + kArticle +
                 "</div>" + tags),
            kAll);
}

TEST(HtmlText, CommentsWhereTheyAreAskedFor) {
  const std::string comments =
      "<section class=comments><h2>Comments</h2><div class=comment><p>I drove over this bridge "
      "each "
      "day, and nobody ever looked at it.</p></div></section>";
  EXPECT_EQ(Text(PageOf("", comments)), kAll);
  const std::string kept = Text(PageOf("", comments), {{"comments", true}});
  EXPECT_THAT(kept, HasSubstr(kThree));
  EXPECT_THAT(kept, HasSubstr("nobody ever looked at it."));
}

TEST(HtmlText, KeepsTheStructure) {
  const std::string list =
      "<ul><li>the pier, which was hit,<li>the road over it, and<ol><li>its left "
      "lane<li>its right lane</ol><li>the rails</ul>";
  EXPECT_THAT(Text(PageOf(list)), HasSubstr(kTwo +
                                            "\n\n- the pier, which was hit,\n- the road over it, "
                                            "and\n  1. its left lane\n  2. its right lane\n- the "
                                            "rails\n\n" +
                                            kThree));
  EXPECT_EQ(Text("<ol><li>a<ol><li>b<li>c</ol>d<li>e</ol><ol><li>f</ol>", {{"mode", "page"}}),
            "1. a\n  1. b\n  2. c\nd\n2. e\n1. f");
  EXPECT_EQ(Text("<ul><li>&nbsp;<p>a</ul>", {{"mode", "page"}}), "- a");
  const std::string table =
      "<table><tr><th>Year<th>Lorries<th>Note<tr><td>2019<td>3<td><tr><td>2020<td>"
      "<td>none was seen</table>";
  EXPECT_THAT(Text(PageOf(table)),
              HasSubstr("\n\nYear\tLorries\tNote\n2019\t3\n2020\t\tnone was seen\n\n"));
  // Tables that lay out, and <pre> round a table, are neither.
  EXPECT_EQ(Text("<table><tr><td>" + kArticle +
                 "</td><td class=sidebar>A column of news</td></tr></table>"),
            kAll);
  EXPECT_THAT(Text(PageOf("<pre><table><tr><td>2019</td><td>3</td></tr></table></pre>")),
              HasSubstr("\n\n2019\t3\n\n"));
  EXPECT_THAT(Text(PageOf("<pre>  if (x)\n    y();\n</pre>")),
              HasSubstr("\n\n  if (x)\n    y();\n\n"));
  EXPECT_THAT(Text(PageOf("<p>Roses are red,<br>violets are blue,<br/>and bridges are grey.</p>")),
              HasSubstr("Roses are red,\nviolets are blue,\nand bridges are grey."));
  EXPECT_THAT(
      Text(PageOf("<p>Caf&eacute;&nbsp;&lt;b&gt; &amp;\n\t  tea &#x1F600; costs &euro;3, they "
                  "say, and it is good.</p>")),
      HasSubstr("Café <b> & tea 😀 costs €3, they say, and it is good."));
}

TEST(HtmlText, Markdown) {
  const std::string inside =
      "<h2>What was seen</h2><p>The program says <code>bridge = shut</code> and no more, since it "
      "is "
      "an old one.</p><blockquote><p>It will hold, we are quite sure of that, and of the rest."
      "</p></blockquote><pre><code>while true\n  wait</code></pre><ol><li>One thing<li>Another "
      "thing</ol><table><tr><th>A<th>B</tr><tr><td>1<td>2</table>";
  EXPECT_EQ(
      Text(PageOf(inside), {{"format", "markdown"}}),
      kOne + "\n\n" + kTwo +
          "\n\n## What was seen\n\nThe program says `bridge = shut` and no more, since it is an "
          "old one.\n\n> It will hold, we are quite sure of that, and of the rest.\n\n```\nwhile "
          "true\n  wait\n```\n\n1. One thing\n2. Another thing\n\n| A | B |\n|---|---|\n| 1 | 2 "
          "|\n\n" +
          kThree);
}

TEST(HtmlText, OtherScripts) {
  const std::string arabic =
      "أُغلق الجسر فوق النهر لمدة أسبوع، لأن شاحنة اصطدمت بأحد أعمدته. وقال المهندسون إن العمود "
      "سيصمد.";
  const std::string chinese =
      "河上的大桥关闭了一周，因为一辆卡车撞上了其中一个桥墩。工程师周一进行了检查，发现这个桥墩可以"
      "继续使用。";
  EXPECT_EQ(Text("<html dir=rtl><body><nav><a href=/>الرئيسية</a></nav><article>" + P(arabic) +
                 P(arabic) + "</article><footer>©</footer>"),
            arabic + "\n\n" + arabic);
  EXPECT_EQ(Text("<body><ul class=menu><li><a href=/>首页</a></ul><div id=content>" + P(chinese) +
                 P(chinese) + "</div>"),
            chinese + "\n\n" + chinese);
}

TEST(HtmlText, WholePage) {
  const std::string all = Text(PageOf("<div class=share>Share this</div>"), {{"mode", "page"}});
  EXPECT_THAT(all, HasSubstr("The Example"));
  EXPECT_THAT(all, HasSubstr("- News\n- Sport\n- Weather and traffic"));
  EXPECT_THAT(all, HasSubstr(kTwo + "\n\nShare this\n\n" + kThree));
  EXPECT_THAT(all, HasSubstr("Copyright The Example"));
  EXPECT_EQ(Text("<p>One<p>&nbsp;<div> &nbsp; </div><p>Two", {{"mode", "page"}}), "One\n\nTwo");
  EXPECT_EQ(Text("<p>&nbsp;<p>One", {{"mode", "page"}, {"format", "markdown"}}), "One");
}

TEST(HtmlText, Links) {
  FieldsByName row =
      Extracted(PageOf("<p>The <a href='https://example.org/report'>report of the engineers</a>, "
                       "which is long, was read by <a href='#x'>few</a>.</p>"),
                {{"links", true}, {"prefix", "page_"}});
  EXPECT_EQ(row["page_links"],
            "[{\"url\":\"https://example.org/report\",\"text\":\"report of the engineers\"}]");
  EXPECT_EQ(row["page_title"], "Bridge shut");
  EXPECT_EQ(row.count("title"), 0U);
}

// The text is there for programs, or for readers without scripts.
TEST(HtmlText, PagesThatScriptsFill) {
  const std::string empty = "<html><head><title>Bridge</title>",
                    body = "</head><body><div id=app></div>";
  const std::string plain = kOne + " " + kTwo + " " + kThree;
  const auto json_ld = [](const std::string& text) {
    return "<script type=application/ld+json>{\"@type\":\"Article\",\"articleBody\":\"" + text +
           "\"}</script>";
  };
  EXPECT_EQ(Text(empty + json_ld(plain) + body), plain);
  EXPECT_EQ(Text(empty + json_ld("Tom &amp; Ann: " + plain) + body), "Tom & Ann: " + plain);
  EXPECT_EQ(Text(empty + json_ld("<p>" + kOne + "<p>" + kTwo + "<p>" + kThree) + body,
                 {{"metadata", false}}),
            kAll);
  EXPECT_EQ(Text(empty + body + "<noscript><article>" + kArticle + "</article></noscript>"), kAll);
  EXPECT_EQ(Text(empty + body + "<noscript>Please switch on scripts.</noscript>"), "");
  EXPECT_EQ(Text(PageOf("<noscript>" + P(kOne) + "</noscript>")), kAll) << "where there is a text";
}

TEST(HtmlText, FailsForLongPagesAlone) {
  StageRunner<HtmlText> run({{"most_bytes", 1000}});
  const std::string longer(1001, 'x');
  const Outcome out = run.Run(Columns().Add<Utf8>("text", Texts{kArticle, longer, std::nullopt}));
  EXPECT_EQ(out.error, "");
  ASSERT_EQ(out.rows.size(), 2U);
  EXPECT_EQ(Plain(out.rows[0].at("text")), kAll);
  EXPECT_EQ(out.rows[1].at("text"), "null");
  ASSERT_EQ(out.failed.size(), 1U);
  EXPECT_THAT(out.failed[0].message, HasSubstr("1001 bytes, more than `most_bytes` (1000)"));
}

std::string Times(size_t n, const std::string& text) {
  std::string all;
  all.reserve(n * text.size());
  for (size_t i = 0; i < n; ++i) all += text;
  return all;
}

// Each would take hours, or the stack, if it were not for a limit. The text is found all the same.
TEST(HtmlText, BadPages) {
  constexpr size_t kMany = 200000;
  std::string attributes;
  for (size_t i = 0; i < 50000; ++i) attributes += "<p><b id=x" + std::to_string(i) + "></p>";
  const std::clock_t start = std::clock();  // of this process, however busy the machine is
  for (const std::string& bad :
       {Times(kMany, "<div>"),
        Times(kMany, "<b>"),
        Times(kMany, "<table>"),
        Times(kMany, "<a>"),
        Times(kMany, "<ul><li>"),
        Times(kMany, "<b><p>"),
        Times(kMany, "<svg>"),
        Times(kMany, "</div>"),
        Times(kMany, "<template>"),
        Times(kMany, "<select>"),
        attributes,
        Times(kMany, "<font size=1><i>"),
        "<ol>" + Times(kMany, "<li>a<ol><li>b</ol>"),
        "<title>" + Times(kMany, "aaaaaaaaaa") + "</title><h1>" + Times(kMany, "aaaaa") + "b</h1>",
        "<a href=x><table>" + Times(kMany, "<tr><td><a href=y>a</a><td>b"),
        std::string("\0<p>\0 x", 7),
        std::string("<!--"),
        std::string("<script>"),
        std::string("\xFF\xFE<p>"),
        Times(kMany, "<frameset>")}) {
    Text(bad);
    Text(bad, {{"mode", "page"}, {"format", "markdown"}, {"links", true}});
  }
  for (const std::string& bad : {Times(kMany, "<div>"), Times(kMany, "<b>"),
                                 Times(kMany, "</b></p>"), Times(1000, "<span>")}) {
    EXPECT_THAT(Text(bad + kArticle), HasSubstr(kTwo)) << bad.substr(0, 20);
  }
  EXPECT_LT((std::clock() - start) / CLOCKS_PER_SEC, 120);
}

// One lane has page after page: nothing of one is in the next.
TEST(HtmlText, PagesAreApart) {
  StageRunner<HtmlText> run({{"most_bytes", 100000}});
  const std::string full = PageOf(""), cut = full.substr(0, full.size() / 2);
  const std::string open = "<table><tr><td><b><i><a href=x>" + P(kTwo);
  const Outcome out = run.Run(Columns().Add<Utf8>("text", Texts{full, cut, open, full, "", full}));
  ASSERT_EQ(out.rows.size(), 6U);
  EXPECT_EQ(out.rows[3], out.rows[0]);
  EXPECT_EQ(out.rows[5], out.rows[0]);
  EXPECT_EQ(out.rows[4].at("title"), "null");
}

TEST(Metadata, FromTheBestSource) {
  const std::string json_ld =
      "<script "
      "type='application/ld+json'>{\"@context\":\"https://schema.org\",\"@graph\":[{\"@type\":"
      "\"WebSite\",\"name\":\"The Example\"},{\"@type\":[\"NewsArticle\"],\"headline\":\"A bridge "
      "is "
      "shut\",\"datePublished\":\"2024-03-05T10:30:00+01:00\",\"author\":[{\"@type\":\"Person\","
      "\"name\":\"Ann Lee\"},{\"name\":\"Bob Day\"}]}]}</script>";
  const std::string metas =
      "<title>Bridge shut | The Example</title><meta property=og:site_name content='The Example'>"
      "<meta property='article:published_time' content='2023-01-02'><meta name=author content='Cy "
      "Poe'>"
      "<meta name=description content='Of a bridge.'>";
  const auto page = [](const std::string& head, const std::string& body) {
    return "<html lang=en-GB><head>" + head + "</head><body>" + body + kArticle + "</body></html>";
  };
  FieldsByName row = Extracted(page(metas + json_ld, ""));
  EXPECT_EQ(row["title"], "A bridge is shut");
  EXPECT_EQ(row["author"], "Ann Lee, Bob Day");
  EXPECT_EQ(row["date"], "1709631000000000") << "2024-03-05T09:30:00Z";
  EXPECT_EQ(row["description"], "Of a bridge.");
  EXPECT_EQ(row["html_lang"], "en-GB");
  row = Extracted(page(metas, "<h1>Bridge shut</h1>"));
  EXPECT_EQ(row["title"], "Bridge shut");
  EXPECT_EQ(row["author"], "Cy Poe");
  EXPECT_EQ(row["date"], "1672617600000000") << "2023-01-02T00:00:00Z";
  row = Extracted(page(metas, "<h1>The Example</h1>"));
  EXPECT_EQ(row["title"], "Bridge shut") << "the heading is the site's name";
  row = Extracted(
      page("<script type='application/ld+json'>{\"@type\":\"Article\",\"headline\":\"Tom &amp; "
           "Jerry &#8211; &x; AT&T\",\"datePublished\":\"soon\"}</script>",
           ""));
  EXPECT_EQ(row["title"], "Tom & Jerry – &x; AT&T");
  EXPECT_EQ(row["date"], "null");
  row = Extracted(page("<title>Bridge shut</title>", ""));
  EXPECT_EQ(row["title"], "Bridge shut");
  EXPECT_EQ(row["author"], "null");
  EXPECT_EQ(row["date"], "null");
  row = Extracted(page("", "<time datetime=2022-02-03>x</time>"));
  EXPECT_EQ(row["date"], "1643846400000000") << "2022-02-03T00:00:00Z";
  EXPECT_EQ(row["title"], "null");
  row = Extracted(page("", "<time datetime=2022-02-03>x</time><time datetime=2021-01-01>y</time>"));
  EXPECT_EQ(row["date"], "null") << "two days, and nothing says which";

  // An address of more than a few letters, which a page says of itself.
  row =
      Extracted(page("<meta property=og:url content=\"https://news.example/world/2021/03/04/"
                     "the-harbour-opens-again-after-the-storm\">",
                     ""));
  EXPECT_EQ(row["date"], "1614816000000000") << "2021-03-04T00:00:00Z";
  row = Extracted(page("", ""), {}, "https://example.org/2021/07/09/bridge.html");
  EXPECT_EQ(row["date"], "1625788800000000") << "2021-07-09T00:00:00Z";
  row = Extracted(page("<script type=application/ld+json>{\"@type\": broken</script>", ""));
  EXPECT_EQ(row["title"], "null");
}

}  // namespace
}  // namespace textmill::html
