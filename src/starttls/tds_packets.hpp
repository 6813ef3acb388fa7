// TDS packets ([MS-TDS] 2.2.3.1): a header of 8 bytes before every piece. SQL Server and its
// clients carry the TLS handshake in packets of type PRELOGIN, and TLS alone afterwards.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "base/bytes.hpp"

namespace tlswhy::starttls {

constexpr std::size_t tds_header = 8;
constexpr std::uint8_t tds_prelogin = 0x12;  // [MS-TDS] 2.2.3.1.1
constexpr std::uint8_t tds_response = 0x04;

// Size of the packet, with its header, whose header begins here; 0: this is no header of a PRELOGIN
// message.
std::size_t tds_packet_size(Bytes header);

// `tls` in packets of at most 4096 bytes, the default of [MS-TDS] 2.2.6.4.
std::vector<std::uint8_t> in_tds_packets(Bytes tls);

// Takes the headers out again, of one direction.
class TdsUnwrapper {
 public:
  // `rest`: bytes of a packet's content that come before the first header.
  explicit TdsUnwrapper(std::size_t rest = 0) : rest_(rest) {}
  // Calls `content` with what is no header among the next `bytes`, in order.
  void feed(Bytes bytes, const std::function<void(Bytes)>& content);

 private:
  bool plain_ = false;  // the handshake is over: records follow each other without packets
  std::size_t rest_ = 0;
  std::vector<std::uint8_t> header_;
};

}  // namespace tlswhy::starttls
