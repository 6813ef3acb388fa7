#include "report/json/fingerprints.hpp"

#include "base/hex.hpp"
#include "wire/fingerprint.hpp"
#include "x509/certificate.hpp"

namespace tlswhy::json {
namespace {

template <class Hash>
const std::string& once(std::unordered_map<std::string, std::string>& known,
                        const std::string& text, const Hash& hash) {
  if (known.size() >= Fingerprints::most_kept) known.clear();
  const auto [found, is_new] = known.try_emplace(text);
  if (is_new) found->second = hash(as_bytes(text));
  return found->second;
}

}  // namespace

std::string Fingerprints::ja3(const ClientHello& hello) {
  return once(md5_, ja3_text(hello), [](Bytes bytes) { return md5_hex(bytes); });
}

std::string Fingerprints::part(const std::string& list) {
  constexpr std::size_t digits = 12;
  if (list.empty()) return std::string(digits, '0');
  return once(sha256_, list, [](Bytes bytes) { return hex(sha256(bytes)).substr(0, digits); });
}

std::string Fingerprints::ja4(const ClientHello& hello) {
  return ja4_prefix(hello) + "_" + part(ja4_suites_text(hello)) + "_" +
         part(ja4_extensions_text(hello));
}

}  // namespace tlswhy::json
