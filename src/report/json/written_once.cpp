#include "report/json/written_once.hpp"

#include <array>

#include "report/json/offers.hpp"
#include "report/json/values.hpp"

namespace tlswhy::json {
namespace {

template <class List>
void add_codes(const List& list, std::string& key) {
  for (const auto value : list) {
    const std::uint16_t number = code(value);
    key.push_back(static_cast<char>(number >> 8U));
    key.push_back(static_cast<char>(number & 0xffU));
  }
  key.append(":");
}

// All that an offer is made of.
std::string key_of(const ClientHello& hello) {
  std::string key;
  add_codes(std::array{hello.legacy_version}, key);
  add_codes(hello.supported_versions, key);
  add_codes(hello.cipher_suites, key);
  add_codes(hello.supported_groups, key);
  add_codes(hello.signature_algorithms, key);
  for (const std::string& protocol : hello.alpn)
    key.append(std::to_string(protocol.size())).append(":").append(protocol);
  return key;
}

}  // namespace

const std::string& WrittenOnce::offer(const ClientHello& hello) {
  if (offers_.size() >= most_kept) offers_.clear();
  const auto [found, is_new] = offers_.try_emplace(key_of(hello));
  if (is_new) {
    Writer out;
    offer_of(hello, out);
    found->second = out.take();
  }
  return found->second;
}

const std::string& WrittenOnce::certificate(const std::shared_ptr<const Certificate>& one) {
  if (certificates_.size() >= most_kept) certificates_.clear();
  const auto [found, is_new] = certificates_.try_emplace(one.get());
  if (is_new) {
    Writer out;
    certificate_members(*one, out.object());
    found->second = {one, out.end_object().take()};
  }
  return found->second.second;
}

void WrittenOnce::chain(const CertificateList& list, Writer& out) {
  out.array();
  for (const auto& one : list) out.json(certificate(one));
  out.end_array();
}

}  // namespace tlswhy::json
