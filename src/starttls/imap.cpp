// IMAP (RFC 9051, RFC 3501): STARTTLS of section 6.2.1. The answer carries the command's tag.
#include "starttls/line_dialogue.hpp"
#include "starttls/protocol.hpp"
#include "starttls/quote.hpp"
#include "starttls/seen_lines.hpp"

namespace tlswhy::starttls {
namespace {

constexpr std::string_view command = "a1 STARTTLS\r\n";

class Imap final : public LineDialogue {
 public:
  Step begin() override { return {}; }

 private:
  void line(std::string_view text, Step& step) override {
    // PREAUTH: no TLS can be had any more (RFC 9051 section 7.1.4); BYE: it does not want us.
    if (begins_with_word(text, "* BYE") || begins_with_word(text, "* PREAUTH")) {
      refuse(step, text);
    } else if (!asked_) {
      greeting(text, step);
    } else if (begins_with_word(text, "a1 OK")) {
      step.state = State::ready;
    } else if (begins_with_word(text, "a1") || begins_with_word(text, "* BAD")) {
      refuse(step, text);
    } else if (!text.starts_with("* ")) {
      step.state = State::unexpected;
    }
  }

  void greeting(std::string_view text, Step& step) {
    if (!begins_with_word(text, "* OK")) {
      step.state = State::unexpected;
      return;
    }
    say(step, command);
    asked_ = true;
  }

  bool asked_ = false;
};

std::unique_ptr<Dialogue> make(const Target&) { return std::make_unique<Imap>(); }

// The tag of the last STARTTLS; empty: there is none.
std::string_view tag_of(Bytes client) {
  std::string_view tag;
  for (const std::string_view line : whole_lines(client)) {
    const std::size_t space = line.find(' ');
    if (space != 0 && space != std::string_view::npos &&
        same_word(line.substr(space + 1), "STARTTLS")) {
      tag = line.substr(0, space);
    }
  }
  return tag;
}

bool recognise(const Seen& seen) { return !tag_of(seen.client).empty(); }

std::string refusal(const Seen& seen) {
  const std::string_view tag = tag_of(seen.client);
  for (const std::string_view line : whole_lines(seen.server)) {
    if (!line.starts_with(tag) || line.size() <= tag.size() || line[tag.size()] != ' ') continue;
    const std::string_view words = line.substr(tag.size() + 1);
    if (begins_with_word(words, "NO") || begins_with_word(words, "BAD")) {
      return quote(as_bytes(line));
    }
  }
  return {};
}

}  // namespace

const Protocol imap{"imap", 143, false, "RFC 9051 section 6.2.1", make, recognise, refusal};

}  // namespace tlswhy::starttls
