// Nodes push each other away and edges pull them together, in steps that become smaller
// (Fruchterman and Reingold 1991, Graph drawing by force-directed placement). The same network
// gives the same picture: nothing is drawn by lot.
#include <algorithm>
#include <cmath>
#include <map>

#include "plugins/write-svg/plots.h"

namespace textmill::write_svg {
namespace {

constexpr double kSize = 720;
constexpr int kSteps = 300;

struct Node {
  std::string name;
  double weight = 0, edges = 0;
  Point at{};
};
struct Edge {
  size_t a, b;
  double weight;
};

void Place(std::vector<Node>& nodes, const std::vector<Edge>& edges, double heaviest) {
  const auto n = static_cast<double>(nodes.size());
  const double wish = 0.8 * kSize / std::sqrt(n);  // between neighbours
  for (size_t i = 0; i < nodes.size(); ++i) {
    // Spread evenly, by the golden ratio.
    const double turn = static_cast<double>(i) * 0.6180339887498949;
    nodes[i].at = {kSize * (turn - std::floor(turn)), kSize * (static_cast<double>(i) + 0.5) / n};
  }
  std::vector<Point> force(nodes.size());
  for (int step = 0; step < kSteps; ++step) {
    for (size_t i = 0; i < nodes.size(); ++i) {
      const Point& p = nodes[i].at;
      force[i] = {(kSize / 2 - p.x) * 0.6, (kSize / 2 - p.y) * 0.6};  // parts do not drift apart
    }
    for (size_t i = 0; i < nodes.size(); ++i) {
      for (size_t j = 0; j < i; ++j) {
        const double x = nodes[i].at.x - nodes[j].at.x, y = nodes[i].at.y - nodes[j].at.y;
        const double push = wish * wish / std::max(1.0, x * x + y * y);
        force[i].x += x * push;
        force[i].y += y * push;
        force[j].x -= x * push;
        force[j].y -= y * push;
      }
    }
    for (const Edge& edge : edges) {
      const double x = nodes[edge.a].at.x - nodes[edge.b].at.x;
      const double y = nodes[edge.a].at.y - nodes[edge.b].at.y;
      // Who has many edges is pulled by each of them less.
      const double pull = std::sqrt(x * x + y * y) / wish * (0.3 + 0.7 * edge.weight / heaviest) *
                          2 / std::sqrt(nodes[edge.a].edges + nodes[edge.b].edges);
      force[edge.a].x -= x * pull;
      force[edge.a].y -= y * pull;
      force[edge.b].x += x * pull;
      force[edge.b].y += y * pull;
    }
    const double most = kSize / 10 * (1 - static_cast<double>(step) / kSteps);
    for (size_t i = 0; i < nodes.size(); ++i) {
      const double length = std::sqrt(force[i].x * force[i].x + force[i].y * force[i].y);
      if (length == 0) continue;
      const double moved = std::min(length, most) / length;
      nodes[i].at.x += force[i].x * moved;
      nodes[i].at.y += force[i].y * moved;
    }
  }
  // Into the picture.
  Point low = nodes[0].at, high = low;
  for (const Node& node : nodes) {
    low = {std::min(low.x, node.at.x), std::min(low.y, node.at.y)};
    high = {std::max(high.x, node.at.x), std::max(high.y, node.at.y)};
  }
  const double span = std::max({1.0, high.x - low.x, high.y - low.y});
  for (Node& node : nodes)
    node.at = {60 + (node.at.x - low.x) / span * (kSize - 160),
               60 + (node.at.y - low.y) / span * (kSize - 120)};
}

}  // namespace

std::string DrawNetwork(const std::vector<Row>& rows, Plot* plot) {
  std::vector<const Row*> heavy;
  heavy.reserve(rows.size());
  for (const Row& row : rows) heavy.push_back(&row);
  std::stable_sort(heavy.begin(), heavy.end(),
                   [](const Row* a, const Row* b) { return a->y > b->y; });
  if (heavy.size() > plot->top) {
    plot->left_out = heavy.size() - plot->top;
    heavy.resize(plot->top);
  }
  std::vector<Node> nodes;
  std::vector<Edge> edges;
  std::map<std::string, size_t> number;
  double heaviest = 0, most = 0;
  const auto node = [&](const std::string& name, double weight) {
    const auto [at, is_new] = number.try_emplace(name, nodes.size());
    if (is_new) nodes.push_back({name});
    nodes[at->second].weight += weight;
    ++nodes[at->second].edges;
    most = std::max(most, nodes[at->second].weight);
    return at->second;
  };
  for (const Row* row : heavy) {
    const double weight = std::max(row->y, 0.0);
    const size_t a = node(row->x, weight), b = node(row->series, weight);
    edges.push_back({a, b, weight});
    heaviest = std::max(heaviest, weight);
  }
  if (heaviest == 0) heaviest = most = 1;
  Svg svg;
  svg.Text({20, 20}, plot->title, "start");
  if (!nodes.empty()) Place(nodes, edges, heaviest);
  for (const Edge& edge : edges) {
    svg.Line(nodes[edge.a].at, nodes[edge.b].at, "edge", 0.5 + 4 * edge.weight / heaviest,
             nodes[edge.a].name + " - " + nodes[edge.b].name + ": " + Short(edge.weight));
  }
  for (const Node& of : nodes)
    svg.Circle(of.at, 3 + 9 * std::sqrt(of.weight / most), 0, of.name + ": " + Short(of.weight));
  for (const Node& of : nodes)
    svg.Text({of.at.x + 5 + 9 * std::sqrt(of.weight / most), of.at.y + 4}, Cut(of.name, 160),
             "start");
  return svg.Finish(kSize + 60, kSize, plot->title);
}

}  // namespace textmill::write_svg
