// LMTP (RFC 2033): SMTP with LHLO in place of EHLO, and its STARTTLS (RFC 3207).
#include <algorithm>

#include "starttls/numeric_dialogue.hpp"
#include "starttls/seen_lines.hpp"

namespace tlswhy::starttls {
namespace {

std::unique_ptr<Dialogue> make(const Target&) {
  return std::make_unique<NumericDialogue>(
      NumericScript{{220, 220}, "LHLO tlswhy.invalid\r\n", "STARTTLS\r\n", 220});
}

bool recognise(const Seen& seen) {
  const auto lines = whole_lines(seen.client);
  return last_command(lines, "STARTTLS") >= 0 &&
         std::ranges::any_of(lines, [](auto line) { return begins_with_word(line, "LHLO"); });
}

std::string refusal(const Seen& seen) { return numeric_refusal(seen, "STARTTLS"); }

}  // namespace

const Protocol lmtp{"lmtp", 24, false, "RFC 2033, RFC 3207", make, recognise, refusal};

}  // namespace tlswhy::starttls
