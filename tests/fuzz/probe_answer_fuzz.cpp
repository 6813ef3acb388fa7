// Bytes that a server sends to a probe's hello: whatever they are, the flight ends and an answer is
// made of it.
#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "sources/probe/flight.hpp"
#include "sources/probe/hello_for.hpp"
#include "sources/probe/universe.hpp"

// The first byte says in which pieces the rest arrives and whether an SSLv2 hello was sent.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tlswhy;
  if (size == 0) return 0;
  const bool sslv2 = (data[0] & 0x80) != 0;
  const std::size_t piece = 1 + (data[0] & 0x7fU);
  const Bytes bytes(data + 1, size - 1);
  static const Universe& all = universe(ProtocolVersion::TLSv1_2);
  static const auto hello = as_records(
      write_client_hello(hello_for(ProtocolVersion::TLSv1_2,
                                   {all.cipher_suites, all.groups, all.schemes}, "a.test")
                             .hello),
      ProtocolVersion::TLSv1_0);
  FlightEnd flight;
  std::size_t have = 0;
  while (have < bytes.size()) {
    have = std::min(bytes.size(), have + piece);
    if (flight.reached(bytes.first(have))) break;
  }
  CertificateCache cache;
  const ProbeAnswer answer =
      read_answer(hello, bytes.first(have), ProbeAnswer::End::closed, sslv2, cache);
  if (answer.first_bytes.size() > 60) __builtin_trap();
  return 0;
}
