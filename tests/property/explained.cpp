#include "property/explained.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "base/hex.hpp"
#include "report/conversation.hpp"
#include "sources/capture/read_capture.hpp"
#include "transcript/builder.hpp"

namespace tlswhy::testing {
namespace {

class Builders final : public StreamConsumerFactory {
 public:
  explicit Builders(TranscriptHandler handler) : handler_(std::move(handler)) {}
  std::unique_ptr<StreamConsumer> open() override {
    return std::make_unique<TranscriptBuilder>(handler_, next_++);
  }

 private:
  TranscriptHandler handler_;
  std::uint64_t next_ = 0;
};

std::string side_content(const SideTranscript& side) {
  std::string out =
      fmt::format("preamble {} {} answer {} protected {} {} lost {} damaged {}",
                  side.preamble_bytes, as_text(side.preamble), as_text(side.answer),
                  side.protected_records, side.protected_bytes, side.lost, side.damaged);
  if (side.cut) {
    out += fmt::format(" cut {} {}/{}", static_cast<int>(side.cut->type), side.cut->have,
                       side.cut->need);
  }
  return out + "\n";
}

}  // namespace

std::vector<Explained> explain_packets(const Packets& packets) {
  std::vector<Transcript> transcripts;
  Builders builders([&transcripts](Transcript&& t) {
    if (t.tls) transcripts.push_back(std::move(t));
  });
  CaptureSource source(builders);
  Timestamp last;
  for (const ReadPacket& p : packets) {
    Packet packet;
    packet.data = as_bytes(p.data);
    packet.original_length = p.original_length;
    packet.frame = p.frame;
    packet.time.ns = p.ns;
    packet.link_type = p.link_type;
    last = std::max(last, packet.time);
    source.packet(packet);
  }
  source.finish();
  std::ranges::sort(transcripts, {},
                    [](const Transcript& t) { return std::tuple(t.tcp.start, t.tcp.ends); });
  std::vector<Explained> out;
  CertificateCache cache;
  for (Transcript& t : transcripts) {
    const Handshake handshake = read_handshake(t, &cache);
    Diagnosis diagnosis = diagnose(t, handshake, {last, {}});
    out.push_back({std::move(t), std::move(diagnosis)});
  }
  return out;
}

std::string content(const Transcript& t) {
  std::string out = fmt::format("client {} known {}\n", index(t.client), t.client_known);
  for (const HandshakeMessage& m : t.messages) {
    out += fmt::format("message {} {} {}\n", index(m.from), static_cast<int>(m.type),
                       hex(sha256(t.body(m))));
  }
  for (const AlertSeen& a : t.alerts) {
    out += fmt::format("alert {} {} {} {}\n", index(a.from), a.encrypted, static_cast<int>(a.level),
                       static_cast<int>(a.description));
  }
  for (const RecordSeen& r : t.records) {
    out += fmt::format("record {} {} {}\n", index(r.from), static_cast<int>(r.type), r.length);
  }
  return out + side_content(t.sides[0]) + side_content(t.sides[1]);
}

std::string verdict(const Diagnosis& d) {
  return fmt::format("{} {} by {} ({}) at {}", name_of(d.outcome),
                     d.cause ? knowledge::cause(*d.cause).name : "-", name_of(d.refuser),
                     name_of(d.confidence), d.at);
}

}  // namespace tlswhy::testing
