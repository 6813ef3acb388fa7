#include "diagnosis/outcome.hpp"
#include "diagnosis/signs/signs.hpp"
#include "knowledge/ids/causes.hpp"
#include "knowledge/ids/sentences.hpp"
#include "knowledge/ranks.hpp"

// An alert after the hellos that is about the protocol itself: what it names, and who in between
// could have changed the bytes. Signs that see a better reason stand above this one.
namespace tlswhy::signs {
namespace {

std::vector<knowledge::Parameter> parameters(const Case& c) {
  if (!c.handshake.client_hello) return {};
  return {{"alpn_offered", knowledge::list_of(c.handshake.client_hello->alpn)}};
}

void protocol_alert(const Case& c, Findings& out) {
  const auto add = [&](knowledge::Rank rank) {
    out.add(rank, Standing::likely, {alert_fact(c)}).parameters = parameters(c);
  };
  switch (c.picture.alert->description) {
    case AlertDescription::internal_error:
      if (c.ended_by_server()) add(rank::flight_internal_error_server);
      break;
    case AlertDescription::decrypt_error: add(rank::flight_hs_signature_invalid_alert); break;
    case AlertDescription::unexpected_message: add(rank::flight_unexpected_ccs); break;
    case AlertDescription::illegal_parameter: add(rank::flight_bad_dh_value); break;
    case AlertDescription::unsupported_extension:
      add(rank::flight_unsolicited_extension_alert);
      break;
    case AlertDescription::missing_extension: add(rank::flight_missing_extension); break;
    case AlertDescription::record_overflow: add(rank::flight_record_overflow); break;
    case AlertDescription::no_application_protocol: add(rank::flight_alpn_mismatch); break;
    case AlertDescription::close_notify: add(rank::flight_application_aborts); break;
    case AlertDescription::bad_record_mac: add(rank::flight_bad_record_mac_bug); break;
    case AlertDescription::decode_error: break;
    default: return;  // about certificates or policy: not for this sign
  }
  if (c.picture.alert->description != AlertDescription::close_notify) {
    add(rank::flight_middlebox_corrupts);
  }
}

// RFC 8446 appendix D.4: devices in between may take for TLS 1.2 only what has a ChangeCipherSpec
// in the place where it stands there. A client need not send one, and a server only to one that
// asks for it by a session id.
void missing_spacers(const Case& c, std::vector<Fact>& facts) {
  const Handshake& h = c.handshake;
  // What a capture lacks may be just that.
  if (!h.client_hello || capture_is_incomplete(c.transcript, h)) return;
  if (h.second_client_hello && h.client_ccs_frame == 0)
    facts.push_back(fact(sentence::fact_no_client_spacer, {}, h.second_client_hello.at()));
  if (!h.client_hello->session_id.empty() && h.server_ccs_frame == 0)
    facts.push_back(fact(sentence::fact_no_server_spacer, {}, h.hello_retry_request.at()));
}

// RFC 8446 section 4.1.4: a HelloRetryRequest asks for one more hello. It never came, or nothing
// came after it: one side cannot go on, or somebody in between loses its place.
void after_retry(const Case& c, Findings& out) {
  const bool second = static_cast<bool>(c.handshake.second_client_hello);
  const bool waited = c.picture.ending == Ending::none || c.ended_by_client();
  const bool silent = waited && c.picture.silence_ns >= long_silence_ns;
  const bool left = second ? c.ended_by_server() : c.ended_by_client();
  const bool closed = c.picture.ending == Ending::fin || c.picture.ending == Ending::rst;
  if (!silent && !(left && closed)) return;
  std::vector<Fact> facts = {
      fact(second ? sentence::fact_nothing_after_second_hello : sentence::fact_no_second_hello, {},
           c.handshake.hello_retry_request.at())};
  missing_spacers(c, facts);
  auto& h = out.add(rank::flight_hrr_mishandled_no_answer, Standing::likely, std::move(facts));
  if (silent) h.refuser = Party::nobody;
  if (!second) out.add(rank::flight_no_common_group, Standing::possible);
  out.add(rank::flight_middlebox_corrupts, Standing::possible);
}

}  // namespace

void late_alert(const Case& c, Findings& out) {
  if (c.picture.stage == Stage::hello_retry_request && !c.picture.alert) {
    after_retry(c, out);
    return;
  }
  if (c.picture.stage == Stage::hello_retry_request && c.ended_by_client() && c.picture.alert) {
    out.add(rank::flight_hrr_mishandled, Standing::likely, {alert_fact(c)});
    out.add(rank::flight_no_common_group, Standing::possible);
    return;
  }
  const bool late = c.picture.stage >= Stage::server_hello && c.picture.stage < Stage::established;
  if (!late) return;
  if (c.picture.alert) {
    protocol_alert(c, out);
  } else if (c.picture.ending == Ending::encrypted_alert && c.ended_by_server()) {
    out.add(rank::flight_bad_record_mac_bug, Standing::possible);
    out.add(rank::flight_middlebox_corrupts, Standing::possible);
  }
}

}  // namespace tlswhy::signs
