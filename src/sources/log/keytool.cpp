#include "sources/log/keytool.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>

#include "base/ascii.hpp"
#include "sources/log/java/fields.hpp"

namespace tlswhy {
namespace {

// "2048-bit RSA key", "256-bit EC (secp256r1) key" as X509CertImpl prints a key.
std::string key_of(std::string_view text) {
  const auto bits = number_in(text);
  if (!bits) return {};
  return fmt::format("Key: Sun {} public key, {} bits", text.contains("RSA") ? "RSA" : "EC", *bits);
}

}  // namespace

Took Keytool::line(std::string_view text, std::uint32_t number, PrintedHandshake& into,
                   TrustStores& /*stores*/) {
  text = trimmed(text);
  if (const auto which =
          text.starts_with("Certificate #") ? number_in(text.substr(13)) : std::nullopt) {
    if (*which == 0 && first_line_ != 0) {
      finish(into);
      return Took::begins;
    }
    keep();
    if (first_line_ == 0) first_line_ = number;
    return Took::inside;
  }
  if (first_line_ == 0) return Took::nothing;
  field(text);
  return Took::inside;
}

// The fields that stand under other names than in X509CertImpl.toString(); extensions are alike.
void Keytool::field(std::string_view text) {
  const auto is = [&text](std::string_view label) { return text.starts_with(label); };
  if (is("Owner: ")) {
    certificate_.line(fmt::format("Subject: {}", text.substr(7)));
  } else if (is("Serial number: ")) {
    certificate_.line(fmt::format("SerialNumber: [{}]", text.substr(15)));
  } else if (is("Valid from: ")) {
    const std::size_t until = text.find(" until: ");
    if (until == std::string_view::npos) return;
    certificate_.line(fmt::format("Validity: [From: {},", text.substr(12, until - 12)));
    certificate_.line(fmt::format("To: {}]", text.substr(until + 8)));
  } else if (is("Signature algorithm name: ")) {
    const std::string_view name = text.substr(26);
    certificate_.line(fmt::format("Signature Algorithm: {}", name.substr(0, name.find(' '))));
  } else if (is("Subject Public Key Algorithm: ")) {
    certificate_.line(key_of(text.substr(30)));
  } else if (is("Version: ")) {
    certificate_.line(fmt::format("Version: V{}", text.substr(9)));
  } else {
    certificate_.line(text);
  }
}

void Keytool::keep() {
  if (auto certificate = certificate_.take();
      certificate && chain_.size() < PrintedHandshake::most_certificates)
    chain_.push_back(std::move(certificate));
}

void Keytool::finish(PrintedHandshake& into) {
  keep();
  const std::uint32_t line = std::exchange(first_line_, 0);
  CertificateList chain = std::exchange(chain_, {});
  if (chain.empty()) return;
  into.speaks(Party::client);
  into.certificates(Party::server, std::move(chain), line);
}

}  // namespace tlswhy
