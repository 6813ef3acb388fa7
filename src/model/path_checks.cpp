#include "model/path_checks.hpp"

#include <algorithm>

#include "base/time_span.hpp"
#include "knowledge/ids/causes.hpp"
#include "x509/policies.hpp"

namespace tlswhy {
namespace {

using knowledge::CauseId;
using knowledge::NamesConstrained;
using knowledge::PathRules;
using knowledge::UnreadableExtensions;
using knowledge::UnreadableNames;

namespace oid {
constexpr std::string_view subject_key_id = "2.5.29.14", subject_alt_name = "2.5.29.17",
                           basic_constraints = "2.5.29.19", name_constraints = "2.5.29.30",
                           certificate_policies = "2.5.29.32", policy_mappings = "2.5.29.33",
                           authority_key_id = "2.5.29.35", policy_constraints = "2.5.29.36",
                           inhibit_any_policy = "2.5.29.54",
                           authority_info_access = "1.3.6.1.5.5.7.1.1", any_purpose = "2.5.29.37.0",
                           server_auth = "1.3.6.1.5.5.7.3.1";
}  // namespace oid

constexpr std::int64_t minute_ns = 60'000'000'000;

bool is_rsa(const Certificate& c) { return c.key == KeyKind::rsa || c.key == KeyKind::rsa_pss; }

class PathCheck {
 public:
  PathCheck(const PathRules& rules, const CertificateGraph& graph, const Situation& situation,
            LeafUse use, const BuiltPath& path, PathFaults& out)
      : rules_(rules), graph_(graph), situation_(situation), use_(use), path_(path), out_(out) {}

