#include "sources/log/s_client.hpp"

#include <algorithm>
#include <utility>

#include "base/ascii.hpp"
#include "sources/log/java/fields.hpp"
#include "sources/log/openssl_names.hpp"
#include "wire/registry.hpp"

namespace tlswhy {
namespace {

constexpr std::int64_t most_bits = 16384;

std::string_view word(std::string_view text) { return text.substr(0, text.find_first_of(" ,")); }

// What stands behind a label of the session, whatever white space is before the colon.
std::optional<std::string_view> labelled(std::string_view text, std::string_view label) {
  if (!text.starts_with(label)) return std::nullopt;
  text = trimmed(text.substr(label.size()));
  if (!text.starts_with(':')) return std::nullopt;
  return trimmed(text.substr(1));
}

// A number of `bits` bits: all that is printed of a prime is its size.
Buffer prime_of(std::int64_t bits) {
  Buffer out(static_cast<std::size_t>((bits + 7) / 8));
  out.front() = static_cast<std::uint8_t>(1U << static_cast<unsigned>((bits - 1) % 8));
  out.back() |= 1U;
  return out;
}

}  // namespace

Took SClient::line(std::string_view text, std::uint32_t number, PrintedHandshake& into,
                   TrustStores& /*stores*/) {
  if (text.starts_with("CONNECTED(") && (told_.chain_line != 0 || told_.session_line != 0)) {
    finish(into);
    return Took::begins;
  }
  if (told_.part != Part::none && pem_.line(text)) {
    CertificateList& list = told_.part == Part::chain ? told_.chain : told_.leaf;
    if (auto certificate = pem_.take();
        certificate && list.size() < PrintedHandshake::most_certificates)
      list.push_back(std::move(certificate));
    return Took::inside;
  }
  text = trimmed(text);
  if (text.contains("error:") && !text.starts_with("verify error:")) told_.error = true;
  alert(text, number);
  const bool took = part(text, number) || session(text, number) || temporary_key(text);
  return took ? Took::event : Took::nothing;
}

bool SClient::part(std::string_view text, std::uint32_t number) {
  if (text == "Certificate chain" || text == "Server certificate") {
    told_.part = text == "Certificate chain" ? Part::chain : Part::server_certificate;
    if (told_.chain_line == 0) told_.chain_line = number;
    return true;
  }
  if (text == "---") {
    told_.part = Part::none;
    return true;
  }
  if (!text.starts_with("Acceptable client certificate CA names")) return false;
  told_.request_line = number;
  return true;
}

bool SClient::session(std::string_view text, std::uint32_t number) {
  auto version = labelled(text, "Protocol"), suite = labelled(text, "Cipher");
  const auto start = labelled(text, "Start Time");
  if (const auto is = behind(text, ", Cipher is "); is && text.starts_with("New, ")) {
    suite = is;
    // Until 1.1.0 this line names the version in which the suite came up.
    if (!text.contains('/')) version = word(text.substr(5));
    const auto known = openssl_suite(word(*suite));
    told_.complete = known && !told_.error;
  }
  if (version) told_.version = openssl_version(word(*version));
  if (const auto known = suite ? openssl_suite(word(*suite)) : std::nullopt; known) {
    told_.suite = known;
    if (told_.session_line == 0) told_.session_line = number;
  }
  if (const auto seconds = start ? number_in(*start) : std::nullopt; seconds && *seconds > 0)
    told_.at = from_seconds(std::min<std::int64_t>(*seconds, 4'000'000'000));
  return version || suite || start;
}

// "Server Temp Key: ECDH, prime256v1, 256 bits", "Peer Temp Key: X25519, 253 bits".
bool SClient::temporary_key(std::string_view text) {
  auto key = labelled(text, "Server Temp Key");
  if (!key) key = labelled(text, "Peer Temp Key");
  if (!key) return false;
  const auto fields = parts(*key);
  PrintedKeyExchange exchange;
  if (fields.size() == 2 && fields[0] == "DH") {
    const auto bits = number_in(fields[1]);
    if (!bits || *bits < 8 || *bits > most_bits) return true;
    exchange.prime = prime_of(*bits);
    exchange.generator = {2};
  } else if (!fields.empty()) {
    const bool named = fields[0] == "ECDH" && fields.size() > 1;
    exchange.group = openssl_group(fields[named ? 1 : 0]);
    if (!exchange.group) return true;
  }
  told_.exchange = exchange;
  return true;
}

// "...:SSL alert number 40" of what was read; ">>> TLS 1.2, Alert [length 0002], fatal unknown_ca"
// with -msg.
void SClient::alert(std::string_view text, std::uint32_t number) {
  Alert out{.from = Party::server, .description = {}, .line = number};
  if (const auto code = behind(text, "SSL alert number ")) {
    const auto value = number_in(*code);
    if (!value || *value < 0 || *value > 255) return;
    out.description = AlertDescription{static_cast<std::uint8_t>(*value)};
  } else if (const auto name = behind(text, ", Alert [length 0002], fatal ")) {
    const auto value = alert_description(word(*name));
    if (!value) return;
    out.description = AlertDescription{*value};
    if (text.starts_with(">>>")) out.from = Party::client;
  } else {
    return;
  }
  if (told_.alerts.size() < PrintedHandshake::most_alerts) told_.alerts.push_back(out);
}

void SClient::tell_hello(const Output& told, PrintedHandshake& into) {
  if (!told.version || !told.suite) return;
  const auto group = told.exchange ? told.exchange->group : std::nullopt;
  const Buffer body = server_hello_body(chosen_hello(*told.version, *told.suite, group));
  into.message(Party::server, HandshakeType::server_hello, body, told.session_line);
}

void SClient::tell_messages(Output& told, PrintedHandshake& into) {
  tell_hello(told, into);
  CertificateList& chain = told.chain.empty() ? told.leaf : told.chain;
  if (!chain.empty()) into.certificates(Party::server, std::move(chain), told.chain_line);
  const bool known = told.version && told.suite;
  if (known && told.exchange && !is_tls13(*told.version)) {
    into.message(Party::server, HandshakeType::server_key_exchange,
                 server_key_exchange_body(*told.exchange), told.session_line);
  }
  if (known && told.request_line != 0) {
    into.message(Party::server, HandshakeType::certificate_request,
                 certificate_request_body({}, *told.version), told.request_line);
  }
  if (!known || !told.complete) return;
  for (const Party party : {Party::client, Party::server})
    into.message(party, HandshakeType::finished, {}, told.session_line);
}

void SClient::finish(PrintedHandshake& into) {
  Output told = std::exchange(told_, {});
  pem_ = {};
  if (told.chain_line == 0 && told.session_line == 0) return;
  if (told.at) into.at(*told.at);
  into.speaks(Party::client);
  tell_messages(told, into);
  for (const Alert& a : told.alerts) into.alert(a.from, AlertLevel::fatal, a.description, a.line);
}

}  // namespace tlswhy
