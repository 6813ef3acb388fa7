#include "starttls/protocol.hpp"

#include <algorithm>
#include <array>

namespace tlswhy::starttls {
namespace {

// smtp is last: it takes any client that said STARTTLS where nothing tells more.
constexpr std::array all = {&postgres, &tds, &mysql, &rdp,          &ldap,  &xmpp_server,
                            &xmpp,     &ftp, &pop3,  &imap,         &lmtp,  &nntp,
                            &sieve,    &irc, &smtp,  &http_connect, &socks5};

const Protocol* recognise(const Seen& seen, bool proxy) {
  const auto it = std::ranges::find_if(
      all, [&](const Protocol* p) { return p->proxy == proxy && p->recognise(seen); });
  return it == all.end() ? nullptr : *it;
}

bool could_be_host(std::string_view host) {
  return host.size() < 256 && std::ranges::all_of(
                                  host,
                                  [](unsigned char c) {
                                    return c > 0x20 && c != 0x7f && c != '<' && c != '>' &&
                                           c != '"' && c != '\'' && c != '&';
                                  });
}

}  // namespace

std::span<const Protocol* const> protocols() { return all; }

const Protocol* find_protocol(std::string_view name) {
  const auto it = std::ranges::find(all, name, &Protocol::name);
  return it == all.end() ? nullptr : *it;
}

const Protocol* recognise_protocol(const Seen& seen) { return recognise(seen, false); }
const Protocol* recognise_proxy(const Seen& seen) { return recognise(seen, true); }

std::unique_ptr<Dialogue> make_dialogue(std::string_view name, const Target& target) {
  const Protocol* protocol = find_protocol(name);
  return protocol && could_be_host(target.host) ? protocol->make(target) : nullptr;
}

}  // namespace tlswhy::starttls
