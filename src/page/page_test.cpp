#include <gtest/gtest.h>

#include <array>
#include <boost/json.hpp>

#include "app/shipped_store.hpp"
#include "page/choices.hpp"
#include "page/options.hpp"

namespace tlswhy::page {
namespace {

template <std::size_t N>
Request read(std::array<const char*, N> arguments) {
  std::array<char*, N> words{};
  for (std::size_t i = 0; i < N; ++i)
    words[i] = const_cast<char*>(arguments[i]);  // NOLINT: main() has them so, too
  return read_arguments(words);
}

TEST(Options, OfTheCommandLineByTheirNames) {
  const Request request =
      read(std::array{"a.pcap", "--as", "finesse-11", "--host", "a.test", "--trust", "one.pem",
                      "--trust", "two.pem", "--lang", "ko", "--all", "--product", "nginx",
                      "--redact", "--annotate", "c.pcapng", "b.pcap"});
  EXPECT_EQ(request.options.inputs, (std::vector<std::string>{"a.pcap", "b.pcap"}));
  EXPECT_EQ(request.as, std::vector<std::string>{"finesse-11"});
  EXPECT_EQ(request.trust, (std::vector<std::string>{"one.pem", "two.pem"}));
  EXPECT_EQ(request.options.setting.host, ServerName("a.test"));
  EXPECT_EQ(request.options.wording.language, knowledge::find_language("ko"));
  EXPECT_EQ(request.options.wording.product, "nginx");
  EXPECT_TRUE(request.options.all);
  EXPECT_TRUE(request.redact);
  EXPECT_EQ(request.options.annotate, "c.pcapng");
  EXPECT_EQ(request.options.format, Format::json);
}

TEST(Options, WhatIsNoneIsAnInput) {
  const Request request = read(std::array{"--store", "x", "--as"});
  EXPECT_EQ(request.options.inputs, (std::vector<std::string>{"--store", "x", "--as"}));
  EXPECT_TRUE(request.as.empty());
}

TEST(Choices, NameClientsProductsAndStores) {
  const auto all = boost::json::parse(choices(*knowledge::find_language("ko"))).as_object();
  EXPECT_GT(all.at("clients").as_array().size(), 50U);
  EXPECT_GT(all.at("products").as_array().size(), 10U);
  EXPECT_GT(all.at("stores").as_array().size(), 4U);
  for (const auto& store : all.at("stores").as_array())
    EXPECT_TRUE(shipped_roots(std::string(store.at("id").as_string()))) << store;
  EXPECT_FALSE(all.at("clients").at(0).at("title").as_string().empty());
}

}  // namespace
}  // namespace tlswhy::page
