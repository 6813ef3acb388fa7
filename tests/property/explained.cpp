#include "property/explained.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "analysis/capture_analysis.hpp"
#include "base/hex.hpp"
#include "report/input_report.hpp"

namespace tlswhy::testing {
namespace {

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
  std::vector<Explained> out;
  const Setting setting;
  CertificateCache cache;
  CaptureAnalysis analysis(setting, cache, CaptureAnalysis::Established::counted,
                           [&out](Explanation&& e) {
                             const Transcript& t = e.seen().transcript;
                             if (t.tls) out.push_back({t, std::move(e.diagnosis)});
                           });
  for (const ReadPacket& p : packets) {
    Packet packet;
    packet.data = as_bytes(p.data);
    packet.original_length = p.original_length;
    packet.frame = p.frame;
    packet.time.ns = p.ns;
    packet.link_type = p.link_type;
    analysis.packet(packet);
  }
  analysis.finish();
  std::ranges::sort(out, {}, [](const Explained& e) {
    return std::tuple(e.transcript.transport.start(), e.transcript.transport.tcp()->ends);
  });
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
