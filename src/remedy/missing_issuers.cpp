#include "remedy/missing_issuers.hpp"

#include <algorithm>

#include "model/certificate_graph.hpp"
#include "x509/verify.hpp"

namespace tlswhy {
namespace {

constexpr std::size_t most_ways = 8;
constexpr std::size_t longest_path = 16;
constexpr std::size_t most_signatures = 200;  // verified in one search

bool holds(const CertificateList& list, const Certificate& certificate) {
  return std::ranges::any_of(list, [&](const auto& c) { return c->sha256 == certificate.sha256; });
}

class Climb {
 public:
  Climb(const CertificateList& sent, const std::optional<CertificateList>& store,
        const CertificateList& at_hand)
      : sent_(sent), store_(store), at_hand_(at_hand) {}

  MissingIssuers found() {
    step(sent_.front());
    return std::move(out_);
  }

 private:
  void step(const std::shared_ptr<const Certificate>& certificate) {
    if (path_.size() == longest_path || out_.ways.size() == most_ways) return;
    path_.push_back(certificate);
    if (ends_in_store(*certificate)) keep_way();
    const bool by_sent = go_on(sent_, false);
    const bool by_at_hand = go_on(at_hand_, true);
    const bool went = by_sent || by_at_hand;
    if (!went && !certificate->self_issued && !ends_in_store(*certificate)) keep_stop();
    path_.pop_back();
  }

  // A signature that libcrypto cannot tell counts below what is sent, as for the client, but makes
  // nobody send a certificate.
  bool go_on(const CertificateList& candidates, bool must_verify) {
    bool went = false;
    const Certificate& below = *path_.back();
    for (const auto& issuer : candidates) {
      if (!issuer->parsed || !may_have_issued(*issuer, below) || holds(path_, *issuer)) continue;
      if (++signatures_ > most_signatures) return went;
      if (!signed_by(below, *issuer).value_or(!must_verify)) continue;
      step(issuer);
      went = true;
    }
    return went;
  }

  [[nodiscard]] bool ends_in_store(const Certificate& top) {
    if (!store_) return false;
    if (holds(*store_, top)) return true;
    return std::ranges::any_of(*store_, [&](const auto& root) {
      return root->parsed && may_have_issued(*root, top) && ++signatures_ <= most_signatures &&
             signed_by(top, *root).value_or(false);
    });
  }

  void keep_way() {
    CertificateList chain = sent_;
    for (std::size_t i = 1; i < path_.size(); ++i) {
      if (holds(chain, *path_[i])) continue;
      const auto below = std::ranges::find(chain, path_[i - 1]->sha256, &sha256_of);
      chain.insert(below + 1, path_[i]);
    }
    if (chain.size() > sent_.size()) out_.ways.push_back(std::move(chain));
  }
  static const Sha256& sha256_of(const std::shared_ptr<const Certificate>& c) { return c->sha256; }

  // Of several ends the one that is highest.
  void keep_stop() {
    if (out_.stops_at && path_.size() <= stop_size_) return;
    stop_size_ = path_.size();
    out_.stops_at = path_.back();
    out_.at_hand.clear();
    std::ranges::copy_if(path_, std::back_inserter(out_.at_hand),
                         [&](const auto& c) { return !holds(sent_, *c); });
  }

  const CertificateList& sent_;
  const std::optional<CertificateList>& store_;
  const CertificateList& at_hand_;
  CertificateList path_;
  std::size_t signatures_ = 0, stop_size_ = 0;
  MissingIssuers out_;
};

}  // namespace

MissingIssuers missing_issuers(const CertificateList& sent,
                               const std::optional<CertificateList>& store,
                               const CertificateList& at_hand) {
  if (sent.empty() || !sent.front()->parsed) return {};
  return Climb(sent, store, at_hand).found();
}

}  // namespace tlswhy
