#include "model/path.hpp"

#include <algorithm>
#include <array>
#include <ranges>

#include "base/time_span.hpp"
#include "knowledge/ids/causes.hpp"
#include "model/path_checks.hpp"
#include "x509/verify.hpp"

namespace tlswhy {
namespace {

using knowledge::AnchorRule;
using knowledge::CauseId;
using knowledge::KeyIdRule;
using knowledge::PathBuilding;
using knowledge::PathRules;

constexpr std::size_t longest_path = 128;
constexpr std::size_t most_steps = 500;  // of the search, loops and cross-signs included

struct Stretch {
  std::array<std::size_t, longest_path> indices{};
  std::size_t size = 0;
  bool anchored = false;
  bool assumed = false;

  [[nodiscard]] std::span<const std::size_t> all() const { return {indices.data(), size}; }
};

// Goes up from the leaf along every issuer until a path has no fault, or none is left; keeps the
// one that came nearest. A client that does not go back takes one issuer each time.
class PathSearch {
 public:
  PathSearch(const PathRules& rules, const CertificateGraph& graph, const Situation& situation,
             LeafUse use)
      : rules_(rules), graph_(graph), situation_(situation), use_(use) {}

  PathVerdict verdict() {
    if (!rules_.validates_as_sent || !judge_as_sent()) step(0, {});
    // Longer than anything that is looked at.
    if (!found_) best_.push_back({CauseId::chain_too_long, 0, "", rules_.maximum_intermediates});
    PathVerdict out;
    out.accepted = best_.empty();
    out.anchor_assumed = nearest_.assumed;
    out.anchor_named = nearest_.assumed && graph_.store_known();
    out.path.assign(nearest_.all().begin(), nearest_.all().end());
    out.faults = std::move(best_);
    std::ranges::stable_sort(out.faults, {}, [this](const PathFault& f) { return place(f.cause); });
    return out;
  }

 private:
  [[nodiscard]] bool accepted() const { return found_ && best_.empty(); }

  [[nodiscard]] std::size_t place(CauseId cause) const {
    return static_cast<std::size_t>(std::ranges::find(rules_.reports, cause) -
                                    rules_.reports.begin());
  }

  // Validates the chain as it was sent, up to each trusted issuer of its last certificate; false
  // where it is out of order or nobody trusted has that name.
  bool judge_as_sent() {
    if (!graph_.store_known() || graph_.trusted(0)) return false;
    const auto size = ordered_length();
    if (!size || *size > longest_path) return false;
    const std::size_t top = *size - 1;
    const auto named = [&](std::size_t i) {
      return graph_.trusted(i) && graph_.at(i).subject == graph_.at(top).issuer;
    };
    const auto all = std::views::iota(std::size_t{0}, graph_.size());
    if (std::ranges::none_of(all, named)) return false;
    as_sent_ = true;
    PathFaults broken;
    for (path_.size = 0; path_.size < *size; ++path_.size) {
      const std::size_t index = path_.size;
      path_.indices[index] = index;
      if (index > 0 && !signature_holds(index - 1, index))
        broken.push_back({CauseId::bad_cert_signature, index - 1});
    }
    for (const std::size_t anchor : all) {
      if (named(anchor) && !accepted()) end_as_sent(anchor, broken);
    }
    if (!found_) end_without_anchor(broken);
    return true;
  }
  void end_as_sent(std::size_t anchor, const PathFaults& broken) {
    const std::size_t top = path_.indices[path_.size - 1];
    const auto* issuer = issuer_at(top, anchor);
    const bool fits = issuer == nullptr || (issuer->key_id && (issuer->serial || old(anchor)));
    if (!fits || path_.size == longest_path) return;
    PathFaults faults = broken;
    if (!signature_holds(top, anchor)) faults.push_back({CauseId::bad_cert_signature, top});
    path_.indices[path_.size++] = anchor;
    path_.anchored = true;
    consider(std::move(faults));
    path_.anchored = false;
    --path_.size;
  }
  [[nodiscard]] bool old(std::size_t index) const { return graph_.at(index).version < 3; }
  // How many of the certificates sent stand before the first trusted name and key: each named as
  // the issuer by the one before it.
  [[nodiscard]] std::optional<std::size_t> ordered_length() const {
    for (std::size_t i = 1; i < graph_.sent(); ++i) {
      if (graph_.at(i).subject != graph_.at(i - 1).issuer) return std::nullopt;
      if (key_trusted(i)) return i;
    }
    return graph_.sent();
  }
  [[nodiscard]] bool key_trusted(std::size_t index) const {
    for (std::size_t i = 0; i < graph_.size(); ++i) {
      if (graph_.trusted(i) && same_key(i, index)) return true;
    }
    return false;
  }
  [[nodiscard]] bool same_key(std::size_t a, std::size_t b) const {
    return graph_.at(a).subject == graph_.at(b).subject &&
           graph_.at(a).spki_sha256 == graph_.at(b).spki_sha256;
  }
  [[nodiscard]] const CertificateGraph::Issuer* issuer_at(std::size_t index,
                                                          std::size_t issuer) const {
    const auto& issuers = graph_.issuers(index);
    const auto found = std::ranges::find(issuers, issuer, &CertificateGraph::Issuer::index);
    return found == issuers.end() ? nullptr : &*found;
  }
  [[nodiscard]] bool signature_holds(std::size_t index, std::size_t issuer) const {
    const auto* found = issuer_at(index, issuer);
    return found != nullptr && found->verified;
  }

