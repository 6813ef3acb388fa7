// TDS (Microsoft SQL Server): PRELOGIN with its option ENCRYPTION ([MS-TDS] 2.2.6.5), after which
// the TLS handshake travels in PRELOGIN packets.
#include <optional>
#include <string>

#include "starttls/buffered_dialogue.hpp"
#include "starttls/protocol.hpp"
#include "starttls/quote.hpp"
#include "starttls/tds_packets.hpp"

namespace tlswhy::starttls {
namespace {

constexpr std::uint8_t option_encryption = 1, option_end = 0xff, token_error = 0xaa;
constexpr std::uint8_t encrypt_on = 1, encrypt_not_supported = 2, encrypt_required = 3;
constexpr std::string_view prelogin(
    "\x12\x01\x00\x2f\x00\x00\x01\x00"  // type, end of message, length, channel, packet, window
    "\x00\x00\x1a\x00\x06"              // VERSION: offset, length
    "\x01\x00\x20\x00\x01"              // ENCRYPTION
    "\x02\x00\x21\x00\x01"              // INSTOPT
    "\x03\x00\x22\x00\x04"              // THREADID
    "\x04\x00\x26\x00\x01"              // MARS
    "\xff"
    "\x11\x00\x00\x00\x00\x00"  // a client of no product
    "\x01"                      // ENCRYPT_ON
    "\x00"
    "\x00\x00\x00\x00"
    "\x00",
    47);

// The value of ENCRYPTION in a PRELOGIN message without headers; nothing: it has none.
std::optional<std::uint8_t> encryption_in(Bytes message) {
  Reader r(message);
  for (std::uint8_t option = r.u8(); r.ok() && option != option_end; option = r.u8()) {
    const std::size_t offset = r.u16(), length = r.u16();
    if (!r.ok() || option != option_encryption) continue;
    if (length == 0 || offset >= message.size()) return std::nullopt;
    return message[offset];
  }
  return std::nullopt;
}

// The text of an ERROR token (2.2.7.10), which is UTF-16: its ASCII, and "?" for the rest.
std::string error_words(Bytes message) {
  Reader r(message);
  r.bytes(1 + 2 + 4 + 2);  // token, length, number, state and class
  const std::size_t low = r.u8(), high = r.u8();
  std::string out;
  for (std::size_t left = high << 8 | low; left > 0 && out.size() < longest_quote; --left) {
    const std::uint8_t first = r.u8(), second = r.u8();
    if (!r.ok()) break;
    out += second == 0 && first < 0x80 ? static_cast<char>(first) : '?';
  }
  return quote(as_bytes(out));
}

// What the server said no with; empty: TLS follows. Nothing: it is no answer to PRELOGIN.
std::optional<std::string> refusal_in(Bytes message) {
  if (!message.empty() && message[0] == token_error) return error_words(message);
  const auto encryption = encryption_in(message);
  if (!encryption) return std::nullopt;
  return *encryption == encrypt_not_supported ? "ENCRYPT_NOT_SUP (2)" : std::string();
}

class Tds final : public BufferedDialogue {
 public:
  Step begin() override {
    Step step;
    say(step, prelogin);
    return step;
  }
  std::vector<std::uint8_t> wrap(Bytes tls) override {
    return over_ ? Dialogue::wrap(tls) : in_tds_packets(tls);
  }
  std::vector<std::uint8_t> unwrap(Bytes wire) override {
    std::vector<std::uint8_t> out;
    unwrapper_.feed(wire, [&out](Bytes tls) { out.insert(out.end(), tls.begin(), tls.end()); });
    return out;
  }
  void handshake_is_over() override { over_ = true; }

 private:
  std::size_t take(Bytes pending, Step& step) override {
    if (pending[0] != tds_response) {
      step.state = State::unexpected;
      return 0;
    }
    if (pending.size() < tds_header) return 0;
    const std::size_t size = tds_packet_size(pending);
    if (size == 0) {
      step.state = State::unexpected;
      return 0;
    }
    if (pending.size() < size) return 0;
    message_.insert(message_.end(), pending.begin() + tds_header,
                    pending.begin() + static_cast<std::ptrdiff_t>(size));
    const bool last = (pending[1] & 1) != 0;
    if (!last && message_.size() < longest_message) return size;
    const auto no = refusal_in(message_);
    if (!no) {
      step.state = State::unexpected;
    } else if (no->empty()) {
      step.state = State::ready;
    } else {
      refuse(step, *no);
    }
    return size;
  }

  static constexpr std::size_t longest_message = 8 * 1024;
  std::vector<std::uint8_t> message_;
  TdsUnwrapper unwrapper_;
  bool over_ = false;
};

std::unique_ptr<Dialogue> make(const Target&) { return std::make_unique<Tds>(); }

// The content of the first packet; empty: it is none, or it was cut.
Bytes content(Bytes said) {
  const std::size_t size = tds_packet_size(said);
  return size == 0 || size > said.size() ? Bytes() : said.subspan(tds_header, size - tds_header);
}

bool recognise(const Seen& seen) {
  return seen.client.size() > 1 && seen.client[0] == tds_prelogin && seen.client[1] == 1 &&
         !seen.server.empty() && seen.server[0] == tds_response;
}

std::string refusal(const Seen& seen) {
  const auto wanted = encryption_in(content(seen.client));
  if (wanted != encrypt_on && wanted != encrypt_required) return {};
  return refusal_in(content(seen.server)).value_or("");
}

}  // namespace

const Protocol tds{"tds", 1433, false, "[MS-TDS] 2.2.6.5", make, recognise, refusal};

}  // namespace tlswhy::starttls
