#include "diagnosis/offers.hpp"

#include <algorithm>

namespace tlswhy {
namespace {

// Certificates are seen in TLS <= 1.2 only; without one every key is thought possible.
bool fits_certificate(const knowledge::SuiteTraits& suite, const Handshake& h) {
  if (!h.server_certificates || h.server_certificates->empty()) return true;
  switch (h.server_certificates->front()->key) {
    case KeyKind::rsa: return suite.authentication == knowledge::Authentication::rsa;
    case KeyKind::ec: return suite.authentication == knowledge::Authentication::ecdsa;
    default: return true;
  }
}

}  // namespace

std::size_t offered_with(const Handshake& h, knowledge::KeyExchange key_exchange) {
  if (!h.client_hello) return 0;
  return static_cast<std::size_t>(
      std::ranges::count_if(h.client_hello->cipher_suites, [&](CipherSuite suite) {
        const auto traits = knowledge::traits(suite);
        return traits.known && traits.key_exchange == key_exchange && fits_certificate(traits, h);
      }));
}

}  // namespace tlswhy
