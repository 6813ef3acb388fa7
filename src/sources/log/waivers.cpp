#include "sources/log/waivers.hpp"

#include <algorithm>
#include <array>

namespace tlswhy {
namespace {

using namespace std::string_view_literals;

// wget with --no-check-certificate calls a warning what is an error without it (src/openssl.c and
// src/gnutls.c of wget 1.21), lftp with ssl:verify-certificate off as well.
constexpr std::array warnings = {"warning: cannot verify "sv, "warning: the certificate "sv,
                                 "warning: certificate common name"sv,
                                 "warning: no certificate subject alternative name"sv,
                                 "warning: certificate verification:"sv};

}  // namespace

Waives waived_by(std::string_view text) {
  if (text.starts_with(' ')) text.remove_prefix(1);
  // openssl s_client after each fault, without -verify_return_error.
  if (text.starts_with("verify return:1")) return Waives::lines_before;
  // Postfix below the security level "verify": above it, it says afterwards that it gives up.
  if (text.contains("untrusted tls connection established")) return Waives::reason_before;
  // curl --insecure.
  if (text.contains("continuing anyway")) return Waives::this_line;
  const bool warns = std::ranges::any_of(warnings, [text](auto w) { return text.starts_with(w); });
  return warns ? Waives::next_line_too : Waives::nothing;
}

}  // namespace tlswhy
