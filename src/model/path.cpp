#include "model/path.hpp"

#include <algorithm>
#include <array>

#include "knowledge/ids/causes.hpp"
#include "model/path_checks.hpp"

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
    step(0, {});
    // Longer than anything that is looked at.
    if (!found_) best_.push_back({CauseId::chain_too_long, 0, "", rules_.maximum_intermediates});
    PathVerdict out;
    out.accepted = best_.empty();
    out.anchor_assumed = nearest_.assumed;
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
    // A root that was sent ends the path where nobody knows the store, also if there is a
    // cross-sign.
    const bool root_seen = !graph_.store_known() && path_.size > 1 && graph_.at(index).self_issued;
    if (root_seen) end_without_anchor(broken);
    if (!go_up(index, broken) && !root_seen) end_without_anchor(broken);
    --path_.size;
  }

  [[nodiscard]] bool goes_back() const { return rules_.building == PathBuilding::searches; }

  bool go_up(std::size_t index, const PathFaults& broken) {
    if (!goes_back()) return go_straight(index, broken);
    bool went = false;
    for (const auto& issuer : graph_.issuers(index)) {
      if (!usable(issuer) || (!issuer.verified && (went || !issuer.key_id))) continue;
      if (on_path(issuer.index)) continue;
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
  [[nodiscard]] bool usable(const CertificateGraph::Issuer& issuer) const {
    if (rules_.key_ids == KeyIdRule::ignored) return true;
    return issuer.key_id && (issuer.serial || rules_.key_ids == KeyIdRule::key_id);
  }

  // To the one issuer that the client takes, whatever comes of it. It is chosen by name and key
  // identifier; whether the signature verifies shows later.
  bool go_straight(std::size_t index, const PathFaults& broken) {
    if (dead_end(index)) return false;
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
      return graph_.trusted(other.index) && usable(other) &&
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
      if (!right_place || !usable(issuer)) continue;
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
    const auto valid = [this](const Certificate& c) {
      return c.not_before <= situation_.at && situation_.at <= c.not_after;
    };
    const bool a_valid = valid(graph_.at(a));
    return a_valid != valid(graph_.at(b)) ? a_valid : a < b;
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

  // Where its key identifiers name another issuer, it is not taken for self-signed.
  [[nodiscard]] bool names_itself(std::size_t index) const {
    const Certificate& c = graph_.at(index);
    if (rules_.key_ids == KeyIdRule::ignored || !c.authority_key_id) return true;
    const AuthorityKeyId& named = *c.authority_key_id;
    if (!named.key_id.empty() && !c.subject_key_id.empty() && named.key_id != c.subject_key_id)
      return false;
    if (rules_.key_ids == KeyIdRule::key_id) return true;
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
    if (!graph_.store_known() && open) {
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
      return issuer.verified && !usable(issuer) && graph_.at(issuer.index).serial != named->serial;
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
               {.indices = path_.all(), .anchored = path_.anchored}, faults);
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
  bool found_ = false, nearest_anchored_ = false;
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
