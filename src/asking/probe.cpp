#include "asking/probe.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <deque>
#include <iterator>
#include <map>

#include "app/exit_code.hpp"
#include "app/judge.hpp"
#include "app/tell.hpp"
#include "asking/address_use.hpp"
#include "asking/farm.hpp"
#include "asking/keeper.hpp"
#include "base/files.hpp"
#include "sources/certificates/read_certificates.hpp"
#include "sources/layout/target_list.hpp"
#include "sources/probe/interviewer.hpp"
#include "sources/probe/replay.hpp"
#include "sources/probe/target.hpp"

namespace tlswhy {
namespace {

constexpr std::size_t most_key_bytes = std::size_t{1} << 20;
constexpr std::size_t most_list_bytes = std::size_t{64} << 20;

Result<ClientCertificate> read_client_certificate(const ProbeOptions& options) {
  if (options.certificate.empty() || options.key.empty())
    return failure(Error::Kind::usage, "--cert and --key go together");
  auto chain = read_certificates(options.certificate, {});
  if (!chain) return std::unexpected(chain.error());
  ClientCertificate out;
  for (const auto& certificate : chain->certificates) out.chain.push_back(certificate->der);
  const auto text = read_file(options.key, most_key_bytes);
  if (!text) return std::unexpected(text.error());
  auto key = read_private_key(as_bytes(*text));
  if (!key)
    return failure(Error::Kind::unreadable, fmt::format("{}: {}", options.key, key.error().what));
  out.private_key = std::move(*key);
  return out;
}

// A target as it was written, and where: "hosts.txt:12: "; empty: on the command line.
struct Word {
  std::string text, place;
};

Result<std::vector<Word>> words_of(const ProbeOptions& options) {
  std::vector<Word> out;
  for (const std::string& word : options.targets) out.push_back({word, {}});
  if (options.list.empty()) return out;
  const auto text = read_file(options.list, most_list_bytes);
  if (!text) return std::unexpected(text.error());
  const auto list = read_target_list(options.list, *text);
  if (!list) return std::unexpected(list.error());
  for (const ListedTarget& t : list->targets)
    out.push_back({t.word, fmt::format("{}:{}: ", options.list, t.line)});
  return out;
}

class Prober {
 public:
  Prober(const ProbeOptions& options, const ExplainOptions& how, ProbeSetup setup, Keeper& keeper)
      : options_(options), how_(how), setup_(std::move(setup)), keeper_(keeper) {}

  int run(std::vector<ProbeTarget> targets) {
    for (const ProbeTarget& target : targets) ++addresses_[name_of(target)];
    std::erase_if(targets, [this](const ProbeTarget& t) { return keeper_.has(key_of(t)); });
    for (const ProbeTarget& target : targets) {
      Name& name = names_[name_of(target)];
      ++name.left;
      if (target.address) name.addresses.push_back({*target.address, false});
    }
    const std::size_t all = targets.size();
    std::size_t next = 0;
    hold_interviews(
        setup_,
        [&]() -> std::unique_ptr<Talk> {
          if (next == targets.size()) return nullptr;
          return survey_of(std::move(targets[next++]), options_);
        },
        [&](std::unique_ptr<Talk> talk) {
          ++done_;
          take(*talk);
          progress(all);
        });
    if (how_.progress && all > 1) std::fputs("\r\x1b[K", stderr);
    for (auto& [target, learnt] : waiting_) replay(target, learnt);
    std::fflush(stdout);
    return unreadable_ ? std::max(code_, exit_code::unreadable) : code_;
  }

 private:
  // By what it is kept: of a name with several addresses each is a server.
  [[nodiscard]] std::string key_of(const ProbeTarget& target) const {
    const std::string name = name_of(target);
    const auto found = addresses_.find(name);
    const bool several = found != addresses_.end() && found->second > 1 && target.address;
    return several ? fmt::format("{} ({})", name, to_string(*target.address)) : name;
  }

  void progress(std::size_t all) const {
    if (how_.progress && all > 1) fmt::print(stderr, "\r{} of {} servers", done_, all);
  }

  // All that is known of a name, whose addresses are asked one by one.
  struct Name {
    std::size_t left = 0;  // addresses that have not been heard of
    std::vector<AskedAddress>
        addresses;  // none: it was given as an address, or a proxy looks it up
    std::deque<std::pair<ProbeTarget, JudgedReport>> learnt;
  };

  void take(const Talk& talk) {
    Name& name = names_[name_of(talk.target)];
    --name.left;
    if (talk.failure) {
      tell_failure(talk);
    } else {
      name.learnt.emplace_back(talk.target, report_of(judge_talk(talk, options_, how_), how_));
      const auto asked =
          std::ranges::find(name.addresses, talk.target.address,
                            [](const AskedAddress& a) { return std::optional(a.ip); });
      if (asked != name.addresses.end()) asked->reached = true;
    }
    if (name.left == 0) settle(name);
  }

  void tell_failure(const Talk& talk) {
    if (how_.progress) std::fputs("\r\x1b[K", stderr);
    std::string what = talk.failure->what;  // of several addresses it names the one
    const std::string name = name_of(talk.target);
    if (what.starts_with(name + ": ")) what.replace(0, name.size(), key_of(talk.target));
    tell(what, how_.wording.language);
    keeper_.keep_unreached(key_of(talk.target), talk.failure->what);
  }