  // `broken` holds the signatures below that do not verify.
  void step(std::size_t index, const PathFaults& broken) {
    if (accepted() || ++steps_ > most_steps || path_.size == longest_path) return;
    path_.indices[path_.size++] = index;
    if (may_end_at(index)) {
      path_.anchored = true;
      consider(broken);
      path_.anchored = false;
      if (!goes_back()) return void(--path_.size);
    }
    if (named_in_store(index)) {
      end_without_anchor(broken);
      if (accepted()) return void(--path_.size);
    }
    // A root that was sent ends the path where nobody knows the store, also if there is a
    // cross-sign.
    const bool root_seen = !graph_.store_known() && path_.size > 1 && graph_.at(index).self_issued;
    if (root_seen) end_without_anchor(broken);
    if (!go_up(index, broken) && !root_seen) end_without_anchor(broken);
    --path_.size;
  }

  // The store lists a root under the name of its issuer.
  [[nodiscard]] bool named_in_store(std::size_t index) const {
    return graph_.issuer_listed(index) == CertificateGraph::Listed::named;
  }
  [[nodiscard]] bool goes_back() const { return rules_.building == PathBuilding::searches; }

  bool go_up(std::size_t index, const PathFaults& broken) {
    if (!goes_back()) return go_straight(index, broken);
    bool went = false;
    for (const auto& issuer : graph_.issuers(index)) {
      if (!usable(index, issuer) || (!issuer.verified && (went || !issuer.key_id))) continue;
      if (on_path(issuer.index) || passed_over(index, issuer.index)) continue;
      went = true;
      if (issuer.verified) {
        step(issuer.index, broken);
      } else {
        PathFaults above = broken;
        above.push_back({CauseId::bad_cert_signature, index});
        step(issuer.index, above);
      }
      if (accepted()) return true;
    }
    return went;
  }
  // A search of this client's does not go from `index` to this issuer.
  [[nodiscard]] bool passed_over(std::size_t index, std::size_t issuer) const {
    const Certificate& next = graph_.at(issuer);
    if (rules_.one_self_issued && graph_.at(index).self_issued && next.self_issued &&
        !graph_.trusted(issuer))
      return true;
    return rules_.no_key_twice && std::ranges::any_of(path_.all(), [&](std::size_t i) {
             const Certificate& below = graph_.at(i);
             return same_key(i, issuer) && below.dns_names == next.dns_names &&
                    below.ip_addresses == next.ip_addresses;
           });
  }
  // Its authorityKeyIdentifier has a key identifier.
  [[nodiscard]] bool names_key(std::size_t index) const {
    const auto& named = graph_.at(index).authority_key_id;
    return named && !named->key_id.empty();
  }
  [[nodiscard]] bool usable(std::size_t subject, const CertificateGraph::Issuer& issuer) const {
    if (rules_.building == PathBuilding::trusted_first && !issuer.kind) return false;
    switch (rules_.key_ids) {
      case KeyIdRule::ignored: return true;
      case KeyIdRule::key_id: return issuer.key_id;
      case KeyIdRule::key_id_else_serial:
        return issuer.key_id && (issuer.serial || names_key(subject));
      case KeyIdRule::all: break;
    }
    return issuer.key_id && issuer.serial;
  }

