#include "sources/profile/apply_java_security.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <span>

#include "base/contains.hpp"
#include "knowledge/cause.hpp"
#include "knowledge/stack.hpp"
#include "sources/profile/disabled_algorithms.hpp"
#include "sources/profile/java_properties.hpp"
#include "wire/registry.hpp"

namespace tlswhy {
namespace {

using Entries = std::vector<DisabledEntry>;
using Properties = std::map<std::string, std::string>;

// What JSSE since Java 11 and 8u252 offers where hardly anything is disabled, in its order.
// Measured: Java 8u504 with the properties of 8u51.
constexpr std::uint16_t widest_suites[] = {
    0x1302, 0x1301, 0xc02c, 0xc02b, 0xc030, 0xc02f, 0x009f, 0x00a3, 0x009e, 0x00a2, 0xc024,
    0xc028, 0xc023, 0xc027, 0x006b, 0x006a, 0x0067, 0x0040, 0xc02e, 0xc032, 0xc02d, 0xc031,
    0xc026, 0xc02a, 0xc025, 0xc029, 0xc00a, 0xc014, 0xc009, 0xc013, 0x0039, 0x0038, 0x0033,
    0x0032, 0xc005, 0xc00f, 0xc004, 0xc00e, 0x009d, 0x009c, 0x003d, 0x003c, 0x0035, 0x002f,
    0xc008, 0xc012, 0x0016, 0x0013, 0xc003, 0xc00d, 0x000a};
// Those that a default file disables; in the order in which they are offered.
constexpr SignatureScheme default_disabled_schemes[] = {
    SignatureScheme::ecdsa_sha1, SignatureScheme::rsa_pkcs1_sha1, SignatureScheme::dsa_sha1,
    SignatureScheme::rsa_pkcs1_md5};

// Puts what `reference` has and `list` lacks behind that which stands before it in `reference`.
void restore(std::vector<CipherSuite>& list, const std::vector<CipherSuite>& reference) {
  auto place = list.begin();
  for (const CipherSuite suite : reference) {
    const auto found = std::ranges::find(list, suite);
    place = (found == list.end() ? list.insert(place, suite) : found) + 1;
  }
}

// A small word of a version or a curve, as entries name it.
AlgorithmNames name(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return {out};
}

// secp256r1, sect163k1: the size of the curve; 0 for other groups.
std::uint16_t curve_bits(std::string_view group) {
  if (!group.starts_with("sec")) return 0;
  std::uint16_t bits = 0;
  for (const char c : group.substr(4, 3)) bits = static_cast<std::uint16_t>(bits * 10 + c - '0');
  return bits;
}

class JavaSecurity {
 public:
  JavaSecurity(std::string_view text, OwnProfile& into)
      : properties_(read_java_properties(text)), into_(into), profile_(into.edit()) {
    tls_ = entries("jdk.tls.disabledAlgorithms");
    path_ = entries("jdk.certpath.disabledAlgorithms");
    if (tls_) all_ = *tls_;
    if (path_) all_.insert(all_.end(), path_->begin(), path_->end());
  }

  std::vector<std::string> apply() {
    if (tls_) {
      versions();
      suites();
    }
    schemes();
    groups();
    limits();
    path();
    for (const DisabledEntry& entry : all_) explain(entry);
    if (properties_.contains("jdk.tls.legacyAlgorithms"))
      note("jdk.tls.legacyAlgorithms has no effect on what a client refuses");
    return std::move(notes_);
  }

 private:
  void note(std::string text) {
    text = "java.security: " + text;
    if (!contains(notes_, text)) notes_.push_back(std::move(text));
  }

  std::optional<Entries> entries(const std::string& key) {
    const auto found = properties_.find(key);
    if (found == properties_.end()) {
      note(fmt::format("{} is not set: as in {}", key, profile_.name));
      return std::nullopt;
    }
    Entries out;
    for (DisabledEntry& entry : parse_disabled(found->second)) {
      if (entry.algorithm == "INCLUDE") {
        include(entry, out);
      } else {
        out.push_back(std::move(entry));
      }
    }
    return out;
  }

  // `include jdk.disabled.namedCurves`
  void include(const DisabledEntry& entry, Entries& out) {
    const std::string key = entry.text.substr(entry.text.find_last_of(" \t") + 1);
    const auto found = properties_.find(key);
    if (found == properties_.end()) return note(fmt::format("{} is not set", key));
    std::ranges::move(parse_disabled(found->second), std::back_inserter(out));
  }

  template <class Test>
  static bool disabled(const Entries& by, const AlgorithmNames& known, const Test& test) {
    return std::ranges::any_of(
        by, [&](const DisabledEntry& entry) { return test(entry) && names(entry, known); });
  }
  static bool disabled(const Entries& by, const AlgorithmNames& known) {
    return disabled(by, known, [](const DisabledEntry& entry) { return entry.always(); });
  }

