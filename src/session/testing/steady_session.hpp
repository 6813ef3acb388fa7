// A session that does the same each time: fixed random bytes and keys. What a server answered to
// one can be recorded and played back (tests/tools/record_session.cpp), and a fuzzer sees the same
// end for the same input.
#pragma once

#include <memory>

#include "session/client_session.hpp"
#include "wire/byte_writer.hpp"

namespace tlswhy::testing {

// How a recording begins, before the server's bytes: the two code points, big-endian, then flags.
struct SteadyForm {
  static constexpr std::size_t size = 5;
  static constexpr std::uint8_t judge = 1;
  static constexpr std::uint8_t byte_by_byte = 2;
  static constexpr std::uint8_t certificate = 4;    // of a client, with a fixed key
  static constexpr std::uint8_t resumption = 8;     // offers a session that no server knows
  static constexpr std::uint8_t no_key_share = 16;  // asks for a HelloRetryRequest
  static constexpr std::uint8_t in_clear = 32;  // fuzzing: messages without records and their keys

  ProtocolVersion version = ProtocolVersion::none;
  std::uint16_t suite = 0;
  std::uint8_t flags = 0;

  [[nodiscard]] bool has(std::uint8_t flag) const { return (flags & flag) != 0; }
};

inline Random steady_random() {
  return [next = std::make_shared<std::uint8_t>(std::uint8_t{0})](std::span<std::uint8_t> out) {
    for (auto& byte : out) byte = static_cast<std::uint8_t>(++*next | 1U);
  };
}

inline HelloContent steady_hello(const SteadyForm& form) {
  HelloContent out;
  out.legacy_version = std::min(form.version, ProtocolVersion::TLSv1_2);
  out.random = random_bytes(steady_random(), 32);
  out.cipher_suites = {static_cast<CipherSuite>(form.suite),
                       CipherSuite::TLS_EMPTY_RENEGOTIATION_INFO_SCSV};
  if (form.version == ProtocolVersion::SSLv3) return out;
  for (const int group : {29, 23, 24}) {
    out.supported_groups.push_back(static_cast<NamedGroup>(group));
  }
  for (const int scheme : {0x0403, 0x0804, 0x0807, 0x0401, 0x0201, 0x0203}) {
    out.signature_algorithms.push_back(static_cast<SignatureScheme>(scheme));
  }
  out.server_name = "server.test";
  out.alpn = {"http/1.1"};
  out.status_request = out.extended_master_secret = out.encrypt_then_mac = true;
  out.ec_point_formats = true;
  out.session_ticket.emplace();
  if (is_tls13(form.version)) out.supported_versions = {form.version};
  return out;
}

inline SessionOptions steady_options(const SteadyForm& form, HelloContent& hello) {
  SessionOptions out;
  out.random = steady_random();
  out.judge = form.has(SteadyForm::judge);
  if (is_tls13(form.version)) {
    const NamedGroup group{29};
    const std::size_t shares = form.has(SteadyForm::no_key_share) ? 0 : 1;
    out.key_pairs = add_key_shares(hello, std::span(&group, shares), steady_random());
  }
  if (form.has(SteadyForm::certificate)) {
    std::vector<std::uint8_t> key = {
        0x30, 0x2e, 2,    1,    0, 0x30, 5, 6,
        3,    0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20};  // PKCS#8 of an Ed25519 key
    key.resize(48, 7);
    out.client_certificate = ClientCertificate{{{'c', 'e', 'r', 't'}}, std::move(key)};
  }
  if (form.has(SteadyForm::resumption)) {
    Resumption known;
    known.version = form.version;
    known.cipher_suite = static_cast<CipherSuite>(form.suite);
    known.secret.assign(is_tls13(form.version) ? 32 : 48, 9);
    known.session_id.assign(32, 8);
    if (is_tls13(form.version)) known.ticket.assign(16, 8);
    offer_resumption(known, std::chrono::seconds(0), hello);
    out.resumption = std::move(known);
  }
  return out;
}

inline ClientSession steady_session(const SteadyForm& form) {
  HelloContent hello = steady_hello(form);
  SessionOptions options = steady_options(form, hello);
  return {write_client_hello(hello), std::move(options)};
}

}  // namespace tlswhy::testing
