#include "x509/path.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509v3.h>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <memory>

namespace tlswhy {
namespace {

X509* native(const Certificate& certificate) {
  return static_cast<X509*>(certificate.handle.get());
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (!out.empty() && out.back() == '.') out.pop_back();
  return out;
}

// `pattern` is "*.rest" and `host` is one label followed by ".rest" (RFC 9525 §6.3).
bool wildcard_covers(std::string_view pattern, std::string_view host) {
  if (!pattern.starts_with("*.")) return false;
  const auto dot = host.find('.');
  return dot != std::string_view::npos && dot > 0 && host.substr(dot) == pattern.substr(1);
}

NameMatch match_one(const std::string& name, const std::string& host) {
  if (name == host) return NameMatch::exact;
  return wildcard_covers(name, host) ? NameMatch::wildcard : NameMatch::none;
}

}  // namespace

std::optional<bool> signed_by(const Certificate& subject, const Certificate& issuer) {
  // A certificate without libcrypto's form is only supposed: nobody has signed it yet.
  if (!subject.handle || !issuer.handle) return std::nullopt;
  EVP_PKEY* key = X509_get0_pubkey(native(issuer));
  if (key == nullptr) return std::nullopt;
  ERR_clear_error();
  const int verdict = X509_verify(native(subject), key);
  const bool unsupported = verdict < 0;
  ERR_clear_error();
  if (unsupported) return std::nullopt;
  return verdict == 1;
}

bool could_issue(const Certificate& issuer, const Certificate& subject) {
  if (!subject.parsed || !issuer.parsed || subject.issuer != issuer.subject) return false;
  if (!subject.handle || !issuer.handle) return true;
  const ASN1_OCTET_STRING* wanted = X509_get0_authority_key_id(native(subject));
  const ASN1_OCTET_STRING* offered = X509_get0_subject_key_id(native(issuer));
  return wanted == nullptr || offered == nullptr || ASN1_OCTET_STRING_cmp(wanted, offered) == 0;
}

SentPath sent_path(const std::vector<const Certificate*>& sent) {
  SentPath path;
  if (sent.empty()) return path;
  std::size_t current = 0;
  std::vector<bool> used(sent.size(), false);
  while (true) {
    path.indices.push_back(current);
    used[current] = true;
    if (sent[current]->self_issued) {
      path.ends_self_issued = true;
      return path;
    }
    std::optional<std::size_t> next;
    bool named = false;
    for (std::size_t i = 0; i < sent.size() && !next; ++i) {
      if (used[i] || sent[i]->subject != sent[current]->issuer) continue;
      named = true;
      if (signed_by(*sent[current], *sent[i]).value_or(true)) next = i;
    }
    if (!next) {
      path.broken_signature = named;
      path.broken_at = current;
      return path;
    }
    current = *next;
  }
}

NameMatch match_name(const Certificate& leaf, std::string_view host_text) {
  const std::string host = lower(host_text);
  NameMatch best = NameMatch::none;
  for (const std::string& name : leaf.dns_names) {
    const NameMatch match = match_one(lower(name), host);
    if (match == NameMatch::exact) return match;
    if (match == NameMatch::wildcard) best = match;
  }
  for (const std::string& address : leaf.ip_addresses) {
    if (address == host) return NameMatch::exact;
  }
  if (best != NameMatch::none) return best;
  if (match_one(lower(leaf.common_name), host) != NameMatch::none) return NameMatch::common_name;
  return NameMatch::none;
}

bool wildcard_below_top_label(const Certificate& leaf, std::string_view host) {
  if (match_name(leaf, host) != NameMatch::wildcard) return false;
  return std::ranges::count(lower(host), '.') < 2;
}

std::string names_text(const Certificate& leaf) {
  std::vector<std::string> names = leaf.dns_names;
  names.insert(names.end(), leaf.ip_addresses.begin(), leaf.ip_addresses.end());
  if (names.empty()) names.push_back("CN=" + leaf.common_name);
  if (names.size() > 4) {
    names.resize(4);
    names.emplace_back("...");
  }
  return fmt::format("{}", fmt::join(names, ", "));
}

bool name_constraints_allow(const Certificate& ca, const Certificate& subject) {
  if (!ca.handle || !subject.handle) return true;
  auto* constraints = static_cast<NAME_CONSTRAINTS*>(
      X509_get_ext_d2i(native(ca), NID_name_constraints, nullptr, nullptr));
  if (constraints == nullptr) return true;
  const int verdict = NAME_CONSTRAINTS_check(native(subject), constraints);
  NAME_CONSTRAINTS_free(constraints);
  return verdict != X509_V_ERR_PERMITTED_VIOLATION && verdict != X509_V_ERR_EXCLUDED_VIOLATION;
}

}  // namespace tlswhy
