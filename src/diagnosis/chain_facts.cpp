#include "diagnosis/chain_facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>
#include <utility>

#include "base/time_span.hpp"
#include "diagnosis/case.hpp"
#include "knowledge/ids/causes.hpp"
#include "knowledge/ids/sentences.hpp"

namespace tlswhy {
namespace {

using knowledge::CauseId;
using knowledge::Parameter;
using knowledge::SentenceId;

std::string signature_of(const Certificate& c) {
  if (!c.signature.pss || c.signature.hash.empty()) return c.signature.name;
  return fmt::format("RSASSA-PSS with {}", c.signature.hash);
}

class Wording {
 public:
  Wording(const JudgedPath& path, const PathFault& fault)
      : path_(path), fault_(fault), c_(path.graph.at(fault.index)) {}

  std::vector<Fact> facts() && {
    switch (fault_.cause) {
      case CauseId::cert_expired:
      case CauseId::expired_intermediate:
      case CauseId::not_yet_valid: dates(); break;
      case CauseId::rsa_key_too_small:
      case CauseId::rsa_key_too_large:
        on_path(sentence::fact_key_size, {{"key_bits", c_.key_bits}}, c_.key_bits);
        break;
      case CauseId::name_mismatch:
      case CauseId::ip_without_ipsan:
      case CauseId::cn_only:
      case CauseId::wildcard_misuse: names(); break;
      case CauseId::eku_not_serverauth:
        if (!against_profile()) on_path(sentence::fact_no_server_auth);
        break;
      case CauseId::validity_too_long: lifetime(); break;
      case CauseId::unknown_critical_ext: critical(); break;
      case CauseId::intermediate_not_ca:
        if (against_profile()) break;
        on_path(c_.is_ca ? sentence::fact_no_cert_sign : sentence::fact_not_ca);
        break;
      case CauseId::pathlen_exceeded: path_length(); break;
      case CauseId::name_constraint: on_path(sentence::fact_name_constraint); break;
      default:
        if (!about_key() && !about_building() && !against_profile()) have(c_.subject);
    }
    return std::move(out_);
  }

 private:
  bool about_key() {
    switch (fault_.cause) {
      case CauseId::md5_cert:
      case CauseId::sha1_cert:
      case CauseId::eddsa_cert_unsupported:
      case CauseId::sigalg_no_common: signature(); return true;
      case CauseId::pss_chain:
        if (c_.signature.pss) {
          signature();
        } else {
          pss_key();
        }
        return true;
      case CauseId::pss_key_oid_leaf: pss_key(); return true;
      case CauseId::curve_of_cert_unsupported: have(c_.key_text); return true;
      case CauseId::ku_mismatch: usage(); return true;
      case CauseId::must_staple_missing:
        say(sentence::fact_staple_missing, {{"subject", subject()}});
        return true;
      default: return false;
    }
  }

  // What the certificate lacks that only strict clients ask for (the profile of RFC 5280 section
  // 4).
  bool against_profile() {
    constexpr auto wanted = std::to_array<std::pair<std::string_view, const char*>>(
        {{"bc-not-critical", "basicConstraints (not critical)"},
         {"no-key-usage", "keyUsage (absent)"},
         {"no-authority-key-id", "authorityKeyIdentifier (absent)"},
         {"no-subject-key-id", "subjectKeyIdentifier (absent)"},
         {"explicit-curve", "EC parameters (explicit)"},
         {"no-issuer", "issuer (empty)"},
         {"no-extended-key-usage", "extendedKeyUsage (absent)"}});
    const auto found =
        std::ranges::find(wanted, fault_.variant, [](const auto& w) { return w.first; });
    if (found == wanted.end()) return false;
    have(found->second);
    return true;
  }

  bool about_building() {
    switch (fault_.cause) {
      case CauseId::bad_cert_signature:
      case CauseId::wrong_intermediate:
        stops(sentence::fact_signature_does_not_verify);
        return true;
      case CauseId::missing_intermediate:
        stops(sentence::fact_chain_stops, short_name(c_.issuer));
        return true;
      case CauseId::untrusted_root:
        say(sentence::fact_chain_ends, {{"subject", subject()}, {"issuer", short_name(c_.issuer)}},
            c_.subject);
        named_issuer();
        return true;
      case CauseId::self_signed_leaf:
        say(sentence::fact_self_signed, {{"subject", subject()}});
        return true;
      case CauseId::leaf_not_first:
        say(sentence::fact_leaf_not_first, {{"subject", subject()}});
        return true;
      case CauseId::expired_cross_sign_path:
        say(sentence::fact_expired_extra,
            {{"subject", subject()}, {"not_after", knowledge::Day{c_.not_after}}});
        return true;
      case CauseId::chain_too_long: {
        const std::size_t count = path_.graph.sent();
        say(sentence::fact_chain_length, {{"count", count}}, count);
        return true;
      }
      default: return false;
    }
  }

