#include "diagnosis/foresee.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "diagnosis/case.hpp"
#include "diagnosis/chain_facts.hpp"
#include "knowledge/ids/causes.hpp"
#include "knowledge/ids/languages.hpp"
#include "knowledge/ids/sentences.hpp"
#include "wire/names.hpp"
#include "wire/registry.hpp"

namespace tlswhy {
namespace {

using knowledge::CauseId;
using knowledge::Parameter;

std::string versions_text(std::span<const ProtocolVersion> versions) {
  std::vector<std::string> names;
  for (const ProtocolVersion version : versions) names.push_back(version_name(version));
  return fmt::format("{}", fmt::join(names, ", "));
}
std::string versions_text(const std::vector<ServerVersion>& versions) {
  std::vector<ProtocolVersion> out;
  for (const ServerVersion& version : versions) out.push_back(version.version);
  return versions_text(out);
}

class Foreteller {
 public:
  Foreteller(const Negotiation& n, const knowledge::ClientProfile& client,
             const ServerModel& server, const CertificateGraph* graph, const Situation& situation)
      : n_(n), client_(client), server_(server), graph_(graph), situation_(situation) {}

  Foreseen tell() {
    Foreseen out;
    d_.client = &knowledge::stack(client_.stack);
    d_.outcome = n_.established() ? Outcome::established : Outcome::failed;
    d_.refuser = Party::nobody;
    if (n_.refusal) refusal(*n_.refusal);
    out.diagnosis = std::move(d_);
    if (n_.refusal) out.message = message(*n_.refusal, out.diagnosis.parameters);
    return out;
  }

 private:
  void refusal(const Refusal& r) {
    d_.cause = r.cause;
    d_.refuser = r.by;
    d_.at = handshake_type_name(r.at);
    // A store that was not given may hold the certificate itself.
    const bool store_decides =
        r.cause == CauseId::self_signed_leaf && graph_ != nullptr && !graph_->store_known();
    const bool measured = client_.basis == knowledge::Basis::lab;
    const bool certain =
        measured && !store_decides && !r.supposed && !may_fetch(r) && !list_decides(r);
    d_.confidence = certain ? Confidence::shown : Confidence::consistent;
    general_parameters(r);
    if (r.fault) {
      fault(*r.fault);
    } else {
      choice(r);
    }
    ending(r);
  }

  // The client asks for the issuer that is missing, and may find one that its store holds.
  [[nodiscard]] bool may_fetch(const Refusal& r) const {
    const bool lacks =
        r.cause == CauseId::missing_intermediate || r.cause == CauseId::untrusted_root;
    return lacks && r.fault && client_.path.fetches_issuers &&
           !graph_->at(r.fault->index).ca_issuers_urls.empty();
  }

  // What is not in a list of roots may have been added since.
  [[nodiscard]] bool list_decides(const Refusal& r) const {
    return r.fault && graph_->listed() > 0 &&
           (r.cause == CauseId::self_signed_leaf || r.cause == CauseId::untrusted_root ||
            r.cause == CauseId::missing_intermediate);
  }
  // The store lists a root by the name and not by the fingerprint of one that was sent, which may
  // be another certificate of the same key.
  [[nodiscard]] bool name_listed() const {
    return n_.path && graph_ != nullptr &&
           std::ranges::any_of(n_.path->path, [this](std::size_t i) {
             return graph_->issuer_listed(i) == CertificateGraph::Listed::another;
           });
  }

  void add(std::string_view name, knowledge::Value value) {
    d_.parameters.push_back({name, std::move(value)});
  }
  void say(knowledge::SentenceId sentence, std::vector<Parameter> parameters,
           std::string value = {}) {
    d_.evidence.push_back(fact(sentence, std::move(parameters), 0, std::move(value)));
  }
  // A profile of the user's own has the title that its file gives it; one of ours has a title in
  // each language.
  [[nodiscard]] knowledge::Value client_title() const {
    if (knowledge::find_client(client_.name) == &client_) return client_.id;
    return std::string(client_.title(knowledge::Language::en));
  }

