#include "plugins/html-text/tags.h"

#include <array>

namespace textmill::html {
namespace {

constexpr lxb_tag_id_t kBlocks[] = {
    LXB_TAG_ADDRESS, LXB_TAG_ARTICLE, LXB_TAG_ASIDE,   LXB_TAG_BLOCKQUOTE, LXB_TAG_BODY,
    LXB_TAG_CAPTION, LXB_TAG_CENTER,  LXB_TAG_DD,      LXB_TAG_DETAILS,    LXB_TAG_DIR,
    LXB_TAG_DIV,     LXB_TAG_DL,      LXB_TAG_DT,      LXB_TAG_FIELDSET,   LXB_TAG_FIGCAPTION,
    LXB_TAG_FIGURE,  LXB_TAG_FOOTER,  LXB_TAG_FORM,    LXB_TAG_FRAMESET,   LXB_TAG_H1,
    LXB_TAG_H2,      LXB_TAG_H3,      LXB_TAG_H4,      LXB_TAG_H5,         LXB_TAG_H6,
    LXB_TAG_HEADER,  LXB_TAG_HGROUP,  LXB_TAG_HR,      LXB_TAG_HTML,       LXB_TAG_LEGEND,
    LXB_TAG_LI,      LXB_TAG_LISTING, LXB_TAG_MAIN,    LXB_TAG_MENU,       LXB_TAG_MULTICOL,
    LXB_TAG_NAV,     LXB_TAG_OL,      LXB_TAG_P,       LXB_TAG_PLAINTEXT,  LXB_TAG_PRE,
    LXB_TAG_SEARCH,  LXB_TAG_SECTION, LXB_TAG_SUMMARY, LXB_TAG_TABLE,      LXB_TAG_TBODY,
    LXB_TAG_TD,      LXB_TAG_TFOOT,   LXB_TAG_TH,      LXB_TAG_THEAD,      LXB_TAG_TR,
    LXB_TAG_UL,      LXB_TAG_XMP,     LXB_TAG_DIALOG};
constexpr lxb_tag_id_t kNotText[] = {
    LXB_TAG_APPLET,   LXB_TAG_AREA,   LXB_TAG_AUDIO,    LXB_TAG_BUTTON,   LXB_TAG_CANVAS,
    LXB_TAG_DATALIST, LXB_TAG_EMBED,  LXB_TAG_FRAME,    LXB_TAG_HEAD,     LXB_TAG_IFRAME,
    LXB_TAG_IMG,      LXB_TAG_INPUT,  LXB_TAG_KEYGEN,   LXB_TAG_LINK,     LXB_TAG_MAP,
    LXB_TAG_META,     LXB_TAG_METER,  LXB_TAG_NOEMBED,  LXB_TAG_NOFRAMES, LXB_TAG_OBJECT,
    LXB_TAG_OPTGROUP, LXB_TAG_OPTION, LXB_TAG_PROGRESS, LXB_TAG_RP,       LXB_TAG_RT,
    LXB_TAG_SCRIPT,   LXB_TAG_SELECT, LXB_TAG_STYLE,    LXB_TAG_SVG,      LXB_TAG_TEMPLATE,
    LXB_TAG_TEXTAREA, LXB_TAG_TITLE,  LXB_TAG_TRACK,    LXB_TAG_VIDEO};

using ShownTags = std::array<Shown, LXB_TAG__LAST_ENTRY>;
constexpr ShownTags MakeTable() {
  ShownTags table{};
  for (const lxb_tag_id_t tag : kBlocks) table[tag] = Shown::kBlock;
  for (const lxb_tag_id_t tag : kNotText) table[tag] = Shown::kNever;
  table[LXB_TAG_BR] = Shown::kBreak;
  return table;
}
constexpr ShownTags kTable = MakeTable();

}  // namespace

Shown ShownAs(const lxb_dom_node_t* element) {
  if (element->local_name == LXB_TAG_NOSCRIPT)
    return element->owner_document->scripting ? Shown::kNever : Shown::kBlock;
  return element->local_name < kTable.size() ? kTable[element->local_name] : Shown::kInline;
}

}  // namespace textmill::html
