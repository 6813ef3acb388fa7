// IRC (RFC 2812, the messages) and the STARTTLS command of IRCv3's "tls" extension, which numeric
// 670 grants and 691 refuses (https://ircv3.net/specs/deprecated/tls).
#include <algorithm>
#include <string>

#include "starttls/line_dialogue.hpp"
#include "starttls/protocol.hpp"
#include "starttls/quote.hpp"
#include "starttls/seen_lines.hpp"

namespace tlswhy::starttls {
namespace {

constexpr std::string_view request = "STARTTLS";

struct Message {
  std::string_view command;
  std::string_view parameters;
};

// RFC 2812 section 2.3.1: [":" prefix] command parameters.
Message message_of(std::string_view line) {
  if (line.starts_with(':')) line.remove_prefix(std::min(line.find(' '), line.size()));
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  const std::size_t space = std::min(line.find(' '), line.size());
  return {line.substr(0, space), line.substr(std::min(space + 1, line.size()))};
}

bool refuses(const Message& m) {
  if (m.command == "691" || m.command == "ERROR" || m.command == "465") return true;
  // ERR_UNKNOWNCOMMAND of this command, ERR_NOTREGISTERED.
  return (m.command == "421" && m.parameters.find(request) != std::string_view::npos) ||
         m.command == "451";
}

bool could_be_command(std::string_view word) {
  const auto all = [word](auto in) { return !word.empty() && std::ranges::all_of(word, in); };
  return all([](char c) { return c >= 'A' && c <= 'Z'; }) ||
         (word.size() == 3 && all([](char c) { return c >= '0' && c <= '9'; }));
}

class Irc final : public LineDialogue {
 public:
  // The client speaks first. CAP LS is left out: whether "tls" is listed decides nothing, and a
  // server that knows no capabilities knows STARTTLS perhaps.
  Step begin() override {
    Step step;
    say(step, "STARTTLS\r\n");
    return step;
  }

 private:
  void line(std::string_view text, Step& step) override {
    const Message m = message_of(text);
    if (m.command == "670") {
      step.state = State::ready;
    } else if (refuses(m)) {
      refuse(step, text);
    } else if (m.command == "PING") {  // some ask before they answer anything
      say(step, "PONG " + std::string(m.parameters.substr(0, longest_quote)) + "\r\n");
    } else if (!could_be_command(m.command) || (!text.starts_with(':') && !serverless(m))) {
      step.state = State::unexpected;
    }
  }

  // What servers send without a prefix before the client has registered.
  static bool serverless(const Message& m) {
    return m.command == "NOTICE" || m.command == "CAP" || m.command == "AUTHENTICATE";
  }
};

std::unique_ptr<Dialogue> make(const Target&) { return std::make_unique<Irc>(); }

bool recognise(const Seen& seen) {
  const auto said = whole_lines(seen.client);
  if (last_command(said, request) < 0) return false;
  const auto irc = [](std::string_view line) {
    return begins_with_word(line, "CAP") || begins_with_word(line, "NICK");
  };
  const std::string_view server = as_text(seen.server);
  return std::ranges::any_of(said, irc) || server.starts_with(':') || server.starts_with("NOTICE ");
}

std::string refusal(const Seen& seen) {
  for (const std::string_view line : whole_lines(seen.server)) {
    if (refuses(message_of(line))) return quote(as_bytes(line));
  }
  return {};
}

}  // namespace

const Protocol irc{"irc", 6667, false, "IRCv3 tls extension", make, recognise, refusal};

}  // namespace tlswhy::starttls
