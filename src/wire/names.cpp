#include "wire/names.hpp"

#include <fmt/format.h>

namespace tlswhy {

std::string version_name(ProtocolVersion version) {
  switch (version) {
    case ProtocolVersion::SSLv2: return "SSLv2";
    case ProtocolVersion::SSLv3: return "SSLv3";
    case ProtocolVersion::TLSv1_0: return "TLSv1.0";
    case ProtocolVersion::TLSv1_1: return "TLSv1.1";
    case ProtocolVersion::TLSv1_2: return "TLSv1.2";
    case ProtocolVersion::TLSv1_3: return "TLSv1.3";
    case ProtocolVersion::none: break;
  }
  return fmt::format("0x{:04x}", code(version));
}

std::string_view handshake_type_name(HandshakeType type) {
  switch (type) {
    case HandshakeType::hello_request: return "hello_request";
    case HandshakeType::client_hello: return "client_hello";
    case HandshakeType::server_hello: return "server_hello";
    case HandshakeType::new_session_ticket: return "new_session_ticket";
    case HandshakeType::end_of_early_data: return "end_of_early_data";
    case HandshakeType::hello_retry_request: return "hello_retry_request";
    case HandshakeType::encrypted_extensions: return "encrypted_extensions";
    case HandshakeType::certificate: return "certificate";
    case HandshakeType::server_key_exchange: return "server_key_exchange";
    case HandshakeType::certificate_request: return "certificate_request";
    case HandshakeType::server_hello_done: return "server_hello_done";
    case HandshakeType::certificate_verify: return "certificate_verify";
    case HandshakeType::client_key_exchange: return "client_key_exchange";
    case HandshakeType::finished: return "finished";
    case HandshakeType::certificate_status: return "certificate_status";
    case HandshakeType::key_update: return "key_update";
    case HandshakeType::compressed_certificate: return "compressed_certificate";
    case HandshakeType::next_protocol: return "next_protocol";
    case HandshakeType::message_hash: return "message_hash";
  }
  return "unknown";
}

}  // namespace tlswhy
