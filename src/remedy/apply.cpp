// What each change does to the parties. One function a kind of change; what the model does not know
// (a proxy, another network) is not applied.
#include <algorithm>
#include <array>
#include <utility>

#include "base/contains.hpp"
#include "base/time_span.hpp"
#include "knowledge/ids/changes.hpp"
#include "remedy/missing_issuers.hpp"
#include "remedy/newer_clients.hpp"
#include "remedy/world.hpp"
#include "wire/suite_traits.hpp"

namespace tlswhy {
namespace {

using knowledge::ChangeId;

constexpr std::int64_t longest_ns = 398 * day_ns;  // what any client takes of a new leaf

KeyExchange key_exchange_of(CipherSuite suite) { return traits(suite).key_exchange; }

// Adds what is not there yet.
template <class T>
void add_to(std::vector<T>& list, const std::vector<T>& values) {
  for (const T value : values) {
    if (!contains(list, value)) list.push_back(value);
  }
}
template <class T>
void add_to_each(ServerModel& server, std::vector<T> ServerVersion::* list,
                 const std::vector<T>& values) {
  for (ServerVersion& version : server.versions) add_to(version.*list, values);
}
// Signature schemes, where it does not sign with all that its key can anyway.
void add_schemes(ServerVersion& version, const std::vector<SignatureScheme>& schemes) {
  if (!version.signature_schemes.empty()) add_to(version.signature_schemes, schemes);
}

// ECDHE suites that fit the kind of key, best first; the last ones for clients without GCM.
std::vector<CipherSuite> ecdhe_suites(const ServerModel& server) {
  constexpr std::array<std::uint16_t, 4> rsa = {0xc030, 0xc02f, 0xc014, 0xc013};
  constexpr std::array<std::uint16_t, 4> ecdsa = {0xc02c, 0xc02b, 0xc00a, 0xc009};
  const bool ec = !server.credentials.empty() &&
                  server.credentials.front().leaf().key != KeyKind::rsa &&
                  server.credentials.front().leaf().key != KeyKind::rsa_pss;
  std::vector<CipherSuite> out;
  for (const std::uint16_t suite : ec ? ecdsa : rsa) out.push_back(CipherSuite{suite});
  return out;
}

// The suites of one key exchange come first, those of DHE go.
bool prefer(World& world, KeyExchange wanted, const std::vector<CipherSuite>& missing) {
  for (ServerVersion& version : world.server.versions) {
    std::vector<CipherSuite> order = missing;
    for (const CipherSuite suite : version.cipher_suites) {
      if (key_exchange_of(suite) != KeyExchange::dhe && !contains(order, suite))
        order.push_back(suite);
    }
    std::ranges::stable_partition(order, [wanted](CipherSuite suite) {
      const KeyExchange is = key_exchange_of(suite);
      return is == KeyExchange::tls13 || is == wanted;
    });
    version.cipher_suites = std::move(order);
    version.order = Order::server;
  }
  add_to_each(world.server, &ServerVersion::groups, {NamedGroup{23}, NamedGroup{29}});
  return true;
}

bool prefer_static_rsa(World& world) {
  return prefer(
      world, KeyExchange::rsa,
      {CipherSuite{0x009d}, CipherSuite{0x009c}, CipherSuite{0x0035}, CipherSuite{0x002f}});
}

bool enlarge_dh_group(World& world) {
  world.server.dh_bits = 2048;
  return true;
}

// Lower is better: forward secrecy, then the cipher.
int rank(CipherSuite suite) {
  const auto is = traits(suite);
  const int exchange = is.key_exchange == KeyExchange::tls13   ? 0
                       : is.key_exchange == KeyExchange::ecdhe ? 0
                       : is.key_exchange == KeyExchange::dhe   ? 1
                       : is.key_exchange == KeyExchange::rsa   ? 2
                                                               : 9;
  const int cipher = is.kind == CipherKind::aead ? 0 : is.kind == CipherKind::cbc ? 1 : 9;
  return exchange * 10 + cipher;
}

// The best suite of the client's with which it connects.
bool enable_common_suite(World& world) {
  std::vector<CipherSuite> offered(world.client.offer.cipher_suites.begin(),
                                   world.client.offer.cipher_suites.end());
  const std::vector<CipherSuite> has = world.server.cipher_suites();
  std::erase_if(offered, [&](CipherSuite suite) {
    return rank(suite) >= 30 || rank(suite) % 10 > 1 || contains(has, suite) ||
           !traits(suite).known;
  });
  std::ranges::stable_sort(offered, {}, rank);
  const std::vector<ServerVersion> before = world.server.versions;
  for (const CipherSuite suite : offered) {
    world.server.versions = before;
    for (ServerVersion& version : world.server.versions)
      version.cipher_suites.insert(version.cipher_suites.begin(), suite);
    if (key_exchange_of(suite) == KeyExchange::dhe && world.server.dh_bits == 0) continue;
    if (world.play().established()) return true;
  }
  return false;
}

bool enable_tls12(World& world) {
  ServerModel& server = world.server;
  if (server.versions.empty() || server.find(ProtocolVersion::TLSv1_2) != nullptr) return false;
  // As in the version nearest to it, with suites that fit the key.
  ServerVersion tls12 = server.versions.back();
  tls12.version = ProtocolVersion::TLSv1_2;
  add_to(tls12.cipher_suites, server.cipher_suites());
  add_to(tls12.cipher_suites, ecdhe_suites(server));
  using enum SignatureScheme;
  add_schemes(tls12, {rsa_pss_rsae_sha256, rsa_pkcs1_sha256, ecdsa_secp256r1_sha256,
                      rsa_pss_rsae_sha384, rsa_pkcs1_sha384, ecdsa_secp384r1_sha384});
  server.versions.push_back(std::move(tls12));
  std::erase_if(server.refused_versions, [](const RefusedVersion& refused) {
    return refused.version == ProtocolVersion::TLSv1_2;
  });
  return true;
}

bool enable_common_group(World& world) {
  using enum NamedGroup;
  for (const NamedGroup group : {x25519, secp256r1, secp384r1, secp521r1}) {
    if (!contains(world.client.offer.supported_groups, group)) continue;
    add_to_each(world.server, &ServerVersion::groups, {group});
    return true;
  }
  return false;
}

bool sign_with_sha256(World& world) {
  using enum SignatureScheme;
  for (ServerVersion& version : world.server.versions)
    add_schemes(version, {rsa_pss_rsae_sha256, rsa_pkcs1_sha256, ecdsa_secp256r1_sha256});
  return true;
}

// A certificate as the CA would issue it anew. Its signature cannot be verified, as there is none
// yet, and is supposed to be good.
template <class Edit>
void reissue(std::shared_ptr<const Certificate>& certificate, const Edit& edit) {
  auto copy = std::make_shared<Certificate>(*certificate);
  edit(*copy);
  copy->handle = nullptr;
  copy->der.push_back(0);  // another certificate than the one in any store
  copy->sha256.back() ^= 0xff;
  certificate = std::move(copy);
}
template <class Edit>
bool reissue_leaf(World& world, const Edit& edit) {
  if (world.server.credentials.empty()) return false;
  reissue(world.server.credentials.front().chain.front(), edit);
  return true;
}
// Every certificate of the first chain that is not a root.
template <class Edit>
bool reissue_chain(World& world, const Edit& edit) {
  if (world.server.credentials.empty()) return false;
  for (auto& certificate : world.server.credentials.front().chain) {
    if (!certificate->self_issued) reissue(certificate, edit);
  }
  return true;
}

void sign_as_usual(Certificate& c) {
  const bool ecdsa = c.signature.name.starts_with("ecdsa");
  c.signature = {};
  c.signature.oid = ecdsa ? "1.2.840.10045.4.3.2" : "1.2.840.113549.1.1.11";
  c.signature.name = ecdsa ? "ecdsa-with-SHA256" : "sha256WithRSAEncryption";
  c.signature.hash = "SHA256";
}

void make_rsa(Certificate& c) {
  c.key = KeyKind::rsa;
  c.key_text = "RSA-2048";
  c.key_bits = 2048;
  c.curve.clear();
  c.group.reset();
  c.key_pss_limits.reset();
  sign_as_usual(c);
}

void enlarge_key(Certificate& c) {
  const bool rsa = c.key == KeyKind::rsa || c.key == KeyKind::rsa_pss;
  if (!rsa || c.key_bits >= 2048) return;
  c.key_bits = 2048;
  c.key_text = "RSA-2048";
}

void allow_servers(Certificate& c) {
  c.server_auth = true;
  c.has_extended_key_usage = !c.is_ca;  // with serverAuth, as server_auth says
  c.extended_key_usages.clear();
  if (c.is_ca) return;
  c.digital_signature = c.key_encipherment = true;
  c.has_key_usage = false;
  c.key_usage = 0;
}

bool renew(World& world, bool authorities) {
  const Timestamp at = world.situation.at;
  const auto dates = [at](Certificate& c) {
    const bool too_long = !c.is_ca && span_ns(c.not_before, c.not_after) > longest_ns;
    if (c.not_after < at || at < c.not_before || too_long) {
      c.not_before = shifted(at, -day_ns);
      c.not_after = shifted(at, 365 * day_ns);
    }
  };
  if (!authorities) return reissue_leaf(world, dates);
  return reissue_chain(world, [&](Certificate& c) {
    dates(c);
    enlarge_key(c);
  });
}

bool rename(World& world) {
  if (world.situation.host.empty()) return false;
  return reissue_leaf(world, [&](Certificate& c) {
    c.dns_names = {world.situation.host.text()};
    c.has_subject_alt_name = true;
  });
}

bool use_certified_name(World& world) {
  if (world.server.credentials.empty()) return false;
  const auto& names = world.server.credentials.front().leaf().dns_names;
  const auto plain =
      std::ranges::find_if(names, [](const std::string& name) { return !name.starts_with('*'); });
  if (plain == names.end()) return false;
  world.situation.host = ServerName(*plain);
  return true;
}

// A root that was sent is the one to trust; one that was not would first have to be found.
bool trust_root(World& world) {
  if (world.server.credentials.empty() || !world.store) return false;
  for (const auto& certificate : world.server.credentials.front().chain) {
    if (!certificate->self_issued) continue;
    world.store->push_back(certificate);
    return true;
  }
  return false;
}

bool reissue_from_trusted_ca(World& world) {
  if (!world.store || world.server.credentials.empty()) return false;
  const auto anchor = std::ranges::find_if(*world.store, [&](const auto& c) {
    return c->parsed && c->is_ca && world.situation.at < c->not_after;
  });
  if (anchor == world.store->end()) return false;
  CertificateList& chain = world.server.credentials.front().chain;
  chain.resize(1);
  return reissue_leaf(world, [&](Certificate& c) {
    c.issuer = (*anchor)->subject;
    c.self_issued = c.is_ca = false;
    c.authority_key_id.reset();
    if (const auto& key_id = (*anchor)->subject_key_id; !key_id.empty())
      c.authority_key_id = AuthorityKeyId{.key_id = key_id, .issuer = {}, .serial = {}};
    sign_as_usual(c);
    if ((*anchor)->key == KeyKind::ec) {
      c.signature.oid = "1.2.840.10045.4.3.2";
      c.signature.name = "ecdsa-with-SHA256";
    }
  });
}

bool limits_names(const std::shared_ptr<const Certificate>& c) {
  return c->name_constraints.has_value();
}

// A CA with name constraints cannot issue a certificate for a name that they exclude. The lowest CA
// of the path that has none above it issues the leaf instead. A store with constraints of its own
// is left alone: whether they permit the new certificate cannot be checked before it exists.
bool reissue_from_higher_ca(World& world) {
  if (world.server.credentials.empty() || !world.store ||
      std::ranges::any_of(*world.store, limits_names))
    return false;
  CertificateList& chain = world.server.credentials.front().chain;
  const CertificateList before = chain;
  for (std::size_t i = 1; i < before.size() && !before[i]->self_issued; ++i) {
    chain.assign(before.begin() + static_cast<std::ptrdiff_t>(i), before.end());
    if (std::ranges::any_of(chain.begin() + 1, chain.end(), limits_names)) continue;
    chain.front() = before.front();
    reissue(chain.front(), [&](Certificate& c) {
      c.issuer = before[i]->issuer;
      c.authority_key_id = before[i]->authority_key_id;  // of the same CA
    });
    if (world.play().established()) return true;
  }
  return false;
}

bool add_second_certificate(World& world) {
  if (world.server.credentials.empty()) return false;
  Credential second = world.server.credentials.front();
  reissue(second.chain.front(), make_rsa);
  world.server.credentials.push_back(std::move(second));
  add_to_each(world.server, &ServerVersion::cipher_suites,
              {CipherSuite{0xc030}, CipherSuite{0xc02f}});
  return true;
}

bool drop_dhe_suites(World& world) {
  world.client_suites.clear();
  std::ranges::copy_if(world.client.offer.cipher_suites, std::back_inserter(world.client_suites),
                       [](CipherSuite s) { return key_exchange_of(s) != KeyExchange::dhe; });
  world.client.offer.cipher_suites = world.client_suites;
  return true;
}

bool serve_name(World& world) {
  if (!world.server.unknown_name_refused || world.situation.host.empty()) return false;
  world.server.server_names.push_back(world.situation.host.text());
  return true;
}

// Only with certificates that exist: those of the server's other chains, or of another connection.
// A remedy that is played with an invented certificate proves nothing.
bool send_intermediate(World& world) {
  if (world.server.credentials.empty()) return false;
  const std::size_t used = world.play().flight.credential.value_or(0);
  CertificateList at_hand = world.at_hand;
  for (std::size_t i = 0; i < world.server.credentials.size(); ++i) {
    if (i != used)
      std::ranges::copy(world.server.credentials[i].chain, std::back_inserter(at_hand));
  }
  CertificateList& chain = world.server.credentials[used].chain;
  const MissingIssuers missing = missing_issuers(chain, world.store, at_hand);
  if (missing.ways.empty()) return false;
  for (const CertificateList& way : missing.ways) {
    chain = way;
    if (world.play().established()) return true;
  }
  chain = missing.ways.front();
  return true;
}

// The next version that connects; where none does, the newest.
bool upgrade_client(World& world) {
  if (!world.client_version_known) return false;
  const auto newer = newer_clients(world.client.name);
  if (newer.empty()) return false;
  world.client_suites.clear();
  const auto graphs = world.graphs();
  for (const knowledge::ClientProfile* client : newer) {
    world.client = *client;
    if (world.play_as(*client, graphs).established()) break;
  }
  return true;
}

// The right time is known from another source than the client's clock.
bool fix_clock(World& world) {
  if (!world.right_time || world.situation.at == *world.right_time) return false;
  world.situation.at = *world.right_time;
  return true;
}

bool change_world(ChangeId change, World& world) {
  switch (change) {
    case ChangeId::prefer_ecdhe:
      return prefer(world, KeyExchange::ecdhe, ecdhe_suites(world.server));
    case ChangeId::prefer_static_rsa: return prefer_static_rsa(world);
    case ChangeId::enlarge_dh_group: return enlarge_dh_group(world);
    case ChangeId::enable_common_suite: return enable_common_suite(world);
    case ChangeId::enable_tls12: return enable_tls12(world);
    case ChangeId::enable_common_group: return enable_common_group(world);
    case ChangeId::sign_with_sha256: return sign_with_sha256(world);
    case ChangeId::reissue_with_sha256:
    case ChangeId::reissue_without_pss: return reissue_chain(world, sign_as_usual);
    case ChangeId::reissue_with_larger_key: return reissue_leaf(world, enlarge_key);
    case ChangeId::reissue_with_common_key_type: return reissue_leaf(world, make_rsa);
    case ChangeId::reissue_with_usage: return reissue_chain(world, allow_servers);
    case ChangeId::reissue_without_critical_extension:
      return reissue_chain(world, [](Certificate& c) { c.unknown_critical.clear(); });
    case ChangeId::reissue_with_name: return rename(world);
    case ChangeId::renew_certificate: return renew(world, false);
    case ChangeId::renew_ca_certificate: return renew(world, true);
    case ChangeId::use_certified_name: return use_certified_name(world);
    case ChangeId::trust_root: return trust_root(world);
    case ChangeId::reissue_from_trusted_ca: return reissue_from_trusted_ca(world);
    case ChangeId::add_second_certificate: return add_second_certificate(world);
    case ChangeId::send_intermediate: return send_intermediate(world);
    case ChangeId::upgrade_client: return upgrade_client(world);
    case ChangeId::fix_clock: return fix_clock(world);
    case ChangeId::drop_dhe_suites: return drop_dhe_suites(world);
    case ChangeId::serve_name: return serve_name(world);
    case ChangeId::align_alpn: return std::exchange(world.server.alpn_must_match, false);
    case ChangeId::install_client_certificate:
      return !std::exchange(world.situation.client_has_certificate, true);
    case ChangeId::enable_secure_renegotiation:
      return !std::exchange(world.server.renegotiation_info, true);
    case ChangeId::enable_extended_master_secret:
      return !std::exchange(world.server.extended_master_secret, true);
    case ChangeId::reissue_within_constraints: return reissue_from_higher_ca(world);
    case ChangeId::make_client_certificate_optional:
      world.server.client_certificate = ClientCertificatePolicy::optional;
      return true;
    default: return false;
  }
}

}  // namespace

std::optional<World> apply(ChangeId change, const World& world) {
  World out = world;
  if (!out.client_suites.empty()) out.client.offer.cipher_suites = out.client_suites;
  if (!change_world(change, out)) return std::nullopt;
  return out;
}

}  // namespace tlswhy
