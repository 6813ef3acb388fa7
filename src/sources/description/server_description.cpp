#include "sources/description/server_description.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/files.hpp"
#include "knowledge/compiler/table_reader.hpp"
#include "sources/certificates/read_certificates.hpp"
#include "wire/registry.hpp"

namespace tlswhy {
namespace {

using namespace knowledge::compiler;

struct NamedBehaviour {
  const char* name;
  Behaviour behaviour;
  const char* library;  // whose typical client shows what the library does by default
};
constexpr std::array<NamedBehaviour, 6> behaviours = {
    {{"openssl", Behaviour::openssl, "openssl"},
     {"gnutls", Behaviour::gnutls, "gnutls"},
     {"jsse", Behaviour::jsse, "jsse-17"},
     {"schannel", Behaviour::schannel, "schannel"},
     {"nss", Behaviour::nss, "nss"},
     {"go", Behaviour::go, "go"}}};
const Words versions = {"SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"};
const Words client_certificate_words = {"none", "optional", "required"};

class DescriptionReader {
 public:
  DescriptionReader(const std::string& name, Problems& problems)
      : name_(name), problems_(problems) {}

  ServerDescription read(const Node& root) {
    TableReader reader(root, problems_);
    if (const Node* table = reader.table("server", Need::required)) server(*table);
    if (const Array* list = reader.tables("version")) {
      for (const Node& item : *list) version(item);
    }
    if (const Array* list = reader.tables("certificate")) {
      for (const Node& item : *list) certificate(item);
    }
    reader.finish();
    return std::move(out_);
  }

 private:
  void server(const Node& table) {
    TableReader reader(table, problems_);
    Words names;
    for (const auto& known : behaviours) names.emplace_back(known.name);
    const auto behaviour = reader.word("behaviour", "behaviour", names, Need::optional);
    const auto found = std::ranges::find(names, behaviour ? behaviour->text : "openssl");
    const auto place = static_cast<std::size_t>(found - names.begin());
    ServerModel& model = out_.server;
    model = default_server(behaviours[place % behaviours.size()].behaviour);
    if (!model.versions.empty()) in_all_ = model.versions.front();
    if (reader.has("versions")) model.versions.clear();
    for (const Word& word : reader.words("versions", "version", versions, Need::optional))
      model.versions.push_back({.version = version_of(word)});
    lists(reader, in_all_);
    for (ServerVersion& version : model.versions) {
      in_all_.version = version.version;
      version = in_all_;
    }
    model.dh_bits = reader.small_number("dh_bits").value_or(0);
    names_and_protocols(reader);
    const auto wanted = reader.word("client_certificate", "policy of client certificates",
                                    client_certificate_words, Need::optional);
    if (wanted) {
      const auto index = std::ranges::find(client_certificate_words, wanted->text) -
                         client_certificate_words.begin();
      model.client_certificate = ClientCertificatePolicy{static_cast<std::uint8_t>(index)};
    }
    model.renegotiation_info = reader.truth("renegotiation_info").value_or(true);
    model.extended_master_secret = reader.truth("extended_master_secret").value_or(true);
    reader.small_number("security_level");  // says how the real one was started
    reader.finish();
  }

  void names_and_protocols(TableReader& reader) {
    const Words policies = {"ignore", "refuse"};
    ServerModel& model = out_.server;
    for (const Word& word : reader.texts("alpn", Need::optional)) model.alpn.push_back(word.text);
    for (const Word& word : reader.texts("server_names", Need::optional))
      model.server_names.push_back(word.text);
    if (const auto word = reader.word("alpn_mismatch", "policy", policies, Need::optional))
      model.alpn_must_match = word->text == "refuse";
    if (const auto word = reader.word("unknown_name", "policy", policies, Need::optional))
      model.unknown_name_refused = word->text == "refuse";
  }

  // One version by itself: what its table leaves out is as in [server].
  void version(const Node& table) {
    TableReader reader(table, problems_);
    const auto word = reader.word("version", "version", versions, Need::required);
    ServerVersion own = in_all_;
    own.version = word ? version_of(*word) : ProtocolVersion::none;
    const bool own_answer = reader.has("nothing_fits");
    lists(reader, own);
    const bool enabled = reader.truth("enabled").value_or(true);
    reader.finish();
    ServerModel& model = out_.server;
    const auto here = std::ranges::find(model.versions, own.version, &ServerVersion::version);
    if (!enabled) {
      if (here != model.versions.end()) model.versions.erase(here);
      const HelloRefusal usual{code(AlertDescription::protocol_version)};
      model.refused_versions.push_back(
          {own.version, own_answer ? own.nothing_fits.value_or(usual) : usual});
    } else if (here != model.versions.end()) {
      *here = std::move(own);
    } else {
      model.versions.push_back(std::move(own));
    }
  }

