// What a VersionTrack offers next.
#include <algorithm>
#include <utility>

#include "base/contains.hpp"
#include "sources/probe/universe.hpp"
#include "sources/probe/version_track.hpp"

namespace tlswhy {
namespace {

bool needs_ecdsa(CipherSuite suite) { return is_ecdsa(suite); }
bool needs_none(CipherSuite suite) { return !is_ecdsa(suite); }

// Some servers have a second order, with ChaCha20 in front, for clients that seem to lack hardware
// for AES: OpenSSL where ChaCha20 is the first suite of the hello, Go where the first suite that it
// knows is not AES-GCM. AES-GCM is put first, so that all hellos ask for the same order.
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

std::vector<CipherSuite> VersionTrack::left(Which which) const {
  std::vector<CipherSuite> out;
  for (const CipherSuite suite : universe(version_).cipher_suites) {
    const bool ecdsa = is_ecdsa(suite);
    if (ecdsa ? which == Which::rest || ecdsa_closed_ : which == Which::ecdsa) continue;
    if (contains(found_.cipher_suites, suite) || contains(ruled_out_, suite)) continue;
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
    std::erase_if(out.schemes, [this](SignatureScheme s) { return !contains(schemes_left_, s); });
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
  return needed && !contains(offering.groups, *found_.curve);
}

std::vector<CipherSuite> VersionTrack::unsigned_left() const {
  std::vector<CipherSuite> out = left(Which::rest);
  std::erase_if(out, is_signed);
  return out;
}

}  // namespace tlswhy