  // JSSE as it was rewritten for TLS 1.3.
  [[nodiscard]] bool is_newer() const {
    const std::string_view library = knowledge::stack(profile_.stack).name;
    return library == "jsse-11" || library == "jsse-17";
  }

  void versions() {
    std::vector<ProtocolVersion> out(profile_.offer.versions.begin(),
                                     profile_.offer.versions.end());
    for (const auto version : {ProtocolVersion::TLSv1_1, ProtocolVersion::TLSv1_0}) {
      if (is_newer() && !contains(out, version)) out.push_back(version);
    }
    std::erase_if(out, [this](ProtocolVersion version) {
      constexpr const char* known[] = {"SSLV3", "TLSV1", "TLSV1.1", "TLSV1.2", "TLSV1.3"};
      const auto place = static_cast<std::size_t>(code(version) - 0x0300);
      return place < std::size(known) && disabled(*tls_, {known[place]});
    });
    if (is_newer() && !disabled(*tls_, {"SSLV3"}))
      note("SSLv3 is not disabled: whether it is offered then is not known");
    replace(profile_.offer.versions, std::move(out), "version");
  }

  // A client that has nothing to offer does not connect at all, which is no question to a server.
  template <class T>
  void replace(std::span<const T>& list, std::vector<T> by, const char* what) {
    if (by.empty() && !list.empty())
      return note(fmt::format("disables every {}: such a Java connects to nobody", what));
    list = into_.keep(std::move(by));
  }

  [[nodiscard]] std::vector<CipherSuite> reference() const {
    std::vector<CipherSuite> out;
    if (is_newer()) {
      for (const std::uint16_t suite : widest_suites) out.push_back(CipherSuite{suite});
    } else if (knowledge::stack(profile_.stack).name == "jsse-8") {
      if (const auto* older = knowledge::find_client("java-8u112"))
        out.assign(older->offer.cipher_suites.begin(), older->offer.cipher_suites.end());
    }
    return out;
  }

  void suites() {
    const auto given = profile_.offer.cipher_suites;
    std::vector<CipherSuite> out(given.begin(), given.end());
    restore(out, reference());
    std::erase_if(out, [this](CipherSuite suite) {
      return disabled(*tls_, names_of_suite(cipher_suite_name(suite)));
    });
    if (std::ranges::any_of(out, [given](CipherSuite suite) {
          return std::ranges::find(given, suite) == given.end();
        })) {
      note(
          fmt::format("less is disabled than in {}: suites that it lacks are put where Java of "
                      "its kind was measured to offer them",
                      profile_.name));
    }
    replace(profile_.offer.cipher_suites, std::move(out), "suite");
  }

  [[nodiscard]] bool cut(SignatureScheme scheme, std::string_view usage) const {
    const AlgorithmNames known = names_of_scheme(signature_scheme_name(scheme));
    return disabled(all_, known,
                    [usage](const DisabledEntry& entry) { return entry.in_use(usage); });
  }

  std::span<const SignatureScheme> narrowed(std::span<const SignatureScheme> given,
                                            std::string_view usage) {
    std::vector<SignatureScheme> out(given.begin(), given.end());
    for (const SignatureScheme scheme : default_disabled_schemes) {
      if (!out.empty() && tls_ && path_ && !contains(out, scheme)) out.push_back(scheme);
    }
    std::erase_if(out, [&](SignatureScheme scheme) { return cut(scheme, usage); });
    return into_.keep(std::move(out));
  }

  void schemes() {
    knowledge::Offer& offer = profile_.offer;
    offer.signature_algorithms = narrowed(offer.signature_algorithms, "HandshakeSignature");
    offer.signature_algorithms_cert =
        narrowed(offer.signature_algorithms_cert, "CertificateSignature");
  }

  void groups() {
    const std::uint16_t least = minimum(all_, {"EC"}).value_or(0);
    const auto without = [&](std::span<const NamedGroup> given) {
      std::vector<NamedGroup> out(given.begin(), given.end());
      std::erase_if(out, [&](NamedGroup group) {
        const std::string_view known = named_group_name(group);
        const std::uint16_t bits = curve_bits(known);
        return disabled(all_, name(known)) || (bits != 0 && bits < least);
      });
      return into_.keep(std::move(out));
    };
    profile_.offer.supported_groups = without(profile_.offer.supported_groups);
    profile_.offer.key_shares = without(profile_.offer.key_shares);
    profile_.path.curves = without(profile_.path.curves);
  }

  static std::optional<std::uint16_t> minimum(const Entries& entries, const AlgorithmNames& of) {
    std::optional<std::uint16_t> out;
    for (const DisabledEntry& entry : entries) {
      const bool counts = entry.minimum_bits && entry.usages.empty() && !entry.jdk_ca;
      if (counts && names(entry, of)) out = std::max(out.value_or(0), *entry.minimum_bits);
    }
    return out;
  }

