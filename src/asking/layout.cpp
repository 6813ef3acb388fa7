#include "asking/layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <map>

#include "app/exit_code.hpp"
#include "app/page_file.hpp"
#include "app/tell.hpp"
#include "asking/address_use.hpp"
#include "asking/gadget_fetch.hpp"
#include "asking/keeper.hpp"
#include "base/files.hpp"
#include "report/gadgets_report.hpp"
#include "report/json/layout.hpp"
#include "report/layout_report.hpp"
#include "report/text/lay_out.hpp"
#include "sources/layout/layout.hpp"
#include "sources/probe/target.hpp"

namespace tlswhy {
namespace {

using Source = GadgetRow::Source;

Source source_of(const LayoutEntry& e) {
  if (e.placeholder) return Source::placeholder;
  switch (e.kind) {
    case LayoutEntry::Kind::secure: return Source::server;
    case LayoutEntry::Kind::plain: return Source::plain;
    case LayoutEntry::Kind::own: return Source::own;
    case LayoutEntry::Kind::other: return Source::other;
    case LayoutEntry::Kind::malformed: break;
  }
  return Source::malformed;
}

GadgetRow row_of(const LayoutEntry& e) {
  return {.source = source_of(e),
          .element = e.element,
          .role = e.role,
          .tab = e.tab,
          .url = e.url,
          .line = e.line,
          .host = {},
          .disabled = e.disabled,
          .fault = e.fault,
          .outcome = {}};
}

class LayoutCheck {
 public:
  LayoutCheck(const ProbeOptions& options, const ExplainOptions& how, ProbeSetup setup)
      : options_(options), how_(how), setup_(std::move(setup)) {}

  LayoutReport run(const std::string& name, const Layout& layout) {
    report_.name = name;
    report_.notes = how_.notes;
    list(layout);
    ask();
    fetch_gadgets(report_, targets_, urls_, how_.setting.clients.front()->offer, setup_);
    return std::move(report_);
  }

 private:
  void list(const Layout& layout) {
    const std::vector<LayoutHost> hosts = hosts_of(layout, options_.disabled);
    std::vector<std::vector<std::size_t>> of_entry(layout.entries.size());
    for (std::size_t i = 0; i < hosts.size(); ++i) {
      targets_.push_back({hosts[i].host, hosts[i].port, std::nullopt, {}});
      report_.hosts.emplace_back().name = host_and_port(hosts[i].host, hosts[i].port);
      for (const std::size_t entry : hosts[i].entries) of_entry[entry].push_back(i);
    }
    for (std::size_t i = 0; i < layout.entries.size(); ++i) {
      const LayoutEntry& e = layout.entries[i];
      if (e.disabled && !options_.disabled) {
        ++report_.left_out;
        continue;
      }
      GadgetRow row = row_of(e);
      if (row.source != Source::server) add(row, {});
      for (const std::size_t host : of_entry[i]) {
        row.host = host;
        row.alternate = hosts[host].host != e.parsed.host || hosts[host].port != e.parsed.port;
        add(row, e.parsed);
      }
    }
  }

  void add(const GadgetRow& row, const Url& url) {
    report_.rows.push_back(row);
    urls_.push_back(url);
    if (!row.host) return;
    urls_.back().host = targets_[*row.host].host;
    urls_.back().port = targets_[*row.host].port;
  }

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

Result<Layout> read(const std::string& path) {
  const auto text = read_file(path, max_layout_bytes);
  if (!text) return std::unexpected(text.error());
  return read_layout(path, *text);
}

}  // namespace

int check_layout(const std::string& path, const ProbeOptions& options, ExplainOptions how) {
  auto setup = setup_of(options);
  const auto layout = setup ? read(path) : std::unexpected(setup.error());
  if (!layout) return tell(layout.error(), how.wording.language);
  if (how.setting.clients.empty()) how.setting.clients = {knowledge::find_client("finesse-11")};
  auto keeper = Keeper::open(options, how, path);
  if (!keeper) return tell(keeper.error(), how.wording.language);
  const LayoutReport report = LayoutCheck(options, how, std::move(*setup)).run(path, *layout);
  if (how.format == Format::text) {
    fmt::print("{}", text::lay_out(gadgets_report(report, how.wording), how.style()));
  } else {
    put_document(json::layout(report, how.wording), how);
  }
  std::fflush(stdout);
  const bool bad = std::ranges::any_of(
      report.rows, [&](const GadgetRow& row) { return loads(report, row) == false; });
  const int code = bad ? exit_code::would_fail : exit_code::nothing_failed;
  keeper->keep(report);
  const auto kept = keeper->finish();
  return kept ? code : std::max(code, tell(kept.error(), how.wording.language));
}

}  // namespace tlswhy
