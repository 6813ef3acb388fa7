#include "model/certificate_graph.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "model/signature_schemes.hpp"
#include "x509/verify.hpp"

namespace tlswhy {
namespace {

// A hostile peer may send many certificates of one name: no more issuers of a certificate than this
// are looked at, and no more signatures verified in all.
constexpr std::size_t most_candidates = 16;
constexpr std::size_t most_signatures = 256;

// RFC 5280 section 4.2.1.1: what the authority key identifier says of its issuer.
bool key_id_fits(const Certificate& subject, const Certificate& issuer) {
  if (!subject.authority_key_id) return true;
  const auto& wanted = subject.authority_key_id->key_id;
  return wanted.empty() || issuer.subject_key_id.empty() || wanted == issuer.subject_key_id;
}
bool serial_fits(const Certificate& subject, const Certificate& issuer) {
  if (!subject.authority_key_id) return true;
  const AuthorityKeyId& wanted = *subject.authority_key_id;
  const bool name = wanted.issuer.empty() || wanted.issuer == issuer.issuer;
  return name && (wanted.serial.empty() || wanted.serial == issuer.serial);
}

// What may be a host name: labels of letters, digits and hyphens that stand inside.
bool is_host_name(std::string_view text) {
  const auto edge = [&](std::size_t i) {
    return i == 0 || i + 1 == text.size() || text[i - 1] == '.' || text[i + 1] == '.';
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!letter && c != '_' && ((c != '-' && c != '.') || edge(i))) return false;
  }
  return !text.empty();
}

}  // namespace

bool may_have_issued(const Certificate& issuer, const Certificate& subject) {
  return issuer.subject == subject.issuer && key_id_fits(subject, issuer) &&
         serial_fits(subject, issuer);
}

CertificateGraph::CertificateGraph(CertificateList sent,
                                   const std::optional<CertificateList>& trusted)
    : all_(std::move(sent)), store_known_(trusted.has_value()) {
  sent_ = all_.size();
  std::map<Sha256, std::size_t> places;
  for (std::size_t i = 0; i < sent_; ++i) places.emplace(all_[i]->sha256, i);
  trusted_.resize(sent_, false);
  const CertificateList nothing;
  for (const auto& certificate : trusted ? *trusted : nothing) {
    if (certificate->listed && !places.contains(certificate->sha256)) continue;
    const auto [place, fresh] = places.emplace(certificate->sha256, all_.size());
    if (fresh) {
      all_.push_back(certificate);
      trusted_.push_back(true);
    } else {
      trusted_[place->second] = true;
    }
  }
  for (const auto& certificate : all_) signatures_.push_back(scheme_of_signature(*certificate));
  find_issuers();
  find_listed(trusted ? *trusted : nothing);
  find_violations();
}

void CertificateGraph::find_listed(const CertificateList& store) {
  listed_issuers_.resize(all_.size(), Listed::no);
  std::unordered_set<std::string_view> names;
  for (const auto& root : store) {
    const auto is_root = [&](const auto& c) { return c->sha256 == root->sha256; };
    if (!root->listed || std::ranges::any_of(all_, is_root)) continue;
    names.insert(root->common_name);
    ++listed_;
  }
  for (std::size_t i = 0; !names.empty() && i < all_.size(); ++i) {
    if (!all_[i]->parsed || all_[i]->self_issued || !names.contains(listed_name(all_[i]->issuer)))
      continue;
    const bool other = std::ranges::any_of(issuers_[i], [this](const Issuer& issuer) {
      return issuer.verified && all_[issuer.index]->self_issued;
    });
    listed_issuers_[i] = other ? Listed::another : Listed::named;
  }
}

void CertificateGraph::find_issuers() {
  std::unordered_map<std::string_view, std::vector<std::size_t>> named;
  for (std::size_t i = 0; i < all_.size(); ++i) {
    if (all_[i]->parsed) named[all_[i]->subject].push_back(i);
  }
  issuers_.resize(all_.size());
  std::size_t signatures = 0;
  for (std::size_t i = 0; i < all_.size(); ++i) {
    const auto found = named.find(all_[i]->issuer);
    if (!all_[i]->parsed || found == named.end()) continue;
    for (const std::size_t other : found->second) {
      if (other == i || issuers_[i].size() == most_candidates) continue;
      if (all_[other]->sha256 == all_[i]->sha256) continue;  // sent twice
      if (++signatures > most_signatures) return;
      issuers_[i].push_back({.index = other,
                             .verified = signed_by(*all_[i], *all_[other]).value_or(true),
                             .key_id = key_id_fits(*all_[i], *all_[other]),
                             .serial = serial_fits(*all_[i], *all_[other]),
                             .kind = could_sign(*all_[i], *all_[other])});
    }
    std::ranges::stable_sort(issuers_[i], [this](const Issuer& a, const Issuer& b) {
      if (a.verified != b.verified) return a.verified;
      return trusted_[a.index] && !trusted_[b.index];
    });
  }
}

void CertificateGraph::find_violations() {
  for (std::size_t ca = 0; ca < all_.size(); ++ca) {
    if (!all_[ca]->name_constraints) continue;
    const NameConstraints& constraints = *all_[ca]->name_constraints;
    for (std::size_t subject = 0; subject < all_.size(); ++subject) {
      if (subject >= sent_ && subject != ca) continue;
      const Certificate& c = *all_[subject];
      Constrained found{.names = judge_names(*all_[ca], c),
                        .wildcard = excludes_wildcard(constraints, c)};
      if (const auto address = parse_ip(c.common_name))
        found.common_address = !allows_address(constraints, *address);
      if (!c.common_name.empty() && !c.common_name.ends_with('.'))
        found.common_text = !allows_dns_name(constraints, c.common_name);
      found.common_name = found.common_text && is_host_name(c.common_name);
      if (found.names != NameVerdict::allowed || found.common_text || found.common_address ||
          found.wildcard)
        violations_.push_back({.ca = ca, .subject = subject, .what = found});
    }
  }
}

CertificateGraph::Constrained CertificateGraph::constrained(std::size_t ca,
                                                            std::size_t subject) const {
  const auto found = std::ranges::find_if(violations_, [&](const Violation& violation) {
    return violation.ca == ca && violation.subject == subject;
  });
  return found == violations_.end() ? Constrained{} : found->what;
}

}  // namespace tlswhy