  void general_parameters(const Refusal& r) {
    add("client", client_title());
    if (!situation_.host.empty()) add("server_name", situation_.host.text());
    add("client_versions", versions_text(client_.offer.versions));
    add("server_version", versions_text(server_.versions));
    if (n_.flight.version != ProtocolVersion::none) add("version", version_name(n_.flight.version));
    if (code(n_.flight.cipher_suite) != 0) add("suite", cipher_suite_text(n_.flight.cipher_suite));
    if (n_.flight.dh_bits != 0) add("dh_bits", std::to_string(n_.flight.dh_bits));
    if (r.constraint == Constraint::minimum_dh_bits) add("minimum_dh_bits", std::to_string(r.need));
    if (r.constraint == Constraint::maximum_dh_bits) add("maximum_dh_bits", std::to_string(r.need));
    if (r.alert) add("alert", alert_description_text(*r.alert));
    add("at", to_date(situation_.at));
    if (!server_.credentials.empty()) certificate_parameters(server_.credentials[0].leaf(), 0);
  }

  void certificate_parameters(const Certificate& certificate, std::size_t depth) {
    for (const char* name : {"subject", "issuer", "missing_issuer", "depth", "not_after",
                             "not_before", "key_bits", "signature_algorithm", "curve", "names"}) {
      std::erase_if(d_.parameters, [name](const Parameter& p) { return p.name == name; });
    }
    add("subject", short_name(certificate.subject));
    add("issuer", short_name(certificate.issuer));
    add("missing_issuer", short_name(certificate.issuer));
    add("depth", std::to_string(depth));
    add("not_after", to_date(certificate.not_after));
    add("not_before", to_date(certificate.not_before));
    add("key_bits", std::to_string(certificate.key_bits));
    add("signature_algorithm", certificate.signature.name);
    add("curve", certificate.curve);
    add("names", fmt::format("{}", fmt::join(certificate.dns_names, ", ")));
    if (!certificate.unknown_critical.empty())
      add("extension_oid", certificate.unknown_critical.front());
  }

  // What the client has against the chain, and what it wants instead where the fact does not say.
  void fault(const PathFault& f) {
    certificate_parameters(graph_->at(f.index), n_.path->depth_of(f.index));
    d_.evidence = chain_facts({*graph_, situation_, *n_.path}, f.cause);
    if (const std::string need = needed(f); !need.empty())
      say(sentence::fact_client_needs, {{"need", need}, {"client", client_title()}}, need);
    if (graph_->store_known())
      say(sentence::fact_store_holds,
          {{"count", std::to_string(graph_->size() - graph_->sent() + graph_->listed())}});
    if (name_listed()) {
      say(sentence::fact_another_listed, {});
    } else if (list_decides(*n_.refusal)) {
      say(sentence::fact_not_listed, {{"issuer", listed_name(graph_->at(f.index).issuer)}});
    }
    // The verdict is that of the worse world, in which it gets nothing.
    if (may_fetch(*n_.refusal)) {
      const std::string& url = graph_->at(f.index).ca_issuers_urls.front();
      say(sentence::fact_fetch_decides, {{"url", url}}, url);
    }
  }
  static std::string needed(const PathFault& f) {
    const bool a_limit = f.need != 0 && f.cause != CauseId::ku_mismatch;
    return a_limit ? std::to_string(f.need) : "";
  }

  void choice(const Refusal& r) {
    switch (r.constraint) {
      case Constraint::minimum_dh_bits:
      case Constraint::maximum_dh_bits: {
        say(sentence::fact_server_chose, {{"suite", cipher_suite_text(n_.flight.cipher_suite)}});
        say(sentence::fact_dh_bits, {{"dh_bits", std::to_string(r.have)}}, std::to_string(r.have));
        const bool minimum = r.constraint == Constraint::minimum_dh_bits;
        Fact& bits = d_.evidence.back();
        bits.rule = minimum ? "minimum_dh_bits" : "maximum_dh_bits";
        bits.need = std::to_string(r.need);
        bits.source = client_.name;
        say(minimum ? sentence::fact_minimum_dh : sentence::fact_maximum_dh,
            {{"limit", std::to_string(r.need)}, {"client", client_title()}},
            std::to_string(r.need));
        return;
      }
      case Constraint::md5_sha1_signature:
        say(sentence::fact_signature_hash, {{"scheme", "SHA-1"}});
        say(sentence::fact_agreed_version, {{"version", version_name(n_.flight.version)}});
        return;
      case Constraint::renegotiation_info: say(sentence::fact_no_renegotiation_info, {}); return;
      case Constraint::extended_master_secret:
        say(sentence::fact_no_extended_master_secret, {});
        return;
      case Constraint::server_name:
        say(sentence::fact_server_name, {{"server_name", situation_.host.text()}});
        say(sentence::fact_server_knows_names,
            {{"names", fmt::format("{}", fmt::join(server_.server_names, ", "))}});
        return;
      case Constraint::client_certificate:
        say(sentence::fact_certificate_requested, {});
        say(sentence::fact_empty_client_certificate, {});
        return;
      default: break;
    }
    if (r.cause == CauseId::no_common_version || r.at == HandshakeType::server_hello) {
      say(sentence::fact_client_versions,
          {{"client_versions", versions_text(client_.offer.versions)}});
      say(sentence::fact_server_versions, {{"server_version", versions_text(server_.versions)}});
      return;
    }
    suites(r);
  }

