#include <algorithm>
#include <array>

#include "diagnosis/answers.hpp"
#include "diagnosis/seen_chain.hpp"
#include "diagnosis/signs/signs.hpp"
#include "knowledge/ids/causes.hpp"
#include "knowledge/ids/languages.hpp"
#include "knowledge/ids/sentences.hpp"
#include "knowledge/ranks.hpp"

// The client turned away after the server's certificates, which are in clear (TLS <= 1.2). What is
// wrong with them is seen; what the client trusts is not, so that trust stays possible where
// nothing visible explains the ending.
namespace tlswhy::signs {
namespace {

using knowledge::CauseId;

// What can be wrong although nothing of it shows on the wire; `like` is the cause that clients
// answer in the same way.
struct UnseenFault {
  knowledge::Rank rank;
  CauseId like{};
};
constexpr std::array unseen_faults = {
    UnseenFault{rank::flight_trust_not_loaded, CauseId::untrusted_root},
    UnseenFault{rank::flight_name_mismatch_unseen, CauseId::name_mismatch},
    UnseenFault{rank::flight_ip_without_ipsan, CauseId::ip_without_ipsan},
    UnseenFault{rank::flight_bad_cert_signature_unseen, CauseId::bad_cert_signature},
    UnseenFault{rank::flight_cert_revoked_unseen, CauseId::cert_revoked},
    UnseenFault{rank::flight_expired_intermediate_unseen, CauseId::expired_intermediate},
    UnseenFault{rank::flight_client_clock_wrong, CauseId::cert_expired},
    UnseenFault{rank::flight_pin_mismatch, CauseId::untrusted_root},
    UnseenFault{rank::flight_revocation_unreachable, CauseId::revocation_unreachable},
    UnseenFault{rank::flight_crl_expired, CauseId::crl_expired}};

constexpr std::array name_faults = {CauseId::name_mismatch, CauseId::cn_only,
                                    CauseId::ip_without_ipsan, CauseId::wildcard_misuse};

bool about_name(CauseId cause) {
  return std::ranges::find(name_faults, cause) != name_faults.end();
}

// Which rules all versions of a library share: of a client that was only recognised the rest is not
// known.
bool same_in_all_versions(CauseId cause) {
  return cause == CauseId::pss_chain || cause == CauseId::rsa_key_too_small || about_name(cause);
}

// Whether the client's own rules mind it. Nothing says so of what is no rule of a path, of the
// trust that a client may have, and of names where only the program decides whether they count.
enum class Minds : std::uint8_t { yes, no, unknown };
Minds by_rules(const Case& c, const SeenChain& chain, CauseId cause) {
  constexpr std::array open = {CauseId::missing_intermediate, CauseId::expired_cross_sign_path,
                               CauseId::pss_key_oid_leaf};
  if (!chain.client || std::ranges::find(open, cause) != open.end()) return Minds::unknown;
  if (!chain.client->has(cause))
    return c.setting.client() != nullptr || same_in_all_versions(cause) ? Minds::no
                                                                        : Minds::unknown;
  return about_name(cause) && !c.always_checks_name() ? Minds::unknown : Minds::yes;
}

Fact accepted_fact(const Case& c) {
  return fact(sentence::fact_client_accepts, {{"client", c.client->id}}, {}, c.client->name);
}

struct Judgement {
  Standing standing = Standing::possible;
  knowledge::Place place;
  bool unusual = false;  // this client does not mind it unless it was told to
};

bool fits(const Case& c, CauseId cause) {
  const Fit how = fit(c, cause);
  return how == Fit::matches || (how == Fit::unknown && some_client_answers_so(c, cause));
}

// Where an untrusted root would be answered in the same way, a wrong name alone does not decide.
bool name_may_not_count(const Case& c, CauseId cause) {
  return about_name(cause) && !c.always_checks_name() && fits(c, CauseId::untrusted_root);
}

Judgement judge(const Case& c, Minds minds, CauseId cause) {
  const bool trust = cause == CauseId::missing_intermediate;  // the issuer may be the trusted root
  // Above the leaf the client may know another way up, or none at all.
  const bool above = cause == CauseId::expired_intermediate && fits(c, CauseId::untrusted_root);
  const bool open = trust || above || name_may_not_count(c, cause);
  const Fit how = fit(c, cause);
  if (minds == Minds::no || (minds == Minds::unknown && how == Fit::accepts)) {
    return {Standing::possible, rank::flight_any_accepted, true};
  }
  if (how == Fit::matches) {
    return open ? Judgement{Standing::likely, rank::flight_any_answered_open}
                : Judgement{Standing::consistent, rank::flight_any_answered};
  }
  // What it minds, but is known to answer otherwise than it did, is not why it left.
  const bool without_alert = c.picture.ending == Ending::fin;
  if (minds == Minds::yes && (how != Fit::differs || without_alert)) {
    const bool certain = how == Fit::unknown || without_alert;
    return {certain ? Standing::consistent : Standing::likely, rank::flight_any_by_rules};
  }
  if (how == Fit::unknown && some_client_answers_so(c, cause)) {
    const bool certain = every_client_minds(cause) && !open;
    return {certain ? Standing::consistent : Standing::likely,
            open ? rank::flight_any_some_answer_open : rank::flight_any_some_answer};
  }
  return {Standing::possible,
          how == Fit::differs ? rank::flight_any_differs : rank::flight_any_not_known};
}

// It sent its Finished, and its library does that only when it has accepted the certificates. The
// program may look at them once more.
bool library_accepted(const Case& c) {
  return c.picture.stage == Stage::established &&
         c.policy().judges == knowledge::Judges::before_key_exchange;
}

void judge_fault(const Case& c, const SeenChain& chain, CauseId cause, Findings& out) {
  Judgement j = judge(c, by_rules(c, chain, cause), cause);
  // It took its leave in due form: only what the program judges by itself can have been refused.
  const bool took_leave = library_accepted(c) && c.picture.ending == Ending::encrypted_alert;
  if (took_leave && !about_name(cause)) j.standing = Standing::possible;
  auto facts = chain.facts(cause);
  const auto parameters = facts.front().parameters;
  auto& h = out.add(cause, j.place, j.standing, std::move(facts));
  h.parameters = parameters;
  if (j.unusual) h.contradicts.push_back(accepted_fact(c));
}

// RFC 5246 section 7.4.2: the server's own certificate comes first. Whatever a client says of
// another one in its place is about the wrong certificate.
bool leaf_not_first(const SeenChain& chain, Findings& out) {
  if (!chain.anybody.has(CauseId::leaf_not_first)) return false;
  auto facts = chain.facts(CauseId::leaf_not_first);
  const auto parameters = facts.front().parameters;
  out.add(CauseId::leaf_not_first, rank::flight_any_answered, Standing::consistent,
          std::move(facts))
      .parameters = parameters;
  return true;
}

// What the certificates themselves exclude.
void rule_out_what_is_fine(const Case& c, const SeenChain& chain, Findings& out) {
  const PathVerdict& anybody = chain.anybody;
  if (!anybody.has(CauseId::cert_expired) && !anybody.has(CauseId::not_yet_valid)) {
    out.rule_out(CauseId::cert_expired,
                 fact(sentence::fact_valid_dates,
                      {{"not_before", knowledge::Day{chain.leaf().not_before}},
                       {"not_after", knowledge::Day{chain.leaf().not_after}}},
                      chain.frame));
  }
  const bool named = std::ranges::none_of(name_faults, [&](CauseId f) { return anybody.has(f); });
  if (!c.situation.host.empty() && named) {
    out.rule_out(
        CauseId::name_mismatch,
        fact(sentence::fact_name_covered, {{"server_name", c.situation.host.text()}}, chain.frame));
  }
  if (anybody.path.size() > 1 && chain.top().self_issued) {
    out.rule_out(
        CauseId::missing_intermediate,
        fact(sentence::fact_chain_complete, {{"count", anybody.path.size()}}, chain.frame));
  }
  if (!anybody.has(CauseId::pss_chain)) {
    const bool root_alone =
        std::ranges::any_of(*c.handshake.server_certificates,
                            [](const auto& x) { return x->parsed && x->signature.pss; });
    out.rule_out(
        CauseId::pss_chain,
        fact(root_alone ? sentence::fact_pss_root_only : sentence::fact_no_pss, {}, chain.frame));
  }
}

// A client that is known to send names sent none: it connects by an address or by a name without a
// dot (RFC 6066 section 3), and the certificate holds neither.
bool no_name_can_fit(const Case& c, const SeenChain& chain) {
  const auto& hello = c.handshake.client_hello;
  if (!c.situation.host.empty() || !hello || hello->server_name || c.client == nullptr)
    return false;
  const Certificate& leaf = chain.leaf();
  return leaf.ip_addresses.empty() && std::ranges::all_of(leaf.dns_names, [](const std::string& n) {
           return n.find('.') != std::string::npos;
         });
}

void unseen(const Case& c, const SeenChain& chain, Findings& out) {
  if (fits(c, CauseId::untrusted_root)) {
    const Certificate& last = chain.top();
    out.add(rank::flight_untrusted_root_unseen,
            library_accepted(c) ? Standing::possible : Standing::likely,
            {fact(sentence::fact_chain_ends,
                  {{"subject", short_name(last.subject)}, {"issuer", short_name(last.issuer)}},
                  chain.frame, last.subject)});
  }
  if (fits(c, CauseId::missing_intermediate) && !chain.top().self_issued) {
    out.add(rank::flight_missing_intermediate_unseen, Standing::possible);
  }
  const bool no_name = no_name_can_fit(c, chain) && fits(c, CauseId::ip_without_ipsan);
  if (no_name) {
    out.add(rank::flight_ip_without_ipsan_no_name, Standing::likely,
            {fact(sentence::fact_no_server_name, {}, c.handshake.client_hello.at()),
             fact(sentence::fact_no_address_held, {}, chain.frame)});
  }
  if (chain.anybody.has(CauseId::name_mismatch)) {
    out.add(rank::flight_wrong_vhost_default_cert, Standing::possible);
  }
  for (const UnseenFault& fault : unseen_faults) {
    const bool judged =
        (no_name && fault.rank.cause == CauseId::ip_without_ipsan) ||
        (about_name(fault.rank.cause) && !c.situation.host.empty()) ||
        (fault.like == CauseId::cert_expired && chain.anybody.has(CauseId::cert_expired));
    if (!judged && fits(c, fault.like)) out.add(fault.rank, Standing::possible);
  }
}

// Nothing is wrong that this client minds as it comes: then it was told to mind more.
void stricter_policy(const Case& c, Findings& out) {
  for (const knowledge::Rank policy :
       {rank::flight_jdk_disabled_algorithms, rank::flight_openssl_seclevel}) {
    if (c.client != nullptr && c.client->habits.made_stricter_by == policy.cause)
      out.add(policy, Standing::likely);
  }
  out.add(rank::flight_rsa_key_too_small_stricter, Standing::possible);
  out.add(rank::flight_crypto_policies, Standing::possible);
}

// Key material that this client cannot use shows only at the handshake's signature.
void leaf_key(const Case& c, const SeenChain& chain, Findings& out) {
  if (!chain.anybody.has(CauseId::pss_key_oid_leaf) || !c.picture.alert) return;
  if (fit(c, CauseId::pss_key_oid_leaf) != Fit::accepts) {
    out.add(rank::flight_pss_key_oid_leaf, Standing::likely,
            chain.facts(CauseId::pss_key_oid_leaf));
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
    out.add(rank::flight_malformed_certificate, Standing::likely,
            {fact(sentence::fact_certificate_unreadable, {}, h.server_certificates.frame())});
    return;
  }
  const SeenChain seen = see_chain(c);
  if (leaf_not_first(seen, out)) return;
  for (const CauseId cause : seen.causes()) judge_fault(c, seen, cause, out);
  leaf_key(c, seen, out);
  unseen(c, seen, out);
  const bool unexplained = std::ranges::none_of(
      out.hypotheses, [&c](const Hypothesis& found) { return fits(c, found.cause); });
  if (unexplained) stricter_policy(c, out);
  rule_out_what_is_fine(c, seen, out);
}

}  // namespace tlswhy::signs
