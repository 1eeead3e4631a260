#include "plugins/html-text/render.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "plugins/html-text/tags.h"

namespace textmill::html {
namespace {

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

// Blanks become single ones, also those that do not break; `*space` says whether one is due.
void AppendCollapsed(std::string_view text, size_t start, bool* space, std::string* out) {
  size_t i = 0;
  while (i < text.size()) {
    if (IsSpace(text[i])) {
      *space = true;
      ++i;
      continue;
    }
    if (text[i] == '\xC2' && text.substr(i, 2) == "\u00A0") {
      *space = true;
      i += 2;
      continue;
    }
    size_t end = i + 1;
    while (end < text.size() && !IsSpace(text[end]) && text[end] != '\xC2') ++end;
    if (*space && out->size() > start) *out += ' ';
    *space = false;
    out->append(text, i, end - i);
    i = end;
  }
}

// Where a block is: the innermost item, cell and preformatted text that it is in; -1: none.
struct Place {
  int32_t item = -1, row = -1, cell = -1, pre = -1, term = -1;
  int lists = 0, quotes = 0;
};

class Renderer {
 public:
  Renderer(const Outline& outline, const std::vector<uint8_t>& kept, Format format,
           std::string* out)
      : outline_(outline), kept_(kept), markdown_(format == Format::kMarkdown), out_(*out) {}

  void Run() {
    const size_t start = out_.size();
    Place before;
    for (size_t i = 0; i < outline_.blocks.size(); ++i) {
      if (kept_[i] == 0) continue;
      const Block& block = outline_.blocks[i];
      const Place place = PlaceOf(block);
      const bool first = out_.size() == start;
      const size_t so_far = out_.size();
      const int32_t headed = headed_;
      if (before.pre >= 0 && place.pre != before.pre && markdown_) out_ += "\n```";
      if (!first) Separate(block, place, before);
      if (!(block.joins && !first)) Begin(block, place, before);
      const size_t begin = out_.size();
      if (place.pre >= 0) {
        Preformatted(block);
      } else {
        Inline(block);
      }
      if (out_.size() == begin) {  // blanks that do not break, and nothing else
        out_.resize(so_far);
        headed_ = headed;
        continue;
      }
      before = place;
      if (place.item >= 0) begun_.insert(place.item);
    }
    if (before.pre >= 0 && markdown_) out_ += "\n```";
    if (before.row >= 0 && markdown_) EndRow(before.row);
  }

 private:
  const Element& At(int32_t i) const { return outline_.elements[static_cast<size_t>(i)]; }

  Place PlaceOf(const Block& block) const {
    Place place;
    for (int32_t i = block.element; i >= 0; i = At(i).parent) {
      switch (At(i).tag) {
        case LXB_TAG_LI:
          if (place.item < 0) place.item = i;
          break;
        case LXB_TAG_UL:
        case LXB_TAG_OL:
          ++place.lists;
          break;
        case LXB_TAG_DT:
        case LXB_TAG_DD:
          if (place.term < 0) place.term = i;
          break;
        case LXB_TAG_PRE:
        case LXB_TAG_LISTING:
        case LXB_TAG_XMP:
        case LXB_TAG_PLAINTEXT:
          if (place.cell < 0) place.pre = i;  // <pre> round a table says nothing
          break;
        case LXB_TAG_BLOCKQUOTE:
          ++place.quotes;
          break;
        case LXB_TAG_TD:
        case LXB_TAG_TH:
          if (place.cell < 0 && IsCell(i)) {
            place.cell = i;
            place.row = At(i).parent;
          }
          break;
        default:
          break;
      }
    }
    return place;
  }

