#include <algorithm>

#include "diagnosis/answers.hpp"
#include "diagnosis/signs/signs.hpp"
#include "knowledge/ids/causes.hpp"
#include "knowledge/ids/sentences.hpp"
#include "knowledge/ranks.hpp"
#include "wire/signature_scheme.hpp"

// The key of a CA decides what the signatures on its certificates are. Where the client trusts only
// CAs whose kind of signature its hello does not name (RFC 8446 section 4.2.3), no certificate of
// theirs fits it, seen or not: servers that ask refuse, others are refused.
namespace tlswhy::signs {
namespace {

using knowledge::CauseId;

// Whether such a key makes the signatures of the scheme.
bool is_of_key(SignatureScheme scheme, KeyKind key) {
  const SchemeTraits is = traits(scheme);
  switch (key) {
    case KeyKind::rsa: return is.is_pss() || is.kind == SignatureKind::rsa_pkcs1;
    case KeyKind::rsa_pss: return is.is_pss();
    case KeyKind::ec: return is.kind == SignatureKind::ecdsa;
    case KeyKind::dsa: return is.kind == SignatureKind::dsa;
    case KeyKind::ed25519: return is.kind == SignatureKind::ed25519;
    case KeyKind::ed448: return is.kind == SignatureKind::ed448;
    case KeyKind::ml_dsa: return is.kind == SignatureKind::ml_dsa;
    case KeyKind::other: break;
  }
  return true;  // not known: nothing is said of it
}

bool names_signature_of(const ClientHello& hello, KeyKind key) {
  // Without the extension SHA-1 with RSA, DSA or ECDSA is meant.
  if (hello.signature_algorithms.empty())
    return key == KeyKind::rsa || key == KeyKind::dsa || key == KeyKind::ec ||
           key == KeyKind::other;
  const auto of_key = [key](SignatureScheme s) { return is_of_key(s, key); };
  const auto& own = hello.signature_algorithms_cert;
  return std::ranges::any_of(hello.signature_algorithms, of_key) ||
         (own && std::ranges::any_of(*own, of_key));
}

CauseId cause_of(KeyKind key) {
  if (key == KeyKind::ed25519 || key == KeyKind::ed448) return CauseId::eddsa_cert_unsupported;
  return key == KeyKind::rsa_pss ? CauseId::pss_chain : CauseId::sigalg_no_common;
}

// A leaf that is trusted by itself signs nothing.
bool only_authorities(const CertificateList& store) {
  return !store.empty() && std::ranges::all_of(store, [](const auto& certificate) {
    return certificate->parsed && (certificate->is_ca || certificate->version == 1);
  });
}

bool server_refused_hello(const Case& c) {
  return c.picture.stage == Stage::client_hello && c.ended_by_server() &&
         (c.alert_is(AlertDescription::handshake_failure) ||
          c.alert_is(AlertDescription::insufficient_security));
}

bool client_left_hidden_chain(const Case& c) {
  return c.handshake.tls13() && c.ended_by_client() && !c.picture.client_finished &&
         c.picture.stage >= Stage::server_hello && c.picture.stage < Stage::established;
}

}  // namespace

void store(const Case& c, Findings& out) {
  if (!c.setting.store || !c.handshake.client_hello || !only_authorities(*c.setting.store)) return;
  const ClientHello& hello = *c.handshake.client_hello;
  const bool none_fits = std::ranges::none_of(
      *c.setting.store, [&hello](const auto& ca) { return names_signature_of(hello, ca->key); });
  if (!none_fits) return;
  const Certificate& ca = *c.setting.store->front();
  const CauseId cause = cause_of(ca.key);
  const bool refused_unseen = client_left_hidden_chain(c) && fit(c, cause) == Fit::matches;
  if (!server_refused_hello(c) && !refused_unseen) return;
  const knowledge::Place place =
      refused_unseen ? rank::flight_any_store : rank::refused_hello_any_store;
  out.add(cause, place, Standing::likely,
          {fact(sentence::fact_store_signs_with, {{"key", ca.key_text}},
                c.handshake.client_hello.at(), ca.key_text)});
}

}  // namespace tlswhy::signs