  static ProtocolVersion version_of(const Word& word) {
    const auto index = std::ranges::find(versions, word.text) - versions.begin();
    return ProtocolVersion{static_cast<std::uint16_t>(0x0300 + index)};
  }

  // What [server] says of all versions, and [[version]] of one.
  void lists(TableReader& reader, ServerVersion& into) {
    list(reader, "cipher_suites", "cipher suite", &cipher_suite, &cipher_suite_names,
         into.cipher_suites);
    list(reader, "groups", "named group", &named_group, &named_group_names, into.groups);
    list(reader, "signature_schemes", "signature scheme", &signature_scheme,
         &signature_scheme_names, into.signature_schemes);
    const Words orders = {"server", "client"};
    if (const auto order = reader.word("order", "order", orders, Need::optional))
      into.order = order->text == "server" ? Order::server : Order::client;
    const auto answer = reader.text("nothing_fits", Need::optional);
    if (!answer) return;
    const auto alert = alert_description(answer->text);
    into.nothing_fits = HelloRefusal{alert};
    if (alert || answer->text == "close") return;
    Words known = near(&alert_description_names);
    known.emplace_back("close");
    problems_.unknown(answer->place, "alert", answer->text, known);
  }

  using Names = std::vector<std::string_view> (*)();
  template <class T>
  void list(TableReader& reader, const char* key, const char* what,
            std::optional<std::uint16_t> (*find)(std::string_view), Names all,
            std::vector<T>& into) {
    if (reader.has(key)) into.clear();
    for (const Word& word : reader.texts(key, Need::optional)) {
      if (const auto code = find(word.text)) {
        into.push_back(T{*code});
      } else {
        problems_.unknown(word.place, what, word.text, near(all));
      }
    }
  }
  static Words near(Names names) {
    const auto all = names();
    return {all.begin(), all.end()};
  }

  void certificate(const Node& table) {
    TableReader reader(table, problems_);
    const auto file = reader.text("chain", Need::required);
    reader.finish();
    if (!file) return;
    const std::string path = path_beside(name_, file->text);
    auto read = read_certificates(path, {});
    if (!read) {
      problems_.add(file->place, read.error().what);
      return;
    }
    std::ranges::move(read->notes, std::back_inserter(out_.notes));
    if (read->certificates.empty() || !read->certificates.front()->parsed) {
      problems_.add(file->place, fmt::format("{}: holds no certificate to send", path));
    } else {
      out_.server.credentials.push_back({std::move(read->certificates)});
    }
  }

  const std::string& name_;
  Problems& problems_;
  ServerVersion in_all_;  // what a version has that says nothing else
  ServerDescription out_;
};

}  // namespace

bool looks_like_server_description(std::string_view text) {
  return text.starts_with("[server]") || text.find("\n[server]") != std::string_view::npos;
}

Result<ServerDescription> read_server_description(const std::string& name, std::string_view text) {
  Problems problems;
  const Node root = parse_toml(name, text, problems);
  ServerDescription out;
  if (problems.empty()) out = DescriptionReader(name, problems).read(root);
  if (problems.empty()) return out;
  std::string lines;
  for (const std::string& line : problems.lines("")) lines += (lines.empty() ? "" : "\n") + line;
  return failure(Error::Kind::malformed, lines);
}

ServerModel default_server(Behaviour behaviour) {
  ServerModel out;
  out.behaviour = behaviour;
  const auto known = std::ranges::find(behaviours, behaviour, &NamedBehaviour::behaviour);
  const auto library = knowledge::find_stack(known->library);
  const knowledge::ClientProfile* like = library ? knowledge::typical_client(*library) : nullptr;
  if (like == nullptr) return out;
  const auto copy = [](const auto list) { return std::vector(list.begin(), list.end()); };
  ServerVersion all{.cipher_suites = copy(like->offer.cipher_suites),
                    .order = behaviour == Behaviour::openssl ? Order::client : Order::server,
                    .groups = copy(like->offer.supported_groups),
                    .signature_schemes = copy(like->offer.signature_algorithms)};
  for (const ProtocolVersion version : like->offer.versions) {
    all.version = version;
    out.versions.push_back(all);
  }
  return out;
}

ServerModel server_around(CertificateList chain) {
  ServerModel out = default_server(Behaviour::openssl);
  out.credentials.push_back({std::move(chain)});
  out.only_chains_known = true;
  // Whatever key the chain is for, its server can sign with it: brainpool (RFC 8734) and ML-DSA
  // too.
  using enum SignatureScheme;
  for (ServerVersion& version : out.versions) {
    for (const SignatureScheme scheme :
         {ecdsa_brainpoolP256r1tls13_sha256, ecdsa_brainpoolP384r1tls13_sha384,
          ecdsa_brainpoolP512r1tls13_sha512, mldsa44, mldsa65, mldsa87})
      version.signature_schemes.push_back(scheme);
  }
  return out;
}

}  // namespace tlswhy
