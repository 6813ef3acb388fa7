#include "diagnosis/offers.hpp"

#include <algorithm>

#include "wire/signature_scheme.hpp"

namespace tlswhy {
namespace {

// Certificates are seen in TLS <= 1.2 only; without one every key is thought possible.
bool fits_certificate(const SuiteTraits& suite, const Handshake& h) {
  if (!h.server_certificates || h.server_certificates->empty()) return true;
  switch (h.server_certificates->front()->key) {
    case KeyKind::rsa: return suite.authentication == Authentication::rsa;
    case KeyKind::ec: return suite.authentication == Authentication::ecdsa;
    default: return true;
  }
}

}  // namespace

std::size_t offered_with(const Handshake& h, KeyExchange key_exchange) {
  if (!h.client_hello) return 0;
  return static_cast<std::size_t>(
      std::ranges::count_if(h.client_hello->cipher_suites, [&](CipherSuite suite) {
        const SuiteTraits is = traits(suite);
        return is.known && is.key_exchange == key_exchange && fits_certificate(is, h);
      }));
}

knowledge::List offered_versions(const ClientHello& hello) {
  if (hello.supported_versions.empty()) return {{hello.legacy_version}};
  return knowledge::list_of(hello.supported_versions);
}

std::optional<bool> hello_takes_pss(const ClientHello& hello) {
  const auto& list = hello.signature_algorithms_cert ? *hello.signature_algorithms_cert
                                                     : hello.signature_algorithms;
  if (list.empty()) return std::nullopt;
  return std::ranges::any_of(list, [](SignatureScheme s) { return traits(s).is_pss(); });
}

bool offers_session(const ClientHello& hello) {
  const bool id_alone = !is_tls13(hello.highest_version()) && !hello.session_id.empty();
  return hello.offers_psk || !hello.session_ticket.empty() || id_alone;
}

std::uint64_t hello_size(const Transcript& t) {
  constexpr std::uint64_t record_header = 5, message_header = 4;
  const auto hello =
      std::ranges::find(t.messages, HandshakeType::client_hello, &HandshakeMessage::type);
  return hello == t.messages.end() ? 0 : record_header + message_header + hello->size;
}

}  // namespace tlswhy
