// The hellos of clients, sent as they would send them and carried to the end that they would make
// of it: what a server answered them for certain.
#pragma once

#include <vector>

#include "base/server_name.hpp"
#include "knowledge/client.hpp"
#include "model/negotiation.hpp"
#include "sources/probe/interview.hpp"

namespace tlswhy {

// What the client says to a server that it calls `host`. Values that change with each hello
// (random, keys) are left empty.
HelloContent hello_of(const knowledge::Offer& offer, const ServerName& host);

struct ReplayedClient {
  const knowledge::ClientProfile* client = nullptr;
  std::optional<AlertDescription> refuses_with;  // of the server's flight; none: it goes on
};

// Whether the server did what was foretold: the same version and suite, or the same refusal, with
// its alert; and after its flight no alert that was not.
bool as_foretold(const Negotiation& foretold, const ProbeAnswer& answer);

class Replay final : public Interview {
 public:
  Replay(std::vector<ReplayedClient> clients, ServerName host)
      : clients_(std::move(clients)),
        host_(std::move(host)),
        answers_(clients_.size()),
        recorded_(clients_.size()) {}

  std::optional<Numbered> next() override;
  void take(std::uint32_t id, const ProbeAnswer& answer) override;
  [[nodiscard]] bool finished() const override { return taken_ == clients_.size(); }

  // One for each client, in their order.
  [[nodiscard]] const std::vector<ProbeAnswer>& answers() const { return answers_; }
  // Whether the client's hello was one that it really sent; else it was written from its lists.
  [[nodiscard]] bool recorded(std::size_t client) const { return recorded_[client]; }

 private:
  std::vector<ReplayedClient> clients_;
  ServerName host_;
  std::vector<ProbeAnswer> answers_;
  std::vector<bool> recorded_;
  std::size_t asked_ = 0, taken_ = 0;
};

// One question alone: the hello of a client, finished, with a request over the connection.
class Fetch final : public Interview {
 public:
  explicit Fetch(ProbeQuestion question) : question_(std::move(question)) {}
  std::optional<Numbered> next() override;
  void take(std::uint32_t, const ProbeAnswer& answer) override { answer_ = answer; }
  [[nodiscard]] bool finished() const override { return answer_.has_value(); }
  [[nodiscard]] const std::optional<ProbeAnswer>& answer() const { return answer_; }

 private:
  ProbeQuestion question_;
  bool asked_ = false;
  std::optional<ProbeAnswer> answer_;
};

}  // namespace tlswhy
