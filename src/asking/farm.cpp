#include "asking/farm.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "knowledge/ids/causes.hpp"
#include "knowledge/ids/changes.hpp"
#include "knowledge/ids/sentences.hpp"
#include "knowledge/sentence.hpp"
#include "model/learned_difference.hpp"

namespace tlswhy {
namespace {

// Who would connect by turns: here and not at the first address, or the other way round.
void note_clients(JudgedReport& report, const IpAddress& first,
                  const std::vector<bool>& accepted_there, bool here,
                  knowledge::Language language) {
  std::vector<std::string_view> clients;
  for (std::size_t i = 0; i < report.judged.verdicts.size(); ++i) {
    const Explanation& v = report.judged.verdicts[i];
    if (v.established() == here && accepted_there[i] != here)
      clients.push_back(v.played().client->name);
  }
  if (clients.empty()) return;
  const auto id = here ? sentence::probe_farm_only_here : sentence::probe_farm_only_there;
  const auto& cause = knowledge::cause(knowledge::CauseId::farm_inconsistent);
  report.input.notes.push_back(knowledge::say(id, language,
                                              {{"title", cause.id},
                                               {"cause", cause.name},
                                               {"first", to_string(first)},
                                               {"clients", knowledge::list_of(clients)},
                                               {"change", knowledge::ChangeId::align_farm}}));
}

}  // namespace

void Farm::compare(JudgedReport& member, knowledge::Language language) {
  Judged& judged = member.judged;
  LearnedServer& learned = *judged.learned;
  std::vector<bool> accepted;
  for (const Explanation& v : judged.verdicts) accepted.push_back(v.established());
  const auto [at, is_first] = first_.try_emplace(learned.name, learned, accepted);
  if (is_first) return;
  const auto& [first, accepted_there] = at->second;
  Contradiction differ{"addresses_differ", {to_string(first.address.ip)}};
  for (const LearnedChange& change : differences(first, learned)) {
    differ.details.push_back(
        fmt::format("{} {} {} {}", name_of(change), change.where, change.before, change.after));
  }
  if (differ.details.size() > 1) learned.contradictions.push_back(std::move(differ));
  note_clients(member, first.address.ip, accepted_there, true, language);
  note_clients(member, first.address.ip, accepted_there, false, language);
}

}  // namespace tlswhy
