// A server that only exists in memory, learnt as a network would do it.
#pragma once

#include <gtest/gtest.h>

#include <deque>
#include <functional>
#include <random>

#include "sources/probe/survey.hpp"
#include "sources/probe/testing/played_server.hpp"

namespace tlswhy::testing {

struct Learnt {
  LearnedServer server;
  std::size_t hellos = 0;

  [[nodiscard]] const ServerVersion* version(ProtocolVersion v) const {
    return server.model.find(v);
  }
};

using Answering = std::function<ProbeAnswer(const ServerModel&, const ProbeQuestion&)>;

// Asks as a network would: several questions under way, answered in no order.
inline Learnt learn(const ServerModel& server, unsigned seed = 0, const Answering& answer = play) {
  std::mt19937 dice(seed);
  Survey survey({.server_name = "shop.test", .alpn = {"h2", "http/1.1"}});
  std::deque<Survey::Numbered> asked;
  Learnt out;
  while (!survey.finished() && out.hellos < 2000) {
    while (asked.size() < 6) {
      auto question = survey.next();
      if (!question) break;
      asked.push_back(std::move(*question));
    }
    if (asked.empty()) continue;
    const auto which = asked.begin() + static_cast<std::ptrdiff_t>(dice() % asked.size());
    const auto one = std::move(*which);
    asked.erase(which);
    ++out.hellos;
    survey.take(one.id, answer(server, one.question));
  }
  EXPECT_TRUE(survey.finished());
  out.server = survey.result();
  return out;
}

}  // namespace tlswhy::testing
