#include "diagnosis/chain_defects.hpp"
#include "wire/signature_scheme.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tlswhy {
namespace {

using knowledge::CauseId;

struct Look {
  const ServerName& host;
  Timestamp at;
  std::uint32_t frame;
  ChainView& out;

  void defect(CauseId cause, knowledge::SentenceId sentence,
              std::vector<knowledge::Parameter> parameters, std::string value) const {
    const auto it = std::ranges::find(out.defects, cause, &ChainDefect::cause);
    ChainDefect& d =
        it == out.defects.end() ? out.defects.emplace_back(ChainDefect{cause, {}}) : *it;
    d.facts.push_back(fact(sentence, std::move(parameters), frame, std::move(value)));
  }
};

std::string place(std::size_t depth) { return std::to_string(depth); }

void check_dates(const Look& look, const Certificate& c, std::size_t depth) {
  if (c.not_after < look.at) {
    look.defect(depth == 0 ? CauseId::cert_expired : CauseId::expired_intermediate,
                sentence::fact_expired,
                {{"depth", place(depth)},
                 {"subject", short_name(c.subject)},
                 {"not_after", to_date(c.not_after)},
                 {"at", to_date(look.at)}},
                to_rfc3339(c.not_after));
  }
  if (look.at < c.not_before) {
    look.defect(CauseId::not_yet_valid, sentence::fact_not_yet_valid,
                {{"depth", place(depth)},
                 {"subject", short_name(c.subject)},
                 {"not_before", to_date(c.not_before)},
                 {"at", to_date(look.at)}},
                to_rfc3339(c.not_before));
  }
}

// A root's own signature is never checked: it is trusted by its key (RFC 5280 §6.1.1 d).
void check_signature_algorithm(const Look& look, const Certificate& c, std::size_t depth) {
  if (c.self_issued) return;
  const std::vector<knowledge::Parameter> parameters = {
      {"depth", place(depth)},
      {"subject", short_name(c.subject)},
      {"signature_algorithm", c.signature.pss && !c.signature.hash.empty()
                                  ? fmt::format("RSASSA-PSS with {}", c.signature.hash)
                                  : c.signature.name}};
  const auto add = [&](CauseId cause) {
    look.defect(cause, sentence::fact_signed_with, parameters, c.signature.name);
  };
  if (c.signature.pss) add(CauseId::pss_chain);
  if (c.signature.hash == "SHA1") add(CauseId::sha1_cert);
  if (c.signature.hash == "MD5" || c.signature.hash == "MD2") add(CauseId::md5_cert);
  const bool eddsa = c.signature.name == "ED25519" || c.signature.name == "ED448";
  const bool ml_dsa = c.signature.oid.starts_with("2.16.840.1.101.3.4.3.");
  if (eddsa || ml_dsa) add(CauseId::eddsa_cert_unsupported);
}

void check_key(const Look& look, const Certificate& c, std::size_t depth) {
  const bool rsa = c.key == KeyKind::rsa || c.key == KeyKind::rsa_pss;
  if (rsa && c.key_bits < 2048) {
    look.defect(CauseId::rsa_key_too_small, sentence::fact_key_size,
                {{"depth", place(depth)},
                 {"subject", short_name(c.subject)},
                 {"key_bits", std::to_string(c.key_bits)}},
                std::to_string(c.key_bits));
  }
  if (rsa && c.key_bits > 8192) {
    look.defect(CauseId::rsa_key_too_large, sentence::fact_key_size,
                {{"depth", place(depth)},
                 {"subject", short_name(c.subject)},
                 {"key_bits", std::to_string(c.key_bits)}},
                std::to_string(c.key_bits));
  }
  if (depth == 0 && c.key == KeyKind::rsa_pss) {
    look.defect(CauseId::pss_key_oid_leaf, sentence::fact_pss_key,
                {{"subject", short_name(c.subject)}}, c.key_text);
  }
}

void check_usage(const Look& look, const Certificate& c, std::size_t depth) {
  if (!c.server_auth) {
    look.defect(CauseId::eku_not_serverauth, sentence::fact_no_server_auth,
                {{"depth", place(depth)}, {"subject", short_name(c.subject)}}, "");
  }
  for (const std::string& oid : c.unknown_critical) {
    look.defect(
        CauseId::unknown_critical_ext, sentence::fact_unknown_critical,
        {{"depth", place(depth)}, {"subject", short_name(c.subject)}, {"extension_oid", oid}}, oid);
  }
}

void check_authority(const Look& look, const Certificate& ca, std::size_t depth,
                     std::size_t below) {
  const std::vector<knowledge::Parameter> who = {{"depth", place(depth)},
                                                 {"subject", short_name(ca.subject)}};
  if (!ca.is_ca && !(ca.version == 1 && ca.self_issued)) {
    look.defect(CauseId::intermediate_not_ca, sentence::fact_not_ca, who, "");
  } else if (ca.has_key_usage && !ca.key_cert_sign) {
    look.defect(CauseId::intermediate_not_ca, sentence::fact_no_cert_sign, who, "");
  }
  if (ca.path_length && below > *ca.path_length) {
    auto parameters = who;
    parameters.push_back({"path_length", std::to_string(*ca.path_length)});
    look.defect(CauseId::pathlen_exceeded, sentence::fact_path_length, parameters,
                std::to_string(*ca.path_length));
  }
  if (!name_constraints_allow(ca, look.out.leaf())) {
    look.defect(CauseId::name_constraint, sentence::fact_name_constraint, who, "");
  }
}

void check_name(const Look& look) {
  const Certificate& leaf = look.out.leaf();
  if (look.host.empty()) return;
  const std::vector<knowledge::Parameter> parameters = {{"server_name", look.host.text()},
                                                        {"names", names_text(leaf)}};
  switch (match_name(leaf, look.host.text())) {
    case NameMatch::exact: return;
    case NameMatch::wildcard:
      if (wildcard_below_top_label(leaf, look.host.text())) {
        look.defect(CauseId::wildcard_misuse, sentence::fact_wildcard_top, parameters,
                    names_text(leaf));
      }
      return;
    case NameMatch::common_name:
      // Beside dNSNames the common name counts for nobody; without any, for lenient clients only.
      look.defect(leaf.dns_names.empty() ? CauseId::cn_only : CauseId::name_mismatch,
                  sentence::fact_common_name_only, parameters, names_text(leaf));
      return;
    case NameMatch::none:
      look.defect(look.host.address() ? CauseId::ip_without_ipsan : CauseId::name_mismatch,
                  sentence::fact_name_not_covered, parameters, names_text(leaf));
  }
}

constexpr std::size_t usual_path_limit = 10;  // certificates: JSSE, wolfSSL and others

// Certificates sent beside the path, and how many there are.
void check_extras(const Look& look) {
  const ChainView& v = look.out;
  for (std::size_t i = 0; i < v.sent.size(); ++i) {
    const bool used = std::ranges::find(v.path.indices, i) != v.path.indices.end();
    if (used || v.sent[i]->not_after >= look.at) continue;
    look.defect(
        CauseId::expired_cross_sign_path, sentence::fact_expired_extra,
        {{"subject", short_name(v.sent[i]->subject)}, {"not_after", to_date(v.sent[i]->not_after)}},
        "");
  }
  if (v.sent.size() > usual_path_limit) {
    look.defect(CauseId::chain_too_long, sentence::fact_chain_length,
                {{"count", std::to_string(v.sent.size())}}, std::to_string(v.sent.size()));
  }
}

void check_path(const Look& look) {
  const ChainView& v = look.out;
  const Certificate& last = *v.sent[v.path.indices.back()];
  const std::vector<knowledge::Parameter> stop = {{"subject", short_name(last.subject)},
                                                  {"missing_issuer", short_name(last.issuer)}};
  if (v.path.broken_signature) {
    const bool same_key_id = std::ranges::any_of(
        v.sent, [&](const Certificate* c) { return c != &last && could_issue(*c, last); });
    look.defect(same_key_id ? CauseId::bad_cert_signature : CauseId::wrong_intermediate,
                sentence::fact_signature_does_not_verify, stop, "");
  } else if (v.sent.front()->self_issued) {
    look.defect(CauseId::self_signed_leaf, sentence::fact_self_signed,
                {{"subject", short_name(last.subject)}}, "");
  } else if (v.path.indices.size() == 1) {
    look.defect(CauseId::missing_intermediate, sentence::fact_chain_stops, stop,
                short_name(last.issuer));
  }
  if (v.leaf().is_ca && v.sent.size() > 1 && !v.sent[1]->is_ca) {
    look.defect(CauseId::leaf_not_first, sentence::fact_leaf_not_first,
                {{"subject", short_name(v.leaf().subject)}}, "");
  }
}

}  // namespace

ChainView view_chain(const CertificateList& sent, const ServerName& host, Timestamp at,
                     std::uint32_t frame) {
  ChainView out;
  for (const auto& certificate : sent) {
    if (certificate->parsed) out.sent.push_back(certificate.get());
  }
  out.path = sent_path(out.sent);
  const Look look{host, at, frame, out};
  for (std::size_t depth = 0; depth < out.path.indices.size(); ++depth) {
    const Certificate& c = *out.sent[out.path.indices[depth]];
    check_dates(look, c, depth);
    check_signature_algorithm(look, c, depth);
    check_key(look, c, depth);
    if (depth == 0 || !c.self_issued) check_usage(look, c, depth);
    if (depth > 0) check_authority(look, c, depth, depth - 1);
  }
  check_name(look);
  check_path(look);
  check_extras(look);
  return out;
}

std::optional<bool> hello_takes_pss(const ClientHello& hello) {
  const auto& list = hello.signature_algorithms_cert ? *hello.signature_algorithms_cert
                                                     : hello.signature_algorithms;
  if (list.empty()) return std::nullopt;
  return std::ranges::any_of(list, [](SignatureScheme s) { return traits(s).is_pss(); });
}

}  // namespace tlswhy
