// What became of one handshake and why, of a connection that was seen as of one that was played:
// the one result that everything yields and every report is made from.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "diagnosis/diagnosis.hpp"
#include "model/negotiation.hpp"
#include "remedy/remedy.hpp"
#include "transcript/handshake.hpp"
#include "transcript/transcript.hpp"

namespace tlswhy {

// A connection of a capture.
struct Seen {
  Transcript transcript;
  Handshake handshake;

  [[nodiscard]] const Endpoint& client() const {
    return transcript.transport.end(transcript.client);
  }
  [[nodiscard]] const Endpoint& server() const {
    return transcript.transport.end(transcript.server());
  }
};

// What a server made of the client's real hello, which was sent to it after the handshake had been
// played.
struct Replayed : ServerAnswer {        // as far as `answered`
  std::optional<std::uint8_t> alert{};  // AlertDescription, fatal, by the server
  bool answered = false;                // by ServerHello
  bool connected = false;               // both Finished were exchanged
  bool agrees = false;                  // with what was foretold
  bool recorded = false;  // a hello that the client really sent, else one written from its lists
};

// A handshake that nobody has tried: what one client would do with a server.
struct Played {
  const knowledge::ClientProfile* client = nullptr;
  Negotiation negotiation;
  std::string message;  // what the client will print; empty: nothing, or not known
  std::optional<Replayed> replayed{};
};

// One of several inputs that tell of the same connections.
struct Witness {
  enum class Kind : std::uint8_t { capture, log, chain, server };
  std::string input;
  Kind kind = Kind::capture;
};
using Witnesses = std::vector<Witness>;

struct Explanation {
  std::variant<Seen, Played> handshake;
  Diagnosis diagnosis;
  // Best first. Like failures share theirs; null: none.
  std::shared_ptr<const std::vector<Remedy>> shared_remedies{};

  // Those that were joined; Fact::witness is a place in it. Null: there is one input.
  std::shared_ptr<const Witnesses> witnesses{};

  // The one that it is; asked for the other one, an empty one.
  [[nodiscard]] const Seen& seen() const;
  [[nodiscard]] const Played& played() const;
  [[nodiscard]] Played& played();
  [[nodiscard]] const std::vector<Remedy>& remedies() const;
  [[nodiscard]] bool established() const { return diagnosis.outcome == Outcome::established; }
  [[nodiscard]] bool unused() const { return diagnosis.unused; }
};

// What the text said that this explains; `told` is one of a text.
const LogFacts& facts_of(const Explanation& told);

}  // namespace tlswhy
