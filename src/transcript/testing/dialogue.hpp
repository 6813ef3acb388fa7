// Speaks both sides of a connection to a TranscriptBuilder, without TCP.
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "transcript/builder.hpp"
#include "wire/testing/tls_bytes.hpp"

namespace tlswhy::testing {

class Dialogue {
 public:
  explicit Dialogue(std::unique_ptr<Decryptor> decryptor = nullptr)
      : builder_(handler_, 0, std::move(decryptor)) {
    facts_.from_start = facts_.ended = true;
  }
  Dialogue(const Dialogue&) = delete;
  Dialogue& operator=(const Dialogue&) = delete;

  // Each call is one packet, a millisecond after the one before; with `cut`, packets of that size.
  Dialogue& client(std::string_view bytes, std::size_t cut = 1U << 20U) {
    return say(Side::initiator, bytes, cut);
  }
  Dialogue& server(std::string_view bytes, std::size_t cut = 1U << 20U) {
    return say(Side::responder, bytes, cut);
  }
  // The connection was opened, and nobody has said anything yet.
  Dialogue& opened() {
    facts_.start = next().time;
    for (TcpSide& tcp : facts_.sides) tcp.syn_frame = 1;
    return *this;
  }
  // Nothing happens for so many nanoseconds.
  Dialogue& later(std::int64_t ns) {
    paused_ += ns;
    return *this;
  }
  Dialogue& lose(Side side, std::uint64_t count) {
    builder_.gap(side, count, next());
    facts_.sides[index(side)].bytes_lost += count;
    return *this;
  }
  Dialogue& close(Side side) {
    const Origin at = next();
    facts_.sides[index(side)].fin_frame = at.frame;
    facts_.sides[index(side)].fin_time = at.time;
    return *this;
  }
  // It closed, and the capture lacks the packet that said so.
  Dialogue& close_unseen(Side side) {
    facts_.sides[index(side)].fin_lost = true;
    return *this;
  }
  Dialogue& reset(Side side) {
    const Origin at = next();
    facts_.sides[index(side)].rst_frame = at.frame;
    facts_.sides[index(side)].rst_time = at.time;
    return *this;
  }
  // The other side has acknowledged all that `side` said.
  Dialogue& acknowledged(Side side) {
    TcpSide& tcp = facts_.sides[index(side)];
    tcp.bytes_acked = tcp.bytes;
    return *this;
  }
  // A conversation that the capture did not see the end of.
  Dialogue& goes_on() {
    facts_.ended = false;
    return *this;
  }
  Transcript end() {
    builder_.end(facts_);
    return std::move(*out_);
  }

 private:
  Origin next() {
    ++frame_;
    const Timestamp now{1'700'000'000'000'000'000 + std::int64_t{frame_} * 1'000'000 + paused_};
    facts_.last = now;
    facts_.last_frame = frame_;
    return {frame_, now};
  }
  Dialogue& say(Side side, std::string_view bytes, std::size_t cut) {
    for (; !bytes.empty(); bytes.remove_prefix(std::min(cut, bytes.size()))) {
      const Origin at = next();
      TcpSide& tcp = facts_.sides[index(side)];
      const std::string_view part = bytes.substr(0, cut);
      builder_.data(side, as_bytes(part), at);
      tcp.syn_frame = 1;
      tcp.bytes += part.size();
      if (tcp.first_data_frame == 0) tcp.first_data_frame = at.frame;
      tcp.last_data_frame = at.frame;
      tcp.last_data = at.time;
    }
    return *this;
  }

  std::optional<Transcript> out_;
  TranscriptHandler handler_ = [this](Transcript&& t) { out_ = std::move(t); };
  TranscriptBuilder builder_;
  TcpFacts facts_;
  std::uint32_t frame_ = 0;
  std::int64_t paused_ = 0;
};

inline std::string hello_record(const HelloParts& parts = {}) {
  return record(22, handshake(1, client_hello(parts)), 0x0301);
}
inline std::string server_hello_record(std::uint16_t suite, std::string_view extensions = {},
                                       std::uint16_t version = 0x0303,
                                       const std::string& random = std::string(32, 's')) {
  return record(22, handshake(2, server_hello(suite, extensions, version, random)));
}
inline std::string alert_record(std::uint8_t description, std::uint8_t level = 2) {
  return record(21, number(level, 1) + number(description, 1));
}
inline std::string change_cipher_spec() { return record(20, "\x01"); }
inline std::string certificate_message(std::initializer_list<std::string> chain) {
  std::string list;
  for (const std::string& der : chain) list += vector(3, der);
  return handshake(11, vector(3, list));
}
// ServerKeyExchange of TLS 1.2 with a prime of so many bits and a signature that means nothing.
inline std::string dhe_message(std::size_t bits, std::uint16_t scheme = 0x0401) {
  const std::string prime(bits / 8, '\xff');
  return handshake(12, vector(2, prime) + vector(2, "\x02") + vector(2, prime) + codes({scheme}) +
                           vector(2, std::string(256, 'x')));
}

}  // namespace tlswhy::testing
