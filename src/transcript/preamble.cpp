#include "transcript/preamble.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

namespace tlswhy {
namespace {

std::string upper(Bytes bytes) {
  std::string out(as_text(bytes));
  std::ranges::transform(out, out.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return out;
}

bool begins(Bytes bytes, std::initializer_list<std::uint8_t> start) {
  return bytes.size() >= start.size() && std::equal(start.begin(), start.end(), bytes.begin());
}

// Binary protocols, told by the message that asks for TLS.
std::string_view binary_protocol(Bytes client, Bytes server) {
  if (begins(client, {0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f})) return "postgres";  // SSLRequest
  if (begins(client, {0x12, 0x01}) && begins(server, {0x04})) return "tds";     // PRELOGIN
  const bool greeting = server.size() > 5 && server[3] == 0 && server[4] == 10;
  if (greeting && begins(client, {32, 0, 0, 1})) return "mysql";  // SSLRequest packet
  if (as_text(client).find("1.3.6.1.4.1.1466.20037") != std::string_view::npos) return "ldap";
  return {};
}

}  // namespace

std::string_view starttls_protocol(const Transcript& t) {
  const Bytes client = t.side(t.client).preamble;
  const Bytes server = t.side(t.server()).preamble;
  if (client.empty()) return {};
  if (const auto name = binary_protocol(client, server); !name.empty()) return name;
  const std::string asked = upper(client);
  const std::string_view banner = as_text(server);
  const auto has = [&asked](std::string_view word) {
    return asked.find(word) != std::string::npos;
  };
  if (has("AUTH TLS") || has("AUTH SSL")) return "ftp";
  if (has("STLS")) return "pop3";
  if (has("<STARTTLS")) return "xmpp";
  if (!has("STARTTLS")) return {};
  if (banner.starts_with("* ")) return "imap";
  if (banner.starts_with("200") || banner.starts_with("201")) return "nntp";
  return "smtp";
}

std::string_view proxy_in_front(const Transcript& t) {
  const Bytes client = t.side(t.client).preamble;
  if (as_text(client).starts_with("CONNECT ")) return "http-connect";
  if (as_text(client).starts_with("PROXY ")) return "proxy-protocol";
  if (begins(client, {0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a})) return "proxy-protocol";
  if (begins(client, {5}) && client.size() > 2 && client[1] > 0 && client[1] < 16) return "socks5";
  if (begins(client, {4, 1})) return "socks4";
  if (client.size() > 16 && client[0] == 0 && client[2] >> 3 == 7) return "openvpn";
  return {};
}

}  // namespace tlswhy
