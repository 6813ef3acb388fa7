#include "x509/certificate_bundle.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <tuple>

#include "x509/bundle/base64.hpp"
#include "x509/testing/bundles.hpp"

namespace tlswhy::testing {
namespace {

using Format = CertificateBundle::Format;

TEST(CertificateBundle, ReadsEveryFormatByItsContent) {
  const std::tuple<const char*, Format, const char*> files[] = {
      {"all.pem", Format::pem, ""},
      {"all.der", Format::der, ""},
      {"p7b.pem", Format::pem, ""},
      {"p7b.der", Format::pkcs7, ""},
      {"modern.p12", Format::pkcs12, "secret"},
      {"clear.p12", Format::pkcs12, "secret"},
      {"bare.p12", Format::pkcs12, ""},
      {"trust.p12", Format::pkcs12, ""},
      {"trust.jks", Format::jks, ""},
      {"trust.jceks", Format::jceks, ""},
      {"first.jks", Format::jks, ""},
      {"store.sst", Format::sst, ""},
  };
  for (const auto& [name, format, password] : files) {
    SCOPED_TRACE(name);
    const auto read = read_fixture(name, password);
    ASSERT_TRUE(read) << read.error().what;
    EXPECT_EQ(read->format, format);
    // Java's own keystores come in the order of a hash table.
    EXPECT_TRUE(std::ranges::is_permutation(names_in(*read), all_names));
    EXPECT_TRUE(looks_like_bundle(as_bytes(bundle_fixture(name))));
  }
}

TEST(CertificateBundle, TellsWhatHasNoCertificate) {
  const std::tuple<const char*, const char*> files[] = {
      {"one.key", "holds a private key and no certificate"},
      {"key.der", "holds a private key and no certificate"},
      {"request.der", "holds a certificate request and no certificate"},
      {"key.p12", "holds a private key and no certificate"},
  };
  for (const auto& [name, what] : files) {
    const auto read = read_fixture(name, "secret");
    ASSERT_FALSE(read) << name;
    EXPECT_EQ(read.error().kind, Error::Kind::malformed);
    EXPECT_EQ(read.error().what, std::string(name) + ": " + what);
  }
  for (const std::string text : {"", "hello", "\x30", "\x30\x80", "\xfe\xed\xfe\xed"}) {
    EXPECT_FALSE(read_bundle(as_bytes(text), "x", ""));
    EXPECT_FALSE(looks_like_bundle(as_bytes(text)));
  }
  EXPECT_EQ(read_bundle(as_bytes("hello"), "x", "").error().what, "x: is no certificate file");
}

TEST(CertificateBundle, NamesWhatComesClose) {
  const auto error = [](const std::string& text) {
    return read_bundle(as_bytes(text), "x", "").error().what;
  };
  const std::string pem = bundle_fixture("trusted.pem");
  EXPECT_EQ(error(pem.substr(pem.find('\n'), pem.find("-----END") - pem.find('\n'))),
            "x: is a certificate in Base64 without BEGIN and END lines");
  EXPECT_EQ(error("LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCg=="),
            "x: is PEM that was encoded as Base64 once more");
}

TEST(CertificateBundle, KeepsDoubles) {
  const std::string once = bundle_fixture("all.pem");
  const auto read = read_bundle(as_bytes(once + once), "x", "");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->certificates.size(), 6U);
}

TEST(CertificateBundle, IsKnownByItsFirstBytes) {
  for (const char* name : {"all.der", "p7b.der", "modern.p12", "trust.jks", "store.sst"}) {
    EXPECT_TRUE(looks_like_bundle(as_bytes(bundle_fixture(name).substr(0, 64)))) << name;
  }
  for (const char* name : {"key.der", "request.der"}) {
    EXPECT_FALSE(looks_like_bundle(as_bytes(bundle_fixture(name)))) << name;
  }
  // PEM in the packets of a capture makes no PEM file of it.
  const std::string capture("\xd4\xc3\xb2\xa1\x02\0\x04\0", 8);
  EXPECT_FALSE(looks_like_bundle(as_bytes(capture + bundle_fixture("all.pem"))));
}

TEST(CertificateBundle, SkipsADamagedCertificateOfADerFile) {
  std::string bytes = bundle_fixture("all.der");
  const auto whole = read_fixture("all.der");
  const std::size_t second = whole->certificates[0]->der.size();
  bytes[second + 9] = '\x7f';  // inside the version
  const auto read = read_bundle(as_bytes(bytes), "x", "");
  ASSERT_TRUE(read);
  EXPECT_EQ(names_in(*read), (std::vector<std::string>{"one", "three"}));
  ASSERT_EQ(read->notes.size(), 1U);
  EXPECT_EQ(read->notes[0].what,
            "certificate 2 (byte " + std::to_string(second) + ") is damaged; it was not used");
}

TEST(CertificateBundle, SaysWhereACutFileEnds) {
  const std::string bytes = bundle_fixture("all.der");
  const auto cut = read_bundle(as_bytes(bytes.substr(0, bytes.size() - 1)), "x", "");
  ASSERT_TRUE(cut);
  EXPECT_EQ(names_in(*cut), (std::vector<std::string>{"one", "two"}));
  EXPECT_EQ(cut->notes.size(), 1U);
  const auto first = read_bundle(as_bytes(bytes.substr(0, 200)), "x", "");
  ASSERT_FALSE(first);
  EXPECT_EQ(first.error().what, "x: certificate 1 (byte 0) is cut off or damaged; it was not used");
  const auto followed = read_bundle(as_bytes(bytes + "\r\n"), "x", "");
  ASSERT_TRUE(followed);
  EXPECT_TRUE(followed->notes.empty());
}

TEST(CertificateBundle, ReadsPkcs7AroundADamagedCertificate) {
  std::string bytes = bundle_fixture("p7b.der");
  const auto whole = read_fixture("all.der");
  const std::string second(as_text(whole->certificates[1]->der));
  const auto at = bytes.find(second);
  ASSERT_NE(at, std::string::npos);
  bytes[at + 9] = '\x7f';
  const auto read = read_bundle(as_bytes(bytes), "x", "");
  ASSERT_TRUE(read);
  EXPECT_EQ(names_in(*read), (std::vector<std::string>{"one", "three"}));
  EXPECT_EQ(read->notes.size(), 1U);
  EXPECT_FALSE(read_bundle(as_bytes(bytes.substr(0, bytes.size() - 1)), "x", ""));
}

TEST(CertificateBundle, ReadsPkcs7OfIndefiniteLength) {
  const std::string bytes = bundle_fixture("all.der");
  const std::string oid("\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02", 11);
  const std::string data("\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01", 11);
  const std::string open30("\x30\x80", 2), openA0("\xa0\x80", 2), end("\0\0", 2);
  const std::string list = openA0 + bytes + end;
  const std::string signed_data =
      open30 + std::string("\x02\x01\x01\x31\0", 5) + open30 + data + end + list + end;
  const auto read = read_bundle(as_bytes(open30 + oid + openA0 + signed_data + end + end), "x", "");
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_EQ(names_in(*read), all_names);
}

TEST(CertificateBundle, HoldsNoMoreThanItsLimit) {
  std::string bytes = bundle_fixture("all.pem");
  for (int i = 0; i < 9'996; ++i) {
    bytes += "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
  }
  const std::string one = bundle_fixture("trusted.pem");
  const auto read = read_bundle(as_bytes(bytes + one + one), "x", "");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->certificates.size(), 4U);
  const auto fewer = read_bundle(as_bytes(bytes + one), "x", "");
  EXPECT_EQ(fewer->certificates.size(), 4U);
}

