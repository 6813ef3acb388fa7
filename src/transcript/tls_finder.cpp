#include "transcript/tls_finder.hpp"

#include <algorithm>
#include <optional>

#include "wire/record_header.hpp"

namespace tlswhy {
namespace {

std::size_t record_length(Bytes b) { return static_cast<std::size_t>(b[3]) << 8 | b[4]; }

// A handshake record whose message is a hello: type, 24-bit length and version agree with each
// other.
std::optional<Opening> hello_at(Bytes b) {
  if (b.size() < finder_window || b[0] != 22 || !plausible_record_header(b)) return std::nullopt;
  if (b[5] != 1 && b[5] != 2) return std::nullopt;
  const std::size_t length = record_length(b);
  const std::size_t message =
      static_cast<std::size_t>(b[6]) << 16 | static_cast<std::size_t>(b[7]) << 8 | b[8];
  const bool version = b[9] == 3 || b[9] == 0x7f || b[9] == 0x7e;
  if (!version || message < 38 || message > 1U << 17 || length < 6) return std::nullopt;
  return b[5] == 1 ? Opening::client_hello : Opening::server_hello;
}

bool clear_alert_at(Bytes b) {
  return b.size() >= 7 && b[0] == 21 && b[1] == 3 && b[2] <= 4 && record_length(b) == 2 &&
         (b[5] == 1 || b[5] == 2);
}

std::optional<Opening> sslv2_at(Bytes b) {
  if (b.size() < finder_window || (b[0] & 0x80) == 0) return std::nullopt;
  const std::size_t length = static_cast<std::size_t>(b[0] & 0x7f) << 8 | b[1];
  const std::size_t specs = static_cast<std::size_t>(b[5]) << 8 | b[6];
  const bool version = (b[3] == 0 && b[4] == 2) || (b[3] == 3 && b[4] <= 4);
  if (b[2] == 1 && version && specs > 0 && specs % 3 == 0 && length >= specs + 9 && length < 4096) {
    return Opening::sslv2_client_hello;
  }
  // SERVER-HELLO: session-id-hit, certificate type 1, version 2.
  if (b[2] == 4 && b[3] <= 1 && b[4] <= 1 && b[5] == 0 && b[6] == 2)
    return Opening::sslv2_server_hello;
  return std::nullopt;
}

// A hello cut into records too small to show its message header (RFC 8446 §5.1 allows them).
std::optional<Opening> tiny_record_at(Bytes b, bool answering) {
  if (b.size() < 6 || b[0] != 22 || !plausible_record_header(b)) return std::nullopt;
  const std::size_t length = record_length(b);
  if (length == 0 || length >= 6) return std::nullopt;
  if (b[5] == 1) return Opening::client_hello;
  if (b[5] == 2 && answering) return Opening::server_hello;
  return std::nullopt;
}

// A capture that begins inside a connection: two record headers in a row, a whole record between.
Finding::Kind records_at(Bytes b, bool final) {
  if (b.size() < 5) return final ? Finding::Kind::nothing : Finding::Kind::more;
  if (!plausible_record_header(b)) return Finding::Kind::nothing;
  const std::size_t next = 5 + record_length(b);
  if (next + 5 > b.size())
    return final && next == b.size() ? Finding::Kind::found
           : final                   ? Finding::Kind::nothing
                                     : Finding::Kind::more;
  return plausible_record_header(b.subspan(next)) ? Finding::Kind::found : Finding::Kind::nothing;
}

std::optional<Finding> scan(Bytes bytes, bool answering) {
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto it = std::find_if(bytes.begin() + static_cast<std::ptrdiff_t>(i), bytes.end(),
                                 [](std::uint8_t b) { return b == 22 || b == 21; });
    if (it == bytes.end()) break;
    i = static_cast<std::size_t>(it - bytes.begin());
    const Bytes here = bytes.subspan(i);
    if (const auto hello = hello_at(here)) return Finding{Finding::Kind::found, i, *hello};
    if (answering && clear_alert_at(here)) return Finding{Finding::Kind::found, i, Opening::alert};
  }
  return std::nullopt;
}

}  // namespace

Finding find_tls(Bytes bytes, bool at_start, bool answering, bool final) {
  using Kind = Finding::Kind;
  if (at_start || answering) {
    if (const auto tiny = tiny_record_at(bytes, answering)) return {Kind::found, 0, *tiny};
  }
  if (at_start && bytes.size() < finder_window && !final && !(answering && clear_alert_at(bytes))) {
    return {Kind::more, 0, {}};
  }
  if (const auto found = scan(bytes, answering || at_start)) return *found;
  if (!at_start) return {};
  if (const auto old = sslv2_at(bytes)) return {Kind::found, 0, *old};
  if (answering && clear_alert_at(bytes)) return {Kind::found, 0, Opening::alert};
  return {records_at(bytes, final), 0, Opening::records};
}

}  // namespace tlswhy
