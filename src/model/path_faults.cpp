// A fault in the words of the two facts that collide.
#include <fmt/format.h>

#include "model/path_checks.hpp"
#include "x509/path.hpp"

namespace tlswhy {
namespace {

using knowledge::CauseId;

std::string signature_of(const Certificate& c) {
  if (c.signature.pss) return fmt::format("RSASSA-PSS with {}", c.signature.hash);
  return c.signature.name;
}

std::string usage_needed(KeyExchange key_exchange) {
  switch (key_exchange) {
    case KeyExchange::rsa: return "keyEncipherment";
    case KeyExchange::dh:
    case KeyExchange::ecdh: return "keyAgreement";
    default: return "digitalSignature";
  }
}

class Words {
 public:
  Words(const PathFinding& finding, const knowledge::PathRules& rules, const Certificate& c,
        const PathQuestion& question)
      : rules_(rules), c_(c), question_(question) {
    out_ = {.cause = finding.cause,
            .index = finding.index,
            .have = {},
            .need = {},
            .variant = finding.variant};
  }

  PathFault fault() && {
    switch (out_.cause) {
      case CauseId::cert_expired:
      case CauseId::expired_intermediate: say(to_date(c_.not_after), to_date(question_.at)); break;
      case CauseId::not_yet_valid: say(to_date(c_.not_before), to_date(question_.at)); break;
      case CauseId::rsa_key_too_small:
        say(c_.key_text, std::to_string(rules_.minimum_rsa_bits));
        break;
      case CauseId::rsa_key_too_large:
        say(c_.key_text, std::to_string(rules_.maximum_rsa_bits));
        break;
      case CauseId::name_mismatch:
      case CauseId::wildcard_misuse:
      case CauseId::cn_only:
      case CauseId::ip_without_ipsan: say(names_text(c_), question_.host.text()); break;
      case CauseId::md5_cert:
      case CauseId::sha1_cert:
      case CauseId::pss_chain:
      case CauseId::eddsa_cert_unsupported:
      case CauseId::sigalg_no_common: say(signature_of(c_), {}); break;
      case CauseId::curve_of_cert_unsupported:
      case CauseId::pss_key_oid_leaf: say(c_.key_text, {}); break;
      case CauseId::unknown_critical_ext:
        say(c_.unknown_critical.empty() ? "2.5.29.30" : c_.unknown_critical.front(), {});
        break;
      case CauseId::chain_too_long: say({}, longest()); break;
      case CauseId::pathlen_exceeded: say(std::to_string(c_.path_length.value_or(0)), {}); break;
      case CauseId::ku_mismatch: say({}, usage_needed(question_.key_exchange)); break;
      case CauseId::untrusted_root:
      case CauseId::missing_intermediate:
      case CauseId::wrong_intermediate: say(c_.subject, c_.issuer); break;
      default: say(c_.subject, {}); break;
    }
    return std::move(out_);
  }

 private:
  [[nodiscard]] std::string longest() const {
    const bool sent = out_.variant == "too-many-sent";
    return std::to_string(sent ? rules_.maximum_sent : rules_.maximum_intermediates);
  }
  void say(std::string have, std::string need) {
    out_.have = std::move(have);
    out_.need = std::move(need);
  }

  const knowledge::PathRules& rules_;
  const Certificate& c_;
  const PathQuestion& question_;
  PathFault out_;
};

}  // namespace

PathFault explained(const PathFinding& finding, const knowledge::PathRules& rules,
                    const CertificateGraph& graph, const PathQuestion& question) {
  return Words(finding, rules, graph.at(finding.index), question).fault();
}

}  // namespace tlswhy
