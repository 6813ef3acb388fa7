#include "app/judge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "app/exit_code.hpp"
#include "model/dialect.hpp"
#include "remedy/prove.hpp"
#include "remedy/suite_lists.hpp"
#include "report/json/json.hpp"
#include "report/text/verdicts.hpp"
#include "sources/certificates/read_certificates.hpp"
#include "sources/layout/layout.hpp"
#include "x509/certificate_bundle.hpp"

namespace tlswhy {
namespace {

constexpr std::streamsize head_size = 64 * 1024;

std::string head_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string out(static_cast<std::size_t>(head_size), '\0');
  file.read(out.data(), head_size);
  out.resize(static_cast<std::size_t>(file.gcount()));
  return out;
}

Verdict verdict_of(const Question& q, const knowledge::ClientProfile& client,
                   const Situation& situation, const ExplainOptions& options) {
  Verdict out;
  out.client = &client;
  out.negotiation = negotiate(client, q.server, situation);
  const auto& credential = out.negotiation.flight.credential;
  const CertificateGraph* graph = credential ? &(*situation.graphs)[*credential] : nullptr;
  out.foreseen = foresee(out.negotiation, client, q.server, graph, situation);
  if (out.accepted()) return out;
  const World world{.client = client,
                    .client_suites = {},
                    .server = q.server,
                    .store = q.store_known ? std::optional(q.store) : std::nullopt,
                    .host = q.host,
                    .at = situation.at};
  out.remedies = prove(
      remedies_for(out.foreseen.diagnosis, Handshake{}, options.language, options.product), world);
  if (!q.server.only_chains_known) add_suite_lists(out.remedies, world, options.language);
  return out;
}

// The server as one kind of clients meets it, with what signs its chains.
struct Met {
  Question question;
  std::vector<CertificateGraph> graphs;
  Situation situation;

  Met(const Question& q, ServerModel server, const ExplainOptions& options) : question(q) {
    question.server = std::move(server);
    for (const Credential& credential : question.server.credentials)
      graphs.emplace_back(credential.chain, options.trust);
    situation = {.host = q.host, .at = options.at.value_or(now()), .graphs = &graphs};
  }
  Met(const Met&) = delete;
  Met& operator=(const Met&) = delete;
};

}  // namespace

Timestamp now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return from_seconds(std::chrono::duration_cast<std::chrono::seconds>(since).count());
}

Judged judge_server(Question q, const ExplainOptions& options) {
  q.store_known = options.trust.has_value();
  if (q.store_known) q.store = *options.trust;
  q.notes.insert(q.notes.end(), options.notes.begin(), options.notes.end());
  const Met named(q, q.server, options);
  const Met unnamed(q, q.learned ? model_without_name(*q.learned) : q.server, options);
  Judged out{std::move(q), {}};
  const auto judge_as = [&](const knowledge::ClientProfile& client) {
    const Met& met =
        sends_server_name(client.offer.server_name, named.question.host) ? named : unnamed;
    out.verdicts.push_back(verdict_of(met.question, client, met.situation, options));
  };
  for (const knowledge::ClientProfile* client : options.as) judge_as(*client);
  if (options.as.empty()) {
    for (const knowledge::ClientProfile& client : knowledge::clients()) judge_as(client);
  }
  return out;
}

void print(const Judged& judged, const ExplainOptions& options) {
  const auto& [q, verdicts] = judged;
  if (options.format == Format::json || (q.learned && options.format == Format::ndjson)) {
    fmt::print("{}\n", json::verdicts(q, verdicts, options.language));
  } else if (options.format == Format::ndjson) {
    for (const Verdict& v : verdicts) fmt::print("{}\n", json::verdict(q, v, options.language));
  } else {
    fmt::print("{}", text::verdicts(q, verdicts, {options.language, options.colour, options.full}));
  }
}

int exit_code_of(const std::vector<Verdict>& verdicts) {
  const bool all = std::ranges::all_of(verdicts, &Verdict::accepted);
  return all ? exit_code::nothing_failed : exit_code::would_fail;
}

InputKind kind_of_input(const std::string& path) {
  std::error_code fault;
  if (std::filesystem::is_directory(path, fault)) return InputKind::chain;
  if (!std::filesystem::is_regular_file(path, fault)) return InputKind::capture;
  const std::string head = head_of(path);
  if (looks_like_bundle(as_bytes(head))) return InputKind::chain;
  if (looks_like_layout(head)) return InputKind::layout;
  return looks_like_server_description(head) ? InputKind::server : InputKind::capture;
}

Result<ServerDescription> read_server(const std::string& path, const std::string& password) {
  if (kind_of_input(path) == InputKind::server) {
    std::ifstream file(path, std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(file), {});
    return read_server_description(path, text);
  }
  auto read = read_certificates(path, password);
  if (!read) return std::unexpected(read.error());
  if (read->certificates.empty() || !read->certificates.front()->parsed)
    return failure(Error::Kind::malformed, fmt::format("{}: holds no certificate", path));
  ServerDescription out{server_around(std::move(read->certificates)), std::move(read->notes)};
  return out;
}

Result<int> judge(const std::string& path, const ExplainOptions& options) {
  auto read = read_server(path, options.trust_password);
  if (!read) return std::unexpected(read.error());
  const bool described = kind_of_input(path) == InputKind::server;
  Question q{path, described ? "server" : "chain", {}, {}, false, {}, std::move(read->notes)};
  q.server = std::move(read->server);
  q.host = options.host;
  const Judged judged = judge_server(std::move(q), options);
  print(judged, options);
  return exit_code_of(judged.verdicts);
}

}  // namespace tlswhy