  // Where the store holds the issuer under another serial number than the certificate names.
  void named_issuer() {
    if (!c_.authority_key_id || c_.authority_key_id->serial.empty()) return;
    for (const auto& issuer : path_.graph.issuers(fault_.index)) {
      const Certificate& other = path_.graph.at(issuer.index);
      if (issuer.serial || !issuer.verified || other.serial == c_.authority_key_id->serial)
        continue;
      on_path(sentence::fact_issuer_serial_differs,
              {{"named", c_.authority_key_id->serial}, {"serial", other.serial}},
              c_.authority_key_id->serial);
      return;
    }
  }

  void dates() {
    const bool early = fault_.cause == CauseId::not_yet_valid;
    const Timestamp limit = early ? c_.not_before : c_.not_after;
    on_path(early ? sentence::fact_not_yet_valid : sentence::fact_expired,
            {{early ? "not_before" : "not_after", knowledge::Day{limit}},
             {"at", knowledge::Day{path_.situation.at}}},
            limit);
  }

  void lifetime() {
    const std::int64_t days = span_ns(c_.not_before, c_.not_after) / day_ns;
    on_path(sentence::fact_lifetime,
            {{"days", days},
             {"not_before", knowledge::Day{c_.not_before}},
             {"not_after", knowledge::Day{c_.not_after}}},
            days);
  }

  void names() {
    const Certificate& leaf = path_.graph.at(0);
    SentenceId sentence = sentence::fact_name_not_covered;
    if (fault_.cause == CauseId::wildcard_misuse) {
      sentence = sentence::fact_wildcard_top;
    } else if (common_name_covers(leaf, path_.situation.host)) {
      sentence = sentence::fact_common_name_only;
    }
    say(sentence, {{"server_name", path_.situation.host.text()}, {"names", names_text(leaf)}},
        names_text(leaf));
  }

  // Name constraints that a client does not understand are a critical extension to it.
  void critical() {
    constexpr const char* name_constraints = "2.5.29.30";
    for (const std::string& oid : c_.unknown_critical)
      on_path(sentence::fact_unknown_critical, {{"extension_oid", oid}}, oid);
    if (c_.unknown_critical.empty())
      on_path(sentence::fact_unknown_critical, {{"extension_oid", name_constraints}},
              name_constraints);
  }

  void path_length() {
    const std::uint32_t length = c_.path_length.value_or(0);
    on_path(sentence::fact_path_length, {{"path_length", length}}, length);
  }

  void signature() {
    on_path(sentence::fact_signed_with, {{"signature_algorithm", signature_of(c_)}},
            c_.signature.name);
  }
  void pss_key() { say(sentence::fact_pss_key, {{"subject", subject()}}, c_.key_text); }

  void usage() {
    SentenceId sentence = sentence::fact_no_digital_signature;
    switch (static_cast<KeyUsage>(fault_.need)) {
      case KeyUsage::key_encipherment: sentence = sentence::fact_no_key_encipherment; break;
      case KeyUsage::key_agreement: sentence = sentence::fact_no_key_agreement; break;
      default: break;
    }
    say(sentence, {{"subject", subject()}});
  }

  void stops(SentenceId sentence, knowledge::Value value = {}) {
    say(sentence, {{"subject", subject()}, {"missing_issuer", short_name(c_.issuer)}},
        std::move(value));
  }
  void have(const std::string& what) { on_path(sentence::fact_chain_have, {{"have", what}}, what); }

  [[nodiscard]] std::string subject() const { return short_name(c_.subject); }
  void on_path(SentenceId sentence, std::vector<Parameter> more = {}, knowledge::Value value = {}) {
    const std::size_t depth = path_.verdict.depth_of(fault_.index);
    std::vector<Parameter> parameters = {{"depth", depth}, {"subject", subject()}};
    std::ranges::move(more, std::back_inserter(parameters));
    say(sentence, std::move(parameters), std::move(value));
    out_.back().at = out_.back().at.certificate(depth);
  }
  void say(SentenceId sentence, std::vector<Parameter> parameters, knowledge::Value value = {}) {
    out_.push_back(fact(sentence, std::move(parameters), path_.frame, std::move(value)));
  }

  const JudgedPath& path_;
  const PathFault& fault_;
  const Certificate& c_;
  std::vector<Fact> out_;
};

}  // namespace

std::vector<Fact> chain_facts(const JudgedPath& path, CauseId cause) {
  std::vector<Fact> out;
  for (const PathFault& fault : path.verdict.faults) {
    if (fault.cause == cause)
      std::ranges::move(Wording(path, fault).facts(), std::back_inserter(out));
  }
  return out;
}

}  // namespace tlswhy
