// The whole output of `openssl s_client` (1.0.2 to 3.5): the chain, as PEM with -showcerts, else
// the server's certificate; the parameters of the session; alerts. The output is in no fixed
// order, for its parts go to two streams: the handshake is told once all of it is known.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "sources/log/handshake_reader.hpp"
#include "sources/log/pem_lines.hpp"
#include "sources/log/printed_messages.hpp"

namespace tlswhy {

class SClient {
 public:
  Took line(std::string_view text, std::uint32_t number, PrintedHandshake& into,
            TrustStores& stores);
  // Nothing follows: what is known of the handshake is told.
  void finish(PrintedHandshake& into);

 private:
  enum class Part : std::uint8_t { none, chain, server_certificate };
  struct Alert {
    Party from{};
    AlertDescription description{};
    std::uint32_t line = 0;
  };
  // Of one connection.
  struct Output {
    Part part = Part::none;
    CertificateList chain, leaf;
    std::optional<ProtocolVersion> version;
    std::optional<CipherSuite> suite;
    std::optional<PrintedKeyExchange> exchange;
    std::vector<Alert> alerts;
    std::optional<Timestamp> at;
    std::uint32_t chain_line = 0, session_line = 0, request_line = 0;
    bool error = false;  // before the session was printed: it is one of a handshake that broke off
    bool complete = false;
  };

  bool part(std::string_view text, std::uint32_t number);
  bool session(std::string_view text, std::uint32_t number);
  bool temporary_key(std::string_view text);
  void alert(std::string_view text, std::uint32_t number);
  static void tell_hello(const Output& told, PrintedHandshake& into);
  static void tell_messages(Output& told, PrintedHandshake& into);

  PemLines pem_;
  Output told_;
};

}  // namespace tlswhy
