// What a client says in plaintext before TLS starts: a command that turns the connection to TLS
// (STARTTLS and its kin), or a request to a proxy in front. Sans-I/O: the caller owns the socket.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.hpp"

namespace tlswhy::starttls {

enum class State : std::uint8_t {
  waits,       // for more from the server
  ready,       // the next byte that the client sends is TLS
  refused,     // the server speaks the protocol and says no
  unexpected,  // the server does not speak the protocol
};

struct Step {
  std::vector<std::uint8_t> send;  // to be sent now; before TLS where the state is ready
  State state = State::waits;
  // One printable line of at most longest_quote bytes. refused: what the server said; unexpected:
  // its first bytes.
  std::string said;
  // ready: what the server, or somebody in between, sent in plaintext behind its go-ahead; likewise
  // a line. It must not reach TLS (RFC 3207 section 6, command injection). Empty: nothing.
  std::string injected;
};

class Dialogue {
 public:
  Dialogue() = default;
  Dialogue(const Dialogue&) = delete;
  Dialogue& operator=(const Dialogue&) = delete;
  virtual ~Dialogue() = default;

  // What to do once the connection stands. To be called once, first.
  virtual Step begin() = 0;
  // What to do about the next bytes from the server, in pieces of any size. Once the state is not
  // `waits` it stays as it is, and bytes count for nothing.
  virtual Step received(Bytes bytes) = 0;
  // The beginning of what the server has said so far, as one printable line.
  [[nodiscard]] virtual std::string heard() const = 0;

  // Protocols that put the TLS handshake into packets of their own take it through these, once the
  // state is ready: TLS bytes to be sent as they go on the wire, and the other way round, in pieces
  // of any size.
  virtual std::vector<std::uint8_t> wrap(Bytes tls) { return {tls.begin(), tls.end()}; }
  virtual std::vector<std::uint8_t> unwrap(Bytes wire) { return {wire.begin(), wire.end()}; }
  // TLS goes on without packets from here, in both directions.
  virtual void handshake_is_over() {}
};

}  // namespace tlswhy::starttls
