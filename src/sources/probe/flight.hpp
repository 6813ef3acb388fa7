// What came back to a hello: when it is complete, and what it says.
#pragma once

#include <cstdint>
#include <vector>

#include "sources/probe/interview.hpp"
#include "transcript/handshake.hpp"
#include "wire/handshake_splitter.hpp"
#include "wire/record_stream.hpp"

namespace tlswhy {

// Whether the server has said all that it says before it waits for the client (RFC 5246
// section 7.3, RFC 8446 section 2): looked at as bytes arrive.
class FlightEnd final : private RecordSink {
 public:
  static constexpr std::size_t most_bytes = 512UL * 1024;  // of a flight; more is cut

  // All bytes so far; true once nothing more is to be waited for.
  bool reached(Bytes all);

 private:
  void record(const Record& record) override;
  void damaged(Bytes) override { reached_ = true; }  // no TLS
  void message(const HandshakeSplitter::Message& message);

  std::size_t seen_ = 0;  // bytes that were looked at
  bool reached_ = false;
  RecordStream records_;
  HandshakeSplitter handshake_;
};

// `hello` and `bytes` as they went over the wire; `end`: how the connection ended where that came
// before a complete flight.
ProbeAnswer read_answer(Bytes hello, Bytes bytes, ProbeAnswer::End end, bool sslv2,
                        CertificateCache& cache);

}  // namespace tlswhy
