#include "report/json/offers.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "wire/names.hpp"
#include "wire/registry.hpp"

namespace tlswhy::json {
namespace {

std::string name_of_point(ProtocolVersion v) { return version_name(v); }
std::string name_of_point(CipherSuite v) { return cipher_suite_text(v); }
std::string name_of_point(NamedGroup v) { return named_group_text(v); }
std::string name_of_point(SignatureScheme v) { return signature_scheme_text(v); }

template <class List>
void names(std::string_view member, const List& list, Writer& out) {
  out.name(member).array();
  for (const auto value : list) {
    const std::string name = name_of_point(value);
    if (!is_grease(code(value)) && !name.ends_with("_SCSV")) out.value(name);
  }
  out.end_array();
}

template <class List>
void words(std::string_view member, const List& list, Writer& out) {
  out.name(member).array();
  for (const auto& word : list) out.value(printable(word));
  out.end_array();
}

// Each value once, in the order in which it comes first.
template <class T>
void add_new(std::vector<T>& to, const std::vector<T>& more) {
  for (const T& value : more) {
    if (std::ranges::find(to, value) == to.end()) to.push_back(value);
  }
}

}  // namespace

void offer_of(const ClientHello& hello, Writer& out) {
  const std::vector<ProtocolVersion> one{hello.legacy_version};
  out.object();
  names("versions", hello.supported_versions.empty() ? one : hello.supported_versions, out);
  names("cipher_suites", hello.cipher_suites, out);
  names("groups", hello.supported_groups, out);
  names("signature_schemes", hello.signature_algorithms, out);
  words("alpn", hello.alpn, out);
  out.end_object();
}

void offer_of(const knowledge::Offer& offer, Writer& out) {
  out.object();
  names("versions", offer.versions, out);
  names("cipher_suites", offer.cipher_suites, out);
  names("groups", offer.supported_groups, out);
  names("signature_schemes", offer.signature_algorithms, out);
  words("alpn", offer.alpn, out);
  out.end_object();
}

void offer_of(const ServerModel& server, Writer& out) {
  std::vector<ProtocolVersion> versions;
  std::vector<NamedGroup> groups;
  std::vector<SignatureScheme> schemes;
  for (const ServerVersion& v : server.versions) {
    versions.push_back(v.version);
    add_new(groups, v.groups);
    add_new(schemes, v.signature_schemes);
  }
  std::ranges::sort(versions, std::ranges::greater{});
  out.object();
  names("versions", versions, out);
  names("cipher_suites", server.cipher_suites(), out);
  names("groups", groups, out);
  names("signature_schemes", schemes, out);
  words("alpn", server.alpn, out);
  out.end_object();
}

}  // namespace tlswhy::json
