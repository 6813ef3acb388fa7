#include "report/address.hpp"

#include <algorithm>
#include <initializer_list>

#include "base/ascii.hpp"
#include "base/server_name.hpp"
#include "transcript/preamble.hpp"

namespace tlswhy {
namespace {

// How many characters the port has that stands at the begin of `text`.
std::size_t port_length(std::string_view text) {
  if (text.starts_with("PORT")) return 4;
  return static_cast<std::size_t>(std::ranges::find_if_not(text, is_digit) - text.begin());
}

// A word of its own may begin here: not in a path, another name, or quotes.
bool begins_word(std::string_view line, std::size_t at) {
  return at == 0 || line[at - 1] == ' ' || line[at - 1] == '(';
}

// ... and end here: what follows is no letter, digit, dot within a name, or part of a path.
bool ends_word(std::string_view line, std::size_t at) {
  if (at >= line.size()) return true;
  const char c = line[at];
  const bool sentence_end = c == '.' && (at + 1 == line.size() || line[at + 1] == ' ');
  return sentence_end || std::string_view(" ,;:)<").find(c) != std::string_view::npos ||
         static_cast<unsigned char>(c) >= 0x80;  // a Korean particle, a full stop of Chinese
}

class Addresser {
 public:
  Addresser(std::string line, const Address& address) : line_(std::move(line)) {
    const bool v6 = address.host.find(':') != std::string::npos;
    port_ = std::to_string(address.port);
    host_ = address.host;
    in_url_ = v6 ? "[" + host_ + "]" : host_;
    is_name_ = ServerName(address.host).is_host_name();
  }

  std::string take() {
    with_port("HOST:");
    if (is_name_) with_port("NAME:");
    each("-p 443 HOST", "-p " + port_ + " " + host_);
    each("HOST PORT", host_ + " " + port_);
    for (const std::string_view word : {"HOST", "NAME"}) {
      if (word == "NAME" && !is_name_) break;
      const std::string url = "https://" + std::string(word) + "/";
      each(url, "https://" + in_url_ + (port_ == "443" ? "" : ":" + port_) + "/", false);
      each(word, host_);
    }
    return std::move(line_);
  }

 private:
  void with_port(std::string_view word) {
    const std::string place = in_url_ + ":" + port_;
    for (std::size_t at = line_.find(word); at != std::string::npos; at = line_.find(word, at)) {
      const std::size_t port = port_length(std::string_view(line_).substr(at + word.size()));
      const bool alone = begins_word(line_, at) || line_[at - 1] == '/' || line_[at - 1] == '=';
      if (port == 0 || !alone) {
        at += word.size();
        continue;
      }
      line_.replace(at, word.size() + port, place);
      at += place.size();
    }
  }

  // RFC 6066 section 3: server_name holds no address.
  [[nodiscard]] bool is_server_name(std::size_t at) const {
    return std::string_view(line_).substr(0, at).ends_with("-servername ");
  }

  void each(std::string_view word, const std::string& by, bool alone = true) {
    for (std::size_t at = line_.find(word); at != std::string::npos; at = line_.find(word, at)) {
      const bool fits = begins_word(line_, at) && (!alone || ends_word(line_, at + word.size())) &&
                        (is_name_ || !is_server_name(at));
      if (fits) line_.replace(at, word.size(), by);
      at += fits ? by.size() : word.size();
    }
  }

  std::string line_, port_, host_, in_url_;
  bool is_name_ = false;
};

}  // namespace

Address address_of(const Seen& seen) {
  if (const LogFacts* log = seen.transcript.transport.log())
    return log->server.port == 0 ? Address{} : Address{log->server.host, log->server.port};
  const Endpoint& server = seen.server();
  // Behind a proxy it is the proxy's, and nobody has to be told of that one.
  const std::string_view proxy = proxy_in_front(seen.transcript);
  if (server.port == 0 || !(proxy.empty() || proxy == "proxy-protocol")) return {};
  const auto& hello = seen.handshake.client_hello;
  const bool named = hello && hello->server_name && ServerName(*hello->server_name).is_host_name();
  return {named ? *hello->server_name : to_string(server.ip), server.port};
}

std::string addressed(std::string line, const Address& address) {
  if (address.host.empty()) return line;
  return Addresser(std::move(line), address).take();
}

}  // namespace tlswhy
