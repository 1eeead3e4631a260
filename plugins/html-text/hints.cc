#include "plugins/html-text/hints.h"

#include <xxhash.h>

#include <array>
#include <string>
#include <unordered_map>

namespace textmill::html {
namespace {

struct Words {
  uint32_t hint;
  const char* words;  // with a * those that begin so
};

// Words of class names, in the languages in which such names are given.
constexpr Words kWords[] = {
    {kBody,
     "articlebody* articletext* articlecontent* postcontent* postbody* posttext* entrycontent* "
     "entrybody* storybody* storycontent* storytext* bodycopy* bodytext* bodycontent* newsbody* "
     "newstext* newscontent* blogcontent* blogpost* maintext* textbody* fulltext* fullarticle* "
     "articlemain* artikeltext* artikelinhalt* beitragstext* articlecopy* "
     "rte wysiwyg richtext"},
    {kContent,
     "content contents article main story entry post blog text body page inhalt artikel beitrag "
     "hentry contenu corps contenido cuerpo noticia noticias contenuto articolo nota news single "
     "maincontent primary"},
    {kNav,
     "nav navi navbar navigation* menu menus submenu* breadcrumb* crumb crumbs pagination* pager "
     "paging pagenavi* toolbar* sitemap* skip skiplink* topbar* hauptmenu* navmenu* mainmenu* "
     "topmenu* "
     "postnav* prevnext* "
     "tablist"},
    {kShare,
     "share* sharing* sharebar* social* socials addthis* addtoany* sharedaddy* jpshar* sharethis* "
     "facebook twitter whatsapp "
     "pinterest linkedin reddit teilen partager compartir condividi shariff ssba bookmarks* follow "
     "followus* likes like"},
    {kCookie,
     "cookie* consent* gdpr* privacynotice* privacybar* privacypolicynotice* ccpa dsgvo onetrust* "
     "eupopup*"},
    {kComment,
     "comment* commentlist* commentaire* kommentar* comentario* commenti disqus* respond reply "
     "replies feedback* reactions reaktionen trackback* pingback* livefyre* discussion* "
     "reviews"},
    {kRelated,
     "related* recommend* recommended* recirc* readmore* morefrom* morestories* "
     "more alsolike* seealso* popular* trending* mostread* mostpopular* latest* recent* "
     "outbrain* taboola* yarpp* crosslinks* similar* suggested* suggestions relacionad* correlat* "
     "verwandt* weitere* aehnlich* promo* promos upnext* nextarticle* onward* zergnet* plista* "
     "ligatus* "
     "linklist* linkbox* empfehlung* readnext* artikellinks*"},
    {kTeaser, "teaser* teasers vorspann anreisser"},
    {kSide,
     "sidebar* sidecol* aside* widget* widgets rail complementary tertiary "
     "infobox* "
     "seitenleiste* rightcol* leftcol* rightcolumn* leftcolumn* sidecontent* sidepanel* "
     "secondary factbox*"},
    {kFooter,
     "footer* colophon* copyright* impressum* legal sitefooter* "
     "pagefooter* fusszeile* credits postfooter* entryfooter*"},
    {kByline,
     "byline* author* authors autor* auteur* autore meta metadata postmeta* entrymeta* "
     "articlemeta* "
     "date datetime dateline* "
     "published* pubdate* posted timestamp* tags taglist* taglinks* keywords categories "
     "categorylinks* "
     "catlinks postinfo* articleinfo* bio "
     "authorbox* readingtime* readtime* submitted postdate* entrydate* "
     "postedon* dachzeile* vcard kicker overline datum"},
    {kCaption,
     "caption* captions figcaption* imagecaption* imgcaption* photocaption* bildunterschrift* "
     "image images img imgtop photo photos picture pictures foto fotos bild bilder "
     "bildtext* legende photocredit* imagecredit* credit bildquelle* gallery* slideshow* carousel* "
     "slider* lightbox* "
     "copyrightholder photographer* "
     "imgcredit* mediacaption* wpcaption* video* videos audioplayer* mediaplayer* mejs*"},
    {kAd,
     "ad ads advert* advertisement* adsense* adslot* adunit* adbox* adcontainer* adwrapper* "
     "banner* "
     "banners sponsor* sponsored* dfp gpt werbung* abowerbung* anzeige* anzeigen publicite* "
     "publicidad* "
     "pubblicita* reklam* affiliate* googlead* ezoic* adsbygoogle adthrive*"},
    {kForm,
     "newsletter* subscribe* subscription* signup* signin* login* register* registration* search "
     "searchform* searchbox* "
     "paywall* optin* mailchimp* abo donate* donation* spenden* mailinglist* contactform* wpcf7* "
     "callout* cta survey* poll polls petition*"},
    {kHidden,
     "hidden hide visuallyhidden* offscreen* screenreader* printonly* dprintblock printheader* "
     "visibleprint* "
     "invisible modal* popup* overlay* "
     "tooltip* lightbox* alert noscript dialog"},
    {kHeader, "header head masthead* pageheader* siteheader* topbar* logo headline"},
};

// Two words of one name that say more than each alone: article-body, post__content.
constexpr const char* kWhole[] = {"article", "post", "entry",   "story",   "news",
                                  "blog",    "note", "artikel", "beitrag", "noticia"};
constexpr const char* kPart[] = {"body", "content", "text", "main", "copy", "inhalt", "contents"};

class Table {
 public:
  Table() {
    for (const Words& list : kWords) {
      std::string_view rest = list.words;
      while (!rest.empty()) {
        const size_t end = std::min(rest.find(' '), rest.size());
        std::string_view word = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (word.empty()) continue;
        if (word.back() == '*') {
          word.remove_suffix(1);
          prefixes_[std::string(word)] |= list.hint;
          longest_ = std::max(longest_, word.size());
        }
        exact_[std::string(word)] |= list.hint;
      }
    }
  }

