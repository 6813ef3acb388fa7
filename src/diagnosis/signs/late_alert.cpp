#include "diagnosis/signs/signs.hpp"
#include "knowledge/ids/causes.hpp"

// An alert after the hellos that is about the protocol itself: what it names, and who in between
// could have changed the bytes. Signs that see a better reason stand above this one.
namespace tlswhy::signs {
namespace {

using knowledge::CauseId;

constexpr int weak = 15;

std::vector<knowledge::Parameter> parameters(const Case& c) {
  if (!c.handshake.client_hello) return {};
  return {{"alpn_offered", knowledge::list_of(c.handshake.client_hello->alpn)}};
}

void protocol_alert(const Case& c, Findings& out) {
  const auto add = [&](CauseId cause, int weight) {
    out.add(cause, Standing::likely, weight, {alert_fact(c)}).parameters = parameters(c);
  };
  switch (c.picture.alert->description) {
    case AlertDescription::internal_error:
      if (c.ended_by_server()) add(CauseId::internal_error_server, weak + 5);
      break;
    case AlertDescription::decrypt_error: add(CauseId::hs_signature_invalid, weak + 4); break;
    case AlertDescription::unexpected_message: add(CauseId::unexpected_ccs, weak + 3); break;
    case AlertDescription::illegal_parameter: add(CauseId::bad_dh_value, weak + 3); break;
    case AlertDescription::unsupported_extension:
      add(CauseId::unsolicited_extension, weak + 4);
      break;
    case AlertDescription::missing_extension: add(CauseId::missing_extension, weak + 4); break;
    case AlertDescription::record_overflow: add(CauseId::record_overflow, weak + 4); break;
    case AlertDescription::no_application_protocol: add(CauseId::alpn_mismatch, weak + 4); break;
    case AlertDescription::close_notify: add(CauseId::application_aborts, weak + 4); break;
    case AlertDescription::bad_record_mac: add(CauseId::bad_record_mac_bug, weak + 4); break;
    case AlertDescription::decode_error: break;
    default: return;  // about certificates or policy: not for this sign
  }
  if (c.picture.alert->description != AlertDescription::close_notify) {
    add(CauseId::middlebox_corrupts, weak);
  }
}

}  // namespace

void late_alert(const Case& c, Findings& out) {
  if (c.picture.stage == Stage::hello_retry_request && c.ended_by_client() && c.picture.alert) {
    out.add(CauseId::hrr_mishandled, Standing::likely, 50, {alert_fact(c)});
    out.add(CauseId::no_common_group, Standing::possible, 20);
    return;
  }
  const bool late = c.picture.stage >= Stage::server_hello && c.picture.stage < Stage::established;
  if (!late) return;
  if (c.picture.alert) {
    protocol_alert(c, out);
  } else if (c.picture.ending == Ending::encrypted_alert && c.ended_by_server()) {
    out.add(CauseId::bad_record_mac_bug, Standing::possible, weak + 1);
    out.add(CauseId::middlebox_corrupts, Standing::possible, weak);
  }
}

}  // namespace tlswhy::signs
