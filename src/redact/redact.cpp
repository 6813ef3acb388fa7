#include "redact/redact.hpp"

#include <algorithm>
#include <initializer_list>
#include <utility>

#include "redact/parameter_kinds.hpp"

namespace tlswhy {
namespace {

void each_name(Redactor& by, std::initializer_list<std::vector<std::string>*> lists) {
  for (std::vector<std::string>* list : lists)
    for (std::string& name : *list) name = by.name(name);
}

std::string with_stand_ins(Redactor& by, ParameterKind kind, const std::string& text) {
  switch (kind) {
    case ParameterKind::plain: return text;
    case ParameterKind::name: return by.names(text);
    case ParameterKind::serial: return by.serial(text);
    case ParameterKind::hash: return by.hash(text);
    case ParameterKind::url: return by.url(text);
    case ParameterKind::wire: return by.wire(text);
    case ParameterKind::words: break;
  }
  return by.known(text);
}

void value(Redactor& by, ParameterKind kind, knowledge::Value& value) {
  if (auto* text = std::get_if<std::string>(&value.kind)) *text = with_stand_ins(by, kind, *text);
  if (auto* list = std::get_if<knowledge::List>(&value.kind))
    for (knowledge::Value& item : list->items) tlswhy::value(by, kind, item);
}

void constraints(Redactor& by, std::vector<NameConstraints::Subtree>& subtrees) {
  for (NameConstraints::Subtree& tree : subtrees) tree.base = by.name(tree.base);
}

Transport transport(Redactor& by, const Transport& original) {
  if (const TcpFacts* tcp = original.tcp()) {
    TcpFacts facts = *tcp;
    for (Endpoint& end : facts.ends) end = by.endpoint(end);
    facts.icmp_from = by.address(facts.icmp_from);
    return facts;
  }
  if (const LogFacts* log = original.log()) {
    LogFacts facts = *log;
    for (Endpoint& end : facts.ends) end = by.endpoint(end);
    facts.server.host = by.name(facts.server.host);
    facts.peer = by.name(facts.peer);
    facts.certificates = {};  // those of the handshake are told
    facts.stores.clear();
    return facts;
  }
  return original;
}

template <class Message>
void observed_hello(Redactor& by, Observed<Message>& hello) {
  if (hello && hello->server_name) hello->server_name = by.name(*hello->server_name);
}

}  // namespace

std::shared_ptr<const Certificate> Redaction::certificate(
    const std::shared_ptr<const Certificate>& original) {
  if (const auto known = certificates_.find(original.get()); known != certificates_.end())
    return known->second.second;
  Redactor& by = stand_ins_;
  auto out = std::make_shared<Certificate>(*original);
  Certificate& c = *out;
  c.der.clear();
  c.sha256 = by.hash(c.sha256);
  c.subject = by.name(c.subject);
  c.issuer = by.name(c.issuer);
  c.common_name = by.name(c.common_name);
  c.serial = by.serial(c.serial);
  each_name(by, {&c.dns_names, &c.ip_addresses});
  if (c.authority_key_id) {
    c.authority_key_id->issuer = by.name(c.authority_key_id->issuer);
    c.authority_key_id->serial = by.serial(c.authority_key_id->serial);
  }
  if (c.name_constraints) {
    constraints(by, c.name_constraints->permitted);
    constraints(by, c.name_constraints->excluded);
  }
  c.ca_issuers = by.url(c.ca_issuers);
  for (auto* urls : {&c.ca_issuers_urls, &c.ocsp_urls, &c.crl_urls})
    for (std::string& url : *urls) url = by.url(url);
  if (certificates_.size() >= most_kept) certificates_.clear();
  certificates_.emplace(original.get(), std::pair(original, out));
  return out;
}

void Redaction::certificates(CertificateList& list) {
  for (auto& entry : list) entry = certificate(entry);
}

void Redaction::seen(Seen& seen) {
  seen.transcript.transport = transport(stand_ins_, seen.transcript.transport);
  Handshake& h = seen.handshake;
  observed_hello(stand_ins_, h.client_hello);
  observed_hello(stand_ins_, h.second_client_hello);
  for (Observed<CertificateList>* sent : {&h.server_certificates, &h.client_certificates}) {
    if (!*sent) continue;
    CertificateList list = **sent;
    certificates(list);
    *sent = {std::move(list), sent->at()};
  }
}

void Redaction::parameters(std::vector<knowledge::Parameter>& parameters) {
  for (knowledge::Parameter& p : parameters) value(stand_ins_, kind_of_parameter(p.name), p.value);
}

void Redaction::fact(Fact& fact) {
  // It is one of the parameters, or made of them.
  const auto same = std::ranges::find(fact.parameters, fact.value, &knowledge::Parameter::value);
  const auto kind =
      same == fact.parameters.end() ? ParameterKind::words : kind_of_parameter(same->name);
  parameters(fact.parameters);
  value(stand_ins_, kind, fact.value);
}

void Redaction::facts(std::vector<Fact>& facts) {
  for (Fact& f : facts) fact(f);
}

void Redaction::diagnosis(Diagnosis& d) {
  parameters(d.parameters);
  facts(d.evidence);
  for (Candidate& candidate : d.candidates) {
    facts(candidate.supports);
    facts(candidate.contradicts);
  }
  for (RuledOut& r : d.ruled_out) fact(r.by);
  if (d.ending) fact(*d.ending);
}

Redaction::Remedies Redaction::remedies(const Remedies& original) {
  if (!original) return nullptr;
  if (const auto known = remedies_.find(original.get()); known != remedies_.end())
    return known->second.second;
  auto out = std::make_shared<std::vector<Remedy>>(*original);
  for (Remedy& r : *out) {
    for (NeededCertificate& c : r.needs)
      c = {stand_ins_.name(c.subject), stand_ins_.hash(c.key_id), stand_ins_.url(c.url),
           stand_ins_.hash(c.sha256)};
    for (ProductSteps& product : r.steps)
      for (ProductSteps::Line& line : product.made) parameters(line.parameters);
  }
  if (remedies_.size() >= most_kept) remedies_.clear();
  remedies_.emplace(original.get(), std::pair(original, Remedies(out)));
  return out;
}

Explanation Redaction::of(Explanation e) {
  if (auto* seen = std::get_if<Seen>(&e.handshake)) this->seen(*seen);
  diagnosis(e.diagnosis);
  if (auto* played = std::get_if<Played>(&e.handshake))
    played->message = stand_ins_.known(played->message);
  e.shared_remedies = remedies(e.shared_remedies);
  if (e.witnesses) {
    auto witnesses = std::make_shared<Witnesses>(*e.witnesses);
    for (Witness& w : *witnesses) w.input = stand_ins_.input(w.input);
    e.witnesses = std::move(witnesses);
  }
  return e;
}

InputReport Redaction::of(InputReport input) {
  input.name = input.kind == "probe" ? stand_ins_.name(input.name) : stand_ins_.known(input.name);
  for (std::string& note : input.notes) note = stand_ins_.wire(note);
  return input;
}

void Redaction::server(ServerModel& server) {
  each_name(stand_ins_, {&server.server_names});
  for (Credential& credential : server.credentials) certificates(credential.chain);
}

void Redaction::learned(LearnedServer& s) {
  s.name = stand_ins_.name(s.name);
  s.address = stand_ins_.endpoint(s.address);
  server(s.model);
  for (LearnedChain& c : s.certificates) certificates(c.chain);
  each_name(stand_ins_, {&s.client_certificate_authorities});
  for (LearnedDh& dh : s.dh)
    if (dh.known.empty()) dh.prime.clear();  // nobody else has it
  for (Contradiction& c : s.contradictions)
    for (std::string& detail : c.details) detail = stand_ins_.known(detail);
}

void Redaction::judged(Judged& judged) {
  if (!judged.setting.host.empty())
    judged.setting.host = ServerName(stand_ins_.name(judged.setting.host.text()));
  if (judged.setting.store) certificates(*judged.setting.store);
  if (judged.setting.server) server(*judged.setting.server);
  if (judged.learned) learned(*judged.learned);
  for (Explanation& verdict : judged.verdicts) verdict = of(std::move(verdict));
}

JudgedReport Redaction::of(JudgedReport report) {
  judged(report.judged);
  report.input = of(std::move(report.input));
  return report;
}

LayoutReport Redaction::of(LayoutReport report) {
  report.name = stand_ins_.input(report.name);
  for (GadgetHost& host : report.hosts) {
    host.name = stand_ins_.name(host.name);
    judged(host.judged);
    host.trouble = stand_ins_.wire(host.trouble);
    host.address = stand_ins_.name(host.address);
    host.cut_off = stand_ins_.known(host.cut_off);
  }
  using Detail = GadgetOutcome::Kind;
  for (GadgetRow& row : report.rows) {
    row.url = stand_ins_.url(row.url);
    row.tab = stand_ins_.label(row.tab);
    row.fault = stand_ins_.wire(row.fault);
    if (!row.outcome) continue;
    std::string& detail = row.outcome->detail;
    if (row.outcome->kind == Detail::redirect) detail = stand_ins_.url(detail);
    if (row.outcome->kind == Detail::elsewhere) detail = stand_ins_.name(detail);
    if (row.outcome->kind == Detail::ok || row.outcome->kind == Detail::html)
      detail = stand_ins_.label(detail);
  }
  for (std::string& note : report.notes) note = stand_ins_.wire(note);
  return report;
}

}  // namespace tlswhy
