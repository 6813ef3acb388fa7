#include "report/json/diagnosis.hpp"

#include "knowledge/ids/languages.hpp"
#include "knowledge/recipe.hpp"
#include "report/address.hpp"
#include "report/input_report.hpp"
#include "report/json/values.hpp"
#include "report/steps.hpp"

namespace tlswhy::json {
namespace {

void facts(const std::vector<Fact>& list, knowledge::Language language, Writer& out) {
  out.array();
  for (const Fact& f : list) {
    out.object().member("fact", name_of(f));
    out.member("value", knowledge::text_of(f.value, knowledge::Language::en));
    out.member("text", text_of(f, language)).place(f.at);
    if (f.witness != 0) out.member("witness", f.witness);
    if (!f.rule.empty()) {
      out.member("rule", f.rule);
      out.member("need", knowledge::text_of(f.need, knowledge::Language::en));
      out.member("source", f.source);
    }
    out.end_object();
  }
  out.end_array();
}

void sentences(const std::vector<Fact>& list, knowledge::Language language, Writer& out) {
  out.array();
  for (const Fact& f : list) out.value(text_of(f, language));
  out.end_array();
}

void candidates(const Diagnosis& d, knowledge::Language language, Writer& out) {
  out.array();
  for (const Candidate& candidate : d.candidates) {
    out.object().member("cause", knowledge::cause(candidate.cause).name);
    sentences(candidate.supports, language, out.name("for"));
    sentences(candidate.contradicts, language, out.name("against"));
    out.end_object();
  }
  out.end_array();
}

void ruled_out(const Diagnosis& d, knowledge::Language language, Writer& out) {
  out.array();
  for (const RuledOut& r : d.ruled_out) {
    out.object().member("cause", knowledge::cause(r.cause).name);
    out.member("by", text_of(r.by, language)).end_object();
  }
  out.end_array();
}

void needs(const std::vector<NeededCertificate>& list, Writer& out) {
  out.array();
  for (const NeededCertificate& c : list) {
    out.object().member("subject", c.subject).member_or_null("key_id", c.key_id);
    out.member_or_null("url", printable(c.url)).member_or_null("sha256", c.sha256).end_object();
  }
  out.end_array();
}

void steps(const Remedy& r, const Diagnosis& d, const Wording& wording, const Address& address,
           Writer& out) {
  out.array();
  for (const WordedSteps& p : steps_of(r, d, wording.language, wording.product)) {
    const knowledge::Product& product = knowledge::product(p.product);
    out.object().member("product", product.name).member("title", product.title(wording.language));
    out.name("text").array();
    for (const std::string& step : p.lines) out.value(addressed(step, address));
    out.end_array().end_object();
  }
  out.end_array();
}

}  // namespace

void diagnosis(const Diagnosis& d, knowledge::Language language, const Address& address,
               Writer& out) {
  if (came_about(d.outcome)) {
    out.value(nullptr);
    return;
  }
  const knowledge::Cause* cause = d.cause ? &knowledge::cause(*d.cause) : nullptr;
  out.object();
  out.member_or_null("cause", cause != nullptr ? cause->name : "");
  out.member_or_null("title", cause != nullptr ? cause->text(language).title : "");
  out.member("refuser", name_of(d.refuser)).member_or_null("at", d.at);
  out.member("confidence", name_of(d.confidence));
  candidates(d, language, out.name("candidates"));
  facts(d.evidence, language, out.name("evidence"));
  ruled_out(d, language, out.name("ruled_out"));
  if (d.confidence == Confidence::one_of && cause != nullptr) {
    const auto observe = cause->text(language).observe;
    out.member("next_observation",
               addressed(knowledge::render(observe, d.parameters, language), address));
  } else {
    out.member("next_observation", nullptr);
  }
  out.end_object();
}

void remedies(const Explanation& e, const Wording& wording, Writer& out) {
  const bool seen = std::holds_alternative<Seen>(e.handshake);
  const Address address = seen ? address_of(e.seen()) : Address{};
  out.array();
  for (const Remedy& r : e.remedies()) {
    const knowledge::Change& change = knowledge::change(r.change);
    out.object().member("rank", r.rank).member("where", name_of(r.where));
    out.member("security", name_of(r.security));
    out.name("changes").array().value(change.name);
    for (const knowledge::ChangeId also : r.also) out.value(knowledge::change(also).name);
    out.end_array().member("title", change.title(wording.language));
    out.member("applicability", name_of(r.applicability));
    out.member_or_null("before", r.before).member_or_null("after", r.after);
    out.name("breaks").array();
    for (const knowledge::ClientProfile* client : r.breaks) out.value(client->name);
    out.end_array();
    if (r.client != nullptr) out.member("client", r.client->name);
    if (!r.needs.empty()) needs(r.needs, out.name("needs"));
    steps(r, e.diagnosis, wording, address, out.name("steps"));
    out.end_object();
  }
  out.end_array();
}

}  // namespace tlswhy::json