  // Every address of the name was asked. One that is not reached matters to those who take it
  // alone.
  void settle(Name& name) {
    if (name.learnt.empty()) unreadable_ = true;
    for (auto& [target, learnt] : name.learnt) {
      if (addresses_[learnt.input.name] > 1 && target.address) {
        farm_.compare(learnt, how_.wording.language);
        std::string unreached =
            unreached_text(learnt.judged, name.addresses, how_.wording.language);
        if (!unreached.empty()) learnt.input.notes.push_back(std::move(unreached));
        if (!all_get_through(learnt.judged, name.addresses))
          code_ = std::max(code_, exit_code::would_fail);
      }
      if (options_.replay) {
        waiting_.emplace_back(target, std::move(learnt));
      } else {
        report(target, learnt);
      }
    }
    name.learnt.clear();
  }

  // Sends each client's hello and sees what the server makes of it.
  void replay(const ProbeTarget& target, JudgedReport& learnt) {
    Judged& judged = learnt.judged;
    std::vector<ReplayedClient> clients;
    for (const Explanation& v : judged.verdicts) {
      const auto& refusal = v.played().negotiation.refusal;
      const bool alerts = refusal && refusal->by == Party::client && refusal->alert;
      clients.push_back({v.played().client,
                         alerts ? std::optional(AlertDescription{*refusal->alert}) : std::nullopt});
    }
    auto talk = std::make_unique<Talk>();
    talk->target = target;
    talk->interview = std::make_unique<Replay>(std::move(clients), judged.setting.host);
    hold_interviews(
        setup_, [&] { return std::move(talk); },
        [&](std::unique_ptr<Talk> ended) {
          const auto& replay = static_cast<const Replay&>(*ended->interview);
          for (std::size_t i = 0; i < judged.verdicts.size() && !ended->failure; ++i)
            judged.verdicts[i].played().replayed = replayed(
                judged.verdicts[i].played().negotiation, replay.answers()[i], replay.recorded(i));
          if (ended->failure) learnt.input.notes.push_back(ended->failure->what);
        });
    report(target, learnt);
  }

  static Replayed replayed(const Negotiation& foretold, const ProbeAnswer& answer, bool recorded) {
    return {answer,  answer.alert, answer.agreed(), answer.finished, as_foretold(foretold, answer),
            recorded};
  }

  void report(const ProbeTarget& target, const JudgedReport& learnt) {
    print(learnt, how_);
    keeper_.keep(key_of(target), learnt.judged);
    code_ = std::max(code_, exit_code_of(learnt.judged));
  }

  const ProbeOptions& options_;
  const ExplainOptions& how_;
  ProbeSetup setup_;
  Keeper& keeper_;
  std::map<std::string, std::size_t> addresses_;  // how many of them a name has
  std::map<std::string, Name> names_;
  Farm farm_;
  std::deque<std::pair<ProbeTarget, JudgedReport>> waiting_;
  std::size_t done_ = 0;
  int code_ = exit_code::nothing_failed;
  bool unreadable_ = false;
};

}  // namespace

Result<ProbeSetup> setup_of(const ProbeOptions& options) {
  ProbeSetup out;
  if (!(options.timeout >= 0.05 && options.timeout <= 3600))
    return failure(Error::Kind::usage, "--timeout is from 0.05 to 3600 seconds");
  out.limits.step = std::chrono::milliseconds(std::lround(options.timeout * 1000));
  out.limits.connections_per_server = std::clamp(options.connections, 1U, 64U);
  out.limits.rate = std::max(0.0, options.rate);
  if (!options.proxy.empty()) {
    auto proxy = parse_proxy(options.proxy);
    if (!proxy) return std::unexpected(proxy.error());
    out.proxy = std::move(*proxy);
  }
  if (!options.certificate.empty() || !options.key.empty()) {
    auto certificate = read_client_certificate(options);
    if (!certificate) return std::unexpected(certificate.error());
    out.certificate = std::move(*certificate);
  }
  return out;
}

int probe(const ProbeOptions& options, const ExplainOptions& how) {
  auto setup = setup_of(options);
  if (!setup) return tell(setup.error(), how.wording.language);
  const auto words = words_of(options);
  if (!words) return tell(words.error(), how.wording.language);
  const std::string input =
      options.list.empty() ? fmt::format("{}", fmt::join(options.targets, " ")) : options.list;
  auto keeper = Keeper::open(options, how, input);
  if (!keeper) return tell(keeper.error(), how.wording.language);
  std::vector<ProbeTarget> targets;
  int code = exit_code::nothing_failed;
  for (const Word& word : *words) {
    auto target = parse_target(word.text, options.starttls);
    if (!target)
      return tell(Error{target.error().kind, word.place + target.error().what},
                  how.wording.language);
    const std::string name = name_of(*target);
    if (keeper->has(name)) continue;
    auto addresses = with_addresses(std::move(*target), options, setup->proxy.has_value());
    if (!addresses) {
      code = std::max(code, tell(addresses.error(), how.wording.language));
      if (addresses.error().kind == Error::Kind::usage) return exit_code::usage;
      keeper->keep_unreached(name, addresses.error().what);
      continue;
    }
    std::ranges::move(*addresses, std::back_inserter(targets));
  }
  code = std::max(code, Prober(options, how, std::move(*setup), *keeper).run(std::move(targets)));
  if (const auto kept = keeper->finish(); !kept)
    code = std::max(code, tell(kept.error(), how.wording.language));
  return code;
}

}  // namespace tlswhy
