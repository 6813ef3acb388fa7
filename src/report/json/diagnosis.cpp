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

// Words of evidence in one language, all in one storage.
class Worded {
 public:
  Worded(knowledge::Language language, bj::storage_ptr storage)
      : language_(language), storage_(std::move(storage)) {}

  bj::object object() const { return bj::object(storage_); }
  bj::string sentence(const Fact& f) const { return text(text_of(f, language_), storage_); }

  bj::array facts(const std::vector<Fact>& list) const {
    bj::array out(storage_);
    out.reserve(list.size());
    for (const Fact& f : list) out.push_back(fact(f));
    return out;
  }

  bj::array candidates(const Diagnosis& d) const {
    bj::array out(storage_);
    for (const Candidate& candidate : d.candidates) {
      bj::object one = object();
      put(one, "cause", knowledge::cause(candidate.cause).name);
      one["for"] = sentences(candidate.supports);
      one["against"] = sentences(candidate.contradicts);
      out.push_back(std::move(one));
    }
    return out;
  }

  bj::array ruled_out(const Diagnosis& d) const {
    bj::array out(storage_);
    for (const RuledOut& r : d.ruled_out) {
      bj::object one = object();
      put(one, "cause", knowledge::cause(r.cause).name);
      one["by"] = sentence(r.by);
      out.push_back(std::move(one));
    }
    return out;
  }

 private:
  bj::object fact(const Fact& fact) const {
    bj::object out = object();
    put(out, "fact", name_of(fact));
    put(out, "value", knowledge::text_of(fact.value, knowledge::Language::en));
    out["text"] = sentence(fact);
    add_place(fact.at, out);
    if (fact.witness != 0) out["witness"] = fact.witness;
    if (!fact.rule.empty()) {
      put(out, "rule", fact.rule);
      put(out, "need", knowledge::text_of(fact.need, knowledge::Language::en));
      put(out, "source", fact.source);
    }
    return out;
  }

  bj::array sentences(const std::vector<Fact>& list) const {
    bj::array out(storage_);
    for (const Fact& f : list) out.push_back(sentence(f));
    return out;
  }

  knowledge::Language language_;
  bj::storage_ptr storage_;
};

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

bj::value diagnosis(const Diagnosis& d, knowledge::Language language, const Address& address,
                    const bj::storage_ptr& storage) {
  if (came_about(d.outcome)) return nullptr;
  const Worded worded(language, storage);
  bj::object out = worded.object();
  out["cause"] = nullptr;
  out["title"] = nullptr;
  if (d.cause) {
    const knowledge::Cause& cause = knowledge::cause(*d.cause);
    put(out, "cause", cause.name);
    put(out, "title", cause.text(language).title);
  }
  put(out, "refuser", name_of(d.refuser));
  out["at"] = nullptr;
  if (!d.at.empty()) put(out, "at", d.at);
  put(out, "confidence", name_of(d.confidence));
  out["candidates"] = worded.candidates(d);
  out["evidence"] = worded.facts(d.evidence);
  out["ruled_out"] = worded.ruled_out(d);
  out["next_observation"] = nullptr;
  if (d.confidence == Confidence::one_of && d.cause) {
    const auto observe = knowledge::cause(*d.cause).text(language).observe;
    put(out, "next_observation",
        addressed(knowledge::render(observe, d.parameters, language), address));
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
