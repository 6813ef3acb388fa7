#include "starttls/tds_packets.hpp"

#include <algorithm>

namespace tlswhy::starttls {
namespace {

constexpr std::size_t largest_packet = 4096;
constexpr std::uint8_t end_of_message = 1;

// TLS has content types 20 to 24 here, TDS has no packet type of these numbers.
bool begins_record(std::uint8_t first) { return first >= 20 && first <= 24; }

std::size_t length_in(Bytes header) { return static_cast<std::size_t>(header[2]) << 8 | header[3]; }

}  // namespace

std::size_t tds_packet_size(Bytes header) {
  if (header.size() < tds_header) return 0;
  const bool type = header[0] == tds_prelogin || header[0] == tds_response;
  const std::size_t length = length_in(header);
  // Status, window.
  return type && header[1] <= 1 && length > tds_header && header[7] == 0 ? length : 0;
}

std::vector<std::uint8_t> in_tds_packets(Bytes tls) {
  std::vector<std::uint8_t> out;
  for (std::uint8_t number = 1; !tls.empty(); ++number) {
    const Bytes piece = tls.first(std::min(tls.size(), largest_packet - tds_header));
    tls = tls.subspan(piece.size());
    const std::size_t size = tds_header + piece.size();
    const std::uint8_t status = tls.empty() ? end_of_message : 0;
    out.insert(out.end(), {tds_prelogin, status, static_cast<std::uint8_t>(size >> 8),
                           static_cast<std::uint8_t>(size), 0, 0, number, 0});
    out.insert(out.end(), piece.begin(), piece.end());
  }
  return out;
}

void TdsUnwrapper::feed(Bytes bytes, const std::function<void(Bytes)>& content) {
  while (!bytes.empty()) {
    if (plain_ || (rest_ == 0 && header_.empty() && begins_record(bytes.front()))) {
      plain_ = true;
      content(bytes);
      return;
    }
    if (rest_ > 0) {
      const Bytes part = bytes.first(std::min(rest_, bytes.size()));
      content(part);
      rest_ -= part.size();
      bytes = bytes.subspan(part.size());
      continue;
    }
    header_.push_back(bytes.front());
    bytes = bytes.subspan(1);
    if (header_.size() < tds_header) continue;
    rest_ = std::max(length_in(header_), tds_header) - tds_header;
    header_.clear();
  }
}

}  // namespace tlswhy::starttls
