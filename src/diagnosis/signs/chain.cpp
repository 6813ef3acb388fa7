#include <algorithm>

#include "diagnosis/answers.hpp"
#include "diagnosis/chain_defects.hpp"
#include "diagnosis/signs/signs.hpp"
#include "wire/suite_traits.hpp"

// The client turned away after the server's certificates, which are in clear (TLS <= 1.2). What is
// wrong with them is seen; what the client trusts is not, so that trust stays possible where
// nothing visible explains the ending.
namespace tlswhy::signs {
namespace {

using knowledge::CauseId;

// What can be wrong although nothing of it shows on the wire, the more usual first; `like` is the
// cause that clients answer in the same way.
struct UnseenFault {
  CauseId cause{}, like{};
};
constexpr std::array unseen_faults = {
    UnseenFault{CauseId::trust_not_loaded, CauseId::untrusted_root},
    UnseenFault{CauseId::name_mismatch, CauseId::name_mismatch},
    UnseenFault{CauseId::ip_without_ipsan, CauseId::ip_without_ipsan},
    UnseenFault{CauseId::bad_cert_signature, CauseId::bad_cert_signature},
    UnseenFault{CauseId::cert_revoked, CauseId::cert_revoked},
    UnseenFault{CauseId::expired_intermediate, CauseId::expired_intermediate},
    UnseenFault{CauseId::client_clock_wrong, CauseId::cert_expired},
    UnseenFault{CauseId::pin_mismatch, CauseId::untrusted_root},
    UnseenFault{CauseId::revocation_unreachable, CauseId::revocation_unreachable},
    UnseenFault{CauseId::crl_expired, CauseId::crl_expired}};

constexpr std::array name_faults = {CauseId::name_mismatch, CauseId::cn_only,
                                    CauseId::ip_without_ipsan, CauseId::wildcard_misuse};

void key_usage_against_suite(const Case& c, ChainView& view) {
  const Certificate& leaf = view.leaf();
  if (!leaf.has_key_usage || !c.handshake.server_hello) return;
  const auto kex = traits(c.handshake.server_hello->cipher_suite).key_exchange;
  const bool encrypts = kex == KeyExchange::rsa;
  const bool signs = kex == KeyExchange::dhe || kex == KeyExchange::ecdhe;
  if ((encrypts && !leaf.key_encipherment) || (signs && !leaf.digital_signature)) {
    view.defects.push_back(
        {CauseId::ku_mismatch,
         {fact(encrypts ? sentence::fact_no_key_encipherment : sentence::fact_no_digital_signature,
               {{"subject", short_name(leaf.subject)}}, c.handshake.server_certificates.frame())}});
  }
}

void staple(const Case& c, ChainView& view) {
  if (!view.leaf().must_staple) return;
  const bool stapled = std::ranges::any_of(c.transcript.messages, [](const HandshakeMessage& m) {
    return m.type == HandshakeType::certificate_status;
  });
  if (stapled) return;
  view.defects.push_back(
      {CauseId::must_staple_missing,
       {fact(sentence::fact_staple_missing, {{"subject", short_name(view.leaf().subject)}},
             c.handshake.server_certificates.frame())}});
}

// The client's policy or its hello settles some defects better than the alert does.
enum class Minds : std::uint8_t { yes, no, unknown };
Minds by_policy(const Case& c, const ChainView& view, CauseId cause) {
  if (cause == CauseId::pss_chain) {
    const auto takes =
        c.handshake.client_hello ? hello_takes_pss(*c.handshake.client_hello) : std::nullopt;
    const bool verifies = c.client != nullptr && c.policy().verifies_pss.value_or(true);
    if (c.client != nullptr && !verifies) return Minds::yes;
    if (takes == false && c.client != nullptr && c.client->family == "jsse") return Minds::yes;
    return Minds::unknown;
  }
  if (cause == CauseId::rsa_key_too_small && c.client != nullptr && c.policy().minimum_rsa_bits) {
    const auto small = std::ranges::any_of(view.path.indices, [&](std::size_t i) {
      const Certificate& certificate = *view.sent[i];
      const bool rsa = certificate.key == KeyKind::rsa || certificate.key == KeyKind::rsa_pss;
      return rsa && certificate.key_bits < *c.policy().minimum_rsa_bits;
    });
    return small ? Minds::yes : Minds::no;
  }
  return Minds::unknown;
}

Fact accepted_fact(const Case& c) {
  return fact(sentence::fact_client_accepts,
              {{"client", std::string(c.client->title(knowledge::Language::en))}}, 0,
              std::string(c.client->name));
}

struct Judgement {
  Standing standing = Standing::possible;
  int weight = 50;
  bool unusual = false;  // this client does not mind it unless it was told to
};

bool fits(const Case& c, CauseId cause) {
  const Fit how = fit(c, cause);
  return how == Fit::matches || (how == Fit::unknown && some_client_answers_so(c, cause));
}

// Most libraries check names only where the program asks for it. Where an untrusted root would be
// answered in the same way, a wrong name alone does not decide.
bool name_may_not_count(const Case& c, CauseId cause) {
  const bool about_name = std::ranges::find(name_faults, cause) != name_faults.end();
  const bool always = c.client != nullptr && c.policy().checks_name.value_or(false);
  return about_name && !always && fits(c, CauseId::untrusted_root);
}

Judgement judge(const Case& c, Minds minds, CauseId cause) {
  const bool trust = cause == CauseId::missing_intermediate;  // the issuer may be the trusted root
  // Above the leaf the client may know another way up, or none at all.
  const bool above = cause == CauseId::expired_intermediate && fits(c, CauseId::untrusted_root);
  const bool open = trust || above || name_may_not_count(c, cause);
  const Fit how = fit(c, cause);
  if (minds == Minds::no || (minds == Minds::unknown && how == Fit::accepts)) {
    return {Standing::possible, 34, true};
  }
  if (how == Fit::matches) {
    return {open ? Standing::likely : Standing::consistent, open ? 70 : 50};
  }
  if (minds == Minds::yes) {
    const bool certain = how == Fit::unknown || c.picture.ending == Ending::fin;
    return {certain ? Standing::consistent : Standing::likely, 45};
  }
  if (how == Fit::unknown && some_client_answers_so(c, cause)) {
    const bool certain = every_client_minds(cause) && !open;
    return {certain ? Standing::consistent : Standing::likely, open ? 60 : 40};
  }
  return {Standing::possible, how == Fit::differs ? 10 : 50};
}

void judge_defect(const Case& c, const ChainView& view, const ChainDefect& defect, Findings& out) {
  const Judgement j = judge(c, by_policy(c, view, defect.cause), defect.cause);
  auto& h = out.add(defect.cause, j.standing, j.weight, defect.facts);
  h.parameters = defect.facts.front().parameters;
  if (j.unusual) h.contradicts.push_back(accepted_fact(c));
}

bool has_defect(const ChainView& view, CauseId cause) {
  return std::ranges::find(view.defects, cause, &ChainDefect::cause) != view.defects.end();
}

// What the certificates themselves exclude.
void rule_out_what_is_fine(const Case& c, const ChainView& view, Findings& out) {
  const std::uint32_t frame = c.handshake.server_certificates.frame();
  if (!has_defect(view, CauseId::cert_expired) && !has_defect(view, CauseId::not_yet_valid)) {
    out.rule_out(CauseId::cert_expired, fact(sentence::fact_valid_dates,
                                             {{"not_before", to_date(view.leaf().not_before)},
                                              {"not_after", to_date(view.leaf().not_after)}},
                                             frame));
  }
  if (!c.host.empty() && match_name(view.leaf(), c.host.text()) == NameMatch::exact) {
    out.rule_out(CauseId::name_mismatch,
                 fact(sentence::fact_name_covered, {{"server_name", c.host.text()}}, frame));
  }
  if (view.path.indices.size() > 1 && view.path.ends_self_issued) {
    out.rule_out(CauseId::missing_intermediate,
                 fact(sentence::fact_chain_complete,
                      {{"count", std::to_string(view.path.indices.size())}}, frame));
  }
  const bool pss =
      std::ranges::any_of(view.sent, [](const Certificate* x) { return x->signature.pss; });
  if (!has_defect(view, CauseId::pss_chain)) {
    out.rule_out(CauseId::pss_chain,
                 fact(pss ? sentence::fact_pss_root_only : sentence::fact_no_pss, {}, frame));
  }
}

void unseen(const Case& c, const ChainView& view, Findings& out) {
  int weight = 35;
  if (fits(c, CauseId::untrusted_root)) {
    const Certificate& last = *view.sent[view.path.indices.back()];
    out.add(CauseId::untrusted_root, Standing::likely, weight,
            {fact(sentence::fact_chain_ends,
                  {{"subject", short_name(last.subject)}, {"issuer", short_name(last.issuer)}},
                  c.handshake.server_certificates.frame(), last.subject)});
  }
  if (fits(c, CauseId::missing_intermediate) && !view.path.ends_self_issued) {
    out.add(CauseId::missing_intermediate, Standing::possible, weight - 1);
  }
  if (has_defect(view, CauseId::name_mismatch)) {
    out.add(CauseId::wrong_vhost_default_cert, Standing::possible, weight - 1);
  }
  for (const UnseenFault& fault : unseen_faults) {
    weight -= 3;
    const bool about_name = std::ranges::find(name_faults, fault.cause) != name_faults.end();
    const bool judged =
        (about_name && !c.host.empty()) ||
        (fault.like == CauseId::cert_expired && has_defect(view, CauseId::cert_expired));
    if (!judged && fits(c, fault.like)) out.add(fault.cause, Standing::possible, weight);
  }
}

// Nothing is wrong that this client minds as it comes: then it was told to mind more.
void stricter_policy(const Case& c, Findings& out) {
  if (c.client != nullptr && c.client->family == "jsse") {
    out.add(CauseId::jdk_disabled_algorithms, Standing::likely, 30);
  } else if (c.client != nullptr && c.client->family == "openssl") {
    out.add(CauseId::openssl_seclevel, Standing::likely, 30);
  }
  out.add(CauseId::rsa_key_too_small, Standing::possible, 20);
  out.add(CauseId::crypto_policies, Standing::possible, 15);
}

// Key material that this client cannot use shows only at the handshake's signature.
void leaf_key(const Case& c, const ChainView& view, Findings& out) {
  if (view.leaf().key != KeyKind::rsa_pss || !c.picture.alert) return;
  if (fit(c, CauseId::pss_key_oid_leaf) != Fit::accepts) {
    out.add(CauseId::pss_key_oid_leaf, Standing::likely, 60,
            {fact(sentence::fact_pss_key, {{"subject", short_name(view.leaf().subject)}},
                  c.handshake.server_certificates.frame(), view.leaf().key_text)});
  }
}

bool alert_is_about_certificates(const Case& c) {
  if (!c.picture.alert) return true;  // a bare close or an encrypted alert may be
  switch (c.picture.alert->description) {
    case AlertDescription::bad_certificate:
    case AlertDescription::unsupported_certificate:
    case AlertDescription::certificate_revoked:
    case AlertDescription::certificate_expired:
    case AlertDescription::certificate_unknown:
    case AlertDescription::unknown_ca:
    case AlertDescription::access_denied:
    case AlertDescription::decrypt_error:
    case AlertDescription::insufficient_security:
    case AlertDescription::internal_error:
    case AlertDescription::handshake_failure:
    case AlertDescription::bad_certificate_status_response: return true;
    default: return false;
  }
}

// The client broke off after it had the certificates: before its own flight, or after Finished
// without having said anything (judged late), or with an alert that cannot be read.
bool client_turned_away(const Case& c) {
  if (!c.ended_by_client()) return false;
  if (c.picture.stage < Stage::established) return true;
  if (c.picture.client_data > 0) return false;
  return !c.picture.client_close_notify || c.picture.ending == Ending::encrypted_alert;
}

}  // namespace

void chain(const Case& c, Findings& out) {
  const Handshake& h = c.handshake;
  if (!h.server_certificates || h.server_certificates->empty() || !client_turned_away(c)) return;
  if (c.picture.frame < h.server_certificates.frame() || !alert_is_about_certificates(c)) return;
  if (!h.server_certificates->front()->parsed) {
    out.add(CauseId::malformed_certificate, Standing::likely, 70,
            {fact(sentence::fact_certificate_unreadable, {}, h.server_certificates.frame())});
    return;
  }
  ChainView view = view_chain(*h.server_certificates, c.host, c.at, h.server_certificates.frame());
  key_usage_against_suite(c, view);
  staple(c, view);
  for (const ChainDefect& defect : view.defects) judge_defect(c, view, defect, out);
  leaf_key(c, view, out);
  unseen(c, view, out);
  if (out.hypotheses.empty()) stricter_policy(c, out);
  rule_out_what_is_fine(c, view, out);
}

}  // namespace tlswhy::signs
