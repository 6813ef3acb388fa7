#include "base/server_name.hpp"

#include <algorithm>

namespace tlswhy {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool in_host_name(char c) {
  return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
         c == '.';
}

// "fe80::1" of "[fe80::1%eth0]".
std::optional<IpAddress> address_in(std::string_view text) {
  if (text.starts_with('[') && text.ends_with(']')) text = text.substr(1, text.size() - 2);
  const bool v6 = text.find(':') != std::string_view::npos;
  return parse_ip(v6 ? text.substr(0, text.find('%')) : text);
}

}  // namespace

ServerName::ServerName(std::string_view text) : text_(text) {
  if (text.ends_with('.')) {
    trailing_dot_ = true;
    text.remove_suffix(1);
  }
  address_ = address_in(text);
  name_ = address_ ? to_string(*address_) : std::string(text);
  std::ranges::transform(name_, name_.begin(), lower);
}

bool ServerName::is_host_name() const {
  return !name_.empty() && !address_ && !trailing_dot_ && std::ranges::all_of(name_, in_host_name);
}

}  // namespace tlswhy