  // To the one issuer that the client takes, whatever comes of it. It is chosen by name and key
  // identifier; whether the signature verifies shows later.
  bool go_straight(std::size_t index, const PathFaults& broken) {
    if (dead_end(index)) return false;
    if (rules_.building == PathBuilding::best_issuer) return go_to_best(index, broken);
    const bool trusted_first = rules_.building == PathBuilding::trusted_first;
    // Once a certificate was taken from the store, only the store is asked.
    const bool in_store =
        index >= graph_.sent() || (trusted_first && path_.size > 1 && graph_.trusted(index));
    const bool store_first = trusted_first || in_store;
    auto next = issuer_for(index, store_first);
    if (!next && !in_store) next = issuer_for(index, !store_first);
    if (!next) {
      return rules_.building == PathBuilding::sent_first_or_shorter && go_shorter(broken);
    }
    if (rules_.building == PathBuilding::sent_first) prefer_twin(index, *next);
    PathFaults above = broken;
    if (!next->verified) above.push_back({CauseId::bad_cert_signature, index});
    step(next->index, above);
    return true;
  }

  // To the issuer that is best of all, wherever it was found.
  bool go_to_best(std::size_t index, const PathFaults& broken) {
    const CertificateGraph::Issuer* best = nullptr;
    for (const auto& issuer : graph_.issuers(index)) {
      if (usable(index, issuer) && (best == nullptr || better(index, issuer.index, best->index)))
        best = &issuer;
    }
    if (best == nullptr || on_path(best->index)) return false;
    PathFaults above = broken;
    if (!best->verified) above.push_back({CauseId::bad_cert_signature, index});
    step(best->index, above);
    return true;
  }
  // Of two issuers of `below`; of two that are alike the one that came later.
  [[nodiscard]] bool better(std::size_t below, std::size_t a, std::size_t b) const {
    const auto named = [&](std::size_t issuer) {
      return names_key(below) &&
             graph_.at(below).authority_key_id->key_id == graph_.at(issuer).subject_key_id;
    };
    if (named(a) != named(b)) return named(a);
    if (claims_to_issue(a) != claims_to_issue(b)) return claims_to_issue(a);
    if (valid(a) != valid(b)) return valid(a);
    if (graph_.trusted(a) != graph_.trusted(b)) return graph_.trusted(a);
    const Timestamp begins = graph_.at(a).not_before, other = graph_.at(b).not_before;
    return begins != other ? other < begins : b < a;
  }
  [[nodiscard]] bool valid(std::size_t index) const {
    constexpr std::int64_t minute_ns = 60'000'000'000;
    const Certificate& c = graph_.at(index);
    return shifted(c.not_before, -rules_.early_minutes * minute_ns) <= situation_.at &&
           situation_.at <= c.not_after;
  }
  // Its keyUsage lets it sign, and if nobody trusts it, it says that it is a CA; purposes come
  // later.
  [[nodiscard]] bool claims_to_issue(std::size_t index) const {
    const Certificate& c = graph_.at(index);
    if (!c.allows(KeyUsage::key_cert_sign)) return false;
    return graph_.trusted(index) || (c.basic_constraints && c.is_ca);
  }

