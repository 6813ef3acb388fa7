// In what servers differ: who is asked first, and what is said when nothing fits.
#pragma once

#include "base/server_name.hpp"
#include "knowledge/client.hpp"
#include "model/server_model.hpp"

namespace tlswhy {

// Which certificates a server compares with what the client can verify before it sends them.
enum class ChainCheck : std::uint8_t {
  none,
  leaf,   // the leaf, and only against signature_algorithms_cert
  chain,  // each, against signature_algorithms_cert or else signature_algorithms
};

struct ServerDialect {
  AlertDescription nothing_fits;    // no suite, group, scheme or certificate in common
  AlertDescription no_certificate;  // it asked the client for one and got none, TLS <= 1.2
  AlertDescription no_certificate_tls13;
  ChainCheck chain_check;
  bool answers_below_listed;  // with an older version, although supported_versions lacks it
  bool only_named_fields;     // a client that names RFC 7919 groups gets one of those or no DHE
};

// Measured against OpenSSL 3.0 and 3.6, GnuTLS 3.7, Java 8 and 17, Go 1.27; Schannel from
// Microsoft's documents and NSS from its source.
inline const ServerDialect& dialect(Behaviour behaviour) {
  using enum AlertDescription;
  static constexpr ServerDialect openssl = {
      handshake_failure, handshake_failure, certificate_required, ChainCheck::leaf, false, false};
  static constexpr ServerDialect gnutls = {handshake_failure, decode_error, certificate_required,
                                           ChainCheck::none,  true,         true};
  static constexpr ServerDialect jsse = {handshake_failure, bad_certificate, bad_certificate,
                                         ChainCheck::chain, false,           true};
  static constexpr ServerDialect nss = {handshake_failure, bad_certificate, certificate_required,
                                        ChainCheck::none,  false,           false};
  static constexpr ServerDialect schannel_and_go = {
      handshake_failure, handshake_failure, certificate_required, ChainCheck::none, false, false};
  switch (behaviour) {
    case Behaviour::gnutls: return gnutls;
    case Behaviour::jsse: return jsse;
    case Behaviour::nss: return nss;
    case Behaviour::schannel:
    case Behaviour::go: return schannel_and_go;
    case Behaviour::openssl: break;
  }
  return openssl;
}

// Whether a client with this rule names `host` in server_name: never an address (RFC 6066
// section 3).
inline bool sends_server_name(knowledge::ServerNameRule rule, const ServerName& host) {
  if (host.empty() || host.address() || rule == knowledge::ServerNameRule::never) return false;
  return rule == knowledge::ServerNameRule::always || host.name().find('.') != std::string::npos;
}

}  // namespace tlswhy
