#include "remedy/remedy.hpp"

#include <gtest/gtest.h>

#include "knowledge/cause.hpp"
#include "knowledge/ids/causes.hpp"
#include "knowledge/ids/changes.hpp"
#include "remedy/server_there.hpp"

namespace tlswhy {
namespace {

using knowledge::CauseId;

std::vector<Remedy> remedies(CauseId cause) {
  Diagnosis d;
  d.outcome = Outcome::failed;
  d.cause = cause;
  return remedies_for(d, Handshake{}, {});
}

TEST(Remedies, AreRankedFromOne) {
  for (const knowledge::Cause& cause : knowledge::causes()) {
    const auto list = remedies(cause.id);
    for (std::size_t i = 0; i < list.size(); ++i)
      EXPECT_EQ(list[i].rank, static_cast<int>(i) + 1) << cause.name;
  }
}

// What weakens security is tried last, for every cause there is.
TEST(Remedies, NothingThatWeakensComesFirst) {
  for (const knowledge::Cause& cause : knowledge::causes()) {
    const auto list = remedies(cause.id);
    bool weakening = false;
    for (const Remedy& r : list) {
      const bool lowers = r.security == knowledge::Security::lowers;
      EXPECT_FALSE(weakening && !lowers) << cause.name;
      weakening = weakening || lowers;
    }
  }
}

// Who refused judged the other side's certificate, by its own clock.
TEST(Remedies, AreForWhoseCertificateWasJudged) {
  using knowledge::ChangeId;
  const auto changes = [](CauseId cause, Party refuser) {
    Diagnosis d;
    d.cause = cause;
    d.refuser = refuser;
    std::vector<std::pair<ChangeId, knowledge::Where>> out;
    for (const Remedy& r : remedies_for(d, Handshake{}, {})) out.emplace_back(r.change, r.where);
    return out;
  };
  using Changes = std::vector<std::pair<ChangeId, knowledge::Where>>;
  EXPECT_EQ(changes(CauseId::not_yet_valid, Party::server),
            (Changes{{ChangeId::fix_clock, knowledge::Where::server},
                     {ChangeId::renew_client_certificate, knowledge::Where::client}}));
  EXPECT_EQ(changes(CauseId::not_yet_valid, Party::client),
            (Changes{{ChangeId::fix_clock, knowledge::Where::client},
                     {ChangeId::renew_certificate, knowledge::Where::ca},
                     {ChangeId::deploy_certificate, knowledge::Where::server}}));
  EXPECT_EQ(changes(CauseId::cert_revoked, Party::server).front().first,
            ChangeId::renew_client_certificate);
  // The near miss: a server that refuses a hello has its own certificates to change.
  EXPECT_EQ(changes(CauseId::sigalg_no_common, Party::server).size(),
            changes(CauseId::sigalg_no_common, Party::client).size());
}

TEST(Remedies, ShowTheStepsOfTheClientThatWasRecognised) {
  const auto first = [](std::string_view stack) {
    Diagnosis d;
    d.cause = CauseId::client_cert_not_sent;
    d.client = &knowledge::stack(*knowledge::find_stack(stack));
    return knowledge::product(remedies_for(d, Handshake{}, {}).front().steps.front().product).name;
  };
  EXPECT_EQ(first("openssl"), "openssl");
  EXPECT_EQ(first("jsse-17"), "java");
  EXPECT_EQ(first("schannel"), "schannel");
  EXPECT_EQ(first("gnutls"), "java");  // no steps are written for it: the order of the change
}

TEST(Remedies, WithoutACauseThereAreNone) {
  EXPECT_TRUE(remedies_for(Diagnosis{}, Handshake{}, {}).empty());
}

}  // namespace
}  // namespace tlswhy