  // Nobody looks for an issuer of a certificate that signed itself, also where the store holds
  // another one of its name and key.
  [[nodiscard]] bool dead_end(std::size_t index) const {
    return rules_.building != PathBuilding::sent_first_or_shorter && graph_.at(index).self_issued &&
           names_itself(index);
  }

  // A trusted certificate of the same name and key stands for a sent issuer of `index`, where the
  // key identifiers let it: a cross-sign ends there.
  void prefer_twin(std::size_t index, CertificateGraph::Issuer& issuer) const {
    if (graph_.trusted(issuer.index)) return;
    const auto& issuers = graph_.issuers(index);
    const auto twin = std::ranges::find_if(issuers, [&](const auto& other) {
      return graph_.trusted(other.index) && usable(index, other) &&
             graph_.at(other.index).spki_sha256 == graph_.at(issuer.index).spki_sha256;
    });
    if (twin != issuers.end()) issuer = *twin;
  }

  // Of the store, or of those sent: the first one, mostly better one that is valid now.
  [[nodiscard]] std::optional<CertificateGraph::Issuer> issuer_for(std::size_t index,
                                                                   bool of_store) const {
    // In the order sent the first one counts, also where it leads round in a circle.
    const bool in_order = rules_.building == PathBuilding::sent_first;
    std::optional<CertificateGraph::Issuer> found;
    for (const auto& issuer : graph_.issuers(index)) {
      const bool right_place =
          of_store ? graph_.trusted(issuer.index) : issuer.index < graph_.sent();
      if (!right_place || !usable(index, issuer)) continue;
      if (on_path(issuer.index) && !(in_order && !of_store)) continue;
      if (!found || before(issuer.index, found->index, of_store)) found = issuer;
    }
    if (found && on_path(found->index)) found.reset();
    return found;
  }
  [[nodiscard]] bool on_path(std::size_t index) const {
    return std::ranges::find(path_.all(), index) != path_.all().end();
  }
  [[nodiscard]] bool before(std::size_t a, std::size_t b, bool of_store) const {
    if (rules_.building == PathBuilding::sent_first && !of_store) return a < b;
    return valid(a) != valid(b) ? valid(a) : a < b;
  }

  // The way up ended at no anchor: the highest certificate on it whose issuer is trusted is gone up
  // from instead.
  bool go_shorter(const PathFaults& broken) {
    const Stretch whole = path_;
    for (std::size_t size = whole.size - 1; size > 0; --size) {
      path_.size = size;
      const auto next = issuer_for(whole.indices[size - 1], true);
      if (!next || next->index == whole.indices[size]) continue;
      PathFaults above;
      for (const PathFault& fault : broken)
        if (on_path(fault.index)) above.push_back(fault);
      step(next->index, above);
      path_ = whole;
      return true;
    }
    path_ = whole;
    return false;
  }

  [[nodiscard]] bool may_end_at(std::size_t index) const {
    if (!graph_.trusted(index)) return false;
    const bool leaf = index == path_.indices[0];
    const bool self_issued = graph_.at(index).self_issued;
    switch (rules_.anchors) {
      case AnchorRule::any_trusted: return true;
      case AnchorRule::issuers: return !leaf || (self_issued && graph_.at(index).is_ca);
      case AnchorRule::issuers_or_self_signed: return !leaf || self_issued;
      case AnchorRule::self_signed: return self_issued && names_itself(index);
    }
    return false;
  }

  // Where its key identifiers name another issuer, or its key is of another kind than its
  // signature, it is not taken for self-signed.
  [[nodiscard]] bool names_itself(std::size_t index) const {
    const Certificate& c = graph_.at(index);
    const bool by_names =
        rules_.building == PathBuilding::best_issuer || rules_.building == PathBuilding::sent_first;
    if (!by_names && !could_sign(c, c)) return false;
    if (rules_.key_ids == KeyIdRule::ignored || !c.authority_key_id) return true;
    const AuthorityKeyId& named = *c.authority_key_id;
    if (!named.key_id.empty() && !c.subject_key_id.empty() && named.key_id != c.subject_key_id)
      return false;
    if (rules_.key_ids == KeyIdRule::key_id) return true;
    if (rules_.key_ids == KeyIdRule::key_id_else_serial && !named.key_id.empty()) return true;
    return (named.issuer.empty() || named.issuer == c.issuer) &&
           (named.serial.empty() || named.serial == c.serial);
  }

