// Any bytes as certificates: behind 16-bit lengths, as a chain that is put into order and judged.
#include <cstdint>

#include "diagnosis/chain_facts.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tlswhy;
  CertificateList sent;
  for (Reader in({data, size}); !in.empty() && sent.size() < 6;) {
    const Bytes der = in.vector16();
    if (!in.ok()) break;
    sent.push_back(std::make_shared<const Certificate>(read_certificate(der)));
  }
  if (sent.empty() || !sent.front()->parsed) return 0;
  for (const auto& certificate : sent) short_name(certificate->subject);
  const CertificateGraph graph(sent, std::nullopt);
  for (const char* host : {"www.example.test", "192.0.2.1", "2001:db8::1", "www.test"}) {
    const Situation situation{.host = ServerName(host), .at = from_seconds(1'700'000'000)};
    const PathVerdict verdict = judge_for_anybody(graph, situation);
    if (verdict.path.empty() || verdict.path.size() > sent.size()) __builtin_trap();
    for (const PathFault& fault : verdict.faults) {
      if (chain_facts({graph, situation, verdict}, fault.cause).empty()) __builtin_trap();
    }
  }
  return 0;
}
