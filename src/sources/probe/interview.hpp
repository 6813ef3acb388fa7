// An interview with a server: what is asked in one connection, and what came back.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "wire/client_hello_writer.hpp"
#include "wire/server_answer.hpp"
#include "x509/certificate.hpp"

namespace tlswhy {

struct ProbeQuestion {
  HelloContent hello;
  bool sslv2 = false;   // an SSLv2 hello in place of `hello`
  bool finish = false;  // carry the handshake to its end, with key shares made for it
  bool resume = false;  // and take up the session of the last one that was finished
  std::vector<std::uint8_t>
      recorded{};  // with `finish`: a real ClientHello sent in place of `hello`
  std::optional<AlertDescription> refuse_with;  // with `finish`: what the flight is answered with
  std::vector<std::uint8_t> request;  // with `finish`: sent once connected, and its answer read
};

// What came back, in the clear or by a handshake that was finished. A failed handshake is data.
struct ProbeAnswer : ServerAnswer {
  enum class End : std::uint8_t {
    agreed,       // ServerHello or HelloRetryRequest
    alert,        // instead of it
    closed,       // FIN instead of it
    reset,        // RST instead of it
    silence,      // nothing within the time allowed
    not_tls,      // something that is no TLS
    unreachable,  // there was no connection
  };
  End end = End::silence;
  std::optional<std::uint8_t> alert;  // AlertDescription, the first fatal one

  CertificateList chain;  // with `agreed`, as all that follows: as sent, leaf first
  bool session_ticket = false, session_id = false, compression = false, stapled = false;
  bool certificate_requested = false;
  std::vector<std::string> authorities;  // of CertificateRequest, as distinguished names

  bool finished = false;      // both Finished were taken, and nothing was refused afterwards
  bool resumed = false;       // the session offered was taken up
  std::string unfinished{};   // why not, where our side ended it: a word for programs
  std::string first_bytes{};  // with not_tls: printable, bounded
  std::vector<std::uint8_t> response{};  // to `request`: until the server closed, bounded

  [[nodiscard]] bool agreed() const { return end == End::agreed; }
};

// Who asks, and makes something of the answers.
class Interview {
 public:
  struct Numbered {
    std::uint32_t id = 0;
    ProbeQuestion question;
  };

  Interview() = default;
  Interview(const Interview&) = delete;
  Interview& operator=(const Interview&) = delete;
  virtual ~Interview() = default;

  // The next question that can be asked now; nothing while all depends on answers to come.
  virtual std::optional<Numbered> next() = 0;
  // In any order; each question gets one answer.
  virtual void take(std::uint32_t id, const ProbeAnswer& answer) = 0;
  // Nothing is left to be asked, and no answer is waited for.
  [[nodiscard]] virtual bool finished() const = 0;
};

}  // namespace tlswhy
