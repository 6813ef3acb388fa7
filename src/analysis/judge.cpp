#include "analysis/judge.hpp"

#include <memory>
#include <utility>

#include "diagnosis/foresee.hpp"
#include "model/dialect.hpp"
#include "remedy/prove.hpp"
#include "remedy/server_there.hpp"
#include "remedy/suite_lists.hpp"

namespace tlswhy {
namespace {

ServerThere there_of(const ServerModel& server, const std::optional<LearnedServer>& learned) {
  const CertificateList chain =
      server.credentials.empty() ? CertificateList{} : server.credentials.front().chain;
  return learned ? server_there(learned->starttls, learned->address.port, chain)
                 : server_there("", 0, chain);
}

// A server as one kind of clients meets it, with what signs its chains.
struct Met {
  const Setting& setting;
  ServerModel server;
  std::vector<CertificateGraph> graphs;
  ServerThere there;
  Situation situation;

  Met(const Setting& asked, ServerModel met, const std::optional<LearnedServer>& learned)
      : setting(asked),
        server(std::move(met)),
        there(there_of(server, learned)),
        situation{.host = asked.host, .at = asked.at.value_or(Timestamp{})} {
    for (const Credential& credential : server.credentials)
      graphs.emplace_back(credential.chain, setting.store);
  }
};

std::vector<Remedy> remedies_of(const Met& met, const knowledge::ClientProfile& client,
                                const Diagnosis& diagnosis) {
  const World world{.client = client,
                    .client_suites = {},
                    .server = met.server,
                    .store = met.setting.store,
                    .situation = met.situation};
  auto out = prove(remedies_for(diagnosis, Handshake{}, met.there), world);
  if (!met.server.only_chains_known) add_suite_lists(out, world);
  return out;
}

Explanation explanation_of(const Met& met, const knowledge::ClientProfile& client,
                           SeekRemedies remedies) {
  Negotiation n = negotiate(client, met.server, met.graphs, met.situation);
  const auto& credential = n.flight.credential;
  const CertificateGraph* graph = credential ? &met.graphs[*credential] : nullptr;
  Foreseen foreseen = foresee(n, client, met.server, graph, met.situation);
  Explanation out{Played{&client, std::move(n), std::move(foreseen.message)},
                  std::move(foreseen.diagnosis)};
  if (!out.established() && remedies == SeekRemedies::yes)
    out.shared_remedies =
        std::make_shared<const std::vector<Remedy>>(remedies_of(met, client, out.diagnosis));
  return out;
}

void judge_all(Judged& out, SeekRemedies remedies) {
  const Setting& s = out.setting;
  const Met named(s, out.server(), out.learned);
  const Met unnamed(s, out.learned ? model_without_name(*out.learned) : named.server, out.learned);
  const auto judge_as = [&](const knowledge::ClientProfile& client) {
    const bool by_name = sends_server_name(client.offer.server_name, s.host);
    out.verdicts.push_back(explanation_of(by_name ? named : unnamed, client, remedies));
  };
  for (const knowledge::ClientProfile* client : s.clients) judge_as(*client);
  if (!s.clients.empty()) return;
  for (const knowledge::ClientProfile& client : knowledge::clients()) judge_as(client);
}

}  // namespace

const ServerModel& Judged::server() const {
  static const ServerModel none;
  return setting.server ? *setting.server : none;
}

Judged judge(Setting setting, SeekRemedies remedies) {
  Judged out{.setting = std::move(setting), .verdicts = {}};
  judge_all(out, remedies);
  return out;
}

Judged judge(Setting setting, LearnedServer learned) {
  setting.server = learned.model;
  Judged out{.setting = std::move(setting), .learned = std::move(learned), .verdicts = {}};
  judge_all(out, SeekRemedies::yes);
  return out;
}

}  // namespace tlswhy
