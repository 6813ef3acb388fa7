// The compiled knowledge of the project itself: each thing is found by its id and by its name, and
// what it refers to is there.
#include "knowledge/knowledge.hpp"
#include "knowledge/inspector.hpp"
#include "knowledge/refusal.hpp"
#include "knowledge/statement.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "knowledge/ids/causes.hpp"
#include "knowledge/ids/changes.hpp"
#include "knowledge/ids/languages.hpp"
#include "knowledge/placeholder.hpp"
#include "wire/registry.hpp"

namespace tlswhy::knowledge {
namespace {

bool renders(std::string_view pattern, std::span<const std::string_view> parameters) {
  std::vector<Parameter> values;
  for (const std::string_view name : parameters) values.push_back({name, "value"});
  return !find_placeholder(render(pattern, values, Language::en), 0);
}

TEST(Causes, AreFoundByIdAndName) {
  for (std::size_t i = 0; i < causes().size(); ++i) {
    const Cause& entry = causes()[i];
    EXPECT_EQ(static_cast<std::size_t>(entry.id), i);
    EXPECT_EQ(&cause(entry.id), &entry);
    EXPECT_EQ(find_cause(entry.name), entry.id) << entry.name;
  }
  EXPECT_EQ(find_cause("no-such-cause"), std::nullopt);
  EXPECT_EQ(find_cause(""), std::nullopt);
  EXPECT_EQ(find_cause("zzz"), std::nullopt);
}

TEST(Causes, SayWhatTheFolderSays) {
  const Cause& weak = cause(CauseId::weak_dh_group);
  EXPECT_EQ(weak.name, "weak-dh-group");
  EXPECT_EQ(weak.group, "key-exchange");
  EXPECT_EQ(weak.refuser, Refuser::client);
  EXPECT_NE(std::ranges::find(weak.basis, Basis::lab), weak.basis.end());
  EXPECT_NE(std::ranges::find(weak.rfc, 7919), weak.rfc.end());
  EXPECT_NE(std::ranges::find(weak.parameters, "dh_bits"), weak.parameters.end());
  ASSERT_FALSE(weak.remedies.empty());
  EXPECT_EQ(weak.remedies.front().change, ChangeId::prefer_ecdhe);
  EXPECT_EQ(weak.remedies.front().where, Where::server);
  EXPECT_EQ(weak.remedies.front().security, Security::raises);
  EXPECT_EQ(cause(CauseId::c_3des_rc4_only).name, "3des-rc4-only");
}

TEST(Refusals, OneFaultHasManyAlertsAndOneAlertManyFaults) {
  using enum ClientCertificateFault;
  EXPECT_TRUE(refuses_with(expired, AlertDescription::certificate_expired));  // OpenSSL
  EXPECT_TRUE(refuses_with(expired, AlertDescription::access_denied));        // GnuTLS
  EXPECT_TRUE(refuses_with(untrusted, AlertDescription::access_denied));      // GnuTLS, too
  EXPECT_TRUE(refuses_with(issuer_expired, AlertDescription::unknown_ca));    // NSS
  EXPECT_FALSE(refuses_with(expired, AlertDescription::unknown_ca));
  EXPECT_FALSE(refuses_with(revoked, AlertDescription::close_notify));
}

TEST(Inspectors, AreFoundByTheNameOfTheirCa) {
  const auto product = [](std::string_view issuer) {
    const Inspector* found = find_inspector(issuer);
    return found == nullptr ? std::string_view() : found->product;
  };
  EXPECT_EQ(product("CN=FG100E4Q17000000, OU=Certificate Authority, O=Fortinet, C=US"),
            "FortiGate");
  EXPECT_EQ(product("CN=Zscaler Intermediate Root CA (zscaler.net), O=Zscaler Inc., C=US"),
            "Zscaler");
  EXPECT_EQ(product("CN=Example Root CA, O=Not O=Fortinet"), "");  // no attribute of its own
  EXPECT_EQ(product(""), "");
}

TEST(Messages, NameStatementsAndExpandAlerts) {
  const auto said = [](std::string_view text) -> const Message* {
    const auto found = std::ranges::find(messages(), text, &Message::text);
    return found == messages().end() ? nullptr : &*found;
  };
  const Message* small = said("dh key too small");
  ASSERT_NE(small, nullptr);
  EXPECT_EQ(statements()[small->statement].name, "dh-too-small");
  EXPECT_EQ(statements()[small->statement].client.front(), CauseId::weak_dh_group);
  EXPECT_FALSE(small->heard);
  // A template of [alerts], filled with the registry's name.
  const Message* alert = said("Received fatal alert: handshake_failure");
  ASSERT_NE(alert, nullptr);
  EXPECT_EQ(statements()[alert->statement].name, "alert-handshake-failure");
  EXPECT_TRUE(alert->heard);
}

TEST(Statements, NameAtMostSixCausesAndOneAtLeast) {
  for (const Statement& s : statements()) {
    EXPECT_FALSE(s.client.empty()) << s.name;
    EXPECT_FALSE(s.server.empty()) << s.name;
    EXPECT_LE(s.client.size(), 6U) << s.name;
  }
}

TEST(Causes, AreComplete) {
  for (const Cause& entry : causes()) {
    EXPECT_FALSE(entry.sources.empty()) << entry.name;
    EXPECT_FALSE(entry.basis.empty()) << entry.name;
    for (const CauseId other : entry.look_alikes) EXPECT_NE(other, entry.id) << entry.name;
    const auto lowers = [](const CauseRemedy& r) { return r.security == Security::lowers; };
    EXPECT_TRUE(std::ranges::is_partitioned(entry.remedies, [&lowers](const CauseRemedy& r) {
      return !lowers(r);
    })) << entry.name;
    const CauseText& text = entry.text(Language::en);
    EXPECT_FALSE(text.title.empty()) << entry.name;
    for (const std::string_view pattern : {text.verdict, text.explain, text.observe, text.never}) {
      EXPECT_TRUE(renders(pattern, entry.parameters)) << entry.name << ": " << pattern;
    }
  }
}

TEST(Changes, AreFoundByIdAndName) {
  for (const Change& entry : changes()) {
    EXPECT_EQ(&change(entry.id), &entry);
    EXPECT_EQ(find_change(entry.name), entry.id);
    EXPECT_FALSE(entry.title(Language::en).empty()) << entry.name;
  }
  EXPECT_EQ(change(ChangeId::prefer_ecdhe).where, Where::server);
  EXPECT_EQ(change(ChangeId::prefer_ecdhe).security, Security::raises);
  EXPECT_EQ(find_change("no-such-change"), std::nullopt);
}

TEST(Recipes, AreThereForTheProductsOfAChange) {
  ASSERT_FALSE(change(ChangeId::prefer_ecdhe).products.empty());
  for (const Change& entry : changes()) {
    for (const ProductId id : entry.products) {
      const Recipe* found = recipe(id, entry.id);
      ASSERT_NE(found, nullptr) << entry.name << " on " << product(id).name;
      EXPECT_EQ(found->change, entry.id);
      EXPECT_FALSE(found->sources.empty());
      EXPECT_FALSE(found->steps(Language::en).empty());
    }
  }
}

TEST(Recipes, AreNullWhereThereIsNone) {
  for (const Product& entry : products()) {
    EXPECT_EQ(product(entry.id).title(Language::en), entry.title(Language::en));
    EXPECT_EQ(find_product(entry.name), entry.id);
    std::size_t found = 0;
    for (const Change& any : changes()) {
      if (recipe(entry.id, any.id) != nullptr) ++found;
    }
    EXPECT_EQ(found, entry.recipes.size()) << entry.name;
    EXPECT_LT(found, changes().size()) << entry.name;
  }
}

TEST(Stacks, AreFoundByIdAndName) {
  ASSERT_FALSE(stacks().empty());
  for (const Stack& entry : stacks()) {
    EXPECT_EQ(&stack(entry.id), &entry);
    EXPECT_EQ(find_stack(entry.name), entry.id);
    EXPECT_FALSE(entry.title(Language::en).empty()) << entry.name;
    EXPECT_FALSE(entry.family.empty()) << entry.name;
    EXPECT_FALSE(entry.sources.empty()) << entry.name;
  }
  EXPECT_EQ(find_stack("no-such-stack"), std::nullopt);
}

TEST(Stacks, AnswerCauses) {
  for (const Stack& entry : stacks()) {
    std::size_t answered = 0;
    for (const Cause& any : causes()) {
      const std::span<const Answer> answers = entry.answers_to(any.id);
      if (!answers.empty()) ++answered;
      for (const Answer& answer : answers) {
        EXPECT_TRUE(answer.kind == Answer::Kind::alert || answer.alert == 0) << entry.name;
        EXPECT_FALSE(alert_description_name(answer.alert).empty()) << entry.name;
      }
    }
    EXPECT_EQ(answered, entry.answers.size()) << entry.name;
  }
}

TEST(Stacks, NameOnlyKnownCodePoints) {
  for (const Stack& entry : stacks()) {
    for (const std::uint16_t type : entry.hello.extension_order) {
      EXPECT_FALSE(extension_type_name(type).empty()) << entry.name << " " << type;
    }
    for (const auto list : {entry.hello.suites_have, entry.hello.suites_begin}) {
      for (const std::uint16_t suite : list) EXPECT_FALSE(cipher_suite_name(suite).empty());
    }
  }
}

TEST(Clients, AreFoundByIdAndByEverydayName) {
  const ClientProfile* finesse = find_client("finesse-11");
  ASSERT_NE(finesse, nullptr);
  EXPECT_EQ(clients_called("Finesse 11.0"), std::vector{finesse});
  EXPECT_EQ(clients_called("finesse-11"), std::vector{finesse});  // an id is one client
  EXPECT_EQ(find_client("java-8u9999"), nullptr);
  EXPECT_EQ(nearest_client("finese-11"), "finesse-11");
}

TEST(Knowledge, ANameWithoutAVersionIsAllThatItMayBe) {
  const auto java = clients_called("java-8");
  EXPECT_GT(java.size(), 5U);
  EXPECT_EQ(java, clients_called("Java 8"));
  const auto finesse = clients_called("finesse 11");
  EXPECT_TRUE(std::ranges::find(finesse, find_client("finesse-11")) != finesse.end());
  EXPECT_TRUE(std::ranges::find(finesse, find_client("finesse-11.6")) != finesse.end());
  EXPECT_TRUE(clients_called("java 8u9999").empty());
}

}  // namespace
}  // namespace tlswhy::knowledge
