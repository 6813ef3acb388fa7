// NNTP (RFC 3977): STARTTLS of RFC 4642, which 382 grants. 580: it cannot just now, 502: not here,
// or TLS is active already.
#include "starttls/numeric_dialogue.hpp"
#include "starttls/seen_lines.hpp"

namespace tlswhy::starttls {
namespace {

std::unique_ptr<Dialogue> make(const Target&) {
  return std::make_unique<NumericDialogue>(NumericScript{{200, 201}, "", "STARTTLS\r\n", 382});
}

bool recognise(const Seen& seen) {
  const std::string_view greeting = as_text(seen.server);
  return last_command(whole_lines(seen.client), "STARTTLS") >= 0 &&
         (greeting.starts_with("200") || greeting.starts_with("201"));
}

std::string refusal(const Seen& seen) { return numeric_refusal(seen, "STARTTLS"); }

}  // namespace

const Protocol nntp{"nntp", 119, false, "RFC 4642", make, recognise, refusal};

}  // namespace tlswhy::starttls
