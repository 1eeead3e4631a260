#include "plugins/html-text/page.h"

#include <lexbor/html/tree.h>
#include <lexbor/html/tree/open_elements.h>

#include <new>

namespace textmill::html {
namespace {

bool IsFormatting(lxb_tag_id_t tag) {
  switch (tag) {
    case LXB_TAG_A:
    case LXB_TAG_B:
    case LXB_TAG_BIG:
    case LXB_TAG_CODE:
    case LXB_TAG_EM:
    case LXB_TAG_FONT:
    case LXB_TAG_I:
    case LXB_TAG_NOBR:
    case LXB_TAG_S:
    case LXB_TAG_SMALL:
    case LXB_TAG_STRIKE:
    case LXB_TAG_STRONG:
    case LXB_TAG_TT:
    case LXB_TAG_U:
      return true;
    default:
      return false;
  }
}

size_t BytesOf(const lexbor_mraw_t* memory) {
  return memory->mem->chunk_length * memory->mem->chunk_min_size;
}

// Names of tags and attributes that HTML does not know go into tables of lexbor's that have 128
// chains and never grow: a page of a hundred thousand names would walk chains of a thousand.
void Widen(lexbor_hash_t** names, size_t entry_size) {
  constexpr size_t kChains = 4096;
  lexbor_hash_t* const wide = lexbor_hash_create();
  if (lexbor_hash_init(wide, kChains, entry_size) != LXB_STATUS_OK) {
    lexbor_hash_destroy(wide, true);
    throw std::bad_alloc();
  }
  lexbor_hash_destroy(*names, true);
  *names = wide;
}

}  // namespace

Page::Page() : document_(lxb_html_document_create()) {
  if (document_ == nullptr) throw std::bad_alloc();
  try {
    Widen(&document_->dom_document.tags, sizeof(lxb_tag_data_t));
    Widen(&document_->dom_document.attrs, sizeof(lxb_dom_attr_data_t));
  } catch (...) {
    lxb_html_document_destroy(document_);
    throw;
  }
}

Page::~Page() { lxb_html_document_destroy(document_); }

size_t Page::UsedMemory() const {
  const lxb_dom_document_t& dom = document_->dom_document;
  return BytesOf(dom.mraw) + BytesOf(dom.text);
}

// Whether the element would be one too many: an open one within the others, or one that is opened
// again in each paragraph after it. Both make lexbor's time and memory quadratic.
bool Page::IsTooDeep(const lxb_html_token_t& token) const {
  constexpr size_t kMostFormatting = 64;
  if ((token.type & LXB_HTML_TOKEN_TYPE_CLOSE) != 0 || token.tag_id <= LXB_TAG__BEGIN) return false;
  if (token.tag_id == LXB_TAG_HTML || token.tag_id == LXB_TAG_BODY) return false;
  const lxb_html_tree_t& tree =
      *static_cast<lxb_html_parser_t*>(document_->dom_document.parser)->tree;
  if (lexbor_array_length(tree.open_elements) >= kMostDepth) return true;
  return lexbor_array_length(tree.active_formatting) >= kMostFormatting &&
         IsFormatting(token.tag_id);
}

void Page::LimitAttributes(lxb_html_token_t& token) {
  const bool is_gathered = token.tag_id == LXB_TAG_HTML || token.tag_id == LXB_TAG_BODY;
  size_t n = is_gathered ? gathered_ : 0;
  lxb_html_token_attr_t* attr = token.attr_first;
  for (; attr != nullptr && n < kMostAttributes; attr = attr->next) ++n;
  if (is_gathered) gathered_ = n;
  if (attr == nullptr) return;
  token.attr_last = attr->prev;
  (attr->prev == nullptr ? token.attr_first : attr->prev->next) = nullptr;
}

lxb_html_token_t* Page::OnToken(lxb_html_tokenizer_t* tokenizer, lxb_html_token_t* token,
                                void* context) {
  Page& page = *static_cast<Page*>(context);
  constexpr size_t kLook = 256;  // tokens
  if (++page.tokens_ % kLook == 0 && page.UsedMemory() > page.memory_) {
    page.too_large_ = true;
    tokenizer->status = LXB_STATUS_STOP;
    return nullptr;
  }
  if (page.IsTooDeep(*token)) return token;
  page.LimitAttributes(*token);
  return page.next_(tokenizer, token, page.next_context_);
}

Page::Outcome Page::Parse(std::string_view html, size_t memory, bool scripts) {
  memory_ = memory;
  tokens_ = gathered_ = 0;
  too_large_ = false;
  lxb_html_document_clean(document_);
  document_->dom_document.scripting = scripts;
  if (lxb_html_document_parse_chunk_begin(document_) != LXB_STATUS_OK) return Outcome::kNoMemory;
  auto* parser = static_cast<lxb_html_parser_t*>(document_->dom_document.parser);
  if (parser->tkz->callback_token_done != OnToken) {
    next_ = parser->tkz->callback_token_done;
    next_context_ = parser->tkz->callback_token_ctx;
    lxb_html_tokenizer_callback_token_done_set(parser->tkz, OnToken, this);
  }
  const auto* bytes = reinterpret_cast<const lxb_char_t*>(html.data());
  // A run of text is one token however long it is: between pieces the memory is looked at.
  constexpr size_t kPiece = size_t{1} << 20;
  for (size_t at = 0; at < html.size(); at += kPiece) {
    const size_t size = html.size() - at < kPiece ? html.size() - at : kPiece;
    const lxb_status_t status = lxb_html_document_parse_chunk(document_, bytes + at, size);
    if (too_large_ || UsedMemory() > memory_) return Outcome::kTooLarge;
    if (status != LXB_STATUS_OK) return Outcome::kNoMemory;
  }
  const lxb_status_t status = lxb_html_document_parse_chunk_end(document_);
  if (too_large_) return Outcome::kTooLarge;
  return status == LXB_STATUS_OK ? Outcome::kParsed : Outcome::kNoMemory;
}

lxb_dom_node_t* Page::root() const {
  return reinterpret_cast<lxb_dom_node_t*>(document_->dom_document.element);
}
lxb_dom_node_t* Page::head() const { return reinterpret_cast<lxb_dom_node_t*>(document_->head); }
lxb_dom_node_t* Page::body() const { return reinterpret_cast<lxb_dom_node_t*>(document_->body); }

std::string_view Page::title() const {
  const lxb_dom_node_t* const top = head();
  for (const lxb_dom_node_t* node = top; node != nullptr; node = Next(node, top)) {
    if (node->local_name != LXB_TAG_TITLE || node->first_child == nullptr) continue;
    if (node->first_child->type == LXB_DOM_NODE_TYPE_TEXT) return TextOf(node->first_child);
  }
  return {};
}

std::string_view Attribute(const lxb_dom_node_t* element, std::string_view name) {
  const auto* of = reinterpret_cast<const lxb_dom_element_t*>(element);
  for (const lxb_dom_attr_t* attr = of->first_attr; attr != nullptr; attr = attr->next) {
    size_t size = 0;
    const lxb_char_t* own = lxb_dom_attr_local_name(const_cast<lxb_dom_attr_t*>(attr), &size);
    if (std::string_view(reinterpret_cast<const char*>(own), size) != name) continue;
    return ValueOf(attr);
  }
  return {};
}

lxb_dom_node_t* After(const lxb_dom_node_t* node, const lxb_dom_node_t* root) {
  while (node != root) {
    if (node->next != nullptr) return node->next;
    node = node->parent;
  }
  return nullptr;
}

}  // namespace textmill::html
