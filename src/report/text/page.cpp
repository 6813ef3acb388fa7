#include "report/text/page.hpp"

#include <algorithm>

#include "knowledge/recipe.hpp"
#include "knowledge/sentence.hpp"
#include "report/input_report.hpp"

namespace tlswhy::text {
namespace {

constexpr std::size_t most_facts = 4;
constexpr std::size_t most_candidates = 3;
constexpr std::size_t most_ruled_out = 2;

knowledge::SentenceId place_of(const Remedy& r) {
  switch (r.where) {
    case knowledge::Where::server: return sentence::report_where_server;
    case knowledge::Where::ca: return sentence::report_where_ca;
    case knowledge::Where::client: return sentence::report_where_client;
    case knowledge::Where::network: break;
  }
  return sentence::report_where_network;
}
knowledge::SentenceId effect_of(const Remedy& r) {
  switch (r.security) {
    case knowledge::Security::raises: return sentence::report_security_raises;
    case knowledge::Security::keeps: return sentence::report_security_keeps;
    case knowledge::Security::lowers: break;
  }
  return sentence::report_security_lowers;
}

}  // namespace

void Page::header(const std::string& input, const std::string& about) {
  w_.heading("tlswhy " + input, about);
}

void Page::verdict() {
  if (d_.outcome == Outcome::undetermined) {
    w_.line(say(sentence::report_verdict), say(sentence::report_undetermined),
            say(sentence::report_open));
    return;
  }
  if (!d_.cause) {
    w_.line(say(sentence::report_verdict), say(sentence::report_failed_unknown),
            say(sentence::report_open));
    return;
  }
  const auto& text = knowledge::cause(*d_.cause).text(language_);
  const std::string verdict =
      d_.confidence == Confidence::one_of && d_.candidates.size() > 1
          ? say(sentence::report_open_verdict, {{"title", std::string(text.title)}})
          : rendered(text.verdict);
  w_.line(say(sentence::report_verdict), verdict, certainty(),
          d_.confidence == Confidence::one_of ? Style::dim : Style::bad);
}

void Page::who() {
  const knowledge::SentenceId who = [this] {
    if (d_.outcome != Outcome::failed) return sentence::report_who_client;
    switch (d_.refuser) {
      case Party::client: return sentence::report_who_client_refused;
      case Party::server: return sentence::report_who_server_refused;
      case Party::middlebox: return sentence::report_who_middlebox_refused;
      case Party::network: return sentence::report_who_network_refused;
      case Party::nobody: break;
    }
    return sentence::report_who_nobody_refused;
  }();
  w_.line(say(sentence::report_who), say(who, {{"client", s_.client}, {"server", s_.server}}));
  if (d_.ending) w_.line("", text_of(*d_.ending, language_), place(d_.ending->at));
}

void Page::would_refuse() {
  const bool client = d_.refuser == Party::client;
  w_.line(say(sentence::report_who),
          say(client ? sentence::report_who_would_refuse : sentence::report_who_would_be_refused,
              {{"client", s_.client}}));
  if (d_.ending) w_.line("", text_of(*d_.ending, language_));
}

void Page::where() {
  if (d_.at.empty()) {
    w_.line(say(sentence::report_where), say(sentence::report_before_message));
    return;
  }
  w_.line(say(sentence::report_where), say(sentence::report_after_message, {{"message", d_.at}}),
          place(d_.at_frame));
}

void Page::why() {
  const std::size_t count =
      options_.full ? d_.evidence.size() : std::min(most_facts, d_.evidence.size());
  for (std::size_t i = 0; i < count; ++i) {
    const Fact& fact = d_.evidence[i];
    w_.line(i == 0 ? say(sentence::report_why) : "", text_of(fact, language_), place(fact.at));
  }
  if (d_.cause && (options_.full || count == 0)) {
    w_.line(count == 0 ? say(sentence::report_why) : "",
            rendered(knowledge::cause(*d_.cause).text(language_).explain));
  }
}

void Page::candidates() {
  if (d_.candidates.size() < 2) return;
  const std::size_t count =
      options_.full ? d_.candidates.size() : std::min(most_candidates, d_.candidates.size());
  for (std::size_t i = 1; i < count; ++i) {  // the first is the verdict
    w_.line(i == 1 ? say(sentence::report_could_be) : "",
            "- " + std::string(knowledge::cause(d_.candidates[i].cause).text(language_).title));
  }
}

void Page::sure() {
  if (d_.confidence == Confidence::shown || !d_.cause) return;
  if (d_.confidence == Confidence::consistent) {
    w_.line(say(sentence::report_sure), say(sentence::report_sure_consistent));
    return;
  }
  const std::string observe = rendered(knowledge::cause(*d_.cause).text(language_).observe);
  if (!observe.empty()) w_.line(say(sentence::report_sure), observe);
}

// Where, what, and what it does to security.
void Page::remedy(const Remedy& r, bool first) {
  const std::string condition =
      first && d_.candidates.size() > 1 ? say(sentence::report_if_first) + " " : "";
  const bool follows = r.change == knowledge::ChangeId::deploy_certificate;
  w_.line(say(first     ? sentence::report_do_this
              : follows ? sentence::report_then
                        : sentence::report_else),
          condition + say(place_of(r)) + ": " +
              std::string(knowledge::change(r.change).title(language_)) + " (" + say(effect_of(r)) +
              ")");
}

// The steps of one product in at most `room` lines.
// Gives the number of lines that found no room.
std::size_t Page::steps(const WordedSteps& p, std::size_t room) {
  w_.line("", std::string(knowledge::product_title(p.product)) + ":");
  Writer all(options_.colour);
  std::size_t shown = 0;
  std::size_t hidden = 0;
  for (const std::string& step : p.lines) {
    Writer one(options_.colour);
    one.line("", "- " + step);
    if (hidden > 0 || (shown > 0 && shown + one.lines() > room)) {
      hidden += one.lines();
    } else {
      shown += one.lines();
      all.append(one);
    }
  }
  w_.append(all);
  return hidden;
}

// The certificates that have to be found, or are at hand.
void Page::needs(const Remedy& r) {
  for (const NeededCertificate& c : r.needs) {
    w_.line("", say(sentence::report_needs, {{"subject", c.subject}}));
    if (!c.key_id.empty()) w_.line("", say(sentence::report_needs_key, {{"key_id", c.key_id}}));
    if (!c.url.empty()) w_.line("", say(sentence::report_needs_url, {{"url", c.url}}));
    if (!c.sha256.empty()) w_.line("", say(sentence::report_needs_seen, {{"sha256", c.sha256}}));
  }
}

void Page::played(const Remedy& r) {
  const bool newer = r.client != nullptr;
  w_.line("", newer ? say(sentence::report_proved_client,
                          {{"client", std::string(r.client->title(language_))}, {"after", r.after}})
                    : say(sentence::report_proved, {{"after", r.after}}));
}

// What playing it again gave, for this client and for the others.
void Page::proof(const Remedy& r) {
  if (r.applicability != Applicability::proved) return;
  for (const knowledge::ChangeId also : r.also)
    w_.line("", say(sentence::report_proved_and,
                    {{"change", std::string(knowledge::change(also).title(language_))}}));
  played(r);
  if (r.others == 0) return;
  if (r.breaks.empty()) {
    w_.line("", say(sentence::report_breaks_nobody, {{"count", r.others}}));
    return;
  }
  const std::size_t named =
      options_.full ? r.breaks.size() : std::min<std::size_t>(3, r.breaks.size());
  std::string clients;
  for (std::size_t i = 0; i < named; ++i)
    clients += (i == 0 ? "" : ", ") + std::string(r.breaks[i]->name);
  const std::size_t more = r.breaks.size() - named;
  w_.line("", more == 0
                  ? say(sentence::report_breaks, {{"clients", clients}})
                  : say(sentence::report_breaks_more, {{"clients", clients}, {"count", more}}));
}

void Page::first_remedy(std::size_t room) {
  if (s_.remedies.empty()) return;
  const Remedy& r = s_.remedies.front();
  remedy(r, true);
  needs(r);
  proof(r);
  const auto products = steps_of(r, d_, language_, options_.product);
  if (options_.full) {
    for (const WordedSteps& p : products) steps(p, static_cast<std::size_t>(-1));
  } else if (!products.empty()) {
    more(std::span(products).subspan(1), steps(products.front(), std::max(room, fewest_steps)));
  }
}

void Page::after_remedy(knowledge::SentenceId check) {
  if (!s_.remedies.empty()) w_.line(say(sentence::report_check), say(check));
  for (std::size_t i = 1; i < s_.remedies.size() && (options_.full || i < 2); ++i) {
    remedy(s_.remedies[i], false);
    if (s_.remedies[i].client != nullptr) played(s_.remedies[i]);
  }
  if (!d_.cause) return;
  const std::string never = rendered(knowledge::cause(*d_.cause).text(language_).never);
  if (!never.empty()) w_.line(say(sentence::report_never), never);
}

// Only what people take this cause for; the others stand in JSON.
void Page::ruled_out() {
  std::size_t shown = 0;
  for (const RuledOut& r : d_.ruled_out) {
    if (!d_.cause || shown == most_ruled_out) break;
    const auto alike = knowledge::cause(*d_.cause).look_alikes;
    if (!options_.full && std::ranges::find(alike, r.cause) == alike.end()) continue;
    w_.line(shown++ == 0 ? say(sentence::report_not) : "",
            say(sentence::report_not_ruled_out,
                {{"title", std::string(knowledge::cause(r.cause).text(language_).title)},
                 {"fact", text_of(r.by, language_)}}),
            place(r.by.at));
  }
}

void Page::same(const Same& s) {
  if (s.failed < 2) return;
  std::string text = say(sentence::report_same_verdict, {{"count", s.count}, {"failed", s.failed}});
  if (s.servers > 1)
    text += "; " + say(sentence::report_servers, {{"count", s.servers}, {"server", s_.server}});
  w_.line(say(sentence::report_same), text);
}

std::string Page::say(knowledge::SentenceId id,
                      std::initializer_list<knowledge::Parameter> parameters) const {
  return knowledge::render(knowledge::sentence(id, language_), parameters, language_);
}
std::string Page::rendered(std::string_view pattern) const {
  return knowledge::render(pattern, d_.parameters, language_);
}
std::string Page::place(Provenance at) const {
  switch (at.kind) {
    case Provenance::Kind::packet: return say(sentence::report_frame, {{"frame", at.number}});
    case Provenance::Kind::line: return say(sentence::report_line, {{"line", at.number}});
    case Provenance::Kind::question:
      return say(sentence::report_question, {{"question", at.number}});
    case Provenance::Kind::nowhere: break;
  }
  return {};
}
std::string Page::certainty() const {
  switch (d_.confidence) {
    case Confidence::shown: return say(sentence::report_proven);
    case Confidence::consistent: return say(sentence::report_likely);
    case Confidence::one_of: break;
  }
  return say(sentence::report_open);
}
// How to see what was left out.
void Page::more(std::span<const WordedSteps> others, std::size_t hidden) {
  std::string text;
  if (hidden > 0) text = say(sentence::report_more_steps, {{"count", hidden}});
  std::string names;
  for (const WordedSteps& other : others) {
    if (!names.empty()) names += ", ";
    names += knowledge::product(other.product).name;
  }
  if (!names.empty()) {
    if (!text.empty()) text += " ";
    text += say(sentence::report_other_products, {{"products", names}});
  }
  if (!text.empty()) w_.line("", text);
}

}  // namespace tlswhy::text
