// Any bytes as certificates: behind 16-bit lengths, as a chain that is put into order and judged.
#include <cstdint>

#include "diagnosis/chain_defects.hpp"
#include "x509/path.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tlswhy;
  CertificateList sent;
  for (Reader in({data, size}); !in.empty() && sent.size() < 6;) {
    const Bytes der = in.vector16();
    if (!in.ok()) break;
    sent.push_back(std::make_shared<const Certificate>(read_certificate(der)));
  }
  if (sent.empty() || !sent.front()->parsed) return 0;
  for (const auto& certificate : sent) {
    if (!certificate->parsed) continue;
    match_name(*certificate, "www.example.test");
    match_name(*certificate, "192.0.2.1");
    match_name(*certificate, "2001:db8::1");
    wildcard_below_top_label(*certificate, "www.test");
    name_constraints_allow(*certificate, *sent.front());
    short_name(certificate->subject);
  }
  const ChainView view =
      view_chain(sent, ServerName("www.example.test"), from_seconds(1'700'000'000), 1);
  if (view.path.indices.size() > sent.size()) __builtin_trap();
  return 0;
}
