#include "store/changes.hpp"

#include <algorithm>
#include <set>

#include "base/hex.hpp"
#include "base/time_span.hpp"
#include "knowledge/ids/sentences.hpp"
#include "sources/description/learned_server_reader.hpp"

namespace tlswhy::store {
namespace {

namespace s = sentence;
constexpr std::int64_t soon_days = 30;

class TargetComparison {
 public:
  explicit TargetComparison(Timestamp now) : now_(now) {}

  Result<std::vector<LearnedChange>> all(const StoredResult* was, const StoredResult* is) {
    if (is == nullptr) {
      add(s::changes_removed_target, "", "", "");
      return std::move(out_);
    }
    if (was != nullptr) {
      verdicts(*was, *is);
      gadgets(*was, *is);
    } else if (!first_) {
      add(s::changes_new_target, "", "", "");
    }
    std::optional<LearnedServer> server;
    if (auto fault = learn(*is, server)) return std::unexpected(*fault);
    if (was != nullptr) {
      reached(*was, *is);
      std::optional<LearnedServer> before;
      if (auto fault = learn(*was, before)) return std::unexpected(*fault);
      if (server && before)
        std::ranges::move(differences(*before, *server), std::back_inserter(out_));
    }
    if (server) expiring(*server);
    return std::move(out_);
  }
  void first_run() { first_ = true; }

 private:
  using More = std::vector<knowledge::Parameter>;
  void add(knowledge::SentenceId sentence, std::string where, std::string before, std::string after,
           More more = {}) {
    out_.push_back(
        {sentence, std::move(where), std::move(before), std::move(after), std::move(more)});
  }

  static std::optional<Error> learn(const StoredResult& r, std::optional<LearnedServer>& into) {
    if (r.server.empty()) return std::nullopt;
    auto read = read_learned_server(r.target, r.server);
    if (!read) return read.error();
    into = std::move(*read);
    return std::nullopt;
  }

  void verdicts(const StoredResult& was, const StoredResult& is) {
    for (const StoredVerdict& v : is.verdicts) {
      const auto old = std::ranges::find(was.verdicts, v.client, &StoredVerdict::client);
      if (old == was.verdicts.end()) continue;
      const More more{{"client", v.client}, {"cause", v.accepted ? old->cause : v.cause}};
      if (v.accepted != old->accepted) {
        add(v.accepted ? s::changes_now_accepted : s::changes_now_refused, v.client, old->cause,
            v.cause, more);
      } else if (v.cause != old->cause) {
        add(s::changes_other_cause, v.client, old->cause, v.cause, more);
      }
    }
  }

  void gadgets(const StoredResult& was, const StoredResult& is) {
    for (const StoredGadget& g : is.gadgets) {
      const auto old = std::ranges::find(was.gadgets, g.url, &StoredGadget::url);
      if (old != was.gadgets.end() && old->outcome != g.outcome)
        add(s::changes_gadget_changed, g.url, old->outcome, g.outcome);
    }
  }

  void reached(const StoredResult& was, const StoredResult& is) {
    if (was.trouble.empty() && !is.trouble.empty())
      add(s::changes_now_unreached, "", "", is.trouble, {{"what", is.trouble}});
    if (!was.trouble.empty() && is.trouble.empty())
      add(s::changes_now_reached, "", was.trouble, "");
  }

  void expiring(const LearnedServer& server) {
    std::set<Sha256> told;
    for (const LearnedChain& chain : server.certificates) {
      for (const auto& certificate : chain.chain) {
        const std::int64_t left = span_ns(now_, certificate->not_after);
        if (!certificate->parsed || left > soon_days * day_ns) continue;
        if (!told.insert(certificate->sha256).second) continue;
        add(left < 0 ? s::changes_expired : s::changes_expires, hex(certificate->sha256), "",
            to_date(certificate->not_after),
            {{"subject", short_name(certificate->subject)},
             {"date", to_date(certificate->not_after)},
             {"days", left / day_ns}});
      }
    }
  }

  Timestamp now_;
  bool first_ = false;
  std::vector<LearnedChange> out_;
};

const StoredResult* find(const std::vector<StoredResult>& list, const std::string& target) {
  const auto found = std::ranges::lower_bound(list, target, {}, &StoredResult::target);
  return found != list.end() && found->target == target ? &*found : nullptr;
}

Result<RunChanges> of_input(Store& store, const std::string& input, Timestamp now) {
  RunChanges out{.input = input, .before = {}, .after = {}, .targets = 0, .list = {}};
  const auto runs = store.runs(input, 2);
  if (!runs) return std::unexpected(runs.error());
  if (runs->empty()) return out;
  out.after = *runs->front().finished;
  auto last = store.results(runs->front().id);
  if (!last) return std::unexpected(last.error());
  Result<std::vector<StoredResult>> earlier{};
  if (runs->size() == 2) {
    out.before = runs->back().finished;
    earlier = store.results(runs->back().id);
    if (!earlier) return std::unexpected(earlier.error());
  }
  out.targets = last->size();
  std::set<std::string> targets;
  for (const auto* list : {&*last, &*earlier})
    for (const StoredResult& r : *list) targets.insert(r.target);
  for (const std::string& target : targets) {
    TargetComparison comparison(now);
    if (!out.before) comparison.first_run();
    auto found = comparison.all(find(*earlier, target), find(*last, target));
    if (!found) return std::unexpected(found.error());
    if (!found->empty()) out.list.push_back({target, std::move(*found)});
  }
  return out;
}

}  // namespace

Result<std::vector<RunChanges>> changes(Store& store, Timestamp now) {
  const auto inputs = store.inputs();
  if (!inputs) return std::unexpected(inputs.error());
  std::vector<RunChanges> out;
  for (const std::string& input : *inputs) {
    auto one = of_input(store, input, now);
    if (!one) return std::unexpected(one.error());
    out.push_back(std::move(*one));
  }
  return out;
}

}  // namespace tlswhy::store
