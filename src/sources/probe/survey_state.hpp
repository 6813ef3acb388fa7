// What a survey knows so far, and how answers become knowledge.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/learned_server.hpp"
#include "sources/probe/survey_question.hpp"
#include "sources/probe/version_track.hpp"

namespace tlswhy {

struct SurveyOptions {
  std::string server_name;          // as sent in server_name; empty: none is sent
  std::vector<std::string> alpn;    // protocols to ask for, the usual first; empty: no ALPN
  bool has_certificate = false;     // the client shows one where it is asked
  bool finishes_handshakes = true;  // questions with `finish` can be carried out
};

inline constexpr std::size_t two_segments = 1'700;  // bytes of a hello: above Ethernet's 1,460
inline constexpr const char* nobodys_name = "name-that-nobody-has.invalid";  // RFC 6761

struct SurveyState {
  SurveyOptions options;
  std::vector<VersionTrack> tracks;            // highest version first
  std::vector<const SurveyQuestion*> singles;  // still to be asked, the next one first
  LearnedServer out;
  bool in_parts = false;      // the server refuses hellos with many suites
  bool short_hellos = false;  // or long ones
  bool asks_alpn = true, asks_padded = true, asks_compression = true;
  bool control_asked = false, control_refused = false;
  bool certificate_requested = false, certificate_not_requested = false;
  bool each_key_asked = false, finished_tls13 = false;
  std::vector<SignatureScheme> finished_schemes;  // of CertificateVerify

  // The highest version whose server flight is in the clear; null: there is none.
  [[nodiscard]] const VersionTrack* visible() const;
  [[nodiscard]] const VersionTrack* highest() const;
  // Whether hellos with extensions are answered in the clear.
  [[nodiscard]] bool shows_extensions() const;
  // A hello that offers what the server is known to accept.
  [[nodiscard]] ProbeQuestion known_hello(const VersionTrack& track) const;
  // Whether the chain is one that the server sends for the name that was asked for.
  [[nodiscard]] bool same_as_asked(const ProbeAnswer& answer) const;

  void ask_next(const SurveyQuestion& question) { singles.insert(singles.begin(), &question); }

  // Offers the protocols that the server has not selected yet.
  void offer_protocols(Underway& asked) const;
  [[nodiscard]] bool protocols_open() const;
  // The answer to a question of which everything but the protocols was agreed to before.
  void take_protocols(const Underway& asked, const ProbeAnswer& answer);
  void see_alpn(const HelloContent& hello, const ProbeAnswer& answer);
  // What every answer in the clear shows on the way.
  void observe(const ProbeAnswer& answer);
  void keep_chain(LearnedChain::Name name, const ProbeAnswer& answer);
  // Whether a suite with ChaCha20 at the front of the client's list precedes the server's order.
  void see_chacha(const VersionTrack& track, const Underway& asked, const ProbeAnswer& answer);

  // What was learnt so far.
  [[nodiscard]] LearnedServer result() const;

 private:
  void compare_leaf(const Certificate& leaf);
};

}  // namespace tlswhy
