// One handshake as the lines of a log print it: the messages, alerts and closes of a Transcript,
// numbered by their lines. Bounded: what a hostile text adds beyond a handshake's size is dropped.
#pragma once

#include <array>
#include <optional>

#include "base/party.hpp"
#include "transcript/transcript.hpp"
#include "x509/certificate.hpp"

namespace tlswhy {

class PrintedHandshake {
 public:
  static constexpr std::size_t most_alerts = 16;
  static constexpr std::size_t most_certificates = 64;  // of one chain
  // That a reader keeps of one block of lines; in bytes also what is kept of all messages.
  static constexpr std::size_t most_lines = 4096;
  static constexpr std::size_t most_bytes = 256 * 1024;

  // `body` without the message's header of four bytes.
  void message(Party from, HandshakeType type, Bytes body, std::uint32_t line);
  // A Certificate message of which the text shows fields or PEM in place of its bytes.
  void certificates(Party from, CertificateList list, std::uint32_t line);
  void alert(Party from, AlertLevel level, AlertDescription description, std::uint32_t line);
  void change_cipher_spec(Party from, std::uint32_t line);
  void application_data(Party from, std::uint32_t line);
  void close(Party by, Close::How how, std::uint32_t line);
  // When the lines that follow were written.
  void at(Timestamp time);
  // Who wrote the text, where its messages show it.
  void speaks(Party speaker) { speaker_ = speaker; }

  [[nodiscard]] bool empty() const { return out_.messages.empty() && out_.alerts.empty(); }
  [[nodiscard]] bool has(HandshakeType type) const;
  [[nodiscard]] bool has_from(Party from, HandshakeType type) const;
  // Both sides finished.
  [[nodiscard]] bool established() const;
  // The version that ServerHello chose; none before it.
  [[nodiscard]] ProtocolVersion version() const { return version_; }
  [[nodiscard]] std::optional<Party> speaker() const { return speaker_; }
  [[nodiscard]] std::uint32_t last_line() const { return last_line_; }

  // The transcript, over `facts` with what is known here put in. Leaves this empty.
  Transcript take(LogFacts&& facts);

 private:
  static Side side_of(Party party) {
    return party == Party::client ? Side::initiator : Side::responder;
  }
  // A new event at `line`.
  Sequence step(Party from, std::uint32_t line);

  Transcript out_;
  std::array<CertificateList, 2> certificates_;
  std::vector<Close> closes_;
  std::optional<Party> speaker_;
  ProtocolVersion version_ = ProtocolVersion::none;
  Sequence sequence_ = 0;
  Timestamp first_, now_;
  std::uint32_t last_line_ = 0;
};

}  // namespace tlswhy
