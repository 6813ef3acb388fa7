#include "x509/name_constraints.hpp"

#include <openssl/x509v3.h>

#include <algorithm>
#include <ranges>

#include "base/ascii.hpp"

namespace tlswhy {
namespace {

using Kind = NameConstraints::Kind;
using Subtrees = std::vector<NameConstraints::Subtree>;

bool equal(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, to_lower, to_lower);
}

// `name` is `base` or below it; a base with a leading dot, as some CAs write it, is not itself.
bool within(std::string_view name, std::string_view base) {
  if (base.empty()) return true;
  if (name.size() < base.size() || !equal(name.substr(name.size() - base.size()), base))
    return false;
  return name.size() == base.size() || base.front() == '.' ||
         name[name.size() - base.size() - 1] == '.';
}

bool within(const IpAddress& address, std::string_view range) {
  const auto slash = range.find('/');
  if (slash == std::string_view::npos) return false;
  const auto net = parse_ip(range.substr(0, slash));
  const auto mask = parse_ip(range.substr(slash + 1));
  if (!net || !mask || net->v6 != address.v6) return false;
  for (std::size_t i = 0; i < address.octets.size(); ++i)
    if (((address.octets[i] ^ net->octets[i]) & mask->octets[i]) != 0) return false;
  return true;
}

// In no excluded subtree, and in a permitted one where any of that form is permitted.
template <class Within>
bool allows(const NameConstraints& constraints, Kind kind, const Within& is_within) {
  const auto of_kind = [kind](const auto& tree) { return tree.kind == kind; };
  const auto holds = [&](const auto& tree) { return of_kind(tree) && is_within(tree.base); };
  if (std::ranges::any_of(constraints.excluded, holds)) return false;
  return std::ranges::none_of(constraints.permitted, of_kind) ||
         std::ranges::any_of(constraints.permitted, holds);
}

bool any(const NameConstraints& constraints, const auto& holds) {
  return std::ranges::any_of(constraints.permitted, holds) ||
         std::ranges::any_of(constraints.excluded, holds);
}

bool has_empty_label(std::string_view name) {
  return name.ends_with('.') || name.find("..") != std::string_view::npos;
}

bool readable_outside(const NameConstraints& constraints, const Certificate& subject) {
  const auto address_outside = [&](const std::string& name) {
    const auto address = parse_ip(name);
    return address && !allows_address(constraints, *address);
  };
  return std::ranges::any_of(subject.ip_addresses, address_outside) ||
         !std::ranges::all_of(subject.dns_names, [&](const std::string& name) {
           return allows_dns_name(constraints, name);
         });
}

}  // namespace

NameVerdict judge_names(const Certificate& ca, const Certificate& subject) {
  if (!ca.handle || !subject.handle || !ca.name_constraints) return NameVerdict::allowed;
  auto* constraints = static_cast<NAME_CONSTRAINTS*>(X509_get_ext_d2i(
      static_cast<X509*>(ca.handle.get()), NID_name_constraints, nullptr, nullptr));
  if (constraints == nullptr) return NameVerdict::allowed;
  const int verdict = NAME_CONSTRAINTS_check(static_cast<X509*>(subject.handle.get()), constraints);
  NAME_CONSTRAINTS_free(constraints);
  switch (verdict) {
    case X509_V_ERR_PERMITTED_VIOLATION:
    case X509_V_ERR_EXCLUDED_VIOLATION: return NameVerdict::outside;
    case X509_V_ERR_UNSUPPORTED_CONSTRAINT_SYNTAX:
    case X509_V_ERR_UNSUPPORTED_NAME_SYNTAX:
      // libcrypto stops at the first that it cannot read; the others may be outside as well.
      return readable_outside(*ca.name_constraints, subject) ? NameVerdict::outside
                                                             : NameVerdict::unreadable;
    case X509_V_ERR_UNSUPPORTED_CONSTRAINT_TYPE: return NameVerdict::unknown_form;
    default: return NameVerdict::allowed;
  }
}

bool allows_dns_name(const NameConstraints& constraints, std::string_view name) {
  return allows(constraints, Kind::dns,
                [name](const std::string& base) { return within(name, base); });
}

bool allows_address(const NameConstraints& constraints, const IpAddress& name) {
  return allows(constraints, Kind::ip,
                [&name](const std::string& base) { return within(name, base); });
}

bool excludes_wildcard(const NameConstraints& constraints, const Certificate& subject) {
  return std::ranges::any_of(subject.dns_names, [&](const std::string& name) {
    if (!name.starts_with("*.")) return false;
    return std::ranges::any_of(constraints.excluded, [&](const auto& tree) {
      const auto dot = tree.base.find('.');
      return tree.kind == Kind::dns && dot != std::string::npos &&
             equal(std::string_view(tree.base).substr(dot), std::string_view(name).substr(1));
    });
  });
}

bool has_unreadable_range(const NameConstraints& constraints) {
  return any(constraints, [](const auto& tree) {
    return tree.kind == Kind::ip && tree.base.find('/') == std::string::npos;
  });
}

bool has_unreadable_domain(const NameConstraints& constraints) {
  return any(constraints,
             [](const auto& tree) { return tree.kind == Kind::dns && has_empty_label(tree.base); });
}

bool has_unreadable_domain(const Certificate& subject) {
  return std::ranges::any_of(subject.dns_names, has_empty_label);
}

bool has_empty_dns(const NameConstraints& constraints) {
  return any(constraints,
             [](const auto& tree) { return tree.kind == Kind::dns && tree.base.empty(); });
}

bool has_rare_form(const NameConstraints& constraints) {
  return any(constraints, [](const auto& tree) {
    return tree.kind == Kind::other || tree.kind == Kind::directory;
  });
}

}  // namespace tlswhy