  // Where one of both lists is not known the limit can only be higher.
  void limit(std::uint16_t& bits, const AlgorithmNames& of) const {
    const std::uint16_t found = minimum(all_, of).value_or(0);
    bits = tls_ && path_ ? found : std::max(bits, found);
  }

  void limits() {
    if (tls_) profile_.policy.minimum_dh_bits = minimum(*tls_, {"DH", "DIFFIEHELLMAN"}).value_or(0);
    limit(profile_.path.minimum_rsa_bits, {"RSA"});
    limit(profile_.path.minimum_ec_bits, {"EC"});
  }

  void path() {
    knowledge::PathRules& rules = profile_.path;
    std::vector<SignatureScheme> out(rules.verifies.begin(), rules.verifies.end());
    if (!out.empty() && tls_ && path_ && !contains(out, SignatureScheme::rsa_pkcs1_md5))
      out.push_back(SignatureScheme::rsa_pkcs1_md5);
    std::erase_if(out, [this](SignatureScheme scheme) { return cut(scheme, "TLSServer"); });
    rules.verifies = into_.keep(std::move(out));
    if (!disabled(all_, {"RSASSA-PSS"})) return;
    rules.verifies_pss_sha1 = false;
    rules.takes_pss_keys = false;
    answer_as("pss-chain", "md5-cert");
  }

  // Of a signature that is disabled by hand it says what it says of those that always are.
  void answer_as(std::string_view name, std::string_view like) {
    const auto cause = knowledge::find_cause(name);
    const auto other = knowledge::find_cause(like);
    if (!cause || !other || profile_.refuses_with(*cause)) return;
    std::vector<knowledge::StackAnswers> answers(profile_.answers.begin(), profile_.answers.end());
    std::erase_if(answers, [cause](const auto& entry) { return entry.cause == *cause; });
    answers.push_back({*cause, profile_.answers_to(*other)});
    std::ranges::sort(answers, {}, &knowledge::StackAnswers::cause);
    profile_.answers = into_.keep(std::move(answers));
    const std::string_view text = profile_.prints(*other);
    std::vector<knowledge::ClientMessage> messages(profile_.messages.begin(),
                                                   profile_.messages.end());
    if (text.empty() ||
        std::ranges::find(messages, name, &knowledge::ClientMessage::on) != messages.end())
      return;
    messages.push_back({name, text});
    std::ranges::sort(messages, {}, &knowledge::ClientMessage::on);
    profile_.messages = into_.keep(std::move(messages));
  }

  // What the file says and nothing here stands for.
  void explain(const DisabledEntry& entry) {
    if (!entry.understood) return note(fmt::format("not understood: \"{}\"", entry.text));
    if (entry.jdk_ca)
      return note(
          fmt::format("\"{}\" counts under roots that came with Java alone; here no root is "
                      "taken for one",
                      entry.text));
    const bool of_tls = entry.usages.empty() || entry.in_use("HandshakeSignature") ||
                        entry.in_use("CertificateSignature") || entry.in_use("TLSServer");
    const bool key = entry.minimum_bits.has_value();
    if (!key && !of_tls) return note(fmt::format("has no effect on TLS: \"{}\"", entry.text));
    if (entry.deny_after || (key && !entry.usages.empty()))
      return note(fmt::format("is not judged: \"{}\"", entry.text));
    constexpr std::string_view keys[] = {"RSA", "EC", "DH", "DIFFIEHELLMAN"};
    if (key && std::ranges::find(keys, entry.algorithm) == std::end(keys))
      return note(fmt::format("is not judged: \"{}\"", entry.text));
    if (!key && !is_known(entry))
      note(fmt::format("names nothing that TLS has: \"{}\"", entry.text));
  }

  static bool is_known(const DisabledEntry& entry) {
    static constexpr std::string_view others[] = {"SSLV2HELLO", "SSLV3",    "TLSV1",
                                                  "TLSV1.1",    "TLSV1.2",  "TLSV1.3",
                                                  "DTLSV1.0",   "DTLSV1.2", "MD2"};
    const auto names_one = [&entry](const auto& all, const auto& names_of) {
      return std::ranges::any_of(
          all, [&](std::string_view item) { return names(entry, names_of(item)); });
    };
    return std::ranges::find(others, entry.algorithm) != std::end(others) ||
           names_one(signature_scheme_names(), names_of_scheme) ||
           names_one(cipher_suite_names(), names_of_suite) || names_one(named_group_names(), name);
  }

  Properties properties_;
  OwnProfile& into_;
  knowledge::ClientProfile& profile_;
  std::vector<std::string> notes_;
  std::optional<Entries> tls_, path_;
  Entries all_;
};

}  // namespace

std::vector<std::string> apply_java_security(std::string_view text, OwnProfile& into) {
  return JavaSecurity(text, into).apply();
}

}  // namespace tlswhy
