#include "sources/layout/entry.hpp"

#include <algorithm>
#include <array>

#include "base/ascii.hpp"
#include "sources/layout/xml_text.hpp"

namespace tlswhy::layout {
namespace {

constexpr std::size_t max_hosts = 64;

// An address that was broken over lines.
std::string joined(std::string_view text) {
  std::string out;
  bool broken = false;
  for (const char c : text) {
    if (c == '\r' || c == '\n' || c == '\t') {
      broken = true;
      while (out.ends_with(' ')) out.pop_back();
    } else if (!broken || c != ' ') {
      broken = false;
      out += c;
    }
  }
  return out;
}

// What stands where the host does, whatever it is made of.
std::string_view authority_of(std::string_view url) {
  const std::size_t start = url.find("//");
  if (start == std::string_view::npos) return {};
  url.remove_prefix(start + 2);
  return url.substr(0, url.find('/'));
}

}  // namespace

bool is_placeholder(std::string_view host) {
  constexpr std::array<std::string_view, 8> words = {
      "host", "hostname", "server", "fqdn", "ip", "server-name", "servername", "ipaddress"};
  host = host.substr(0, host.find(':'));
  if (host.find_first_of("<>{}[]$%") != std::string_view::npos) return !host.starts_with('[');
  if (host.find('.') != std::string_view::npos) return false;
  const bool mine = host.starts_with("my-") || host.starts_with("your-") ||
                    host.starts_with("my_") || host.starts_with("your_");
  return mine || std::ranges::find(words, host) != words.end();
}

std::vector<std::string> list_of(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty() && out.size() < max_hosts) {
    const std::size_t end = std::min(text.find_first_of(",;"), text.size());
    if (const auto part = trimmed(text.substr(0, end)); !part.empty()) out.emplace_back(part);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

void set_address(LayoutEntry& entry, std::string_view text) {
  using Kind = LayoutEntry::Kind;
  entry.url = joined(trimmed(text));
  if (entry.url.empty()) {
    entry.fault = "is empty";
    return;
  }
  if (!is_absolute_url(entry.url)) {
    // javascript:..., data:...; a path may hold a colon too, but not before its first slash
    const std::size_t colon = entry.url.find_first_of(":/?#");
    const bool scheme = colon != std::string::npos && colon > 0 && entry.url[colon] == ':';
    entry.kind = scheme ? Kind::other : Kind::own;
    return;
  }
  entry.placeholder = is_placeholder(authority_of(entry.url));
  auto url = parse_url(entry.url);
  if (!url) {
    entry.fault = url.error().what;
    return;
  }
  if (url->scheme.empty()) url->scheme = "https";  // //host: as Finesse itself is asked
  entry.kind = url->scheme == "https"  ? Kind::secure
               : url->scheme == "http" ? Kind::plain
                                       : Kind::other;
  entry.parsed = std::move(*url);
}

}  // namespace tlswhy::layout
