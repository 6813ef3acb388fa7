#include "session/client_session.hpp"

#include <utility>

#include "session/connection.hpp"

namespace tlswhy {

std::vector<KeyPair> add_key_shares(HelloContent& content, std::span<const NamedGroup> groups,
                                    const Random& random) {
  std::vector<KeyPair> out;
  content.sends_key_share = true;
  for (const NamedGroup group : groups) {
    auto pair = generate_key_pair(group, random);
    if (!pair) continue;
    content.key_shares.push_back({group, pair->public_key});
    out.push_back(std::move(*pair));
  }
  return out;
}

ClientSession::ClientSession(std::vector<std::uint8_t> hello, SessionOptions options)
    : connection_(std::make_unique<session::Connection>(std::move(hello), std::move(options))) {}
ClientSession::ClientSession(ClientSession&&) noexcept = default;
ClientSession& ClientSession::operator=(ClientSession&&) noexcept = default;
ClientSession::~ClientSession() = default;

std::vector<std::uint8_t> ClientSession::take_output() {
  return connection_->records.take_output();
}
void ClientSession::received(Bytes bytes) { connection_->received(bytes); }

SessionState ClientSession::state() const { return connection_->state; }
const SessionFacts& ClientSession::facts() const { return connection_->facts; }
const SessionFailure& ClientSession::failure() const { return connection_->failure; }

void ClientSession::proceed() { connection_->proceed(); }
void ClientSession::refuse(AlertDescription alert) { connection_->refuse(alert); }
void ClientSession::close() { connection_->close(); }

void ClientSession::write(Bytes application_data) { connection_->write(application_data); }
std::vector<std::uint8_t> ClientSession::take_application_data() {
  return std::exchange(connection_->application_data, {});
}

std::optional<Resumption> ClientSession::resumption() const {
  return connection_->handshake ? connection_->handshake->resumption() : std::nullopt;
}

}  // namespace tlswhy
