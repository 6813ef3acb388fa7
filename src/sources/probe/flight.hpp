// What came back to a hello: when it is complete, and what it says.
#pragma once

#include <cstdint>
#include <vector>

#include "sources/probe/interview.hpp"
#include "transcript/handshake.hpp"

namespace tlswhy {

// Whether the server has said all that it says before it waits for the client (RFC 5246
// section 7.3, RFC 8446 section 2): looked at as bytes arrive.
class FlightEnd {
 public:
  static constexpr std::size_t most_bytes = 512UL * 1024;  // of a flight; more is cut

  // All bytes so far; true once nothing more is to be waited for.
  bool reached(Bytes all);

 private:
  bool record(Bytes body, std::uint8_t type);
  std::size_t seen_ = 0;                 // bytes of complete records
  std::vector<std::uint8_t> handshake_;  // of them, what is no complete message yet
};

// `hello` and `bytes` as they went over the wire; `end`: how the connection ended where that came
// before a complete flight.
ProbeAnswer read_answer(Bytes hello, Bytes bytes, ProbeAnswer::End end, bool sslv2,
                        CertificateCache& cache);

// A line of printable characters, at most 60; of what is no text all that is printable.
std::string printable_line(Bytes bytes);

}  // namespace tlswhy