  // How far the suites came that both have.
  void suites(const Refusal& r) {
    const auto fell = std::ranges::count_if(n_.rejections, [&](const Rejection& rejection) {
      return rejection.kind == Rejection::Kind::cipher_suite &&
             rejection.constraint == r.constraint;
    });
    say(sentence::fact_client_suites,
        {{"count", std::to_string(client_.offer.cipher_suites.size())}});
    const ServerVersion* version = server_.find(r.version);
    if (version != nullptr && version->fits_nothing())
      return say(sentence::fact_server_fits_nothing, {{"version", version_name(r.version)}});
    const auto& suites = version != nullptr ? version->cipher_suites : server_.cipher_suites();
    say(sentence::fact_server_suites, {{"count", std::to_string(suites.size())}});
    if (r.constraint > Constraint::version_of_suite)
      say(reason(r.constraint), {{"count", std::to_string(fell)}}, std::to_string(fell));
  }
  static knowledge::SentenceId reason(Constraint constraint) {
    switch (constraint) {
      case Constraint::common_group: return sentence::fact_fell_common_group;
      case Constraint::dh_group: return sentence::fact_fell_dh_group;
      case Constraint::credential: return sentence::fact_fell_credential;
      case Constraint::curve_of_key: return sentence::fact_fell_curve_of_key;
      case Constraint::signature_of_leaf: return sentence::fact_fell_signature_of_leaf;
      default: break;
    }
    return sentence::fact_fell_signature_scheme;
  }

  void ending(const Refusal& r) {
    const bool client = r.by == Party::client;
    if (r.alert) {
      d_.ending = fact(
          client ? sentence::fact_client_will_answer : sentence::fact_server_will_answer,
          {{"alert", alert_description_text(*r.alert)}, {"number", std::to_string(*r.alert)}}, 0);
    } else if (r.closes) {
      d_.ending =
          fact(client ? sentence::fact_client_will_close : sentence::fact_server_will_close, {}, 0);
    }
  }

  [[nodiscard]] std::string message(const Refusal& r, std::vector<Parameter> parameters) const {
    std::string_view pattern;
    if (r.by == Party::client) {
      pattern = client_.prints(r.cause, r.fault ? r.fault->variant : std::string_view());
      if (r.fault) parameters.insert(parameters.begin(), {"names", names_text(graph_->at(0))});
    } else if (r.alert) {
      pattern = client_.prints_on_alert(alert_description_name(*r.alert));
      parameters.insert(parameters.begin(),
                        {"alert", std::string(alert_description_name(*r.alert))});
      parameters.push_back({"number", std::to_string(*r.alert)});
    }
    return knowledge::render(pattern, parameters, knowledge::Language::en);  // as it prints
  }

  const Negotiation& n_;
  const knowledge::ClientProfile& client_;
  const ServerModel& server_;
  const CertificateGraph* graph_;
  const Situation& situation_;
  Diagnosis d_;
};

}  // namespace

Foreseen foresee(const Negotiation& negotiation, const knowledge::ClientProfile& client,
                 const ServerModel& server, const CertificateGraph* graph,
                 const Situation& situation) {
  return Foreteller(negotiation, client, server, graph, situation).tell();
}

}  // namespace tlswhy
