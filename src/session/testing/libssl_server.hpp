// A server of libssl in the same process, over memory, as the peer of a session under test. Its
// keys are made when they are needed and thrown away.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "session/client_session.hpp"

namespace tlswhy::testing {

enum class KeyType { rsa, rsa_pss, p256, p384, p521, brainpool256, ed25519, ed448, dsa, none };

struct ServerSettings {
  ProtocolVersion lowest = ProtocolVersion::SSLv3, highest = ProtocolVersion::TLSv1_3;
  std::string ciphers = "ALL:COMPLEMENTOFALL:@SECLEVEL=0";  // OpenSSL's names, TLS <= 1.2
  std::string suites = {};                                  // TLS 1.3; empty: libssl's own
  std::string groups = {};                                  // empty: libssl's own
  KeyType key = KeyType::rsa;
  std::uint32_t dh_bits = 0;  // 0: chosen by the key
  bool requires_certificate = false;
  bool tickets = true, encrypt_then_mac = true, extended_master_secret = true;
  std::string alpn = {};    // empty: none
  std::string staple = {};  // empty: none
};

// An own certificate for a key of this kind, in DER; the key beside it.
ClientCertificate make_certificate(KeyType key);

class LibsslServer {
 public:
  explicit LibsslServer(const ServerSettings& settings);
  ~LibsslServer();
  LibsslServer(const LibsslServer&) = delete;
  LibsslServer& operator=(const LibsslServer&) = delete;

  // Forgets the connection, not its sessions.
  void next_connection();
  void received(Bytes bytes);
  std::vector<std::uint8_t> take_output();
  void write(std::string_view text);
  std::string take_text();
  void update_keys(bool ask_back);
  void ask_to_renegotiate();  // HelloRequest
  [[nodiscard]] bool connected() const;
  [[nodiscard]] bool resumed() const;
  [[nodiscard]] std::string cipher() const;     // RFC name
  [[nodiscard]] int client_chain_size() const;  // certificates that the client showed
  [[nodiscard]] const std::string& error() const;
  [[nodiscard]] int received_alert() const;  // -1: none

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

// A suite that libssl can serve with a certificate or with none, and the key that it needs.
struct ServableSuite {
  std::uint16_t code = 0;
  std::string name, rfc_name;
  KeyType key = KeyType::rsa;
  bool tls12_only = false;
  bool dhe = false, ecdhe = false;
};
std::vector<ServableSuite> servable_suites();

// Carries bytes between both until neither has more to say. `piece`: at most so many at a time.
void talk(ClientSession& client, LibsslServer& server, std::size_t piece = 1U << 20);

// A hello that offers one version and these suites, with all groups and schemes that servers want.
HelloContent hello_for(ProtocolVersion version, const std::vector<std::uint16_t>& suites);

}  // namespace tlswhy::testing
