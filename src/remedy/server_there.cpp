#include "remedy/server_there.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "base/contains.hpp"
#include "transcript/preamble.hpp"

namespace tlswhy {
namespace {

using knowledge::Product;

struct PortOfService {
  std::uint16_t port;
  std::string_view service;
};

void hear_certificates(ServerThere& there, const CertificateList& chain) {
  if (!chain.empty()) there.hear(chain.front()->subject);
}

// Who relays between them speaks for itself, in plaintext.
bool is_proxy(std::string_view in_front) {
  return in_front == "http-connect" || in_front.starts_with("socks");
}

void hear_log(ServerThere& there, const LogFacts& log) {
  if (log.program.empty() || log.speaker == Party::client) return;
  for (const Product& product : knowledge::products()) {
    if (contains(product.programs, log.program) && !contains(there.named, product.id))
      there.named.push_back(product.id);
  }
}

bool speaks(const Product& product, std::string_view service) {
  return contains(product.services, service);
}

}  // namespace

std::string_view service_of_port(std::uint16_t port) {
  constexpr std::array<PortOfService, 29> known = {{
      {21, "ftp"},     {24, "lmtp"},   {25, "smtp"},    {80, "http"},       {110, "pop3"},
      {119, "nntp"},   {143, "imap"},  {389, "ldap"},   {443, "http"},      {465, "smtp"},
      {563, "nntp"},   {587, "smtp"},  {636, "ldap"},   {990, "ftp"},       {993, "imap"},
      {995, "pop3"},   {1433, "tds"},  {1883, "mqtt"},  {3268, "ldap"},     {3269, "ldap"},
      {3306, "mysql"}, {3389, "rdp"},  {4190, "sieve"}, {5432, "postgres"}, {5671, "amqp"},
      {5672, "amqp"},  {8080, "http"}, {8443, "http"},  {8883, "mqtt"},
  }};
  const auto it = std::ranges::lower_bound(known, port, {}, &PortOfService::port);
  return it != known.end() && it->port == port ? it->service : std::string_view();
}

void ServerThere::hear(std::string_view said) {
  const auto names = [said](std::string_view word) {
    return said.find(word) != std::string_view::npos;
  };
  for (const Product& product : knowledge::products()) {
    if (std::ranges::any_of(product.words, names) && !contains(named, product.id))
      named.push_back(product.id);
  }
}

ServerThere server_there(const Transcript& t, const Handshake& h) {
  ServerThere out;
  const bool proxied = is_proxy(proxy_in_front(t));
  const SideTranscript& server = t.side(t.server());
  if (!proxied) out.hear(as_text(server.preamble));
  out.hear(as_text(server.answer));
  if (h.server_certificates) hear_certificates(out, *h.server_certificates);
  const LogFacts* log = t.transport.log();
  if (log != nullptr) hear_log(out, *log);
  out.service = starttls_protocol(t);
  const std::uint16_t port =
      log != nullptr && log->server.port != 0 ? log->server.port : t.transport.end(t.server()).port;
  if (out.service.empty() && !proxied) out.service = service_of_port(port);
  return out;
}

ServerThere server_there(std::string_view starttls, std::uint16_t port,
                         const CertificateList& chain) {
  ServerThere out;
  hear_certificates(out, chain);
  out.service = starttls.empty() ? service_of_port(port) : starttls;
  return out;
}

void suit(const ServerThere& there, std::vector<ProductSteps>& steps) {
  const auto is_server = [](const ProductSteps& s) {
    return !knowledge::product(s.product).services.empty();
  };
  const auto named = [&](const ProductSteps& s) { return contains(there.named, s.product); };
  // Of a server of which nothing is known most serve the web.
  const std::string_view service = there.service.empty() ? "http" : there.service;
  const auto serves = [&](const ProductSteps& s) {
    return speaks(knowledge::product(s.product), service);
  };
  std::ranges::stable_partition(steps, serves);
  std::ranges::stable_partition(steps, named);
  const bool known = std::ranges::any_of(steps, named);
  const bool narrowed = known || (!there.service.empty() && std::ranges::any_of(steps, serves));
  if (!narrowed) return;
  for (ProductSteps& s : steps) s.elsewhere = is_server(s) && !(known ? named(s) : serves(s));
}

}  // namespace tlswhy
