#include "wire/signature_scheme.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "wire/code_point_tables.hpp"
#include "wire/registry.hpp"

namespace tlswhy {
namespace {

SignatureKind signature_kind_of(std::string_view name) {
  using enum SignatureKind;
  static constexpr std::array<std::pair<std::string_view, SignatureKind>, 8> names = {
      {{"rsa_pkcs1_", rsa_pkcs1},
       {"rsa_pss_rsae_", rsa_pss_rsae},
       {"rsa_pss_pss_", rsa_pss_pss},
       {"ecdsa_", ecdsa},
       {"dsa_", dsa},
       {"ed25519", ed25519},
       {"ed448", ed448},
       {"mldsa", ml_dsa}}};
  if (name.ends_with("_legacy")) return other;  // of a client's certificate in TLS 1.3 only
  const auto found =
      std::ranges::find_if(names, [&](const auto& known) { return name.starts_with(known.first); });
  return found == names.end() ? other : found->second;
}

std::optional<Hash> scheme_hash_of(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, Hash>, 6> hashes = {
      {{"_md5", Hash::md5},
       {"_sha1", Hash::sha1},
       {"_sha224", Hash::sha224},
       {"_sha256", Hash::sha256},
       {"_sha384", Hash::sha384},
       {"_sha512", Hash::sha512}}};
  const auto found =
      std::ranges::find_if(hashes, [&](const auto& known) { return name.ends_with(known.first); });
  return found == hashes.end() ? std::nullopt : std::optional(found->second);
}

// ecdsa_secp256r1_sha256, ecdsa_brainpoolP256r1tls13_sha256: the curve's name stands between.
std::optional<NamedGroup> curve_of(std::string_view name) {
  const std::size_t first = name.find('_'), last = name.rfind('_');
  if (first == last || !name.starts_with("ecdsa_")) return std::nullopt;
  std::string_view curve = name.substr(first + 1, last - first - 1);
  if (curve.ends_with("tls13")) curve.remove_suffix(5);
  const auto group = named_group(curve);
  return group ? std::optional(NamedGroup{*group}) : std::nullopt;
}

bool signs_tls13(const SchemeTraits& scheme) {
  switch (scheme.kind) {
    case SignatureKind::ecdsa: return scheme.curve.has_value();
    case SignatureKind::rsa_pkcs1:
    case SignatureKind::dsa:
    case SignatureKind::other: return false;
    default: return true;
  }
}

SchemeTraits scheme_traits_of(std::string_view name) {
  SchemeTraits out;
  out.kind = signature_kind_of(name);
  if (out.kind == SignatureKind::other) return out;
  out.hash = scheme_hash_of(name);
  out.curve = curve_of(name);
  out.tls13 = signs_tls13(out);
  return out;
}

}  // namespace

std::optional<SignatureScheme> scheme_of(SignatureKind kind, Hash hash) {
  static constexpr std::array pair_hashes = {Hash::md5,    Hash::sha1,   Hash::sha224,
                                             Hash::sha256, Hash::sha384, Hash::sha512};
  const auto place =
      static_cast<unsigned>(std::ranges::find(pair_hashes, hash) - pair_hashes.begin());
  const auto numbered = [](unsigned number) {
    return SignatureScheme{static_cast<std::uint16_t>(number)};
  };
  switch (kind) {
    case SignatureKind::rsa_pkcs1:
    case SignatureKind::dsa:
    case SignatureKind::ecdsa: {  // the octets of the hash and of the signature
      if (place == pair_hashes.size()) return std::nullopt;
      const unsigned octet = kind == SignatureKind::rsa_pkcs1 ? 1
                             : kind == SignatureKind::dsa     ? 2
                                                              : 3;
      return numbered((place + 1) << 8U | octet);
    }
    case SignatureKind::rsa_pss_rsae:
    case SignatureKind::rsa_pss_pss: {
      if (place < 3 || place == pair_hashes.size()) return std::nullopt;
      const bool rsae = kind == SignatureKind::rsa_pss_rsae;
      return numbered(
          code(rsae ? SignatureScheme::rsa_pss_rsae_sha256 : SignatureScheme::rsa_pss_pss_sha256) +
          place - 3);
    }
    case SignatureKind::ed25519: return SignatureScheme::ed25519;
    case SignatureKind::ed448: return SignatureScheme::ed448;
    default: return std::nullopt;
  }
}

const SchemeTraits& traits(SignatureScheme scheme) {
  static const TraitsByCode<SchemeTraits> all(tables::signature_schemes, scheme_traits_of);
  return all.at(code(scheme));
}

}  // namespace tlswhy
