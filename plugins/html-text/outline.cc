#include "plugins/html-text/outline.h"

#include <algorithm>
#include <array>

#include "plugins/html-text/tags.h"

namespace textmill::html {
namespace {

constexpr uint32_t kSetsApart = kNav | kShare | kCookie | kComment | kRelated | kSide | kFooter |
                                kByline | kCaption | kAd | kForm | kHidden | kUnseen | kTeaser;

using Bytes = std::array<bool, 256>;
constexpr Bytes MakeSpaces() {
  Bytes spaces{};
  for (const unsigned char c : {' ', '\t', '\n', '\r', '\f'}) spaces[c] = true;
  return spaces;
}
constexpr Bytes kSpaces = MakeSpaces();

// Marks of other scripts, by their UTF-8.
constexpr std::string_view kOtherStops[] = {"。", "！", "？", "؟", "۔", "…", "။", "።", "։"};
constexpr std::string_view kClosing[] = {"”", "’", "»", "“", "」", "』", "）", "›"};

// Attributes by what they are called, beyond those that lexbor knows by number.
uint32_t HintsOfAttributes(const lxb_dom_node_t* node, Hints* table) {
  const auto* element = reinterpret_cast<const lxb_dom_element_t*>(node);
  uint32_t hints = 0;
  for (const lxb_dom_attr_t* attr = element->first_attr; attr != nullptr; attr = attr->next) {
    const lxb_dom_attr_id_t name = attr->node.local_name;
    if (name == LXB_DOM_ATTR_CLASS || name == LXB_DOM_ATTR_ID) {
      hints |= table->Of(ValueOf(attr));
      continue;
    }
    if (name == LXB_DOM_ATTR_STYLE) {
      const std::string_view style = ValueOf(attr);
      if (style.find("display:none") != style.npos || style.find("display: none") != style.npos ||
          style.find("visibility:hidden") != style.npos)
        hints |= kUnseen;
      continue;
    }
    if (name == LXB_DOM_ATTR_REL && ValueOf(attr) == "author") hints |= kAuthor;
    if (name < LXB_DOM_ATTR__LAST_ENTRY) continue;
    size_t size = 0;
    const lxb_char_t* own = lxb_dom_attr_local_name(const_cast<lxb_dom_attr_t*>(attr), &size);
    const std::string_view called(reinterpret_cast<const char*>(own), size);
    const std::string_view value = ValueOf(attr);
    if (called == "role") {
      if (value == "navigation" || value == "menu" || value == "menubar" || value == "tablist")
        hints |= kNav;
      if (value == "complementary") hints |= kSide;
      if (value == "contentinfo") hints |= kFooter;
      if (value == "banner") hints |= kHeader;
      if (value == "search") hints |= kForm;
      if (value == "dialog" || value == "alertdialog") hints |= kHidden;
      if (value == "main" || value == "article") hints |= kContent;
    } else if (called == "itemprop") {
      if (value == "articleBody" || value == "reviewBody") hints |= kBody;
      if (value == "datePublished" || value == "dateModified") hints |= kByline;
      if (value == "author") hints |= kByline | kAuthor;
      if (value == "comment") hints |= kComment;
    } else if (called == "hidden" || (called == "aria-hidden" && value == "true")) {
      hints |= kUnseen;
    }
  }
  return hints;
}

uint32_t HintsOfTag(uint16_t tag) {
  switch (tag) {
    case LXB_TAG_NAV:
    case LXB_TAG_MENU:
      return kNav;
    case LXB_TAG_FOOTER:
      return kFooter;
    case LXB_TAG_ASIDE:
      return kSide;
    case LXB_TAG_HEADER:
      return kHeader;
    case LXB_TAG_FIGCAPTION:
    case LXB_TAG_FIGURE:
      return kCaption;
    case LXB_TAG_DIALOG:
      return kHidden;
    case LXB_TAG_SEARCH:
    case LXB_TAG_FORM:
      return kForm;
    case LXB_TAG_ARTICLE:
    case LXB_TAG_MAIN:
      return kContent;
    default:
      return 0;
  }
}

// What names cannot mean on some elements.
uint32_t Believed(uint16_t tag, uint32_t hints) {
  switch (tag) {
    case LXB_TAG_H1:
    case LXB_TAG_H2:
    case LXB_TAG_H3:
    case LXB_TAG_H4:
      return hints & ~(kNav | kByline | kSide | kHeader | kCaption);
    case LXB_TAG_P:
      return hints &
             ~(kRelated | kTeaser | kNav | kSide);  // the teaser of this page, not of another
    case LXB_TAG_BLOCKQUOTE:
      return hints & ~(kShare | kCaption);  // a tweet that is quoted
    case LXB_TAG_TR:
    case LXB_TAG_TD:
    case LXB_TAG_BODY:
    case LXB_TAG_HTML:
      return hints & (kBody | kContent | kUnseen);
    default:
      return hints;
  }
}

}  // namespace

class Outline::Maker {
 public:
  Maker(Outline* out, Hints* hints) : out_(*out), hints_(hints) {}

