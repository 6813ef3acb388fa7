#include "knowledge/compiler/vocabulary.hpp"

namespace tlswhy::knowledge::compiler {
namespace {

// What a sentence about a cause may name.
Words parameters() {
  return {"client",
          "server",
          "server_name",
          "version",
          "suite",
          "dh_bits",
          "minimum_dh_bits",
          "maximum_dh_bits",
          "subject",
          "issuer",
          "depth",
          "not_after",
          "not_before",
          "at",
          "names",
          "key_bits",
          "minimum_key_bits",
          "signature_algorithm",
          "curve",
          "group",
          "scheme",
          "alert",
          "client_versions",
          "server_version",
          "alpn_offered",
          "extension_oid",
          "first_bytes",
          "protocol",
          "missing_issuer",
          "path_length",
          "usage"};
}

}  // namespace

const Vocabulary& vocabulary() {
  static const Vocabulary words{
      .languages = {"en", "ko", "zh-Hant"},
      .groups = {"transport",    "not-tls",       "sni",         "version",     "cipher",
                 "key-exchange", "hs-signature",  "chain-build", "chain-trust", "cert-sigalg",
                 "cert-key",     "validity",      "name",        "usage",       "constraints",
                 "revocation",   "policy-client", "client-auth", "alpn",        "extension",
                 "resumption",   "renegotiation", "tls13",       "dtls-quic",   "starttls",
                 "record",       "server-config"},
      .refusers = {"client", "server", "either", "middlebox", "network", "nobody"},
      .bases = {"lab", "source", "issue", "know"},
      .wheres = {"server", "ca", "client", "network"},
      .effects = {"raises", "keeps", "lowers"},
      .product_names = {"java",    "openssl",  "curl",    "gnutls",   "nss",     "go",
                        "node",    "python",   "rustls",  "schannel", "dotnet",  "chrome",
                        "firefox", "nginx",    "apache",  "haproxy",  "finesse", "iis",
                        "postfix", "postgres", "android", "apple",    "mbedtls"},
      .parameters = parameters(),
      .counts = {"count", "days", "hosts", "hellos", "path_length"},
      .step_parameters = {"suite_list", "subject", "server_name", "dh_bits", "missing_issuer"},
      .families = {"jsse", "openssl", "gnutls", "nss", "go", "mbedtls", "schannel", "boringssl",
                   "rustls", "wolfssl"},
      .judging_moments = {"before-key-exchange", "after-finished", "after-connected"},
      .address_uses = {"next", "first", "first-ipv4"},
      .scsv_places = {"first", "last", "absent"},
      .anchor_rules = {"any-trusted", "issuers", "issuers-or-self-signed", "self-signed"},
      .anchor_authorities = {"any", "basic-constraints", "or-key-usage", "unless-denied"},
      .key_usage_rules = {"ignored", "any-use", "by-key-exchange", "key-encipherment"},
      .common_name_rules = {"never", "without-san", "without-dns-name"},
      .address_rules = {"ip-names", "ip-or-dns-names", "dns-names", "ip-or-common-name"},
      .name_checks = {"when-asked", "always", "never"},
      .path_buildings = {"searches", "trusted-first", "sent-first", "sent-first-or-shorter"},
      .key_id_rules = {"ignored", "key-id", "all"},
      .common_name_constraints = {"never", "without-dns-name", "without-san", "any-text",
                                  "by-kind"},
      .names_constrained = {"all-below", "leaf", "leaf-and-itself"},
      .unknown_forms = {"where-named", "refused"},
      .unreadable_names = {"where-constrained", "in-constraints", "refused", "ignored"},
      .unreadable_extensions = {"those-of-paths", "all", "ignored"},
      .wildcard_rules = {"whole-label", "part-of-label", "any-label"},
      .any_purposes = {"everywhere", "leaf", "nowhere"},
      .fault_variants = {"root-not-sent", "too-many-sent", "trusted-not-root", "no-key-cert-sign",
                         "anchor-not-ca", "anchor-expired", "common-name-differs",
                         "address-differs", "no-dns-name", "bc-not-critical", "no-key-usage",
                         "no-authority-key-id", "no-subject-key-id", "explicit-curve",
                         "no-extended-key-usage"},
      .server_name_rules = {"always", "dotted-names", "never"},
      .versions = {"SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"},
  };
  return words;
}

}  // namespace tlswhy::knowledge::compiler
