#include "base/server_name.hpp"

#include <algorithm>

#include "base/ascii.hpp"

namespace tlswhy {
namespace {

bool in_host_name(char c) {
  return is_letter(c) || is_digit(c) || c == '-' || c == '_' || c == '.';
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
  std::ranges::transform(name_, name_.begin(), to_lower);
}

bool ServerName::is_host_name() const {
  return !name_.empty() && !address_ && !trailing_dot_ && std::ranges::all_of(name_, in_host_name);
}

}  // namespace tlswhy
