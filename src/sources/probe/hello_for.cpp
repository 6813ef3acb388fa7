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

}  // namespace tlswhy
