#include "x509/certificate_bundle.hpp"

#include <fmt/format.h>

#include "x509/bundle/base64.hpp"
#include "x509/bundle/der.hpp"
#include "x509/bundle/formats.hpp"

namespace tlswhy {
namespace {

using bundle::BundleFindings;
using bundle::DerKind;
using bundle::Input;
using Format = CertificateBundle::Format;

std::string_view kind_text(DerKind kind) {
  switch (kind) {
    case DerKind::private_key: return "a private key";
    case DerKind::request: return "a certificate request";
    case DerKind::crl: return "a certificate revocation list";
    case DerKind::public_key: return "a public key";
    case DerKind::certificate:
    case DerKind::pkcs7:
    case DerKind::pkcs12:
    case DerKind::none: break;
  }
  return {};
}

// What a file that is none comes close to; empty where it does not.
std::string_view near_miss(Bytes bytes) {
  const auto decoded = bundle::from_base64(as_text(bytes));
  if (!decoded) return {};
  if (bundle::looks_like_pem(*decoded)) return "is PEM that was encoded as Base64 once more";
  if (bundle::der_kind(*decoded) == DerKind::certificate)
    return "is a certificate in Base64 without BEGIN and END lines";
  return {};
}

using ReadFormat = Result<void> (*)(const Input&, BundleFindings&);

Result<void> read_pkcs7_file(const Input& input, BundleFindings& out) {
  auto read = bundle::read_pkcs7(input.bytes, "byte 0", out);
  if (!read) read.error().what = fmt::format("{}: {}", input.name, read.error().what);
  return read;
}

Result<CertificateBundle> read_as(const Input& input, Format format, ReadFormat reader) {
  BundleFindings findings;
  if (const auto read = reader(input, findings); !read) return std::unexpected(read.error());
  return findings.finish(input, format);
}

}  // namespace

Result<CertificateBundle> read_bundle(Bytes bytes, const std::string& name,
                                      const std::string& password) {
  using Kind = Error::Kind;
  const Input input{bytes, name, password};
  if (bytes.empty()) return failure(Kind::malformed, fmt::format("{}: is empty", name));
  if (bytes.size() > bundle::max_bytes)
    return failure(Kind::unsupported, fmt::format("{}: is larger than 64 MB", name));
  if (bundle::looks_like_jks(bytes)) return read_as(input, Format::jks, bundle::read_jks);
  if (bundle::looks_like_jceks(bytes)) return read_as(input, Format::jceks, bundle::read_jks);
  if (bundle::looks_like_sst(bytes)) return read_as(input, Format::sst, bundle::read_sst);
  const DerKind kind = bundle::der_kind(bytes);
  switch (kind) {
    case DerKind::certificate: return read_as(input, Format::der, bundle::read_der);
    case DerKind::pkcs7: return read_as(input, Format::pkcs7, read_pkcs7_file);
    case DerKind::pkcs12: return read_as(input, Format::pkcs12, bundle::read_pkcs12);
    case DerKind::none: break;
    default:
      return failure(Kind::malformed,
                     fmt::format("{}: holds {} and no certificate", name, kind_text(kind)));
  }
  if (bundle::looks_like_pem(bytes)) return read_as(input, Format::pem, bundle::read_pem);
  if (const auto hint = near_miss(bytes); !hint.empty())
    return failure(Kind::unsupported, fmt::format("{}: {}", name, hint));
  return failure(Kind::malformed, fmt::format("{}: is no certificate file", name));
}

bool looks_like_bundle(Bytes bytes) {
  switch (bundle::der_kind(bytes)) {
    case DerKind::certificate:
    case DerKind::pkcs7:
    case DerKind::pkcs12: return true;
    default: break;
  }
  return bundle::looks_like_jks(bytes) || bundle::looks_like_jceks(bytes) ||
         bundle::looks_like_sst(bytes) || bundle::looks_like_pem(bytes);
}

}  // namespace tlswhy
