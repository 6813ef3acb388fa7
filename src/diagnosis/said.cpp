#include "diagnosis/said.hpp"

#include <algorithm>
#include <iterator>
#include <span>
#include <string>
#include <tuple>
#include <utility>

#include "knowledge/ids/sentences.hpp"
#include "knowledge/statement.hpp"

namespace tlswhy {
namespace {

using knowledge::CauseId;
using knowledge::StatedRefuser;
using knowledge::Statement;
using knowledge::Sure;
using knowledge::Weight;

constexpr std::size_t most_quotes = 6;

const knowledge::Message& message_of(const StatementSeen& s) {
  return knowledge::messages()[s.message];
}
const Statement& statement_of(const StatementSeen& s) {
  return knowledge::statements()[message_of(s).statement];
}

// What was said of one of several ways that were tried tells nothing of the whole by itself.
Weight weight_of(const StatementSeen& s) {
  return s.attempt ? Weight::context : statement_of(s).weight;
}

Party other(Party party) { return party == Party::client ? Party::server : Party::client; }

// Who complains: the writer, or the peer whose alert it received.
std::optional<Party> complainer(const StatementSeen& s, const LogFacts& facts) {
  std::optional<Party> writer = facts.speaker;
  if (message_of(s).by == knowledge::Speaker::client) writer = Party::client;
  if (message_of(s).by == knowledge::Speaker::server) writer = Party::server;
  if (!writer) return std::nullopt;
  return s.heard ? other(*writer) : *writer;
}

// Without a writer: the side that usually makes the statement, if one does.
std::optional<Party> usual_complainer(const StatementSeen& s) {
  switch (statement_of(s).usual) {
    case knowledge::Speaker::client: return Party::client;
    case knowledge::Speaker::server: return Party::server;
    case knowledge::Speaker::any: break;
  }
  return std::nullopt;
}

std::span<const CauseId> causes_of(const StatementSeen& s, Party by) {
  const Statement& statement = statement_of(s);
  if (by == Party::server) {
    return s.depth == 0 && !statement.server_leaf.empty() ? statement.server_leaf
                                                          : statement.server;
  }
  if (s.depth == 0 && !statement.client_leaf.empty()) return statement.client_leaf;
  if (s.depth > 0 && !statement.client_issuer.empty()) return statement.client_issuer;
  return statement.client;
}

Sure sure_of(const StatementSeen& s, Party by) {
  const Sure sure = by == Party::server ? statement_of(s).sure_server : statement_of(s).sure_client;
  // The depth of the certificate may leave one cause.
  return s.depth && causes_of(s, by).size() == 1 ? std::max(sure, Sure::consistent) : sure;
}

// The causes of both sides in turn, where either may have complained.
std::vector<CauseId> of_both(const StatementSeen& s) {
  const auto client = causes_of(s, Party::client), server = causes_of(s, Party::server);
  std::vector<CauseId> out;
  const auto add = [&out](std::span<const CauseId> from, std::size_t i) {
    if (i < from.size() && std::ranges::find(out, from[i]) == out.end()) out.push_back(from[i]);
  };
  for (std::size_t i = 0; i < std::max(client.size(), server.size()); ++i) {
    add(client, i);
    add(server, i);
  }
  if (out.size() > most_candidates) out.resize(most_candidates);
  return out;
}

bool share_a_cause(std::span<const CauseId> a, std::span<const CauseId> b) {
  return std::ranges::any_of(a, [b](CauseId c) { return std::ranges::find(b, c) != b.end(); });
}

// Who complains and receives an alert soon after had gone on: what it says before decides nothing.
// An alert that is sent for this reason first of all is another party's word on the same refusal.
bool went_on_after(const StatementSeen& s, const LogFacts& facts) {
  constexpr std::uint32_t soon = 8;  // lines
  constexpr std::size_t likeliest = 3;
  if (s.heard || weight_of(s) != Weight::reason) return false;
  const Party by = complainer(s, facts).value_or(usual_complainer(s).value_or(Party::client));
  return std::ranges::any_of(facts.statements, [&](const StatementSeen& later) {
    const auto causes = causes_of(later, by);
    return later.heard && later.line > s.line && later.line <= s.line + soon &&
           weight_of(later) >= Weight::refusal &&
           !share_a_cause(causes_of(s, by), causes.first(std::min(likeliest, causes.size())));
  });
}

// The text gives another reason that cannot be this one's.
bool contradicts(const StatementSeen& s, const StatementSeen& main, Party by) {
  const auto reason = [](const StatementSeen& x) {
    return !x.waived && weight_of(x) == Weight::reason;
  };
  if (&s == &main || !reason(s) || !reason(main)) return false;
  return !share_a_cause(causes_of(s, by), causes_of(main, by));
}

// The first causes of `more` behind the first of `causes`, as far as there is room.
void merge(std::span<const CauseId> more, std::vector<CauseId>& causes) {
  std::size_t at = 1;
  for (const CauseId c : more.first(std::min<std::size_t>(more.size(), 2))) {
    if (std::ranges::find(causes, c) == causes.end())
      causes.insert(causes.begin() + static_cast<std::ptrdiff_t>(at++), c);
  }
  if (causes.size() > most_candidates) causes.resize(most_candidates);
}

// The library of the party that complains, as far as one of its own messages tells.
std::string_view library_of(Party by, const LogFacts& facts) {
  for (const StatementSeen& s : facts.statements) {
    if (!s.heard && !message_of(s).library.empty() && complainer(s, facts).value_or(by) == by)
      return message_of(s).library;
  }
  return {};
}

// A rule of another library than the one that refuses is no cause, unless none else is left.
void drop_other_libraries(std::string_view library, std::vector<CauseId>& causes) {
  const auto other = [library](CauseId cause) {
    const std::string_view family = knowledge::cause(cause).family;
    return !library.empty() && !family.empty() && family != library;
  };
  if (!std::ranges::all_of(causes, other)) std::erase_if(causes, other);
}

// All of `first`, then what else `others` has, as far as there is room.
std::vector<CauseId> led_by(std::span<const CauseId> first, std::span<const CauseId> others) {
  std::vector<CauseId> out(first.begin(), first.end());
  std::ranges::copy_if(others, std::back_inserter(out),
                       [first](CauseId c) { return std::ranges::find(first, c) == first.end(); });
  if (out.size() > most_candidates) out.resize(most_candidates);
  return out;
}

// The causes that fit how far the handshake came go before the others; those of a way that failed
// also where they are no usual ones.
void lead_with_context(const LogFacts& facts, Party by, std::vector<CauseId>& causes) {
  for (const StatementSeen& s : facts.statements) {
    if (weight_of(s) != Weight::context) continue;
    const std::span<const CauseId> fit = causes_of(s, complainer(s, facts).value_or(by));
    if (s.attempt) {
      causes = led_by(fit, causes);
      continue;
    }
    std::ranges::stable_partition(
        causes, [fit](CauseId c) { return std::ranges::find(fit, c) != fit.end(); });
  }
}

// Which statement decides: by its weight, then by how much it narrows down, then the first.
const StatementSeen& deciding(const LogFacts& facts) {
  const auto order = [&facts](const StatementSeen& s) {
    const Party by = complainer(s, facts).value_or(usual_complainer(s).value_or(Party::client));
    return std::tuple(s.waived, went_on_after(s, facts), -static_cast<int>(weight_of(s)),
                      -static_cast<int>(sure_of(s, by)), causes_of(s, by).size(), s.line);
  };
  return *std::ranges::min_element(facts.statements, {}, order);
}

// The words of a message for people: what differs from text to text (`*` in knowledge/messages) is
// left out of the quotation, and so is the `$` at which a line has to end.
std::string quoted(const knowledge::Message& message) {
  std::string out(message.text.substr(0, message.text.find_last_not_of('$') + 1));
  for (std::size_t at = out.find('*'); at != std::string::npos; at = out.find('*', at + 1))
    out.replace(at, 1, "...");
  return out;
}

Fact fact_of(const StatementSeen& s, const LogFacts& facts) {
  const std::string words = quoted(message_of(s));
  const std::optional<Party> by = complainer(s, facts);
  Fact out;
  out.sentence = !by ? s.heard ? sentence::fact_text_states_alert : sentence::fact_text_states
                 : *by == Party::client ? s.heard ? sentence::fact_client_states_in_alert
                                                  : sentence::fact_client_states
                 : s.heard              ? sentence::fact_server_states_in_alert
                                        : sentence::fact_server_states;
  out.parameters = {{"text", words}};
  out.value = words;
  out.at = {Provenance::Kind::line, s.line};
  if (s.depth) out.at = out.at.certificate(*s.depth);
  return out;
}

// Which certificate it is about.
std::optional<Fact> named_certificate(const StatementSeen& s) {
  if (!s.depth || s.subject.empty()) return std::nullopt;
  Fact out;
  out.sentence = sentence::fact_certificate_named;
  out.parameters = {{"depth", static_cast<int>(*s.depth)}, {"subject", s.subject}};
  out.value = s.subject;
  out.at = Provenance(Provenance::Kind::line, s.line).certificate(*s.depth);
  return out;
}

Confidence confidence_of(Sure sure, bool assumed) {
  if (sure == Sure::shown && !assumed) return Confidence::shown;
  return sure == Sure::one_of ? Confidence::one_of : Confidence::consistent;
}

Party refuser_of(const StatementSeen& s, std::optional<Party> by) {
  if (s.waived) return Party::nobody;
  switch (statement_of(s).refuser) {
    case StatedRefuser::client: return Party::client;
    case StatedRefuser::server: return Party::server;
    case StatedRefuser::nobody: return Party::nobody;
    case StatedRefuser::peer: return by ? other(*by) : Party::nobody;
    case StatedRefuser::speaker: break;
  }
  return by.value_or(Party::nobody);
}

}  // namespace

Diagnosis diagnose_said(const LogFacts& facts) {
  Diagnosis out;
  if (facts.statements.empty()) return out;
  const StatementSeen& main = deciding(facts);
  if (weight_of(main) == Weight::context) return out;
  const std::optional<Party> known = complainer(main, facts);
  const std::optional<Party> by = known ? known : usual_complainer(main);
  std::vector<CauseId> causes = of_both(main);
  if (by) {
    const auto list = causes_of(main, *by);
    causes.assign(list.begin(), list.end());
  }
  lead_with_context(facts, by.value_or(Party::client), causes);
  if (by) drop_other_libraries(library_of(*by, facts), causes);
  if (weight_of(main) == Weight::established) {
    out.outcome = Outcome::established;
    return out;
  }
  out.outcome = Outcome::failed;
  out.cause = causes.front();
  out.refuser = refuser_of(main, by);
  out.confidence = by ? confidence_of(sure_of(main, *by), !known) : Confidence::one_of;
  out.ending = fact_of(main, facts);
  out.evidence.push_back(*out.ending);
  if (auto named = named_certificate(main)) out.evidence.push_back(std::move(*named));
  for (const StatementSeen& s : facts.statements) {
    if (&s != &main && out.evidence.size() < most_quotes) out.evidence.push_back(fact_of(s, facts));
  }
  for (const StatementSeen& s : facts.statements) {
    if (!contradicts(s, main, by.value_or(Party::client)) || went_on_after(s, facts)) continue;
    out.confidence = Confidence::one_of;
    const auto more = causes_of(s, complainer(s, facts).value_or(Party::client));
    merge(more, causes);
  }
  if (weight_of(main) == Weight::refusal && out.refuser == Party::nobody) {
    Fact hides;
    hides.sentence = sentence::fact_words_hide_cause;
    hides.at = out.ending->at;
    out.evidence.push_back(std::move(hides));
  }
  if (out.confidence == Confidence::one_of) {
    for (const CauseId cause : causes) out.candidates.push_back({cause, {*out.ending}, {}});
  }
  return out;
}

std::optional<knowledge::Weight> weight_of(const LogFacts& facts) {
  if (facts.statements.empty()) return std::nullopt;
  const Weight weight = weight_of(deciding(facts));
  return weight == Weight::context ? std::nullopt : std::optional(weight);
}

}  // namespace tlswhy
