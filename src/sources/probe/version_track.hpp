// Learns one protocol version of a server: its suites with their order, and on the same hellos its
// groups and signature schemes. Decides the next hello from all answers so far; sends nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "model/learned_server.hpp"
#include "sources/probe/interview.hpp"
#include "sources/probe/preference.hpp"

namespace tlswhy {

// A hello reveals one suite that is taken, and a refused one closes the list: n + 1 hellos. Groups
// and schemes are eliminated on the same hellos. Where they run out first, the hello is asked again
// with all groups, then with all schemes; each such answer closes a list. A server may choose its
// certificate before the suite (HAProxy with two), so suites for ECDSA and the others are closed
// apart.
class VersionTrack {
 public:
  explicit VersionTrack(ProtocolVersion version);
  // For a server that does not bear long lists: at most `most_suites` at a time, nothing but
  // suites.
  VersionTrack(ProtocolVersion version, std::size_t most_suites);

  // What to offer next; nothing once all is known. The answer must be given before the next call.
  std::optional<Offering> next();
  void take(const ProbeAnswer& answer);

  [[nodiscard]] bool done() const { return stage_ == Stage::done; }
  [[nodiscard]] ProtocolVersion version() const { return version_; }
  [[nodiscard]] bool supported() const { return !found_.cipher_suites.empty(); }
  // The first answer has come: whether the version is supported is known, unless it was refused in
  // a way that several things could mean.
  [[nodiscard]] bool begun() const { return stage_ != Stage::first && stage_ != Stage::ecdsa; }
  // Groups and schemes are learnt in one version <= 1.2 alone: elsewhere they are offered whole.
  void only_suites() {
    groups_closed_ = schemes_closed_ = only_suites_ = true;
    restrict_groups_ = restrict_schemes_ = false;
  }
  // What only_suites() or parts left out is learnt after all, now that the suites are known.
  void then_lists();
  // The first hello was refused without a word, or as unreadable: it may have been too long.
  [[nodiscard]] bool refused_without_word() const { return without_word_; }
  // And a shorter one was not, or not so.
  [[nodiscard]] bool suspects_length() const;
  [[nodiscard]] const Found& found() const { return found_; }
  [[nodiscard]] ServerVersion result() const;
  [[nodiscard]] std::optional<bool> server_group_order() const;
  // It looks at the certificates that the client can verify before the suites.
  [[nodiscard]] bool certificate_first() const { return found_.certificate_first; }
  [[nodiscard]] const std::vector<Contradiction>& contradictions() const { return contradictions_; }
  // How it answered the last hello that it refused; none: it refused none, or said nothing in time.
  [[nodiscard]] const std::optional<HelloRefusal>& refusal() const { return refusal_; }

 private:
  enum class Stage {
    first,
    ecdsa,
    joint,
    only_ecdsa,
    only_rest,
    only_unsigned,
    groups,
    schemes,
    whose,
    order,
    done
  };
  enum class Which { all, ecdsa, rest };

  [[nodiscard]] bool tls13() const { return version_ == ProtocolVersion::TLSv1_3; }
  [[nodiscard]] std::vector<CipherSuite> left(Which which) const;
  [[nodiscard]] std::vector<CipherSuite> found_of(bool (*kind)(CipherSuite)) const;
  [[nodiscard]] Offering whole(std::vector<CipherSuite> suites) const;
  [[nodiscard]] Offering joint();
  [[nodiscard]] Offering for_groups() const;
  [[nodiscard]] Offering for_schemes() const;
  [[nodiscard]] std::optional<Offering> for_order();
  [[nodiscard]] bool curve_is_added(const Offering& offering) const;
  void offer_curve(Offering& offering) const;
  [[nodiscard]] bool holds_offered(const ProbeAnswer& answer) const;

  void see_refusal(const ProbeAnswer& answer);
  void accept(const ProbeAnswer& answer);
  void learn_dimensions(const ProbeAnswer& answer);
  void take_first(const ProbeAnswer& answer);
  void take_ecdsa(const ProbeAnswer& answer);
  void take_joint(const ProbeAnswer& answer);
  void take_part(const ProbeAnswer& answer);
  void take_groups(const ProbeAnswer& answer);
  void take_schemes(const ProbeAnswer& answer);
  void relax_or(const ProbeAnswer& answer);
  [[nodiscard]] std::vector<CipherSuite> unsigned_left() const;
  void close_rest();
  void after_suites();
  void after_groups();
  void after_schemes();
  void contradict(const char* what, std::string detail);

  ProtocolVersion version_;
  std::size_t most_suites_ = SIZE_MAX;
  std::vector<CipherSuite> ruled_out_;  // where lists are offered in parts
  bool without_word_ = false;
  Stage stage_ = Stage::first;
  Found found_;
  std::vector<Asked> asked_;
  std::vector<NamedGroup> groups_left_;
  std::vector<SignatureScheme> schemes_left_;
  bool restrict_groups_ = true, restrict_schemes_ = true;  // in joint hellos
  bool groups_closed_ = false, schemes_closed_ = false;
  bool relaxed_groups_ = false, relaxed_schemes_ = false;  // since the last answer that taught
  bool ecdsa_closed_ = false, rest_closed_ = false;
  bool adds_curve_ = true;         // of an EC key, where groups are asked
  bool schemes_of_ecdsa_ = false;  // in stage schemes: which family is asked
  bool backwards_ = false;         // how suites are offered: turned with each one that is found
  bool whose_asked_ = false, only_suites_ = false;
  std::vector<CipherSuite> last_tie_;
  Order order_ = Order::unknown;
  std::optional<HelloRefusal> refusal_;
  std::vector<Contradiction> contradictions_;
};

}  // namespace tlswhy
