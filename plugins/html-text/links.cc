#include "plugins/html-text/links.h"

#include <unordered_set>

#include "plugins/html-text/render.h"
#include "plugins/html-text/tags.h"

namespace textmill::html {
namespace {

const lxb_dom_node_t* LinkAround(const lxb_dom_node_t* node) {
  constexpr int kFar = 16;
  for (int i = 0; i < kFar && node != nullptr; ++i, node = node->parent) {
    if (node->type == LXB_DOM_NODE_TYPE_ELEMENT && node->local_name == LXB_TAG_A) return node;
  }
  return nullptr;
}

}  // namespace

std::vector<Link> LinksOf(const Outline& outline, const std::vector<uint8_t>& kept) {
  std::vector<Link> links;
  // A link may go on after another one that is in it, in a table.
  std::unordered_set<const lxb_dom_node_t*> seen;
  const auto add = [&](const lxb_dom_node_t* node) {
    if (node == nullptr || !seen.insert(node).second) return;
    const std::string_view url = Attribute(node, "href");
    if (url.empty() || url[0] == '#' || url.substr(0, 11) == "javascript:") return;
    links.push_back({url, {}});
    AppendText(node, &links.back().text);
  };
  for (size_t i = 0; i < outline.blocks.size(); ++i) {
    const Block& block = outline.blocks[i];
    if (kept[i] == 0 || block.links == 0) continue;
    add(LinkAround(block.first));
    for (const lxb_dom_node_t* node = block.first; node != nullptr && node != block.end;) {
      const bool inside = node->type == LXB_DOM_NODE_TYPE_ELEMENT && ShownAs(node) != Shown::kNever;
      if (inside && node->local_name == LXB_TAG_A) add(node);
      node = inside ? Next(node, nullptr) : After(node, nullptr);
    }
  }
  return links;
}

}  // namespace textmill::html
