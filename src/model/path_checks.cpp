#include "model/path_checks.hpp"
#include "knowledge/ids/causes.hpp"

#include <algorithm>

namespace tlswhy {
namespace {

using knowledge::CauseId;
using knowledge::PathRules;

bool is_rsa(const Certificate& c) { return c.key == KeyKind::rsa || c.key == KeyKind::rsa_pss; }

class PathCheck {
 public:
  PathCheck(const PathRules& rules, const CertificateGraph& graph, const PathQuestion& question,
            const BuiltPath& path, PathFaults& out)
      : rules_(rules), graph_(graph), question_(question), path_(path), out_(out) {}

  void run() {
    const std::size_t size = path_.indices.size();
    const bool leaf_is_anchor = size == 1 && path_.anchored;
    if (!leaf_is_anchor || !rules_.trusted_leaf_unchecked) {
      for (std::size_t depth = 0; depth < size; ++depth) check(depth);
      leaf_use();
      const std::size_t intermediates = size - 1 - (path_.anchored && size > 1 ? 1 : 0);
      if (rules_.maximum_intermediates != 0 && intermediates > rules_.maximum_intermediates) {
        out_.push_back(
            {CauseId::chain_too_long, path_.indices.back(), "", rules_.maximum_intermediates});
      }
    }
    if (rules_.maximum_sent != 0 && graph_.sent() > rules_.maximum_sent) {
      fault(CauseId::chain_too_long, 0, "too-many-sent", rules_.maximum_sent);
    }
    if (rules_.checks_name != knowledge::NameCheck::never && !question_.host.empty()) {
      if (const auto fault = name_fault(rules_, at(0), question_.host)) {
        out_.push_back({fault->cause, path_.indices[0], fault->variant});
      }
    }
  }

 private:
  [[nodiscard]] const Certificate& at(std::size_t depth) const {
    return graph_.at(path_.indices[depth]);
  }
  [[nodiscard]] bool is_anchor(std::size_t depth) const {
    return path_.anchored && depth + 1 == path_.indices.size();
  }
  // An anchor is trusted by its name and key (RFC 5280 section 6.1.1 d); what else of it counts is
  // the client's choice.
  [[nodiscard]] bool counts(std::size_t depth, bool of_anchors) const {
    return !is_anchor(depth) || depth == 0 || of_anchors;
  }
  void fault(CauseId cause, std::size_t depth, std::string_view variant = {},
             std::uint32_t need = 0) {
    out_.push_back({cause, path_.indices[depth], variant, need});
  }

  void check(std::size_t depth) {
    if (!is_anchor(depth) && !at(depth).self_issued) signature(depth);
    if (!is_anchor(depth) || rules_.judges_anchor_key) key_size(depth);
    if (!is_anchor(depth) || rules_.judges_anchor) validity(depth);
    if (!at(depth).unknown_critical.empty() && counts(depth, rules_.anchor_critical)) {
      fault(CauseId::unknown_critical_ext, depth);
    }
    if (!at(depth).server_auth && (depth == 0 ? rules_.leaf_eku : rules_.intermediate_eku) &&
        counts(depth, rules_.anchor_eku)) {
      fault(CauseId::eku_not_serverauth, depth);
    }
    if (depth > 0) authority(depth);
  }

  void signature(std::size_t depth) {
    const Certificate& c = at(depth);
    const auto scheme = graph_.signature(path_.indices[depth]);
    const bool listed =
        rules_.verifies.empty() ||
        (scheme && std::ranges::find(rules_.verifies, *scheme) != rules_.verifies.end());
    if (c.signature.pss && c.signature.hash == "SHA1") {
      if (rules_.verifies_pss_sha1) return;
      fault(knows_pss() ? CauseId::sha1_cert : CauseId::pss_chain, depth);
    } else if (!listed) {
      fault(cause_of(c.signature), depth);
    }
  }
  [[nodiscard]] bool knows_pss() const {
    return rules_.verifies.empty() ||
           std::ranges::find(rules_.verifies, SignatureScheme::rsa_pss_rsae_sha256) !=
               rules_.verifies.end();
  }
  static CauseId cause_of(const SignatureAlgorithm& signature) {
    if (signature.pss) return CauseId::pss_chain;
    if (signature.hash == "MD5" || signature.hash == "MD2") return CauseId::md5_cert;
    if (signature.hash == "SHA1") return CauseId::sha1_cert;
    if (signature.oid.starts_with("1.2.840.10045.")) return CauseId::curve_of_cert_unsupported;
    if (signature.hash.empty()) return CauseId::eddsa_cert_unsupported;
    return CauseId::sigalg_no_common;
  }

  void key_size(std::size_t depth) {
    const Certificate& c = at(depth);
    if (is_rsa(c)) {
      if (c.key_bits < rules_.minimum_rsa_bits)
        fault(CauseId::rsa_key_too_small, depth, "", rules_.minimum_rsa_bits);
      if (depth == 0 && rules_.maximum_rsa_bits != 0 && c.key_bits > rules_.maximum_rsa_bits)
        fault(CauseId::rsa_key_too_large, depth, "", rules_.maximum_rsa_bits);
    }
    if (c.key == KeyKind::ec) {
      const bool listed =
          rules_.curves.empty() ||
          (c.group && std::ranges::find(rules_.curves, *c.group) != rules_.curves.end());
      if (!listed || c.key_bits < rules_.minimum_ec_bits) {
        fault(CauseId::curve_of_cert_unsupported, depth);
      }
    }
    if (depth > 0 && c.key == KeyKind::rsa_pss && !rules_.takes_pss_keys) {
      fault(CauseId::pss_chain, depth);
    }
  }

