#include "report/json/offers.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <string>
#include <vector>

#include "wire/names.hpp"
#include "wire/registry.hpp"

namespace tlswhy::json {
namespace {

namespace bj = boost::json;

std::string name_of_point(ProtocolVersion v) { return version_name(v); }
std::string name_of_point(CipherSuite v) { return cipher_suite_text(v); }
std::string name_of_point(NamedGroup v) { return named_group_text(v); }
std::string name_of_point(SignatureScheme v) { return signature_scheme_text(v); }

template <class List>
bj::array names(const List& list) {
  bj::array out;
  for (const auto value : list) {
    const std::string name = name_of_point(value);
    if (!is_grease(code(value)) && !name.ends_with("_SCSV")) out.push_back(text(name));
  }
  return out;
}

template <class List>
bj::array words(const List& list) {
  bj::array out;
  for (const auto& word : list) out.push_back(text(printable(word)));
  return out;
}

// Each value once, in the order in which it comes first.
template <class T>
void add_new(std::vector<T>& to, const std::vector<T>& more) {
  for (const T& value : more) {
    if (std::ranges::find(to, value) == to.end()) to.push_back(value);
  }
}

}  // namespace

bj::object offer_of(const ClientHello& hello) {
  const std::vector<ProtocolVersion> one{hello.legacy_version};
  return {{"versions", names(hello.supported_versions.empty() ? one : hello.supported_versions)},
          {"cipher_suites", names(hello.cipher_suites)},
          {"groups", names(hello.supported_groups)},
          {"signature_schemes", names(hello.signature_algorithms)},
          {"alpn", words(hello.alpn)}};
}

bj::object offer_of(const knowledge::Offer& offer) {
  return {{"versions", names(offer.versions)},
          {"cipher_suites", names(offer.cipher_suites)},
          {"groups", names(offer.supported_groups)},
          {"signature_schemes", names(offer.signature_algorithms)},
          {"alpn", words(offer.alpn)}};
}

bj::object offer_of(const ServerModel& server) {
  std::vector<ProtocolVersion> versions;
  std::vector<NamedGroup> groups;
  std::vector<SignatureScheme> schemes;
  for (const ServerVersion& v : server.versions) {
    versions.push_back(v.version);
    add_new(groups, v.groups);
    add_new(schemes, v.signature_schemes);
  }
  std::ranges::sort(versions, std::ranges::greater{});
  return {{"versions", names(versions)},
          {"cipher_suites", names(server.cipher_suites())},
          {"groups", names(groups)},
          {"signature_schemes", names(schemes)},
          {"alpn", words(server.alpn)}};
}

}  // namespace tlswhy::json
