#include <algorithm>

#include "diagnosis/signs/signs.hpp"
#include "knowledge/ids/causes.hpp"
#include "knowledge/ids/sentences.hpp"
#include "knowledge/ranks.hpp"

// The client sent data before the server had answered (0-RTT, RFC 8446 section 4.2.10). A server
// may leave it unread and go on; one of TLS 1.2 cannot skip it (appendix D.3), and a client that
// does not send it again is at fault.
namespace tlswhy::signs {
namespace {

// The first record of early data: after the first hello, before anything of the server's.
std::uint32_t early_data_frame(const Case& c) {
  const std::uint32_t answered = c.transcript.side(c.transcript.server()).tls_frame;
  const auto early = std::ranges::find_if(c.transcript.records, [&](const RecordSeen& r) {
    return r.from == c.transcript.client && r.type == ContentType::application_data;
  });
  if (early == c.transcript.records.end()) return 0;
  return answered == 0 || early->frame < answered ? early->frame : 0;
}

// What a server says of records that it cannot read.
bool about_records(AlertDescription d) {
  return d == AlertDescription::unexpected_message || d == AlertDescription::bad_record_mac ||
         d == AlertDescription::decode_error || d == AlertDescription::record_overflow;
}

}  // namespace

void early_data(const Case& c, Findings& out) {
  const Handshake& h = c.handshake;
  if (!h.client_hello || !h.client_hello->has(ExtensionType::early_data)) return;
  if (c.picture.stage >= Stage::established || c.picture.ending == Ending::none) return;
  const std::uint32_t frame = early_data_frame(c);
  if (frame == 0) return;
  std::vector<Fact> facts = {fact(sentence::fact_early_data, {}, frame)};
  const auto add = [&](Standing standing, Party refuser) {
    out.add(h.server_hello || h.hello_retry_request ? rank::flight_early_data_rejected
                                                    : rank::refused_hello_early_data_rejected,
            standing, std::move(facts))
        .refuser = refuser;
  };
  if (h.server_hello && !h.tls13()) {
    // A client must fail then: RFC 8446 section 4.2.10.
    facts.push_back(fact(sentence::fact_agreed_version, {{"version", h.version()}},
                         h.server_hello.at(), h.version()));
    add(c.ended_by_client() && c.picture.alert ? Standing::consistent : Standing::likely,
        c.ended_by_client() ? Party::client : Party::server);
  } else if (c.ended_by_server() && c.picture.alert &&
             about_records(c.picture.alert->description)) {
    facts.push_back(alert_fact(c));
    add(Standing::likely, Party::server);
  } else if (c.ended_by_client() && h.server_hello &&
             !h.server_hello->has(ExtensionType::pre_shared_key)) {
    facts.push_back(fact(sentence::fact_early_data_not_taken, {}, h.server_hello.at()));
    add(Standing::likely, Party::client);
  }
}

}  // namespace tlswhy::signs
