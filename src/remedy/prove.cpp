#include "remedy/prove.hpp"

#include <algorithm>
#include <ranges>
#include <utility>

#include "base/hex.hpp"
#include "base/time_span.hpp"
#include "diagnosis/seen_parties.hpp"
#include "knowledge/cause.hpp"
#include "knowledge/ids/causes.hpp"
#include "knowledge/ids/changes.hpp"
#include "remedy/missing_issuers.hpp"
#include "wire/names.hpp"
#include "wire/registry.hpp"

namespace tlswhy {
namespace {

using knowledge::ChangeId;

constexpr std::ptrdiff_t most_with_others = 3;  // remedies whose effect on other clients is played

std::string agreed(const Negotiation& n) {
  return version_name(n.flight.version) + " " + cipher_suite_text(n.flight.cipher_suite);
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

bool is_proved(const Remedy& r) { return r.applicability == Applicability::proved; }

// Proved ones first; a certificate goes into service after the remedy that had it issued.
void sort(std::vector<Remedy>& known) {
  std::vector<std::pair<std::pair<bool, bool>, Remedy>> keyed;
  for (Remedy& r : known) {
    std::pair key(r.security == knowledge::Security::lowers, !is_proved(r));
    const bool follows = r.change == ChangeId::deploy_certificate && !keyed.empty() &&
                         keyed.back().second.where == knowledge::Where::ca;
    if (follows) key = keyed.back().first;
    keyed.emplace_back(key, std::move(r));
  }
  std::ranges::stable_sort(keyed, {}, [](const auto& k) { return k.first; });
  std::ranges::transform(keyed, known.begin(), [](auto& k) { return std::move(k.second); });
}

bool makes(const Remedy& remedy, ChangeId change) {
  return remedy.change == change || std::ranges::find(remedy.also, change) != remedy.also.end();
}

NeededCertificate needed(const Certificate& at_hand) {
  return {.subject = at_hand.subject,
          .key_id = hex(at_hand.subject_key_id),
          .url = {},
          .sha256 = at_hand.der.empty() ? std::string() : hex(at_hand.sha256)};
}
NeededCertificate issuer_of(const Certificate& below) {
  return {.subject = below.issuer,
          .key_id = below.authority_key_id ? hex(below.authority_key_id->key_id) : "",
          .url = below.ca_issuers,
          .sha256 = {}};
}

void need_added(Remedy& remedy, const CertificateList& before, const CertificateList& after) {
  for (const auto& certificate : after) {
    if (std::ranges::none_of(before,
                             [&](const auto& c) { return c->sha256 == certificate->sha256; }))
      remedy.needs.push_back(needed(*certificate));
  }
}

// Which certificates the server would have to send, as far as it shows.
void name_missing(std::vector<Remedy>& known, knowledge::CauseId cause, const CertificateList& sent,
                  const std::optional<CertificateList>& store, const CertificateList& at_hand) {
  const auto remedy = std::ranges::find(known, ChangeId::send_intermediate, &Remedy::change);
  if (remedy == known.end()) return;
  const MissingIssuers missing = missing_issuers(sent, store, at_hand);
  remedy->needs.clear();
  if (!missing.ways.empty()) return need_added(*remedy, sent, missing.ways.front());
  for (const auto& certificate : missing.at_hand) remedy->needs.push_back(needed(*certificate));
  // Of other causes the path may just end at its root, which is not sent.
  const bool lacks = cause == knowledge::CauseId::missing_intermediate ||
                     cause == knowledge::CauseId::wrong_intermediate;
  if (missing.stops_at && lacks) remedy->needs.push_back(issuer_of(*missing.stops_at));
}

// What the change was made with.
void say_with_what(Remedy& remedy, const World& before, const World& after) {
  if (makes(remedy, ChangeId::upgrade_client))
    remedy.client = knowledge::find_client(after.client.name);
  if (!makes(remedy, ChangeId::send_intermediate)) return;
  remedy.needs.clear();
  for (std::size_t i = 0; i < before.server.credentials.size(); ++i)
    need_added(remedy, before.server.credentials[i].chain, after.server.credentials[i].chain);
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
  say_with_what(remedy, world, *changed_world(remedy, world));
  remedy.applicability = Applicability::proved;
  remedy.before = knowledge::cause(refusal.cause).name;
  return true;
}

using Clients = std::vector<const knowledge::ClientProfile*>;

// Of all profiles, those that the server as it is connects with.
Clients connecting(const World& world) {
  Clients out;
  const auto graphs = world.graphs();
  for (const knowledge::ClientProfile& client : knowledge::clients()) {
    if (world.play_as(client, graphs).established()) out.push_back(&client);
  }
  return out;
}

// Which of `connecting` would not connect afterwards.
void play_others(Remedy& remedy, const World& changed, const Clients& connecting) {
  const auto graphs = changed.graphs();
  remedy.others = connecting.size();
  for (const auto* other : connecting) {
    if (!changed.play_as(*other, graphs).established()) remedy.breaks.push_back(other);
  }
}

// For the first remedies that change the server: whom each would cut off.
void play_others(std::vector<Remedy>& known, const World& world) {
  std::optional<Clients> before;
  for (Remedy& remedy : std::views::take(known, most_with_others)) {
    if (!is_proved(remedy) || remedy.where == knowledge::Where::client) continue;
    const auto changed = changed_world(remedy, world);
    if (!changed) continue;
    if (!before) before = connecting(world);
    play_others(remedy, *changed, *before);
  }
}

// The same client with a clock so wrong that it finds the leaf's dates wrong; nothing where it
// would not.
std::optional<World> with_wrong_clock(World world) {
  using knowledge::CauseId;
  const Certificate& leaf = world.server.credentials.front().leaf();
  world.right_time = world.situation.at;
  for (const Timestamp at : {shifted(leaf.not_after, day_ns), shifted(leaf.not_before, -day_ns)}) {
    world.situation.at = at;
    const Negotiation n = world.play();
    if (n.refusal &&
        (n.refusal->cause == CauseId::cert_expired || n.refusal->cause == CauseId::not_yet_valid))
      return world;
  }
  return std::nullopt;
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
  if (const std::size_t used = before.flight.credential.value_or(0);
      used < world.server.credentials.size())
    name_missing(known, before.refusal->cause, world.server.credentials[used].chain, world.store,
                 world.at_hand);
  std::erase_if(known, [&](Remedy& remedy) { return !try_remedy(remedy, world, *before.refusal); });
  const bool safe = std::ranges::any_of(known, [](const Remedy& r) {
    return is_proved(r) && r.security != knowledge::Security::lowers;
  });
  if (safe)
    std::erase_if(known, [](const Remedy& r) { return r.security == knowledge::Security::lowers; });
  sort(known);
  for (int rank = 0; Remedy & remedy : known) remedy.rank = ++rank;
  play_others(known, world);
  return known;
}

std::vector<Remedy> prove_seen(std::vector<Remedy> known, const Diagnosis& diagnosis,
                               const Handshake& h, const Setting& setting, Timestamp seen_at,
                               const CertificateList& at_hand) {
  const knowledge::ClientProfile* client = setting.client();
  if (client == nullptr && diagnosis.client != nullptr)
    client = knowledge::typical_client(diagnosis.client->id);
  const bool seen = h.client_hello && h.server_hello && h.server_certificates &&
                    !h.server_certificates->empty() && h.server_certificates->front()->parsed;
  const std::optional<CertificateList>& store = setting.store;
  if (h.server_certificates && !h.server_certificates->empty() && diagnosis.cause)
    name_missing(known, *diagnosis.cause, *h.server_certificates, store, at_hand);
  if (client == nullptr || !seen || diagnosis.refuser != Party::client || !diagnosis.cause)
    return known;
  const PlayedClient played(*client, *h.client_hello);
  World world{.client = *played,
              .client_suites = {},
              .server = seen_server(h),
              .store = store,
              .situation = {.host = setting.host, .at = setting.at.value_or(seen_at)},
              .at_hand = at_hand,
              .client_version_known = setting.client() != nullptr};
  if (world.situation.host.empty())
    world.situation.host = ServerName(h.client_hello->server_name.value_or(""));
  const Negotiation n = world.play();
  if (!n.refusal && world.store && *diagnosis.cause == knowledge::CauseId::client_clock_wrong) {
    const auto wrong = with_wrong_clock(std::move(world));
    return wrong ? prove(std::move(known), *wrong) : known;
  }
  if (!n.refusal || n.refusal->cause != *diagnosis.cause) return known;
  if (n.refusal->fault && !world.store) return known;  // nobody knows what it trusts
  return prove(std::move(known), world);
}

}  // namespace tlswhy
