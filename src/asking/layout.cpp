#include "asking/layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <map>

#include "app/layout_list.hpp"
#include "app/tell.hpp"
#include "asking/address_use.hpp"
#include "asking/gadget_fetch.hpp"
#include "asking/keeper.hpp"
#include "report/layout_report.hpp"
#include "sources/layout/layout.hpp"
#include "sources/probe/target.hpp"

namespace tlswhy {
namespace {

class LayoutCheck {
 public:
  LayoutCheck(const ProbeOptions& options, const ExplainOptions& how, ProbeSetup setup)
      : options_(options), how_(how), setup_(std::move(setup)) {}

  LayoutReport run(const std::string& name, const Layout& layout) {
    LayoutList listed = list_layout(name, layout, options_.disabled);
    report_ = std::move(listed.report);
    report_.notes = how_.notes;
    urls_ = std::move(listed.urls);
    for (const LayoutHost& host : listed.hosts)
      targets_.push_back({host.host, host.port, std::nullopt, {}});
    ask();
    fetch_gadgets(report_, targets_, urls_, how_.setting.clients.front()->offer, setup_);
    return std::move(report_);
  }

 private:
  void progress(std::size_t done, std::size_t all) const {
    if (how_.progress && all > 1) fmt::print(stderr, "\r{} of {}", done, all);
    if (how_.progress && done == all) std::fputs("\r\x1b[K", stderr);
  }

  void ask() {
    std::vector<ProbeTarget> servers;
    for (std::size_t i = 0; i < targets_.size(); ++i) {
      auto of_name = with_addresses(targets_[i], options_, setup_.proxy.has_value());
      if (!of_name) {
        set_trouble(report_.hosts[i], of_name.error().what);
        continue;
      }
      report_.hosts[i].addresses = of_name->size();
      for (const ProbeTarget& target : *of_name)
        if (target.address) asked_[report_.hosts[i].name].push_back({*target.address, false});
      servers.insert(servers.end(), of_name->begin(), of_name->end());
    }
    std::size_t next = 0, done = 0;
    hold_interviews(
        setup_,
        [&] { return next == servers.size() ? nullptr : survey_of(servers[next++], options_); },
        [&](std::unique_ptr<Talk> talk) {
          progress(++done, servers.size());
          const auto found =
              std::ranges::find(report_.hosts, name_of(talk->target), &GadgetHost::name);
          if (found != report_.hosts.end()) take(*talk, *found);
        });
    for (GadgetHost& host : report_.hosts) {
      const auto& asked = asked_[host.name];
      if (host.judged.verdicts.empty() || asked.size() < 2) continue;
      if (!all_get_through(host.judged, asked))
        host.cut_off = unreached_text(host.judged, asked, how_.wording.language);
    }
  }

  static void set_trouble(GadgetHost& host, const std::string& what) {
    host.trouble = what;
    if (host.trouble.starts_with(host.name + ": ")) host.trouble.erase(0, host.name.size() + 2);
  }

  // Of several addresses one that refuses is shown, where one does.
  void take(const Talk& talk, GadgetHost& host) {
    if (talk.failure) {
      ++host.unreachable;
      if (host.judged.verdicts.empty()) set_trouble(host, talk.failure->what);
      return;
    }
    for (AskedAddress& asked : asked_[host.name])
      if (asked.ip == talk.address.ip) asked.reached = true;
    Judged judged = judge_talk(talk, options_, how_);
    const bool refuses = !std::ranges::all_of(judged.verdicts, &Explanation::established);
    const bool shown = host.judged.verdicts.empty() || (refuses && host.refusing == 0);
    if (refuses) ++host.refusing;
    if (!shown) return;
    host.trouble.clear();
    if (refuses && host.addresses > 1) host.address = to_string(talk.address.ip);
    host.judged = std::move(judged);
  }

  const ProbeOptions& options_;
  const ExplainOptions& how_;
  ProbeSetup setup_;
  LayoutReport report_;
  std::vector<ProbeTarget> targets_;                        // of report_.hosts
  std::vector<Url> urls_;                                   // of report_.rows
  std::map<std::string, std::vector<AskedAddress>> asked_;  // of report_.hosts, by name
};

}  // namespace

int check_layout(const std::string& path, const ProbeOptions& options, ExplainOptions how) {
  auto setup = setup_of(options);
  const auto layout = setup ? read_layout_file(path) : std::unexpected(setup.error());
  if (!layout) return tell(layout.error(), how.wording.language);
  if (how.setting.clients.empty()) how.setting.clients = {knowledge::find_client("finesse-11")};
  auto keeper = Keeper::open(options, how, path);
  if (!keeper) return tell(keeper.error(), how.wording.language);
  const LayoutReport report = LayoutCheck(options, how, std::move(*setup)).run(path, *layout);
  const int code = print_layout(report, how);
  keeper->keep(report);
  const auto kept = keeper->finish();
  return kept ? code : std::max(code, tell(kept.error(), how.wording.language));
}

}  // namespace tlswhy
