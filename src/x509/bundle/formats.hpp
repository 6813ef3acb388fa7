// The readers behind read_bundle(), one per format, and where they put what they find.
#pragma once

#include <cstddef>
#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "x509/certificate_bundle.hpp"

namespace tlswhy::bundle {

struct Input {
  Bytes bytes;
  const std::string& name;
  const std::string& password;
};

inline constexpr std::size_t max_bytes = 64U << 20;
inline constexpr std::size_t max_certificates = 10'000;
inline constexpr std::size_t max_notes = 100;

// Gathers certificates and notes, within the limits above.
class BundleFindings {
 public:
  // One certificate, as the first DER element of `der`; a damaged one becomes a note. `place` is
  // where it stands: "line 41", "byte 1200", "bag 3".
  void certificate(Bytes der, const std::string& place);
  // A certificate that has no bytes to read.
  void damaged(const std::string& place, const std::string& why);
  void private_key(const std::string& place);
  // Something that is no certificate, named for the case that there is none: "a CRL".
  void other(const std::string& what);
  void note(std::string what);

  // No more is to be read.
  [[nodiscard]] bool full() const { return seen_ >= max_certificates; }
  // The bundle, or why there is nothing in it.
  Result<CertificateBundle> finish(const Input& input, CertificateBundle::Format format);

 private:
  CertificateBundle bundle_;
  std::size_t seen_ = 0;  // certificates, with the damaged ones
  std::size_t notes_dropped_ = 0;
  std::string other_;
  std::string first_damage_;
  bool private_key_ = false;
};

Result<void> read_pem(const Input& input, BundleFindings& out);
Result<void> read_der(const Input& input, BundleFindings& out);
// SignedData (RFC 2315 §9.1); `place` is where it stands; an Error names no file.
Result<void> read_pkcs7(Bytes bytes, const std::string& place, BundleFindings& out);
Result<void> read_pkcs12(const Input& input, BundleFindings& out);
Result<void> read_jks(const Input& input, BundleFindings& out);
Result<void> read_sst(const Input& input, BundleFindings& out);

// There is a PEM BEGIN line, with nothing but text in front of it.
bool looks_like_pem(Bytes bytes);
bool looks_like_jks(Bytes bytes);
bool looks_like_jceks(Bytes bytes);
bool looks_like_sst(Bytes bytes);

}  // namespace tlswhy::bundle
