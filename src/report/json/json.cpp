#include "report/json/json.hpp"

#include <algorithm>
#include <boost/json.hpp>

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

namespace bj = boost::json;

bj::array rejections(const Negotiation& n) {
  bj::array out;
  for (const RejectedCandidates& group : by_reason(n.rejections)) {
    bj::array candidates;
    for (const std::string& candidate : group.candidates) candidates.push_back(text(candidate));
    out.push_back(bj::object{{"kind", text(name_of(group.kind))},
                             {"why", text(name_of(group.why))},
                             {"candidates", std::move(candidates)}});
  }
  return out;
}

bj::object replay(const Replayed& r) {
  bj::object out;
  out["protocol"] = r.answered ? bj::value(text(version_name(r.version))) : bj::value(nullptr);
  out["cipher_suite"] =
      r.answered ? bj::value(text(cipher_suite_text(r.cipher_suite))) : bj::value(nullptr);
  out["alert"] = r.alert ? bj::value(text(alert_description_text(*r.alert))) : bj::value(nullptr);
  out["connected"] = r.connected;
  out["agrees"] = r.agrees;
  out["hello"] = r.recorded ? "recorded" : "written";
  return out;
}

}  // namespace

bj::object tool() {
  return {{"schema", "tlswhy/1"},
          {"tool", bj::object{{"name", "tlswhy"}, {"version", TLSWHY_VERSION}}}};
}

// Without the roots that are known by a list alone, which `shipped` names.
CertificateList at_hand(const CertificateList& store) {
  CertificateList out;
  std::ranges::copy_if(store, std::back_inserter(out), [](const auto& c) { return !c->listed; });
  return out;
}

bj::array shipped(const Setting& setting) {
  bj::array out;
  for (const knowledge::ShippedStore* store : setting.shipped) {
    out.push_back(bj::object{{"platform", text(store->platform)},
                             {"as_of", text(store->as_of)},
                             {"version", text_or_null(std::string(store->version))},
                             {"roots", knowledge::roots_of(*store).size()}});
  }
  return out;
}

bj::object verdict_object(const Judged& judged, const Explanation& v, const std::string& server,
                          const Wording& wording) {
  const Negotiation& n = v.played().negotiation;
  const Diagnosis& d = v.diagnosis;
  bj::object out{{"client", text(v.played().client->name)}, {"accepted", v.established()}};
  const bool agreed = n.flight.version != ProtocolVersion::none;
  out["protocol"] = agreed ? bj::value(text(version_name(n.flight.version))) : bj::value(nullptr);
  out["cipher_suite"] =
      agreed ? bj::value(text(cipher_suite_text(n.flight.cipher_suite))) : bj::value(nullptr);
  out["refuser"] = text(name_of(d.refuser));
  out["alert"] = n.refusal && n.refusal->alert
                     ? bj::value(text(alert_description_text(*n.refusal->alert)))
                     : bj::value(nullptr);
  out["message"] =
      v.played().message.empty() ? bj::value(nullptr) : bj::value(text(v.played().message));
  out["rejections"] = rejections(n);
  if (!v.established()) out["client_offer"] = offer_of(v.played().client->offer);
  if (v.played().replayed) out["replay"] = replay(*v.played().replayed);
  out["anchor_assumed"] = n.established() && n.path && n.path->anchor_assumed;
  if (!judged.setting.shipped.empty())
    out["anchor_named"] = n.established() && n.path && n.path->anchor_named;
  out["diagnosis"] = diagnosis(d, wording.language, {}, {});
  Wording whole = wording;
  whole.full = true;
  out["report"] = sections(played_report(judged, v, server, whole));
  out["remedies"] = remedies(v, wording);
  return out;
}

std::string document_start(const InputReport& input, const Summary& summary,
                           const std::vector<Alike>& alike, const Wording& wording) {
  bj::array notes;
  for (const std::string& note : input.notes)
    notes.push_back(text(knowledge::phrase(note, wording.language)));
  bj::object causes;
  for (const auto& [cause, count] : summary.causes) causes[knowledge::cause(cause).name] = count;
  bj::array same;
  for (const Alike& a : alike) {
    same.push_back(bj::object{{"first", text(a.first)},
                              {"count", a.count},
                              {"servers", a.servers},
                              {"text", text_or_null(a.text)}});
  }
  bj::object head = tool();
  bj::object described{{"kind", text(input.kind)}, {"name", text(printable(input.name))}};
  if (input.kind == "log") {
    described["lines"] = input.lines;
  } else {
    described["packets"] = input.packets;
    described["truncated"] = input.truncated;
  }
  described["notes"] = std::move(notes);
  head["input"] = std::move(described);
  head["summary"] = bj::object{{"conversations", summary.conversations},
                               {"established", summary.established},
                               {"failed", summary.failed},
                               {"undetermined", summary.undetermined},
                               {"unused", summary.unused},
                               {"causes", std::move(causes)},
                               {"text", text(summary_text(summary, wording))},
                               {"alike", std::move(same)}};
  std::string out = bj::serialize(head);
  out.pop_back();  // the object goes on
  return out + ",\"conversations\":[";
}

std::string document_end() { return "]}"; }

std::string verdicts(const JudgedReport& report, const Wording& wording) {
  const InputReport& input = report.input;
  const Judged& judged = report.judged;
  bj::object out = tool();
  bj::array notes;
  for (const std::string& note : input.notes)
    notes.push_back(text(knowledge::phrase(note, wording.language)));
  out["input"] = bj::object{{"kind", text(input.kind)},
                            {"name", text(printable(input.name))},
                            {"notes", std::move(notes)}};
  const auto accepted = std::ranges::count_if(judged.verdicts, &Explanation::established);
  out["summary"] = bj::object{{"clients", judged.verdicts.size()},
                              {"accepted", accepted},
                              {"refused", std::ssize(judged.verdicts) - accepted},
                              {"text", text(summary_text(judged, wording))}};
  bj::array chains;
  for (const Credential& credential : judged.server().credentials)
    chains.push_back(chain(credential.chain));
  out["certificates"] = std::move(chains);
  out["server_offer"] =
      judged.server().only_chains_known ? bj::value(nullptr) : bj::value(offer_of(judged.server()));
  const auto& store = judged.setting.store;
  out["trust"] = store ? bj::value(chain(at_hand(*store))) : bj::value(nullptr);
  if (!judged.setting.shipped.empty()) out["shipped"] = shipped(judged.setting);
  if (judged.learned) out["server"] = learned_server(*judged.learned);
  if (report.changes) {
    bj::array list;
    for (const JudgedReport::Change& change : *report.changes)
      list.push_back(bj::object{{"change", text(change.name)}, {"text", text(change.text)}});
    out["changes"] = std::move(list);
  }
  Wording whole = wording;
  whole.full = true;
  out["report"] = sections(table_report(report, whole));
  bj::array list;
  for (const Explanation& v : judged.verdicts)
    list.push_back(verdict_object(judged, v, report.server_name(), wording));
  out["verdicts"] = std::move(list);
  return bj::serialize(out);
}

std::string verdict(const JudgedReport& report, const Explanation& v, const Wording& wording) {
  bj::object out{{"input", text(printable(report.input.name))}};
  for (auto& [key, value] : verdict_object(report.judged, v, report.server_name(), wording))
    out[key] = value;
  return bj::serialize(out);
}

}  // namespace tlswhy::json
