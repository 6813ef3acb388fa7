#include "report/rejection.hpp"

#include <algorithm>

#include "wire/names.hpp"
#include "wire/registry.hpp"

namespace tlswhy {
namespace {

std::string text_of(const Rejection& rejection) {
  switch (rejection.kind) {
    case Rejection::Kind::version: return version_name(ProtocolVersion{rejection.candidate});
    case Rejection::Kind::cipher_suite: return cipher_suite_text(CipherSuite{rejection.candidate});
    case Rejection::Kind::credential: return std::to_string(rejection.candidate);
    case Rejection::Kind::scheme: break;
  }
  return signature_scheme_text(rejection.candidate);
}

}  // namespace

std::string_view name_of(Rejection::Kind kind) {
  switch (kind) {
    case Rejection::Kind::version: return "version";
    case Rejection::Kind::cipher_suite: return "cipher_suite";
    case Rejection::Kind::credential: return "credential";
    case Rejection::Kind::scheme: break;
  }
  return "signature_scheme";
}

std::string_view name_of(Constraint constraint) {
  switch (constraint) {
    case Constraint::offered: return "offered";
    case Constraint::enabled: return "enabled";
    case Constraint::version_of_suite: return "version_of_suite";
    case Constraint::common_group: return "common_group";
    case Constraint::dh_group: return "dh_group";
    case Constraint::credential: return "credential";
    case Constraint::curve_of_key: return "curve_of_key";
    case Constraint::signature_scheme: return "signature_scheme";
    case Constraint::signature_of_leaf: return "signature_of_leaf";
    case Constraint::minimum_dh_bits: return "minimum_dh_bits";
    case Constraint::maximum_dh_bits: return "maximum_dh_bits";
    case Constraint::md5_sha1_signature: return "md5_sha1_signature";
    case Constraint::renegotiation_info: return "renegotiation_info";
    case Constraint::extended_master_secret: return "extended_master_secret";
    case Constraint::server_name: return "server_name";
    case Constraint::alpn: return "alpn";
    case Constraint::client_certificate: return "client_certificate";
    case Constraint::path: break;
  }
  return "path";
}

std::vector<RejectedCandidates> by_reason(const std::vector<Rejection>& rejections) {
  std::vector<RejectedCandidates> out;
  for (const Rejection& r : rejections) {
    auto group = std::ranges::find_if(out, [&r](const RejectedCandidates& g) {
      return g.kind == r.kind && g.why == r.constraint;
    });
    if (group == out.end()) group = out.insert(out.end(), {r.kind, r.constraint, {}});
    std::string candidate = text_of(r);
    if (std::ranges::find(group->candidates, candidate) == group->candidates.end())
      group->candidates.push_back(std::move(candidate));
  }
  return out;
}

}  // namespace tlswhy
