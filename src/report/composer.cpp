#include "report/composer.hpp"

#include <algorithm>
#include <utility>

#include "base/server_name.hpp"
#include "knowledge/ids/sentences.hpp"
#include "knowledge/phrase.hpp"
#include "report/input_report.hpp"
#include "report/place.hpp"
#include "transcript/preamble.hpp"

namespace tlswhy {
namespace {

// What a screen has room for.
constexpr std::size_t most_facts = 4;
constexpr std::size_t most_shown = 3;
constexpr std::size_t most_ruled_out = 2;

// `told`: by a log, which need not say who refused.
knowledge::SentenceId who_refused(const Diagnosis& d, bool told) {
  if (d.outcome != Outcome::failed) return sentence::report_who_client;
  switch (d.refuser) {
    case Party::client: return sentence::report_who_client_refused;
    case Party::server: return sentence::report_who_server_refused;
    case Party::middlebox: return sentence::report_who_middlebox_refused;
    case Party::network: return sentence::report_who_network_refused;
    case Party::nobody: break;
  }
  return told ? sentence::report_who_not_told : sentence::report_who_nobody_refused;
}

}  // namespace

Composer::Composer(const Explanation& explanation, std::string client, std::string server,
                   const Wording& wording)
    : e_(explanation),
      d_(explanation.diagnosis),
      client_(std::move(client)),
      server_(std::move(server)),
      wording_(wording) {
  if (std::holds_alternative<Seen>(explanation.handshake))
    address_ = address_of(explanation.seen());
}

ReportSection& Composer::section(knowledge::SentenceId label) {
  return out_.section(label, wording_.language);
}

void Composer::line(knowledge::SentenceId label, std::string text, Provenance at) {
  section(label).lines.push_back({.text = std::move(text), .at = at});
}

void Composer::fact(knowledge::SentenceId label, const Fact& fact) {
  line(label, text_of(fact, wording_.language), fact.at);
  if (e_.witnesses && fact.witness < e_.witnesses->size())
    section(label).lines.back().input = short_input((*e_.witnesses)[fact.witness].input);
}

void Composer::verdict() {
  const auto id = sentence::report_verdict;
  if (d_.outcome == Outcome::undetermined || !d_.cause) {
    const bool open = d_.outcome == Outcome::undetermined;
    const bool inside = std::ranges::any_of(d_.evidence, [](const Fact& f) {
      return f.sentence == sentence::fact_answered_and_closed;
    });
    const bool left = std::ranges::any_of(d_.evidence, [](const Fact& f) {
      return f.sentence == sentence::fact_client_left_in_order;
    });
    line(id, say(inside && d_.cause ? sentence::report_undetermined_inside
                 : left && open     ? sentence::report_undetermined_left
                 : open             ? sentence::report_undetermined
                                    : sentence::report_failed_unknown));
    if (left && open && d_.cause)
      line(id, say(sentence::report_open_verdict,
                   {{"title", knowledge::cause(*d_.cause).text(wording_.language).title}}));
    section(id).lines.back().mark = say(sentence::report_open);
    return;
  }
  const auto& text = knowledge::cause(*d_.cause).text(wording_.language);
  const bool several = d_.confidence == Confidence::one_of && d_.candidates.size() > 1;
  const bool whole = knowledge::can_be_rendered(text.verdict, d_.parameters);
  line(id, several ? say(sentence::report_open_verdict, {{"title", text.title}})
           : whole ? rendered(text.verdict)
                   : say(sentence::report_verdict_title, {{"title", text.title}}));
  section(id).lines.back().mark = certainty();
  section(id).lines.back().grave = d_.confidence != Confidence::one_of;
}

namespace {

// Which certificate is meant: it stands beside how it ended.
bool names_certificate(const Fact& fact) {
  return fact.sentence == sentence::fact_certificate_named;
}

}  // namespace

void Composer::who() {
  const auto id = sentence::report_who;
  const bool told = e_.seen().transcript.transport.log() != nullptr;
  line(id, say(who_refused(d_, told), {{"client", client_}, {"server", server_}}));
  if (d_.ending) fact(id, *d_.ending);
  for (const Fact& named : d_.evidence)
    if (names_certificate(named)) fact(id, named);
}

void Composer::would_refuse() {
  const auto id = sentence::report_who;
  const bool client = d_.refuser == Party::client;
  line(id, say(client ? sentence::report_who_would_refuse : sentence::report_who_would_be_refused,
               {{"client", client_}}));
  if (d_.ending) line(id, text_of(*d_.ending, wording_.language));
}

void Composer::where() {
  const auto id = sentence::report_where;
  if (d_.at.empty() && e_.seen().transcript.transport.log() != nullptr) return;
  if (d_.at.empty()) return line(id, say(sentence::report_before_message));
  line(id, say(sentence::report_after_message, {{"message", d_.at}}),
       d_.at_frame == 0 ? Provenance()
                        : Provenance(e_.seen().transcript.transport.counts(), d_.at_frame));
}

void Composer::why() {
  const auto id = sentence::report_why;
  std::vector<Fact> facts = d_.evidence;
  if (d_.ending) std::erase(facts, *d_.ending);  // it stands in WHO
  std::erase_if(facts, names_certificate);
  const std::size_t count = wording_.full ? facts.size() : std::min(most_facts, facts.size());
  for (std::size_t i = 0; i < count; ++i) fact(id, facts[i]);
  if (d_.cause && (wording_.full || count == 0))
    line(id, rendered(knowledge::cause(*d_.cause).text(wording_.language).explain));
}

void Composer::candidates() {
  const std::size_t count =
      wording_.full ? d_.candidates.size() : std::min(most_shown, d_.candidates.size());
  for (std::size_t i = 1; i < count; ++i) {  // the first is the verdict
    const auto& cause = knowledge::cause(d_.candidates[i].cause);
    line(sentence::report_could_be, std::string(cause.text(wording_.language).title));
    section(sentence::report_could_be).items = true;
  }
}

void Composer::sure() {
  if (d_.confidence == Confidence::shown || !d_.cause) return;
  if (d_.confidence == Confidence::consistent)
    return line(sentence::report_sure, say(e_.seen().transcript.transport.log() != nullptr
                                               ? sentence::report_sure_text
                                               : sentence::report_sure_consistent));
  const std::string observe = rendered(knowledge::cause(*d_.cause).text(wording_.language).observe);
  if (!observe.empty()) line(sentence::report_sure, addressed(observe, address_));
}

void Composer::next_step() {
  const LogFacts* log = e_.seen().transcript.transport.log();
  if (log == nullptr || d_.confidence == Confidence::shown) return;
  if (log->server.host.empty())
    return line(sentence::report_sure, say(sentence::report_ask_unnamed));
  if (d_.profile != nullptr) {
    return line(sentence::report_sure, say(sentence::report_ask_server_as,
                                           {{"server", server_}, {"client", d_.profile->name}}));
  }
  line(sentence::report_sure, say(sentence::report_ask_server, {{"server", server_}}));
}

// Only what people take this cause for; the others stand in the diagnosis.
void Composer::ruled_out() {
  std::size_t shown = 0;
  for (const RuledOut& r : d_.ruled_out) {
    if (!d_.cause || shown == most_ruled_out) break;
    const auto alike = knowledge::cause(*d_.cause).look_alikes;
    if (!wording_.full && std::ranges::find(alike, r.cause) == alike.end()) continue;
    ++shown;
    line(sentence::report_not,
         say(sentence::report_not_ruled_out,
             {{"title", knowledge::cause(r.cause).text(wording_.language).title},
              {"fact", text_of(r.by, wording_.language)}}),
         r.by.at);
  }
}

std::string Composer::say(knowledge::SentenceId id,
                          std::initializer_list<knowledge::Parameter> parameters) const {
  return knowledge::say(id, wording_.language, parameters);
}
std::string Composer::phrase(std::string_view text) const {
  return knowledge::phrase(text, wording_.language);
}
std::string Composer::rendered(std::string_view pattern) const {
  return knowledge::render(pattern, d_.parameters, wording_.language);
}
std::string Composer::certainty() const {
  switch (d_.confidence) {
    case Confidence::shown: return say(sentence::report_proven);
    case Confidence::consistent: return say(sentence::report_likely);
    case Confidence::one_of: break;
  }
  return say(sentence::report_open);
}

}  // namespace tlswhy
