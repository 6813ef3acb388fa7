// A Transcript read in the words of the RFCs: each message of the handshake with the frame it came
// in, or the reason why it was not seen.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "base/observed.hpp"
#include "transcript/transcript.hpp"
#include "wire/client_hello.hpp"
#include "wire/server_answer.hpp"
#include "wire/server_messages.hpp"
#include "x509/certificate.hpp"

namespace tlswhy {

struct Handshake {
  Observed<ClientHello> client_hello;  // the first one
  Observed<ClientHello> second_client_hello;
  Observed<ServerHello> hello_retry_request;
  Observed<ServerHello> server_hello;
  Observed<CertificateList> server_certificates;
  Observed<ServerKeyExchange> server_key_exchange;
  Observed<CertificateRequest> certificate_request;
  Observed<CertificateList> client_certificates;  // empty list: sent, with nothing in it
  std::uint32_t server_hello_done_frame = 0;
  std::uint32_t client_key_exchange_frame = 0;
  std::uint32_t client_ccs_frame = 0;  // ChangeCipherSpec
  std::uint32_t server_ccs_frame = 0;

  // The version agreed on; before ServerHello, none.
  [[nodiscard]] ProtocolVersion version() const {
    return server_hello ? server_hello->selected_version : ProtocolVersion::none;
  }
  [[nodiscard]] bool tls13() const { return is_tls13(version()); }
  // What the server chose, as far as it is in the clear: of ServerHello, or of HelloRetryRequest
  // where that is all that came.
  [[nodiscard]] ServerAnswer server_answer() const;
};

// Certificates are the same few in thousands of connections: each is parsed once.
class CertificateCache {
 public:
  std::shared_ptr<const Certificate> get(Bytes der);
  CertificateCache();
  ~CertificateCache();
  CertificateCache(CertificateCache&&) noexcept;
  CertificateCache& operator=(CertificateCache&&) noexcept;

 private:
  struct Map;
  std::unique_ptr<Map> map_;
};

// Without a cache certificates are counted, not parsed: enough to see whether a connection worked.
Handshake read_handshake(const Transcript& transcript, CertificateCache* cache);
// Parses the certificates of a handshake of `transcript` that was read without a cache.
void read_certificates(const Transcript& transcript, CertificateCache& cache, Handshake& handshake);

// True where `signature` of ServerKeyExchange verifies over both randoms and the parameters
// (RFC 5246 §7.4.3); nothing where a part is missing or libcrypto cannot tell.
std::optional<bool> key_exchange_signature_valid(const Handshake& handshake);

}  // namespace tlswhy
