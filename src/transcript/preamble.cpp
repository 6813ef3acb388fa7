#include "transcript/preamble.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "starttls/protocol.hpp"
#include "starttls/without_tls.hpp"

namespace tlswhy {
namespace {

bool begins(Bytes bytes, std::initializer_list<std::uint8_t> start) {
  return bytes.size() >= start.size() && std::equal(start.begin(), start.end(), bytes.begin());
}

starttls::Seen seen(const Transcript& t) {
  return {t.side(t.client).preamble, t.side(t.server()).preamble};
}

// What stands in front of TLS that no probe has to speak.
std::string_view silent_front(Bytes client) {
  if (as_text(client).starts_with("PROXY ")) return "proxy-protocol";
  if (begins(client, {0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a})) return "proxy-protocol";
  if (begins(client, {4, 1})) return "socks4";
  if (client.size() > 16 && client[0] == 0 && client[2] >> 3 == 7) return "openvpn";
  return {};
}

}  // namespace

std::string_view starttls_protocol(const Transcript& t) {
  const starttls::Protocol* protocol = starttls::recognise_protocol(seen(t));
  return protocol ? protocol->name : std::string_view();
}

std::string_view proxy_in_front(const Transcript& t) {
  const starttls::Protocol* proxy = starttls::recognise_proxy(seen(t));
  return proxy ? proxy->name : silent_front(t.side(t.client).preamble);
}

std::string starttls_refusal(const Transcript& t) {
  const SideTranscript& server = t.side(t.server());
  // A client that did not wait for the answer: its hello came before it.
  std::vector<std::uint8_t> said = server.preamble;
  said.insert(said.end(), server.answer.begin(), server.answer.end());
  const starttls::Seen both{t.side(t.client).preamble, said};
  for (const auto recognise : {starttls::recognise_protocol, starttls::recognise_proxy}) {
    if (const starttls::Protocol* protocol = recognise(both)) return protocol->refusal(both);
  }
  return {};
}

std::string tls_demand(const Transcript& t) { return starttls::demand_for_tls(seen(t)); }

bool left_without_tls_offer(const Transcript& t) {
  const SideTranscript& server = t.side(t.server());
  const bool kept = server.preamble_bytes == server.preamble.size();
  return kept && t.transport.ended() && t.coverage.whole_until(0) &&
         starttls::left_without_offer(seen(t));
}

bool is_http_request(Bytes said) {
  constexpr std::array methods = {"GET ",     "POST ",   "HEAD ",  "PUT ",
                                  "OPTIONS ", "DELETE ", "PATCH ", "PRI * HTTP/2"};
  return std::ranges::any_of(methods,
                             [said](const char* m) { return as_text(said).starts_with(m); });
}

}  // namespace tlswhy
