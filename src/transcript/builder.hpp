// Turns the two byte streams of one TCP conversation into a Transcript.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "transcript/decryptor.hpp"
#include "transcript/framing.hpp"
#include "transcript/stream_consumer.hpp"
#include "transcript/tls_finder.hpp"
#include "transcript/transcript.hpp"
#include "wire/handshake_splitter.hpp"
#include "wire/record_stream.hpp"

namespace tlswhy {

using TranscriptHandler = std::function<void(Transcript&&)>;

class TranscriptBuilder final : public StreamConsumer {
 public:
  // `number`: of the TCP stream in its source, for Transcript::number. `handler` must outlive it.
  // `decryptor`, where there is one, is asked to open what is protected.
  TranscriptBuilder(const TranscriptHandler& handler, std::uint64_t number,
                    std::unique_ptr<Decryptor> decryptor = nullptr);

  void data(Side from, Bytes bytes, const Origin& at) override;
  void gap(Side from, std::uint64_t count, const Origin& at) override;
  void end(const TcpFacts& facts) override;

 private:
  // One direction: looking for TLS first, then following its records.
  struct Direction {
    bool following = false;   // TLS was found
    bool hello = false;       // its TLS begins with a hello
    bool given_up = false;    // too much plaintext: not TLS
    bool started = false;     // bytes were already passed over, so `pending` is not the beginning
    bool protected_ = false;  // ChangeCipherSpec of TLS <= 1.2 was sent
    bool sslv2 = false;       // the next bytes are an SSLv2 record
    std::vector<std::uint8_t> pending;  // not decided yet
    HandshakeSplitter handshake;
    std::uint32_t handshake_frame = 0;
    std::vector<std::uint8_t> before;  // the last plaintext bytes, where a header may be
    std::optional<Framing> framing;    // TLS comes in packets of another protocol
    RecordStream records;
    std::unique_ptr<RecordOpener> opener;
  };
  struct Sink;
  enum class How : std::uint8_t { clear, sslv2, opened };

  Direction& direction(Side side) { return directions_[index(side)]; }
  SideTranscript& seen(Side side) { return out_.sides[index(side)]; }
  void follow(Side from, Bytes bytes, const Origin& at);
  void look(Side from, const Origin& at, bool final);
  void pass_over(Side from, Bytes plaintext, const Origin& at);
  void settle_preamble(Side side, const Origin& at);
  void start(Side from, Opening opening, const Origin& at);
  void sslv2_record(Side from, const Origin& at);
  void record(Side from, const Record& record, const Origin& at);
  void handshake_bytes(Side from, const Record& record, const Origin& at);
  void message(Side from, HandshakeType type, Bytes body, const Origin& at, How how);
  void tell_roles(Side from, HandshakeType type);
  void alert(Side from, const Record& record, const Origin& at);
  void opaque(Side from, const Record& record, const Origin& at);
  void note_cut(Side side);

  const TranscriptHandler& handler_;
  std::unique_ptr<Decryptor> decryptor_;
  Transcript out_;
  std::array<Direction, 2> directions_;
  Sequence sequence_ = 0;
  ProtocolVersion version_ = ProtocolVersion::none;  // agreed, once ServerHello was seen
};

}  // namespace tlswhy
