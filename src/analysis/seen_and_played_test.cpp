// Every chain that there is, as every client that is known: what a chain shows when it is seen in a
// handshake is what it is refused for when that handshake is played.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <span>

#include "base/files.hpp"
#include "base/time_span.hpp"
#include "capfile/compression.hpp"
#include "diagnosis/seen_chain.hpp"
#include "model/negotiate.hpp"
#include "sources/description/chain_list.hpp"
#include "sources/description/server_description.hpp"
#include "x509/certificate_bundle.hpp"

namespace tlswhy::testing {
namespace {

// Of the list of chains every so many is taken, all of them where TLSWHY_ALL_CHAINS is set.
constexpr std::size_t stride = 40;
constexpr std::int64_t moment = 1'795'000'000LL * 1'000'000'000;  // 2026-11-18

struct Sample {
  std::string name;
  ServerName host;
  Timestamp at;
  CertificateList chain;
};

std::string text_of(const PathVerdict& verdict) {
  std::string out;
  for (const PathFault& fault : verdict.faults)
    out += fmt::format("{}:{}@{} ", knowledge::cause(fault.cause).name, fault.variant, fault.index);
  return out;
}

// What the handshake with `flight` shows of the chain to somebody who knows its client.
std::string seen(const Sample& sample, const knowledge::ClientProfile& client,
                 const ServerFlight& flight) {
  ServerHello hello;
  hello.selected_version = flight.version;
  hello.cipher_suite = flight.cipher_suite;
  Handshake handshake;
  handshake.client_hello = Observed(ClientHello{}, Provenance{});
  handshake.server_hello = Observed(hello, Provenance{});
  handshake.server_certificates = Observed(sample.chain, Provenance{});
  const Transcript transcript;
  const Setting setting{.clients = {&client}};
  const Case c{.transcript = transcript,
               .handshake = handshake,
               .setting = setting,
               .picture = {},
               .client = &knowledge::stack(client.stack),
               .situation = {.host = sample.host, .at = sample.at}};
  const auto verdict = see_chain(c).client;
  return verdict ? text_of(*verdict) : "nobody";
}

void compare(const Sample& sample) {
  const ServerModel server = server_around(sample.chain);
  const std::vector<CertificateGraph> graphs = {CertificateGraph(sample.chain, std::nullopt)};
  for (const knowledge::ClientProfile& client : knowledge::clients()) {
    const auto n = negotiate(client, server, graphs, {.host = sample.host, .at = sample.at});
    if (!n.path) continue;  // it came to no verdict on the chain
    EXPECT_EQ(seen(sample, client, n.flight), text_of(*n.path))
        << sample.name << " " << client.name;
  }
}

// A folder for each chain; tests/lab/same_judgement.py makes the lab's own and names their folder.
TEST(SeenAndPlayed, AreTheSameOfEveryChainOfTheLab) {
  const char* named = std::getenv("TLSWHY_CHAINS");
  const std::filesystem::path folder = named != nullptr ? named : "../shared/truth/chains";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << folder << " is not there";
  std::size_t compared = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const auto text = read_file((entry.path() / "server.pem").string(), std::size_t{1} << 20);
    if (!text) continue;
    const auto read = read_bundle(as_bytes(*text), "server.pem", {});
    ASSERT_TRUE(read) << entry.path();
    const Certificate& leaf = *read->certificates.front();
    const std::string host = leaf.dns_names.empty() ? "server.test" : leaf.dns_names.front();
    const std::string name = entry.path().filename().string();
    compare({name, ServerName("server.test"), {moment}, read->certificates});
    compare({name, ServerName(host), shifted(leaf.not_before, day_ns), read->certificates});
    ++compared;
  }
  EXPECT_GT(compared, 50U);
}

TEST(SeenAndPlayed, AreTheSameOfChainsThatOthersMade) {
  auto file = open_file("../shared/chains/cases.ndjson.gz");
  if (!file) GTEST_SKIP() << file.error().what;
  const auto stream =
      decompress(Compression::gzip, std::make_unique<ChunkedInput>(std::move(*file)));
  std::string text;
  std::vector<std::uint8_t> window(std::size_t{1} << 16);
  while (const std::size_t count = stream->read(window))
    text += as_text(Bytes(window).first(count));
  const std::size_t each = std::getenv("TLSWHY_ALL_CHAINS") == nullptr ? stride : 1;
  std::size_t number = 0;
  for (std::string_view rest = text; !rest.empty(); ++number) {
    const auto end = std::min(rest.find('\n'), rest.size() - 1);
    const std::string_view line = rest.substr(0, end + 1);
    rest.remove_prefix(end + 1);
    if (number % each != 0) continue;
    const auto read = read_listed_chain(line);
    ASSERT_TRUE(read) << read.error().what;
    compare({read->id, read->host, read->at.value_or(Timestamp{moment}), read->chain});
  }
  EXPECT_GT(number, 1000U);
}

}  // namespace
}  // namespace tlswhy::testing
