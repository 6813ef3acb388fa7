#include "sources/log/java/debug_classic.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/ascii.hpp"
#include "sources/log/java/fields.hpp"
#include "sources/log/java/hello.hpp"
#include "sources/log/java/names.hpp"

namespace tlswhy {
namespace {

using namespace std::string_view_literals;

constexpr std::uint32_t lines_of_entry = 8;  // between the entries of one store
constexpr std::size_t longest_thread = 100;

// What stands behind the name of a thread.
constexpr std::array thread_words = {", READ: "sv,
                                     ", WRITE: "sv,
                                     ", SEND "sv,
                                     ", RECV "sv,
                                     ", called close"sv,
                                     ", handling exception"sv,
                                     ", received EOF"sv,
                                     ", setSoTimeout("sv,
                                     ", the previous server name in SNI"sv,
                                     ", IOException in getSession()"sv};

std::size_t thread_end(std::string_view line) {
  for (const std::string_view word : thread_words) {
    const std::size_t at = line.find(word);
    if (at != std::string_view::npos && at > 0 && at <= longest_thread) return at;
  }
  return std::string_view::npos;
}

Party own(const PrintedHandshake& into) { return into.speaker().value_or(Party::client); }
Party peer(const PrintedHandshake& into) {
  return own(into) == Party::client ? Party::server : Party::client;
}

// A line that no message's fields begin with ends what is printed of it.
bool ends_block(std::string_view text) {
  constexpr std::array words = {"*** "sv,
                                "%% "sv,
                                "update handshake state"sv,
                                "check handshake state"sv,
                                "upcoming handshake states"sv,
                                "Found trusted certificate"sv,
                                "SESSION KEYGEN"sv,
                                "[Raw "sv};
  return text == "***" || thread_end(text) != std::string_view::npos ||
         std::ranges::any_of(words, [&](std::string_view w) { return text.starts_with(w); });
}

}  // namespace

std::string_view classic_thread(std::string_view line) {
  const std::size_t end = thread_end(line);
  return end == std::string_view::npos ? std::string_view() : line.substr(0, end);
}

bool begins_classic_hello(std::string_view line) {
  return line.contains("*** ClientHello, ") || line.contains("%% No cached client session") ||
         line.contains("%% Client cached [");
}

Took JavaDebugClassic::line(std::string_view text, std::uint32_t number, PrintedHandshake& into,
                            TrustStores& stores) {
  const std::size_t stars = text.find("*** ");
  if (stars != std::string_view::npos) {
    prefix_ = stars;
  }
  if (text.size() >= prefix_ && block_ != Block::none) text.remove_prefix(prefix_);
  if (listed(text, number, stores)) return Took::inside;
  if (block_ != Block::none) {
    if (!ends_block(text)) {
      body(text);
      return Took::inside;
    }
    end(into);
    if (text == "***") return Took::inside;
  } else if (stars != std::string_view::npos) {
    text.remove_prefix(stars);
  }
  if (text.starts_with("*** ")) return begin(text, number, into);
  if (text.starts_with("Found trusted certificate")) {
    begin(Block::trusted, number);
    return Took::inside;
  }
  if (text.starts_with("%% Negotiating")) into.speaks(Party::server);
  return record(text, number, into) ? Took::event : Took::nothing;
}

Took JavaDebugClassic::begin(std::string_view text, std::uint32_t number, PrintedHandshake& into) {
  const auto is = [&text](std::string_view word) { return text.substr(4).starts_with(word); };
  if (is("ClientHello, ")) {
    if (!into.empty()) return Took::begins;
    into.speaks(read_last_ ? Party::server : Party::client);
    begin(Block::client_hello, number);
    body(text);
    return Took::event;
  }
  if (is("ServerHello, ")) {
    begin(Block::server_hello, number);
    body(text);
  } else if (is("Certificate chain")) {
    begin(Block::certificates, number);
  } else if (text.contains("ServerKeyExchange")) {
    begin(Block::key_exchange, number);
  } else if (is("CertificateRequest")) {
    begin(Block::certificate_request, number);
  } else if (is("ServerHelloDone")) {
    plain(HandshakeType::server_hello_done, Party::server, number, into);
  } else if (text.contains("ClientKeyExchange")) {
    plain(HandshakeType::client_key_exchange, Party::client, number, into);
  } else if (is("CertificateVerify")) {
    plain(HandshakeType::certificate_verify, Party::client, number, into);
  } else if (is("Finished")) {
    plain(HandshakeType::finished, read_last_ ? peer(into) : own(into), number, into);
  } else {
    return Took::nothing;
  }
  return Took::inside;
}

void JavaDebugClassic::plain(HandshakeType type, Party from, std::uint32_t number,
                             PrintedHandshake& into) {
  into.message(from, type, {}, number);
  begin(Block::other, number);
}

void JavaDebugClassic::begin(Block block, std::uint32_t number) {
  block_ = block;
  number_ = number;
  lines_.clear();
  size_ = 0;
  list_.clear();
  certificate_ = {};
}

void JavaDebugClassic::body(std::string_view text) {
  if (block_ == Block::certificates) {
    if (!trimmed(text).starts_with("chain [")) return certificate_.line(text);
    if (auto done = certificate_.take(); done && list_.size() < 64)
      list_.push_back(std::move(done));
  } else if (block_ != Block::other && block_ != Block::trusted &&
             lines_.size() < PrintedHandshake::most_lines && size_ < PrintedHandshake::most_bytes) {
    size_ += text.size();
    lines_.emplace_back(text);
  }
}

void JavaDebugClassic::end(PrintedHandshake& into) {
  switch (std::exchange(block_, Block::none)) {
    case Block::client_hello: {
      const PrintedHello hello = classic_hello(lines_, false);
      // RFC 5246 section 7.4.1.2: the random begins with the client's clock.
      Reader random{Bytes(hello.random)};
      if (const std::uint32_t seconds = random.u32(); seconds != 0) into.at(from_seconds(seconds));
      into.message(Party::client, HandshakeType::client_hello, client_hello_body(hello), number_);
      break;
    }
    case Block::server_hello:
      into.message(Party::server, HandshakeType::server_hello,
                   server_hello_body(classic_hello(lines_, true)), number_);
      break;
    case Block::key_exchange:
      into.message(Party::server, HandshakeType::server_key_exchange,
                   server_key_exchange_body(printed_key_exchange(lines_)), number_);
      break;
    case Block::certificate_request:
      into.message(Party::server, HandshakeType::certificate_request,
                   certificate_request_body(printed_certificate_request(lines_), into.version()),
                   number_);
      break;
    case Block::certificates: {
      if (auto last = certificate_.take()) list_.push_back(std::move(last));
      // The client's follow when the server has said all (RFC 5246 section 7.3).
      const bool of_client = into.has(HandshakeType::server_hello_done);
      into.certificates(of_client ? Party::client : Party::server, std::exchange(list_, {}),
                        number_);
      break;
    }
    default: break;
  }
  lines_.clear();
}

// Entries of a store; what stands between two stores tells them apart.
bool JavaDebugClassic::listed(std::string_view text, std::uint32_t number, TrustStores& stores) {
  if (text.contains("adding as trusted cert:")) {
    listing_ = true;
    fresh_ = entry_line_ == 0 || number > entry_line_ + lines_of_entry;
    return true;
  }
  if (text.starts_with("trustStore is")) {
    entry_line_ = 0;
    stores.announce_default();
  }
  if (!listing_) return false;
  if (!entry_.line(text)) return listing_ = false;
  if (auto certificate = entry_.take()) {
    stores.add(std::move(certificate), fresh_);
    entry_line_ = number;
    listing_ = false;
  }
  return true;
}

bool JavaDebugClassic::record(std::string_view text, std::uint32_t number, PrintedHandshake& into) {
  const bool reads = text.contains(", READ: "), writes = text.contains(", WRITE: ");
  if (reads || writes) {
    read_last_ = reads;
    const Party by = reads ? peer(into) : own(into);
    if (text.contains("Change Cipher Spec")) into.change_cipher_spec(by, number);
    if (text.contains("Application Data")) into.application_data(by, number);
    return true;
  }
  const bool sends = text.contains(", SEND "), receives = text.contains(", RECV ");
  if ((sends || receives) && text.contains(" ALERT: ")) {
    alert(text, sends, number, into);
    return true;
  }
  if (into.empty() || into.established()) return false;
  if (text.contains(", received EOFException") ||
      text.contains("Remote host closed connection during handshake")) {
    into.close(peer(into), Close::How::fin, number);
  } else if (text.contains("handling exception: java.net.SocketException: Connection reset")) {
    into.close(peer(into), Close::How::rst, number);
  } else if (text.contains(", called close()")) {
    into.close(own(into), Close::How::fin, number);
  } else {
    return false;
  }
  return true;
}

// "SEND TLSv1.2 ALERT:  fatal, description = internal_error", "RECV TLSv1 ALERT:  warning, ..."
void JavaDebugClassic::alert(std::string_view text, bool sent, std::uint32_t number,
                             PrintedHandshake& into) {
  const auto tail = behind(text, " ALERT: ");
  if (!tail) return;
  const std::vector<std::string_view> words = parts(*tail);
  if (words.size() < 2) return;
  std::string_view name = words[1];
  if (const auto description = behind(name, "description = ")) name = *description;
  if (const auto description = java_alert(name)) {
    into.alert(sent ? own(into) : peer(into),
               words[0] == "fatal" ? AlertLevel::fatal : AlertLevel::warning, *description, number);
  }
}

}  // namespace tlswhy
