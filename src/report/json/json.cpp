#include "report/json/json.hpp"

#include <boost/json.hpp>

#include <algorithm>

#include "base/hex.hpp"
#include "knowledge/recipe.hpp"
#include "report/json/learned_server.hpp"
#include "report/json/parts.hpp"
#include "report/json/values.hpp"
#include "report/rejection.hpp"
#include "report/steps.hpp"
#include "transcript/preamble.hpp"
#include "wire/fingerprint.hpp"
#include "wire/names.hpp"
#include "wire/registry.hpp"
#include "x509/certificate.hpp"

namespace tlswhy::json {
namespace {

namespace bj = boost::json;

bj::object frames(const Seen& c) {
  bj::object out;
  const auto add = [&out](const char* name, std::uint32_t frame) {
    if (frame != 0) out[name] = frame;
  };
  const Handshake& h = c.handshake;
  add("client_hello", h.client_hello.frame());
  add("hello_retry_request", h.hello_retry_request.frame());
  add("server_hello", h.server_hello.frame());
  add("certificate", h.server_certificates.frame());
  add("server_key_exchange", h.server_key_exchange.frame());
  add("certificate_request", h.certificate_request.frame());
  add("server_hello_done", h.server_hello_done_frame);
  add("client_certificate", h.client_certificates.frame());
  add("client_key_exchange", h.client_key_exchange_frame);
  return out;
}

bj::value group_of(const Handshake& h) {
  if (h.server_key_exchange && h.server_key_exchange->group) {
    return text(named_group_text(code(*h.server_key_exchange->group)));
  }
  if (h.server_hello && h.server_hello->key_share) {
    return text(named_group_text(code(*h.server_hello->key_share)));
  }
  return nullptr;
}

void add_choices(const Seen& c, bj::object& out) {
  const Handshake& h = c.handshake;
  out["version"] = h.server_hello ? bj::value(text(version_name(h.version()))) : bj::value(nullptr);
  const bool suite = h.server_hello && h.version() != ProtocolVersion::SSLv2;
  out["cipher_suite"] = suite
                            ? bj::value(text(cipher_suite_text(code(h.server_hello->cipher_suite))))
                            : bj::value(nullptr);
  out["group"] = group_of(h);
  const bool dhe = h.server_key_exchange && h.server_key_exchange->dh_bits != 0;
  out["dh_bits"] = dhe ? bj::value(h.server_key_exchange->dh_bits) : bj::value(nullptr);
  const bool scheme = h.server_key_exchange && h.server_key_exchange->scheme;
  out["signature_scheme"] =
      scheme ? bj::value(text(signature_scheme_text(code(*h.server_key_exchange->scheme))))
             : bj::value(nullptr);
  out["hello_retry_request"] = static_cast<bool>(h.hello_retry_request);
  const bool psk = h.server_hello && h.server_hello->selects_psk;
  const bool session =
      h.server_hello && h.client_hello && !h.tls13() && !h.client_hello->session_id.empty() &&
      h.server_hello->session_id == h.client_hello->session_id && !h.server_certificates;
  out["resumed"] = psk || session;
  out["alpn"] = h.server_hello && h.server_hello->alpn
                    ? bj::value(text(printable(*h.server_hello->alpn)))
                    : bj::value(nullptr);
}

void add_fingerprints(const Seen& c, bj::object& out) {
  out["ja3"] = nullptr;
  out["ja4"] = nullptr;
  if (!c.handshake.client_hello || c.handshake.client_hello->sslv2_format) return;
  const ClientHello& hello = *c.handshake.client_hello;
  out["ja3"] = text(md5_hex(as_bytes(ja3_text(hello))));
  const auto part = [](const std::string& list) {
    return list.empty() ? std::string(12, '0') : hex(sha256(as_bytes(list))).substr(0, 12);
  };
  out["ja4"] = text(ja4_prefix(hello) + "_" + part(ja4_suites_text(hello)) + "_" +
                    part(ja4_extensions_text(hello)));
}

bj::array alerts(const Seen& c) {
  bj::array out;
  for (const AlertSeen& a : c.transcript.alerts) {
    bj::object alert{{"from", a.from == c.transcript.client ? "client" : "server"}};
    alert["level"] = a.encrypted ? bj::value(nullptr)
                                 : bj::value(a.level == AlertLevel::fatal ? "fatal" : "warning");
    alert["description"] = a.encrypted
                               ? bj::value(nullptr)
                               : bj::value(text(alert_description_text(code(a.description))));
    alert["frame"] = a.frame;
    alert["encrypted"] = a.encrypted;
    out.push_back(std::move(alert));
  }
  return out;
}

bj::array certificates(const Seen& c) {
  bj::array out;
  const auto add = [&out](const char* from, const Observed<CertificateList>& list) {
    if (!list) return;
    out.push_back(bj::object{{"from", from}, {"frame", list.frame()}, {"chain", chain(*list)}});
  };
  add("server", c.handshake.server_certificates);
  add("client", c.handshake.client_certificates);
  return out;
}

bj::object closing(const Seen& c) {
  const TcpFacts& tcp = c.transcript.tcp;
  std::uint32_t first = 0;
  bj::object out{{"by", nullptr}, {"how", nullptr}};
  for (const Side side : {Side::initiator, Side::responder}) {
    const TcpSide& t = tcp.side(side);
    for (const auto& [frame, how] :
         {std::pair{t.fin_frame, "fin"}, std::pair{t.rst_frame, "rst"}}) {
      if (frame == 0 || (first != 0 && frame >= first)) continue;
      first = frame;
      out["by"] = side == c.transcript.client ? "client" : "server";
      out["how"] = how;
    }
  }
  return out;
}

bj::object fact(const Fact& fact, knowledge::Language language) {
  bj::object out{{"fact", text(name_of(fact))}};
  out["value"] = text(knowledge::text_of(fact.value, knowledge::Language::en));
  out["text"] = text(text_of(fact, language));
  switch (fact.at.kind) {
    case Provenance::Kind::packet: out["frame"] = fact.at.number; break;
    case Provenance::Kind::line: out["line"] = fact.at.number; break;
    case Provenance::Kind::question: out["question"] = fact.at.number; break;
    case Provenance::Kind::nowhere: break;
  }
  if (fact.at.depth) out["depth"] = *fact.at.depth;
  if (!fact.rule.empty()) {
    out["rule"] = text(fact.rule);
    out["need"] = text(knowledge::text_of(fact.need, knowledge::Language::en));
    out["source"] = text(fact.source);
  }
  return out;
}

bj::array facts(const std::vector<Fact>& list, knowledge::Language language) {
  bj::array out;
  for (const Fact& f : list) out.push_back(fact(f, language));
  return out;
}

bj::array sentences(const std::vector<Fact>& list, knowledge::Language language) {
  bj::array out;
  for (const Fact& f : list) out.push_back(text(text_of(f, language)));
  return out;
}

bj::array candidates(const Diagnosis& d, knowledge::Language language) {
  bj::array out;
  for (const Candidate& candidate : d.candidates) {
    out.push_back(bj::object{{"cause", text(knowledge::cause(candidate.cause).name)},
                             {"for", sentences(candidate.supports, language)},
                             {"against", sentences(candidate.contradicts, language)}});
  }
  return out;
}

bj::value diagnosis(const Diagnosis& d, knowledge::Language language) {
  if (d.outcome == Outcome::established) return nullptr;
  bj::object out{{"cause", nullptr}, {"title", nullptr}};
  if (d.cause) {
    const knowledge::Cause& cause = knowledge::cause(*d.cause);
    out["cause"] = text(cause.name);
    out["title"] = text(cause.text(language).title);
  }
  out["refuser"] = text(name_of(d.refuser));
  out["at"] = d.at.empty() ? bj::value(nullptr) : bj::value(text(d.at));
  out["confidence"] = text(name_of(d.confidence));
  out["candidates"] = candidates(d, language);
  out["evidence"] = facts(d.evidence, language);
  bj::array ruled_out;
  for (const RuledOut& r : d.ruled_out) {
    ruled_out.push_back(bj::object{{"cause", text(knowledge::cause(r.cause).name)},
                                   {"by", text(text_of(r.by, language))}});
  }
  out["ruled_out"] = std::move(ruled_out);
  out["next_observation"] = nullptr;
  if (d.confidence == Confidence::one_of && d.cause) {
    out["next_observation"] = text(knowledge::cause(*d.cause).text(language).observe);
  }
  return out;
}

bj::value text_or_null(const std::string& what) {
  return what.empty() ? bj::value(nullptr) : bj::value(text(what));
}

bj::array needs(const std::vector<NeededCertificate>& list) {
  bj::array out;
  for (const NeededCertificate& c : list) {
    out.push_back(bj::object{{"subject", text(c.subject)},
                             {"key_id", text_or_null(c.key_id)},
                             {"url", text_or_null(printable(c.url))},
                             {"sha256", text_or_null(c.sha256)}});
  }
  return out;
}

bj::array remedies(const Explanation& e, const Wording& wording) {
  bj::array out;
  for (const Remedy& r : e.remedies()) {
    bj::array steps;
    for (const WordedSteps& p : steps_of(r, e.diagnosis, wording.language, wording.product)) {
      bj::array lines;
      for (const std::string& step : p.lines) lines.push_back(text(step));
      steps.push_back(bj::object{{"product", text(knowledge::product(p.product).name)},
                                 {"text", std::move(lines)}});
    }
    bj::array changes{text(knowledge::change(r.change).name)};
    for (const knowledge::ChangeId also : r.also)
      changes.push_back(text(knowledge::change(also).name));
    bj::array breaks;
    for (const knowledge::ClientProfile* client : r.breaks) breaks.push_back(text(client->name));
    bj::object remedy{{"rank", r.rank},
                      {"where", text(name_of(r.where))},
                      {"security", text(name_of(r.security))},
                      {"changes", std::move(changes)},
                      {"title", text(knowledge::change(r.change).title(wording.language))},
                      {"applicability", text(name_of(r.applicability))},
                      {"before", text_or_null(r.before)},
                      {"after", text_or_null(r.after)},
                      {"breaks", std::move(breaks)}};
    if (r.client != nullptr) remedy["client"] = text(r.client->name);
    if (!r.needs.empty()) remedy["needs"] = needs(r.needs);
    remedy["steps"] = std::move(steps);
    out.push_back(std::move(remedy));
  }
  return out;
}

bj::object client_profile(const Diagnosis& d) {
  bj::object out{{"id", nullptr}, {"how", "none"}, {"others", bj::array{}}};
  if (d.profile != nullptr) {
    out["id"] = text(d.profile->name);
    out["how"] = "given";
    return out;
  }
  if (d.client == nullptr) return out;
  out["id"] = text(d.client->name);
  out["how"] = "recognised";
  return out;
}

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

bj::object verdict_object(const Explanation& v, const Wording& wording) {
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
  if (v.played().replayed) out["replay"] = replay(*v.played().replayed);
  out["anchor_assumed"] = n.path && n.path->anchor_assumed;
  out["diagnosis"] = diagnosis(d, wording.language);
  out["remedies"] = remedies(v, wording);
  return out;
}

std::string conversation(const Explanation& e, const Wording& wording, const std::string& input) {
  const Seen& c = e.seen();
  bj::object out;
  if (!input.empty()) out["input"] = text(input);
  out["id"] = text("tcp-" + std::to_string(c.transcript.number));
  out["transport"] = "tcp";
  const std::string_view starttls = starttls_protocol(c.transcript);
  out["starttls"] = starttls.empty() ? bj::value(nullptr) : bj::value(text(starttls));
  bj::array tunnels;
  for (const std::string& tunnel : c.transcript.tcp.tunnels) tunnels.push_back(text(tunnel));
  const std::string_view proxy = proxy_in_front(c.transcript);
  if (!proxy.empty()) tunnels.push_back(text(proxy));
  out["tunnels"] = std::move(tunnels);
  out["client"] = end_point(c.client());
  out["server"] = end_point(c.server());
  const auto& hello = c.handshake.client_hello;
  out["server_name"] = hello && hello->server_name ? bj::value(text(printable(*hello->server_name)))
                                                   : bj::value(nullptr);
  out["start"] = text(to_rfc3339(c.transcript.tcp.start));
  out["frames"] = frames(c);
  add_choices(c, out);
  add_fingerprints(c, out);
  out["client_profile"] = client_profile(e.diagnosis);
  out["alerts"] = alerts(c);
  out["certificates"] = certificates(c);
  out["closing"] = closing(c);
  out["outcome"] = text(name_of(e.diagnosis.outcome));
  out["diagnosis"] = diagnosis(e.diagnosis, wording.language);
  out["remedies"] = remedies(e, wording);
  return bj::serialize(out);
}

std::string document_start(const InputReport& input, const Summary& summary) {
  bj::array notes;
  for (const std::string& note : input.notes) notes.push_back(text(note));
  bj::object causes;
  for (const auto& [cause, count] : summary.causes) causes[knowledge::cause(cause).name] = count;
  bj::object head = tool();
  head["input"] = bj::object{{"kind", "capture"},
                             {"name", text(printable(input.name))},
                             {"packets", input.packets},
                             {"truncated", input.truncated},
                             {"notes", std::move(notes)}};
  head["summary"] = bj::object{{"conversations", summary.conversations},
                               {"established", summary.established},
                               {"failed", summary.failed},
                               {"undetermined", summary.undetermined},
                               {"causes", std::move(causes)}};
  std::string out = bj::serialize(head);
  out.pop_back();  // the object goes on
  return out + ",\"conversations\":[";
}

std::string document_end() { return "]}"; }

std::string verdicts(const JudgedReport& report, const Wording& wording) {
  const auto& [input, judged, changes] = report;
  bj::object out = tool();
  bj::array notes;
  for (const std::string& note : input.notes) notes.push_back(text(note));
  out["input"] = bj::object{{"kind", text(input.kind)},
                            {"name", text(printable(input.name))},
                            {"notes", std::move(notes)}};
  const auto accepted = std::ranges::count_if(judged.verdicts, &Explanation::established);
  out["summary"] = bj::object{{"clients", judged.verdicts.size()},
                              {"accepted", accepted},
                              {"refused", std::ssize(judged.verdicts) - accepted}};
  bj::array chains;
  for (const Credential& credential : judged.server().credentials)
    chains.push_back(chain(credential.chain));
  out["certificates"] = std::move(chains);
  const auto& store = judged.setting.store;
  out["trust"] = store ? bj::value(chain(*store)) : bj::value(nullptr);
  if (judged.learned) out["server"] = learned_server(*judged.learned);
  if (changes) {
    bj::array list;
    for (const JudgedReport::Change& change : *changes)
      list.push_back(bj::object{{"change", text(change.name)}, {"text", text(change.text)}});
    out["changes"] = std::move(list);
  }
  bj::array list;
  for (const Explanation& v : judged.verdicts) list.push_back(verdict_object(v, wording));
  out["verdicts"] = std::move(list);
  return bj::serialize(out);
}

std::string verdict(const InputReport& input, const Explanation& v, const Wording& wording) {
  bj::object out{{"input", text(printable(input.name))}};
  for (auto& [key, value] : verdict_object(v, wording)) out[key] = value;
  return bj::serialize(out);
}

}  // namespace tlswhy::json
