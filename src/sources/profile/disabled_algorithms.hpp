// What jdk.tls.disabledAlgorithms and jdk.certpath.disabledAlgorithms disable: the grammar that
// stands in java.security itself, and the parts that JSSE takes the names of suites and signatures
// apart into (sun.security.ssl.SSLAlgorithmDecomposer, sun.security.util.AlgorithmDecomposer).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tlswhy {

// One entry: "RC4", "TLS_RSA_*", "DH keySize < 1024", "SHA1 jdkCA & usage TLSServer".
struct DisabledEntry {
  std::string text;       // as written
  std::string algorithm;  // upper case
  std::optional<std::uint16_t> minimum_bits;
  std::vector<std::string> usages;  // "HandshakeSignature"
  bool jdk_ca = false;              // only under roots that came with Java
  bool deny_after = false;
  bool understood = true;

  // Without any condition.
  [[nodiscard]] bool always() const;
  // For this use of a signature, whatever else.
  [[nodiscard]] bool in_use(std::string_view usage) const;
};

std::vector<DisabledEntry> parse_disabled(std::string_view list);

// Names that an entry may call a thing by, in upper case.
using AlgorithmNames = std::vector<std::string>;
AlgorithmNames names_of_suite(std::string_view suite);
AlgorithmNames names_of_scheme(std::string_view scheme);  // rsa_pkcs1_sha1: SHA1WITHRSA, SHA1, RSA

// `*` stands for anything.
bool names(const DisabledEntry& entry, const AlgorithmNames& known);

}  // namespace tlswhy
