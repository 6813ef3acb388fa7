#include "base/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "base/ascii.hpp"
#include "base/endpoint.hpp"

namespace tlswhy {
namespace {

struct Scheme {
  std::string_view name;
  std::uint16_t port;
  bool secure;
};
constexpr std::array<Scheme, 4> schemes = {
    {{"https", 443, true}, {"wss", 443, true}, {"tls", 443, true}, {"http", 80, false}}};

constexpr std::size_t max_length = 8192;
constexpr std::size_t max_host = 253;  // RFC 1035 section 2.3.4, without the last dot
constexpr std::size_t max_label = 63;

const Scheme* find(std::string_view name) {
  const auto found = std::ranges::find(schemes, name, &Scheme::name);
  return found == schemes.end() ? nullptr : &*found;
}

// The scheme in front of "://" (RFC 3986 section 3.1); nothing where there is none.
std::optional<std::string_view> scheme_of(std::string_view text) {
  const std::size_t end = text.find("://");
  if (end == std::string_view::npos || end == 0 || !is_letter(text[0])) return std::nullopt;
  const std::string_view scheme = text.substr(0, end);
  const bool good = std::ranges::all_of(scheme, [](char c) {
    return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
  });
  return good ? std::optional(scheme) : std::nullopt;
}

// What is wrong with a host's name; empty: nothing.
std::string fault_of(std::string_view host) {
  if (host.empty()) return "has no host";
  if (host.ends_with('.')) host.remove_suffix(1);
  if (host.size() > max_host) return "the host's name is too long";
  std::size_t label = 0;
  for (const char c : host) {
    if (static_cast<unsigned char>(c) >= 0x80)
      return "the host's name is not ASCII: write it as xn--... (Punycode)";
    const bool dot = c == '.';
    if (!is_letter(c) && !is_digit(c) && c != '-' && c != '_' && !dot)
      return fmt::format("'{}' is no part of a host's name", c < 0x20 || c == 0x7f ? '?' : c);
    if (dot && label == 0) return "the host's name has an empty part";
    label = dot ? 0 : label + 1;
    if (label > max_label) return "a part of the host's name is too long";
  }
  return label == 0 ? "the host's name has an empty part" : "";
}

// Splits HOST, HOST:PORT and [IPV6]:PORT; what is wrong with them, or nothing.
std::string split(std::string_view authority, Url& out) {
  std::string_view port;
  if (authority.starts_with('[')) {
    const std::size_t end = authority.find(']');
    if (end == std::string_view::npos) return "lacks the ] of an IPv6 address";
    out.host = lower_case(authority.substr(1, end - 1));
    const auto ip = parse_ip(out.host);
    if (!ip || !ip->v6) return "has no IPv6 address between [ and ]";
    port = authority.substr(end + 1);
    if (!port.empty() && port.front() != ':') return "goes on after the ] of an IPv6 address";
  } else if (const auto ip = parse_ip(authority); ip && ip->v6) {
    out.host = lower_case(authority);
    return {};
  } else {
    const std::size_t colon = std::min(authority.find(':'), authority.size());
    out.host = lower_case(authority.substr(0, colon));
    port = authority.substr(colon);
    if (std::string fault = fault_of(out.host); !fault.empty()) return fault;
  }
  if (port.size() <= 1) return {};
  port.remove_prefix(1);
  const auto [end, wrong] = std::from_chars(port.data(), port.data() + port.size(), out.port);
  if (wrong != std::errc() || end != port.data() + port.size() || out.port == 0)
    return fmt::format("\"{}\" is no port from 1 to 65535", port);
  out.port_given = true;
  return {};
}

// What a request may not hold as it is (RFC 3986 section 2) is escaped; what is escaped stays.
std::string request_target(std::string_view path) {
  path = path.substr(0, path.find('#'));
  std::string out = path.starts_with('/') ? "" : "/";
  for (const char c : path) {
    const auto u = static_cast<unsigned char>(c);
    if (u <= 0x20 || u >= 0x7f || std::string_view("\"<>\\^`{|}").find(c) != std::string::npos) {
      out += fmt::format("%{:02X}", u);
    } else {
      out += c;
    }
  }
  return out;
}

// Without its "." and ".." (RFC 3986 section 5.2.4); `path` begins with a slash.
std::string without_dots(std::string_view path) {
  std::string out;
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('/', 1), path.size());
    const std::string_view segment = path.substr(0, end);
    path.remove_prefix(end);
    if (segment == "/..") out.erase(std::min(out.rfind('/'), out.size()));
    const bool dots = segment == "/." || segment == "/..";
    if (!dots) out += segment;
    if (dots && path.empty()) out += '/';
  }
  return out;
}

}  // namespace

bool Url::secure() const {
  const Scheme* known = find(scheme);
  return known != nullptr && known->secure;
}

bool is_absolute_url(std::string_view text) {
  return scheme_of(text).has_value() || text.starts_with("//");
}

std::string host_and_port(const std::string& host, std::uint16_t port) {
  const bool v6 = host.find(':') != std::string::npos;
  return fmt::format("{}{}{}:{}", v6 ? "[" : "", host, v6 ? "]" : "", port);
}

Result<Url> parse_url(std::string_view text) {
  const auto wrong = [text](const std::string& what) {
    return failure(Error::Kind::malformed, fmt::format("\"{}\": {}", text.substr(0, 200), what));
  };
  if (text.size() > max_length) return wrong("is too long");
  Url out;
  std::string_view rest = text;
  if (const auto scheme = scheme_of(text)) {
    out.scheme = lower_case(*scheme);
    rest.remove_prefix(scheme->size() + 3);
  } else if (text.starts_with("//")) {
    rest.remove_prefix(2);
  }
  const std::size_t end = std::min(rest.find_first_of("/?#"), rest.size());
  std::string_view authority = rest.substr(0, end);
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos)
    authority.remove_prefix(at + 1);
  if (const std::string fault = split(authority, out); !fault.empty()) return wrong(fault);
  if (out.port == 0) {
    const Scheme* known = out.scheme.empty() ? &schemes.front() : find(out.scheme);
    if (known != nullptr) out.port = known->port;
  }
  out.path = request_target(rest.substr(end));
  return out;
}

bool same_server(const Url& a, const Url& b) {
  return a.scheme == b.scheme && a.host == b.host && a.port == b.port;
}

Result<Url> resolve_url(const Url& base, std::string_view reference) {
  if (is_absolute_url(reference)) {
    auto out = parse_url(reference);
    if (out && out->scheme.empty()) {
      out->scheme = base.scheme;
      const Scheme* known = find(base.scheme);
      if (!out->port_given && known != nullptr) out->port = known->port;
    }
    return out;
  }
  if (reference.size() > max_length)
    return failure(Error::Kind::malformed,
                   fmt::format("\"{}\": is too long", reference.substr(0, 200)));
  Url out = base;
  const std::string_view asked = std::string_view(base.path).substr(0, base.path.find('?'));
  const std::string_view given = reference.substr(0, reference.find('#'));
  const std::size_t end = std::min(given.find('?'), given.size());
  std::string path(given.substr(0, end));
  if (path.empty()) {
    path = asked;
  } else if (path.front() != '/') {
    path.insert(0, asked.substr(0, asked.rfind('/') + 1));
  }
  out.path = request_target(without_dots(path) + std::string(given.substr(end)));
  return out;
}

}  // namespace tlswhy
