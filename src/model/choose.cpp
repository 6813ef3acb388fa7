// The server's half: what it answers to a ClientHello (RFC 8446 section 4.1.1, RFC 5246 section
// 7.4.1.3), candidate after candidate.
#include <algorithm>
#include <array>

#include "base/contains.hpp"
#include "knowledge/ids/causes.hpp"
#include "model/dialect.hpp"
#include "model/negotiate.hpp"
#include "model/signature_schemes.hpp"
#include "wire/registry.hpp"
#include "wire/signature_scheme.hpp"

namespace tlswhy {
namespace {

using knowledge::CauseId;
using knowledge::Offer;

constexpr bool is_ffdhe(NamedGroup group) {  // RFC 7919
  return code(group) >= 0x0100 && code(group) <= 0x01ff;
}

bool fits_authentication(const SuiteTraits& suite, const Certificate& leaf, bool tls12) {
  switch (suite.authentication) {
    case Authentication::rsa:
      return leaf.key == KeyKind::rsa ||
             (leaf.key == KeyKind::rsa_pss && tls12 && suite.key_exchange != KeyExchange::rsa);
    case Authentication::ecdsa:
      return leaf.key == KeyKind::ec ||
             (tls12 && (leaf.key == KeyKind::ed25519 || leaf.key == KeyKind::ed448));
    case Authentication::dss: return leaf.key == KeyKind::dsa;
    default: return false;
  }
}

class Chooser {
 public:
  Chooser(const Offer& offer, const ServerModel& server, const ServerName& host,
          std::vector<Rejection>& rejections)
      : offer_(offer),
        server_(server),
        host_(host),
        dialect_(dialect(server.behaviour)),
        rejections_(rejections) {}

  std::expected<ServerFlight, Refusal> run() {
    if (offer_.versions.empty() || !choose_version()) return refuse_version();
    if (server_.name_required && !sends_server_name(offer_.server_name, host_))
      return refuse(no_name_cause(), Constraint::server_name, AlertDescription::unrecognized_name);
    if (refuses_name())
      return refuse(CauseId::sni_unknown_name, Constraint::server_name,
                    AlertDescription::unrecognized_name);
    if (!choose_suite()) return refuse_suites();
    if (!choose_alpn())
      return refuse(CauseId::alpn_mismatch, Constraint::alpn,
                    AlertDescription::no_application_protocol);
    flight_.certificate_requested = server_.client_certificate != ClientCertificatePolicy::none;
    flight_.renegotiation_info = server_.renegotiation_info && offer_.renegotiation_info;
    flight_.extended_master_secret =
        server_.extended_master_secret && offer_.extended_master_secret;
    return std::move(flight_);
  }

 private:
  [[nodiscard]] bool tls13() const { return flight_.version == ProtocolVersion::TLSv1_3; }
  [[nodiscard]] bool tls12() const { return flight_.version >= ProtocolVersion::TLSv1_2; }

  [[nodiscard]] std::unexpected<Refusal> refuse(CauseId cause, Constraint constraint,
                                                HelloRefusal answer) const {
    return std::unexpected(Refusal{.by = Party::server,
                                   .at = HandshakeType::client_hello,
                                   .cause = cause,
                                   .constraint = constraint,
                                   .version = flight_.version,
                                   .alert = answer.alert,
                                   .closes = !answer.alert});
  }
  [[nodiscard]] std::unexpected<Refusal> refuse(CauseId cause, Constraint constraint,
                                                AlertDescription alert) const {
    return refuse(cause, constraint, HelloRefusal{code(alert)});
  }

  // A server that was asked answers as it did then. Where it did not say protocol_version, the
  // version is the likely reason and not the only one.
  [[nodiscard]] std::unexpected<Refusal> refuse_version() const {
    constexpr auto protocol_version = AlertDescription::protocol_version;
    for (const ProtocolVersion version : offer_.versions) {
      const auto found =
          std::ranges::find(server_.refused_versions, version, &RefusedVersion::version);
      if (found == server_.refused_versions.end()) continue;
      auto out = refuse(version_cause(), Constraint::enabled, found->answer);
      out.error().supposed = found->answer.alert != code(protocol_version);
      return out;
    }
    return refuse(version_cause(), Constraint::enabled, protocol_version);
  }

  [[nodiscard]] std::unexpected<Refusal> refuse_suites() const {
    const HelloRefusal usual{code(dialect_.nothing_fits)};
    auto out = refuse(suite_cause(), worst_, version_->nothing_fits.value_or(usual));
    out.error().supposed = version_->fits_nothing();
    return out;
  }

