// A server as a party of a handshake: what a description, a capture or a probe tells of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/path.hpp"
#include "wire/code_points.hpp"

namespace tlswhy {

// Libraries differ in what they look at first and in what they say when nothing fits.
enum class Behaviour : std::uint8_t { openssl, gnutls, jsse, schannel, nss, go };

enum class ClientCertificatePolicy : std::uint8_t { none, optional, required };

// A chain with the key that it is for, leaf first. The first certificate must have parsed.
struct Credential {
  CertificateList chain;
  [[nodiscard]] const Certificate& leaf() const { return *chain.front(); }
};

// How a server answers a ClientHello that it does not take.
struct HelloRefusal {
  std::optional<std::uint8_t> alert;  // AlertDescription; none: it ends the connection without one

  bool operator==(const HelloRefusal&) const = default;
};

// Whose order decides among the cipher suites; unknown: there is one suite alone.
enum class Order : std::uint8_t { unknown, server, client };

// What a server does in one protocol version. Suites that the version does not have (RFC 8446
// appendix B.4) may stand in the list and are passed over.
struct ServerVersion {
  ProtocolVersion version{};
  std::vector<CipherSuite> cipher_suites{};  // the server's favourite first
  Order order = Order::client;
  std::vector<NamedGroup> groups{};  // the server's favourite first; with the finite-field ones
  std::vector<SignatureScheme> signature_schemes{};  // that it signs with; empty: all its key can
  // How it ends the handshake where nothing is in common; none: as its library does.
  std::optional<HelloRefusal> nothing_fits{};

  // It is enabled, and whatever is offered in it is refused.
  [[nodiscard]] bool fits_nothing() const { return cipher_suites.empty() && nothing_fits; }

  bool operator==(const ServerVersion&) const = default;
};

// A version that the server does not have, and how it answers a hello that offers no newer one.
struct RefusedVersion {
  ProtocolVersion version{};
  HelloRefusal answer{};

  bool operator==(const RefusedVersion&) const = default;
};

struct ServerModel {
  Behaviour behaviour = Behaviour::openssl;
  std::vector<ServerVersion> versions;           // that it has, each once
  std::vector<RefusedVersion> refused_versions;  // that were asked; others as its library does
  bool prioritizes_chacha = false;  // with its own order: ChaCha20 first for who lists it first
  // Of an ECDSA and another credential it takes the ECDSA one for who offers any ECDSA suite, and
  // then looks for a suite (HAProxy); else the suite comes first.
  bool certificate_first = false;
  bool server_group_order = false;  // else the first of the client's groups that it has
  std::uint32_t dh_bits = 0;        // of its DHE group; 0: no DHE suite is usable
  std::vector<std::string> alpn;
  bool alpn_must_match = false;
  std::vector<std::string> server_names;  // those it knows; asked for another one it refuses
  bool unknown_name_refused = false;
  bool name_required = false;  // without server_name it refuses
  ClientCertificatePolicy client_certificate = ClientCertificatePolicy::none;
  bool extended_master_secret = true;
  bool renegotiation_info = true;
  std::vector<Credential> credentials;
  bool only_chains_known = false;  // the rest is what its library does by default

  [[nodiscard]] const ServerVersion* find(ProtocolVersion version) const;
  // Null: it has none, or none that is older.
  [[nodiscard]] const ServerVersion* newest() const;
  [[nodiscard]] const ServerVersion* newest_below(ProtocolVersion version) const;
  // The suites of all versions, each once, those of the newest version first: as products that have
  // one list for all versions are configured.
  [[nodiscard]] std::vector<CipherSuite> cipher_suites() const;
};

}  // namespace tlswhy
