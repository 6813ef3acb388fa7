#include "sources/log/curl_verbose.hpp"

#include <optional>

#include "sources/log/java/fields.hpp"
#include "sources/log/openssl_names.hpp"
#include "sources/log/printed_messages.hpp"

namespace tlswhy {
namespace {

// "* TLSv1.3 (OUT), TLS alert, certificate expired (557):", the level in the upper byte.
bool alert(std::string_view text, std::uint32_t number, PrintedHandshake& into) {
  const bool in = text.contains(" (IN), TLS alert, ");
  if (!in && !text.contains(" (OUT), TLS alert, ")) return false;
  constexpr std::int64_t fatal_level = 2;
  const std::size_t open = text.rfind('(');
  const auto value = number_in(text.substr(open + 1));
  if (!value || *value < 0 || *value > 0xffff || (*value >> 8) != fatal_level) return true;
  into.speaks(Party::client);
  into.alert(in ? Party::server : Party::client, AlertLevel::fatal,
             AlertDescription{static_cast<std::uint8_t>(*value & 0xff)}, number);
  return true;
}

// "* SSL connection using TLSv1.3 / TLS_AES_256_GCM_SHA384 / x25519 / RSASSA-PSS"
bool session(std::string_view text, std::uint32_t number, PrintedHandshake& into) {
  const auto used = behind(text, "* SSL connection using ");
  if (!used) return false;
  const auto fields = parts(*used, '/');
  const auto version = fields.empty() ? std::nullopt : openssl_version(fields[0]);
  const auto suite = fields.size() < 2 ? std::nullopt : openssl_suite(fields[1]);
  if (!version || !suite) return true;
  const auto group = fields.size() < 3 ? std::nullopt : openssl_group(fields[2]);
  into.speaks(Party::client);
  into.message(Party::server, HandshakeType::server_hello,
               server_hello_body(chosen_hello(*version, *suite, group)), number);
  for (const Party party : {Party::client, Party::server})
    into.message(party, HandshakeType::finished, {}, number);
  return true;
}

}  // namespace

Took CurlVerbose::line(std::string_view text, std::uint32_t number, PrintedHandshake& into,
                       TrustStores& /*stores*/) {
  if (!text.contains("* ")) return Took::nothing;
  const bool connects = text.contains("* Connected to ") || text.contains("*   Trying ");
  if (connects && !into.empty()) return Took::begins;
  return alert(text, number, into) || session(text, number, into) ? Took::event : Took::nothing;
}

}  // namespace tlswhy
