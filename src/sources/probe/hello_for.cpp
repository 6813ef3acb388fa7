#include "sources/probe/hello_for.hpp"

#include <algorithm>

#include "sources/probe/universe.hpp"

namespace tlswhy {

ProbeQuestion hello_for(ProtocolVersion version, const Offering& offering,
                        const std::string& server_name) {
  ProbeQuestion out;
  HelloContent& hello = out.hello;
  hello.cipher_suites = offering.cipher_suites;
  hello.legacy_version = std::min(version, ProtocolVersion::TLSv1_2);
  if (version == ProtocolVersion::SSLv3) return out;
  hello.server_name = server_name;
  hello.supported_groups = offering.groups;
  hello.signature_algorithms = offering.schemes;
  // What may sign certificates is not in question (JSSE refuses its own chain where it is).
  if (!offering.schemes.empty())
    hello.signature_algorithms_cert = universe(ProtocolVersion::TLSv1_2).schemes;
  if (version == ProtocolVersion::TLSv1_3) {
    hello.supported_versions = {version};
    hello.sends_key_share = true;  // empty: HelloRetryRequest names the group (RFC 8446 4.2.8)
    hello.psk_dhe_ke = true;
    return out;
  }
  hello.ec_point_formats = hello.status_request = true;
  hello.renegotiation_info = hello.extended_master_secret = hello.encrypt_then_mac = true;
  hello.session_ticket.emplace();
  return out;
}

ProbeQuestion usual_hello() {
  Offering offering;
  for (const std::uint16_t suite : std::initializer_list<std::uint16_t>{
           0xc02f, 0xc030, 0xc02b, 0xc02c, 0xc013, 0xc014, 0x009c, 0x009d, 0x002f, 0x0035, 0x000a})
    offering.cipher_suites.push_back(CipherSuite{suite});
  offering.groups = {NamedGroup::x25519, NamedGroup::secp256r1, NamedGroup::secp384r1};
  ProbeQuestion out = hello_for(ProtocolVersion::TLSv1_2, offering, {});
  using enum SignatureScheme;
  out.hello.signature_algorithms = {ecdsa_secp256r1_sha256, rsa_pss_rsae_sha256, rsa_pkcs1_sha256,
                                    ecdsa_secp384r1_sha384, rsa_pkcs1_sha384,    rsa_pkcs1_sha1};
  return out;
}

}  // namespace tlswhy
