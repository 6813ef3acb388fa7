#include "report/json/json.hpp"

#include <algorithm>

#include "knowledge/phrase.hpp"
#include "report/compose.hpp"
#include "report/json/diagnosis.hpp"
#include "report/json/learned_server.hpp"
#include "report/json/offers.hpp"
#include "report/json/parts.hpp"
#include "report/json/report.hpp"
#include "report/json/values.hpp"
#include "report/rejection.hpp"
#include "wire/names.hpp"
#include "wire/registry.hpp"

namespace tlswhy::json {
namespace {

void rejections(const Negotiation& n, Writer& out) {
  out.array();
  for (const RejectedCandidates& group : by_reason(n.rejections)) {
    out.object().member("kind", name_of(group.kind)).member("why", name_of(group.why));
    texts(group.candidates, out.name("candidates"));
    out.end_object();
  }
  out.end_array();
}

void replay(const Replayed& r, Writer& out) {
  out.object().member_or_null("protocol", r.answered ? version_name(r.version) : "");
  out.member_or_null("cipher_suite", r.answered ? cipher_suite_text(r.cipher_suite) : "");
  out.member_or_null("alert", r.alert ? alert_description_text(*r.alert) : "");
  out.member("connected", r.connected).member("agrees", r.agrees);
  out.member("hello", r.recorded ? "recorded" : "written").end_object();
}

// Without the roots that are known by a list alone, which `shipped` names.
CertificateList at_hand(const CertificateList& store) {
  CertificateList out;
  std::ranges::copy_if(store, std::back_inserter(out), [](const auto& c) { return !c->listed; });
  return out;
}

void shipped(const Setting& setting, Writer& out) {
  out.array();
  for (const knowledge::ShippedStore* store : setting.shipped) {
    out.object().member("platform", store->platform).member("as_of", store->as_of);
    out.member_or_null("version", store->version);
    out.member("roots", knowledge::roots_of(*store).size()).end_object();
  }
  out.end_array();
}

void notes(const std::vector<std::string>& list, knowledge::Language language, Writer& out) {
  out.array();
  for (const std::string& note : list) out.value(knowledge::phrase(note, language));
  out.end_array();
}

void alike_ones(const std::vector<Alike>& list, Writer& out) {
  out.array();
  for (const Alike& a : list) {
    out.object().member("first", a.first).member("count", a.count).member("servers", a.servers);
    out.member_or_null("text", a.text).end_object();
  }
  out.end_array();
}

void verdicts_summary(const Judged& judged, const Wording& wording, Writer& out) {
  const auto accepted = std::ranges::count_if(judged.verdicts, &Explanation::established);
  out.object().member("clients", judged.verdicts.size()).member("accepted", accepted);
  out.member("refused", std::ssize(judged.verdicts) - accepted);
  out.member("text", summary_text(judged, wording)).end_object();
}

// What is known of the server, and what the clients are assumed to trust.
void asked(const Judged& judged, Writer& out) {
  out.name("certificates").array();
  for (const Credential& credential : judged.server().credentials) chain(credential.chain, out);
  out.end_array().name("server_offer");
  judged.server().only_chains_known ? void(out.value(nullptr)) : offer_of(judged.server(), out);
  out.name("trust");
  const auto& store = judged.setting.store;
  store ? chain(at_hand(*store), out) : void(out.value(nullptr));
  if (!judged.setting.shipped.empty()) shipped(judged.setting, out.name("shipped"));
  if (judged.learned) learned_server(*judged.learned, out.name("server"));
}

}  // namespace

void tool(Writer& out) {
  out.member("schema", "tlswhy/1").name("tool").object();
  out.member("name", "tlswhy").member("version", TLSWHY_VERSION).end_object();
}

void verdict_members(const Judged& judged, const Explanation& v, const std::string& server,
                     const Wording& wording, Writer& out) {
  const Negotiation& n = v.played().negotiation;
  const bool agreed = n.flight.version != ProtocolVersion::none;
  const bool alert = n.refusal && n.refusal->alert;
  out.member("client", v.played().client->name).member("accepted", v.established());
  out.member_or_null("protocol", agreed ? version_name(n.flight.version) : "");
  out.member_or_null("cipher_suite", agreed ? cipher_suite_text(n.flight.cipher_suite) : "");
  out.member("refuser", name_of(v.diagnosis.refuser));
  out.member_or_null("alert", alert ? alert_description_text(*n.refusal->alert) : "");
  out.member_or_null("message", v.played().message);
  rejections(n, out.name("rejections"));
  if (!v.established()) offer_of(v.played().client->offer, out.name("client_offer"));
  if (v.played().replayed) replay(*v.played().replayed, out.name("replay"));
  out.member("anchor_assumed", n.established() && n.path && n.path->anchor_assumed);
  if (!judged.setting.shipped.empty())
    out.member("anchor_named", n.established() && n.path && n.path->anchor_named);
  diagnosis(v.diagnosis, wording.language, {}, out.name("diagnosis"));
  Wording whole = wording;
  whole.full = true;
  sections(played_report(judged, v, server, whole), out.name("report").array());
  remedies(v, wording, out.end_array().name("remedies"));
}

std::string document_start(const InputReport& input, const Summary& summary,
                           const std::vector<Alike>& alike, const Wording& wording) {
  Writer out;
  tool(out.object());
  out.name("input").object().member("kind", input.kind).member("name", printable(input.name));
  if (input.kind == "log") {
    out.member("lines", input.lines);
  } else {
    out.member("packets", input.packets).member("truncated", input.truncated);
  }
  notes(input.notes, wording.language, out.name("notes"));
  out.end_object().name("summary").object();
  out.member("conversations", summary.conversations).member("established", summary.established);
  out.member("failed", summary.failed).member("undetermined", summary.undetermined);
  out.member("unused", summary.unused).name("causes").object();
  for (const auto& [cause, count] : summary.causes) out.member(knowledge::cause(cause).name, count);
  out.end_object().member("text", summary_text(summary, wording));
  alike_ones(alike, out.name("alike"));
  return out.end_object().name("conversations").array().take();
}

std::string document_end() { return "]}"; }

std::string verdicts(const JudgedReport& report, const Wording& wording) {
  const Judged& judged = report.judged;
  Writer out;
  tool(out.object());
  out.name("input").object().member("kind", report.input.kind);
  out.member("name", printable(report.input.name));
  notes(report.input.notes, wording.language, out.name("notes"));
  verdicts_summary(judged, wording, out.end_object().name("summary"));
  asked(judged, out);
  if (report.changes) {
    out.name("changes").array();
    for (const JudgedReport::Change& change : *report.changes)
      out.object().member("change", change.name).member("text", change.text).end_object();
    out.end_array();
  }
  Wording whole = wording;
  whole.full = true;
  sections(table_report(report, whole), out.name("report").array());
  out.end_array().name("verdicts").array();
  for (const Explanation& v : judged.verdicts) {
    verdict_members(judged, v, report.server_name(), wording, out.object());
    out.end_object();
  }
  return out.end_array().end_object().take();
}

std::string verdict(const JudgedReport& report, const Explanation& v, const Wording& wording) {
  Writer out;
  out.object().member("input", printable(report.input.name));
  verdict_members(report.judged, v, report.server_name(), wording, out);
  return out.end_object().take();
}

}  // namespace tlswhy::json
