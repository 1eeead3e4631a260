#include "plugins/html-text/metadata.h"

#include <algorithm>
#include <initializer_list>
#include <map>

#include "plugins/html-text/dates.h"
#include "plugins/html-text/render.h"
#include "plugins/html-text/title.h"

namespace textmill::html {
namespace {

// <meta> by its name or property, in small letters; the first of a name counts.
using Metas = std::map<std::string, std::string, std::less<>>;

void AddMeta(const lxb_dom_node_t* node, Metas* metas) {
  const std::string_view content = Attribute(node, "content");
  if (content.empty()) return;
  for (const char* attribute : {"property", "name", "itemprop"}) {
    std::string name;
    for (const char c : Attribute(node, attribute))
      name += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    if (!name.empty()) metas->try_emplace(std::move(name), content);
  }
}

std::string Trimmed(std::string_view text) {
  std::string out;
  bool space = false;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) <= ' ') {
      space = !out.empty();
      continue;
    }
    if (space) out += ' ';
    space = false;
    out += c;
  }
  return out;
}

std::string First(const Metas& metas, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    const auto found = metas.find(name);
    if (found == metas.end()) continue;
    std::string value = Trimmed(found->second);
    if (!value.empty()) return value;
  }
  return {};
}

// A name of somebody, not an address or a sentence; "" where it is no name.
std::string AsAuthor(std::string name) {
  constexpr size_t kLongest = 120;
  for (const std::string_view by : {"By ", "by ", "BY ", "Von ", "von ", "Par ", "Por ", "Di "}) {
    if (name.substr(0, by.size()) == by) name.erase(0, by.size());
  }
  const std::string folded = Folded(name);
  if (name.size() > kLongest || folded.empty()) return {};
  if (name.find('/') != name.npos || name.find('@') != name.npos || name.find("www.") == 0)
    return {};
  if (folded == "admin" || folded == "administrator" || folded == "root" || folded == "publisher" ||
      folded == "author" || folded == "unknown" || folded == "null")
    return {};
  return name;
}

std::optional<int64_t> DateOf(const JsonLd& json_ld, const Metas& metas, const Outline& outline,
                              std::string_view url) {
  if (const auto date = ParsePageDate(json_ld.date)) return date;
  for (const std::string_view name : {"article:published_time",
                                      "og:article:published_time",
                                      "datepublished",
                                      "article.published",
                                      "parsely-pub-date",
                                      "publish-date",
                                      "publish_date",
                                      "publishdate",
                                      "pubdate",
                                      "published_date",
                                      "publication_date",
                                      "citation_publication_date",
                                      "sailthru.date",
                                      "dcterms.date",
                                      "dcterms.created",
                                      "dcterms.issued",
                                      "dc.date",
                                      "dc.date.issued",
                                      "dc.date.created",
                                      "date",
                                      "datecreated",
                                      "article:published",
                                      "cxenseparse:publishtime"}) {
    const auto found = metas.find(name);
    if (found == metas.end()) continue;
    if (const auto date = ParsePageDate(found->second)) return date;
  }
  // <time>: one that says what it is, or all of one day.
  std::optional<int64_t> only;
  bool several = false;
  constexpr int64_t kDay = int64_t{86400} * 1000000;
  for (const lxb_dom_node_t* time : outline.times) {
    const auto date = ParsePageDate(Attribute(time, "datetime"));
    if (!date) continue;
    if (Attribute(time, "itemprop") == "datePublished" ||
        Attribute(time, "pubdate").data() != nullptr ||
        Attribute(time, "class").find("published") != std::string_view::npos)
      return date;
    several = several || (only && *only / kDay != *date / kDay);
    if (!only) only = date;
  }
  if (only && !several) return only;
  if (const auto date = DateOfAddress(url)) return date;
  return DateOfAddress(First(metas, {"og:url"}));
}

std::string AuthorOf(const JsonLd& json_ld, const Metas& metas, const Outline& outline) {
  std::string author = AsAuthor(Trimmed(json_ld.author));
  if (!author.empty()) return author;
  for (const char* name : {"author", "article:author", "dc.creator", "dcterms.creator",
                           "parsely-author", "sailthru.author", "byl", "citation_author"}) {
    author = AsAuthor(First(metas, {name}));
    if (!author.empty()) return author;
  }
  // Those that the page marks, where they agree.
  for (const lxb_dom_node_t* node : outline.authors) {
    std::string name;
    AppendText(node, &name);
    name = AsAuthor(name);
    if (name.empty()) continue;
    if (!author.empty() && name != author) return {};
    author = name;
  }
  return author;
}

}  // namespace

Metadata MetadataReader::Read(const Page& page, const Outline& outline, std::string_view url) {
  Metadata out;
  Metas metas;
  JsonLd json_ld;
  std::string title, h1, script;
  const auto read_script = [&](const lxb_dom_node_t* node) {
    script.clear();
    for (const lxb_dom_node_t* text = node->first_child; text != nullptr; text = text->next)
      script += TextOf(text);
    json_ld_.Read(script, &json_ld);
  };
  const lxb_dom_node_t* head = page.head();
  for (const lxb_dom_node_t* node = head; node != nullptr; node = Next(node, head)) {
    if (node->type != LXB_DOM_NODE_TYPE_ELEMENT) continue;
    if (node->local_name == LXB_TAG_META) AddMeta(node, &metas);
    if (node->local_name == LXB_TAG_TITLE && title.empty()) AppendText(node, &title);
    if (node->local_name == LXB_TAG_SCRIPT && Attribute(node, "type") == "application/ld+json")
      read_script(node);
  }
  for (const lxb_dom_node_t* node : outline.metas) AddMeta(node, &metas);
  for (const lxb_dom_node_t* node : outline.json_ld) read_script(node);
  if (outline.first_h1 != nullptr) AppendText(outline.first_h1, &h1);

  const std::string headline = Trimmed(json_ld.headline), site = First(metas, {"og:site_name"});
  const std::string meta = First(metas, {"og:title", "twitter:title", "dc.title", "headline"});
  out.title = ChooseTitle({h1, headline, meta, title, site});
  out.date = DateOf(json_ld, metas, outline, url);
  out.author = AuthorOf(json_ld, metas, outline);
  out.description = First(metas, {"description", "og:description", "twitter:description"});
  if (out.description.empty()) out.description = Trimmed(json_ld.description);
  if (page.root() != nullptr) out.language = Trimmed(Attribute(page.root(), "lang"));
  if (out.language.empty()) out.language = First(metas, {"content-language", "language"});
  out.body = std::move(json_ld.body);
  return out;
}

}  // namespace textmill::html