  void Walk(const lxb_dom_node_t* body) {
    const lxb_dom_node_t* node = body;
    for (;;) {
      if (Enter(node) && node->first_child != nullptr) {
        node = node->first_child;
        continue;
      }
      Leave(node);
      while (node != body && node->next == nullptr) {
        node = node->parent;
        Leave(node);
      }
      if (node == body) return;
      node = node->next;
    }
  }

 private:
  // Whether what is in it is looked at.
  bool Enter(const lxb_dom_node_t* node) {
    if (node->type == LXB_DOM_NODE_TYPE_TEXT) {
      Text(node);
      return false;
    }
    if (node->type != LXB_DOM_NODE_TYPE_ELEMENT) return false;
    const Shown shown = ShownAs(node);
    const auto tag = static_cast<uint16_t>(node->local_name);
    if (shown == Shown::kNever) {
      if (tag == LXB_TAG_SCRIPT && Attribute(node, "type") == "application/ld+json")
        out_.json_ld.push_back(node);
      if (tag == LXB_TAG_META && out_.metas.size() < kMostNoted) out_.metas.push_back(node);
      return false;
    }
    if (shown == Shown::kBreak) {
      Flush(node);
      broken_ = true;
      return false;
    }
    const uint32_t hints = Believed(tag, HintsOfAttributes(node, hints_)) | HintsOfTag(tag);
    if ((hints & kAuthor) != 0 && out_.authors.size() < kMostNoted) out_.authors.push_back(node);
    if (tag == LXB_TAG_A) ++links_deep_;
    if (tag == LXB_TAG_TIME && out_.times.size() < kMostNoted) out_.times.push_back(node);
    if (tag == LXB_TAG_H1 && out_.first_h1 == nullptr) out_.first_h1 = node;
    if (shown == Shown::kInline && (hints & kSetsApart) == 0) {
      if (tag == LXB_TAG_A && open_.element >= 0) ++open_.links;
      return true;
    }
    const bool joins = shown == Shown::kInline;
    Flush(node);
    joins_ = joins && can_join_;
    if (!joins) can_join_ = false;
    broken_ = false;
    const auto index = static_cast<int32_t>(out_.elements.size());
    out_.elements.push_back(
        {node, current_, index + 1, static_cast<int32_t>(out_.blocks.size()), 0, hints, tag});
    current_ = index;
    return true;
  }

  void Leave(const lxb_dom_node_t* node) {
    if (node->type != LXB_DOM_NODE_TYPE_ELEMENT) return;
    if (node->local_name == LXB_TAG_A && links_deep_ > 0) --links_deep_;
    if (current_ < 0 || out_.elements[static_cast<size_t>(current_)].node != node) return;
    Flush(nullptr, node);
    Element& element = out_.elements[static_cast<size_t>(current_)];
    element.end = static_cast<int32_t>(out_.elements.size());
    element.end_block = static_cast<int32_t>(out_.blocks.size());
    current_ = element.parent;
    joins_ = ShownAs(node) == Shown::kInline && can_join_;
    if (!joins_) can_join_ = false;
    broken_ = false;
  }

