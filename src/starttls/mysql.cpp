// MySQL and MariaDB: the server greets with what it is capable of (MySQL internals, Protocol::
// HandshakeV10); a client that wants TLS answers with an SSLRequest and goes on in TLS at once.
#include <array>
#include <optional>
#include <string>

#include "starttls/buffered_dialogue.hpp"
#include "starttls/protocol.hpp"
#include "starttls/quote.hpp"

namespace tlswhy::starttls {
namespace {

constexpr std::uint16_t client_ssl = 0x0800;
constexpr std::uint8_t protocol_10 = 10, error_packet = 0xff;
constexpr std::size_t longest_packet = 4 * 1024;

// CLIENT_LONG_PASSWORD, PROTOCOL_41, SSL, TRANSACTIONS, SECURE_CONNECTION, PLUGIN_AUTH; packets of
// up to 16 MiB; utf8mb4 (45); 23 bytes of nothing.
constexpr std::array<std::uint8_t, 36> ssl_request = {32,   0,    0,    1,    0x01, 0xaa, 0x08,
                                                      0x00, 0x00, 0x00, 0x00, 0x01, 45};

struct Packet {
  Bytes body;
  std::size_t size = 0;  // with its header; 0: it is not whole yet
};

// Nothing: no server greets with such a packet.
std::optional<Packet> packet_at(Bytes at) {
  Reader r(at);
  const std::uint32_t swapped = r.u24();
  const std::uint8_t number = r.u8();
  if (!r.ok()) return Packet{};
  const std::size_t length = (swapped & 0xff) << 16 | (swapped & 0xff00) | swapped >> 16;
  if (number > 2 || length == 0 || length > longest_packet) return std::nullopt;
  const Bytes body = r.bytes(length);
  return r.ok() ? Packet{body, 4 + length} : Packet{};
}

// "Host 'x' is blocked (1129)" of an ERR_Packet: code, maybe '#' and an SQL state, text.
std::string error_words(Bytes body) {
  Reader r(body);
  r.u8();
  const std::uint8_t low = r.u8(), high = r.u8();
  std::string_view text = as_text(r.rest());
  if (text.starts_with('#')) text.remove_prefix(std::min<std::size_t>(6, text.size()));
  return quote(as_bytes(std::string(text.substr(0, longest_quote)) + " (" +
                        std::to_string(high << 8 | low) + ")"));
}

struct Greeting {
  Bytes version;
  std::uint16_t capabilities = 0;  // the lower half, as it stands in the bytes
  bool ok = false;
};

Greeting greeting_of(Bytes body) {
  Greeting out;
  const std::size_t end = as_text(body).find('\0');
  if (end == std::string_view::npos || body[0] != protocol_10) return out;
  out.version = body.subspan(1, end - 1);
  Reader r(body.subspan(end + 1));
  r.bytes(4 + 8 + 1);  // thread, authentication data, filler
  const std::uint8_t low = r.u8(), high = r.u8();
  out.capabilities = static_cast<std::uint16_t>(high << 8 | low);
  out.ok = r.ok();
  return out;
}

class Mysql final : public BufferedDialogue {
 public:
  Step begin() override { return {}; }

 private:
  std::size_t take(Bytes pending, Step& step) override {
    const auto packet = packet_at(pending);
    if (!packet) {
      step.state = State::unexpected;
      return 0;
    }
    if (packet->size == 0) return 0;
    if (packet->body[0] == error_packet) {
      refuse(step, error_words(packet->body));
      return packet->size;
    }
    const Greeting greeting = greeting_of(packet->body);
    if (!greeting.ok) {
      step.state = State::unexpected;
    } else if ((greeting.capabilities & client_ssl) == 0) {
      refuse(step, greeting.version);  // no CLIENT_SSL: its version is all that it said
    } else {
      step.send.assign(ssl_request.begin(), ssl_request.end());
      step.state = State::ready;
    }
    return packet->size;
  }
};

std::unique_ptr<Dialogue> make(const Target&) { return std::make_unique<Mysql>(); }

bool offers_tls(Bytes said) {
  const auto packet = packet_at(said);
  if (!packet || packet->size == 0) return true;  // not seen whole
  const Greeting greeting = greeting_of(packet->body);
  return !greeting.ok || (greeting.capabilities & client_ssl) != 0;
}

bool recognise(const Seen& seen) {
  const bool greeting =
      seen.server.size() > 5 && seen.server[3] == 0 && seen.server[4] == protocol_10;
  if (!greeting) return false;
  // Who leaves over a greeting without CLIENT_SSL had come for TLS.
  if (seen.client.empty()) return !offers_tls(seen.server);
  return as_text(seen.client).starts_with(std::string_view("\x20\0\0\x01", 4));
}

// Without CLIENT_SSL its version is all that the server said; else what can follow is an error.
std::string refusal(const Seen& seen) {
  const auto greeting = packet_at(seen.server);
  if (greeting && greeting->size > 0 && !offers_tls(seen.server))
    return quote(greeting_of(greeting->body).version);
  if (!greeting || greeting->size == 0 || greeting->size >= seen.server.size()) return {};
  const auto answer = packet_at(seen.server.subspan(greeting->size));
  const bool error = answer && answer->size > 0 && answer->body[0] == error_packet;
  return error ? error_words(answer->body) : std::string();
}

}  // namespace

const Protocol mysql{"mysql", 3306,      false,  "MySQL client/server protocol, SSLRequest",
                     make,    recognise, refusal};

}  // namespace tlswhy::starttls