  void validity(std::size_t depth) {
    const Certificate& c = at(depth);
    if (question_.at < c.not_before) fault(CauseId::not_yet_valid, depth);
    if (c.not_after < question_.at) {
      fault(depth == 0 ? CauseId::cert_expired : CauseId::expired_intermediate, depth,
            depth > 0 && is_anchor(depth) ? "anchor-expired" : "");
    }
  }

  void authority(std::size_t depth) {
    const Certificate& c = at(depth);
    const bool may_sign = c.allows(KeyUsage::key_cert_sign);
    if (is_anchor(depth)) {
      if (!anchor_may_issue(c)) fault(CauseId::intermediate_not_ca, depth, "anchor-not-ca");
    } else if (!c.basic_constraints || !c.is_ca) {
      fault(CauseId::intermediate_not_ca, depth);
    } else if (!may_sign) {
      fault(CauseId::intermediate_not_ca, depth, "no-key-cert-sign");
    }
    if (!counts(depth, rules_.anchor_limits)) return;
    if (c.path_length && below(depth) > *c.path_length) fault(CauseId::pathlen_exceeded, depth);
    if (c.name_constraints) names(depth);
  }
  [[nodiscard]] bool anchor_may_issue(const Certificate& c) const {
    using knowledge::AnchorAuthority;
    if (rules_.anchor_authority == AnchorAuthority::any) return true;
    if (c.version < 3 && rules_.takes_v1_anchor) return true;
    if (!c.allows(KeyUsage::key_cert_sign)) return false;
    if (c.basic_constraints) return c.is_ca;
    if (rules_.anchor_authority == AnchorAuthority::unless_denied) return true;
    return rules_.anchor_authority == AnchorAuthority::or_key_usage && c.has_key_usage;
  }
  // Intermediates below, those that issued themselves left out (RFC 5280 section 6.1.4 l).
  [[nodiscard]] std::size_t below(std::size_t depth) const {
    std::size_t count = 0;
    for (std::size_t i = 1; i < depth; ++i) count += at(i).self_issued ? 0U : 1U;
    return count;
  }
  void names(std::size_t depth) {
    const bool critical = std::ranges::any_of(at(depth).extensions, [](const Extension& e) {
      return e.critical && e.oid == "2.5.29.30";
    });
    if (!rules_.name_constraints && !critical) return;
    for (std::size_t i = 0; i < depth; ++i) {
      if (i > 0 && at(i).self_issued) continue;
      if (!graph_.names_allowed(path_.indices[depth], path_.indices[i])) {
        return fault(CauseId::name_constraint, depth);
      }
    }
    if (!rules_.name_constraints) fault(CauseId::unknown_critical_ext, depth);
  }

  // How the server's key is about to be used.
  void leaf_use() {
    const Certificate& leaf = at(0);
    if (const auto lacking = usage_lacking(leaf))
      fault(CauseId::ku_mismatch, 0, "", static_cast<std::uint32_t>(*lacking));
    if (rules_.must_staple && leaf.must_staple && !question_.stapled) {
      fault(CauseId::must_staple_missing, 0);
    }
    // RFC 8446 section 4.2.3: the mask's hash is the signature's, and the salt as long as it.
    if (leaf.key == KeyKind::rsa_pss && leaf.key_pss_limits && rules_.strict_pss_keys &&
        leaf.key_pss_limits->hash != leaf.key_pss_limits->mgf1_hash) {
      fault(CauseId::pss_key_oid_leaf, 0);
    }
  }
  // The use that the client needs and keyUsage does not allow; none: all is well.
  [[nodiscard]] std::optional<KeyUsage> usage_lacking(const Certificate& leaf) const {
    using knowledge::KeyUsageRule;
    const bool signs = leaf.allows(KeyUsage::digital_signature);
    const bool agrees = leaf.allows(KeyUsage::key_agreement);
    switch (rules_.leaf_key_usage) {
      case KeyUsageRule::ignored: return std::nullopt;
      case KeyUsageRule::any_use:
        if (signs || agrees || leaf.allows(KeyUsage::key_encipherment)) return std::nullopt;
        return KeyUsage::digital_signature;
      case KeyUsageRule::key_encipherment:
        if (leaf.key == KeyKind::rsa) return unless_allowed(leaf, KeyUsage::key_encipherment);
        if (leaf.key == KeyKind::ec && agrees) return std::nullopt;
        return unless_allowed(leaf, KeyUsage::digital_signature);
      case KeyUsageRule::by_key_exchange: break;
    }
    return unless_allowed(leaf, usage_of(question_.key_exchange));
  }
  static std::optional<KeyUsage> unless_allowed(const Certificate& leaf, KeyUsage usage) {
    return leaf.allows(usage) ? std::nullopt : std::optional(usage);
  }
  static KeyUsage usage_of(KeyExchange key_exchange) {
    switch (key_exchange) {
      case KeyExchange::rsa: return KeyUsage::key_encipherment;
      case KeyExchange::ecdh:
      case KeyExchange::dh: return KeyUsage::key_agreement;
      default: return KeyUsage::digital_signature;
    }
  }

  const PathRules& rules_;
  const CertificateGraph& graph_;
  const PathQuestion& question_;
  const BuiltPath& path_;
  PathFaults& out_;
};

}  // namespace

void check_path(const PathRules& rules, const CertificateGraph& graph, const PathQuestion& question,
                const BuiltPath& path, PathFaults& out) {
  PathCheck(rules, graph, question, path, out).run();
}

}  // namespace tlswhy
