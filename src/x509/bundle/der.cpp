#include "x509/bundle/der.hpp"

#include <algorithm>
#include <array>

namespace tlswhy::bundle {
namespace {

// 1.2.840.113549.1.7.1 and .2 (RFC 2315 §14).
constexpr std::array<std::uint8_t, 8> pkcs7_arc = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07};
constexpr std::uint8_t pkcs7_data = 1;
constexpr std::uint8_t pkcs7_signed = 2;

struct Header {
  std::uint8_t tag = 0;
  std::size_t header_size = 0;
  std::size_t content_size = 0;
  bool indefinite = false;
};

std::optional<Header> read_header(Bytes bytes) {
  Reader in(bytes);
  Header out;
  out.tag = in.u8();
  if ((out.tag & 0x1f) == 0x1f) return std::nullopt;  // tags above 30 do not occur here
  const std::uint8_t first = in.u8();
  if (first < 0x80) {
    out.content_size = first;
  } else if (first == 0x80) {
    out.indefinite = true;
    if ((out.tag & 0x20) == 0) return std::nullopt;  // X.690 §8.1.3.2: constructed only
  } else {
    const unsigned count = first & 0x7fU;
    if (count > 4) return std::nullopt;
    for (unsigned i = 0; i < count; ++i) out.content_size = out.content_size << 8 | in.u8();
  }
  if (!in.ok()) return std::nullopt;
  out.header_size = bytes.size() - in.size();
  return out;
}

// The size of the content of an indefinite-length element, up to its end-of-contents (X.690
// §8.1.3.6). Walks, instead of recursing, through what lies in it.
std::optional<std::size_t> indefinite_size(Bytes content) {
  std::size_t depth = 1;
  Bytes rest = content;
  while (true) {
    const auto header = read_header(rest);
    if (!header) return std::nullopt;
    if (header->tag == 0 && --depth == 0) return content.size() - rest.size();
    if (header->indefinite) {
      ++depth;
      rest = rest.subspan(header->header_size);
      continue;
    }
    if (header->content_size > rest.size() - header->header_size) return std::nullopt;
    rest = rest.subspan(header->header_size + header->content_size);
  }
}

bool is_pkcs7_oid(Bytes content, std::uint8_t type) {
  return content.size() == pkcs7_arc.size() + 1 && content.back() == type &&
         std::ranges::equal(content.first(pkcs7_arc.size()), pkcs7_arc);
}

// After INTEGER: PKCS#12 (RFC 7292 §4), PKCS#8 (RFC 5958 §2), PKCS#1 (RFC 8017 §A.1.2), EC
// (RFC 5915 §3).
DerKind numbered_kind(DerReader in) {
  const auto version = in.next();
  if (!version || version->content.size() != 1) return DerKind::none;
  if (in.tag() == tag::octet_string || in.tag() == tag::integer) {
    return version->content[0] <= 1 ? DerKind::private_key : DerKind::none;
  }
  if (!in.enter(tag::sequence)) return DerKind::none;
  const auto oid = in.next(tag::oid);
  if (!oid) return DerKind::none;
  if (is_pkcs7_oid(oid->content, pkcs7_data) || is_pkcs7_oid(oid->content, pkcs7_signed)) {
    return DerKind::pkcs12;
  }
  return version->content[0] <= 1 ? DerKind::private_key : DerKind::none;
}

// The body of something signed: a certificate (RFC 5280 §4.1), a CRL (§5.1) or a request
// (RFC 2986 §4.1).
DerKind signed_kind(DerReader body) {
  if (body.tag() == tag::context0) {
    DerReader version = body;
    return version.enter(tag::context0) && version.tag() == tag::integer ? DerKind::certificate
                                                                         : DerKind::none;
  }
  const bool numbered = body.tag() == tag::integer;
  if (numbered && !body.next()) return DerKind::none;
  const auto first = body.next(tag::sequence);
  if (!first) return DerKind::none;
  const bool algorithm = !first->content.empty() && first->content.front() == tag::oid;
  if (!algorithm) return numbered ? DerKind::request : DerKind::none;
  if (!body.next(tag::sequence)) return DerKind::none;
  if (numbered && body.tag() == tag::sequence) return DerKind::certificate;
  return body.tag() == 0x17 || body.tag() == 0x18 ? DerKind::crl : DerKind::none;
}

}  // namespace

std::optional<DerElement> DerReader::next() {
  const auto header = read_header(rest_);
  if (!header) return std::nullopt;
  const Bytes after = rest_.subspan(header->header_size);
  const auto size = header->indefinite ? indefinite_size(after) : header->content_size;
  if (!size || *size > after.size()) return std::nullopt;
  const std::size_t trailer = header->indefinite ? 2 : 0;
  const std::size_t whole = header->header_size + *size + trailer;
  DerElement out{header->tag, after.first(*size), rest_.first(whole)};
  rest_ = rest_.subspan(whole);
  return out;
}

std::optional<DerElement> DerReader::next(std::uint8_t wanted) {
  if (empty() || tag() != wanted) return std::nullopt;
  return next();
}

bool DerReader::enter(std::uint8_t wanted) {
  const auto header = read_header(rest_);
  if (!header || header->tag != wanted) return false;
  rest_ = rest_.subspan(header->header_size);
  return true;
}

DerKind der_kind(Bytes bytes) {
  DerReader in(bytes);
  if (!in.enter(tag::sequence)) return DerKind::none;
  if (in.tag() == tag::oid) {
    const auto type = in.next();
    return type && is_pkcs7_oid(type->content, pkcs7_signed) ? DerKind::pkcs7 : DerKind::none;
  }
  if (in.tag() == tag::integer) return numbered_kind(in);
  DerReader inner = in;
  if (!inner.enter(tag::sequence)) return DerKind::none;
  if (inner.tag() != tag::oid) return signed_kind(inner);
  // An algorithm, then the encrypted key (RFC 5958 §3) or the public key (RFC 5280 §4.1).
  if (!in.next()) return DerKind::none;
  if (in.tag() == tag::octet_string) return DerKind::private_key;
  return in.tag() == tag::bit_string ? DerKind::public_key : DerKind::none;
}

}  // namespace tlswhy::bundle
