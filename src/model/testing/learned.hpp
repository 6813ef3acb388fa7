// A server of which everything was learnt, for tests. Its certificates are those of
// tests/fixtures/certificates, so the working directory has to be the project's.
#pragma once

#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "knowledge/sentence.hpp"
#include "model/learned_difference.hpp"
#include "model/learned_server.hpp"
#include "model/testing/parties.hpp"

namespace tlswhy::testing {

// Of tests/fixtures/certificates/NAME.der.
inline std::shared_ptr<const Certificate> fixture_certificate(const std::string& name) {
  std::ifstream file("tests/fixtures/certificates/" + name + ".der", std::ios::binary);
  const std::string der(std::istreambuf_iterator<char>(file), {});
  return std::make_shared<Certificate>(read_certificate(as_bytes(der)));
}

inline std::string english(const LearnedChange& change) {
  return knowledge::render(knowledge::sentence(change.sentence, {}), change.parameters(), {});
}

inline LearnedServer learned_example() {
  LearnedServer out;
  out.name = "gadgets.corp.example";
  out.address = {*parse_ip("2001:db8::8"), 8444};
  out.starttls = "smtp";
  out.model.versions = {{.version = ProtocolVersion::TLSv1_2,
                         .cipher_suites = {suite::ecdhe_rsa_aes_gcm, CipherSuite{0xfe01}},
                         .order = Order::server,
                         .groups = {group::x25519, NamedGroup{0xfe02}},
                         .signature_schemes = {scheme::pss_rsae_sha256, SignatureScheme{0xfe03}}},
                        {.version = ProtocolVersion::TLSv1_3,
                         .cipher_suites = {suite::tls13_aes256},
                         .order = Order::unknown,
                         .groups = {},
                         .signature_schemes = {},
                         .nothing_fits = HelloRefusal{40}}};
  out.model.refused_versions = {{ProtocolVersion::TLSv1_0, {70}}, {ProtocolVersion::SSLv3, {}}};
  out.dh = {{2048, "ffdhe2048", {}}, {16, "", {0xff, 0x0d}}};
  out.certificates = {
      {LearnedChain::Name::asked, {fixture_certificate("leaf"), fixture_certificate("issuing")}},
      {LearnedChain::Name::none, {fixture_certificate("pss-key")}}};
  out.model.alpn = {"h2", "http/1.1"};
  out.model.alpn_must_match = true;
  out.client_certificate = ClientCertificatePolicy::optional;
  out.client_certificate_authorities = {"CN=Example Root,O=Example"};
  out.model.certificate_first = true;
  bool is = false;
  for (auto* b : {&out.behaviour.sslv2, &out.behaviour.compression, &out.behaviour.long_hello})
    *b = is = !is;
  out.contradictions = {{"suite", {"TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384"}}};
  out.cost = {.connections = 44, .hellos = 43, .rounds = 21, .retries = 1, .seconds = 0.125};
  complete_model(out);
  return out;
}

}  // namespace tlswhy::testing
