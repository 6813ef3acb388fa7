// Finds where TLS begins in a stream, on any port and behind any plaintext preamble (STARTTLS, HTTP
// CONNECT, SOCKS, database greetings): by the shape of its first record, never by port.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/bytes.hpp"

namespace tlswhy {

enum class Opening : std::uint8_t {
  client_hello,
  server_hello,
  sslv2_client_hello,
  sslv2_server_hello,
  alert,
  records,  // protected records of a connection whose beginning was not captured
};

struct Finding {
  enum class Kind : std::uint8_t { found, nothing, more } kind = Kind::nothing;
  std::size_t offset = 0;
  Opening opening{};
};

// As many bytes as recognise a hello wherever it stands.
constexpr std::size_t finder_window = 11;

// `at_start`: `bytes` is the beginning of the stream, where weaker shapes (SSLv2, tiny records,
// plain records) count. `answering`: the other side has sent a ClientHello, so that a ServerHello
// or alert is expected. `final`: nothing follows. `more`: the answer would depend on bytes still to
// come.
Finding find_tls(Bytes bytes, bool at_start, bool answering, bool final);

}  // namespace tlswhy
