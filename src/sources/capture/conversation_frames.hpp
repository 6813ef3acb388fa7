// Which packets of a capture belong to conversations that are known already.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "capfile/packet.hpp"
#include "transcript/tcp_facts.hpp"

namespace tlswhy {

// Packets are pushed in their order. Of a packet that came in IP fragments only the last is known
// to belong to a conversation.
class ConversationFrames {
 public:
  ConversationFrames();
  ~ConversationFrames();
  ConversationFrames(const ConversationFrames&) = delete;
  ConversationFrames& operator=(const ConversationFrames&) = delete;

  // To be told before the first packet.
  void want(const TcpFacts& conversation);
  void packet(const Packet& packet);
  // By frame number: of conversations that are wanted, from their first to their last packet.
  [[nodiscard]] std::vector<bool> take();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tlswhy