  // Whether it is a cell of data, not one that lays out the page: it is short, and not alone in its
  // row.
  bool IsCell(int32_t i) const {
    constexpr int32_t kMostBlocks = 4, kMostBytes = 600, kMostOfRow = 400;
    const Element& cell = At(i);
    if (cell.parent < 0 || At(cell.parent).tag != LXB_TAG_TR) return false;
    const Element& row = At(cell.parent);
    if (cell.end_block - cell.first_block > kMostBlocks) return false;
    if (row.end_block - row.first_block > kMostOfRow) return false;
    int32_t bytes = 0;
    bool alone = true;
    for (int32_t b = row.first_block; b < row.end_block; ++b) {
      const bool inside = b >= cell.first_block && b < cell.end_block;
      if (inside) bytes += outline_.blocks[static_cast<size_t>(b)].bytes;
      alone = alone && (inside || kept_[static_cast<size_t>(b)] == 0);
    }
    return bytes <= kMostBytes && !alone;
  }

  void Separate(const Block& block, const Place& place, const Place& before) {
    if (block.joins) {
      if (block.spaced) out_ += ' ';
    } else if (place.pre >= 0 && place.pre == before.pre) {
      out_ += '\n';
    } else if (place.cell >= 0 && place.cell == before.cell) {
      out_ += ' ';
    } else if (place.row >= 0 && place.row == before.row) {
      // A cell without text has no block.
      for (const lxb_dom_node_t* cell = At(place.cell).node;
           cell != nullptr && cell != At(before.cell).node; cell = cell->prev) {
        if (cell->type == LXB_DOM_NODE_TYPE_ELEMENT) out_ += markdown_ ? " | " : "\t";
      }
    } else {
      if (before.row >= 0 && markdown_) EndRow(before.row);
      const bool table = place.row >= 0 && before.row >= 0 && SameTable(place.row, before.row);
      const bool list =
          (place.item >= 0 && before.item >= 0 && place.cell < 0 && before.cell < 0) ||
          (place.term >= 0 && before.term >= 0);
      out_ += table || list || block.after_break ? "\n" : "\n\n";
      if (place.quotes > 0 && place.quotes == before.quotes && markdown_ && !list &&
          !block.after_break) {
        out_.pop_back();
        out_ += ">\n";
      }
    }
  }

  bool SameTable(int32_t row, int32_t other) const {
    const auto table = [this](int32_t i) {
      while (i >= 0 && At(i).tag != LXB_TAG_TABLE) i = At(i).parent;
      return i;
    };
    return table(row) == table(other);
  }

  // After the first row of a table Markdown has a line.
  void EndRow(int32_t row) {
    out_ += " |";
    int32_t table = row;
    while (table >= 0 && At(table).tag != LXB_TAG_TABLE) table = At(table).parent;
    if (table == headed_) return;
    headed_ = table;
    out_ += "\n|";
    for (const lxb_dom_node_t* cell = At(row).node->first_child; cell != nullptr;
         cell = cell->next) {
      if (cell->type == LXB_DOM_NODE_TYPE_ELEMENT) out_ += "---|";
    }
  }

  void Begin(const Block& block, const Place& place, const Place& before) {
    if (place.row >= 0) {
      if (place.row == before.row || !markdown_) return;
      out_ += "| ";
      return;
    }
    if (markdown_) {
      for (int i = 0; i < place.quotes; ++i) out_ += "> ";
    }
    if (place.item >= 0) {
      const bool same = begun_.count(place.item) != 0;  // also after a list that is in it
      if (place.lists > 1) out_.append(2 * static_cast<size_t>(std::min(place.lists, 10) - 1), ' ');
      if (!same) {
        AppendMark(place.item);
      } else if (markdown_) {
        out_ += "  ";
      }
    }
    if (!markdown_) return;
    if (place.pre >= 0) {
      if (place.pre != before.pre) out_ += "```\n";
    } else if (block.heading > 0) {
      out_.append(block.heading, '#');
      out_ += ' ';
    }
  }

