#include "report/json/diagnosis.hpp"

#include <boost/json.hpp>

#include "knowledge/ids/languages.hpp"
#include "knowledge/recipe.hpp"
#include "report/address.hpp"
#include "report/input_report.hpp"
#include "report/json/values.hpp"
#include "report/steps.hpp"

namespace tlswhy::json {
namespace {

namespace bj = boost::json;

bj::object fact(const Fact& fact, knowledge::Language language) {
  bj::object out{{"fact", text(name_of(fact))}};
  out["value"] = text(knowledge::text_of(fact.value, knowledge::Language::en));
  out["text"] = text(text_of(fact, language));
  add_place(fact.at, out);
  if (fact.witness != 0) out["witness"] = fact.witness;
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

}  // namespace

bj::value diagnosis(const Diagnosis& d, knowledge::Language language, const Address& address) {
  if (came_about(d.outcome)) return nullptr;
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
    const auto observe = knowledge::cause(*d.cause).text(language).observe;
    out["next_observation"] =
        text(addressed(knowledge::render(observe, d.parameters, language), address));
  }
  return out;
}

bj::array remedies(const Explanation& e, const Wording& wording) {
  bj::array out;
  const bool seen = std::holds_alternative<Seen>(e.handshake);
  const Address address = seen ? address_of(e.seen()) : Address{};
  for (const Remedy& r : e.remedies()) {
    bj::array steps;
    for (const WordedSteps& p : steps_of(r, e.diagnosis, wording.language, wording.product)) {
      bj::array lines;
      for (const std::string& step : p.lines) lines.push_back(text(addressed(step, address)));
      steps.push_back(
          bj::object{{"product", text(knowledge::product(p.product).name)},
                     {"title", text(knowledge::product(p.product).title(wording.language))},
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

}  // namespace tlswhy::json
