#include "plugins/write-network/network_writer.h"

#include <algorithm>
#include <utility>

#include "plugins/lib/io/xml_text.h"
#include "plugins/lib/values/value_text.h"
#include "textmill/print.hpp"

namespace textmill::write_network {

using io::XmlText;

namespace {

constexpr size_t kWriteAtOnce = 1 << 20;

// What both formats call a type, but for whole numbers.
const char* TypeOf(const Field& type) {
  switch (KindOf(type.format)) {
    case ValueKind::kBool:
      return "boolean";
    case ValueKind::kFloat32:
    case ValueKind::kFloat64:
      return "double";
    case ValueKind::kUtf8:
    case ValueKind::kSeconds:
    case ValueKind::kMillis:
    case ValueKind::kMicros:
    case ValueKind::kNanos:
      return "string";
    default:
      return "long";
  }
}

void PutTexts(const std::vector<std::string>& texts, StateWriter& to) {
  for (const std::string& text : texts) to.PutBytes(text);
}

// What a text takes beside its object.
size_t BytesOf(const std::string& text) { return text.size() > 15 ? text.size() + 1 : 0; }

}  // namespace

void NetworkWriter::DescribeAs(const char* name, const char* summary, const char* format) {
  Describe(name, "1.0.0", summary);
  Explain(
      std::string(
          "Takes a table of edges, such as `entities.cooccurrence` makes it, by `from:`, ") +
          "or documents that are edges. " + format +
          "\n\n"
          "- Columns that come in pairs, `source_NAME` and `target_NAME`, are attributes of the "
          "nodes: `type`, `documents`, `first_date` and so on; all other columns are attributes "
          "of the edge, with `weight` as its weight. Lists are left out.\n"
          "- Nodes of one name are one node, unless `source_id` or, where there is none, "
          "`source_type` tells them apart: the person Paris is not the city.\n"
          "- The name of a node is its `label`. Control characters in names, which XML cannot "
          "hold, become U+FFFD.\n"
          "- Rows without one of the two names are no edges, and are counted "
          "(`without_a_node`).\n\n"
          "The network is kept in memory until the end; `min_count` of the step that counts "
          "makes it smaller.",
      std::string("- uses: entities.cooccurrence\n"
                  "  id: network\n"
                  "- uses: ") +
          name + "\n  from: network\n  with: { path: out/network" + (name + 5) + " }");
}

void NetworkWriter::Bind(Binder& binder) {
  output_ = binder.Output(path->value);
  node_attributes_.clear();
  edge_attributes_.clear();
  identity_ = -1;
  const std::string as_source = "source_", as_target = "target_";
  if (source->value == target->value)
    throw Error("an edge has two nodes: `source` and `target` name the same column")
        .Parameter("target");
  for (const Field& field : binder.input()) {
    if (field.name == source->value || field.name == target->value || !values::IsSingle(field))
      continue;
    const bool first = field.name.compare(0, as_source.size(), as_source) == 0;
    const bool second = field.name.compare(0, as_target.size(), as_target) == 0;
    const std::string name = first || second ? field.name.substr(as_source.size()) : field.name;
    const Field* other = first    ? binder.Find(as_target + name)
                         : second ? binder.Find(as_source + name)
                                  : nullptr;
    Attribute attribute{name, field, binder.Use(field.name), -1};
    if (other == nullptr || !SameType(*other, field)) {
      attribute.name = field.name;
      edge_attributes_.push_back(std::move(attribute));
    } else if (first) {
      attribute.as_target = binder.Use(other->name);
      if (name == "id" || (name == "type" && identity_ < 0))
        identity_ = static_cast<int>(node_attributes_.size());
      node_attributes_.push_back(std::move(attribute));
    }
  }
}

uint32_t NetworkWriter::NodeOf(const Batch& batch, int64_t row, bool as_target) {
  const int64_t base = batch.raw().columns->offset;
  const std::string name((as_target ? batch[to] : batch[from])[row]);
  const auto value = [&](const Attribute& attribute) {
    const int slot = as_target ? attribute.as_target : attribute.slot;
    return values::ValueText(attribute.type, batch.array(slot), base + row);
  };
  std::string key = name;
  if (identity_ >= 0) {
    const std::string id = value(node_attributes_[static_cast<size_t>(identity_)]);
    key.assign(id).append(1, '\0').append(name);
  }
  const uint32_t number = NumberOf(key, name);
  for (size_t i = 0; i < node_attributes_.size(); ++i) {
    if (nodes_[number].values[i].empty()) Give(number, i, value(node_attributes_[i]));
  }
  return number;
}

uint32_t NetworkWriter::NumberOf(const std::string& key, const std::string& name) {
  const auto [found, is_new] = numbers_.try_emplace(key, static_cast<uint32_t>(nodes_.size()));
  if (is_new) {
    nodes_.push_back({name, std::vector<std::string>(node_attributes_.size())});
    bytes_ += 2 * key.size() + 96 + sizeof(Node) + node_attributes_.size() * sizeof(std::string);
  }
  return found->second;
}

void NetworkWriter::Give(uint32_t node, size_t attribute, std::string value) {
  std::string& has = nodes_[node].values[attribute];
  if (!has.empty()) return;
  has = std::move(value);
  bytes_ += BytesOf(has);
}

void NetworkWriter::Keep(Edge edge) {
  bytes_ += sizeof(Edge) + edge_attributes_.size() * sizeof(std::string);
  for (const std::string& value : edge.values) bytes_ += BytesOf(value);
  edges_.push_back(std::move(edge));
}

void NetworkWriter::Commit(const Batch& batch, const Carried&, Reply& reply) {
  const int64_t base = batch.raw().columns->offset;
  for (int64_t row = 0; row < batch.rows(); ++row) {
    if (batch[from].IsNull(row) || batch[to].IsNull(row)) {
      reply.Count(without_a_node);
      continue;
    }
    Edge edge;
    edge.source = NodeOf(batch, row, false);
    edge.target = NodeOf(batch, row, true);
    for (const Attribute& attribute : edge_attributes_)
      edge.values.push_back(
          values::ValueText(attribute.type, batch.array(attribute.slot), base + row));
    Keep(std::move(edge));
    reply.Count(rows);
  }
  CheckMemory();
}

void NetworkWriter::CheckMemory() {
  if (static_cast<int64_t>(bytes_) > memory->bytes)
    throw Error("the network is larger than `memory` allows: " + std::to_string(edges_.size()) +
                " edges so far")
        .Hint(
            "raise `memory`, or leave out rare pairs by the `min_count` of the step that counts "
            "them");
  reported_memory_.Set(host(), static_cast<int64_t>(bytes_));
}

void NetworkWriter::Finish() {
  std::string out;
  const auto flush = [&](size_t least) {
    if (out.size() < least) return;
    Write(output_, out);
    out.clear();
  };
  Begin(&out);
  for (uint32_t i = 0; i < nodes_.size(); ++i, flush(kWriteAtOnce)) AppendNode(i, nodes_[i], &out);
  BetweenNodesAndEdges(&out);
  for (uint64_t i = 0; i < edges_.size(); ++i, flush(kWriteAtOnce)) AppendEdge(i, edges_[i], &out);
  End(&out);
  flush(1);
}

void NetworkWriter::Save(StateWriter& to) const {
  to.Put(static_cast<uint64_t>(nodes_.size()));
  std::vector<const std::string*> keys(nodes_.size());
  for (const auto& [key, number] : numbers_) keys[number] = &key;
  for (size_t i = 0; i < nodes_.size(); ++i) {
    to.PutBytes(*keys[i]);
    to.PutBytes(nodes_[i].name);
    PutTexts(nodes_[i].values, to);
  }
  to.Put(static_cast<uint64_t>(edges_.size()));
  for (const Edge& edge : edges_) {
    to.Put(edge.source);
    to.Put(edge.target);
    PutTexts(edge.values, to);
  }
}

void NetworkWriter::MergeState(StateReader& later) {
  std::vector<uint32_t> numbers;  // of its nodes, here
  for (auto n = later.Take<uint64_t>(); n > 0; --n) {
    const std::string key = later.TakeBytes();
    numbers.push_back(NumberOf(key, later.TakeBytes()));
    for (size_t i = 0; i < node_attributes_.size(); ++i) Give(numbers.back(), i, later.TakeBytes());
  }
  for (auto n = later.Take<uint64_t>(); n > 0; --n) {
    const auto source_number = later.Take<uint32_t>(), target_number = later.Take<uint32_t>();
    if (source_number >= numbers.size() || target_number >= numbers.size())
      throw Error("the saved state is damaged");
    Edge edge{numbers[source_number], numbers[target_number], {}};
    for (size_t i = 0; i < edge_attributes_.size(); ++i) edge.values.push_back(later.TakeBytes());
    Keep(std::move(edge));
  }
  CheckMemory();
}

GraphmlWriter::GraphmlWriter() {
  DescribeAs("write.graphml", "Writes a network as GraphML, for Gephi, yEd, networkx and igraph.",
             "GraphML is read by nearly all network tools.");
}

void GraphmlWriter::Begin(std::string* out) const {
  *out +=
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n"
      "  <key id=\"label\" for=\"node\" attr.name=\"label\" attr.type=\"string\"/>\n";
  const auto keys = [out](const std::vector<Attribute>& attributes, const char* what, char letter) {
    for (size_t i = 0; i < attributes.size(); ++i)
      *out += "  <key id=\"" + std::string(1, letter) + std::to_string(i) + "\" for=\"" + what +
              "\" attr.name=\"" + XmlText(attributes[i].name) + "\" attr.type=\"" +
              TypeOf(attributes[i].type) + "\"/>\n";
  };
  keys(node_attributes(), "node", 'n');
  keys(edge_attributes(), "edge", 'e');
  *out += std::string("  <graph edgedefault=\"") + (directed ? "directed" : "undirected") + "\">\n";
}

void GraphmlWriter::AppendNode(uint32_t number, const Node& node, std::string* out) const {
  *out += "    <node id=\"" + std::to_string(number) + "\"><data key=\"label\">" +
          XmlText(node.name) + "</data>";
  for (size_t i = 0; i < node.values.size(); ++i) {
    if (!node.values[i].empty())
      *out += "<data key=\"n" + std::to_string(i) + "\">" + XmlText(node.values[i]) + "</data>";
  }
  *out += "</node>\n";
}

void GraphmlWriter::AppendEdge(uint64_t, const Edge& edge, std::string* out) const {
  *out += "    <edge source=\"" + std::to_string(edge.source) + "\" target=\"" +
          std::to_string(edge.target) + "\">";
  for (size_t i = 0; i < edge.values.size(); ++i) {
    if (!edge.values[i].empty())
      *out += "<data key=\"e" + std::to_string(i) + "\">" + XmlText(edge.values[i]) + "</data>";
  }
  *out += "</edge>\n";
}

void GraphmlWriter::End(std::string* out) const { *out += "  </graph>\n</graphml>\n"; }

GexfWriter::GexfWriter() {
  DescribeAs("write.gexf", "Writes a network as GEXF, the format of Gephi.",
             "GEXF 1.2 is Gephi's own format; networkx reads it, too.");
}

void GexfWriter::Begin(std::string* out) const {
  *out +=
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<gexf xmlns=\"http://www.gexf.net/1.2draft\" version=\"1.2\">\n"
      "  <meta><creator>Textmill</creator></meta>\n"
      "  <graph mode=\"static\" defaultedgetype=\"";
  *out += directed ? "directed" : "undirected";
  *out += "\">\n";
  const auto declare = [out](const std::vector<Attribute>& attributes, const char* what) {
    if (attributes.empty()) return;
    *out += std::string("    <attributes class=\"") + what + "\">\n";
    for (size_t i = 0; i < attributes.size(); ++i)
      *out += "      <attribute id=\"" + std::to_string(i) + "\" title=\"" +
              XmlText(attributes[i].name) + "\" type=\"" + TypeOf(attributes[i].type) + "\"/>\n";
    *out += "    </attributes>\n";
  };
  declare(node_attributes(), "node");
  declare(edge_attributes(), "edge");
  *out += "    <nodes>\n";
}

namespace {

void AppendValues(const std::vector<std::string>& values, const char* end, std::string* out) {
  const bool any = std::any_of(values.begin(), values.end(),
                               [](const std::string& value) { return !value.empty(); });
  if (!any) {
    *out += "/>\n";
    return;
  }
  *out += "><attvalues>";
  for (size_t i = 0; i < values.size(); ++i) {
    if (!values[i].empty())
      *out += "<attvalue for=\"" + std::to_string(i) + "\" value=\"" + XmlText(values[i]) + "\"/>";
  }
  *out += std::string("</attvalues></") + end + ">\n";
}

}  // namespace

void GexfWriter::AppendNode(uint32_t number, const Node& node, std::string* out) const {
  *out += "      <node id=\"" + std::to_string(number) + "\" label=\"" + XmlText(node.name) + "\"";
  AppendValues(node.values, "node", out);
}

void GexfWriter::BetweenNodesAndEdges(std::string* out) const {
  *out += "    </nodes>\n    <edges>\n";
}

void GexfWriter::AppendEdge(uint64_t number, const Edge& edge, std::string* out) const {
  *out += "      <edge id=\"" + std::to_string(number) + "\" source=\"" +
          std::to_string(edge.source) + "\" target=\"" + std::to_string(edge.target) + "\"";
  for (size_t i = 0; i < edge.values.size(); ++i) {
    if (edge_attributes()[i].name == "weight" && !edge.values[i].empty())
      *out += " weight=\"" + XmlText(edge.values[i]) + "\"";
  }
  AppendValues(edge.values, "edge", out);
}

void GexfWriter::End(std::string* out) const { *out += "    </edges>\n  </graph>\n</gexf>\n"; }

}  // namespace textmill::write_network
