// What is written of a server that was learnt is what is read back of it.
#include <gtest/gtest.h>

#include <random>
#include <tuple>

#include "model/learned_names.hpp"
#include "model/testing/learned.hpp"
#include "report/json/json.hpp"
#include "report/json/learned_server.hpp"
#include "sources/description/learned_server_reader.hpp"

namespace tlswhy {
namespace {

auto fields(const LearnedDh& d) { return std::tie(d.bits, d.known, d.prime); }
auto fields(const Contradiction& c) { return std::tie(c.what, c.details); }
auto fields(const LearningCost& c) {
  return std::tie(c.connections, c.hellos, c.rounds, c.retries, c.seconds);
}
template <class T>
void expect_same(const std::vector<T>& a, const std::vector<T>& b) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) EXPECT_TRUE(fields(a[i]) == fields(b[i])) << i;
}

void expect_same(const LearnedServer& a, const LearnedServer& b) {
  EXPECT_EQ(a.name, b.name);
  EXPECT_EQ(a.address, b.address);
  EXPECT_EQ(a.starttls, b.starttls);
  EXPECT_EQ(a.model.versions, b.model.versions);
  EXPECT_EQ(a.model.refused_versions, b.model.refused_versions);
  expect_same(a.dh, b.dh);
  EXPECT_EQ(a.model.alpn, b.model.alpn);
  EXPECT_EQ(a.model.alpn_must_match, b.model.alpn_must_match);
  EXPECT_EQ(a.client_certificate, b.client_certificate);
  EXPECT_EQ(a.client_certificate_authorities, b.client_certificate_authorities);
  EXPECT_EQ(a.model.certificate_first, b.model.certificate_first);
  for (const auto& [name, member] : behaviour_names)
    EXPECT_EQ(a.behaviour.*member, b.behaviour.*member) << name;
  expect_same(a.contradictions, b.contradictions);
  EXPECT_TRUE(fields(a.cost) == fields(b.cost));
  ASSERT_EQ(a.certificates.size(), b.certificates.size());
  for (std::size_t i = 0; i < a.certificates.size(); ++i) {
    EXPECT_EQ(a.certificates[i].name, b.certificates[i].name);
    ASSERT_EQ(a.certificates[i].chain.size(), b.certificates[i].chain.size());
    for (std::size_t k = 0; k < a.certificates[i].chain.size(); ++k) {
      EXPECT_EQ(a.certificates[i].chain[k]->der, b.certificates[i].chain[k]->der);
      EXPECT_EQ(a.certificates[i].chain[k]->parsed, b.certificates[i].chain[k]->parsed);
    }
  }
}

class Dice {
 public:
  explicit Dice(unsigned seed) : engine_(seed) {}
  std::uint32_t below(std::uint32_t n) {
    return std::uniform_int_distribution<std::uint32_t>(0, n - 1)(engine_);
  }
  bool coin() { return below(2) == 0; }
  template <class T>
  std::vector<T> code_points() {
    std::vector<T> out(below(5));
    for (T& value : out) value = T{static_cast<std::uint16_t>(below(0x10000))};
    return out;
  }
  std::vector<std::string> texts() {
    std::vector<std::string> out(below(3));
    for (std::string& text : out) {
      text.resize(below(9));
      for (char& c : text) c = static_cast<char>(0x20 + below(0x5f));
    }
    return out;
  }

 private:
  std::mt19937 engine_;
};

CertificateList random_chain(Dice& dice) {
  CertificateList out;
  for (const char* name : {"leaf", "pss-key", "ml-dsa", "root"})
    if (dice.coin()) out.push_back(testing::fixture_certificate(name));
  if (dice.coin()) {
    const std::vector<std::uint8_t> damaged(dice.below(5), 0x30);
    out.push_back(std::make_shared<Certificate>(read_certificate(damaged)));
  }
  return out;
}

LearnedServer random_server(Dice& dice) {
  LearnedServer out;
  out.name = "a.example";
  out.address.port = static_cast<std::uint16_t>(dice.below(0x10000));
  if (dice.coin()) out.address.ip = *parse_ip("2001:db8::1");
  for (const auto version : {ProtocolVersion::SSLv2, ProtocolVersion::TLSv1_0,
                             ProtocolVersion::TLSv1_2, ProtocolVersion{0x7f12}}) {
    std::optional<HelloRefusal> refusal;
    if (dice.coin()) refusal.emplace();
    if (refusal && dice.coin()) refusal->alert = static_cast<std::uint8_t>(dice.below(0x100));
    auto suites = dice.code_points<CipherSuite>();
    if (suites.empty()) {
      if (refusal) out.model.refused_versions.push_back({version, *refusal});
      continue;
    }
    out.model.versions.push_back(
        {version, std::move(suites), Order{static_cast<std::uint8_t>(dice.below(3))},
         dice.code_points<NamedGroup>(), dice.code_points<SignatureScheme>(), refusal});
  }
  for (std::uint32_t i = dice.below(3); i > 0; --i) {
    out.dh.push_back({static_cast<std::uint16_t>(dice.below(0x10000)), dice.coin() ? "x" : "",
                      std::vector<std::uint8_t>(dice.below(4), 0x5a)});
  }
  for (std::uint8_t name = 0; name < 3; ++name)
    if (dice.coin()) out.certificates.push_back({LearnedChain::Name{name}, random_chain(dice)});
  out.model.alpn = dice.texts();
  out.model.alpn_must_match = dice.coin();
  if (dice.coin())
    out.client_certificate = ClientCertificatePolicy{static_cast<std::uint8_t>(dice.below(3))};
  out.client_certificate_authorities = dice.texts();
  out.model.certificate_first = dice.coin();
  if (dice.coin()) out.behaviour.ocsp_stapling = dice.coin();
  if (dice.coin()) out.behaviour.server_group_order = dice.coin();
  if (dice.coin()) out.contradictions.push_back({"suite", dice.texts()});
  out.cost = {.connections = dice.below(100), .seconds = dice.below(1000) / 8.0};
  complete_model(out);
  return out;
}

TEST(LearnedServerRoundTrip, TheExample) {
  const LearnedServer server = testing::learned_example();
  const auto read = read_learned_server("old.json", json::learned_server_text(server));
  ASSERT_TRUE(read) << read.error().what;
  expect_same(server, *read);
}

TEST(LearnedServerRoundTrip, AnyServer) {
  for (unsigned seed = 0; seed < 300; ++seed) {
    Dice dice(seed);
    const LearnedServer server = random_server(dice);
    const auto read = read_learned_server("old.json", json::learned_server_text(server));
    ASSERT_TRUE(read) << seed << ": " << read.error().what;
    expect_same(server, *read);
  }
}

TEST(LearnedServerRoundTrip, OfWholeDocumentsOneAfterTheOther) {
  JudgedReport report{{"probe", "a.example:443"}, {}};
  report.judged.learned = testing::learned_example();
  std::string text = json::verdicts(report, {}) + "\n";
  expect_same(*report.judged.learned, *read_learned_server("old.json", text));
  report.judged.learned->name = "b.example";
  text += json::verdicts(report, {}) + "\n";
  const auto both = read_learned_servers("old.json", text);
  ASSERT_TRUE(both) << both.error().what;
  ASSERT_EQ(both->size(), 2);
  EXPECT_EQ(both->back().name, "b.example");
  EXPECT_EQ(read_learned_server("old.json", text).error().what,
            "old.json: holds 2 servers, one is expected");
}

}  // namespace
}  // namespace tlswhy
