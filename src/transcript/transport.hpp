// What carried a conversation, behind the questions that are asked of it whatever it was: TCP,
// datagrams (DTLS, QUIC), or a log in which somebody else wrote it down.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/observed.hpp"
#include "transcript/log_facts.hpp"
#include "transcript/tcp_facts.hpp"
#include "x509/certificate.hpp"

namespace tlswhy {

// A side that ended the conversation: in order (FIN, closed in a log), or not (RST, QUIC's
// CONNECTION_CLOSE with an error: RFC 9000 section 10.2).
struct Close {
  enum class How : std::uint8_t { fin, rst };
  Side by{};
  How how{};
  std::uint32_t frame = 0;  // packet, or line of a log
  Timestamp time;
};

// DTLS (RFC 9147) and QUIC (RFC 9000): no opening, no order, no acknowledgement that can be seen.
struct DatagramFacts {
  enum class Protocol : std::uint8_t { dtls, quic };
  struct OneSide {
    std::uint32_t first_frame = 0, last_frame = 0;  // 0: nothing of this side was seen
    Timestamp first, last;
    std::uint64_t bytes = 0;
    std::uint64_t lost = 0;      // records or packets whose numbers are missing
    std::uint64_t repeated = 0;  // retransmitted messages
  };
  Protocol protocol{};
  std::array<Endpoint, 2> ends;  // by Side
  std::array<OneSide, 2> sides;  // by Side
  std::vector<Close> closes;
  std::vector<std::string> tunnels;
};

// Who wrote a log saw one side from within; what it does not say is not known. Lines count from 1.
struct LogFacts {
  std::array<Endpoint, 2> ends;               // by Side; an address of zero: not in the log
  std::array<std::uint32_t, 2> first_line{};  // by Side: the first that tells of it; 0: none
  Timestamp start, last;
  std::vector<Close> closes;
  std::vector<StatementSeen> statements;  // in the order of their lines
  std::optional<Party> speaker;           // client or server: who wrote it; nothing: not known
  std::string program;                    // that wrote it: "nginx-error"; empty: not known
  std::string runtime, version;           // "java" and "1.8.0_152", where a line says so
  NamedServer server;                     // as the text names it; empty where it does not
  std::string peer;                       // "10.1.2.3:40123", as a server names it; else empty
  // By Side: of a Certificate message that the text prints as fields or PEM.
  std::array<CertificateList, 2> certificates;
  // The trust stores that the text lists before this connection; it may have used any of them.
  std::vector<std::shared_ptr<const CertificateList>> stores;
};

class Transport {
 public:
  Transport() = default;                                   // TCP, of which nothing is known
  Transport(TcpFacts facts) : facts_(std::move(facts)) {}  // NOLINT(google-explicit-constructor)
  Transport(DatagramFacts facts)
      : facts_(std::move(facts)) {}                        // NOLINT(google-explicit-constructor)
  Transport(LogFacts facts) : facts_(std::move(facts)) {}  // NOLINT(google-explicit-constructor)

  // "tcp", "dtls", "quic", "log".
  [[nodiscard]] std::string_view name() const;
  // For what nothing but TCP tells: SYN and RST, hop limits, ICMP. Null for the others.
  [[nodiscard]] const TcpFacts* tcp() const { return std::get_if<TcpFacts>(&facts_); }
  // For what only a log tells: what its writer says in words. Null for the others.
  [[nodiscard]] const LogFacts* log() const { return std::get_if<LogFacts>(&facts_); }

  // What the numbers of its messages count: packets, or the lines of a log.
  [[nodiscard]] Provenance::Kind counts() const {
    return std::holds_alternative<LogFacts>(facts_) ? Provenance::Kind::line
                                                    : Provenance::Kind::packet;
  }
  [[nodiscard]] const Endpoint& end(Side side) const;
  [[nodiscard]] std::span<const std::string> tunnels() const;
  [[nodiscard]] std::uint32_t first_frame() const;
  [[nodiscard]] Timestamp start() const;
  [[nodiscard]] Timestamp last() const;
  // Closed inside the source, not merely at its end.
  [[nodiscard]] bool ended() const;

  // No sign of this side: no packet of its, no acknowledgement of one.
  [[nodiscard]] bool unseen(Side side) const;
  // What the side said first: its packet or line; 0: it said nothing.
  [[nodiscard]] std::uint32_t first_said(Side side) const;
  // When anything was said last, by either side.
  [[nodiscard]] Timestamp last_said() const;
  // At least so much of what the side said was seen.
  [[nodiscard]] std::uint64_t bytes_said(Side side) const;
  // The other side acknowledged all that was seen; nothing where that cannot be seen.
  [[nodiscard]] std::optional<bool> acknowledged(Side side) const;
  // Something that the side said is missing.
  [[nodiscard]] bool lost(Side side) const;
  // Or was sent again, so that it was lost on its way.
  [[nodiscard]] bool delivered_badly(Side side) const;
  // The responder took the conversation up; without an opening, it said something.
  [[nodiscard]] bool accepted() const;
  // The initiator had to ask again to open it.
  [[nodiscard]] bool asked_again() const;
  // How each side ended it: none, one or more, in no order.
  [[nodiscard]] std::vector<Close> closes() const;

 private:
  std::variant<TcpFacts, DatagramFacts, LogFacts> facts_;
};

}  // namespace tlswhy
