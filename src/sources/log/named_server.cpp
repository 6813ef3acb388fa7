#include "sources/log/named_server.hpp"

#include <array>
#include <cctype>
#include <charconv>

#include "base/ascii.hpp"

namespace tlswhy {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t longest_name = 253;  // RFC 1035 section 2.3.4, as text

bool in_name(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '-' || c == '_';
}

std::uint16_t number_at(std::string_view text, std::size_t at) {
  std::uint16_t out = 0;
  std::from_chars(text.data() + at, text.data() + text.size(), out);
  return out;
}

std::size_t name_end(std::string_view text, std::size_t at) {
  if (at < text.size() && text[at] == '[') {
    const std::size_t close = text.find(']', at);
    return close == std::string_view::npos ? at : close + 1;
  }
  while (at < text.size() && in_name(text[at])) ++at;
  return at;
}

// `host`, `host:port` at `at`.
std::optional<NamedServer> host_at(std::string_view text, std::size_t at) {
  const std::size_t end = name_end(text, at);
  std::string_view host = text.substr(at, end - at);
  if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
  while (host.ends_with('.')) host.remove_suffix(1);
  if (host.size() < 3 || host.size() > longest_name || !host.contains('.')) return std::nullopt;
  for (const char c : host) {
    if (!in_name(c) && c != ':') return std::nullopt;
  }
  NamedServer out{std::string(host), 0};
  if (end + 1 < text.size() && text[end] == ':' && is_digit(text[end + 1]))
    out.port = number_at(text, end + 1);
  return out;
}

std::optional<NamedServer> url_in(std::string_view line) {
  for (std::size_t at = line.find("https://"); at != std::string_view::npos;
       at = line.find("https://", at + 1)) {
    std::size_t host = at + "https://"sv.size();
    const std::size_t end = line.find_first_of("/ \"'<>", host);
    const std::size_t user = line.substr(0, end).find('@', host);
    if (user != std::string_view::npos) host = user + 1;
    auto found = host_at(line, host);
    if (!found || found->host.ends_with("curl.se") || found->host.ends_with("openssl.org"))
      continue;
    if (found->port == 0) found->port = 443;
    return found;
  }
  return std::nullopt;
}

// Words behind which the name of the server stands.
constexpr std::array before_host = {"connect to "sv,
                                    "connecting to "sv,
                                    "Connecting to "sv,
                                    "-connect "sv,
                                    "Connected to "sv,
                                    "Redis at "sv,
                                    "certificate for <"sv,
                                    "Certificate for <"sv,
                                    "for hostname "sv,
                                    "not valid for '"sv,
                                    "DNS name matching "sv,
                                    "target host name '"sv,
                                    "IP address "sv,
                                    "No name matching "sv,
                                    "wanted to match "sv,
                                    "Hostname "sv,
                                    "host='"sv,
                                    "altnames: Host: "sv,
                                    "altnames: IP: "sv,
                                    "connection to server at \""sv,
                                    "connected to "sv,
                                    "querying "sv,
                                    "s_connect: connected "sv,
                                    "[AF_INET]"sv,
                                    "for IP address "sv,
                                    "validate certificate for "sv,
                                    "host name "sv,
                                    "Resolving '"sv,
                                    "to host "sv,
                                    "Host name '"sv,
                                    "certificate of '"sv};

// "certificate is valid for a.test, b.test, not c.test"; "a.test != c.test".
std::optional<NamedServer> name_wanted(std::string_view line) {
  if (line.contains("certificate is valid for")) {
    const std::size_t at = line.rfind(", not ");
    if (at != std::string_view::npos) return host_at(line, at + ", not "sv.size());
  }
  if (line.contains("CommonName mismatch")) {
    const std::size_t at = line.rfind("!= ");
    if (at != std::string_view::npos) return host_at(line, at + "!= "sv.size());
  }
  if (line.contains("VERIFY X509NAME ERROR")) {
    const std::size_t at = line.rfind("must be ");
    if (at != std::string_view::npos) return host_at(line, at + "must be "sv.size());
  }
  return std::nullopt;
}

std::uint16_t port_behind(std::string_view line, std::size_t at) {
  for (const std::string_view word : {") port "sv, "port="sv, "), port "sv}) {
    const std::size_t found = line.find(word, at);
    if (found != std::string_view::npos) return number_at(line, found + word.size());
  }
  return 0;
}

}  // namespace

std::optional<NamedServer> named_server(std::string_view line) {
  if (const auto found = name_wanted(line)) return found;
  for (const std::string_view word : before_host) {
    const std::size_t at = line.find(word);
    if (at == std::string_view::npos) continue;
    auto found = host_at(line, at + word.size());
    if (!found) continue;
    if (found->port == 0) found->port = port_behind(line, at);
    return found;
  }
  return url_in(line);
}

std::optional<NamedServer> named_listener(std::string_view line) {
  for (const std::string_view word : {"server: "sv, "(server "sv}) {
    const std::size_t at = line.find(word);
    if (at == std::string_view::npos) continue;
    // A server that listens on every address says 0.0.0.0, at which nobody can ask it.
    auto found = host_at(line, at + word.size());
    if (found && found->port != 0 && found->host != "0.0.0.0") return found;
  }
  return std::nullopt;
}

std::string connection_of(std::string_view line) {
  // nginx: "2464#2464: *91 SSL_do_handshake() failed"
  if (const std::size_t star = line.find(": *");
      star != std::string_view::npos && star + 3 < line.size() && is_digit(line[star + 3]) &&
      line.substr(0, star).contains('#')) {
    std::size_t end = star + 3;
    while (end < line.size() && is_digit(line[end])) ++end;
    return std::string(line.substr(star + 2, end - star - 2));
  }
  for (const std::string_view word :
       {"[client "sv, "[remote "sv, "from "sv, "Client "sv, "rip="sv}) {
    const std::size_t at = line.find(word);
    if (at == std::string_view::npos) continue;
    const auto found = host_at(line, at + word.size());
    if (found && found->port != 0) return found->host + ":" + std::to_string(found->port);
  }
  return {};
}

}  // namespace tlswhy
