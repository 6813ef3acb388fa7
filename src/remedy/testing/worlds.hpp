// Worlds for tests of remedies: one server with one certificate, and a known client.
#pragma once

#include <initializer_list>
#include <memory>
#include <utility>

#include "remedy/world.hpp"

namespace tlswhy::testing {

// A server with a certificate of a 2,048-bit RSA key that nobody looks at: only the key counts
// here.
inline ServerModel server(std::initializer_list<std::uint16_t> suites, std::uint16_t dh_bits) {
  auto leaf = std::make_shared<Certificate>();
  leaf->parsed = true;
  leaf->key = KeyKind::rsa;
  leaf->key_bits = 2048;
  leaf->subject = leaf->issuer = "CN=server.test";
  leaf->self_issued = true;
  leaf->dns_names = {"server.test"};
  leaf->has_subject_alt_name = true;
  leaf->signature.oid = "1.2.840.113549.1.1.11";
  leaf->signature.hash = "SHA256";
  leaf->not_after = from_seconds(4'000'000'000);
  ServerModel out;
  ServerVersion all{.order = Order::server,
                    .groups = {NamedGroup{23}},
                    .signature_schemes = {SignatureScheme{0x0401}, SignatureScheme{0x0804}}};
  for (const std::uint16_t suite : suites) all.cipher_suites.push_back(CipherSuite{suite});
  for (const ProtocolVersion version : {ProtocolVersion::TLSv1_0, ProtocolVersion::TLSv1_2}) {
    all.version = version;
    out.versions.push_back(all);
  }
  out.dh_bits = dh_bits;
  out.credentials.push_back({{leaf}});
  return out;
}

inline World world(const char* client, ServerModel model) {
  World out{.client = *knowledge::find_client(client),
            .client_suites = {},
            .server = std::move(model),
            .store = {},
            .situation = {.host = ServerName("server.test"), .at = from_seconds(1'800'000'000)}};
  out.store = out.server.credentials.front().chain;
  return out;
}

}  // namespace tlswhy::testing
