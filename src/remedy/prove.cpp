#include "remedy/prove.hpp"

#include <algorithm>
#include <utility>

#include "diagnosis/seen_parties.hpp"
#include "knowledge/cause.hpp"
#include "knowledge/registry.hpp"
#include "wire/names.hpp"

namespace tlswhy {
namespace {

using knowledge::ChangeId;

constexpr std::size_t most_with_others = 3;  // remedies whose effect on other clients is played

std::string agreed(const Negotiation& n) {
  return version_name(n.flight.version) + " " + knowledge::cipher_suite_text(n.flight.cipher_suite);
}

bool establishes(const std::optional<World>& world) { return world && world->play().established(); }

// A second change for the refusal that the first one led to; the first alone and the second alone
// are not enough.
bool prove_with_another(Remedy& remedy, const World& before, const World& changed,
                        const Refusal& next) {
  for (const knowledge::CauseRemedy& second : knowledge::cause(next.cause).remedies) {
    if (second.security == knowledge::Security::lowers || second.change == remedy.change) continue;
    const auto both = apply(second.change, changed);
    if (!establishes(both) || establishes(apply(second.change, before))) continue;
    remedy.also = {second.change};
    remedy.after = agreed(both->play());
    return true;
  }
  return false;
}

// Whether the remedy stays.
bool try_remedy(Remedy& remedy, const World& world, const Refusal& refusal) {
  const auto changed = apply(remedy.change, world);
  if (!changed) return true;
  const Negotiation after = changed->play();
  if (after.established()) {
    remedy.after = agreed(after);
  } else {
    const bool further = after.refusal->cause != refusal.cause;
    if (!further || !prove_with_another(remedy, world, *changed, *after.refusal)) return false;
  }
  remedy.applicability = Applicability::proved;
  remedy.before = knowledge::cause(refusal.cause).name;
  return true;
}

// Who connects now and would not afterwards.
void play_others(Remedy& remedy, const World& world) {
  const auto changed = changed_world(remedy, world);
  if (!changed || remedy.where == knowledge::Where::client) return;
  const auto before = world.graphs();
  const auto after = changed->graphs();
  for (const knowledge::ClientProfile& other : knowledge::clients()) {
    if (!world.play_as(other, before).established()) continue;
    ++remedy.others;
    if (!changed->play_as(other, after).established()) remedy.breaks.push_back(&other);
  }
}

}  // namespace

std::optional<World> changed_world(const Remedy& remedy, const World& world) {
  auto out = apply(remedy.change, world);
  for (const ChangeId change : remedy.also) {
    if (out) out = apply(change, *out);
  }
  return out;
}

std::vector<Remedy> prove(std::vector<Remedy> known, const World& world) {
  const Negotiation before = world.play();
  if (before.established()) return known;
  std::erase_if(known, [&](Remedy& remedy) { return !try_remedy(remedy, world, *before.refusal); });
  const auto proved = [](const Remedy& r) { return r.applicability == Applicability::proved; };
  const bool safe = std::ranges::any_of(known, [&](const Remedy& r) {
    return proved(r) && r.security != knowledge::Security::lowers;
  });
  if (safe)
    std::erase_if(known, [](const Remedy& r) { return r.security == knowledge::Security::lowers; });
  std::ranges::stable_sort(known, {}, [&](const Remedy& r) {
    return std::pair(r.security == knowledge::Security::lowers, !proved(r));
  });
  for (std::size_t i = 0; i < known.size(); ++i) {
    known[i].rank = static_cast<int>(i) + 1;
    if (i < most_with_others && proved(known[i])) play_others(known[i], world);
  }
  return known;
}

std::vector<Remedy> prove_seen(std::vector<Remedy> known, const Diagnosis& diagnosis,
                               const Handshake& h, const DiagnosisOptions& options) {
  const knowledge::ClientProfile* client = options.client;
  if (client == nullptr && diagnosis.client != nullptr)
    client = knowledge::typical_client(diagnosis.client->id);
  const bool seen = h.client_hello && h.server_hello && h.server_certificates &&
                    !h.server_certificates->empty() && h.server_certificates->front()->parsed;
  if (client == nullptr || !seen || diagnosis.refuser != Party::client || !diagnosis.cause)
    return known;
  const PlayedClient played(*client, *h.client_hello);
  World world{.client = *played,
              .client_suites = {},
              .server = seen_server(h),
              .store = {},
              .host = options.host,
              .at = *options.at};
  if (options.store != nullptr) world.store = *options.store;
  if (world.host.empty()) world.host = h.client_hello->server_name.value_or("");
  const Negotiation n = world.play();
  if (!n.refusal || n.refusal->cause != *diagnosis.cause) return known;
  if (n.refusal->fault && !world.store) return known;  // nobody knows what it trusts
  return prove(std::move(known), world);
}

}  // namespace tlswhy
