#include "sources/log/ssldump.hpp"

#include <string_view>
#include <utility>

#include "base/ascii.hpp"
#include "sources/log/java/fields.hpp"

namespace tlswhy {

std::string Ssldump::line(std::string text) {
  constexpr std::string_view alert = " Alert";
  if (!sender_ && !text.contains('>')) return text;  // most lines
  const bool by_server = text.contains(" S>C"), by_client = text.contains(" C>S");
  if (by_server || by_client) {
    sender_.reset();
    fatal_ = false;
    if (trimmed(text).ends_with(alert)) sender_ = by_server ? Party::server : Party::client;
    return text;
  }
  if (!sender_) return text;
  const std::string_view said = trimmed(text);
  if (said.starts_with("level ")) {
    fatal_ = said.ends_with(" fatal");
    return text;
  }
  if (!fatal_ || !said.starts_with("value ")) return text;
  const std::string name(said.substr(said.rfind(' ') + 1));
  const Party sender = *std::exchange(sender_, std::nullopt);
  return (sender == Party::client ? "sent" : "received") +
         (" Alert (Level: Fatal, Description: " + name + ")");
}

}  // namespace tlswhy
