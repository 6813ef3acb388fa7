// An HTTP proxy: CONNECT of RFC 9110 section 9.3.6, which any 2xx grants.
#include <algorithm>
#include <string>

#include "starttls/line_dialogue.hpp"
#include "starttls/protocol.hpp"
#include "starttls/quote.hpp"
#include "starttls/seen_lines.hpp"

namespace tlswhy::starttls {
namespace {

// RFC 4648 section 4.
std::string base64(std::string_view text) {
  constexpr std::string_view alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (; !text.empty(); text.remove_prefix(std::min<std::size_t>(3, text.size()))) {
    const auto octet = [text](std::size_t i) -> unsigned {
      return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    const unsigned bits = octet(0) << 16 | octet(1) << 8 | octet(2);
    for (std::size_t i = 0; i < 4; ++i) {
      out += i > text.size() ? '=' : alphabet[bits >> (18 - 6 * i) & 63];
    }
  }
  return out;
}

// The status code of a status line (RFC 9112 section 4); 0: it is none.
int status_of(std::string_view line) {
  if (!line.starts_with("HTTP/") || line.size() < 12 || line[8] != ' ') return 0;
  int status = 0;
  for (const char c : line.substr(9, 3)) {
    if (c < '0' || c > '9') return 0;
    status = 10 * status + (c - '0');
  }
  return status;
}

class HttpConnect final : public LineDialogue {
 public:
  explicit HttpConnect(const Target& to) : to_(to) {}

  Step begin() override {
    const bool v6 = to_.host.find(':') != std::string::npos;
    const std::string authority =
        (v6 ? "[" + to_.host + "]" : to_.host) + ":" + std::to_string(to_.port);
    std::string request = "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n";
    if (!to_.user.empty()) {
      request += "Proxy-Authorization: Basic " + base64(to_.user + ":" + to_.password) + "\r\n";
    }
    Step step;
    say(step, request + "\r\n");
    return step;
  }

 private:
  void line(std::string_view text, Step& step) override {
    if (status_ == 0) {
      status_ = status_of(text);
      if (status_ == 0) {
        step.state = State::unexpected;
      } else if (status_ >= 300) {
        refuse(step, text);
      }
    } else if (text.empty()) {
      if (status_ >= 200) {
        step.state = State::ready;
      } else {
        status_ = 0;  // an interim response (RFC 9110 section 15.2)
      }
    }
  }

  Target to_;
  int status_ = 0;
};

std::unique_ptr<Dialogue> make(const Target& to) { return std::make_unique<HttpConnect>(to); }

bool recognise(const Seen& seen) { return as_text(seen.client).starts_with("CONNECT "); }

std::string refusal(const Seen& seen) {
  const auto lines = whole_lines(seen.server);
  const bool refused = !lines.empty() && status_of(lines[0]) >= 300;
  return refused ? quote(as_bytes(lines[0])) : std::string();
}

}  // namespace

const Protocol http_connect{"http-connect", 8080,      true,   "RFC 9110 section 9.3.6",
                            make,           recognise, refusal};

}  // namespace tlswhy::starttls
