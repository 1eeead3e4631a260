// write.graphml and write.gexf: a table of edges as a network, with its nodes.
//
// Nodes come from the edges, and both formats want them first: edges wait in memory until the end.
#ifndef PLUGINS_WRITE_NETWORK_NETWORK_WRITER_H_
#define PLUGINS_WRITE_NETWORK_NETWORK_WRITER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "plugins/lib/memory/reported.h"
#include "textmill/textmill.hpp"

namespace textmill::write_network {

class NetworkWriter : public Sink {
 public:
  Param<Path> path{this, "path", kRequired,
                   "The file to write; `.gz` and `.zst` endings compress. `-` is standard output."};
  Param<ColumnName> source{this, "source", ColumnName{"source"},
                           "The column with the name of an edge's one node."};
  Param<ColumnName> target{this, "target", ColumnName{"target"},
                           "The column with the name of its other node."};
  Param<bool> directed{this, "directed", false, "Whether edges go from `source` to `target`."};
  Param<Size> memory{this, "memory", Size{int64_t{1} << 30},
                     "The most memory that the network may take; the run ends when it is larger.",
                     Range{1 << 20, 1e15}};
  In<Utf8> from{this, source, "a node's name"};
  In<Utf8> to{this, target, "the other node's name"};
  Counter rows{this, "rows"};
  Counter without_a_node{this, "without_a_node"};

  void Bind(Binder& binder) override;
  void Process(const Batch&, Reply&, Lane*) const override {}
  void Commit(const Batch& batch, const Carried& carried, Reply& reply) override;
  void Finish() override;
  void Save(StateWriter& to) const override;
  void Restore(StateReader& from) override { MergeState(from); }
  void MergeState(StateReader& later) override;
  uint32_t StateVersion() const override { return 2; }

 protected:
  NetworkWriter() = default;
  // An attribute of nodes or edges.
  struct Attribute {
    std::string name;
    Field type;
    int slot = -1;       // of an edge's column; of a node: where it is the source
    int as_target = -1;  // of a node: where it is the target
  };
  struct Node {
    std::string name;
    std::vector<std::string> values;  // as text; "" where there is none
  };
  struct Edge {
    uint32_t source, target;
    std::vector<std::string> values;
  };
  virtual void Begin(std::string* out) const = 0;
  virtual void AppendNode(uint32_t number, const Node& node, std::string* out) const = 0;
  virtual void BetweenNodesAndEdges(std::string*) const {}
  virtual void AppendEdge(uint64_t number, const Edge& edge, std::string* out) const = 0;
  virtual void End(std::string* out) const = 0;
  const std::vector<Attribute>& node_attributes() const { return node_attributes_; }
  const std::vector<Attribute>& edge_attributes() const { return edge_attributes_; }
  void DescribeAs(const char* name, const char* summary, const char* format);

 private:
  uint32_t NodeOf(const Batch& batch, int64_t row, bool as_target);
  // The number of a node, which is made if there is none.
  uint32_t NumberOf(const std::string& key, const std::string& name);
  // The first value that there is of an attribute counts.
  void Give(uint32_t node, size_t attribute, std::string value);
  void Keep(Edge edge);
  void CheckMemory();

  std::vector<Attribute> node_attributes_, edge_attributes_;
  int identity_ = -1;  // the attribute that tells nodes of one name apart: `id`, else `type`
  uint32_t output_ = 0;
  std::vector<Node> nodes_;
  absl::flat_hash_map<std::string, uint32_t> numbers_;  // of nodes, by name and identity
  std::vector<Edge> edges_;
  size_t bytes_ = 0;
  memory::Reported reported_memory_;
};

class GraphmlWriter final : public NetworkWriter {
 public:
  GraphmlWriter();

 private:
  void Begin(std::string* out) const override;
  void AppendNode(uint32_t number, const Node& node, std::string* out) const override;
  void AppendEdge(uint64_t number, const Edge& edge, std::string* out) const override;
  void End(std::string* out) const override;
};

class GexfWriter final : public NetworkWriter {
 public:
  GexfWriter();

 private:
  void Begin(std::string* out) const override;
  void AppendNode(uint32_t number, const Node& node, std::string* out) const override;
  void BetweenNodesAndEdges(std::string* out) const override;
  void AppendEdge(uint64_t number, const Edge& edge, std::string* out) const override;
  void End(std::string* out) const override;
};

}  // namespace textmill::write_network

#endif  // PLUGINS_WRITE_NETWORK_NETWORK_WRITER_H_
