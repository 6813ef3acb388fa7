// What playing a handshake costs: medians of many runs, for the client that takes longest, too.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <vector>

#include "diagnosis/foresee.hpp"
#include "model/negotiate.hpp"
#include "remedy/prove.hpp"
#include "remedy/server_there.hpp"
#include "sources/certificates/read_certificates.hpp"
#include "sources/description/server_description.hpp"
#include "wire/registry.hpp"

namespace {

using namespace tlswhy;
using Clock = std::chrono::steady_clock;

std::size_t kept = 0;  // what was computed is used, so that it is computed

// Microseconds of one call: the median of `batches`, each of `calls` calls.
double median_of(int batches, int calls, const std::function<void()>& run) {
  std::vector<double> took;
  for (int batch = 0; batch < batches; ++batch) {
    const auto started = Clock::now();
    for (int call = 0; call < calls; ++call) run();
    took.push_back(std::chrono::duration<double, std::micro>(Clock::now() - started).count() /
                   calls);
  }
  std::ranges::nth_element(took, took.begin() + batches / 2);
  return took[static_cast<std::size_t>(batches / 2)];
}

CertificateList certificates(const std::string& folder, std::initializer_list<const char*> names) {
  CertificateList out;
  for (const char* name : names) {
    auto read = read_certificates(folder + "/tests/fixtures/certificates/" + name + ".der", {});
    if (read) std::ranges::move(read->certificates, std::back_inserter(out));
  }
  return out;
}

struct Took {
  double us;
  std::string_view client;
};

void print_median(const char* what, const std::string& owed, std::vector<Took> all) {
  std::ranges::sort(all, {}, &Took::us);
  fmt::print("{:<46} {:9.2f} us  (longest {:.2f} us, {}{})\n", what, all[all.size() / 2].us,
             all.back().us, all.back().client, owed);
}

// Of all profiles: what the median one takes, and the one that takes longest.
void each_profile(const char* what, const std::string& owed, const ServerModel& server,
                  const std::vector<CertificateGraph>& graphs, const Situation& situation) {
  std::vector<Took> all;
  for (const auto& client : knowledge::clients()) {
    all.push_back(
        {median_of(21, 50,
                   [&] { kept += negotiate(client, server, graphs, situation).rejections.size(); }),
         client.name});
  }
  print_median(what, owed, std::move(all));
}

// What foresee() adds to a handshake that was played: the diagnosis and what the client will print.
void each_foreseen(const char* what, const std::string& owed, const ServerModel& server,
                   const std::vector<CertificateGraph>& graphs, const Situation& situation) {
  std::vector<Took> all;
  for (const auto& client : knowledge::clients()) {
    const Negotiation played = negotiate(client, server, graphs, situation);
    const auto at = played.flight.credential;
    const auto* graph = at ? &graphs[*at] : nullptr;
    all.push_back({median_of(21, 50,
                             [&] {
                               kept +=
                                   foresee(played, client, server, graph, situation).message.size();
                             }),
                   client.name});
  }
  print_median(what, owed, std::move(all));
}

// TLS 1.2 with every suite that there is and no certificate for any: all are turned down.
ServerModel nothing_fits(ServerModel server) {
  ServerVersion tls12{.version = ProtocolVersion::TLSv1_2, .order = Order::server};
  for (const std::string_view name : cipher_suite_names())
    tls12.cipher_suites.push_back(CipherSuite{*cipher_suite(name)});
  server.versions = {std::move(tls12)};
  server.credentials.clear();
  return server;
}

// As `tlswhy CHAIN` does it for every client; `proved`: with what to change, played as well.
void all_profiles(const char* what, const ServerModel& server, const CertificateList& store,
                  const Situation& situation, bool proved = false) {
  std::size_t accepted = 0;
  const auto judge = [&] {
    accepted = 0;
    std::vector<CertificateGraph> graphs;
    for (const Credential& c : server.credentials) graphs.emplace_back(c.chain, store);
    for (const auto& client : knowledge::clients()) {
      const Negotiation played = negotiate(client, server, graphs, situation);
      if (played.established()) ++accepted;
      const auto at = played.flight.credential;
      const auto* graph = at ? &graphs[*at] : nullptr;
      const Foreseen foreseen = foresee(played, client, server, graph, situation);
      kept += foreseen.message.size();
      if (!proved || played.established()) continue;
      const World world{.client = client,
                        .client_suites = {},
                        .server = server,
                        .store = store,
                        .situation = situation};
      kept += prove(remedies_for(foreseen.diagnosis, Handshake{}, {}), world).size();
    }
  };
  fmt::print("{:<46} {:9.2f} ms  ({} profiles, {} accept; owed: under 20 ms)\n", what,
             median_of(proved ? 5 : 51, 1, judge) / 1000, knowledge::clients().size(), accepted);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string folder = argc > 1 ? argv[1] : ".";
  ServerModel server = default_server(Behaviour::openssl);
  server.credentials.push_back({certificates(folder, {"leaf", "issuing"})});
  const CertificateList store = certificates(folder, {"root"});
  if (server.credentials.front().chain.size() != 2 || store.empty()) {
    fmt::print(stderr, "model_bench: {} is not the project's folder\n", folder);
    return 1;
  }
  const Certificate& leaf = server.credentials.front().leaf();
  Situation situation{.host = ServerName(leaf.dns_names.empty() ? "" : leaf.dns_names.front()),
                      .at = leaf.not_before};
  each_profile("a negotiation without a chain", "; owed: under 2 us", server, {}, situation);
  each_profile("the longest: every suite is turned down", "", nothing_fits(server), {}, situation);
  const std::vector<CertificateGraph> graphs{
      CertificateGraph(server.credentials.front().chain, store)};
  each_profile("with a chain, parsed, its graph made", "; owed: under 50 us", server, graphs,
               situation);
  each_foreseen("  what foresee() adds to it", "; owed: under 5 us", server, graphs, situation);
  const std::vector<CertificateGraph> rootless{
      CertificateGraph(server.credentials.front().chain, CertificateList{})};
  each_profile("the same with a store that lacks the root", "", server, rootless, situation);
  each_foreseen("  what foresee() adds to it", "; owed: under 5 us", server, rootless, situation);
  all_profiles("a server judged by all, its graph made anew", server, store, situation);
  all_profiles("the same with a store that lacks the root", server, {}, situation);
  auto pss = read_certificates(folder + "/samples/pss-chain/server.pem", {});
  auto root = read_certificates(folder + "/samples/pss-chain/trust.pem", {});
  if (!pss || !root) return 1;
  server.credentials = {{std::move(pss->certificates)}};
  situation = {.host = ServerName("gadgets.corp.test"),
               .at = server.credentials.front().leaf().not_before};
  all_profiles("samples/pss-chain, with the remedies proved", server, root->certificates, situation,
               true);
  return kept == 0 ? 1 : 0;
}
