#include "core/pipeline/yaml/yaml_tree.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <map>
#include <sstream>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "core/pipeline/yaml/source_text.h"
#include "core/pipeline/yaml/yaml_error.h"
#include "core/pipeline/yaml/yaml_scalar.h"

namespace textmill::core {
namespace {

constexpr size_t kMostScalarBytes = 8 * kLongestPipeline;  // with the copies that aliases make

struct Stop {};  // thrown through yaml-cpp when reading further makes no sense

class TreeBuilder final : public YAML::EventHandler {
 public:
  TreeBuilder(const SourceText& source, std::vector<Problem>* problems)
      : source_(source), text_(source.text()), problems_(problems) {}

  YamlNode TakeRoot() { return std::move(root_); }
  YamlTrail trail() const {
    YamlTrail trail = trail_;
    for (const Open& open : open_) {
      if (open.flow) trail.open_flow = open.offset;
    }
    return trail;
  }
  size_t Offset(const YAML::Mark& mark) const {
    return mark.pos < 0 ? text_.size() : std::min(static_cast<size_t>(mark.pos), text_.size());
  }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (in_document_) {
      Fatal(Offset(mark), "the document has ended, but something follows it",
            "a pipeline file holds one document: check the indentation, and look for `---`");
    }
    in_document_ = true;
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    YamlNode node;
    node.place = source_.At(Offset(mark));
    Spend(node, Offset(mark), open_.size());
    Add(std::move(node), Offset(mark), anchor);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    const size_t begin = Content(mark, tag);
    const ScalarSource scalar = ScanScalar(text_, begin, value);
    trail_.last_scalar = begin;
    trail_.last_scalar_end = scalar.end;
    if (scalar.unterminated) {
      Fatal(begin, "the quotation mark that opens here is never closed",
            "close it where the text ends");
    }
    YamlNode node;
    node.kind = YamlNode::Kind::kScalar;
    node.place = source_.At(begin);
    node.text = value;
    node.plain = scalar.plain;
    node.comment = scalar.comment;
    node.raw = scalar.raw;
    Spend(node, begin, open_.size());
    Add(std::move(node), begin, anchor);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override {
    Begin(YamlNode::Kind::kList, mark, tag, anchor, style);
  }
  void OnSequenceEnd() override { End(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override {
    Begin(YamlNode::Kind::kMap, mark, tag, anchor, style);
  }
  void OnMapEnd() override { End(); }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const size_t offset = Offset(mark);
    const auto it = anchored_.find(anchor);
    if (it == anchored_.end()) {
      Fatal(offset, "this alias is inside the very value that it names", "write the value out");
    }
    Spend(it->second, offset, open_.size());
    YamlNode copy = it->second;
    copy.place = source_.At(offset);
    copy.raw.clear();
    Add(std::move(copy), offset, 0);
  }

 private:
  // A list or map that has begun and not ended.
  struct Open {
    YamlNode node;
    size_t offset;
    YAML::anchor_t anchor;
    bool flow;
    std::optional<YamlNode> key;                 // of the value that comes next in a map
    bool refused = false;                        // that key was wrong, and its value is passed over
    std::unordered_map<std::string, int> lines;  // of the keys so far
  };

  [[noreturn]] void Fatal(size_t offset, std::string message, std::string hint) {
    problems_->push_back({source_.At(offset), std::move(message), std::move(hint)});
    throw Stop{};
  }

  // Where a node's own text begins, after its tag and anchor.
  size_t Content(const YAML::Mark& mark, const std::string& tag) {
    const size_t offset = Offset(mark);
    if (text_.substr(offset, 1) == "!" || (tag != "?" && tag != "!" && !tag.empty())) {
      problems_->push_back({source_.At(offset), "tags, such as `!!int`, have no meaning here",
                            "leave the tag out: each parameter knows its type"});
    }
    const size_t begin = SkipProperties(text_, offset);
    CheckIndentation(begin);
    return begin;
  }

  // To yaml-cpp a tab is white space like any other.
  void CheckIndentation(size_t offset) {
    const size_t line = source_.LineStart(offset);
    const std::string_view before = text_.substr(line, offset - line);
    const size_t tab = before.find('\t');
    if (tab != std::string_view::npos &&
        before.find_first_not_of(" \t-?") == std::string_view::npos)
      Fatal(line + tab, "a tab cannot indent YAML", "use spaces");
  }

  void Begin(YamlNode::Kind kind, const YAML::Mark& mark, const std::string& tag,
             YAML::anchor_t anchor, YAML::EmitterStyle::value style) {
    const size_t begin = Content(mark, tag);
    Open open{{}, begin, anchor, style == YAML::EmitterStyle::Flow, {}, false, {}};
    open.node.kind = kind;
    open.node.place = source_.At(begin);
    Spend(open.node, begin, open_.size());
    open_.push_back(std::move(open));
  }

  void End() {
    Open open = std::move(open_.back());
    open_.pop_back();
    Add(std::move(open.node), open.offset, open.anchor);
  }

  // Counts what is made, copies too, so that aliases of aliases fill neither memory nor stack.
  void Spend(const YamlNode& node, size_t offset, size_t depth) {
    if (depth >= kDeepestYaml) {
      Fatal(offset, "lists and maps are nested more than 64 deep",
            "no pipeline needs that: is a bracket missing?");
    }
    ++nodes_;
    bytes_ += node.text.size() + node.raw.size() + node.key.size();
    if (nodes_ > kMostYamlNodes || bytes_ > kMostScalarBytes) {
      Fatal(
          offset,
          "the pipeline is too big: more than 20000 values or 8 MiB, with all that aliases repeat",
          "long lists belong in files of their own");
    }
    for (const YamlNode& item : node.items) Spend(item, offset, depth + 1);
  }

  void Add(YamlNode node, size_t offset, YAML::anchor_t anchor) {
    if (anchor != 0) {
      Spend(node, offset, open_.size());
      anchored_[anchor] = node;
    }
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    Open& parent = open_.back();
    if (parent.node.kind == YamlNode::Kind::kList) {
      if (node.kind == YamlNode::Kind::kNull) node.place = ListItemPlace(parent, offset);
      parent.node.items.push_back(std::move(node));
    } else if (parent.refused) {
      parent.refused = false;
    } else if (!parent.key) {
      parent.refused = !AddKey(parent, std::move(node), offset);
    } else {
      node.key = std::move(parent.key->text);
      node.key_place = std::move(parent.key->place);
      if (node.kind == YamlNode::Kind::kNull) node.place = node.key_place;
      parent.key.reset();
      parent.node.items.push_back(std::move(node));
    }
  }

  // Nothing has no place of its own: yaml-cpp gives that of whatever comes next. The dash is
  // better.
  Place ListItemPlace(const Open& list, size_t offset) const {
    const std::string_view here = text_.substr(offset, 1);
    if (here == "~" || here == "n" || here == "N") return source_.At(offset);
    const size_t dash = offset > 0 ? text_.rfind('-', offset - 1) : std::string_view::npos;
    if (dash != std::string_view::npos && dash > list.offset) return source_.At(dash);
    return list.node.place;
  }

  bool AddKey(Open& map, YamlNode key, size_t offset) {
    const auto refuse = [&](std::string message, std::string hint) {
      problems_->push_back({key.place, std::move(message), std::move(hint)});
      return false;
    };
    if (!key.scalar()) return refuse("a key must be a word, but here is " + Describe(key), "");
    if (key.plain && key.text == "<<") {
      return refuse("merging maps by `<<` is not supported",
                    "write the keys out, or name the whole map by its alias");
    }
    if (const size_t odd = FindInvisible(key.text); key.plain && odd != std::string::npos) {
      Fatal(offset + odd, "an invisible character is here, a non-breaking or zero-width space",
            "type an ordinary space instead; such characters come with text copied from elsewhere");
    }
    const auto [first, is_new] = map.lines.emplace(key.text, key.place.line);
    if (!is_new) {
      return refuse("the key `" + key.text + "` is in this map twice, first in line " +
                        std::to_string(first->second),
                    "remove one of them");
    }
    map.key = std::move(key);
    return true;
  }

  const SourceText& source_;
  std::string_view text_;
  std::vector<Problem>* problems_;
  bool in_document_ = false;
  YamlNode root_;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, YamlNode> anchored_;
  size_t nodes_ = 0, bytes_ = 0;
  YamlTrail trail_;
};

}  // namespace

std::optional<YamlNode> ReadYaml(const std::string& text, const std::string& file,
                                 std::vector<Problem>* problems) {
  const SourceText source(text, file);
  if (std::optional<Problem> problem = source.Check()) {
    problems->push_back(std::move(*problem));
    return std::nullopt;
  }
  TreeBuilder builder(source, problems);
  std::istringstream stream{std::string(source.text())};
  try {
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const Stop&) {
    return std::nullopt;
  } catch (const YAML::Exception& e) {
    problems->push_back(ExplainYamlError(source, e.msg, builder.Offset(e.mark), builder.trail()));
    return std::nullopt;
  }
  return builder.TakeRoot();
}

}  // namespace textmill::core
