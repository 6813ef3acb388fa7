#include <algorithm>
#include <array>
#include <functional>

#include "base/time_span.hpp"
#include "diagnosis/foresee.hpp"
#include "diagnosis/seen_parties.hpp"
#include "diagnosis/signs/signs.hpp"
#include "knowledge/ids/causes.hpp"
#include "knowledge/ids/sentences.hpp"
#include "knowledge/ranks.hpp"

// More is known than the capture shows (which client it was, what it trusts, what the server has):
// then the handshake is played, and the cause whose predicted ending is the observed one stays.
namespace tlswhy::signs {
namespace {

using knowledge::CauseId;
using knowledge::ClientProfile;

constexpr std::array chain_groups = {"chain-build", "chain-trust", "cert-sigalg", "cert-key",
                                     "validity",    "name",        "usage",       "constraints"};

bool about_chain(CauseId cause) {
  return std::ranges::find(chain_groups, knowledge::cause(cause).group) != chain_groups.end();
}

ServerFlight seen_flight(const Handshake& h) {
  ServerFlight out;
  static_cast<ServerAnswer&>(out) = h.server_answer();
  out.credential = 0;
  out.signs_md5_sha1 = h.server_key_exchange && h.version() < ProtocolVersion::TLSv1_2;
  return out;
}

// The one who was to refuse did, and in one of the ways in which it does.
bool came_so(const Case& c, const Negotiation& n, const ClientProfile& client) {
  const Refusal& refusal = *n.refusal;
  const bool by_client = refusal.by == Party::client;
  if (by_client ? !c.ended_by_client() : !c.ended_by_server()) return false;
  const auto answers = by_client ? client.answers_to(refusal.cause, n.flight.version)
                                 : std::span<const knowledge::Answer>();
  const auto does = [&](knowledge::Answer::Kind kind, std::uint8_t alert) {
    return std::ranges::any_of(answers, [&](const knowledge::Answer& answer) {
      return answer.kind == kind && answer.alert == alert;
    });
  };
  const bool closes = refusal.closes || does(knowledge::Answer::Kind::closes, 0);
  switch (c.picture.ending) {
    case Ending::alert: {
      const std::uint8_t alert = code(c.picture.alert->description);
      return refusal.alert == alert || does(knowledge::Answer::Kind::alert, alert);
    }
    // Once connected, a program closes with close_notify.
    case Ending::encrypted_alert:
      return refusal.alert.has_value() || (closes && c.picture.stage == Stage::established);
    case Ending::fin:
    case Ending::rst: return closes;
    default: return false;
  }
}

// Where the capture shows what the model says of it; 0 for what it does not show.
std::uint32_t frame_of(const Handshake& h, knowledge::SentenceId sentence, const Negotiation& n) {
  switch (sentence) {
    case sentence::fact_server_chose:
    case sentence::fact_agreed_version: return h.server_hello.frame();
    case sentence::fact_dh_bits:
    case sentence::fact_signature_hash: return h.server_key_exchange.frame();
    case sentence::fact_client_versions:
    case sentence::fact_client_suites: return h.client_hello.frame();
    case sentence::fact_client_needs:
    case sentence::fact_another_listed:
    case sentence::fact_not_listed:
    case sentence::fact_store_holds: return 0;
    default: return n.refusal->fault ? h.server_certificates.frame() : 0;
  }
}

// Where the certificates were seen that this connection does not show.
Fact chain_seen(const Case& c) {
  return c.setting.server_asked ? fact(sentence::fact_chain_seen_by_asking, {}, {})
                                : fact(sentence::fact_chain_seen_elsewhere, {}, 0);
}

// Before what else could have led to the same ending.
knowledge::Place place_of(const Case& c) {
  if (c.picture.stage > Stage::hello_retry_request) return rank::flight_any_played;
  return c.picture.alert ? rank::refused_hello_any_played : rank::unanswered_hello_any_played;
}

void found(const Case& c, const Negotiation& n, const ClientProfile& client,
           const ServerModel& server, const CertificateGraph* graph, Findings& out) {
  Diagnosis told = foresee(n, client, server, graph, c.situation).diagnosis;
  for (Fact& fact : told.evidence) {
    const auto depth = fact.at.depth;
    fact.at = frame_of(c.handshake, fact.sentence, n);
    fact.at.depth = depth;
  }
  bool shown = false;  // by what the bytes say without the model
  std::erase_if(out.hypotheses, [&](const Hypothesis& h) {
    if (h.cause != n.refusal->cause) return false;
    shown = shown || h.standing == Standing::shown;
    return true;
  });
  // Certain is what was measured of the client that was named. Of a recognised one the version is
  // guessed, and of a server whose chains alone are known other things may be missing as well.
  const bool guessed =
      c.setting.client() == nullptr || (server.only_chains_known && n.refusal->by == Party::server);
  shown = shown || (told.confidence == Confidence::shown && !guessed);
  // To another client, at another time, the server may have sent other certificates.
  const bool elsewhere = c.server_elsewhere && !c.handshake.server_certificates && !shown;
  if (elsewhere) {
    // Its suites are supposed, not seen.
    std::erase_if(told.evidence,
                  [](const Fact& f) { return f.sentence == sentence::fact_server_suites; });
    told.evidence.insert(told.evidence.begin(), chain_seen(c));
  }
  auto& h = out.add(n.refusal->cause, place_of(c),
                    elsewhere ? Standing::likely
                    : shown   ? Standing::shown
                              : Standing::consistent,
                    std::move(told.evidence));
  h.parameters = std::move(told.parameters);
  h.refuser = n.refusal->by;
}

// What is given says nothing of these: which store the program reads, by which clock, with which
// settings.
bool told_by_what_is_given(CauseId cause) {
  constexpr std::array open = {
      CauseId::trust_not_loaded, CauseId::client_clock_wrong, CauseId::jdk_disabled_algorithms,
      CauseId::openssl_seclevel, CauseId::crypto_policies,    CauseId::tls_inspection_untrusted,
      CauseId::pin_mismatch,     CauseId::key_cert_mismatch};
  return about_chain(cause) && std::ranges::find(open, cause) == open.end();
}

// This client takes this chain with this store: what ended the handshake is something else. Under
// which name it connected may not be known.
void chain_is_accepted(const Case& c, const Fact& accepted, Findings& out) {
  std::erase_if(out.hypotheses, [&](const Hypothesis& h) {
    if (!told_by_what_is_given(h.cause)) return false;
    if (c.situation.host.empty() && knowledge::cause(h.cause).group == "name") return false;
    if (h.cause != CauseId::untrusted_root) out.rule_out(h.cause, accepted);
    return true;
  });
  out.rule_out(CauseId::untrusted_root, accepted);
}

// By a clock that shows `at`, the client would have left so.
using AtClock = std::function<std::optional<Negotiation>(Timestamp at)>;

// With what was given it would connect, and it did not: what remains is what was not given.
void what_remains(const Case& c, const Certificate& leaf, const AtClock& play, Findings& out) {
  const Fact would = fact(sentence::fact_would_connect, {}, {});
  const auto parameters =
      std::vector<knowledge::Parameter>{{"at", to_date(c.situation.at)},
                                        {"not_before", to_date(leaf.not_before)},
                                        {"not_after", to_date(leaf.not_after)}};
  const auto refused = [&](Timestamp at, CauseId cause) {
    const auto n = play(at);
    return n && n->refusal->cause == cause;
  };
  const bool fresh = span_ns(leaf.not_before, c.situation.at) < 2 * day_ns;
  if (refused(shifted(leaf.not_before, -hour_ns), CauseId::not_yet_valid)) {
    std::vector<Fact> facts = {would};
    if (fresh) {
      facts.insert(facts.begin(), fact(sentence::fact_fresh_certificate,
                                       {{"not_before", leaf.not_before}}, {}, leaf.not_before));
    }
    out.add(fresh ? rank::flight_client_clock_wrong_fresh : rank::flight_client_clock_wrong_given,
            fresh ? Standing::likely : Standing::possible, std::move(facts))
        .parameters = parameters;
  } else if (refused(shifted(leaf.not_after, day_ns), CauseId::cert_expired)) {
    out.add(rank::flight_client_clock_wrong_given, Standing::possible, {would}).parameters =
        parameters;
  }
  out.add(rank::flight_trust_not_loaded_given, Standing::likely, {would});
}

// By the time of the capture it takes the chain, and it says certificate_expired, as it does by a
// clock that is ahead: of all that does not show, that is what fits.
void suspect_clock(const Case& c, const ClientProfile& client,
                   const std::vector<CertificateGraph>& graphs, Findings& out) {
  if (!c.alert_is(AlertDescription::certificate_expired)) return;
  const Certificate& leaf = *c.handshake.server_certificates->front();
  Negotiation n;
  n.flight = seen_flight(c.handshake);
  n.refusal =
      judge_flight(client, n.flight, graphs.data(),
                   {.host = c.situation.host, .at = shifted(leaf.not_after, day_ns)}, n.path);
  if (!n.refusal || n.refusal->cause != CauseId::cert_expired || !came_so(c, n, client)) return;
  auto& clock = out.add(
      rank::flight_client_clock_wrong_alert, Standing::likely,
      {fact(sentence::fact_valid_dates,
            {{"not_before", to_date(leaf.not_before)}, {"not_after", to_date(leaf.not_after)}},
            c.handshake.server_certificates.frame())});
  clock.contradicts.clear();
  clock.parameters = {{"at", to_date(c.situation.at)},
                      {"not_before", to_date(leaf.not_before)},
                      {"not_after", to_date(leaf.not_after)}};
}

void play_seen_chain(const Case& c, const ClientProfile& client, Findings& out) {
  const Handshake& h = c.handshake;
  const std::vector<CertificateGraph> graphs = {{*h.server_certificates, c.setting.store}};
  Negotiation n;
  n.flight = seen_flight(h);
  n.refusal = judge_flight(client, n.flight, graphs.data(), c.situation, n.path);
  if (n.refusal && came_so(c, n, client)) {
    // Without the store an untrusted root would be answered alike: the signs have weighed that.
    if (c.setting.store || !n.refusal->fault)
      found(c, n, client, seen_server(h), graphs.data(), out);
  } else if (!n.refusal && c.setting.store && !(n.path && n.path->anchor_named)) {
    chain_is_accepted(c,
                      fact(sentence::fact_played_accepts, {{"client", std::string(client.name)}},
                           h.server_certificates.frame(), std::string(client.name)),
                      out);
    suspect_clock(c, client, graphs, out);
  }
}

// Where no more than its chains is known of a server, it may have any of these versions.
std::vector<ServerModel> variants_of(const ServerModel& server) {
  std::vector<ServerModel> out = {server};
  if (!server.only_chains_known) return out;
  out.push_back(server);
  const auto is_tls13 = [](const ServerVersion& v) {
    return v.version == ProtocolVersion::TLSv1_3;
  };
  std::erase_if(out.back().versions, std::not_fn(is_tls13));
  out.push_back(server);
  std::erase_if(out.back().versions, is_tls13);
  return out;
}

// The client that was named turned away from the server that was described, which it would take.
void would_connect(const Case& c, const ClientProfile& client,
                   const std::vector<CertificateGraph>& graphs, Findings& out) {
  // A list of roots shows names and fingerprints: what it lets pass may still be turned down.
  const bool store = c.setting.store && c.setting.shipped.empty();
  const bool given = c.setting.client() != nullptr && store && !c.server_elsewhere;
  const bool judged = c.ended_by_client() && c.picture.stage >= Stage::server_hello;
  const auto& credentials = c.server->credentials;
  if (!given || !judged || credentials.empty() || credentials.front().chain.empty()) return;
  const Certificate& leaf = *credentials.front().chain.front();
  if (!leaf.parsed) return;
  chain_is_accepted(c, fact(sentence::fact_would_connect, {}, {}), out);
  const auto play = [&](Timestamp at) -> std::optional<Negotiation> {
    Negotiation n = negotiate(client, *c.server, graphs, {.host = c.situation.host, .at = at});
    if (!n.refusal || !came_so(c, n, client)) return std::nullopt;
    return n;
  };
  what_remains(c, leaf, play, out);
}

void play_server(const Case& c, const ClientProfile& client, Findings& out) {
  std::vector<CertificateGraph> graphs;
  for (const Credential& credential : c.server->credentials)
    graphs.emplace_back(credential.chain, c.setting.store);
  for (const ServerModel& server : variants_of(*c.server)) {
    const Negotiation n = negotiate(client, server, graphs, c.situation);
    if (!n.refusal || !came_so(c, n, client)) continue;
    if (n.refusal->fault && !c.setting.store) continue;
    const CertificateGraph* graph = n.flight.credential ? &graphs[*n.flight.credential] : nullptr;
    found(c, n, client, server, graph, out);
    return;
  }
  if (!negotiate(client, *c.server, graphs, c.situation).refusal)
    would_connect(c, client, graphs, out);
}

bool has_leaf(const Observed<CertificateList>& certificates) {
  return certificates && !certificates->empty() && certificates->front()->parsed;
}

}  // namespace

void played(const Case& c, Findings& out) {
  const Handshake& h = c.handshake;
  const bool more_is_known =
      c.setting.client() != nullptr || c.setting.store || c.server != nullptr;
  if (!more_is_known) return;
  const auto client = played_client(c);
  if (!client) return;
  if (h.server_hello && has_leaf(h.server_certificates)) {
    play_seen_chain(c, **client, out);
  } else if (c.server != nullptr && !(h.server_hello && !h.tls13())) {
    play_server(c, **client, out);
  }
}

}  // namespace tlswhy::signs
