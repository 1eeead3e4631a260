#include "plugins/html-text/html_text.h"

#include <algorithm>

#include "plugins/html-text/links.h"
#include "plugins/html-text/main_text.h"
#include "plugins/html-text/metadata.h"
#include "plugins/html-text/render.h"

namespace textmill::html {
namespace {

constexpr const char* kDescription =
    R"(Takes the HTML of web pages, as `read.html` and `read.warc` give it, and makes plain text of it. With `mode: main`, the default, that is the text for which one reads the page: the article, without menus, share-this lines, teasers of other pages, cookie notes, bylines, what is below pictures, and the comments of readers. What counts as that is decided by how much text a part of the page has, how much of it is links, and what the makers of the page call the part. How, and how well, is in [Text of web pages](../html.md).

Pages are read as browsers do (HTML5), so nothing is too broken to be read. A page that has no text, or no main text, gets an empty one; the end of the run counts them.

The columns beside the text are null where the page does not say: a date is taken from structured data (JSON-LD), from `<meta>`, from `<time>`, and from the page's address, in this order, and never from the text.)";

constexpr const char* kExample =
    "- uses: html.text\n"
    "  with: { format: markdown }\n";

// Bytes of a main text that make one look elsewhere for more.
constexpr size_t kLittle = 250;

}  // namespace

struct HtmlText::Scratch final : Lane {
  explicit Scratch(const MainText::Options& options) : main_text(options) {}
  Page page;
  Hints hints;
  Outline outline;
  MainText main_text;
  MetadataReader metadata;
  std::vector<uint8_t> kept;
  std::string text;
};

HtmlText::HtmlText()
    : links_(this,
             ListOf("links", StructOf("item", {{"url", Utf8::kFormat, {}, {}},
                                               {"text", Utf8::kFormat, {}, {}}})),
             kOptional, "the links of the text, as the page has them, and their words") {
  Describe("html.text", "1.0.0",
           "Makes text of web pages: the main text or all of it, and title, author and date.");
  Explain(kDescription, kExample);
}

void HtmlText::Bind(Binder&) {
  for (OutBase* out : std::initializer_list<OutBase*>{&title_, &author_, &date_, &description_,
                                                      &html_lang_, &links_}) {
    out->field().name = prefix_.get() + out->field().name;
    out->Enable(out == &links_ ? links_wanted_.get() : metadata_.get());
  }
}

std::unique_ptr<Lane> HtmlText::NewLane() const {
  return std::make_unique<Scratch>(MainText::Options{comments_, captions_});
}

void HtmlText::Parse(std::string_view html, bool scripts, Scratch* scratch) const {
  const int64_t most = most_bytes_.get().bytes;
  if (static_cast<int64_t>(html.size()) > most)
    throw Error("the page has " + std::to_string(html.size()) + " bytes, more than `most_bytes` (" +
                std::to_string(most) + ")");
  constexpr size_t kTreeForByte = 24, kLeastTree = size_t{64} << 20;
  const size_t memory = std::max(kLeastTree, kTreeForByte * static_cast<size_t>(most));
  switch (scratch->page.Parse(html, memory, scripts)) {
    case Page::Outcome::kParsed:
      return;
    case Page::Outcome::kTooLarge:
      throw Error(
          "the page has so many tags that it takes more memory than 24 times `most_bytes` (" +
          std::to_string(most) + ")");
    case Page::Outcome::kNoMemory:
      throw Error("there is not enough memory for the page");
  }
}

void HtmlText::AppendLinks(Scratch& scratch, Reply& out) const {
  auto& list = out[links_];
  auto& items = list.items<StructBuilder>();
  for (const Link& link : LinksOf(scratch.outline, scratch.kept)) {
    items.member<BytesBuilder>(0).Append(link.url);
    items.member<BytesBuilder>(1).Append(link.text);
    items.EndRow();
  }
  list.EndRow();
}

// The text of the page that was parsed, into `text`.
void HtmlText::Extract(Scratch& scratch) const {
  scratch.outline.Make(scratch.page.body(), &scratch.hints);
  if (mode_ == "main") {
    scratch.kept = scratch.main_text.Choose(scratch.outline, scratch.page.title());
  } else {
    scratch.kept.assign(scratch.outline.blocks.size(), 1);
  }
  scratch.text.clear();
  Render(scratch.outline, scratch.kept, format_ == "text" ? Format::kText : Format::kMarkdown,
         &scratch.text);
}

// Some pages have their text for programs alone, which put it in its place: as JSON-LD, or for
// readers without scripts.
void HtmlText::LookElsewhere(std::string_view html, std::string_view json_ld_body,
                             Scratch& scratch) const {
  constexpr size_t kMuchMore = 4;
  const size_t so_far = scratch.text.size();
  if (mode_ != "main" || so_far >= kLittle) return;
  if (json_ld_body.size() >= std::max(kLittle, kMuchMore * so_far)) {
    scratch.kept.clear();
    scratch.outline = {};
    scratch.text.clear();
    if (json_ld_body.find('<') == json_ld_body.npos) {
      scratch.text = json_ld_body;
      return;
    }
    Parse(json_ld_body, true, &scratch);
    scratch.outline.Make(scratch.page.body(), &scratch.hints);
    scratch.kept.assign(scratch.outline.blocks.size(), 1);
    Render(scratch.outline, scratch.kept, Format::kText, &scratch.text);
    return;
  }
  if (html.find("<noscript") == html.npos) return;
  Parse(html, false, &scratch);
  Extract(scratch);
  if (scratch.text.size() >= std::max(kLittle, kMuchMore * so_far)) return;
  Parse(html, true, &scratch);
  Extract(scratch);
}

void HtmlText::Apply(const Row& row, Reply& out) const {
  if (row.IsNull(html_)) return out.AppendNulls();
  auto& scratch = row.lane<Scratch>();
  const std::string_view html = row[html_];
  Parse(html, true, &scratch);
  Extract(scratch);
  const std::string_view url = row.IsNull(url_) ? std::string_view() : row[url_];
  Metadata metadata;
  if (metadata_ || scratch.text.size() < kLittle)
    metadata = scratch.metadata.Read(scratch.page, scratch.outline, url);
  LookElsewhere(html, metadata.body, scratch);
  if (scratch.text.empty()) row.Count(empty_);
  out[text_].Append(scratch.text);
  if (links_.enabled()) AppendLinks(scratch, out);
  if (!metadata_) return;
  const auto give = [](const std::string& value, BytesBuilder& to) {
    if (value.empty()) {
      to.AppendNull();
    } else {
      to.Append(value);
    }
  };
  give(metadata.title, out[title_]);
  give(metadata.author, out[author_]);
  give(metadata.description, out[description_]);
  give(metadata.language, out[html_lang_]);
  if (metadata.date) {
    out[date_].Append(*metadata.date);
  } else {
    out[date_].AppendNull();
  }
}

}  // namespace textmill::html
