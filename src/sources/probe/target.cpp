#include "sources/probe/target.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>

#include "starttls/protocol.hpp"

namespace tlswhy {
namespace {

std::unexpected<Error> wrong(const std::string& word, const char* what) {
  return failure(Error::Kind::usage, fmt::format("\"{}\": {}", word, what));
}

struct HostPort {
  std::string host;
  std::optional<std::uint16_t> port;
};

// `text` is what stands before any path.
Result<HostPort> split(std::string_view text, const std::string& word) {
  HostPort out;
  std::string_view port;
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos) return wrong(word, "] is missing behind the address");
    out.host = text.substr(1, end - 1);
    port = text.substr(end + 1);
    if (!port.empty() && !port.starts_with(':')) return wrong(word, "behind ] stands no :PORT");
  } else if (std::ranges::count(text, ':') > 1) {
    out.host = text;  // an IPv6 address without brackets has no port
  } else {
    const auto colon = text.find(':');
    out.host = text.substr(0, colon);
    if (colon != std::string_view::npos) port = text.substr(colon);
  }
  if (out.host.empty()) return wrong(word, "names no host");
  const bool printable = std::ranges::all_of(
      out.host, [](unsigned char c) { return c > ' ' && c != 0x7f && c != '/' && c != '@'; });
  if (!printable || out.host.size() > 253) return wrong(word, "is no name of a host");
  if (port.empty()) return out;
  std::uint16_t number = 0;
  const char* last = port.data() + port.size();
  const auto [end, fault] = std::from_chars(port.data() + 1, last, number);
  if (fault != std::errc{} || end != last || number == 0)
    return wrong(word, "the port is no number from 1 to 65535");
  out.port = number;
  return out;
}

std::optional<int> hex_digit(char c) {
  int value = 0;
  const auto [end, fault] = std::from_chars(&c, &c + 1, value, 16);
  return fault == std::errc{} && end == &c + 1 ? std::optional(value) : std::nullopt;
}

// RFC 3986 section 2.1; a % that begins nothing stands for itself.
std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto high = i + 2 < text.size() ? hex_digit(text[i + 1]) : std::nullopt;
    const auto low = high ? hex_digit(text[i + 2]) : std::nullopt;
    if (text[i] == '%' && low) {
      out += static_cast<char>(*high << 4 | *low);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

}  // namespace

Result<ProbeTarget> parse_target(const std::string& word, const std::string& starttls) {
  std::string_view text = word;
  std::uint16_t port = 443;
  if (!starttls.empty()) {
    const auto* protocol = starttls::find_protocol(starttls);
    if (protocol == nullptr || protocol->proxy)
      return failure(Error::Kind::usage,
                     fmt::format("no STARTTLS protocol is called \"{}\"", starttls));
    port = protocol->port;
  }
  if (const auto scheme = text.find("://"); scheme != std::string_view::npos) {
    const std::string_view name = text.substr(0, scheme);
    if (name != "https" && name != "wss" && name != "tls")
      return wrong(word, "is no https:// address");
    text = text.substr(scheme + 3);
    text = text.substr(0, text.find_first_of("/?#"));
  }
  auto parts = split(text, word);
  if (!parts) return std::unexpected(parts.error());
  return ProbeTarget{std::move(parts->host), parts->port.value_or(port), std::nullopt, starttls};
}

Result<Proxy> parse_proxy(const std::string& word) {
  std::string_view text = word;
  Proxy out;
  const auto scheme = text.find("://");
  const std::string_view name = text.substr(0, scheme);
  if (scheme == std::string_view::npos || (name != "http" && name != "socks5"))
    return wrong(word, "a proxy is http://HOST:PORT or socks5://HOST:PORT");
  out.protocol = name == "http" ? "http-connect" : "socks5";
  text = text.substr(scheme + 3);
  text = text.substr(0, text.find('/'));
  if (const auto at = text.rfind('@'); at != std::string_view::npos) {
    const std::string_view who = text.substr(0, at);
    const auto colon = who.find(':');
    out.user = percent_decoded(who.substr(0, colon));
    if (colon != std::string_view::npos) out.password = percent_decoded(who.substr(colon + 1));
    text = text.substr(at + 1);
  }
  auto parts = split(text, fmt::format("{}://{}", name, text));  // without the password
  if (!parts) return std::unexpected(parts.error());
  out.host = std::move(parts->host);
  out.port = parts->port.value_or(starttls::find_protocol(out.protocol)->port);
  return out;
}

std::string name_of(const ProbeTarget& t) {
  const bool v6 = t.host.find(':') != std::string::npos;
  return fmt::format("{}{}{}:{}", v6 ? "[" : "", t.host, v6 ? "]" : "", t.port);
}

}  // namespace tlswhy
