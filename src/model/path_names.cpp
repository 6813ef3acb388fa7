// Names of the server against names of its certificate, as clients compare them.
#include <algorithm>

#include "base/ascii.hpp"
#include "knowledge/ids/causes.hpp"
#include "model/path_checks.hpp"

namespace tlswhy {
namespace {

using knowledge::AddressRule;
using knowledge::CauseId;
using knowledge::CommonNameRule;
using knowledge::PathRules;
using knowledge::WildcardRule;

std::string_view without_dot(std::string_view name) {
  if (name.ends_with('.')) name.remove_suffix(1);
  return name;
}

bool equal(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, to_lower, to_lower);
}

// `label` of the pattern, with a wildcard or without, stands for `name`.
bool label_covers(std::string_view label, std::string_view name) {
  const auto star = label.find('*');
  if (star == std::string_view::npos) return equal(label, name);
  const auto before = label.substr(0, star);
  const auto after = label.substr(star + 1);
  // Within an A-label a wildcard says nothing about the name that is meant (RFC 9525 section 6.3).
  const bool encoded = label.size() > 1 && equal(label.substr(0, 4), "xn--");
  return !encoded && name.size() >= before.size() + after.size() && !name.empty() &&
         equal(name.substr(0, before.size()), before) &&
         equal(name.substr(name.size() - after.size()), after);
}

std::string_view take_label(std::string_view& name) {
  const auto dot = name.find('.');
  const auto label = name.substr(0, dot);
  name = dot == std::string_view::npos ? std::string_view() : name.substr(dot + 1);
  return label;
}

// The wildcard may stand where it is in the leftmost label.
bool may_stand(WildcardRule rule, std::string_view label) {
  switch (rule) {
    case WildcardRule::part_of_label: return true;
    case WildcardRule::end_of_label: return label.find('*') + 1 == label.size();
    case WildcardRule::start_of_label: return label.starts_with('*');
    case WildcardRule::whole_label:
    case WildcardRule::any_label: break;
  }
  return label == "*";
}

bool wildcard_covers(const PathRules& rules, std::string_view pattern, std::string_view host) {
  const WildcardRule rule = rules.wildcards;
  for (bool first = true; !pattern.empty() && !host.empty(); first = false) {
    const auto label = take_label(pattern);
    const auto name = take_label(host);
    const bool may = rule == WildcardRule::any_label || (first && may_stand(rule, label));
    if (may ? !label_covers(label, name) : !equal(label, name)) return false;
    // Who takes parts of labels reads A-labels as what they mean, but for those who do not look at
    // what a label is made of.
    const bool part = rule != WildcardRule::whole_label && rule != WildcardRule::start_of_label &&
                      (rule != WildcardRule::part_of_label || rules.plain_wildcards);
    if (may && part && label.size() > 1 && label != name && equal(name.substr(0, 4), "xn--") &&
        label.find('*') != std::string_view::npos)
      return false;
  }
  return pattern.empty() && host.empty();
}

// Nothing but letters, digits, hyphens, dots and wildcards.
bool plain(std::string_view pattern) {
  return std::ranges::all_of(pattern, [](char c) {
    return is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '*';
  });
}

enum class Cover { none, top_wildcard, full };

Cover covers(const PathRules& rules, std::string_view pattern, std::string_view host) {
  if (rules.takes_dotted_names) pattern = without_dot(pattern);
  if (equal(pattern, host)) return Cover::full;
  if (pattern.find('*') == std::string_view::npos || pattern.ends_with('.')) return Cover::none;
  if (rules.plain_wildcards && !(plain(pattern) && plain(host))) return Cover::none;
  if (pattern == "*" && !rules.takes_bare_wildcard) return Cover::none;
  if (!wildcard_covers(rules, pattern, host)) return Cover::none;
  return pattern == "*" || std::ranges::count(pattern, '.') > 1 ? Cover::full : Cover::top_wildcard;
}

bool common_name_counts(const PathRules& rules, const Certificate& leaf) {
  switch (rules.common_name) {
    case CommonNameRule::never: return false;
    case CommonNameRule::without_san: return !leaf.has_subject_alt_name;
    case CommonNameRule::without_dns_name: return leaf.dns_names.empty();
    case CommonNameRule::without_dns_or_ip_name:
      return leaf.dns_names.empty() && leaf.ip_addresses.empty();
  }
  return false;
}

std::optional<PathFault> address_fault(const PathRules& rules, const Certificate& leaf,
                                       const ServerName& host) {
  const auto same = [&host](const std::string& name) { return equal(name, host.name()); };
  const bool by_ip =
      rules.addresses != AddressRule::dns_names && std::ranges::any_of(leaf.ip_addresses, same);
  const bool dns_counts = rules.addresses == AddressRule::ip_or_dns_names ||
                          rules.addresses == AddressRule::dns_names ||
                          rules.addresses == AddressRule::ip_dns_or_common_name;
  const bool by_dns = dns_counts && std::ranges::any_of(leaf.dns_names, same);
  const bool counts =
      rules.addresses == AddressRule::ip_dns_or_common_name
          ? leaf.ip_addresses.empty()
          : rules.addresses == AddressRule::ip_or_common_name && common_name_counts(rules, leaf);
  const bool by_common_name = counts && same(leaf.common_name);
  if (by_ip || by_dns || by_common_name) return std::nullopt;
  const bool other = !leaf.ip_addresses.empty();
  return PathFault{other ? CauseId::name_mismatch : CauseId::ip_without_ipsan, 0,
                   "address-differs"};
}

}  // namespace

bool common_name_covers(const Certificate& leaf, const ServerName& host) {
  return !host.address() && covers({}, leaf.common_name, host.name()) == Cover::full;
}

std::optional<PathFault> name_fault(const PathRules& rules, const Certificate& leaf,
                                    const ServerName& asked) {
  if (asked.address()) return address_fault(rules, leaf, asked);
  const std::string& host = asked.name();
  if (!rules.takes_underscores && host.find('_') != std::string::npos)
    return PathFault{CauseId::name_mismatch};
  Cover best = Cover::none;
  for (const std::string& name : leaf.dns_names) best = std::max(best, covers(rules, name, host));
  if (best == Cover::full) return std::nullopt;
  const Cover common = covers(rules, leaf.common_name, host);
  if (common_name_counts(rules, leaf)) best = std::max(best, common);
  if (best == Cover::full) return std::nullopt;
  if (best == Cover::top_wildcard) {
    if (rules.wildcard_below_top_label) return std::nullopt;
    return PathFault{CauseId::wildcard_misuse, 0, {}};
  }
  // Beside dNSNames the common name counts for nobody; without any, for lenient clients.
  const bool substitute = common == Cover::full && leaf.dns_names.empty();
  if (leaf.has_subject_alt_name) {
    return PathFault{substitute ? CauseId::cn_only : CauseId::name_mismatch, 0,
                     leaf.dns_names.empty() ? "no-dns-name" : ""};
  }
  if (substitute) return PathFault{CauseId::cn_only};
  return PathFault{CauseId::name_mismatch, 0, "common-name-differs"};
}

}  // namespace tlswhy
