#include "sources/log/java/debug.hpp"

#include <algorithm>
#include <utility>

#include "base/ascii.hpp"
#include "sources/log/java/fields.hpp"
#include "sources/log/java/hello.hpp"
#include "sources/log/java/names.hpp"

namespace tlswhy {
namespace {

constexpr std::string_view mark = "javax.net.ssl|";
constexpr std::size_t fields_before_message = 6;
constexpr std::size_t thread_id_field = 2, time_field = 4;

// The field of a header; the last one takes the rest.
std::string_view field(std::string_view header, std::size_t index, bool rest = false) {
  for (; index > 0; --index) {
    const std::size_t bar = header.find('|');
    if (bar == std::string_view::npos) return {};
    header.remove_prefix(bar + 1);
  }
  return rest ? header : header.substr(0, header.find('|'));
}

bool is_warning(AlertDescription description) {
  return description == AlertDescription::close_notify ||
         description == AlertDescription::user_canceled;
}

}  // namespace

std::string_view java_debug_thread(std::string_view line) {
  const std::size_t at = line.find(mark);
  if (at == std::string_view::npos) return {};
  const std::string_view header = line.substr(at);
  if (field(header, fields_before_message).empty()) return {};
  return field(header, thread_id_field);
}

Took JavaDebug::line(std::string_view text, std::uint32_t number, PrintedHandshake& into,
                     TrustStores& stores) {
  const std::size_t at = text.find(mark);
  const std::string_view message = at == std::string_view::npos
                                       ? std::string_view()
                                       : field(text.substr(at), fields_before_message, true);
  if (!message.empty()) {
    if (block_ == Block::store) keep_certificate(stores);
    end(into);
    prefix_ = at;
    if (const auto time = java_time(field(text.substr(at), time_field))) into.at(*time);
    if (message.starts_with("trustStore is")) stores.announce_default();
    return header(message, number, into);
  }
  if (block_ == Block::none) return Took::nothing;
  if (text.size() >= prefix_) text.remove_prefix(prefix_);
  if (text == ")") {
    if (block_ == Block::store) keep_certificate(stores);
    end(into);
    return Took::inside;
  }
  if (block_ == Block::exception) {
    exception(text, into);
    return Took::nothing;
  }
  body(text, into, stores);
  return Took::inside;
}

Took JavaDebug::header(std::string_view message, std::uint32_t number, PrintedHandshake& into) {
  const bool produced = message.starts_with("Produced ");
  const bool consumed = message.starts_with("Consuming ") || message.starts_with("Received ");
  if ((produced || consumed) && message.contains("ClientHello handshake message")) {
    const bool second = into.has(HandshakeType::server_hello) &&
                        into.version() == ProtocolVersion::none;  // after HelloRetryRequest
    if (!into.empty() && !second) return Took::begins;
    if (!into.speaker()) into.speaks(produced ? Party::client : Party::server);
    begin(Block::client_hello, Party::client, number);
    return Took::event;
  }
  if (into.empty() && (produced || consumed) && message.contains("ServerHello handshake message") &&
      !into.speaker())
    into.speaks(produced ? Party::server : Party::client);
  event(message, number, into);
  // Words of a header that tells of a message are no party's.
  return produced || consumed ? Took::inside : Took::event;
}

void JavaDebug::event(std::string_view message, std::uint32_t number, PrintedHandshake& into) {
  const Party own = into.speaker().value_or(Party::client);
  const Party peer = own == Party::client ? Party::server : Party::client;
  const Party by = message.starts_with("Produced ") ? own : peer;
  const auto tells = [&message](std::string_view what) {
    return message.contains(what) &&
           (message.starts_with("Produced ") || message.starts_with("Consuming ") ||
            message.starts_with("Received "));
  };
  const auto plain = [&](HandshakeType type, Party from) {
    into.message(from, type, {}, number);
    if (message.ends_with("(")) begin(Block::other, from, number);
  };
  if (message.contains("adding as trusted certificates")) {
    fresh_ = true;
    begin(Block::store, own, number);
  } else if (tells("ServerHello handshake") || tells("HelloRetryRequest handshake")) {
    begin(Block::server_hello, Party::server, number);
  } else if (tells("server Certificate ")) {
    begin(Block::certificates, Party::server, number);
  } else if (tells("client Certificate ")) {
    begin(Block::certificates, Party::client, number);
  } else if (tells("ServerKeyExchange ")) {
    begin(Block::key_exchange, Party::server, number);
  } else if (tells("CertificateRequest ")) {
    begin(Block::certificate_request, Party::server, number);
  } else if (tells("ServerHelloDone ")) {
    plain(HandshakeType::server_hello_done, Party::server);
  } else if (tells("ClientKeyExchange ")) {
    plain(HandshakeType::client_key_exchange, Party::client);
  } else if (tells("CertificateVerify ")) {
    plain(HandshakeType::certificate_verify, by);
  } else if (tells("client Finished ")) {
    plain(HandshakeType::finished, Party::client);
  } else if (tells("server Finished ")) {
    plain(HandshakeType::finished, Party::server);
  } else if (tells("ChangeCipherSpec ")) {
    into.change_cipher_spec(by, number);
  } else if (tells("alert message")) {
    begin(Block::alert, peer, number);
  } else if (message.starts_with("WRITE: ")) {
    record(message, own, number, into);
  } else if (message.starts_with("READ: ")) {
    record(message, peer, number, into);
  } else if (const auto name = behind(message, "Fatal (")) {
    const auto description = java_alert(name->substr(0, name->find(')')));
    if (description && !message.contains("Received fatal alert")) fatal_ = {*description, number};
    begin(Block::exception, own, number);
  } else if (message.ends_with("(")) {
    begin(message.contains("xception") ? Block::exception : Block::other, own, number);
  } else if (message.contains("close the underlying socket") && !into.established()) {
    into.close(own, Close::How::fin, number);
  }
}

// "WRITE: TLSv1.2 alert(certificate_unknown), length = 2", "READ: TLSv1.2 application_data, ..."
void JavaDebug::record(std::string_view message, Party by, std::uint32_t number,
                       PrintedHandshake& into) {
  if (const auto name = behind(message, " alert(")) {
    const auto description = java_alert(name->substr(0, name->find(')')));
    if (!description) return;
    into.alert(by, is_warning(*description) ? AlertLevel::warning : AlertLevel::fatal, *description,
               number);
  } else if (message.contains("application_data")) {
    into.application_data(by, number);
  }
}

void JavaDebug::begin(Block block, Party from, std::uint32_t number) {
  block_ = block;
  from_ = from;
  number_ = number;
  lines_.clear();
  size_ = 0;
  list_.clear();
  certificate_ = {};
}

void JavaDebug::body(std::string_view text, PrintedHandshake&, TrustStores& stores) {
  if (block_ == Block::certificates || block_ == Block::store) {
    certificate_line(text, stores);
  } else if (block_ != Block::other && lines_.size() < PrintedHandshake::most_lines &&
             size_ < PrintedHandshake::most_bytes) {
    size_ += text.size();
    lines_.emplace_back(text);
  }
}

void JavaDebug::certificate_line(std::string_view text, TrustStores& stores) {
  const std::string_view trim = trimmed(text);
  if (trim.starts_with("\"certificate\"")) {
    keep_certificate(stores);
  } else {
    certificate_.line(trim);
  }
}

void JavaDebug::keep_certificate(TrustStores& stores) {
  auto certificate = certificate_.take();
  if (!certificate) return;
  if (block_ == Block::store) {
    stores.add(std::move(certificate), std::exchange(fresh_, false));
  } else if (list_.size() < 64) {
    list_.push_back(std::move(certificate));
  }
}

// What the peer did first makes an alert of one's own an effect.
void JavaDebug::exception(std::string_view text, PrintedHandshake& into) {
  const Party peer = into.speaker() == Party::server ? Party::client : Party::server;
  const bool left = text.contains("Remote host terminated the handshake") ||
                    text.contains("EOFException: SSL peer shut down");
  const bool reset = text.contains("SocketException: Connection reset");
  if ((!left && !reset) || into.established()) return;
  into.close(peer, reset ? Close::How::rst : Close::How::fin, number_);
  fatal_.reset();
}

void JavaDebug::end(PrintedHandshake& into) {
  const Block block = std::exchange(block_, Block::none);
  if (const auto fatal = std::exchange(fatal_, std::nullopt)) {
    into.alert(into.speaker().value_or(Party::client), AlertLevel::fatal, fatal->description,
               fatal->line);
  }
  switch (block) {
    case Block::client_hello:
      into.message(from_, HandshakeType::client_hello, client_hello_body(json_hello(lines_, false)),
                   number_);
      break;
    case Block::server_hello:
      into.message(from_, HandshakeType::server_hello, server_hello_body(json_hello(lines_, true)),
                   number_);
      break;
    case Block::key_exchange:
      into.message(from_, HandshakeType::server_key_exchange,
                   server_key_exchange_body(printed_key_exchange(lines_)), number_);
      break;
    case Block::certificate_request:
      into.message(from_, HandshakeType::certificate_request,
                   certificate_request_body(printed_certificate_request(lines_), into.version()),
                   number_);
      break;
    case Block::certificates:
      if (auto last = certificate_.take()) list_.push_back(std::move(last));
      into.certificates(from_, std::exchange(list_, {}), number_);
      break;
    case Block::alert: {
      bool fatal = false;
      for (const std::string& line : lines_) {
        if (line.contains("\"level\"")) fatal = line.contains("fatal");
        const auto name = behind(line, "\"description\"");
        const auto description = name ? java_alert(inside(*name, '"', '"')) : std::nullopt;
        if (description)
          into.alert(from_, fatal ? AlertLevel::fatal : AlertLevel::warning, *description, number_);
      }
      break;
    }
    default: break;
  }
  lines_.clear();
}

void JavaDebug::finish(PrintedHandshake& into) { end(into); }

}  // namespace tlswhy
