// What the CAs that a client trusts sign with, against the signature schemes of its hello.
#include <gtest/gtest.h>

#include "diagnosis/testing/scene.hpp"

namespace tlswhy::testing {
namespace {

// A store whose only CA has a key of this kind.
CertificateList store_of(const std::string& name) {
  const std::string der = fixture("certificates/" + name);
  return {std::make_shared<const Certificate>(read_certificate(as_bytes(der)))};
}
Seen refused(std::initializer_list<std::uint16_t> schemes, const std::string& ca) {
  Dialogue d;
  d.client(hello_record({.extensions = extension(13, vector(2, codes(schemes)))}))
      .server(alert_record(40));
  return Scene(d).trusting(store_of(ca)).seen_by(signs::store);
}

TEST(Store, TheClientTrustsOnlyWhatItsHelloDoesNotName) {
  EXPECT_EQ(refused({0x0403}, "root.der").causes(), "sigalg-no-common");
  EXPECT_EQ(refused({0x0401}, "root.der").causes(), "");
  EXPECT_EQ(refused({0x0403}, "leaf.der").causes(), "");  // no CA: trusted by itself, signs nothing
}

}  // namespace
}  // namespace tlswhy::testing