  void run() {
    const std::size_t size = path_.indices.size();
    const bool leaf_is_anchor = size == 1 && path_.anchored;
    if (!leaf_is_anchor || !rules_.trusted_leaf_unchecked) {
      for (std::size_t depth = 0; depth < size; ++depth) check(depth);
      leaf_use();
      if (is_modern(at(0))) modern_leaf(at(0));
      const std::size_t intermediates = size - 1 - (path_.anchored && size > 1 ? 1 : 0);
      if (rules_.maximum_intermediates != 0 && intermediates > rules_.maximum_intermediates) {
        out_.push_back(
            {CauseId::chain_too_long, path_.indices.back(), "", rules_.maximum_intermediates});
      }
    }
    if (rules_.reads_all_sent) read_others();
    if (rules_.needs_leaf_issuer && at(0).issuer.empty())
      fault(CauseId::malformed_certificate, 0, "no-issuer");
    if (rules_.policies == knowledge::PolicyRule::enforced && !policies_hold())
      fault(CauseId::policy_constraint, 0);
    if (rules_.maximum_sent != 0 && graph_.sent() > rules_.maximum_sent) {
      fault(CauseId::chain_too_long, 0, "too-many-sent", rules_.maximum_sent);
    }
    if (rules_.checks_name != knowledge::NameCheck::never && !situation_.host.empty()) {
      if (const auto fault = name_fault(rules_, at(0), situation_.host)) {
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
    if (!is_anchor(depth) || judges_date(depth)) validity(depth);
    if (knows_not_critical(at(depth)) && counts(depth, rules_.anchor_critical)) {
      fault(CauseId::unknown_critical_ext, depth);
    }
    if (!serves(depth) && (depth == 0 ? rules_.leaf_eku : rules_.intermediate_eku) &&
        counts(depth, rules_.anchor_eku)) {
      fault(CauseId::eku_not_serverauth, depth);
    }
    if (depth > 0) authority(depth);
    if (const auto why = malformed(at(depth))) fault(CauseId::malformed_certificate, depth, *why);
    if (rules_.strict && path_.indices.size() > 1) {
      if (const auto why = against_profile(depth)) fault(why->cause, depth, why->variant);
    }
  }

  // Certificates that were sent and that no path needs.
  void read_others() {
    for (std::size_t i = 0; i < graph_.sent(); ++i) {
      if (std::ranges::find(path_.indices, i) != path_.indices.end()) continue;
      const Certificate& c = graph_.at(i);
      if (!c.parsed || malformed(c) || unreadable_names(c))
        out_.push_back({CauseId::malformed_certificate, i});
    }
  }

  // Who reads no such name finds it while reading the certificate.
  [[nodiscard]] bool unreadable_names(const Certificate& c) const {
    if (rules_.unreadable_names != UnreadableNames::refused) return false;
    const auto& limits = c.name_constraints;
    return has_unreadable_domain(c) ||
           (limits && (has_unreadable_range(*limits) || has_unreadable_domain(*limits)));
  }

  [[nodiscard]] bool policies_hold() const {
    std::vector<const Certificate*> certificates;
    const bool anchored = path_.anchored && path_.indices.size() > 1;
    for (std::size_t depth = path_.indices.size() - (anchored ? 1 : 0); depth > 0; --depth)
      certificates.push_back(&at(depth - 1));
    return policies_valid(certificates);
  }
  [[nodiscard]] bool judges_date(std::size_t anchor) const {
    return rules_.judges_anchor || (rules_.judges_far_anchor && path_.searched && anchor > 1);
  }
  [[nodiscard]] bool knows_policies() const {
    using knowledge::PolicyRule;
    return rules_.policies != PolicyRule::unknown &&
           rules_.policies != PolicyRule::constraints_unknown &&
           rules_.policies != PolicyRule::inhibition_known;
  }
  // Of certificate policies one that is critical and not understood.
  [[nodiscard]] bool unknown_policy(const Extension& extension) const {
    using knowledge::PolicyRule;
    if (!extension.critical) return false;
    if (extension.oid == oid::certificate_policies) return rules_.policies == PolicyRule::unknown;
    return extension.oid == oid::policy_mappings || extension.oid == oid::policy_constraints ||
           (extension.oid == oid::inhibit_any_policy &&
            rules_.policies != PolicyRule::inhibition_known);
  }
  // A critical extension that the client does not know (RFC 5280 section 4.2).
  [[nodiscard]] bool knows_not_critical(const Certificate& c) const {
    const auto unknown = [this](const Extension& e) { return unknown_policy(e); };
    if (!knows_policies() && std::ranges::any_of(c.extensions, unknown)) return true;
    return std::ranges::any_of(c.unknown_critical, [this](const std::string& oid) {
      if (oid == oid::authority_key_id || oid == oid::authority_info_access)
        return !rules_.takes_critical_authority;
      return oid != oid::subject_key_id || !rules_.takes_critical_subject_key_id;
    });
  }
  // Its extendedKeyUsage lets it serve, or a CA issue for servers (section 4.2.1.12).
  [[nodiscard]] bool serves(std::size_t depth) const {
    using knowledge::AnyPurpose;
    const Certificate& c = at(depth);
    const auto names = [&c](std::string_view purpose) {
      return std::ranges::find(c.extended_key_usages, purpose) != c.extended_key_usages.end();
    };
    if (c.has_extended_key_usage && c.extended_key_usages.empty() && rules_.takes_empty_eku)
      return true;
    if (!c.server_auth || !names(oid::any_purpose) || names(oid::server_auth)) return c.server_auth;
    return rules_.any_purpose == AnyPurpose::everywhere ||
           (rules_.any_purpose == AnyPurpose::leaf && depth == 0);
  }

  // What keeps the client from reading it; a variant of the cause, or empty.
  [[nodiscard]] std::optional<std::string_view> malformed(const Certificate& c) const {
    if (c.repeated_known || (c.repeated_extension && !rules_.takes_repeated_unknown)) return "";
    const bool all = rules_.unreadable_extensions == UnreadableExtensions::all;
    if (rules_.unreadable_extensions != UnreadableExtensions::ignored) {
      const bool hit = std::ranges::any_of(c.unreadable, [&](const std::string& oid) {
        return all || (oid != oid::authority_info_access && oid != oid::certificate_policies);
      });
      if (hit) return "";
    }
    if (all && c.name_constraints && c.name_constraints->size() == 0) return "";
    if (rules_.unreadable_names == UnreadableNames::refused && c.unreadable_address) return "";
    if (c.explicit_curve && !rules_.takes_explicit_curves) return "explicit-curve";
    if (rules_.empty_subject_strict && (c.issuer.empty() || nameless(c))) return "";
    return std::nullopt;
  }
  // Neither a subject nor a critical subjectAltName in its place (RFC 5280 section 4.1.2.6).
  static bool nameless(const Certificate& c) {
    if (!c.subject.empty()) return false;
    const Extension* names = c.extension(oid::subject_alt_name);
    return names == nullptr || !names->critical;
  }

  // What a client that enforces the profile of RFC 5280 section 4 minds.
  [[nodiscard]] std::optional<PathFault> against_profile(std::size_t depth) const {
    const Certificate& c = at(depth);
    const auto critical = [&c](std::string_view oid) {
      const Extension* extension = c.extension(oid);
      return extension != nullptr && extension->critical;
    };
    const bool last = depth + 1 == path_.indices.size();
    if (c.is_ca && !critical(oid::basic_constraints))
      return PathFault{CauseId::intermediate_not_ca, 0, "bc-not-critical"};
    if (c.is_ca && !c.has_key_usage)
      return PathFault{CauseId::intermediate_not_ca, 0, "no-key-usage"};
    if (!last && (!c.authority_key_id || c.authority_key_id->key_id.empty()))
      return PathFault{CauseId::malformed_certificate, 0, "no-authority-key-id"};
    if (c.is_ca && c.subject_key_id.empty())
      return PathFault{CauseId::malformed_certificate, 0, "no-subject-key-id"};
    const bool signs_without_ca = !c.is_ca && c.has_key_usage && c.allows(KeyUsage::key_cert_sign);
    const bool nameless =
        c.issuer.empty() || (c.subject.empty() && (c.is_ca || !critical(oid::subject_alt_name)));
    const bool stray_length = c.path_length && (!c.is_ca || !c.allows(KeyUsage::key_cert_sign));
    if (signs_without_ca || nameless || stray_length || critical(oid::authority_key_id) ||
        critical(oid::subject_key_id))
      return PathFault{CauseId::malformed_certificate};
    return std::nullopt;
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
    if (situation_.at < shifted(c.not_before, -rules_.early_minutes * minute_ns))
      fault(CauseId::not_yet_valid, depth);
    if (c.not_after < situation_.at ||
        (rules_.last_second_expired && c.not_after == situation_.at)) {
      fault(depth == 0 ? CauseId::cert_expired : CauseId::expired_intermediate, depth,
            depth > 0 && is_anchor(depth) ? "anchor-expired" : "");
    }
  }

  void authority(std::size_t depth) {
    const Certificate& c = at(depth);
    const bool may_sign = may_issue(c);
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
    if (rules_.anchor_authority == AnchorAuthority::unless_no_ca)
      return !c.basic_constraints || c.is_ca;
    if (!may_issue(c)) return false;
    if (c.basic_constraints) return c.is_ca;
    if (rules_.anchor_authority == AnchorAuthority::unless_denied) return true;
    return rules_.anchor_authority == AnchorAuthority::or_key_usage && c.has_key_usage;
  }
  [[nodiscard]] bool may_issue(const Certificate& c) const {
    return c.allows(KeyUsage::key_cert_sign) || (rules_.takes_empty_key_usage && c.key_usage == 0);
  }
  // Intermediates below, those that issued themselves left out (RFC 5280 section 6.1.4 l).
  [[nodiscard]] std::size_t below(std::size_t depth) const {
    std::size_t count = 0;
    for (std::size_t i = 1; i < depth; ++i) count += passes_over(i) ? 0U : 1U;
    return count;
  }
  [[nodiscard]] bool passes_over(std::size_t depth) const {
    return at(depth).self_issued && !rules_.self_issued_count;
  }

  void names(std::size_t depth) {
    const Extension* extension = at(depth).extension(oid::name_constraints);
    const bool critical = extension != nullptr && extension->critical;
    if (!rules_.name_constraints && !critical) return;
    if (rules_.unknown_forms == knowledge::UnknownForms::refused_where_critical && critical &&
        has_rare_form(*at(depth).name_constraints))
      return fault(CauseId::unknown_critical_ext, depth);
    if (violates(depth)) return fault(CauseId::name_constraint, depth);
    if (!rules_.name_constraints) fault(CauseId::unknown_critical_ext, depth);
  }
  // Whether a name that the constraints of the CA at `depth` bind is outside.
  [[nodiscard]] bool violates(std::size_t depth) const {
    const NameConstraints& constraints = *at(depth).name_constraints;
    if (rules_.unknown_forms == knowledge::UnknownForms::refused && has_rare_form(constraints))
      return true;
    const bool ranges = rules_.unreadable_names == UnreadableNames::in_constraints ||
                        rules_.unreadable_names == UnreadableNames::refused;
    if (ranges && has_unreadable_range(constraints)) return true;
    if (rules_.unreadable_names == UnreadableNames::refused && has_unreadable_domain(constraints))
      return true;
    if (!rules_.takes_empty_dns_constraint && has_empty_dns(constraints)) return true;
    const std::size_t end = rules_.names_constrained == NamesConstrained::all_below ? depth : 1;
    for (std::size_t i = 0; i < end; ++i) {
      if (i > 0 && passes_over(i)) continue;
      if (outside(depth, i)) return true;
    }
    return rules_.names_constrained == NamesConstrained::leaf_and_itself && outside(depth, depth);
  }
  [[nodiscard]] bool outside(std::size_t ca, std::size_t depth) const {
    const Certificate& c = at(depth);
    const std::size_t most = std::size_t{rules_.maximum_name_checks} * 1024;
    if (most != 0 && c.names * at(ca).name_constraints->size() > most) return true;
    if (rules_.unreadable_names == UnreadableNames::refused && has_unreadable_domain(c))
      return true;
    const auto found = graph_.constrained(path_.indices[ca], path_.indices[depth]);
    if (found.names == NameVerdict::outside || found.names == NameVerdict::unknown_form)
      return true;
    if (found.names == NameVerdict::unreadable &&
        rules_.unreadable_names == UnreadableNames::where_constrained)
      return true;
    if (found.wildcard && rules_.exclusions_bind_wildcards) return true;
    return common_name_outside(c, depth, found);
  }
  [[nodiscard]] bool common_name_outside(const Certificate& c, std::size_t depth,
                                         const CertificateGraph::Constrained& found) const {
    using knowledge::CommonNameConstraint;
    const bool dotted = c.common_name.find('.') != std::string::npos;
    switch (rules_.constrains_common_name) {
      case CommonNameConstraint::never: return false;
      case CommonNameConstraint::without_dns_name:
        return depth == 0 && dotted && c.dns_names.empty() && found.common_name;
      case CommonNameConstraint::without_san:
        return depth == 0 && dotted && !c.has_subject_alt_name && found.common_name;
      case CommonNameConstraint::any_text:
        return depth == 0 && c.dns_names.empty() && found.common_text;
      case CommonNameConstraint::by_kind: break;
    }
    if (parse_ip(c.common_name)) return c.ip_addresses.empty() && found.common_address;
    return c.dns_names.empty() && found.common_name;
  }

  // Rules that a client made for certificates from a day on, so that older ones go on working.
  [[nodiscard]] bool is_modern(const Certificate& leaf) const {
    return leaf.not_before.ns >= rules_.modern_from * day_ns;
  }
  void modern_leaf(const Certificate& leaf) {
    const std::int64_t lifetime = span_ns(leaf.not_before, leaf.not_after);
    if (rules_.maximum_days != 0 && lifetime > rules_.maximum_days * day_ns)
      fault(CauseId::validity_too_long, 0, "", rules_.maximum_days);
    if (rules_.needs_server_auth && !leaf.has_extended_key_usage)
      fault(CauseId::eku_not_serverauth, 0, "no-extended-key-usage");
  }

  // How the server's key is about to be used.
  void leaf_use() {
    const Certificate& leaf = at(0);
    if (const auto lacking = usage_lacking(leaf))
      fault(CauseId::ku_mismatch, 0, "", static_cast<std::uint32_t>(*lacking));
    if (rules_.must_staple && leaf.must_staple && !use_.stapled) {
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
    return unless_allowed(leaf, usage_of(use_.key_exchange));
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
  const Situation& situation_;
  LeafUse use_;
  const BuiltPath& path_;
  PathFaults& out_;
};

}  // namespace

void check_path(const PathRules& rules, const CertificateGraph& graph, const Situation& situation,
                LeafUse use, const BuiltPath& path, PathFaults& out) {
  PathCheck(rules, graph, situation, use, path, out).run();
}

}  // namespace tlswhy
