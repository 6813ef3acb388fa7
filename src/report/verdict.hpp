// What one client would do with a server or a chain that was described, not seen.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/server_name.hpp"
#include "diagnosis/foresee.hpp"
#include "model/learned_server.hpp"
#include "model/negotiate.hpp"
#include "remedy/remedy.hpp"

namespace tlswhy {

// What the server made of the client's real hello.
struct Replayed {
  ProtocolVersion version{};  // with `answered`
  CipherSuite cipher_suite{};
  std::optional<std::uint8_t> alert;
  bool answered = false;   // by ServerHello
  bool connected = false;  // both Finished were exchanged
  bool agrees = false;     // with what was foretold
  bool recorded = false;   // a hello that the client really sent, else one written from its lists
};

struct Verdict {
  const knowledge::ClientProfile* client = nullptr;
  Negotiation negotiation;
  Foreseen foreseen;
  std::vector<Remedy> remedies;
  std::optional<Replayed> replayed{};

  [[nodiscard]] bool accepted() const { return negotiation.established(); }
};

// What was asked: the server with its chains, as each client would meet it.
struct Question {
  std::string name;  // of the input
  std::string kind;  // "chain", "server" or "probe"
  ServerName host;
  ServerModel server;
  bool store_known = false;
  CertificateList store;
  std::vector<std::string> notes;          // of the input and of the store
  std::optional<LearnedServer> learned{};  // of a server that was asked
  struct Change {
    std::string name, text;  // for programs, and as a sentence
  };
  std::optional<std::vector<Change>> changes{};  // since it was asked before; none: it was not
};

}  // namespace tlswhy
