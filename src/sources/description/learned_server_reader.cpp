#include "sources/description/learned_server_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>

#include "base/hex.hpp"
#include "model/learned_names.hpp"
#include "sources/description/json_node.hpp"
#include "wire/names.hpp"
#include "wire/registry.hpp"
#include "x509/bundle/base64.hpp"

namespace tlswhy {
namespace {

namespace bj = boost::json;
using description::JsonNode;

constexpr std::size_t max_bytes = 8U << 20;
constexpr std::size_t max_versions = 16;  // each is looked up by name

// 0x1234, as a code point without a name is written.
std::optional<std::uint16_t> code_of_hex(std::string_view text) {
  std::uint16_t out = 0;
  if (!text.starts_with("0x") || text.size() != 6) return std::nullopt;
  const auto [end, wrong] = std::from_chars(text.data() + 2, text.data() + text.size(), out, 16);
  if (wrong != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return out;
}

template <class T>
using Find = std::optional<T> (*)(std::string_view);

std::optional<std::uint16_t> version_of_name(std::string_view name) {
  for (const auto v :
       {ProtocolVersion::SSLv2, ProtocolVersion::SSLv3, ProtocolVersion::TLSv1_0,
        ProtocolVersion::TLSv1_1, ProtocolVersion::TLSv1_2, ProtocolVersion::TLSv1_3}) {
    if (version_name(v) == name) return code(v);
  }
  return code_of_hex(name);
}

template <class T>
T code_point(const JsonNode& node, const char* what, Find<std::uint16_t> find) {
  const std::string name = node.text();
  auto found = find(name);
  if (!found) found = code_of_hex(name);
  if (!found) node.complain(fmt::format("\"{}\" is no {}", name, what));
  return T{found.value_or(0)};
}

template <class Words>
std::size_t word(const JsonNode& node, const Words& words) {
  const std::string text = node.text();
  const auto found = std::ranges::find(words, text);
  if (found == words.end()) node.complain(fmt::format("\"{}\" is no word for it", text));
  return found == words.end() ? 0 : static_cast<std::size_t>(found - words.begin());
}

std::vector<std::string> texts(const JsonNode& node) {
  std::vector<std::string> out;
  node.each([&out](const JsonNode& entry) { out.push_back(entry.text()); });
  return out;
}

std::vector<std::uint8_t> prime(const JsonNode& node) {
  auto out = from_hex(node.text());
  if (!out) node.complain("pairs of hexadecimal digits are expected");
  return std::move(out).value_or(std::vector<std::uint8_t>());
}

ServerVersion& version_of(LearnedServer& server, std::string_view key, const JsonNode& node) {
  static ServerVersion nowhere;
  auto& versions = server.model.versions;
  const auto found = std::ranges::find_if(
      versions, [key](const ServerVersion& v) { return version_name(v.version) == key; });
  if (found != versions.end()) return *found;
  node.complain("is none of the versions");
  return nowhere = {};
}

template <class T>
void by_version(LearnedServer& server, const JsonNode& node, std::vector<T> ServerVersion::* list,
                const char* what, Find<std::uint16_t> find) {
  node.members([&](std::string_view key, const JsonNode& names) {
    auto& into = version_of(server, key, names).*list;
    names.each([&](const JsonNode& name) { into.push_back(code_point<T>(name, what, find)); });
  });
}

CertificateList chain(const JsonNode& node) {
  CertificateList out;
  node.each([&out](const JsonNode& entry) {
    const auto der = bundle::from_base64(entry["der"].text());
    if (!der) return entry["der"].complain("is no Base64");
    out.push_back(std::make_shared<Certificate>(read_certificate(*der)));
    const std::string sha256 = entry["sha256"].text();
    if (sha256 != hex(out.back()->sha256)) entry["sha256"].complain("is not that of der");
  });
  return out;
}

void who(LearnedServer& s, const JsonNode& node) {
  s.name = node["name"].text();
  const JsonNode ip = node["address"]["ip"];
  if (const auto address = parse_ip(ip.text())) {
    s.address.ip = *address;
  } else {
    ip.complain("is no IP address");
  }
  s.address.port = static_cast<std::uint16_t>(node["address"]["port"].number(0xffff));
  if (!node["starttls"].absent()) s.starttls = node["starttls"].text();
}

void choices(LearnedServer& s, const JsonNode& node) {
  if (node["versions"].absent()) node["versions"].complain("a list is expected");
  node["versions"].each([&s](const JsonNode& name) {
    auto& all = s.model.versions;
    if (all.size() == max_versions) return name.complain("there are not so many versions");
    all.emplace_back().version = code_point<ProtocolVersion>(name, "version", &version_of_name);
  });
  node["order"].members([&s](std::string_view key, const JsonNode& order) {
    version_of(s, key, order).order = Order{static_cast<std::uint8_t>(word(order, order_names))};
  });
  by_version(s, node["cipher_suites"], &ServerVersion::cipher_suites, "cipher suite",
             &cipher_suite);
  by_version(s, node["groups"], &ServerVersion::groups, "named group", &named_group);
  by_version(s, node["signature_schemes"], &ServerVersion::signature_schemes, "signature scheme",
             &signature_scheme);
  node["dh"].each([&s](const JsonNode& d) {
    LearnedDh& dh = s.dh.emplace_back();
    dh.bits = static_cast<std::uint16_t>(d["bits"].number(0xffff));
    if (!d["known"].absent()) dh.known = d["known"].text();
    if (!d["prime"].absent()) dh.prime = prime(d["prime"]);
  });
  node["certificates"].each([&s](const JsonNode& c) {
    const auto name = static_cast<std::uint8_t>(word(c["server_name"], chain_name_words));
    s.certificates.push_back({LearnedChain::Name{name}, chain(c["chain"])});
  });
}

std::uint8_t alert(const JsonNode& node) {
  const std::string name = node.text();
  if (const auto known = alert_description(name)) return *known;
  std::uint8_t out = 0;
  const auto [end, wrong] = std::from_chars(name.data(), name.data() + name.size(), out);
  if (wrong != std::errc() || end != name.data() + name.size() || name.empty())
    node.complain(fmt::format("\"{}\" is no alert", name));
  return out;
}

HelloRefusal refusal(const JsonNode& node) {
  if (node.text() == closes_word) return {};
  return {alert(node)};
}

// Documents of before have one alert for all versions, and none for those that were refused.
void refusals(LearnedServer& s, const JsonNode& node) {
  auto& versions = s.model.versions;
  if (node["refusals"].absent()) {
    const JsonNode all = node["nothing_fits_alert"];
    if (all.absent()) return;
    const HelloRefusal answer{alert(all)};
    for (ServerVersion& v : versions) {
      if (!v.cipher_suites.empty()) v.nothing_fits = answer;
    }
    return;
  }
  node["refusals"].members([&](std::string_view key, const JsonNode& how) {
    const auto known = std::ranges::find_if(
        versions, [key](const ServerVersion& v) { return version_name(v.version) == key; });
    const HelloRefusal answer = refusal(how);
    if (known != versions.end()) {
      if (!known->cipher_suites.empty()) known->nothing_fits = answer;
    } else if (s.model.refused_versions.size() < max_versions) {
      const auto value = version_of_name(key);
      if (!value) how.complain("is no version");
      s.model.refused_versions.push_back({ProtocolVersion{value.value_or(0)}, answer});
    }
  });
}

void manners(LearnedServer& s, const JsonNode& node) {
  s.model.alpn = texts(node["alpn"]);
  if (!node["alpn_refused"].absent()) s.model.alpn_must_match = node["alpn_refused"].truth();
  const JsonNode wanted = node["client_certificate"];
  if (!wanted.absent() && wanted.text() != "unknown") {
    const auto index = static_cast<std::uint8_t>(word(wanted, client_certificate_names));
    s.client_certificate = ClientCertificatePolicy{index};
  }
  s.client_certificate_authorities = texts(node["client_certificate_authorities"]);
  if (!node["certificate_first"].absent())
    s.model.certificate_first = node["certificate_first"].truth();
  for (const auto& [name, member] : behaviour_names) {
    const JsonNode is = node["behaviour"][name];
    if (!is.absent()) s.behaviour.*member = is.truth();
  }
  node["contradictions"].each([&s](const JsonNode& c) {
    s.contradictions.push_back({c["what"].text(), texts(c["details"])});
  });
  const JsonNode cost = node["cost"];
  if (cost.absent()) return;
  s.cost = {.connections = cost["connections"].number(UINT32_MAX),
            .hellos = cost["hellos"].number(UINT32_MAX),
            .rounds = cost["rounds"].number(UINT32_MAX),
            .retries = cost["retries"].number(UINT32_MAX),
            .seconds = cost["seconds"].real()};
}

std::string place(std::string_view text, std::size_t at) {
  const std::string_view before = text.substr(0, at);
  const auto line = std::ranges::count(before, '\n') + 1;
  const std::size_t start = before.rfind('\n') + 1;  // 0 where there is none
  return fmt::format("{}:{}", line, at - start + 1);
}

}  // namespace

bool looks_like_probe(std::string_view head) {
  const auto first = head.find_first_not_of(" \t\r\n\xef\xbb\xbf");
  if (first == std::string_view::npos || head[first] != '{') return false;
  // As it is printed, and as formatters of JSON indent it.
  const auto holds = [head](std::string_view name, std::string_view value) {
    const std::size_t at = head.find(name);
    if (at == std::string_view::npos) return false;
    const std::size_t behind = head.find_first_not_of(" \t\r\n:", at + name.size());
    return behind != std::string_view::npos && head.substr(behind).starts_with(value);
  };
  return holds("\"schema\"", "\"tlswhy/") && holds("\"kind\"", "\"probe\"");
}

Result<std::vector<LearnedServer>> read_learned_servers(const std::string& name,
                                                        std::string_view text) {
  if (text.size() > max_bytes)
    return failure(Error::Kind::unsupported,
                   fmt::format("{}: larger than {} MiB", name, max_bytes >> 20));
  std::vector<LearnedServer> out;
  const auto blank = [&text](std::size_t at) {
    const std::size_t next = text.find_first_not_of(" \t\r\n", at);
    return next == std::string_view::npos ? text.size() : next;
  };
  constexpr std::string_view mark = "\xef\xbb\xbf";  // of UTF-8, as Windows' programs write it
  const std::size_t begin = text.starts_with(mark) ? mark.size() : 0;
  for (std::size_t at = blank(begin); at < text.size(); at = blank(at)) {
    bj::stream_parser parser;
    boost::system::error_code wrong;
    const std::size_t start = at;
    at += parser.write_some(text.data() + at, text.size() - at, wrong);
    if (!wrong && !parser.done()) parser.finish(wrong);
    if (wrong)
      return failure(Error::Kind::malformed,
                     fmt::format("{}:{}: no JSON: {}", name, place(text, at), wrong.message()));
    const bj::value root = parser.release();
    const auto* object = root.if_object();
    const bj::value* server = object == nullptr ? nullptr : object->if_contains("server");
    const bool alone = object != nullptr && object->contains("versions");
    if (server == nullptr && !alone)
      return failure(
          Error::Kind::malformed,
          fmt::format("{}:{}: no server is described here, as tlswhy probe --json prints it", name,
                      place(text, start)));
    std::string fault;
    const JsonNode node(server == nullptr ? root : *server, server == nullptr ? "" : "server",
                        fault);
    LearnedServer& learned = out.emplace_back();
    who(learned, node);
    choices(learned, node);
    refusals(learned, node);
    manners(learned, node);
    complete_model(learned);
    if (!fault.empty()) return failure(Error::Kind::malformed, fmt::format("{}: {}", name, fault));
  }
  return out;
}

Result<LearnedServer> read_learned_server(const std::string& name, std::string_view text) {
  auto all = read_learned_servers(name, text);
  if (!all) return std::unexpected(all.error());
  if (all->size() != 1)
    return failure(Error::Kind::malformed,
                   fmt::format("{}: holds {} servers, one is expected", name, all->size()));
  return std::move(all->front());
}

}  // namespace tlswhy
