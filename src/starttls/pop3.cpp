// POP3 (RFC 1939): STLS of RFC 2595 section 4.
#include "starttls/line_dialogue.hpp"
#include "starttls/protocol.hpp"
#include "starttls/quote.hpp"
#include "starttls/seen_lines.hpp"

namespace tlswhy::starttls {
namespace {

class Pop3 final : public LineDialogue {
 public:
  Step begin() override { return {}; }

 private:
  void line(std::string_view text, Step& step) override {
    if (begins_with_word(text, "-ERR")) {
      refuse(step, text);
    } else if (!begins_with_word(text, "+OK")) {
      step.state = State::unexpected;
    } else if (asked_) {
      step.state = State::ready;
    } else {
      say(step, "STLS\r\n");
      asked_ = true;
    }
  }

  bool asked_ = false;
};

std::unique_ptr<Dialogue> make(const Target&) { return std::make_unique<Pop3>(); }

bool recognise(const Seen& seen) { return last_command(whole_lines(seen.client), "STLS") >= 0; }

std::string refusal(const Seen& seen) {
  // Reply 0 is the greeting. Lines of a list (CAPA) are no replies.
  std::ptrdiff_t left = last_command(whole_lines(seen.client), "STLS") + 1;
  for (const std::string_view line : whole_lines(seen.server)) {
    const bool bad = begins_with_word(line, "-ERR");
    if (!bad && !begins_with_word(line, "+OK")) continue;
    if (left-- == 0) return bad ? quote(as_bytes(line)) : std::string();
  }
  return {};
}

}  // namespace

const Protocol pop3{"pop3", 110, false, "RFC 2595 section 4", make, recognise, refusal};

}  // namespace tlswhy::starttls
