#include "sources/probe/version_track.hpp"

#include <algorithm>
#include <utility>

#include "sources/probe/universe.hpp"
#include "wire/names.hpp"
#include "wire/registry.hpp"

namespace tlswhy {
namespace {

constexpr auto protocol_version = code(AlertDescription::protocol_version);

template <class T>
bool holds(const std::vector<T>& list, const T& value) {
  return std::ranges::find(list, value) != list.end();
}

bool needs_ecdsa(CipherSuite suite) { return is_ecdsa(suite); }
bool needs_none(CipherSuite suite) { return !is_ecdsa(suite); }

// Which suites stand first decides for some servers whether ChaCha20 passes before their own order:
// OpenSSL's where it stands first itself, Go's where what it knows first is no AES-GCM. So that one
// order is asked for all the time, AES-GCM stands first.
void keep_chacha_back(std::vector<CipherSuite>& suites) {
  if (std::ranges::none_of(suites, is_chacha)) return;
  auto first = std::ranges::find_if(suites, is_ecdhe_aes_gcm);
  if (first == suites.end()) first = std::ranges::find_if_not(suites, is_chacha);
  if (first != suites.end()) std::rotate(suites.begin(), first, first + 1);
}

// Every second suite is looked for backwards: it shows whose order decides. Suites with a group
// stay in front, so that a client's order does not end their elimination early.
void arrange(Offering& offering, bool backwards) {
  if (backwards) {
    std::ranges::reverse(offering.cipher_suites);
    std::ranges::reverse(offering.groups);
    std::ranges::stable_sort(offering.cipher_suites, {}, [](CipherSuite suite) {
      return is_ecdhe(suite) ? 0 : is_signed(suite) ? 1 : 2;
    });
  }
  keep_chacha_back(offering.cipher_suites);
}

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

std::vector<CipherSuite> VersionTrack::left(Which which) const {
  std::vector<CipherSuite> out;
  for (const CipherSuite suite : universe(version_).cipher_suites) {
    const bool ecdsa = is_ecdsa(suite);
    if (ecdsa ? which == Which::rest || ecdsa_closed_ : which == Which::ecdsa) continue;
    if (holds(found_.cipher_suites, suite) || holds(ruled_out_, suite)) continue;
    out.push_back(suite);
    if (out.size() == most_suites_) break;
  }
  return out;
}

std::vector<CipherSuite> VersionTrack::found_of(bool (*kind)(CipherSuite)) const {
  std::vector<CipherSuite> out;
  std::ranges::copy_if(found_.cipher_suites, std::back_inserter(out), kind);
  return out;
}

// All groups, and the schemes of the keys that the suites need.
Offering VersionTrack::whole(std::vector<CipherSuite> suites) const {
  Offering out{std::move(suites), universe(version_).groups, universe(version_).schemes};
  if (tls13()) return out;
  const bool some_ecdsa = std::ranges::any_of(out.cipher_suites, needs_ecdsa);
  const bool some_rest = std::ranges::any_of(out.cipher_suites, needs_none);
  std::erase_if(out.schemes,
                [&](SignatureScheme s) { return is_ecdsa(s) ? !some_ecdsa : !some_rest; });
  if (most_suites_ == SIZE_MAX) return out;
  constexpr std::size_t groups = 5, schemes = 9;  // the common ones, which stand first
  if (out.groups.size() > groups) out.groups.resize(groups);
  if (out.schemes.size() > schemes) out.schemes.resize(schemes);
  return out;
}

Offering VersionTrack::joint() {
  Offering out = whole(left(Which::all));
  if (restrict_groups_ && !groups_closed_) out.groups = groups_left_;
  if (restrict_schemes_ && !schemes_closed_)
    std::erase_if(out.schemes, [this](SignatureScheme s) { return !holds(schemes_left_, s); });
  return out;
}

Offering VersionTrack::for_groups() const {
  auto suites = found_of(is_ecdhe);
  const bool some_rest = std::ranges::any_of(suites, needs_none);
  if (some_rest) std::erase_if(suites, needs_ecdsa);
  Offering out = whole(std::move(suites));
  out.groups = groups_left_;
  return out;
}

Offering VersionTrack::for_schemes() const {
  auto suites = found_of(is_signed);
  std::erase_if(suites, [this](CipherSuite s) { return is_ecdsa(s) != schemes_of_ecdsa_; });
  Offering out = whole(std::move(suites));
  out.schemes = schemes_left_;
  std::erase_if(out.schemes,
                [this](SignatureScheme s) { return is_ecdsa(s) != schemes_of_ecdsa_; });
  return out;
}

// What settles whose order decides, or which of several suites comes next.
std::optional<Offering> VersionTrack::for_order() {
  const Preference known(asked_, found_);
  if (found_.cipher_suites.size() < 2) return std::nullopt;
  if (known.client_order_explains()) {
    if (std::exchange(whose_asked_, true)) {
      order_ = Order::client;
      return std::nullopt;
    }
    stage_ = Stage::whose;
    // Suites for one certificate, where that is chosen beforehand: others are no choice.
    std::vector<CipherSuite> suites = known.order();
    const auto ecdsa = std::ranges::count_if(suites, needs_ecdsa);
    const bool more = 2 * ecdsa >= static_cast<std::ptrdiff_t>(suites.size());
    if (found_.certificate_first)
      std::erase_if(suites, [more](CipherSuite s) { return is_ecdsa(s) != more; });
    Offering out = whole(std::move(suites));
    std::ranges::reverse(out.cipher_suites);
    keep_chacha_back(out.cipher_suites);
    return out;
  }
  order_ = Order::server;
  stage_ = Stage::order;
  if (known.contradictory()) contradict("order", {});
  if (known.tie().empty()) return std::nullopt;
  if (known.tie() == last_tie_) {  // the answer did not decide it, and never will
    contradict("order", {});
    return std::nullopt;
  }
  last_tie_ = known.tie();
  Offering out = whole(known.tie());
  arrange(out, false);
  return out;
}

std::optional<Offering> VersionTrack::next() {
  Offering out;
  switch (stage_) {
    case Stage::first: out = whole(left(Which::all)); break;
    case Stage::ecdsa:
    case Stage::only_ecdsa: out = whole(left(Which::ecdsa)); break;
    case Stage::only_rest: out = whole(left(Which::rest)); break;
    case Stage::only_unsigned: out = whole(unsigned_left()); break;
    case Stage::joint: out = joint(); break;
    case Stage::groups: out = for_groups(); break;
    case Stage::schemes: out = for_schemes(); break;
    case Stage::whose:
    case Stage::order: {
      auto offering = for_order();
      if (!offering) {
        stage_ = Stage::done;
        return std::nullopt;
      }
      asked_.push_back({*offering, {}});
      return offering;
    }
    case Stage::done: return std::nullopt;
  }
  // Groups are asked against the order in which most hellos had them: it shows whose order decides.
  arrange(out, backwards_ || stage_ == Stage::groups);
  offer_curve(out);
  asked_.push_back({out, {}});
  return out;
}

// A certificate with an EC key is of use only where its curve is offered (RFC 8422 section 5.1):
// last, so that no client's order takes it before those that are asked for.
void VersionTrack::offer_curve(Offering& offering) const {
  if (adds_curve_ && curve_is_added(offering)) offering.groups.push_back(*found_.curve);
}
bool VersionTrack::curve_is_added(const Offering& offering) const {
  if (!found_.curve || tls13() || offering.groups.empty()) return false;
  const bool needed = std::ranges::any_of(offering.cipher_suites, needs_ecdsa);
  return needed && !holds(offering.groups, *found_.curve);
}

void VersionTrack::contradict(const char* what, std::string detail) {
  for (Contradiction& known : contradictions_) {
    if (known.what != what) continue;
    if (!detail.empty() && !holds(known.details, detail))
      known.details.push_back(std::move(detail));
    return;
  }
  contradictions_.push_back({what, {}});
  if (!detail.empty()) contradictions_.back().details.push_back(std::move(detail));
}

// A server must choose from what was offered; what it chose all the same is no answer to build on.
bool VersionTrack::holds_offered(const ProbeAnswer& answer) const {
  const Offering& offering = asked_.back().offering;
  return answer.version == version_ && holds(offering.cipher_suites, answer.cipher_suite);
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
  if (!holds(found_.cipher_suites, answer.cipher_suite))
    found_.cipher_suites.push_back(answer.cipher_suite);
  learn_dimensions(answer);
}

void VersionTrack::learn_dimensions(const ProbeAnswer& answer) {
  const Offering& offering = asked_.back().offering;
  if (answer.group && is_ecdhe(answer.cipher_suite)) {
    if (!offering.groups.empty() && !holds(offering.groups, *answer.group)) {
      contradict("group_not_offered", named_group_text(*answer.group));
    } else if (!holds(found_.groups, *answer.group)) {
      found_.groups.push_back(*answer.group);
    }
    std::erase(groups_left_, *answer.group);
  }
  if (!answer.scheme || version_ != ProtocolVersion::TLSv1_2) return;
  if (!holds(offering.schemes, *answer.scheme)) {
    contradict("scheme_not_offered", signature_scheme_text(*answer.scheme));
  } else if (!holds(found_.schemes, *answer.scheme)) {
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
  const bool stuck_group = groups && answer.group && !holds(groups_left_, *answer.group);
  const bool stuck_scheme = schemes && (!answer.scheme || !holds(schemes_left_, *answer.scheme));
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
    if (stage_ == Stage::only_rest && std::ranges::any_of(found_.cipher_suites, needs_ecdsa))
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

std::vector<CipherSuite> VersionTrack::unsigned_left() const {
  std::vector<CipherSuite> out = left(Which::rest);
  std::erase_if(out, is_signed);
  return out;
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
  const bool more = answer.agreed() && answer.group && holds(groups_left_, *answer.group);
  if (more) {
    rest_closed_ = true;  // the hello before this one was refused because of its suites
    return accept(answer);
  }
  // Its own order may prefer the key's curve to all that is left. GnuTLS does not need it offered.
  const bool curve = answer.agreed() && answer.group == found_.curve;
  if (curve && adds_curve_ && !holds(groups_left_, *found_.curve) && !groups_left_.empty()) {
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
  const bool more = answer.agreed() && answer.scheme && holds(schemes_left_, *answer.scheme);
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
