// RDP: the X.224 Connection Request with an RDP Negotiation Request ([MS-RDPBCGR] 2.2.1.1), in a
// TPKT (RFC 1006 section 6).
#include <optional>
#include <string>

#include "starttls/buffered_dialogue.hpp"
#include "starttls/protocol.hpp"
#include "starttls/quote.hpp"

namespace tlswhy::starttls {
namespace {

constexpr std::uint8_t tpkt_version = 3, connection_request = 0xe0, connection_confirm = 0xd0;
constexpr std::uint8_t negotiation_request = 1, negotiation_response = 2, negotiation_failure = 3;
constexpr std::size_t longest_packet = 1024;

struct Packet {
  std::uint8_t type = 0;    // of the TPDU
  std::uint8_t answer = 0;  // type of the negotiation structure; 0: there is none
  std::uint32_t value = 0;  // protocols, or the failure code
  std::size_t size = 0;     // 0: it is not whole yet
};

std::uint32_t little_endian(std::uint32_t v) {
  return v << 24 | (v & 0xff00) << 8 | (v >> 8 & 0xff00) | v >> 24;
}

// Nothing: this is no TPKT of a connection that is being set up.
std::optional<Packet> packet_at(Bytes at) {
  Reader r(at);
  if (at[0] != tpkt_version || (at.size() > 1 && at[1] != 0)) return std::nullopt;
  r.u16();
  const std::size_t length = r.u16();
  if (!r.ok()) return Packet{};
  if (length < 11 || length > longest_packet) return std::nullopt;
  Reader body(r.bytes(length - 4));
  if (!r.ok()) return Packet{};
  Packet out;
  out.size = length;
  body.u8();  // length indicator
  out.type = body.u8();
  body.bytes(5);  // references, class
  if (body.size() < 8) return out;
  // A request may have a cookie or a routing token first, up to CR LF.
  Reader negotiation(body.rest().last(8));
  out.answer = negotiation.u8();
  negotiation.u8();  // flags
  const bool shaped = negotiation.u16() == 0x0800;
  out.value = little_endian(negotiation.u32());
  if (!shaped) out.answer = 0;
  return out;
}

// [MS-RDPBCGR] 2.2.1.2.2.
std::string failure_words(std::uint32_t code) {
  constexpr std::string_view names[] = {
      "SSL_REQUIRED_BY_SERVER",    "SSL_NOT_ALLOWED_BY_SERVER",
      "SSL_CERT_NOT_ON_SERVER",    "INCONSISTENT_FLAGS",
      "HYBRID_REQUIRED_BY_SERVER", "SSL_WITH_USER_AUTH_REQUIRED_BY_SERVER"};
  const std::string number = std::to_string(code);
  if (code < 1 || code > std::size(names)) return "failureCode " + number;
  return std::string(names[code - 1]) + " (" + number + ")";
}

// Empty: the server goes on in TLS.
std::string refusal_in(const Packet& confirm) {
  if (confirm.answer == negotiation_failure) return failure_words(confirm.value);
  if (confirm.answer == negotiation_response && confirm.value != 0) return {};
  return "PROTOCOL_RDP (0)";  // RDP's own encryption; an old server answers nothing about it
}

class Rdp final : public BufferedDialogue {
 public:
  Step begin() override {
    Step step;
    // PROTOCOL_SSL and PROTOCOL_HYBRID: TLS alone is refused where CredSSP, inside TLS, is a must.
    step.send = {tpkt_version,
                 0,
                 0,
                 19,
                 14,
                 connection_request,
                 0,
                 0,
                 0,
                 0,
                 0,
                 negotiation_request,
                 0,
                 8,
                 0,
                 3,
                 0,
                 0,
                 0};
    return step;
  }

 private:
  std::size_t take(Bytes pending, Step& step) override {
    const auto packet = packet_at(pending);
    if (!packet || (packet->size > 0 && packet->type != connection_confirm)) {
      step.state = State::unexpected;
      return 0;
    }
    if (packet->size == 0) return 0;
    const std::string no = refusal_in(*packet);
    if (no.empty()) {
      step.state = State::ready;
    } else {
      refuse(step, no);
    }
    return packet->size;
  }
};

std::unique_ptr<Dialogue> make(const Target&) { return std::make_unique<Rdp>(); }

bool recognise(const Seen& seen) {
  if (seen.client.empty()) return false;
  const auto asked = packet_at(seen.client);
  return asked && asked->type == connection_request && asked->answer == negotiation_request &&
         asked->value != 0;
}

std::string refusal(const Seen& seen) {
  if (seen.server.empty()) return {};
  const auto answer = packet_at(seen.server);
  return answer && answer->type == connection_confirm ? refusal_in(*answer) : std::string();
}

}  // namespace

const Protocol rdp{"rdp", 3389, false, "[MS-RDPBCGR] 2.2.1.1", make, recognise, refusal};

}  // namespace tlswhy::starttls