  uint32_t Of(const std::string& word) const {
    const auto found = exact_.find(word);
    if (found != exact_.end()) return found->second;
    std::string begin = word.substr(0, longest_);
    for (; begin.size() >= kShortestPrefix; begin.pop_back()) {
      const auto prefix = prefixes_.find(begin);
      if (prefix != prefixes_.end()) return prefix->second;
    }
    return 0;
  }

 private:
  static constexpr size_t kShortestPrefix = 5;
  std::unordered_map<std::string, uint32_t> exact_, prefixes_;
  size_t longest_ = 0;
};

const Table& TheTable() {
  static const Table table;
  return table;
}

template <size_t n>
bool IsAmong(const std::string& word, const char* const (&list)[n]) {
  for (const char* other : list) {
    if (word == other) return true;
  }
  return false;
}

bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }

// What a name begins with that says how something looks, or what else the page has.
constexpr const char* kStates[] = {
    "has",    "no",     "not", "with", "without", "is",   "js", "category",  "tag",    "type",
    "status", "format", "if",  "and",  "single",  "page", "wp", "elementor", "margin", "padding"};

// Of one name, such as entry-content or articleBody.
uint32_t OfName(std::string_view name) {
  name = name.substr(0, name.find("--"));  // after that is how it looks (BEM)
  uint32_t hints = 0;
  std::string word, before, joined;
  bool of_state = false;
  const auto take = [&] {
    if (word.empty()) return;
    // hidden-xs and field-label-hidden are shown.
    if (!of_state)
      hints |= TheTable().Of(word) & (word == name ? ~0u : ~static_cast<uint32_t>(kHidden));
    if (joined.empty() && word != name && IsAmong(word, kStates)) of_state = true;
    if (IsAmong(before, kWhole) && IsAmong(word, kPart)) hints |= kBody;
    joined += word;
    before.swap(word);
    word.clear();
  };
  for (size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (IsUpper(c)) {
      if (i > 0 && IsLower(name[i - 1])) take();
      word += static_cast<char>(c + 32);
    } else if (IsLower(c) || static_cast<unsigned char>(c) >= 0x80) {
      word += c;
    } else {
      take();
    }
  }
  take();
  if (joined != before) hints |= TheTable().Of(joined);
  return hints;
}

uint32_t OfNames(std::string_view names) {
  constexpr size_t kLongest = 2000;  // nobody gives names like that to say something
  names = names.substr(0, kLongest);
  uint32_t hints = 0;
  size_t at = 0;
  while (at < names.size()) {
    size_t end = at;
    while (end < names.size() && static_cast<unsigned char>(names[end]) > ' ') ++end;
    if (end > at) hints |= OfName(names.substr(at, end - at));
    at = end + 1;
  }
  return hints;
}

}  // namespace

Hints::Hints() : seen_(size_t{1} << 12) {}

uint32_t Hints::Of(std::string_view names) {
  if (names.empty()) return 0;
  const uint64_t hash = XXH3_64bits(names.data(), names.size());
  Seen& seen = seen_[hash % seen_.size()];
  if (seen.hash != hash) seen = {hash, OfNames(names)};
  return seen.hints;
}

}  // namespace textmill::html
