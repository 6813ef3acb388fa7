// The rules of real clients on real certificates: what one takes and another refuses.
#include <gtest/gtest.h>

#include "knowledge/ids/causes.hpp"
#include "model/path.hpp"
#include "wire/testing/tls_bytes.hpp"

namespace tlswhy::testing {
namespace {

using knowledge::CauseId;
using knowledge::ClientProfile;

std::shared_ptr<const Certificate> read(const std::string& name) {
  return std::make_shared<Certificate>(
      read_certificate(as_bytes(fixture("certificates/" + name + ".der"))));
}

// The id of the cause of the refusal; "" where it is accepted.
std::string judged(const std::string& client, const std::vector<std::string>& sent,
                   const std::string& host) {
  CertificateList certificates;
  for (const auto& name : sent) certificates.push_back(read(name));
  const Timestamp at{certificates[0]->not_before.ns + 86'400'000'000'000};
  const CertificateGraph graph(certificates, CertificateList{read("root")});
  const ClientProfile* profile = knowledge::find_client(client);
  if (profile == nullptr) return "no such client";
  const PathVerdict verdict =
      judge_path(profile->path, graph, {.host = ServerName(host), .at = at});
  if (verdict.accepted) return {};
  return std::string(knowledge::cause(verdict.faults.at(0).cause).name);
}

TEST(PathOfClients, JavaKnowsPssFromUpdate251On) {
  const std::vector<std::string> chain = {"pss-leaf", "pss-issuing"};
  for (const char* client : {"java-7u80", "java-7u131", "java-8u152", "java-8u242"}) {
    EXPECT_EQ(judged(client, chain, "www.example.test"), "pss-chain") << client;
  }
  for (const char* client : {"java-8u504", "java-17", "openssl-3.0", "gnutls-3.7", "go-1.27",
                             "nss-3.87", "node-20", "mbedtls-3.6"}) {
    EXPECT_EQ(judged(client, chain, "www.example.test"), "") << client;
  }
}

TEST(PathOfClients, OnlyGoWantsASubjectAltName) {
  EXPECT_EQ(judged("go-1.27", {"common-name"}, "www.example.test"), "cn-only");
  for (const char* client : {"java-17", "openssl-3.0", "gnutls-3.7", "curl-7.88-openssl"}) {
    EXPECT_EQ(judged(client, {"common-name"}, "www.example.test"), "") << client;
  }
}

TEST(PathOfClients, OnlyGnutlsWantsTheStapledAnswer) {
  EXPECT_EQ(judged("gnutls-3.7", {"staple"}, "www.example.test"), "must-staple-missing");
  EXPECT_EQ(judged("openssl-3.0", {"staple"}, "www.example.test"), "");
}

TEST(PathOfClients, TheTlsLibraryOfJavaComparesNoNamesByItself) {
  EXPECT_EQ(judged("java-17", {"leaf", "issuing"}, "www.other.test"), "name-mismatch");
  EXPECT_EQ(judged("java-17-raw", {"leaf", "issuing"}, "www.other.test"), "");
  EXPECT_EQ(judged("java-17-hc4", {"leaf", "issuing"}, "www.other.test"), "");
}

TEST(PathOfClients, WhatTheyPrintDependsOnThePictureToo) {
  const ClientProfile& openssl = *knowledge::find_client("openssl-3.0");
  EXPECT_EQ(openssl.prints(CauseId::untrusted_root),
            "verify error:num=19:self-signed certificate in certificate chain");
  EXPECT_EQ(openssl.prints(CauseId::untrusted_root, "root-not-sent"),
            "verify error:num=20:unable to get local issuer certificate");
  EXPECT_EQ(openssl.prints_on_alert("access_denied"), "SSL alert number {number}");
  const ClientProfile& http_client = *knowledge::find_client("java-7u80-hc4");
  EXPECT_EQ(http_client.prints(CauseId::cert_expired),
            "javax.net.ssl.SSLPeerUnverifiedException: peer not authenticated");
}

TEST(PathOfClients, AnswersWhereTheyRefuse) {
  const ClientProfile& java = *knowledge::find_client("java-17");
  const auto alert = [&](ProtocolVersion version) {
    return java.refuses_with(CauseId::pss_key_oid_leaf, version)->alert;
  };
  EXPECT_EQ(alert(ProtocolVersion::TLSv1_2), code(AlertDescription::internal_error));
  EXPECT_EQ(alert(ProtocolVersion::TLSv1_3), code(AlertDescription::handshake_failure));
  const ClientProfile& go = *knowledge::find_client("go-1.27");  // takes most PSS chains
  EXPECT_EQ(go.refuses_with(CauseId::pss_chain)->alert, code(AlertDescription::bad_certificate));
}

}  // namespace
}  // namespace tlswhy::testing
