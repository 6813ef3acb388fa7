// Names against the name constraints of a CA (RFC 5280 section 4.2.1.10).
#pragma once

#include <cstdint>
#include <string_view>

#include "base/endpoint.hpp"
#include "x509/certificate.hpp"

namespace tlswhy {

enum class NameVerdict : std::uint8_t {
  allowed,
  outside,       // a name is excluded, or is not permitted
  unreadable,    // a name or a constraint that is compared has a wrong syntax
  unknown_form,  // the certificate has a name of a form that is constrained and that nobody
                 // compares
};

// All that `subject` is named by its subject and its subjectAltName, the common name left out;
// `allowed` where `ca` has no constraints or where libcrypto has not read both.
NameVerdict judge_names(const Certificate& ca, const Certificate& subject);

// A dNSName or an iPAddress `name` alone.
bool allows_dns_name(const NameConstraints& constraints, std::string_view name);
bool allows_address(const NameConstraints& constraints, const IpAddress& name);

// A wildcard among the dNSNames of `subject` covers a name that is excluded.
bool excludes_wildcard(const NameConstraints& constraints, const Certificate& subject);

// An address range is no address and mask.
bool has_unreadable_range(const NameConstraints& constraints);
// A base for DNS names, or a dNSName, with a label that is empty; a dot before the base is none.
bool has_unreadable_domain(const NameConstraints& constraints);
bool has_unreadable_domain(const Certificate& subject);
// All DNS names are in one of the subtrees.
bool has_empty_dns(const NameConstraints& constraints);
// Names of other forms than dNSName, iPAddress, rfc822Name and URI are constrained.
bool has_rare_form(const NameConstraints& constraints);

}  // namespace tlswhy
