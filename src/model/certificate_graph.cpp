#include "model/certificate_graph.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <unordered_map>

#include "x509/path.hpp"

namespace tlswhy {
namespace {

// A hostile peer may send many certificates of one name: no more issuers of a certificate than this
// are looked at, and no more signatures verified in all.
constexpr std::size_t most_candidates = 16;
constexpr std::size_t most_signatures = 1024;

std::uint16_t hash_number(std::string_view hash) {
  static constexpr std::string_view hashes[] = {"MD5",    "SHA1",   "SHA224",
                                                "SHA256", "SHA384", "SHA512"};
  const auto* const found = std::ranges::find(hashes, hash);
  return found == std::end(hashes) ? std::uint16_t{0}
                                   : static_cast<std::uint16_t>(found - std::begin(hashes) + 1);
}

std::optional<SignatureScheme> pss_scheme(const SignatureAlgorithm& signature) {
  switch (hash_number(signature.hash)) {
    case 4: return SignatureScheme{0x0804};
    case 5: return SignatureScheme{0x0805};
    case 6: return SignatureScheme{0x0806};
    default: return std::nullopt;
  }
}

// TLS 1.2 numbers a pair of hash and signature (RFC 5246 section 7.4.1.4.1).
std::optional<SignatureScheme> pair(std::string_view hash, std::uint16_t signature) {
  const std::uint16_t number = hash_number(hash);
  if (number == 0) return std::nullopt;
  return SignatureScheme{static_cast<std::uint16_t>(number << 8U | signature)};
}

std::optional<SignatureScheme> scheme_of(const SignatureAlgorithm& signature) {
  const std::string_view oid = signature.oid;
  if (signature.pss) return pss_scheme(signature);
  if (oid == "1.3.101.112") return SignatureScheme{0x0807};
  if (oid == "1.3.101.113") return SignatureScheme{0x0808};
  if (oid.starts_with("2.16.840.1.101.3.4.3.") && oid.size() == 23) {  // ML-DSA: .17 to .19
    const int last = oid[22] - '0';
    if (oid[21] == '1' && last >= 7 && last <= 9) {
      return SignatureScheme{static_cast<std::uint16_t>(0x0904 + last - 7)};
    }
  }
  if (oid.starts_with("1.2.840.113549.1.1.")) return pair(signature.hash, 1);
  if (oid.starts_with("1.2.840.10045.4.")) return pair(signature.hash, 3);
  if (oid.starts_with("1.2.840.10040.4.") || oid.starts_with("2.16.840.1.101.3.4.3.")) {
    return pair(signature.hash, 2);
  }
  return std::nullopt;
}

// RFC 5280 section 4.2.1.1: what the authority key identifier says of its issuer.
bool key_id_fits(const Certificate& subject, const Certificate& issuer) {
  if (!subject.authority_key_id) return true;
  const AuthorityKeyId& wanted = *subject.authority_key_id;
  if (!wanted.key_id.empty() && !issuer.subject_key_id.empty() &&
      wanted.key_id != issuer.subject_key_id) {
    return false;
  }
  return wanted.serial.empty() || wanted.serial == issuer.serial;
}

}  // namespace

CertificateGraph::CertificateGraph(CertificateList sent, std::optional<CertificateList> trusted)
    : all_(std::move(sent)), store_known_(trusted.has_value()) {
  sent_ = all_.size();
  std::map<Sha256, std::size_t> places;
  for (std::size_t i = 0; i < sent_; ++i) places.emplace(all_[i]->sha256, i);
  trusted_.resize(sent_, false);
  for (auto& certificate : trusted.value_or(CertificateList{})) {
    const auto [place, fresh] = places.emplace(certificate->sha256, all_.size());
    if (fresh) {
      all_.push_back(std::move(certificate));
      trusted_.push_back(true);
    } else {
      trusted_[place->second] = true;
    }
  }
  for (const auto& certificate : all_) signatures_.push_back(scheme_of(certificate->signature));
  find_issuers();
  find_violations();
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
                             .key_id = key_id_fits(*all_[i], *all_[other])});
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
    for (std::size_t subject = 0; subject < sent_; ++subject) {
      if (ca != subject && !name_constraints_allow(*all_[ca], *all_[subject])) {
        violations_.push_back({.ca = ca, .subject = subject});
      }
    }
  }
}

bool CertificateGraph::names_allowed(std::size_t ca, std::size_t subject) const {
  return std::ranges::none_of(violations_, [&](const Violation& violation) {
    return violation.ca == ca && violation.subject == subject;
  });
}

}  // namespace tlswhy