  void AppendMark(int32_t item) {
    const int32_t list = At(item).parent;
    if (list < 0 || At(list).tag != LXB_TAG_OL) {
      out_ += "- ";
      return;
    }
    // Counting each item's place anew would be quadratic.
    Count& count = counts_[list];
    while (count.last != At(item).node) {
      count.last = count.last != nullptr ? count.last->next : At(list).node->first_child;
      if (count.last->local_name == LXB_TAG_LI) ++count.items;
    }
    out_ += std::to_string(count.items) + ". ";
  }

  void Inline(const Block& block) {
    const size_t start = out_.size();
    bool space = false;
    const lxb_dom_node_t* code = nullptr;  // the one that is open, and the node after it
    const lxb_dom_node_t* code_end = nullptr;
    for (const lxb_dom_node_t* node = block.first; node != nullptr && node != block.end;) {
      if (code != nullptr && node == code_end) {
        out_ += '`';
        code = nullptr;
      }
      if (node->type == LXB_DOM_NODE_TYPE_TEXT) AppendCollapsed(TextOf(node), start, &space, &out_);
      const bool inside = node->type == LXB_DOM_NODE_TYPE_ELEMENT && ShownAs(node) != Shown::kNever;
      if (markdown_ && inside && code == nullptr && node->first_child != nullptr &&
          node->local_name == LXB_TAG_CODE) {
        code = node;
        code_end = After(node, nullptr);
        if (space && out_.size() > start) out_ += ' ';
        space = false;
        out_ += '`';
      }
      node = inside ? Next(node, nullptr) : After(node, nullptr);
    }
    if (code != nullptr) out_ += '`';
  }

  void Preformatted(const Block& block) {
    const size_t start = out_.size();
    for (const lxb_dom_node_t* node = block.first; node != nullptr && node != block.end;) {
      if (node->type == LXB_DOM_NODE_TYPE_TEXT) out_ += TextOf(node);
      const bool inside = node->type == LXB_DOM_NODE_TYPE_ELEMENT && ShownAs(node) != Shown::kNever;
      node = inside ? Next(node, nullptr) : After(node, nullptr);
    }
    while (out_.size() > start && IsSpace(out_.back())) out_.pop_back();
  }

  const Outline& outline_;
  const std::vector<uint8_t>& kept_;
  const bool markdown_;
  std::string& out_;
  int32_t headed_ = -1;  // the table whose first row is through
  // Items of a list, up to the last one that was written.
  struct Count {
    const lxb_dom_node_t* last = nullptr;
    int items = 0;
  };
  std::unordered_map<int32_t, Count> counts_;  // by list
  std::unordered_set<int32_t> begun_;          // items of which something is written
};

}  // namespace

void Render(const Outline& outline, const std::vector<uint8_t>& kept, Format format,
            std::string* out) {
  Renderer(outline, kept, format, out).Run();
}

void AppendBlock(const Block& block, std::string* out) {
  const size_t start = out->size();
  bool space = false;
  for (const lxb_dom_node_t* node = block.first; node != nullptr && node != block.end;) {
    if (node->type == LXB_DOM_NODE_TYPE_TEXT) AppendCollapsed(TextOf(node), start, &space, out);
    const bool inside = node->type == LXB_DOM_NODE_TYPE_ELEMENT && ShownAs(node) != Shown::kNever;
    node = inside ? Next(node, nullptr) : After(node, nullptr);
  }
}

void AppendText(const lxb_dom_node_t* root, std::string* out) {
  bool space = false;
  const size_t start = out->size();
  for (const lxb_dom_node_t* node = root; node != nullptr;) {
    if (node->type == LXB_DOM_NODE_TYPE_TEXT) AppendCollapsed(TextOf(node), start, &space, out);
    const bool inside =
        node->type == LXB_DOM_NODE_TYPE_ELEMENT && (node == root || ShownAs(node) != Shown::kNever);
    node = inside ? Next(node, root) : After(node, root);
  }
}

}  // namespace textmill::html
