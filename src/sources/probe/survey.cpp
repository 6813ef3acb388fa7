#include "sources/probe/survey.hpp"

#include <algorithm>
#include <utility>

#include "sources/probe/hello_for.hpp"

namespace tlswhy {
namespace {

namespace question = survey_question;

constexpr std::size_t suites_of_a_part = 96;
constexpr auto no_application_protocol = code(AlertDescription::no_application_protocol);

bool without_answer(const ProbeAnswer& answer) {
  return answer.end == ProbeAnswer::End::closed || answer.end == ProbeAnswer::End::reset ||
         answer.end == ProbeAnswer::End::silence;
}

// Below 512 bytes: what old load balancers and firewalls tolerate.
void shorten(HelloContent& hello) {
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

}  // namespace

Survey::Survey(SurveyOptions options) {
  for (const ProtocolVersion version :
       {ProtocolVersion::TLSv1_3, ProtocolVersion::TLSv1_2, ProtocolVersion::TLSv1_1,
        ProtocolVersion::TLSv1_0, ProtocolVersion::SSLv3})
    state_.tracks.emplace_back(version);
  waiting_of_track_.resize(state_.tracks.size());
  depth_of_track_.resize(state_.tracks.size());
  state_.singles = {&question::sslv2};
  state_.asks_alpn = !options.alpn.empty();
  state_.options = std::move(options);
}

bool Survey::tracks_done() const { return std::ranges::all_of(state_.tracks, &VersionTrack::done); }

bool Survey::finished() const {
  return underway_.empty() && again_.empty() && tracks_done() && singles_planned_ &&
         state_.singles.empty();
}

LearnedServer Survey::result() const {
  LearnedServer out = state_.result();
  out.cost.rounds = rounds_;
  return out;
}

// Where hellos were refused without an alert and shorter ones were not, or no version answered at
// all: once more, in parts.
bool Survey::begin_in_parts() {
  auto& tracks = state_.tracks;
  const bool suspected = std::ranges::any_of(tracks, &VersionTrack::suspects_length);
  const bool silent = std::ranges::any_of(tracks, &VersionTrack::refused_without_word);
  if (state_.in_parts || !(suspected || (silent && state_.highest() == nullptr))) return false;
  state_.in_parts = state_.short_hellos = true;
  state_.asks_alpn = state_.asks_padded = state_.asks_compression = false;
  for (VersionTrack& track : tracks) {
    if (track.version() != ProtocolVersion::TLSv1_3 && track.refused_without_word())
      track = VersionTrack(track.version(), suites_of_a_part);
  }
  return true;
}

// Some servers refuse a number of suites (wolfSSL: more than 150), others a length. Groups and
// schemes are asked with the suites that are known, which is short enough for both.
bool Survey::begin_lists() {
  if (!state_.in_parts || lists_begun_ || state_.highest() == nullptr) return false;
  lists_begun_ = true;
  state_.singles = {&question::length};
  if (state_.shows_extensions()) {
    const auto place = state_.visible() - state_.tracks.data();
    state_.tracks[static_cast<std::size_t>(place)].then_lists();
  }
  return true;
}

Interview::Numbered Survey::issue(Underway asked) {
  if (state_.short_hellos && asked.single != &question::length) shorten(asked.question.hello);
  const std::uint32_t id = next_id_++;
  rounds_ = std::max(rounds_, asked.depth);
  Numbered out{id, asked.question};
  underway_.emplace(id, std::move(asked));
  return out;
}

std::optional<Interview::Numbered> Survey::next() {
  if (!again_.empty()) {
    Underway asked = std::move(again_.back());
    again_.pop_back();
    ++asked.depth;
    return issue(std::move(asked));
  }
  for (std::size_t i = 0; i < state_.tracks.size(); ++i) {
    if (auto question = next_of_track(i)) return question;
  }
  return next_single();
}

bool Survey::ready(std::size_t index) {
  VersionTrack& track = state_.tracks[index];
  if (waiting_of_track_[index] > 0 || track.done()) return false;
  if (depth_of_track_[index] == 0 || track.version() == ProtocolVersion::TLSv1_3) return true;
  for (std::size_t above = 1; above < index; ++above) {
    if (!state_.tracks[above].begun()) return false;
    if (state_.tracks[above].supported()) track.only_suites();
  }
  return true;
}

std::optional<Interview::Numbered> Survey::next_of_track(std::size_t index) {
  if (!ready(index)) return std::nullopt;
  VersionTrack& track = state_.tracks[index];
  const auto offering = track.next();
  if (!offering) return std::nullopt;
  Underway asked{.track = index,
                 .depth = ++depth_of_track_[index],
                 .question = hello_for(track.version(), *offering, state_.options.server_name)};
  if (track.supported()) add_extensions(asked);
  ++waiting_of_track_[index];
  return issue(std::move(asked));
}

// What can be asked on the way, with a hello that the server is known to answer.
void Survey::add_extensions(Underway& asked) {
  const ProtocolVersion version = state_.tracks[asked.track].version();
  const bool has_extensions = version != ProtocolVersion::SSLv3;
  const bool tls13 = version == ProtocolVersion::TLSv1_3;
  HelloContent& hello = asked.question.hello;
  if (has_extensions && !tls13 && state_.asks_alpn) state_.offer_protocols(asked);
  if (has_extensions && std::exchange(state_.asks_padded, false)) {
    hello.padded_to = two_segments;
    asked.padded = true;
  }
  if (!tls13 && std::exchange(state_.asks_compression, false))
    hello.offers_compression = asked.compressed = true;
}

void Survey::plan_singles() {
  singles_planned_ = true;
  if (state_.highest() == nullptr) return;
  for (const SurveyQuestion* question : question::planned()) {
    if (question->applies(state_)) state_.singles.push_back(question);
  }
}

std::optional<Interview::Numbered> Survey::next_single() {
  if (!singles_planned_ && tracks_done() && underway_.empty()) {
    if (begin_in_parts() || begin_lists()) return next();
    plan_singles();
  }
  if (state_.singles.empty()) return std::nullopt;
  const SurveyQuestion* single = state_.singles.front();
  const bool waits = single->finishes && std::ranges::any_of(underway_, [](const auto& entry) {
                       return entry.second.single != nullptr && entry.second.single->finishes;
                     });
  if (waits) return std::nullopt;
  state_.singles.erase(state_.singles.begin());
  Underway asked{.single = single, .depth = single == &question::sslv2 ? 1 : rounds_ + 1};
  single->asks(state_, asked);
  return issue(std::move(asked));
}

// A server with few suites has answered before all its protocols were asked for.
void Survey::ask_protocols_left() {
  if (!state_.protocols_open() || !underway_.empty() || !state_.singles.empty()) return;
  const VersionTrack* highest = state_.highest();
  if (state_.shows_extensions()) {
    state_.singles.push_back(&question::protocols);
  } else if (state_.options.finishes_handshakes && highest != nullptr &&
             highest->version() == ProtocolVersion::TLSv1_3) {
    state_.singles.push_back(&question::finish_protocols);
  }
}

void Survey::take(std::uint32_t id, const ProbeAnswer& answer) {
  const auto found = underway_.find(id);
  if (found == underway_.end()) return;
  Underway asked = std::move(found->second);
  underway_.erase(found);
  if (asked.single == nullptr) {
    take_track(asked, answer);
  } else {
    asked.single->takes(state_, asked, answer);
    if (singles_planned_) ask_protocols_left();
  }
}

// An extension of ours that the server may have refused is left out before its refusal counts.
bool Survey::repeat_without_extension(Underway& asked, const ProbeAnswer& answer) {
  HelloContent& hello = asked.question.hello;
  if (asked.padded && without_answer(answer)) {
    state_.out.behaviour.long_hello = false;
    asked.padded = false;
    hello.padded_to = 0;
  } else if (asked.asked_alpn && !answer.agreed() && answer.alert == no_application_protocol) {
    state_.out.model.alpn_must_match = true;
    state_.asks_alpn = asked.asked_alpn = false;
    hello.alpn.clear();
  } else {
    return false;
  }
  again_.push_back(std::move(asked));
  return true;
}

void Survey::take_track(Underway& asked, const ProbeAnswer& answer) {
  if (repeat_without_extension(asked, answer)) return;
  LearnedBehaviour& does = state_.out.behaviour;
  if (answer.agreed()) {
    if (asked.padded && !does.long_hello) does.long_hello = true;
    if (asked.compressed) does.compression = answer.compression;
    if (asked.asked_alpn) state_.see_alpn(asked.question.hello, answer);
    state_.observe(answer);
    state_.keep_chain(LearnedChain::Name::asked, answer);
  } else if (asked.compressed) {
    state_.asks_compression = true;
  }
  state_.tracks[asked.track].take(answer);
  --waiting_of_track_[asked.track];
}

}  // namespace tlswhy
