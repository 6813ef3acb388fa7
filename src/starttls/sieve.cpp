// ManageSieve (RFC 5804): STARTTLS of section 2.2. The server greets with its capabilities, one in
// a line, and a response (section 1.2): OK, NO or BYE.
#include <string>

#include "starttls/line_dialogue.hpp"
#include "starttls/protocol.hpp"
#include "starttls/quote.hpp"
#include "starttls/seen_lines.hpp"

namespace tlswhy::starttls {
namespace {

bool refuses(std::string_view line) {
  return begins_with_word(line, "NO") || begins_with_word(line, "BYE");
}

// The text of the response stands in the next line (RFC 5804 section 4, literal-s2c).
bool text_follows(std::string_view line) { return line.ends_with('}'); }

class Sieve final : public LineDialogue {
 public:
  Step begin() override { return {}; }

 private:
  void line(std::string_view text, Step& step) override {
    if (!refusal_.empty()) return refuse(step, refusal_ + ' ' + std::string(text));
    if (refuses(text)) {
      if (!text_follows(text)) return refuse(step, text);
      refusal_ = text;
    } else if (begins_with_word(text, "OK")) {
      if (asked_) {
        step.state = State::ready;
        return;
      }
      say(step, "STARTTLS\r\n");
      asked_ = true;
    } else if (asked_ || !text.starts_with('"')) {
      step.state = State::unexpected;
    }
  }

  bool asked_ = false;
  std::string refusal_;  // its first line, where the text is still to come
};

std::unique_ptr<Dialogue> make(const Target&) { return std::make_unique<Sieve>(); }

bool recognise(const Seen& seen) {
  const std::string_view greeting = as_text(seen.server);
  return last_command(whole_lines(seen.client), "STARTTLS") >= 0 &&
         (greeting.starts_with('"') || begins_with_word(greeting.substr(0, 3), "OK"));
}

std::string refusal(const Seen& seen) {
  for (const std::string_view line : whole_lines(seen.server)) {
    if (!refuses(line)) continue;
    const auto after =
        as_text(seen.server)
            .substr(static_cast<std::size_t>(line.data() - as_text(seen.server).data()));
    return quote(as_bytes(text_follows(line) ? after : line));
  }
  return {};
}

}  // namespace

const Protocol sieve{"sieve", 4190, false, "RFC 5804 section 2.2", make, recognise, refusal};

}  // namespace tlswhy::starttls
