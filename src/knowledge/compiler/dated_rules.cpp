#include "knowledge/compiler/dated_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace tlswhy::knowledge::compiler {
namespace {

const Node* find(const Node& node, std::string_view key) {
  const Table* table = node.as<Table>();
  if (table == nullptr) return nullptr;
  const auto found = std::ranges::find(*table, key, &Member::key);
  return found == table->end() ? nullptr : &found->node;
}

// "8u261" and "1.1.1" by their numbers.
std::vector<unsigned> numbers_of(std::string_view release) {
  std::vector<unsigned> out;
  bool within = false;
  for (const char c : release) {
    const bool digit = c >= '0' && c <= '9';
    if (digit && !within) out.push_back(0);
    if (digit) out.back() = out.back() * 10 + static_cast<unsigned>(c - '0');
    within = digit;
  }
  return out;
}

}  // namespace

bool gives(const Node& root, std::string_view rule) {
  const auto dot = rule.find('.');
  if (dot == std::string_view::npos) return false;
  const Node* table = find(root, rule.substr(0, dot));
  return table != nullptr && find(*table, rule.substr(dot + 1)) != nullptr;
}

void read_dated_rules(TableReader& reader, const Node& root, Problems& problems, DatedRules& out) {
  if (const auto release = reader.text("release", Need::optional)) out.release = release->text;
  std::erase_if(out.since, [&root](const auto& dated) { return gives(root, dated.first); });
  for (const auto& [rule, first] : out.since) {
    if (out.release.empty() || numbers_of(out.release) >= numbers_of(first)) continue;
    problems.add(root.place, fmt::format("\"{}\" is inherited and holds since {} only: say what "
                                         "holds in {}",
                                         rule, first, out.release));
  }
  const Node* since = reader.table("since", Need::optional);
  if (since == nullptr) return;
  for (const Member& member : members(*since, problems)) {
    const std::string* first = member.node.as<std::string>();
    if (first == nullptr || numbers_of(*first).empty()) {
      problems.add(member.node.place, "a release is expected here, as \"3.0\" or \"8u261\"");
    } else if (!gives(root, member.key)) {
      problems.add(member.place, fmt::format("\"{}\" is not given here", member.key));
    } else {
      out.since[member.key] = *first;
    }
  }
}

void take_stack_rules(const DatedRules& stack, DatedRules& out) {
  std::erase_if(out.since, [](const auto& dated) { return !dated.first.starts_with("hello."); });
  for (const auto& [rule, first] : stack.since)
    if (!rule.starts_with("hello.")) out.since[rule] = first;
}

}  // namespace tlswhy::knowledge::compiler
