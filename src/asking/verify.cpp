// `tlswhy verify HOST:PORT --was OLD.json`.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <span>

#include "app/exit_code.hpp"
#include "app/tell.hpp"
#include "asking/probe.hpp"
#include "base/files.hpp"
#include "knowledge/ids/sentences.hpp"
#include "knowledge/sentence.hpp"
#include "model/learned_difference.hpp"
#include "report/learned_change.hpp"
#include "sources/description/learned_server_reader.hpp"
#include "sources/probe/target.hpp"
#include "sources/probe/verification.hpp"

namespace tlswhy {
namespace {

Result<LearnedServer> read_old(const std::string& path) {
  constexpr std::size_t most_bytes = std::size_t{64} << 20;
  const auto text = read_file(path, most_bytes);
  if (!text) return std::unexpected(text.error());
  return read_learned_server(path, *text);
}

// Holds one interview; the error that ended it, if any.
Result<std::unique_ptr<Talk>> hold(const ProbeSetup& setup, std::unique_ptr<Talk> talk) {
  std::unique_ptr<Talk> out;
  hold_interviews(
      setup, [&] { return std::move(talk); },
      [&](std::unique_ptr<Talk> ended) { out = std::move(ended); });
  if (out->failure) return std::unexpected(*out->failure);
  return out;
}

class Verifier {
 public:
  Verifier(const ProbeOptions& options, const ExplainOptions& how, ProbeSetup setup,
           LearnedServer was)
      : options_(options), how_(how), setup_(std::move(setup)), was_(std::move(was)) {}

  Result<int> run(const ProbeTarget& target) {
    auto quick = std::make_unique<Talk>();
    quick->target = target;
    quick->interview = std::make_unique<Verification>(was_, server_name_of(target, options_));
    const auto round = hold(setup_, std::move(quick));
    if (!round) return std::unexpected(round.error());
    const Talk& talk = **round;
    if (static_cast<const Verification&>(*talk.interview).unchanged()) {
      LearnedServer still = was_;
      still.address = talk.address;
      still.cost = talk.cost;
      still.cost.rounds = 1;
      return report(judge_learned(std::move(still), host_of(target, options_, how_), how_), true);
    }
    const auto whole = hold(setup_, survey_of(target, options_));
    if (!whole) return std::unexpected(whole.error());
    return report(judge_talk(**whole, options_, how_), false);
  }

 private:
  [[nodiscard]] std::string say(knowledge::SentenceId id,
                                std::initializer_list<knowledge::Parameter> parameters = {}) const {
    return knowledge::render(knowledge::sentence(id, how_.wording.language), parameters,
                             how_.wording.language);
  }

  Result<int> report(Judged now, bool unchanged) {
    const auto changes = differences(was_, *now.learned);
    const int code = exit_code_of(now);
    const std::vector<std::string> compared = compare(now, changes, unchanged);
    if (how_.format == Format::text) {
      print_text(compared, now);
    } else {
      JudgedReport told = report_of(std::move(now), how_);
      told.changes.emplace();
      for (const LearnedChange& change : changes)
        told.changes->push_back(
            {std::string(name_of(change)), text_of(change, how_.wording.language)});
      told.compared = compared;
      print(told, how_);
    }
    std::fflush(stdout);
    return code;
  }

  [[nodiscard]] std::vector<std::string> compare(const Judged& now,
                                                 const std::vector<LearnedChange>& changes,
                                                 bool unchanged) const {
    const LearnedServer& server = *now.learned;
    std::vector<std::string> out{
        unchanged ? say(sentence::probe_unchanged, {{"hellos", server.cost.hellos}})
                  : say(sentence::probe_changed, {{"count", changes.size()}})};
    for (const LearnedChange& change : changes)
      out.push_back(text_of(change, how_.wording.language));
    const Judged before = judge_learned(was_, now.setting.host, how_);
    add_clients(before, now, true, out);
    add_clients(before, now, false, out);
    return out;
  }

  void print_text(const std::vector<std::string>& compared, const Judged& now) const {
    const std::string& name = now.learned->name;
    fmt::print("{}: {}\n", name, compared.front());
    for (const std::string& line : std::span(compared).subspan(1)) fmt::print("  {}\n", line);
    const auto accepted = std::ranges::count_if(now.verdicts, &Explanation::established);
    fmt::print(
        "{}: {}\n", name,
        say(sentence::report_verdicts_summary, {{"count", now.verdicts.size()},
                                                {"accepted", accepted},
                                                {"refused", std::ssize(now.verdicts) - accepted}}));
  }

  // Who connects (or not) and did not (or did) before.
  void add_clients(const Judged& before, const Judged& now, bool connects,
                   std::vector<std::string>& out) const {
    std::string names;
    for (std::size_t i = 0; i < now.verdicts.size(); ++i) {
      const bool after = now.verdicts[i].established();
      if (after != connects || before.verdicts[i].established() == after) continue;
      if (!names.empty()) names += ", ";
      names += now.verdicts[i].played().client->name;
    }
    if (names.empty()) return;
    const auto id = connects ? sentence::probe_connects_now : sentence::probe_connects_no_more;
    out.push_back(say(id, {{"clients", names}}));
  }

  const ProbeOptions& options_;
  const ExplainOptions& how_;
  ProbeSetup setup_;
  LearnedServer was_;
};

}  // namespace

int verify(const ProbeOptions& options, const ExplainOptions& how) {
  const auto fail = [&how](const Error& error) { return tell(error, how.wording.language); };
  if (options.targets.size() != 1 || options.was.empty())
    return fail({Error::Kind::usage, "verify takes one HOST:PORT and --was OLD.json"});
  if (options.addresses.size() > 1)
    return fail({Error::Kind::usage, "verify asks one server: --ip takes one address with it"});
  auto setup = setup_of(options);
  if (!setup) return fail(setup.error());
  auto was = read_old(options.was);
  if (!was) return fail(was.error());
  const std::string starttls = options.starttls.empty() ? was->starttls : options.starttls;
  auto target = parse_target(options.targets.front(), starttls);
  if (!target) return fail(target.error());
  if (!options.addresses.empty()) {
    const auto targets = with_addresses(*target, options, setup->proxy.has_value());
    if (!targets) return fail(targets.error());
    target = targets->front();
  }
  const auto code = Verifier(options, how, std::move(*setup), std::move(*was)).run(*target);
  return code ? *code : fail(code.error());
}

}  // namespace tlswhy
