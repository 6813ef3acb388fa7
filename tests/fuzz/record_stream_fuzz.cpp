// Any two byte streams in any cuts, as a conversation: (control, 16-bit length, bytes) each. Bit 0
// of control says who sends, bit 1 that the bytes are missing instead, bit 2 that this side closes;
// in the first, bit 3 that what is protected can be opened.
#include <cstdint>

#include "diagnosis/diagnose.hpp"
#include "transcript/builder.hpp"

namespace {

using namespace tlswhy;

// Application data is what its second byte and the rest say, as long as the first is odd.
class AnyDecryptor final : public Decryptor {
 public:
  void message(Side, HandshakeType, Bytes body) override { seen_ += body.size(); }
  std::optional<Fragment> open(Side, ContentType type, Bytes body) override {
    if (seen_ == 0 || type != ContentType::application_data || body.size() < 2) return std::nullopt;
    if ((body[0] & 1) == 0) return std::nullopt;
    return Fragment{static_cast<ContentType>(body[1]), {body.begin() + 2, body.end()}};
  }

 private:
  std::size_t seen_ = 0;
};

void check(const Transcript& t) {
  for (const HandshakeMessage& m : t.messages) {
    if (m.offset + std::uint64_t{m.size} > t.bytes.size()) __builtin_trap();
  }
  for (const Side side : {Side::initiator, Side::responder}) {
    if (t.side(side).preamble.size() > 512 || t.side(side).answer.size() > 512) __builtin_trap();
  }
}

void judge(const Transcript& t) {
  CertificateCache cache;
  const Handshake handshake = read_handshake(t, &cache);
  const Diagnosis d = diagnose(t, handshake, look_at(t, handshake, t.transport.last()), {});
  if (d.outcome == Outcome::established && d.cause) __builtin_trap();
  if (d.confidence == Confidence::one_of && d.cause && d.candidates.empty()) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  int ended = 0;
  const TranscriptHandler handler = [&ended](Transcript&& t) {
    ++ended;
    check(t);
    judge(t);
  };
  const bool opens = size > 0 && (data[0] & 8) != 0;
  TranscriptBuilder builder(handler, 0, opens ? std::make_unique<AnyDecryptor>() : nullptr);
  TcpFacts facts;
  facts.from_start = true;
  std::uint32_t frame = 0;
  for (Reader in({data, size}); !in.empty() && in.ok();) {
    const std::uint8_t control = in.u8();
    const std::uint16_t length = in.u16();
    const Side side = (control & 1) == 0 ? Side::initiator : Side::responder;
    TcpSide& tcp = facts.sides[index(side)];
    const Origin at{++frame, from_seconds(1'700'000'000 + frame)};
    if (tcp.first_data_frame == 0) tcp.first_data_frame = frame;
    tcp.syn_frame = 1;
    if ((control & 2) != 0) {
      if (length > 0) builder.gap(side, length, at);
      tcp.bytes_lost += length;
    } else if (const Bytes bytes = in.bytes(length); !bytes.empty()) {
      builder.data(side, bytes, at);
      tcp.bytes += bytes.size();
    }
    tcp.last_data_frame = frame;
    tcp.last_data = facts.last = at.time;
    if ((control & 4) != 0 && tcp.fin_frame == 0) {
      tcp.fin_frame = frame;
      tcp.fin_time = at.time;
    }
  }
  facts.ended = true;
  builder.end(facts);
  if (ended != 1) __builtin_trap();
  return 0;
}