TEST(Sst, SaysWhereItIsDamaged) {
  const std::string bytes = bundle_fixture("store.sst");
  const auto cut = read_bundle(as_bytes(bytes.substr(0, bytes.size() - 20)), "x", "");
  ASSERT_TRUE(cut);
  EXPECT_EQ(names_in(*cut), (std::vector<std::string>{"one", "two"}));
  EXPECT_EQ(cut->notes.size(), 1U);
  EXPECT_FALSE(read_bundle(as_bytes(bytes.substr(0, 100)), "x", ""));
  const auto empty = read_bundle(as_bytes(bytes.substr(0, 8) + std::string(12, '\0')), "x", "");
  ASSERT_TRUE(empty);
  EXPECT_TRUE(empty->certificates.empty());
  EXPECT_EQ(empty->notes.at(0).what, "holds no certificate");
}

TEST(Base64, TakesWhatIsWholeOnly) {
  const auto text = [](std::string_view in) -> std::string {
    const auto out = bundle::from_base64(in);
    return out ? std::string(as_text(*out)) : "refused";
  };
  EXPECT_EQ(text(""), "");
  EXPECT_EQ(text("Zg=="), "f");
  EXPECT_EQ(text("Zm8="), "fo");
  EXPECT_EQ(text("Zm9v"), "foo");
  EXPECT_EQ(text("Zm9v\r\n YmE="), "fooba");
  for (const char* bad : {"Z", "Zg", "Zg=", "Zg===", "Zm9v=", "Z=g=", "Zm9-"}) {
    EXPECT_EQ(text(bad), "refused") << bad;
  }
}

}  // namespace
}  // namespace tlswhy::testing