  void reject(Rejection::Kind kind, std::uint16_t candidate, Constraint why) {
    constexpr std::size_t usual = 16;  // most offers lose fewer candidates: one allocation
    if (rejections_.capacity() == 0) rejections_.reserve(usual);
    rejections_.push_back({kind, candidate, why});
    if (why > Constraint::version_of_suite) worst_ = std::max(worst_, why);
  }

  // supported_versions names each version; before it the client named its highest alone, and the
  // server may answer with any lower one (RFC 8446 section 4.2.1, RFC 5246 appendix E.1).
  bool choose_version() {
    const bool listed = offer_.versions.front() == ProtocolVersion::TLSv1_3;
    if (choose_version(listed)) return true;
    return listed && dialect_.answers_below_listed && choose_version(false);
  }
  bool choose_version(bool listed) {
    const ProtocolVersion highest =
        listed ? ProtocolVersion::TLSv1_3
               : std::min(offer_.versions.front(), ProtocolVersion::TLSv1_2);
    for (const ServerVersion* candidate = server_.newest(); candidate != nullptr;
         candidate = server_.newest_below(candidate->version)) {
      const ProtocolVersion version = candidate->version;
      if (listed ? !contains(offer_.versions, version) : version > highest) {
        reject(Rejection::Kind::version, code(version), Constraint::offered);
      } else if (version == ProtocolVersion::TLSv1_3 && !some_key_for_tls13(*candidate)) {
        reject(Rejection::Kind::version, code(version), Constraint::credential);
        no_key_for_tls13_ = true;
      } else {
        version_ = candidate;
        flight_.version = version;
        return true;
      }
    }
    return false;
  }
  [[nodiscard]] bool some_key_for_tls13(const ServerVersion& tls13) const {
    // Nobody knows its keys, or what it signs with.
    if (server_.credentials.empty() || tls13.signature_schemes.empty()) return true;
    return std::ranges::any_of(server_.credentials, [&](const Credential& credential) {
      return std::ranges::any_of(tls13.signature_schemes, [&](SignatureScheme scheme) {
        // Where only the chain is known, nobody knows that its server has the scheme of its curve
        // in TLS 1.3 (RFC 8734), which older ones lack: a client without it may meet TLS 1.2.
        const bool assumed = server_.only_chains_known && credential.leaf().key == KeyKind::ec;
        if (assumed && !contains(offer_.signature_algorithms, scheme)) return false;
        return key_makes(credential.leaf(), scheme, ProtocolVersion::TLSv1_3);
      });
    });
  }
  [[nodiscard]] CauseId version_cause() const {
    return no_key_for_tls13_ ? CauseId::curve_of_cert_unsupported : CauseId::no_common_version;
  }

  [[nodiscard]] bool refuses_name() const {
    return server_.unknown_name_refused && sends_server_name(offer_.server_name, host_) &&
           std::ranges::none_of(server_.server_names, [this](const std::string& name) {
             return ServerName(name) == host_;
           });
  }

  [[nodiscard]] CauseId no_name_cause() const {
    const bool would_with_dot = offer_.server_name == knowledge::ServerNameRule::dotted_names &&
                                sends_server_name(knowledge::ServerNameRule::always, host_);
    return would_with_dot ? CauseId::java_no_sni_single_label : CauseId::sni_required;
  }

  bool choose_alpn() {
    if (offer_.alpn.empty() || server_.alpn.empty()) return true;
    for (const std::string& protocol : server_.alpn) {
      if (!contains(offer_.alpn, std::string_view(protocol))) continue;
      flight_.alpn = protocol;
      return true;
    }
    return !server_.alpn_must_match;
  }

  bool choose_suite() {
    if (!server_order()) return try_suites(offer_.cipher_suites, version_->cipher_suites);
    const bool chacha_first = server_.prioritizes_chacha && !offer_.cipher_suites.empty() &&
                              is_chacha(offer_.cipher_suites.front());
    if (!chacha_first) return try_suites(version_->cipher_suites, offer_.cipher_suites);
    std::vector<CipherSuite> order = version_->cipher_suites;
    std::ranges::stable_partition(order, is_chacha);
    return try_suites(order, offer_.cipher_suites);
  }
  [[nodiscard]] bool server_order() const { return version_->order == Order::server; }
  static bool is_chacha(CipherSuite suite) {
    return cipher_suite_name(suite).find("CHACHA20") != std::string_view::npos;
  }
  template <class First, class Second>
  bool try_suites(const First& in_order, const Second& others) {
    for (const CipherSuite suite : in_order) {
      if (!contains(others, suite)) {
        reject(Rejection::Kind::cipher_suite, code(suite),
               server_order() ? Constraint::offered : Constraint::enabled);
        continue;
      }
      common_suite_ = true;
      if (const auto why = try_suite(suite)) {
        reject(Rejection::Kind::cipher_suite, code(suite), *why);
        continue;
      }
      flight_.cipher_suite = suite;
      return true;
    }
    return false;
  }

