// Questions about certificates that belong together: who issued whom, which name one covers
// (RFC 5280 §6, RFC 9525), whether a certificate's signature verifies.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/code_points.hpp"
#include "x509/certificate.hpp"

namespace tlswhy {

// The signature on `subject` verifies with `issuer`'s key. Nothing where libcrypto cannot tell.
std::optional<bool> signed_by(const Certificate& subject, const Certificate& issuer);
// Subject and issuer names match, and the key identifiers do where both are present.
bool could_issue(const Certificate& issuer, const Certificate& subject);

// The path that the sent certificates form from the first one upwards, in any order sent.
struct SentPath {
  std::vector<std::size_t> indices;  // into the sent list, leaf first
  bool ends_self_issued = false;     // the last one names itself as issuer: a root was sent
  bool broken_signature = false;     // an issuer by name is there, but does not verify
  std::size_t broken_at = 0;         // index of the certificate that does not verify
};
SentPath sent_path(const std::vector<const Certificate*>& sent);

// How `host` relates to the names of a certificate.
enum class NameMatch { exact, wildcard, common_name, none };
NameMatch match_name(const Certificate& leaf, std::string_view host);
// What a certificate is for, for people: its names, at most four of them.
std::string names_text(const Certificate& leaf);
// "*.test": a wildcard directly below a single label, which GnuTLS, OpenSSL and NSS refuse.
bool wildcard_below_top_label(const Certificate& leaf, std::string_view host);

// The name constraints of `ca` (RFC 5280 §4.2.1.10) allow what `subject` is named; true without
// any.
bool name_constraints_allow(const Certificate& ca, const Certificate& subject);

}  // namespace tlswhy
