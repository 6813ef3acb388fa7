// SMTP (RFC 5321): STARTTLS of RFC 3207, after EHLO. 454: TLS is not available just now.
#include "starttls/numeric_dialogue.hpp"
#include "starttls/seen_lines.hpp"

namespace tlswhy::starttls {
namespace {

std::unique_ptr<Dialogue> make(const Target&) {
  // A name that nobody has (RFC 2606 section 2): who asks is nobody's mail server.
  return std::make_unique<NumericDialogue>(
      NumericScript{{220, 220}, "EHLO tlswhy.invalid\r\n", "STARTTLS\r\n", 220});
}

bool recognise(const Seen& seen) { return last_command(whole_lines(seen.client), "STARTTLS") >= 0; }

std::string refusal(const Seen& seen) { return numeric_refusal(seen, "STARTTLS"); }

}  // namespace

const Protocol smtp{"smtp", 25, false, "RFC 3207", make, recognise, refusal};

}  // namespace tlswhy::starttls
