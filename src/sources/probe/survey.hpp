// Learns a server whole with few hellos: says what to ask next and takes the answers, in whatever
// order they come. Sends nothing and knows no clock.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/learned_server.hpp"
#include "sources/probe/interview.hpp"
#include "sources/probe/version_track.hpp"

namespace tlswhy {

struct SurveyOptions {
  std::string server_name;          // as sent in server_name; empty: none is sent
  std::vector<std::string> alpn;    // protocols to ask for, the usual first; empty: no ALPN
  bool has_certificate = false;     // the client shows one where it is asked
  bool finishes_handshakes = true;  // questions with `finish` can be carried out
};

// The versions are learnt side by side, each by a VersionTrack; what a single hello shows comes
// last, with what is known by then.
class Survey final : public Interview {
 public:
  explicit Survey(SurveyOptions options);

  std::optional<Numbered> next() override;
  void take(std::uint32_t id, const ProbeAnswer& answer) override;
  [[nodiscard]] bool finished() const override;

  // What was learnt so far; `cost.rounds` is the longest chain of questions that waited for
  // answers.
  [[nodiscard]] LearnedServer result() const;

 private:
  enum class Kind : std::uint8_t {
    track,
    sslv2,
    no_name,
    foreign_name,
    certificate_schemes,
    foreign_name_and_schemes,
    no_schemes,
    fallback,
    protocols,
    control,  // a hello that was refused without a name, with it
    length,   // whether it was the length of a hello that the server did not bear
    finish,
    finish_protocols,
    finish_other,
    finish_ec,    // all keys on curves
    finish_rest,  // and all others
    finish_ecdsa,
    finish_eddsa,
    finish_rsa,
    finish_pss,
    resume,
    finish_no_name,
    finish_foreign_name
  };
  struct Pending {
    Kind kind{};
    std::size_t track = 0;
    bool padded = false, asked_alpn = false, compressed = false;
    std::uint32_t depth = 0;
    ProbeQuestion question;
  };

  std::optional<Numbered> next_of_track(std::size_t index);
  std::optional<Numbered> next_single();
  Numbered issue(Pending pending);
  [[nodiscard]] ProbeQuestion known_hello(const VersionTrack& track) const;
  [[nodiscard]] const VersionTrack* visible() const;
  [[nodiscard]] const VersionTrack* highest() const;
  [[nodiscard]] bool tracks_done() const;
  void plan_singles();
  bool begin_in_parts();
  bool begin_lists();
  void take_length(const ProbeAnswer& answer);
  void ask_control();
  static void shorten(HelloContent& hello);
  void take_track(Pending& pending, const ProbeAnswer& answer);
  void take_single(const Pending& pending, const ProbeAnswer& answer);
  void take_protocols(const Pending& pending, const ProbeAnswer& answer);
  void take_finish(const Pending& pending, const ProbeAnswer& answer);
  void ask_what_is_hidden(Pending& pending) const;
  [[nodiscard]] bool protocols_open() const;
  void ask_protocols(Pending& pending) const;
  void ask_protocols_left();
  void see_alpn(const HelloContent& hello, const ProbeAnswer& answer);
  [[nodiscard]] static bool belongs(Kind part, SignatureScheme scheme);
  void ask_other_family();
  void ask_each_key();
  void see_chacha(const VersionTrack& track, const Pending& pending, const ProbeAnswer& answer);
  void observe(const ProbeAnswer& answer);
  void keep_chain(LearnedChain::Name name, const ProbeAnswer& answer);
  void compare_leaf(const Certificate& leaf);
  [[nodiscard]] bool same_as_asked(const ProbeAnswer& answer) const;

  SurveyOptions options_;
  std::vector<VersionTrack> tracks_;  // highest version first
  std::vector<std::uint32_t> waiting_of_track_, depth_of_track_;
  std::map<std::uint32_t, Pending> pending_;
  std::vector<Pending> again_;  // to be asked once more, without what the server may have minded
  std::vector<Kind> singles_;   // still to be asked
  bool singles_planned_ = false;
  bool each_key_asked_ = false, finished_tls13_ = false;
  bool in_parts_ = false;  // the server does not bear hellos with many suites
  bool short_ = false;     // or long ones
  bool lists_begun_ = false;
  bool control_asked_ = false, control_refused_ = false;
  bool certificate_requested_ = false, certificate_not_requested_ = false;
  bool asks_alpn_ = true, asks_padded_ = true, asks_compression_ = true;
  std::vector<SignatureScheme> finished_schemes_;  // of CertificateVerify
  std::uint32_t next_id_ = 1, rounds_ = 0;
  LearnedServer out_;
};

}  // namespace tlswhy