  // Why the suite falls; nothing if it can be used.
  std::optional<Constraint> try_suite(CipherSuite suite) {
    const SuiteTraits& is = traits(suite);
    const bool of_tls13 = is.key_exchange == KeyExchange::tls13;
    if (of_tls13 != tls13() || (is.tls12_only && !tls12())) return Constraint::version_of_suite;
    if (const auto why = try_key_exchange(is)) return why;
    if (is.authentication == Authentication::anonymous || server_.credentials.empty())
      return std::nullopt;
    Constraint why = Constraint::credential;
    for (std::size_t i = 0; i < server_.credentials.size(); ++i) {
      if (!comes_into_question(server_.credentials[i])) continue;
      const auto fault = try_credential(is, server_.credentials[i]);
      if (!fault) {
        flight_.credential = i;
        return std::nullopt;
      }
      why = std::max(why, *fault);
    }
    return why;
  }

  // With certificate_first: whether it is the kind that the offer decided on beforehand.
  [[nodiscard]] bool comes_into_question(const Credential& credential) const {
    if (!server_.certificate_first) return true;
    const auto ecdsa = [](const Credential& c) { return c.leaf().key == KeyKind::ec; };
    const bool offered = std::ranges::any_of(offer_.cipher_suites, [](CipherSuite suite) {
      return traits(suite).authentication == Authentication::ecdsa;
    });
    const bool available = std::ranges::any_of(server_.credentials, ecdsa);
    return !tls13() ? ecdsa(credential) == (offered && available) : true;
  }

  std::optional<Constraint> try_key_exchange(const SuiteTraits& is) {
    flight_.group.reset();
    flight_.dh_bits = 0;
    switch (is.key_exchange) {
      case KeyExchange::tls13: return choose_group(true) ? std::nullopt : no_group();
      case KeyExchange::ecdhe: return choose_group(false) ? std::nullopt : no_group();
      case KeyExchange::dhe: return try_dhe();
      case KeyExchange::rsa: return std::nullopt;
      default: return Constraint::enabled;
    }
  }
  static std::optional<Constraint> no_group() { return Constraint::common_group; }

  // RFC 8446 section 4.2.7: finite fields are named like curves in TLS 1.3.
  bool choose_group(bool finite_fields) {
    std::optional<NamedGroup> found;
    const auto consider = [&](NamedGroup group) {
      if (is_ffdhe(group) && !finite_fields) return;
      const bool ready = tls13() && contains(offer_.key_shares, group);
      if (!found || (ready && !contains(offer_.key_shares, *found))) found = group;
    };
    const bool unnamed = offer_.supported_groups.empty() && !tls13();
    if (unnamed || server_.server_group_order) {
      for (const NamedGroup group : version_->groups) {
        if (unnamed || contains(offer_.supported_groups, group)) consider(group);
      }
    }
    for (const NamedGroup group : offer_.supported_groups) {
      if (contains(version_->groups, group)) consider(group);
    }
    flight_.group = found;
    flight_.hello_retry_request = tls13() && found && !contains(offer_.key_shares, *found);
    return found.has_value();
  }

  // RFC 7919 section 4: a client that names finite fields wants one of those; few servers care.
  std::optional<Constraint> try_dhe() {
    const bool names_fields = std::ranges::any_of(offer_.supported_groups, is_ffdhe);
    if (names_fields && dialect_.only_named_fields) {
      const bool common = std::ranges::any_of(offer_.supported_groups, [this](NamedGroup group) {
        return is_ffdhe(group) && contains(version_->groups, group);
      });
      if (!common) return Constraint::common_group;
    }
    if (server_.dh_bits == 0) return Constraint::dh_group;
    flight_.dh_bits = server_.dh_bits;
    return std::nullopt;
  }

