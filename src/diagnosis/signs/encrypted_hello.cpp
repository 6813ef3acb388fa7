#include "diagnosis/signs/signs.hpp"
#include "knowledge/ids/causes.hpp"
#include "knowledge/ids/sentences.hpp"
#include "knowledge/ranks.hpp"

// Encrypted ClientHello (RFC 9849): a client whose real hello the server could not open leaves with
// ech_required, once the server has shown a certificate for the public name. Encrypted, the alert
// says nothing: a hello may have the extension to no purpose (section 6.2), and browsers do, so it
// is one candidate among others then.
namespace tlswhy::signs {
namespace {

constexpr ExtensionType encrypted_client_hello{0xfe0d};

}  // namespace

void encrypted_hello(const Case& c, Findings& out) {
  const auto& hello = c.handshake.client_hello;
  if (!hello || !hello->has(encrypted_client_hello)) return;
  const Picture& p = c.picture;
  const bool in_tls13 = c.handshake.tls13() && p.ending == Ending::encrypted_alert;
  if (in_tls13 && c.ended_by_client() && p.client_data == 0 && p.stage >= Stage::server_flight) {
    out.add(rank::flight_ech_rejected_hidden, Standing::possible,
            {fact(sentence::fact_encrypted_hello_offered, {}, hello.at())})
        .refuser = Party::client;
    return;
  }
  if (!c.ended_by_client() || !c.alert_is(AlertDescription::ech_required)) return;
  std::vector<Fact> facts = {fact(sentence::fact_encrypted_hello_offered, {}, hello.at()),
                             alert_fact(c)};
  if (hello->server_name) {
    facts.push_back(fact(sentence::fact_server_name, {{"server_name", *hello->server_name}},
                         hello.at(), *hello->server_name));
  }
  out.add(rank::flight_ech_rejected, Standing::shown, std::move(facts)).refuser = Party::client;
}

}  // namespace tlswhy::signs
