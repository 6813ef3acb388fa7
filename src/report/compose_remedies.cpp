// What to do, in the order of worth, and what never to do.
#include <algorithm>
#include <utility>

#include "knowledge/ids/changes.hpp"
#include "knowledge/ids/sentences.hpp"
#include "report/composer.hpp"
#include "report/remedy_words.hpp"

namespace tlswhy {

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

void Composer::add(std::string text) {
  out_.sections.back().lines.push_back({.text = std::move(text)});
}

// Where, what, and what it does to security.
void Composer::remedy(const Remedy& r, bool first) {
  const bool follows = r.change == knowledge::ChangeId::deploy_certificate;
  out_.begin(first     ? sentence::report_do_this
             : follows ? sentence::report_then
                       : sentence::report_else,
             wording_.language);
  const bool conditional = first && d_.candidates.size() > 1;
  add(say(conditional ? sentence::report_remedy_if_first : sentence::report_remedy,
          {{"where", say(place_of(r))}, {"change", r.change}, {"effect", say(effect_of(r))}}));
}

// The certificates that have to be found, or are at hand.
void Composer::needs(const Remedy& r) {
  for (const NeededCertificate& c : r.needs) {
    add(say(sentence::report_needs, {{"subject", c.subject}}));
    if (!c.key_id.empty()) add(say(sentence::report_needs_key, {{"key_id", c.key_id}}));
    if (!c.url.empty()) add(say(sentence::report_needs_url, {{"url", c.url}}));
    if (!c.sha256.empty()) add(say(sentence::report_needs_seen, {{"sha256", c.sha256}}));
  }
}

void Composer::played(const Remedy& r) {
  add(r.client != nullptr
          ? say(sentence::report_proved_client,
                {{"client", r.client->title(wording_.language)}, {"after", r.after}})
          : say(sentence::report_proved, {{"after", r.after}}));
}

// What playing it again gave, for this client and for the others.
void Composer::proof(const Remedy& r) {
  if (r.applicability != Applicability::proved) return;
  for (const knowledge::ChangeId also : r.also)
    add(say(sentence::report_proved_and,
            {{"change", knowledge::change(also).title(wording_.language)}}));
  played(r);
  if (r.others == 0) return;
  add(r.breaks.empty() ? say(sentence::report_breaks_nobody, {{"count", r.others}}) : breaks(r));
}

std::string Composer::breaks(const Remedy& r) const {
  constexpr std::size_t most_named = 3;
  const std::size_t named = wording_.full ? r.breaks.size() : std::min(most_named, r.breaks.size());
  knowledge::List clients;
  for (std::size_t i = 0; i < named; ++i)
    clients.items.emplace_back(std::string(r.breaks[i]->name));
  const std::size_t more = r.breaks.size() - named;
  return more == 0 ? say(sentence::report_breaks, {{"clients", clients}})
                   : say(sentence::report_breaks_more, {{"clients", clients}, {"count", more}});
}

void Composer::remedies(knowledge::SentenceId check) {
  const auto& list = e_.remedies();
  if (!list.empty()) {
    remedy(list.front(), true);
    needs(list.front());
    proof(list.front());
    auto& steps = out_.sections.back().steps;
    steps = steps_of(list.front(), d_, wording_.language, wording_.product);
    for (WordedSteps& product : steps)
      for (std::string& step : product.lines) step = addressed(std::move(step), address_);
    line(sentence::report_check, say(check));
  }
  for (std::size_t i = 1; i < list.size() && (wording_.full || i < 2); ++i) {
    remedy(list[i], false);
    if (list[i].client != nullptr) played(list[i]);
  }
  if (!d_.cause) return;
  const std::string never = rendered(knowledge::cause(*d_.cause).text(wording_.language).never);
  if (!never.empty()) line(sentence::report_never, never);
}

}  // namespace tlswhy
