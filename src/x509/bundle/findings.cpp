// What a reader finds, counted and kept within limits.
#include <fmt/format.h>

#include "x509/bundle/der.hpp"
#include "x509/bundle/formats.hpp"

namespace tlswhy::bundle {

void BundleFindings::certificate(Bytes der, const std::string& place) {
  if (full()) return;
  DerReader in(der);
  const auto element = in.next(tag::sequence);
  if (!element) return damaged(place, "is cut off or damaged");
  auto read = std::make_shared<const Certificate>(read_certificate(element->whole));
  if (!read->parsed) return damaged(place, "is damaged");
  ++seen_;
  bundle_.certificates.push_back(std::move(read));
}

void BundleFindings::damaged(const std::string& place, const std::string& why) {
  ++seen_;
  std::string what = fmt::format("certificate {} ({}) {}; it was not used", seen_, place, why);
  if (first_damage_.empty()) first_damage_ = what;
  note(std::move(what));
}

void BundleFindings::private_key(const std::string& place) {
  if (private_key_) return;
  private_key_ = true;
  note(fmt::format("{}: a private key is in this file; it was not read", place));
}

void BundleFindings::other(const std::string& what) {
  if (other_.empty()) other_ = what;
}

void BundleFindings::note(std::string what) {
  if (bundle_.notes.size() < max_notes) {
    bundle_.notes.push_back({std::move(what)});
  } else {
    ++notes_dropped_;
  }
}

Result<CertificateBundle> BundleFindings::finish(const Input& input,
                                                 CertificateBundle::Format format) {
  using Kind = Error::Kind;
  if (bundle_.certificates.empty()) {
    if (!first_damage_.empty())
      return failure(Kind::malformed, fmt::format("{}: {}", input.name, first_damage_));
    if (private_key_) other_ = "a private key";
    if (!other_.empty())
      return failure(Kind::malformed,
                     fmt::format("{}: holds {} and no certificate", input.name, other_));
    note("holds no certificate");
  }
  if (full()) note(fmt::format("the reading ended with certificate {}", max_certificates));
  if (notes_dropped_ > 0) {
    bundle_.notes.push_back({fmt::format("{} more notes are left out", notes_dropped_)});
  }
  bundle_.format = format;
  return std::move(bundle_);
}

}  // namespace tlswhy::bundle
