// FTP (RFC 959): AUTH TLS of RFC 4217 section 4, which 234 grants. 534: the server's policy forbids
// it, 431: it cannot just now, 500 and 502: it knows no AUTH.
#include "starttls/numeric_dialogue.hpp"
#include "starttls/seen_lines.hpp"

namespace tlswhy::starttls {
namespace {

std::unique_ptr<Dialogue> make(const Target&) {
  return std::make_unique<NumericDialogue>(NumericScript{{220, 220}, "", "AUTH TLS\r\n", 234});
}

// Clients call it SSL too (RFC 4217 section 17), and the drafts TLS-C.
std::string_view said(const Seen& seen) {
  const auto lines = whole_lines(seen.client);
  for (const std::string_view command : {"AUTH TLS", "AUTH SSL", "AUTH TLS-C"}) {
    if (last_command(lines, command) >= 0) return command;
  }
  return {};
}

bool recognise(const Seen& seen) { return !said(seen).empty(); }

std::string refusal(const Seen& seen) { return numeric_refusal(seen, said(seen)); }

}  // namespace

const Protocol ftp{"ftp", 21, false, "RFC 4217", make, recognise, refusal};

}  // namespace tlswhy::starttls
