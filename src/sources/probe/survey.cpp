#include "sources/probe/survey.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/hex.hpp"
#include "sources/probe/hello_for.hpp"
#include "sources/probe/universe.hpp"
#include "x509/known_primes.hpp"

namespace tlswhy {
namespace {

constexpr std::size_t suites_of_a_part = 96;
constexpr std::size_t two_segments = 1'700;  // bytes: more than Ethernet's 1,460
constexpr auto no_application_protocol = code(AlertDescription::no_application_protocol);
constexpr const char* foreign_name = "name-that-nobody-has.invalid";  // RFC 6761
constexpr std::array<std::uint16_t, 4> pkcs1 = {0x0401, 0x0501, 0x0601, 0x0201};

// Where any comes with a certificate, those that do.
std::vector<CipherSuite> certified(std::vector<CipherSuite> suites) {
  if (std::ranges::any_of(suites, is_certified))
    std::erase_if(suites, [](CipherSuite suite) { return !is_certified(suite); });
  return suites;
}

void offer_all(HelloContent& hello) {
  for (const CipherSuite suite : certified(universe(hello.legacy_version).cipher_suites)) {
    if (std::ranges::find(hello.cipher_suites, suite) == hello.cipher_suites.end())
      hello.cipher_suites.push_back(suite);
  }
}

bool without_answer(const ProbeAnswer& answer) {
  return answer.end == ProbeAnswer::End::closed || answer.end == ProbeAnswer::End::reset ||
         answer.end == ProbeAnswer::End::silence;
}

}  // namespace

Survey::Survey(SurveyOptions options) : options_(std::move(options)) {
  for (const ProtocolVersion version :
       {ProtocolVersion::TLSv1_3, ProtocolVersion::TLSv1_2, ProtocolVersion::TLSv1_1,
        ProtocolVersion::TLSv1_0, ProtocolVersion::SSLv3})
    tracks_.emplace_back(version);
  waiting_of_track_.resize(tracks_.size());
  depth_of_track_.resize(tracks_.size());
  singles_ = {Kind::sslv2};
  asks_alpn_ = !options_.alpn.empty();
}

bool Survey::tracks_done() const { return std::ranges::all_of(tracks_, &VersionTrack::done); }

bool Survey::finished() const {
  return pending_.empty() && again_.empty() && tracks_done() && singles_planned_ &&
         singles_.empty();
}

// The highest version whose server flight is in the clear.
const VersionTrack* Survey::visible() const {
  const auto found = std::ranges::find_if(tracks_, [](const VersionTrack& t) {
    return t.supported() && t.version() != ProtocolVersion::TLSv1_3;
  });
  return found == tracks_.end() ? nullptr : &*found;
}

const VersionTrack* Survey::highest() const {
  const auto found = std::ranges::find_if(tracks_, &VersionTrack::supported);
  return found == tracks_.end() ? nullptr : &*found;
}

// A hello that offers what the server is known to take.
ProbeQuestion Survey::known_hello(const VersionTrack& track) const {
  const Universe& all = universe(track.version());
  return hello_for(track.version(),
                   {certified(track.result().cipher_suites), all.groups, all.schemes},
                   options_.server_name);
}

// Below 512 bytes: what old balancers and firewalls bear.
void Survey::shorten(HelloContent& hello) {
  constexpr std::size_t most = 511, groups = 5, schemes = 9;
  hello.signature_algorithms_cert.clear();
  hello.alpn.clear();
  hello.status_request = hello.encrypt_then_mac = hello.offers_compression = false;
  hello.padded_to = 0;
  const auto cut = [&hello](auto& list, std::size_t to) {
    if (list.size() > to && write_client_hello(hello).size() > most) list.resize(to);
  };
  cut(hello.signature_algorithms, schemes);
  cut(hello.supported_groups, groups);
  cut(hello.cipher_suites, suites_of_a_part);
}

// Where hellos were refused without a word and shorter ones were not, or no version answered at
// all: once more, in parts.
bool Survey::begin_in_parts() {
  const bool suspected = std::ranges::any_of(tracks_, &VersionTrack::suspects_length);
  const bool silent = std::ranges::any_of(tracks_, &VersionTrack::refused_without_word);
  if (in_parts_ || !(suspected || (silent && highest() == nullptr))) return false;
  in_parts_ = short_ = true;
  asks_alpn_ = asks_padded_ = asks_compression_ = false;
  for (VersionTrack& track : tracks_) {
    if (track.version() != ProtocolVersion::TLSv1_3 && track.refused_without_word())
      track = VersionTrack(track.version(), suites_of_a_part);
  }
  return true;
}

// Some mind the number of suites alone (wolfSSL: more than 150), others the length. Groups and
// schemes are asked with the suites that are known, which is short enough for both.
bool Survey::begin_lists() {
  const VersionTrack* track = visible();
  if (!in_parts_ || lists_begun_ || highest() == nullptr) return false;
  lists_begun_ = true;
  singles_ = {Kind::length};
  if (track != nullptr && track->version() != ProtocolVersion::SSLv3)
    tracks_[static_cast<std::size_t>(track - tracks_.data())].then_lists();
  return true;
}

void Survey::take_length(const ProbeAnswer& answer) {
  out_.behaviour.long_hello = answer.agreed();
  if (!answer.agreed()) return;
  short_ = false;
  asks_alpn_ = !options_.alpn.empty();
}

Interview::Numbered Survey::issue(Pending pending) {
  if (short_ && pending.kind != Kind::length) shorten(pending.question.hello);
  const std::uint32_t id = next_id_++;
  rounds_ = std::max(rounds_, pending.depth);
  Numbered out{id, pending.question};
  pending_.emplace(id, std::move(pending));
  return out;
}

std::optional<Interview::Numbered> Survey::next() {
  if (!again_.empty()) {
    Pending pending = std::move(again_.back());
    again_.pop_back();
    ++pending.depth;
    return issue(std::move(pending));
  }
  for (std::size_t i = 0; i < tracks_.size(); ++i) {
    if (auto question = next_of_track(i)) return question;
  }
  return next_single();
}

std::optional<Interview::Numbered> Survey::next_of_track(std::size_t index) {
  VersionTrack& track = tracks_[index];
  if (waiting_of_track_[index] > 0 || track.done()) return std::nullopt;
  const bool first = depth_of_track_[index] == 0;
  const bool tls13 = track.version() == ProtocolVersion::TLSv1_3;
  if (!first && !tls13) {
    // Groups and schemes are asked of the highest version in the clear alone.
    for (std::size_t above = 1; above < index; ++above) {
      if (!tracks_[above].begun()) return std::nullopt;
      if (tracks_[above].supported()) track.only_suites();
    }
  }
  const auto offering = track.next();
  if (!offering) return std::nullopt;
  Pending pending{Kind::track,
                  index,
                  false,
                  false,
                  false,
                  ++depth_of_track_[index],
                  hello_for(track.version(), *offering, options_.server_name)};
  HelloContent& hello = pending.question.hello;
  const bool has_extensions = track.version() != ProtocolVersion::SSLv3;
  if (has_extensions && !tls13 && asks_alpn_ && track.supported()) ask_protocols(pending);
  if (has_extensions && asks_padded_ && track.supported()) {
    hello.padded_to = two_segments;
    pending.padded = true;
    asks_padded_ = false;
  }
  if (!tls13 && asks_compression_ && track.supported()) {
    hello.offers_compression = pending.compressed = true;
    asks_compression_ = false;
  }
  ++waiting_of_track_[index];
  return issue(std::move(pending));
}

void Survey::plan_singles() {
  singles_planned_ = true;
  const VersionTrack* top = highest();
  if (top == nullptr) return;
  const bool tls12 = visible() != nullptr && visible()->version() == ProtocolVersion::TLSv1_2;
  if (visible() != nullptr && visible()->version() != ProtocolVersion::SSLv3) {
    if (!options_.server_name.empty()) singles_.push_back(Kind::no_name);
    singles_.push_back(tls12 && !short_ ? Kind::foreign_name_and_schemes : Kind::foreign_name);
  }
  if (tls12) singles_.push_back(Kind::no_schemes);
  if (visible() != nullptr && visible() != top) singles_.push_back(Kind::fallback);
  const bool below =
      visible() == top && std::ranges::count_if(tracks_, &VersionTrack::supported) > 1;
  if (below) singles_.push_back(Kind::fallback);
  if (!options_.finishes_handshakes || top->version() < ProtocolVersion::TLSv1_0) return;
  singles_.push_back(Kind::finish);
  singles_.push_back(Kind::resume);
  if (!out_.certificates.empty()) return;  // the questions above show them for other names too
  // After all that needs the session of the name that is asked for.
  if (!options_.server_name.empty()) singles_.push_back(Kind::finish_no_name);
  singles_.push_back(Kind::finish_foreign_name);
}

std::optional<Interview::Numbered> Survey::next_single() {
  if (!singles_planned_ && tracks_done() && pending_.empty()) {
    if (begin_in_parts() || begin_lists()) return next();
    plan_singles();
  }
  if (singles_.empty()) return std::nullopt;
  const Kind kind = singles_.front();
  const bool waits = std::ranges::any_of(
      pending_, [](const auto& entry) { return entry.second.kind >= Kind::finish; });
  if (kind > Kind::finish && waits) return std::nullopt;
  singles_.erase(singles_.begin());
  Pending pending{kind, 0, false, false, false, kind == Kind::sslv2 ? 1 : rounds_ + 1, {}};
  if (kind == Kind::resume) pending.depth = rounds_ + 1;
  ProbeQuestion& q = pending.question;
  switch (kind) {
    case Kind::sslv2: q.sslv2 = true; break;
    case Kind::length:
      q = known_hello(*highest());
      q.hello.padded_to = two_segments;
      break;
    case Kind::no_name:
      q = known_hello(*visible());
      if (!in_parts_) offer_all(q.hello);  // another virtual host may have other suites
      q.hello.server_name.clear();
      break;
    case Kind::control:
      q = known_hello(*visible());
      if (!in_parts_) offer_all(q.hello);
      break;
    case Kind::foreign_name:
      q = known_hello(*visible());
      if (!in_parts_) offer_all(q.hello);
      q.hello.server_name = foreign_name;
      break;
    case Kind::foreign_name_and_schemes:
    case Kind::certificate_schemes: {
      q = known_hello(*visible());
      if (kind == Kind::foreign_name_and_schemes) q.hello.server_name = foreign_name;
      q.hello.signature_algorithms_cert.clear();
      for (const std::uint16_t scheme : pkcs1)
        q.hello.signature_algorithms_cert.push_back(SignatureScheme{scheme});
      auto& suites = q.hello.cipher_suites;
      std::ranges::stable_partition(suites, is_chacha);
      break;
    }
    case Kind::no_schemes:
      q = known_hello(*visible());
      q.hello.signature_algorithms.clear();
      q.hello.signature_algorithms_cert.clear();
      break;
    case Kind::fallback: {
      const auto top = std::ranges::find_if(tracks_, &VersionTrack::supported);
      q = known_hello(
          *std::find_if(top + 1, tracks_.end(), [](const auto& t) { return t.supported(); }));
      q.hello.cipher_suites.push_back(CipherSuite::TLS_FALLBACK_SCSV);
      break;
    }
    case Kind::protocols:
      q = known_hello(*visible());
      ask_protocols(pending);
      break;
    case Kind::finish_no_name:
    case Kind::finish_foreign_name:
      q = known_hello(*highest());
      q.finish = true;
      q.hello.server_name = kind == Kind::finish_no_name ? "" : foreign_name;
      break;
    case Kind::finish_protocols:
    case Kind::finish:
    case Kind::finish_other:
    case Kind::finish_ec:
    case Kind::finish_rest:
    case Kind::finish_ecdsa:
    case Kind::finish_eddsa:
    case Kind::finish_rsa:
    case Kind::finish_pss:
    case Kind::resume:
      q = known_hello(*highest());
      q.finish = true;
      q.resume = kind == Kind::resume;
      q.hello.alpn = out_.model.alpn;
      if (kind == Kind::finish_protocols) {
        ask_protocols(pending);
      } else if (kind != Kind::resume) {
        ask_what_is_hidden(pending);
      }
      // A session is taken up with the suite that it had, so all list the same one first.
      std::ranges::stable_partition(q.hello.cipher_suites, is_chacha);
      break;
    case Kind::track: break;
  }
  return issue(std::move(pending));
}

bool Survey::protocols_open() const {
  return asks_alpn_ && std::ranges::any_of(options_.alpn, [this](const std::string& protocol) {
           return std::ranges::find(out_.model.alpn, protocol) == out_.model.alpn.end();
         });
}

void Survey::ask_protocols(Pending& pending) const {
  std::vector<std::string>& alpn = pending.question.hello.alpn;
  alpn = options_.alpn;
  for (const std::string& known : out_.model.alpn) std::erase(alpn, known);
  pending.asked_alpn = !alpn.empty();
}

// A server with few suites has answered before all its protocols were asked for.
void Survey::ask_protocols_left() {
  if (!protocols_open() || !pending_.empty() || !singles_.empty()) return;
  const bool clear = visible() != nullptr && visible()->version() != ProtocolVersion::SSLv3;
  if (clear) {
    singles_.push_back(Kind::protocols);
  } else if (options_.finishes_handshakes && highest() != nullptr &&
             highest()->version() == ProtocolVersion::TLSv1_3) {
    singles_.push_back(Kind::finish_protocols);
  }
}

void Survey::take(std::uint32_t id, const ProbeAnswer& answer) {
  const auto found = pending_.find(id);
  if (found == pending_.end()) return;
  Pending pending = std::move(found->second);
  pending_.erase(found);
  if (pending.kind == Kind::track) {
    take_track(pending, answer);
  } else {
    take_single(pending, answer);
    if (singles_planned_) ask_protocols_left();
  }
}

// An extension of ours that the server may have minded is left out before its refusal counts.
void Survey::take_track(Pending& pending, const ProbeAnswer& answer) {
  HelloContent& hello = pending.question.hello;
  if (pending.padded && without_answer(answer)) {
    out_.behaviour.long_hello = false;
    pending.padded = false;
    hello.padded_to = 0;
    again_.push_back(std::move(pending));
    return;
  }
  if (pending.asked_alpn && !answer.agreed() && answer.alert == no_application_protocol) {
    out_.model.alpn_must_match = true;
    asks_alpn_ = pending.asked_alpn = false;
    hello.alpn.clear();
    again_.push_back(std::move(pending));
    return;
  }
  if (answer.agreed()) {
    if (pending.padded && !out_.behaviour.long_hello) out_.behaviour.long_hello = true;
    if (pending.compressed) out_.behaviour.compression = answer.compression;
    if (pending.asked_alpn) see_alpn(hello, answer);
    observe(answer);
    keep_chain(LearnedChain::Name::asked, answer);
  } else if (pending.compressed) {
    asks_compression_ = true;
  }
  tracks_[pending.track].take(answer);
  --waiting_of_track_[pending.track];
}

// Questions go out side by side, so a protocol may be chosen twice. It is over when none is chosen,
// or one that was not asked for.
void Survey::see_alpn(const HelloContent& hello, const ProbeAnswer& answer) {
  if (!answer.alpn) {
    asks_alpn_ = false;
  } else if (std::ranges::find(hello.alpn, *answer.alpn) == hello.alpn.end()) {
    // A client ends the handshake then (RFC 7301 section 3.2): no better than a refusal.
    out_.model.alpn_must_match = true;
    asks_alpn_ = false;
    const auto said =
        std::ranges::find(out_.contradictions, "alpn_not_offered", &Contradiction::what);
    if (said == out_.contradictions.end())
      out_.contradictions.push_back({"alpn_not_offered", {*answer.alpn}});
  } else if (std::ranges::find(out_.model.alpn, *answer.alpn) == out_.model.alpn.end()) {
    out_.model.alpn.push_back(*answer.alpn);
  }
}

// What every answer in the clear shows on the way.
void Survey::observe(const ProbeAnswer& answer) {
  const auto ever = [](std::optional<bool>& field, bool seen) {
    field = field.value_or(false) || seen;
  };
  if (answer.version != ProtocolVersion::TLSv1_3 && answer.version != ProtocolVersion::SSLv3) {
    ever(out_.behaviour.renegotiation_info, answer.renegotiation_info);
    ever(out_.behaviour.extended_master_secret, answer.extended_master_secret);
    ever(out_.behaviour.encrypt_then_mac, answer.encrypt_then_mac);
    ever(out_.behaviour.session_tickets, answer.session_ticket);
    ever(out_.behaviour.session_ids, answer.session_id);
    ever(out_.behaviour.ocsp_stapling, answer.stapled);
    // Whether one is required shows when a handshake is finished without one.
    if (answer.certificate_requested) {
      certificate_requested_ = true;
      out_.client_certificate_authorities = answer.authorities;
    } else if (!answer.chain.empty()) {
      certificate_not_requested_ = true;
    }
  }
  if (answer.dh_bits == 0) return;
  const auto known = std::ranges::find(out_.dh, answer.dh_prime, &LearnedDh::prime);
  if (known == out_.dh.end())
    out_.dh.push_back({static_cast<std::uint16_t>(answer.dh_bits), known_prime(answer.dh_prime),
                       answer.dh_prime});
}

void Survey::keep_chain(LearnedChain::Name name, const ProbeAnswer& answer) {
  if (answer.chain.empty()) return;
  for (const LearnedChain& known : out_.certificates) {
    if (known.name == name && known.chain.front()->sha256 == answer.chain.front()->sha256) return;
  }
  if (name == LearnedChain::Name::asked) compare_leaf(*answer.chain.front());
  out_.certificates.push_back({name, answer.chain});
}

// For one name and one kind of key there is one certificate, or two servers behind one address.
void Survey::compare_leaf(const Certificate& leaf) {
  for (const LearnedChain& known : out_.certificates) {
    const Certificate& other = *known.chain.front();
    if (known.name != LearnedChain::Name::asked || !other.parsed || other.key != leaf.key) continue;
    auto said = std::ranges::find(out_.contradictions, "certificate", &Contradiction::what);
    if (said == out_.contradictions.end())
      said = out_.contradictions.insert(said, {"certificate", {hex(other.sha256)}});
    said->details.push_back(hex(leaf.sha256));
    return;
  }
}

bool Survey::same_as_asked(const ProbeAnswer& answer) const {
  return std::ranges::any_of(out_.certificates, [&](const LearnedChain& known) {
    return known.name == LearnedChain::Name::asked && !answer.chain.empty() &&
           known.chain.front()->sha256 == answer.chain.front()->sha256;
  });
}

void Survey::take_single(const Pending& pending, const ProbeAnswer& answer) {
  LearnedBehaviour& b = out_.behaviour;
  switch (pending.kind) {
    case Kind::sslv2: b.sslv2 = answer.agreed() && answer.version == ProtocolVersion::SSLv2; break;
    case Kind::no_name:
    case Kind::finish_no_name:
      b.no_name_refused = !answer.agreed();
      if (pending.kind == Kind::no_name && !answer.agreed()) ask_control();
      keep_chain(LearnedChain::Name::none, answer);
      break;
    case Kind::foreign_name:
    case Kind::finish_foreign_name:
      b.unknown_name_refused = !answer.agreed();
      if (pending.kind == Kind::foreign_name && !answer.agreed()) ask_control();
      keep_chain(LearnedChain::Name::foreign, answer);
      break;
    case Kind::foreign_name_and_schemes:
      if (!same_as_asked(answer)) {  // which of the two was it?
        singles_.insert(singles_.end(), {Kind::foreign_name, Kind::certificate_schemes});
        break;
      }
      b.unknown_name_refused = false;
      keep_chain(LearnedChain::Name::foreign, answer);
      [[fallthrough]];
    case Kind::certificate_schemes:
      b.minds_signature_algorithms_cert =
          !answer.agreed() || (!answer.chain.empty() && !same_as_asked(answer));
      see_chacha(*visible(), pending, answer);
      break;
    case Kind::no_schemes: b.without_signature_algorithms = answer.agreed(); break;
    case Kind::fallback:
      if (answer.agreed()) b.fallback_scsv = false;
      if (answer.alert)
        b.fallback_scsv = answer.alert == code(AlertDescription::inappropriate_fallback);
      break;
    case Kind::protocols: take_protocols(pending, answer); break;
    case Kind::length: take_length(answer); break;
    case Kind::control: control_refused_ = !answer.agreed(); break;
    case Kind::finish_protocols:
    case Kind::finish:
    case Kind::finish_other:
    case Kind::finish_ec:
    case Kind::finish_rest:
    case Kind::finish_ecdsa:
    case Kind::finish_eddsa:
    case Kind::finish_rsa:
    case Kind::finish_pss:
    case Kind::resume: take_finish(pending, answer); break;
    case Kind::track: break;
  }
}

// What was refused without the name, or with another, may have been refused for something else.
void Survey::ask_control() {
  if (!std::exchange(control_asked_, true)) singles_.push_back(Kind::control);
}

// All else in it was agreed to before.
void Survey::take_protocols(const Pending& pending, const ProbeAnswer& answer) {
  if (answer.agreed()) return see_alpn(pending.question.hello, answer);
  if (answer.alert) out_.model.alpn_must_match = true;
  asks_alpn_ = false;
}

// Whether a suite with ChaCha20 in front of the client's list passes before the server's order.
void Survey::see_chacha(const VersionTrack& track, const Pending& pending,
                        const ProbeAnswer& answer) {
  const ServerVersion version = track.result();
  if (!answer.agreed() || version.order != Order::server) return;
  if (!is_chacha(pending.question.hello.cipher_suites.front())) return;
  // Among suites for the same kind of key: schemes may have ruled the other certificate out.
  const auto preferred = std::ranges::find(version.cipher_suites, is_ecdsa(answer.cipher_suite),
                                           [](CipherSuite suite) { return is_ecdsa(suite); });
  if (preferred == version.cipher_suites.end() || is_chacha(*preferred)) return;
  out_.behaviour.prioritizes_chacha =
      out_.behaviour.prioritizes_chacha.value_or(false) || is_chacha(answer.cipher_suite);
}

LearnedServer Survey::result() const {
  LearnedServer out = out_;
  for (const VersionTrack& track : tracks_) {
    if (track.supported()) {
      ServerVersion version = track.result();
      if (version.version == ProtocolVersion::TLSv1_3)
        version.signature_schemes = finished_schemes_;
      out.model.versions.insert(out.model.versions.begin(), std::move(version));
    } else if (track.refusal()) {
      out.model.refused_versions.push_back({track.version(), *track.refusal()});
    }
    for (const Contradiction& c : track.contradictions()) out.contradictions.push_back(c);
    if (track.certificate_first()) out.model.certificate_first = true;
  }
  if (const VersionTrack* track = visible())
    out.behaviour.server_group_order = track->server_group_order();
  if (!out.behaviour.server_group_order && highest() != nullptr)
    out.behaviour.server_group_order = highest()->server_group_order();
  // TLS 1.3 gives tickets to whom it took; TLS 1.2 may have none all the same.
  const bool tls13 = highest() != nullptr && highest()->version() == ProtocolVersion::TLSv1_3;
  if (tls13 && !finished_tls13_ && out.behaviour.session_tickets == false)
    out.behaviour.session_tickets.reset();
  // Who has no certificate cannot ask for one (RFC 5246 section 7.4.4).
  const bool shows_none = visible() != nullptr && out.certificates.empty();
  if (!out.client_certificate && (certificate_not_requested_ || shows_none) &&
      !certificate_requested_)
    out.client_certificate = ClientCertificatePolicy::none;
  if (control_refused_) {
    out.behaviour.no_name_refused.reset();
    out.behaviour.unknown_name_refused.reset();
  }
  out.cost.rounds = rounds_;
  complete_model(out);
  return out;
}

}  // namespace tlswhy