  std::optional<Constraint> try_credential(const SuiteTraits& is, const Credential& credential) {
    const Certificate& leaf = credential.leaf();
    flight_.scheme.reset();
    if (!tls13() && !fits_authentication(is, leaf, tls12())) return Constraint::credential;
    if (!tls13() && leaf.key == KeyKind::ec && !offer_.supported_groups.empty() &&
        !(leaf.group && contains(offer_.supported_groups, *leaf.group))) {
      return Constraint::curve_of_key;
    }
    // OpenSSL's servers look at keyUsage of EC keys only.
    if (leaf.key == KeyKind::ec && leaf.has_key_usage && !leaf.digital_signature &&
        server_.behaviour == Behaviour::openssl) {
      return Constraint::credential;
    }
    const bool signs = is.key_exchange != KeyExchange::rsa;
    flight_.signs_md5_sha1 = signs && !tls12();
    if (signs && tls12() && !choose_scheme(leaf)) return Constraint::signature_scheme;
    if (!signatures_offered(credential)) return Constraint::signature_of_leaf;
    return std::nullopt;
  }

  bool choose_scheme(const Certificate& leaf) {
    if (offer_.signature_algorithms.empty()) return true;  // RFC 5246 section 7.4.1.4.1: SHA-1
    const auto& schemes = version_->signature_schemes;
    for (const SignatureScheme scheme : offer_.signature_algorithms) {
      const bool usable = (schemes.empty() || contains(schemes, scheme)) &&
                          key_makes(leaf, scheme, flight_.version);
      if (!usable) continue;
      flight_.scheme = scheme;
      return true;
    }
    return false;
  }

  // Whether the client says that it can verify the signatures on the certificates, as far as this
  // server asks: RFC 8446 section 4.2.3 only wants it to try.
  [[nodiscard]] bool signatures_offered(const Credential& credential) const {
    const ChainCheck check = dialect_.chain_check;
    if (check == ChainCheck::none || !tls12()) return true;
    const auto said = [&](std::span<const SignatureScheme> list, const Certificate& certificate) {
      const auto scheme = scheme_of_signature(certificate);
      return scheme && contains(list, *scheme);
    };
    const auto& own = offer_.signature_algorithms_cert;
    if (check == ChainCheck::leaf) return own.empty() || said(own, credential.leaf());
    const auto list = own.empty() ? offer_.signature_algorithms : own;
    return list.empty() || std::ranges::all_of(credential.chain, [&](const auto& certificate) {
             return certificate->self_issued || said(list, *certificate);
           });
  }

  // The reason that came farthest says what is missing. TLS 1.2 has all suites of the older
  // versions: where it is enabled and none of them fits, they are for other keys than the server's.
  [[nodiscard]] CauseId suite_cause() const {
    if (version_->fits_nothing() && flight_.version == ProtocolVersion::TLSv1_2)
      return CauseId::cert_key_type_mismatch;
    const Certificate* leaf =
        server_.credentials.empty() ? nullptr : &server_.credentials.front().leaf();
    const bool eddsa =
        leaf != nullptr && (leaf->key == KeyKind::ed25519 || leaf->key == KeyKind::ed448);
    switch (worst_) {
      case Constraint::common_group: return CauseId::no_common_group;
      case Constraint::credential: return CauseId::cert_key_type_mismatch;
      case Constraint::curve_of_key: return CauseId::curve_of_cert_unsupported;
      case Constraint::signature_scheme:
        if (eddsa) return CauseId::eddsa_cert_unsupported;
        return leaf != nullptr && leaf->key == KeyKind::rsa_pss ? CauseId::pss_key_oid_leaf
                                                                : CauseId::sigalg_no_common;
      case Constraint::signature_of_leaf: return cause_of_signature(*leaf);
      default: break;
    }
    return tls13() ? CauseId::tls13_suite_missing : CauseId::no_shared_cipher;
  }
  static CauseId cause_of_signature(const Certificate& leaf) {
    if (leaf.signature.pss) return CauseId::pss_chain;
    if (leaf.signature.hash == "MD5") return CauseId::md5_cert;
    if (leaf.signature.hash == "SHA1") return CauseId::sha1_cert;
    const auto scheme = scheme_of_signature(leaf);
    return scheme && traits(*scheme).is_eddsa() ? CauseId::eddsa_cert_unsupported
                                                : CauseId::sigalg_no_common;
  }

  const Offer& offer_;
  const ServerModel& server_;
  const ServerName& host_;
  const ServerDialect& dialect_;
  std::vector<Rejection>& rejections_;
  const ServerVersion* version_ = nullptr;  // of the server, that was chosen
  ServerFlight flight_;
  Constraint worst_ = Constraint::offered;
  bool common_suite_ = false, no_key_for_tls13_ = false;
};

}  // namespace

std::expected<ServerFlight, Refusal> choose(const Offer& offer, const ServerModel& server,
                                            const ServerName& host,
                                            std::vector<Rejection>& rejections) {
  return Chooser(offer, server, host, rejections).run();
}

}  // namespace tlswhy
