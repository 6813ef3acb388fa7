#include "transcript/client_signature.hpp"

#include <algorithm>

#include "protection/signature.hpp"
#include "wire/encrypted_messages.hpp"

namespace tlswhy {
namespace {

void append_message(const HandshakeMessage& m, Bytes body, std::vector<std::uint8_t>& out) {
  out.push_back(static_cast<std::uint8_t>(m.type));
  for (const int shift : {16, 8, 0}) out.push_back(static_cast<std::uint8_t>(m.size >> shift));
  out.insert(out.end(), body.begin(), body.end());
}

}  // namespace

std::optional<bool> client_signature_valid(const Transcript& t, const Handshake& h) {
  const bool readable = h.client_hello && h.server_hello && !h.tls13() &&
                        h.version() >= ProtocolVersion::TLSv1_0 && h.client_certificates &&
                        !h.client_certificates->empty();
  if (!readable) return std::nullopt;
  const auto verify = std::ranges::find_if(t.messages, [&](const HandshakeMessage& m) {
    return m.type == HandshakeType::certificate_verify && m.from == t.client;
  });
  if (verify == t.messages.end() || !t.coverage.whole_until(verify->frame)) return std::nullopt;
  const auto signature = parse_certificate_verify(t.body(*verify), h.version());
  if (!signature) return std::nullopt;
  std::vector<std::uint8_t> said;
  for (auto m = t.messages.begin(); m != verify; ++m) {
    if (m->sslv2 || m->decrypted) return std::nullopt;
    if (m->type != HandshakeType::hello_request) append_message(*m, t.body(*m), said);
  }
  return verify_signature(public_key_of(*h.client_certificates->front()), signature->scheme, said,
                          signature->signature);
}

}  // namespace tlswhy
