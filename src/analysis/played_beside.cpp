#include "analysis/played_beside.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "analysis/judge.hpp"
#include "knowledge/ids/sentences.hpp"
#include "knowledge/stack.hpp"
#include "knowledge/statement.hpp"

namespace tlswhy {
namespace {

using knowledge::CauseId;

// The library whose words the text holds; empty where they are of several.
std::string_view library_of(const LogFacts& facts) {
  for (const StatementSeen& s : facts.statements) {
    const std::string_view library = knowledge::messages()[s.message].library;
    if (!s.heard && !library.empty()) return library;
  }
  return {};
}

struct Counted {
  CauseId cause{};
  std::size_t clients = 0;
  const Diagnosis* first = nullptr;
};

// Of the clients that may have written the text how many do not connect for which cause.
std::vector<Counted> count(const std::vector<Explanation>& verdicts, const Diagnosis& said,
                           std::string_view library) {
  std::vector<Counted> out;
  for (const Explanation& v : verdicts) {
    const Diagnosis& d = v.diagnosis;
    if (v.established() || !d.cause) continue;
    if (said.profile_recognised && v.played().client != said.profile) continue;
    if (said.refuser != Party::nobody && d.refuser != said.refuser) continue;
    if (!library.empty() && knowledge::stack(v.played().client->stack).family != library) continue;
    const auto found = std::ranges::find(out, *d.cause, &Counted::cause);
    if (found == out.end()) {
      out.push_back({*d.cause, 1, &d});
    } else {
      ++found->clients;
    }
  }
  std::ranges::stable_sort(out, std::ranges::greater(), &Counted::clients);
  return out;
}

bool names(const Diagnosis& said, CauseId cause) {
  return said.cause == cause ||
         std::ranges::find(said.candidates, cause, &Candidate::cause) != said.candidates.end();
}

// First of those that are left.
void lead_with(CauseId cause, const std::vector<Fact>& why, Diagnosis& said) {
  auto found = std::ranges::find(said.candidates, cause, &Candidate::cause);
  if (found == said.candidates.end()) {
    if (said.candidates.size() == most_candidates) said.candidates.pop_back();
    found = said.candidates.insert(said.candidates.begin(), {cause, {}, {}});
  }
  found->supports.insert(found->supports.end(), why.begin(), why.end());
  std::rotate(said.candidates.begin(), found, found + 1);
  said.cause = cause;
}

}  // namespace

const std::vector<Explanation>& PlayedBeside::verdicts(const ServerName& host, Timestamp at) {
  auto key = std::pair(host.name(), at);
  if (played_for_ == key) return played_;
  Setting setting = setting_;
  setting.host = host;
  setting.at = at;
  played_ = judge(std::move(setting), SeekRemedies::no).verdicts;
  played_for_ = std::move(key);
  return played_;
}

Diagnosis PlayedBeside::order(Diagnosis said, const LogFacts& facts) {
  const auto& moment = setting_.at ? setting_.at : setting_.now;
  const bool failed = said.outcome == Outcome::failed && said.cause;
  if (!setting_.server || setting_.server->credentials.empty() || !moment || !failed) return said;
  const ServerName host = setting_.host.empty() ? ServerName(facts.server.host) : setting_.host;
  if (setting_.server_asked && !setting_.server_asked->may_be(facts.server.host)) return said;
  const bool one = setting_.client() != nullptr;
  const std::vector<Explanation>& all = verdicts(host, *moment);
  if (one && setting_.store && all.front().established()) {
    Fact would;
    would.sentence = sentence::fact_would_connect;
    said.evidence.push_back(std::move(would));
    return said;
  }
  const bool by_library = setting_.clients.empty() && !said.profile_recognised;
  std::vector<Counted> counted =
      count(all, said, by_library ? library_of(facts) : std::string_view());
  if (!one) std::erase_if(counted, [&](const Counted& c) { return !names(said, c.cause); });
  if (counted.empty() || said.confidence != Confidence::one_of) return said;
  const bool named = names(said, counted.front().cause);
  // Those of fewer clients first, for each is put before the others.
  for (auto c = counted.rbegin(); c != counted.rend(); ++c)
    lead_with(c->cause, c->first->evidence, said);
  Fact asked;
  asked.sentence = sentence::fact_chain_seen_by_asking;
  if (setting_.server_asked) said.evidence.push_back(std::move(asked));
  const Diagnosis& first = *counted.front().first;
  said.parameters = first.parameters;
  said.evidence.insert(said.evidence.end(), first.evidence.begin(), first.evidence.end());
  if (!is_side(said.refuser)) said.refuser = first.refuser;
  // What a probe was sent, another client may not have been.
  if (one && named && !setting_.server_asked) {
    said.confidence = Confidence::consistent;
    said.candidates.clear();
  }
  return said;
}

}  // namespace tlswhy
