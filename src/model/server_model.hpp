// A server as a party of a handshake: what a description, a capture or a probe tells of it.
#pragma once

#include <cstdint>
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

struct ServerModel {
  Behaviour behaviour = Behaviour::openssl;
  std::vector<ProtocolVersion> versions;
  std::vector<CipherSuite> cipher_suites;  // of all versions, in the server's order
  bool server_order = true;                // else the client's order decides
  bool prioritizes_chacha = false;  // with server_order: ChaCha20 first for who lists it first
  // Of an ECDSA and another credential it takes the ECDSA one for who offers any ECDSA suite, and
  // then looks for a suite (HAProxy); else the suite comes first.
  bool certificate_first = false;
  std::vector<NamedGroup> groups;   // in the server's order; with the finite-field ones
  bool server_group_order = false;  // else the first of the client's that it has
  std::vector<SignatureScheme> signature_schemes;  // that it signs with, as its key allows
  std::uint16_t dh_bits = 0;                       // of its DHE group; 0: no DHE suite is usable
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
};

}  // namespace tlswhy
