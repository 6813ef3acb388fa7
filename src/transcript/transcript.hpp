// What one connection said, in order, as far as it could be seen: the one type that every source
// yields and that everything else reads. Messages are kept as bytes and parsed when asked for
// (handshake.hpp), because most connections of a capture work and nobody asks.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "transcript/coverage.hpp"
#include "transcript/transport.hpp"
#include "wire/code_points.hpp"

namespace tlswhy {

// Orders events of both sides; larger is later.
using Sequence = std::uint32_t;

struct HandshakeMessage {  // sent in clear, or opened
  Side from{};
  HandshakeType type{};
  bool sslv2 = false;
  bool decrypted = false;
  Sequence sequence = 0;
  std::uint32_t frame = 0;  // the one that completed it
  Timestamp time;
  std::uint32_t offset = 0, size = 0;  // of the body in Transcript::bytes
};

struct RecordSeen {  // any record whose content is not readable, and every ChangeCipherSpec
  Side from{};
  ContentType type{};
  std::uint16_t length = 0;
  Sequence sequence = 0;
  std::uint32_t frame = 0;
  Timestamp time;
};

struct AlertSeen {
  Side from{};
  bool encrypted = false;  // level and description are meaningless then
  AlertLevel level{};
  AlertDescription description{};
  ProtocolVersion record_version{};
  Sequence sequence = 0;
  std::uint32_t frame = 0;
  Timestamp time;
};

// A message that had begun when the stream ended or lost bytes.
struct CutMessage {
  HandshakeType type{};
  std::uint32_t have = 0, need = 0;  // bytes of its body
  std::uint32_t frame = 0;
};

struct SideTranscript {
  std::vector<std::uint8_t> preamble;  // first bytes before TLS, in plaintext (bounded)
  std::uint64_t preamble_bytes = 0;
  std::vector<std::uint8_t> answer;  // plaintext sent after the other side's ClientHello (bounded)
  std::uint32_t answer_frame = 0;
  Timestamp answer_time;
  std::uint32_t tls_frame = 0;          // where TLS began; 0: it never did
  std::uint64_t protected_records = 0;  // all of them; Transcript::records keeps the first ones
  std::uint64_t protected_bytes = 0;
  bool lost = false;     // bytes are missing and record boundaries were not found again
  bool damaged = false;  // what should be a record is none
  std::optional<CutMessage> cut;
};

struct Transcript {
  // Of its stream in the source, counted from 0: that of Wireshark's tcp.stream.
  std::uint64_t number = 0;
  Transport transport;
  Coverage coverage;          // of both streams
  bool tls = false;           // anything of TLS was found
  bool client_known = false;  // by a message; else `client` is the side that opened the connection
  Side client = Side::initiator;
  std::vector<HandshakeMessage> messages;
  std::vector<RecordSeen> records;
  std::vector<AlertSeen> alerts;
  std::vector<std::uint8_t> bytes;
  std::array<SideTranscript, 2> sides;

  // "tcp-3": the same for the same source, and another for every conversation in it.
  [[nodiscard]] std::string id() const {
    return std::string(transport.name()) + "-" + std::to_string(number);
  }
  [[nodiscard]] Side server() const { return other(client); }
  [[nodiscard]] const SideTranscript& side(Side s) const { return sides[index(s)]; }
  [[nodiscard]] Bytes body(const HandshakeMessage& m) const {
    return Bytes(bytes).subspan(m.offset, m.size);
  }
};

}  // namespace tlswhy
