// Every field of a client profile by the section and key that it has in a profile's file: what
// writes profiles out, compares them and makes them from a file goes through this one list.
#pragma once

#include <array>
#include <string_view>

#include "knowledge/client.hpp"

namespace tlswhy::knowledge {

// The words of a profile's file for an enumeration, in its order.
constexpr auto words_of(ServerNameRule) {
  return std::to_array<std::string_view>({"always", "dotted-names", "never"});
}
constexpr auto words_of(AnchorRule) {
  return std::to_array<std::string_view>(
      {"any-trusted", "issuers", "issuers-or-self-signed", "self-signed"});
}
constexpr auto words_of(AnchorAuthority) {
  return std::to_array<std::string_view>(
      {"any", "basic-constraints", "or-key-usage", "unless-denied", "unless-no-ca"});
}
constexpr auto words_of(KeyUsageRule) {
  return std::to_array<std::string_view>(
      {"ignored", "any-use", "by-key-exchange", "key-encipherment"});
}
constexpr auto words_of(CommonNameRule) {
  return std::to_array<std::string_view>(
      {"never", "without-san", "without-dns-name", "without-dns-or-ip-name"});
}
constexpr auto words_of(AddressRule) {
  return std::to_array<std::string_view>(
      {"ip-names", "ip-or-dns-names", "dns-names", "ip-or-common-name", "ip-dns-or-common-name"});
}
constexpr auto words_of(PathBuilding) {
  return std::to_array<std::string_view>(
      {"searches", "trusted-first", "sent-first", "sent-first-or-shorter", "best-issuer"});
}
constexpr auto words_of(KeyIdRule) {
  return std::to_array<std::string_view>({"ignored", "key-id", "all", "key-id-else-serial"});
}
constexpr auto words_of(CommonNameConstraint) {
  return std::to_array<std::string_view>(
      {"never", "without-dns-name", "without-san", "any-text", "by-kind"});
}
constexpr auto words_of(NamesConstrained) {
  return std::to_array<std::string_view>({"all-below", "leaf", "leaf-and-itself"});
}
constexpr auto words_of(UnknownForms) {
  return std::to_array<std::string_view>({"where-named", "refused", "refused-where-critical"});
}
constexpr auto words_of(UnreadableNames) {
  return std::to_array<std::string_view>(
      {"where-constrained", "in-constraints", "refused", "ignored"});
}
constexpr auto words_of(UnreadableExtensions) {
  return std::to_array<std::string_view>({"those-of-paths", "all", "ignored"});
}
constexpr auto words_of(WildcardRule) {
  return std::to_array<std::string_view>(
      {"whole-label", "part-of-label", "any-label", "end-of-label", "start-of-label"});
}
constexpr auto words_of(AnyPurpose) {
  return std::to_array<std::string_view>({"everywhere", "leaf", "nowhere"});
}
constexpr auto words_of(PolicyRule) {
  return std::to_array<std::string_view>(
      {"known", "constraints-unknown", "inhibition-known", "unknown", "enforced"});
}
constexpr auto words_of(NameCheck) {
  return std::to_array<std::string_view>({"when-asked", "always", "never"});
}
constexpr auto words_of(Judges) {
  return std::to_array<std::string_view>(
      {"before-key-exchange", "after-finished", "after-connected"});
}
constexpr auto words_of(AddressUse) {
  return std::to_array<std::string_view>({"next", "first", "first-ipv4"});
}
constexpr auto words_of(Basis) {
  return std::to_array<std::string_view>({"lab", "source", "issue", "know"});
}

template <class Enum>
constexpr std::string_view word_of(Enum value) {
  const auto words = words_of(value);
  const auto place = static_cast<std::size_t>(value);
  return place < words.size() ? words[place] : std::string_view();
}

// `visit(section, key, field)` for each; `profile` is a ClientProfile, constant or not.
template <class Profile, class Visit>
void visit_offer(Profile& profile, Visit&& visit) {
  auto& offer = profile.offer;
  visit("hello", "versions", offer.versions);
  visit("hello", "cipher_suites", offer.cipher_suites);
  visit("hello", "supported_groups", offer.supported_groups);
  visit("hello", "key_shares", offer.key_shares);
  visit("hello", "signature_algorithms", offer.signature_algorithms);
  visit("hello", "signature_algorithms_cert", offer.signature_algorithms_cert);
  visit("hello", "alpn", offer.alpn);
  visit("hello", "server_name", offer.server_name);
  visit("hello", "extended_master_secret", offer.extended_master_secret);
  visit("hello", "renegotiation_info", offer.renegotiation_info);
  visit("hello", "client_hello", offer.client_hello);
}

template <class Profile, class Visit>
void visit_policy(Profile& profile, Visit&& visit) {
  auto& policy = profile.policy;
  visit("policy", "minimum_dh_bits", policy.minimum_dh_bits);
  visit("policy", "maximum_dh_bits", policy.maximum_dh_bits);
  visit("policy", "verifies_md5_sha1", policy.verifies_md5_sha1);
  visit("policy", "judges", policy.judges);
  visit("policy", "programs_judge_late", policy.programs_judge_late);
  visit("policy", "tries_addresses", policy.tries_addresses);
  visit("policy", "alert_clear_in_tls13", policy.alert_clear_in_tls13);
}

template <class Profile, class Visit>
void visit_path_truths(Profile& profile, Visit&& visit) {
  auto& rules = profile.path;
  visit("path", "verifies_pss_sha1", rules.verifies_pss_sha1);
  visit("path", "takes_pss_keys", rules.takes_pss_keys);
  visit("path", "strict_pss_keys", rules.strict_pss_keys);
  visit("path", "wildcard_below_top_label", rules.wildcard_below_top_label);
  visit("path", "judges_anchor", rules.judges_anchor);
  visit("path", "judges_anchor_key", rules.judges_anchor_key);
  visit("path", "anchor_limits", rules.anchor_limits);
  visit("path", "anchor_critical", rules.anchor_critical);
  visit("path", "anchor_eku", rules.anchor_eku);
  visit("path", "takes_v1_anchor", rules.takes_v1_anchor);
  visit("path", "trusted_leaf_unchecked", rules.trusted_leaf_unchecked);
  visit("path", "leaf_eku", rules.leaf_eku);
  visit("path", "needs_server_auth", rules.needs_server_auth);
  visit("path", "intermediate_eku", rules.intermediate_eku);
  visit("path", "name_constraints", rules.name_constraints);
  visit("path", "must_staple", rules.must_staple);
  visit("path", "fetches_issuers", rules.fetches_issuers);
  visit("path", "self_issued_count", rules.self_issued_count);
  visit("path", "exclusions_bind_wildcards", rules.exclusions_bind_wildcards);
  visit("path", "last_second_expired", rules.last_second_expired);
  visit("path", "strict", rules.strict);
  visit("path", "takes_empty_eku", rules.takes_empty_eku);
  visit("path", "takes_critical_authority", rules.takes_critical_authority);
  visit("path", "takes_critical_subject_key_id", rules.takes_critical_subject_key_id);
  visit("path", "takes_explicit_curves", rules.takes_explicit_curves);
  visit("path", "takes_empty_key_usage", rules.takes_empty_key_usage);
  visit("path", "takes_bare_wildcard", rules.takes_bare_wildcard);
  visit("path", "takes_underscores", rules.takes_underscores);
  visit("path", "empty_subject_strict", rules.empty_subject_strict);
  visit("path", "validates_as_sent", rules.validates_as_sent);
  visit("path", "one_self_issued", rules.one_self_issued);
  visit("path", "no_key_twice", rules.no_key_twice);
  visit("path", "judges_far_anchor", rules.judges_far_anchor);
  visit("path", "takes_dotted_names", rules.takes_dotted_names);
  visit("path", "plain_wildcards", rules.plain_wildcards);
  visit("path", "takes_repeated_unknown", rules.takes_repeated_unknown);
  visit("path", "takes_empty_dns_constraint", rules.takes_empty_dns_constraint);
  visit("path", "reads_all_sent", rules.reads_all_sent);
  visit("path", "needs_leaf_issuer", rules.needs_leaf_issuer);
}

template <class Profile, class Visit>
void visit_path(Profile& profile, Visit&& visit) {
  auto& rules = profile.path;
  visit("path", "verifies", rules.verifies);
  visit("path", "curves", rules.curves);
  visit("path", "reports", rules.reports);
  visit("path", "minimum_rsa_bits", rules.minimum_rsa_bits);
  visit("path", "maximum_rsa_bits", rules.maximum_rsa_bits);
  visit("path", "minimum_ec_bits", rules.minimum_ec_bits);
  visit("path", "maximum_intermediates", rules.maximum_intermediates);
  visit("path", "maximum_sent", rules.maximum_sent);
  visit("path", "maximum_name_checks", rules.maximum_name_checks);
  visit("path", "modern_from", rules.modern_from);
  visit("path", "maximum_days", rules.maximum_days);
  visit("path", "early_minutes", rules.early_minutes);
  visit("path", "anchors", rules.anchors);
  visit("path", "anchor_authority", rules.anchor_authority);
  visit("path", "leaf_key_usage", rules.leaf_key_usage);
  visit("path", "common_name", rules.common_name);
  visit("path", "addresses", rules.addresses);
  visit("path", "checks_name", rules.checks_name);
  visit("path", "building", rules.building);
  visit("path", "key_ids", rules.key_ids);
  visit("path", "constrains_common_name", rules.constrains_common_name);
  visit("path", "names_constrained", rules.names_constrained);
  visit("path", "unknown_forms", rules.unknown_forms);
  visit("path", "unreadable_names", rules.unreadable_names);
  visit("path", "unreadable_extensions", rules.unreadable_extensions);
  visit("path", "wildcards", rules.wildcards);
  visit("path", "any_purpose", rules.any_purpose);
  visit("path", "policies", rules.policies);
  visit_path_truths(profile, visit);
}

template <class Profile, class Visit>
void visit_fields(Profile& profile, Visit&& visit) {
  visit_offer(profile, visit);
  visit_policy(profile, visit);
  visit_path(profile, visit);
  visit("answers", "", profile.answers);
  visit("answers_tls13", "", profile.answers_tls13);
  visit("messages", "", profile.messages);
}

}  // namespace tlswhy::knowledge
