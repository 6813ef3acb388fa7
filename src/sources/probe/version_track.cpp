#include "sources/probe/version_track.hpp"

#include <algorithm>
#include <utility>

#include "base/contains.hpp"
#include "sources/probe/universe.hpp"
#include "wire/names.hpp"
#include "wire/registry.hpp"

namespace tlswhy {
namespace {

constexpr auto protocol_version = code(AlertDescription::protocol_version);

}  // namespace

VersionTrack::VersionTrack(ProtocolVersion version)
    : version_(version),
      groups_left_(universe(version).groups),
      schemes_left_(universe(version).schemes) {
  if (groups_left_.empty()) groups_closed_ = true, restrict_groups_ = false;
  if (version != ProtocolVersion::TLSv1_2) schemes_closed_ = true, restrict_schemes_ = false;
}

VersionTrack::VersionTrack(ProtocolVersion version, std::size_t most_suites)
    : VersionTrack(version) {
  most_suites_ = most_suites;
  stage_ = Stage::only_ecdsa;
  only_suites();
}

void VersionTrack::contradict(const char* what, std::string detail) {
  for (Contradiction& known : contradictions_) {
    if (known.what != what) continue;
    if (!detail.empty() && !contains(known.details, detail))
      known.details.push_back(std::move(detail));
    return;
  }
  contradictions_.push_back({what, {}});
  if (!detail.empty()) contradictions_.back().details.push_back(std::move(detail));
}

// A server must choose from what was offered; what it chose all the same is no answer to build on.
bool VersionTrack::holds_offered(const ProbeAnswer& answer) const {
  const Offering& offering = asked_.back().offering;
  return answer.version == version_ && contains(offering.cipher_suites, answer.cipher_suite);
}

void VersionTrack::take(const ProbeAnswer& given) {
  ProbeAnswer answer = given;
  if (answer.agreed() && !holds_offered(answer)) {
    if (answer.version != version_ && !supported()) {
      stage_ = Stage::done;  // it speaks an older version instead
      refusal_.reset();
      return;
    }
    if (answer.version != version_) {
      contradict("version", version_name(answer.version));
    } else {
      contradict("suite_not_offered", cipher_suite_text(answer.cipher_suite));
    }
    answer.end = ProbeAnswer::End::closed;
  }
  if (answer.agreed()) {
    asked_.back().choice = Choice{answer.cipher_suite, answer.group, answer.scheme};
    if (!answer.chain.empty() && answer.chain.front()->parsed &&
        answer.chain.front()->key == KeyKind::ec)
      found_.curve = answer.chain.front()->group;
  } else {
    see_refusal(given);
  }
  switch (stage_) {
    case Stage::first: take_first(answer); break;
    case Stage::ecdsa: take_ecdsa(answer); break;
    case Stage::joint: take_joint(answer); break;
    case Stage::only_ecdsa:
    case Stage::only_rest: take_part(answer); break;
    case Stage::only_unsigned:
      if (answer.agreed()) return accept(answer);
      rest_closed_ = true;
      after_suites();
      break;
    case Stage::groups: take_groups(answer); break;
    case Stage::schemes: take_schemes(answer); break;
    case Stage::whose:
      if (!answer.agreed()) contradict("order", {}), stage_ = Stage::done;
      break;
    case Stage::order:
      if (!answer.agreed()) contradict("order", {}), stage_ = Stage::done;
      break;
    case Stage::done: break;
  }
}

// What is said where no suite fits; where groups or schemes are asked alone, others may be meant.
void VersionTrack::see_refusal(const ProbeAnswer& answer) {
  const bool of_suites = stage_ < Stage::groups;
  if (!of_suites && refusal_) return;
  using enum ProbeAnswer::End;
  if (answer.end == alert || answer.end == closed || answer.end == reset)
    refusal_ = HelloRefusal{answer.alert};
}

bool VersionTrack::suspects_length() const {
  const bool by_alert = refusal_ && refusal_->alert && refusal_->alert != protocol_version;
  return without_word_ && (supported() || by_alert);
}

void VersionTrack::accept(const ProbeAnswer& answer) {
  backwards_ = !backwards_;
  if (!contains(found_.cipher_suites, answer.cipher_suite))
    found_.cipher_suites.push_back(answer.cipher_suite);
  learn_dimensions(answer);
}

void VersionTrack::learn_dimensions(const ProbeAnswer& answer) {
  const Offering& offering = asked_.back().offering;
  if (answer.group && is_ecdhe(answer.cipher_suite)) {
    if (!offering.groups.empty() && !contains(offering.groups, *answer.group)) {
      contradict("group_not_offered", named_group_text(*answer.group));
    } else if (!contains(found_.groups, *answer.group)) {
      found_.groups.push_back(*answer.group);
    }
    std::erase(groups_left_, *answer.group);
  }
  if (!answer.scheme || version_ != ProtocolVersion::TLSv1_2) return;
  if (!contains(offering.schemes, *answer.scheme)) {
    contradict("scheme_not_offered", signature_scheme_text(*answer.scheme));
  } else if (!contains(found_.schemes, *answer.scheme)) {
    found_.schemes.push_back(*answer.scheme);
  }
  std::erase(schemes_left_, *answer.scheme);
}

void VersionTrack::take_first(const ProbeAnswer& answer) {
  if (answer.agreed()) {
    accept(answer);
    stage_ = tls13() || is_ecdsa(answer.cipher_suite) ? Stage::joint : Stage::ecdsa;
    return;
  }
  without_word_ = answer.end != ProbeAnswer::End::alert ||
                  answer.alert == code(AlertDescription::decode_error) ||
                  answer.alert == code(AlertDescription::unexpected_message) ||
                  answer.alert == code(AlertDescription::record_overflow);
  if (tls13() || answer.alert == protocol_version || answer.end == ProbeAnswer::End::unreachable ||
      answer.end == ProbeAnswer::End::not_tls) {
    stage_ = Stage::done;
  } else {
    stage_ = Stage::only_ecdsa;  // the whole offer may have been too much of two things
  }
}

void VersionTrack::take_ecdsa(const ProbeAnswer& answer) {
  ecdsa_closed_ = !answer.agreed();
  stage_ = Stage::joint;
}

void VersionTrack::take_joint(const ProbeAnswer& answer) {
  const bool groups = restrict_groups_ && !groups_closed_;
  const bool schemes = restrict_schemes_ && !schemes_closed_;
  if (!answer.agreed()) return relax_or(answer);
  // A suite without a group is no sign that no ECDHE suite is left while groups are missing.
  if ((groups && !is_ecdhe(answer.cipher_suite)) || (schemes && !is_signed(answer.cipher_suite)))
    return relax_or(answer);
  if (relaxed_groups_ && !relaxed_schemes_ && is_ecdhe(answer.cipher_suite)) groups_closed_ = true;
  if (relaxed_schemes_ && is_signed(answer.cipher_suite)) {
    schemes_closed_ = true;
    if (relaxed_groups_ && !groups_closed_) restrict_groups_ = true;  // they were not at fault
  }
  relaxed_groups_ = relaxed_schemes_ = false;
  const bool stuck_group = groups && answer.group && !contains(groups_left_, *answer.group);
  const bool stuck_scheme = schemes && (!answer.scheme || !contains(schemes_left_, *answer.scheme));
  accept(answer);
  if (stuck_group) restrict_groups_ = false;
  if (stuck_scheme) restrict_schemes_ = false;
}

// Asks again with one list less restricted; where none is, the answer stands.
void VersionTrack::relax_or(const ProbeAnswer& answer) {
  // In TLS 1.3 a suite that is known tells at once whether the groups were at fault.
  if (tls13() && restrict_groups_ && !groups_closed_ && !answer.agreed()) {
    restrict_groups_ = false;
    stage_ = Stage::groups;
    return;
  }
  if (restrict_groups_ && !groups_closed_) {
    restrict_groups_ = false;
    relaxed_groups_ = true;
    return;
  }
  if (restrict_schemes_ && !schemes_closed_) {
    restrict_schemes_ = false;
    relaxed_schemes_ = true;
    return;
  }
  relaxed_groups_ = relaxed_schemes_ = false;
  if (answer.agreed()) return accept(answer);
  if (tls13() || ecdsa_closed_) return close_rest();
  stage_ = Stage::only_ecdsa;
}

void VersionTrack::take_part(const ProbeAnswer& answer) {
  if (answer.agreed()) {
    if (stage_ == Stage::only_rest &&
        std::ranges::any_of(found_.cipher_suites,
                            [](CipherSuite suite) { return is_ecdsa(suite); }))
      found_.certificate_first = true;
    return accept(answer);
  }
  const Which which = stage_ == Stage::only_ecdsa ? Which::ecdsa : Which::rest;
  if (most_suites_ != SIZE_MAX) {
    const auto& offered = asked_.back().offering.cipher_suites;
    ruled_out_.insert(ruled_out_.end(), offered.begin(), offered.end());
    if (!left(which).empty()) return;
  }
  if (which == Which::ecdsa) {
    stage_ = Stage::only_rest;
    return;
  }
  close_rest();
}

// OpenSSL may choose a suite for its RSA key and then find that its own list of schemes has none
// for it. Where no such suite was ever taken, those that sign nothing are asked apart.
void VersionTrack::close_rest() {
  const bool signs = std::ranges::any_of(
      found_.cipher_suites, [](CipherSuite s) { return is_signed(s) && !is_ecdsa(s); });
  if (version_ == ProtocolVersion::TLSv1_2 && !signs && most_suites_ == SIZE_MAX &&
      !unsigned_left().empty()) {
    stage_ = Stage::only_unsigned;
    return;
  }
  rest_closed_ = true;
  after_suites();
}

void VersionTrack::after_suites() {
  if (!supported()) {
    stage_ = Stage::done;
  } else if (!groups_closed_ && std::ranges::any_of(found_.cipher_suites, is_ecdhe)) {
    stage_ = Stage::groups;
  } else {
    after_groups();
  }
}

void VersionTrack::then_lists() {
  groups_closed_ = groups_left_.empty();
  schemes_closed_ = version_ != ProtocolVersion::TLSv1_2;
  only_suites_ = false;
  last_tie_.clear();
  whose_asked_ = false;
  after_suites();
}

void VersionTrack::take_groups(const ProbeAnswer& answer) {
  const bool more = answer.agreed() && answer.group && contains(groups_left_, *answer.group);
  if (more) {
    rest_closed_ = true;  // the hello before this one was refused because of its suites
    return accept(answer);
  }
  // Its own order may prefer the key's curve to all that is left. GnuTLS does not need it offered.
  const bool curve = answer.agreed() && answer.group == found_.curve;
  if (curve && adds_curve_ && !contains(groups_left_, *found_.curve) && !groups_left_.empty()) {
    adds_curve_ = false;
    return;
  }
  adds_curve_ = groups_closed_ = true;
  if (!rest_closed_) {
    stage_ = Stage::joint;
    return;
  }
  after_groups();
}

void VersionTrack::after_groups() {
  const bool both = !ecdsa_closed_ && version_ == ProtocolVersion::TLSv1_2 && !only_suites_;
  if (schemes_closed_ && !both) return after_schemes();
  stage_ = Stage::schemes;
  schemes_of_ecdsa_ = false;
  if (for_schemes().cipher_suites.empty() || for_schemes().schemes.empty()) take_schemes({});
}

void VersionTrack::take_schemes(const ProbeAnswer& answer) {
  const bool more = answer.agreed() && answer.scheme && contains(schemes_left_, *answer.scheme);
  if (more) return accept(answer);
  if (std::exchange(schemes_of_ecdsa_, true)) return after_schemes();
  if (for_schemes().cipher_suites.empty() || for_schemes().schemes.empty()) after_schemes();
}

void VersionTrack::after_schemes() { stage_ = Stage::order; }

ServerVersion VersionTrack::result() const {
  ServerVersion out{version_,      found_.cipher_suites, order_,
                    found_.groups, found_.schemes,       refusal_};
  if (order_ == Order::server) out.cipher_suites = Preference(asked_, found_).order();
  return out;
}

std::optional<bool> VersionTrack::server_group_order() const {
  const auto client = Preference(asked_, found_).client_group_order();
  return client ? std::optional(!*client) : std::nullopt;
}

}  // namespace tlswhy