  void Text(const lxb_dom_node_t* node) {
    const std::string_view text = TextOf(node);
    int32_t bytes = 0;
    bool space = space_;
    size_t last = text.npos;
    for (size_t i = 0; i < text.size(); ++i) {
      if (kSpaces[static_cast<unsigned char>(text[i])]) {
        space = true;
        continue;
      }
      bytes += space ? 2 : 1;
      space = false;
      last = i;
    }
    if (last == text.npos) {
      space_ = space;
      return;
    }
    if (open_.element < 0) {
      open_ = {};
      open_.first = node;
      open_.element = current_;
      open_.joins = joins_;
      open_.after_break = broken_;
      open_.spaced = tail_space_ || space_ || kSpaces[static_cast<unsigned char>(text[0])];
      if (links_deep_ > 0) open_.links = 1;
    }
    open_.bytes += bytes;
    if (links_deep_ > 0) open_.linked += bytes;
    LookAtEnd(text.substr(0, last + 1));
    space_ = space;
  }

  // Quotation marks and brackets after the end of a sentence are passed over.
  void LookAtEnd(std::string_view text) {
    for (;;) {
      const size_t before = text.size();
      for (const std::string_view mark : kClosing) {
        if (text.size() >= mark.size() && text.substr(text.size() - mark.size()) == mark)
          text.remove_suffix(mark.size());
      }
      if (!text.empty() && (text.back() == '"' || text.back() == '\'' || text.back() == ')'))
        text.remove_suffix(1);
      if (text.size() == before) break;
    }
    if (text.empty()) return;  // the end was in the text before
    const char c = text.back();
    open_.colon = c == ':';
    open_.ends_sentence = c == '.' || c == '!' || c == '?' || c == ':';
    for (const std::string_view stop : kOtherStops) {
      if (text.size() >= stop.size() && text.substr(text.size() - stop.size()) == stop)
        open_.ends_sentence = true;
    }
  }

  // The block that is open ends before `end`, or after all that is in `in`.
  void Flush(const lxb_dom_node_t* end, const lxb_dom_node_t* in = nullptr) {
    tail_space_ = space_;
    space_ = false;
    if (open_.element < 0) return;
    if (in != nullptr) {
      const lxb_dom_node_t* node = in;
      while (node != nullptr && node->next == nullptr) node = node->parent;
      end = node != nullptr ? node->next : nullptr;
    }
    open_.end = end;
    open_.heading = Heading(open_.element);
    out_.blocks.push_back(open_);
    open_.element = -1;
    joins_ = false;
    broken_ = false;
    can_join_ = true;
  }

  uint8_t Heading(int32_t element) const {
    for (int i = 0; i < 3 && element >= 0; ++i) {
      const Element& at = out_.elements[static_cast<size_t>(element)];
      if (at.tag >= LXB_TAG_H1 && at.tag <= LXB_TAG_H6)
        return static_cast<uint8_t>(at.tag - LXB_TAG_H1 + 1);
      element = at.parent;
    }
    return 0;
  }

  static constexpr size_t kMostNoted = 100;
  Outline& out_;
  Hints* hints_;
  Block open_{nullptr, nullptr, -1, 0, 0, 0, 0, false, false, false, false, false};
  int32_t current_ = -1;
  int links_deep_ = 0;
  bool space_ = false;       // a blank since the last character of the block
  bool tail_space_ = false;  // the same, where the block before ended
  bool joins_ = false;       // the next block goes on in the line
  bool can_join_ = false;    // there is a block in this line
  bool broken_ = false;      // by a <br>
};

void Outline::Make(const lxb_dom_node_t* body, Hints* hints) {
  elements.clear();
  blocks.clear();
  json_ld.clear();
  metas.clear();
  times.clear();
  authors.clear();
  first_h1 = nullptr;
  if (body == nullptr) return;
  Maker(this, hints).Walk(body);
}

}  // namespace textmill::html
