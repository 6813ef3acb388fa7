#include "x509/bundle/key_rounds.hpp"

#include <algorithm>
#include <array>

#include "x509/bundle/der.hpp"

namespace tlswhy::bundle {
namespace {

constexpr std::array<std::uint8_t, 9> scrypt_oid = {0x2b, 0x06, 0x01, 0x04, 0x01,
                                                    0xda, 0x47, 0x04, 0x0b};
constexpr std::uint64_t beyond = max_key_rounds + 1;

std::uint64_t limited(const std::optional<DerElement>& integer) {
  if (!integer) return 0;
  std::uint64_t out = 0;
  for (const std::uint8_t digit : integer->content) out = std::min(out << 8 | digit, beyond);
  return out;
}

// Salt, then one number (PBKDF2, PBES1) or three (scrypt: cost, block size, parallelisation).
std::uint64_t rounds_behind_salt(DerReader in, bool scrypt) {
  if (!in.next()) return 0;
  const std::uint64_t first = limited(in.next(tag::integer));
  if (!scrypt) return first;
  const std::uint64_t blocks = std::min(first * limited(in.next(tag::integer)), beyond);
  return std::min(blocks * limited(in.next(tag::integer)), beyond);
}

}  // namespace

std::uint64_t key_rounds(Bytes parameters) {
  DerReader in(parameters);
  if (!in.enter(tag::sequence)) return 0;
  if (in.tag() != tag::sequence) return rounds_behind_salt(in, false);
  in.enter(tag::sequence);
  const auto derivation = in.next(tag::oid);
  if (!derivation || !in.enter(tag::sequence)) return 0;
  return rounds_behind_salt(in, std::ranges::equal(derivation->content, scrypt_oid));
}

}  // namespace tlswhy::bundle
