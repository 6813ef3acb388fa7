#include "model/learned_server.hpp"

#include <algorithm>

#include "wire/suite_traits.hpp"

namespace tlswhy {
namespace {

constexpr auto protocol_version = code(AlertDescription::protocol_version);

std::vector<Credential> credentials(const LearnedServer& learned, LearnedChain::Name name) {
  std::vector<Credential> out;
  for (const LearnedChain& chain : learned.certificates) {
    const bool usable = !chain.chain.empty() && chain.chain.front()->parsed;
    if (usable && chain.name == name) out.push_back({chain.chain});
  }
  return out;
}

bool has_ecdhe(const ServerVersion& version) {
  return std::ranges::any_of(version.cipher_suites, [](CipherSuite suite) {
    return traits(suite).key_exchange == KeyExchange::ecdhe;
  });
}

// A server that says protocol_version to an older hello looks at the version first: a newer one
// that it refuses in another way is enabled, and no suite of it fits (a list of RSA suites beside
// an ECDSA certificate). TLS 1.3 stands in an extension that older servers do not know, and proves
// nothing.
bool is_enabled(const RefusedVersion& refused, const std::vector<RefusedVersion>& all) {
  if (refused.version >= ProtocolVersion::TLSv1_3 || !refused.answer.alert ||
      refused.answer.alert == protocol_version)
    return false;
  return std::ranges::any_of(all, [&](const RefusedVersion& other) {
    return other.version < refused.version && other.answer.alert == protocol_version;
  });
}

void add_enabled_versions(ServerModel& model) {
  const std::vector<RefusedVersion> all = model.refused_versions;
  for (const RefusedVersion& refused : all) {
    if (!is_enabled(refused, all)) continue;
    std::erase(model.refused_versions, refused);
    ServerVersion& version = model.versions.emplace_back();
    version.version = refused.version;
    version.nothing_fits = refused.answer;
  }
  std::ranges::sort(model.versions, {}, &ServerVersion::version);
}

// Groups are asked of the newest version <= 1.2 with a suite that needs one; no server is known to
// have others in older versions.
void share_groups(ServerModel& model) {
  const ServerVersion* asked = nullptr;
  for (const ServerVersion& version : model.versions) {
    if (version.version < ProtocolVersion::TLSv1_3 && has_ecdhe(version)) asked = &version;
  }
  for (ServerVersion& version : model.versions) {
    const bool older = asked != nullptr && version.version < asked->version && has_ecdhe(version);
    if (older) {
      std::vector<NamedGroup> groups = asked->groups;
      for (const NamedGroup group : version.groups) {
        if (std::ranges::find(groups, group) == groups.end()) groups.push_back(group);
      }
      version.groups = std::move(groups);
    } else if (version.fits_nothing()) {  // for what a remedy would enable
      version.groups = asked != nullptr ? asked->groups : model.versions.back().groups;
    }
  }
}

}  // namespace

void complete_model(LearnedServer& learned) {
  ServerModel& model = learned.model;
  const LearnedBehaviour& does = learned.behaviour;
  model.behaviour = Behaviour::openssl;
  add_enabled_versions(model);
  share_groups(model);
  model.server_group_order = does.server_group_order.value_or(false);
  model.prioritizes_chacha = does.prioritizes_chacha.value_or(false);
  model.extended_master_secret = does.extended_master_secret.value_or(true);
  model.renegotiation_info = does.renegotiation_info.value_or(true);
  model.name_required = does.no_name_refused.value_or(false);
  model.client_certificate = learned.client_certificate.value_or(ClientCertificatePolicy::none);
  model.dh_bits = 0;
  for (const LearnedDh& dh : learned.dh)
    model.dh_bits = std::max<std::uint32_t>(model.dh_bits, dh.bits);
  model.credentials = credentials(learned, LearnedChain::Name::asked);
}

ServerModel model_without_name(const LearnedServer& learned) {
  ServerModel out = learned.model;
  auto others = credentials(learned, LearnedChain::Name::none);
  const bool same = others.size() == 1 && std::ranges::any_of(out.credentials, [&](const auto& c) {
                      return c.leaf().sha256 == others.front().leaf().sha256;
                    });
  if (!others.empty() && !same) out.credentials = std::move(others);
  return out;
}

}  // namespace tlswhy
