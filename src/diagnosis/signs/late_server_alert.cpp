#include "diagnosis/signs/signs.hpp"
#include "knowledge/registry.hpp"

// An alert of the server after its own ServerHello that no other sign explains.
namespace tlswhy::signs {

using knowledge::CauseId;

void late_server_alert(const Case& c, Findings& out) {
  const bool late = c.picture.stage >= Stage::server_hello && c.picture.stage < Stage::established;
  if (!late || !c.ended_by_server()) return;
  if (c.picture.ending == Ending::encrypted_alert) {
    out.add(CauseId::bad_record_mac_bug, Standing::possible, 10);
    out.add(CauseId::middlebox_corrupts, Standing::possible, 9);
    return;
  }
  if (!c.picture.alert) return;
  const auto number = code(c.picture.alert->description);
  const auto said = fact(
      sentence::fact_server_answered,
      {{"alert", knowledge::alert_description_text(number)}, {"number", std::to_string(number)}},
      c.picture.frame, knowledge::alert_description_text(number));
  switch (c.picture.alert->description) {
    case AlertDescription::internal_error:
      out.add(CauseId::internal_error_server, Standing::likely, 40, {said});
      break;
    case AlertDescription::decrypt_error:
      out.add(CauseId::hs_signature_invalid, Standing::likely, 30, {said});
      break;
    case AlertDescription::unexpected_message:
      out.add(CauseId::unexpected_ccs, Standing::possible, 30, {said});
      break;
    default: break;
  }
  out.add(CauseId::bad_record_mac_bug, Standing::likely, 25, {said});
  out.add(CauseId::middlebox_corrupts, Standing::likely, 24, {said});
}

}  // namespace tlswhy::signs
