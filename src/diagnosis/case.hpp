// All that a sign may look at, and where it puts what it thinks of it.
#pragma once

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "diagnosis/beside.hpp"
#include "diagnosis/diagnosis.hpp"
#include "diagnosis/picture.hpp"
#include "knowledge/rank.hpp"
#include "model/setting.hpp"
#include "model/situation.hpp"

namespace tlswhy {

inline constexpr Beside alone;

// Of nobody, in a connection that is being followed: longer than answers over a network take.
inline constexpr std::int64_t long_silence_ns = 1'000'000'000;

struct Case {
  const Transcript& transcript;
  const Handshake& handshake;
  const Setting& setting;  // what was given
  Picture picture;
  const knowledge::Stack* client = nullptr;  // the TLS library that wrote the ClientHello
  Situation situation;  // as given, else the name of the hello and the capture's own time
  const ServerModel* server = nullptr;  // the server, where it was described
  bool server_elsewhere = false;        // with what another connection showed of it
  const Beside* beside = &alone;        // what other connections show of this one

  // What the client takes; nothing is set of a client that is not known.
  [[nodiscard]] const knowledge::ClientPolicy& policy() const;
  // Whatever the program asks for, the client compares the name with the certificate.
  [[nodiscard]] bool always_checks_name() const;
  [[nodiscard]] std::span<const knowledge::Answer> answers_to(knowledge::CauseId cause) const;

  [[nodiscard]] bool ended_by_client() const { return ended() && picture.by == transcript.client; }
  [[nodiscard]] bool ended_by_server() const { return ended() && picture.by != transcript.client; }
  // With close_notify right after the handshake, or what looks like it, and without data.
  [[nodiscard]] bool client_left_in_order() const {
    return ended_by_client() && picture.ending == Ending::encrypted_alert &&
           picture.stage == Stage::established && picture.client_data == 0;
  }
  [[nodiscard]] bool alert_is(AlertDescription d) const {
    return picture.alert && picture.alert->description == d;
  }

 private:
  [[nodiscard]] bool ended() const { return picture.ending != Ending::none; }
};

// How well a cause is supported. Between two of the same standing knowledge/ranking.toml decides.
enum class Standing : std::uint8_t {
  possible,    // nothing speaks against it
  likely,      // something visible speaks for it
  consistent,  // visible, and this client is known to answer it just so
  shown,       // the bytes alone decide
};

struct Hypothesis {
  knowledge::CauseId cause{};
  Standing standing = Standing::possible;
  knowledge::Place place;      // between two of the same standing the one that stands first leads
  std::vector<Fact> evidence;  // the facts that collide, first
  std::vector<Fact> contradicts;
  std::vector<knowledge::Parameter> parameters;
  std::optional<Party> refuser;  // where it differs from who acted last
};

struct Findings {
  std::vector<Hypothesis> hypotheses;
  std::vector<RuledOut> ruled_out;

  Hypothesis& add(knowledge::Rank rank, Standing standing, std::vector<Fact> evidence = {});
  // Of a row that is no single cause's.
  Hypothesis& add(knowledge::CauseId cause, knowledge::Place place, Standing standing,
                  std::vector<Fact> evidence = {});
  void rule_out(knowledge::CauseId cause, Fact by);
  void sort();  // the likeliest first
};

// Builds a Fact: sentence, its parameters, what shows it, the value for programs.
Fact fact(knowledge::SentenceId sentence, std::vector<knowledge::Parameter> parameters,
          Provenance at, knowledge::Value value = {});
// The alert that ended the connection, which must have been seen in clear.
Fact alert_fact(const Case& c);
// Another connection to this server, which must have been seen, worked.
Fact works_beside_fact(const Case& c);

}  // namespace tlswhy