  void end_without_anchor(const PathFaults& broken) {
    const std::size_t top = path_.indices[path_.size - 1];
    if (graph_.trusted(top) && may_end_at(top)) return;  // considered already
    const Certificate& last = graph_.at(top);
    const bool alone = path_.size == 1;
    PathFaults faults = broken;
    const bool open = last.self_issued ? !alone : !another_of_the_name(top);
    if (named_in_store(top) || (!graph_.store_known() && open)) {
      path_.assumed = true;
    } else {
      add_missing(top, faults);
    }
    path_.anchored = path_.assumed && last.self_issued;
    consider(std::move(faults));
    path_.assumed = path_.anchored = false;
  }

  void add_missing(std::size_t top, PathFaults& out) const {
    const bool alone = path_.size == 1;
    if (unfit_issuer(top)) {
      out.push_back({CauseId::untrusted_root, top, "root-not-sent"});
    } else if (graph_.at(top).self_issued) {
      out.push_back({alone ? CauseId::self_signed_leaf : CauseId::untrusted_root, top});
    } else if (another_of_the_name(top)) {
      out.push_back({CauseId::wrong_intermediate, top, alone ? "" : "root-not-sent"});
    } else if (alone) {
      out.push_back({CauseId::missing_intermediate, top});
    } else {
      out.push_back({CauseId::untrusted_root, top,
                     graph_.trusted(top) ? "trusted-not-root" : "root-not-sent"});
    }
  }
  // The issuer is at hand and signed it, but is not the one that its authorityKeyIdentifier names:
  // a CA made again with the same key, under another serial number.
  [[nodiscard]] bool unfit_issuer(std::size_t index) const {
    const auto& named = graph_.at(index).authority_key_id;
    if (!named || named->serial.empty()) return false;
    return std::ranges::any_of(graph_.issuers(index), [&](const auto& issuer) {
      return issuer.verified && !usable(index, issuer) &&
             graph_.at(issuer.index).serial != named->serial;
    });
  }
  // Sent under the name of the issuer, with another key.
  [[nodiscard]] bool another_of_the_name(std::size_t index) const {
    return std::ranges::any_of(graph_.issuers(index), [this](const auto& issuer) {
      return !issuer.verified && issuer.index < graph_.sent();
    });
  }

  void consider(PathFaults faults) {
    check_path(rules_, graph_, situation_, use_,
               {.indices = path_.all(), .anchored = path_.anchored, .searched = !as_sent_}, faults);
    const bool anchored = path_.anchored || path_.assumed;
    const bool nearer = !found_ || (anchored && !nearest_anchored_) ||
                        (anchored == nearest_anchored_ && faults.size() < best_.size());
    if (!nearer) return;
    found_ = true;
    nearest_anchored_ = anchored;
    nearest_ = path_;
    best_ = std::move(faults);
  }

  const PathRules& rules_;
  const CertificateGraph& graph_;
  const Situation& situation_;
  LeafUse use_;
  Stretch path_, nearest_;
  PathFaults best_;
  std::size_t steps_ = 0;
  bool found_ = false, nearest_anchored_ = false, as_sent_ = false;
};

}  // namespace

std::size_t PathVerdict::depth_of(std::size_t index) const {
  const auto found = std::ranges::find(path, index);
  return found == path.end() ? 0 : static_cast<std::size_t>(found - path.begin());
}

bool PathVerdict::has(CauseId cause) const {
  return std::ranges::find(faults, cause, &PathFault::cause) != faults.end();
}

PathVerdict judge_path(const PathRules& rules, const CertificateGraph& graph,
                       const Situation& situation, LeafUse use) {
  return PathSearch(rules, graph, situation, use).verdict();
}

}  // namespace tlswhy
