#include "x509/policies.hpp"

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace tlswhy {
namespace {

constexpr std::string_view certificate_policies = "2.5.29.32", any_policy = "2.5.29.32.0";
// A hostile chain may double its policies with each certificate: a level holds no more.
constexpr std::size_t most_nodes = 4096;

// A node of the valid_policy_tree (section 6.1.2 a). Whether the tree is empty shows at its lowest
// level, so that only this is kept.
struct Node {
  std::string policy;
  std::set<std::string> expected;
};

class PolicyTree {
 public:
  explicit PolicyTree(std::size_t size) : explicit_(size + 1), mapping_(size + 1), any_(size + 1) {}

  // Section 6.1.3 d to f, then 6.1.4 or 6.1.5; false where no policy is left and one is required.
  bool add(const Certificate& c, bool last) {
    descend(c, last);
    if (explicit_ == 0 && level_.empty()) return false;
    if (!last) map(c);
    if (last || !c.self_issued) count_down();
    lower(c, last);
    return !last || explicit_ > 0 || !level_.empty();
  }

 private:
  void descend(const Certificate& c, bool last) {
    if (c.extension(certificate_policies) == nullptr) return level_.clear();
    std::vector<Node> next;
    bool any = false;
    for (const std::string& policy : c.policies.policies) {
      if (policy == any_policy) {
        any = true;
      } else if (expects(policy) || expects(any_policy)) {
        next.push_back({policy, {policy}});
      }
    }
    if (any && (any_ > 0 || (!last && c.self_issued))) take_expected(next);
    if (next.size() > most_nodes) next.resize(most_nodes);
    level_ = std::move(next);
  }
  [[nodiscard]] bool expects(std::string_view policy) const {
    return std::ranges::any_of(
        level_, [&](const Node& node) { return node.expected.contains(std::string(policy)); });
  }
  // anyPolicy stands for all that is expected and not named.
  void take_expected(std::vector<Node>& next) const {
    std::set<std::string> wanted;
    for (const Node& node : level_) wanted.insert(node.expected.begin(), node.expected.end());
    for (const std::string& policy : wanted) {
      if (std::ranges::find(next, policy, &Node::policy) == next.end())
        next.push_back({policy, {policy}});
    }
  }
  void map(const Certificate& c) {
    std::set<std::string> sources;
    for (const auto& [from, to] : c.policies.mappings) sources.insert(from);
    for (const std::string& from : sources) {
      if (mapping_ == 0) {
        std::erase_if(level_, [&](const Node& node) { return node.policy == from; });
      } else {
        map_one(c, from);
      }
    }
  }
  void map_one(const Certificate& c, const std::string& from) {
    std::set<std::string> targets;
    for (const auto& [source, to] : c.policies.mappings)
      if (source == from) targets.insert(to);
    auto node = std::ranges::find(level_, from, &Node::policy);
    if (node != level_.end()) {
      node->expected = targets;
    } else if (std::ranges::find(level_, any_policy, &Node::policy) != level_.end()) {
      level_.push_back({from, targets});
    }
  }
  void count_down() {
    for (std::size_t* counter : {&explicit_, &mapping_, &any_})
      if (*counter > 0) --*counter;
  }
  void lower(const Certificate& c, bool last) {
    const auto to = [](std::size_t& counter, const std::optional<std::uint32_t>& skip) {
      if (skip) counter = std::min<std::size_t>(counter, *skip);
    };
    if (last) {
      if (c.policies.require_explicit == 0U) explicit_ = 0;
      return;
    }
    to(explicit_, c.policies.require_explicit);
    to(mapping_, c.policies.inhibit_mapping);
    to(any_, c.policies.inhibit_any);
  }

  std::size_t explicit_, mapping_, any_;
  std::vector<Node> level_{{std::string(any_policy), {std::string(any_policy)}}};
};

}  // namespace

bool policies_valid(std::span<const Certificate* const> path) {
  // Nothing is required of a path before one of its certificates requires it.
  if (std::ranges::none_of(path,
                           [](const auto* c) { return c->policies.require_explicit.has_value(); }))
    return true;
  PolicyTree tree(path.size());
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (!tree.add(*path[i], i + 1 == path.size())) return false;
  }
  return true;
}

}  // namespace tlswhy
