// Names of the server against names of its certificate, as clients compare them.
#include <algorithm>

#include "knowledge/ids/causes.hpp"
#include "model/path_checks.hpp"

namespace tlswhy {
namespace {

using knowledge::AddressRule;
using knowledge::CauseId;
using knowledge::CommonNameRule;
using knowledge::PathRules;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string_view without_dot(std::string_view name) {
  if (name.ends_with('.')) name.remove_suffix(1);
  return name;
}

bool equal(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

// "*.rest" and one label before ".rest" (RFC 9525 section 6.3).
bool wildcard_covers(std::string_view pattern, std::string_view host) {
  const auto dot = host.find('.');
  return pattern.starts_with("*.") && dot != std::string_view::npos && dot > 0 &&
         equal(host.substr(dot), pattern.substr(1));
}

enum class Cover { none, top_wildcard, full };

Cover covers(std::string_view pattern, std::string_view host) {
  pattern = without_dot(pattern);
  if (equal(pattern, host)) return Cover::full;
  if (!wildcard_covers(pattern, host)) return Cover::none;
  return std::ranges::count(pattern, '.') > 1 ? Cover::full : Cover::top_wildcard;
}

std::optional<PathFault> address_fault(const PathRules& rules, const Certificate& leaf,
                                       const ServerName& host) {
  const auto same = [&host](const std::string& name) { return equal(name, host.name()); };
  const bool by_ip =
      rules.addresses != AddressRule::dns_names && std::ranges::any_of(leaf.ip_addresses, same);
  const bool by_dns =
      rules.addresses != AddressRule::ip_names && std::ranges::any_of(leaf.dns_names, same);
  if (by_ip || by_dns) return std::nullopt;
  const bool other = !leaf.ip_addresses.empty();
  return PathFault{other ? CauseId::name_mismatch : CauseId::ip_without_ipsan, 0,
                   "address-differs"};
}

bool common_name_counts(const PathRules& rules, const Certificate& leaf) {
  switch (rules.common_name) {
    case CommonNameRule::never: return false;
    case CommonNameRule::without_san: return !leaf.has_subject_alt_name;
    case CommonNameRule::without_dns_name: return leaf.dns_names.empty();
  }
  return false;
}

}  // namespace

bool common_name_covers(const Certificate& leaf, const ServerName& host) {
  return !host.address() && covers(leaf.common_name, host.name()) == Cover::full;
}

std::optional<PathFault> name_fault(const PathRules& rules, const Certificate& leaf,
                                    const ServerName& asked) {
  if (asked.address()) return address_fault(rules, leaf, asked);
  const std::string& host = asked.name();
  Cover best = Cover::none;
  for (const std::string& name : leaf.dns_names) best = std::max(best, covers(name, host));
  const Cover common = covers(leaf.common_name, host);
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
