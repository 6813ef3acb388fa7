// A SOCKS proxy of version 5 (RFC 1928), without authentication or with user name and password
// (RFC 1929). The name is resolved by the proxy.
#include <algorithm>
#include <array>
#include <string>

#include "starttls/buffered_dialogue.hpp"
#include "starttls/protocol.hpp"
#include "starttls/quote.hpp"

namespace tlswhy::starttls {
namespace {

constexpr std::uint8_t version = 5, no_authentication = 0, user_password = 2, no_method = 0xff;
constexpr std::uint8_t connect = 1, domain_name = 3, ipv4_address = 1, ipv6_address = 4;

// RFC 1928 section 6.
std::string reply_words(std::uint8_t code) {
  constexpr std::array<std::string_view, 9> names = {"succeeded",
                                                     "general SOCKS server failure",
                                                     "connection not allowed by ruleset",
                                                     "Network unreachable",
                                                     "Host unreachable",
                                                     "Connection refused",
                                                     "TTL expired",
                                                     "Command not supported",
                                                     "Address type not supported"};
  const std::string number = std::to_string(code);
  return code < names.size() ? std::string(names[code]) + " (" + number + ")" : "reply " + number;
}

// Bytes of a reply from its address on; 0: unknown type. `length` is the first byte of the address.
std::size_t address_size(std::uint8_t type, std::uint8_t length) {
  if (type == ipv4_address) return 4;
  if (type == ipv6_address) return 16;
  return type == domain_name ? 1 + std::size_t{length} : 0;
}

void say_counted(Step& step, std::string_view text) {
  text = text.substr(0, 255);
  step.send.push_back(static_cast<std::uint8_t>(text.size()));
  say(step, text);
}

class Socks5 final : public BufferedDialogue {
 public:
  explicit Socks5(const Target& to) : to_(to) {}

  Step begin() override {
    Step step;
    step.send = {version, 1, no_authentication};
    if (!to_.user.empty()) step.send = {version, 2, no_authentication, user_password};
    return step;
  }

 private:
  std::size_t take(Bytes pending, Step& step) override {
    const std::uint8_t expected = stage_ == Stage::password ? 1 : version;
    if (pending[0] != expected) {
      step.state = State::unexpected;
      return 0;
    }
    if (pending.size() < 2) return 0;
    if (stage_ == Stage::reply) return reply(pending, step);
    if (stage_ == Stage::method) {
      method(pending[1], step);
    } else if (pending[1] == 0) {
      request(step);
    } else {
      refuse(step, "RFC 1929 status " + std::to_string(pending[1]));
    }
    return 2;
  }

  void method(std::uint8_t chosen, Step& step) {
    if (chosen == no_method) {
      refuse(step, "NO ACCEPTABLE METHODS (255)");
    } else if (chosen == no_authentication) {
      request(step);
    } else if (chosen == user_password && !to_.user.empty()) {
      step.send.push_back(1);
      say_counted(step, to_.user);
      say_counted(step, to_.password);
      stage_ = Stage::password;
    } else {
      step.state = State::unexpected;
    }
  }

  void request(Step& step) {
    step.send.insert(step.send.end(), {version, connect, 0, domain_name});
    say_counted(step, to_.host);
    step.send.push_back(static_cast<std::uint8_t>(to_.port >> 8));
    step.send.push_back(static_cast<std::uint8_t>(to_.port));
    stage_ = Stage::reply;
  }

  static std::size_t reply(Bytes pending, Step& step) {
    if (pending[1] != 0) {
      refuse(step, reply_words(pending[1]));
      return 2;
    }
    if (pending.size() < 5) return 0;
    const std::size_t address = address_size(pending[3], pending[4]);
    if (address == 0) {
      step.state = State::unexpected;
      return 0;
    }
    const std::size_t size = 4 + address + 2;
    if (pending.size() < size) return 0;
    step.state = State::ready;
    return size;
  }

  Target to_;
  enum class Stage : std::uint8_t { method, password, reply } stage_ = Stage::method;
};

std::unique_ptr<Dialogue> make(const Target& to) { return std::make_unique<Socks5>(to); }

bool recognise(const Seen& seen) {
  return seen.client.size() > 2 && seen.client[0] == version && seen.client[1] > 0 &&
         seen.client[1] < 16;
}

std::string refusal(const Seen& seen) {
  Reader r(seen.server);
  if (r.u8() != version) return {};
  const std::uint8_t method = r.u8();
  if (!r.ok()) return {};
  if (method == no_method) return "NO ACCEPTABLE METHODS (255)";
  if (method == user_password && (r.u8() != 1 || r.u8() != 0)) return {};
  if (r.u8() != version) return {};
  const std::uint8_t code = r.u8();
  return r.ok() && code != 0 ? reply_words(code) : std::string();
}

}  // namespace

const Protocol socks5{"socks5", 1080, true, "RFC 1928, RFC 1929", make, recognise, refusal};

}  // namespace tlswhy::starttls
