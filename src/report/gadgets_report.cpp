#include "report/gadgets_report.hpp"

#include <algorithm>
#include <utility>

#include "knowledge/ids/causes.hpp"
#include "knowledge/ids/sentences.hpp"
#include "report/remedy_words.hpp"
#include "wire/names.hpp"
#include "wire/registry.hpp"

namespace tlswhy {
namespace {

constexpr std::size_t longest_path = 44;

class GadgetComposer {
 public:
  GadgetComposer(const LayoutReport& report, const Wording& wording) : r_(report), o_(wording) {}

  Report compose() {
    out_.title = r_.name;
    out_.about = clients();
    failing();
    not_failing(sentence::report_works, true);
    not_failing(sentence::report_notes, false);
    not_asked();
    if (!r_.notes.empty()) out_.sections.push_back({.name = "notes", .label = {}});
    for (const std::string& note : r_.notes) more(note);
    summary();
    return std::move(out_);
  }

 private:
  // A section of its own, one more line of the last one, or that if it has this label.
  void start(knowledge::SentenceId label, std::string text, std::string mark = {}) {
    out_.begin(label, o_.language)
        .lines.push_back({.text = std::move(text), .mark = std::move(mark)});
  }
  void more(std::string text) { out_.sections.back().lines.push_back({.text = std::move(text)}); }
  void go_on(knowledge::SentenceId label, std::string text) {
    out_.section(label, o_.language).lines.push_back({.text = std::move(text)});
  }

  [[nodiscard]] std::string say(knowledge::SentenceId id,
                                std::initializer_list<knowledge::Parameter> parameters = {}) const {
    return knowledge::say(id, o_.language, parameters);
  }

  // The client that all servers were judged as, where it is one.
  [[nodiscard]] std::string clients() const {
    for (const GadgetHost& host : r_.hosts) {
      if (host.judged.verdicts.size() == 1)
        return say(sentence::report_client_given,
                   {{"client", std::string(host.judged.verdicts.front().played().client->name)}});
    }
    return {};
  }

  // Where in the desktop it is, and its path without the query.
  [[nodiscard]] std::string place(const GadgetRow& row) const {
    const std::size_t slashes = row.url.find("//");
    std::string path = slashes == std::string::npos ? row.url : row.url.substr(slashes + 2);
    if (slashes != std::string::npos) path.erase(0, std::min(path.find('/'), path.size()));
    if (const std::size_t query = path.find('?'); query != std::string::npos)
      path.replace(query, std::string::npos, "?...");
    if (path.size() > longest_path) path = "..." + path.substr(path.size() - longest_path + 3);
    std::string out = row.role.empty() ? say(sentence::gadget_place_header, {{"path", path}})
                      : row.tab.empty()
                          ? say(sentence::gadget_place_page, {{"role", row.role}, {"path", path}})
                          : say(sentence::gadget_place_tab,
                                {{"role", row.role}, {"tab", row.tab}, {"path", path}});
    if (row.alternate) out = say(sentence::gadget_alternate, {{"place", out}});
    if (row.disabled) out = say(sentence::gadget_disabled, {{"place", out}});
    return out;
  }

  void rows(std::size_t host, bool works) {
    for (const GadgetRow& row : r_.rows) {
      if (row.host != host || (loads(r_, row) == false) == works) continue;
      const bool tell = row.outcome && row.outcome->kind != GadgetOutcome::Kind::ok;
      more(place(row));
      if (tell) more(text_of(*row.outcome, o_.language));
    }
  }

  [[nodiscard]] bool any(std::size_t host, bool works) const {
    return std::ranges::any_of(r_.rows, [&](const GadgetRow& row) {
      return row.host == host && (loads(r_, row) == false) != works;
    });
  }

  [[nodiscard]] std::string name(const GadgetHost& host) const {
    return host.address.empty() ? host.name : host.name + " (" + host.address + ")";
  }

  // Of a name with several addresses: how many are alike, and that they should be.
  void addresses(const GadgetHost& host) {
    if (host.addresses < 2 || host.refusing + host.unreachable == 0) return;
    more(say(sentence::gadget_addresses, {{"count", host.addresses},
                                          {"refusing", host.refusing},
                                          {"unreachable", host.unreachable}}));
    if (host.refusing > 0 && host.refusing + host.unreachable < host.addresses)
      more(std::string(
          knowledge::cause(knowledge::CauseId::farm_inconsistent).text(o_.language).verdict));
  }

  // The first change, where it is made, and what it does to security.
  void remedy(const GadgetHost& host) {
    const Explanation* v = host.refusal();
    if (v == nullptr || v->remedies().empty()) return;
    const Remedy& r = v->remedies().front();
    start(sentence::report_do_this,
          say(place_of(r)) + ": " + std::string(knowledge::change(r.change).title(o_.language)),
          say(effect_of(r)));
  }

  void failing() {
    for (std::size_t i = 0; i < r_.hosts.size(); ++i) {
      if (!any(i, false)) continue;
      const GadgetHost& host = r_.hosts[i];
      start(sentence::report_fails, name(host) + ": " + connection_text(host, o_.language));
      addresses(host);
      if (const Explanation* v = host.refusal(); v != nullptr && !v->played().message.empty())
        start(sentence::report_will_print, v->played().message);
      rows(i, false);
      remedy(host);
    }
    for (const GadgetRow& row : r_.rows) {
      if (row.source != GadgetRow::Source::malformed) continue;
      start(sentence::report_fails, line(row) + row.fault);
    }
  }

  [[nodiscard]] static bool asked(const GadgetHost& host) {
    return !host.judged.verdicts.empty() || !host.trouble.empty();
  }

  // Of servers that were asked, or of those that were not: these are no more than a note.
  void not_failing(knowledge::SentenceId label, bool of_asked) {
    for (std::size_t i = 0; i < r_.hosts.size(); ++i) {
      if (asked(r_.hosts[i]) != of_asked || !any(i, true)) continue;
      go_on(label, r_.hosts[i].name + ": " + connection_text(r_.hosts[i], o_.language));
      if (!any(i, false)) addresses(r_.hosts[i]);
      rows(i, true);
    }
  }

  [[nodiscard]] std::string line(const GadgetRow& row) const {
    return say(sentence::gadget_line, {{"line", row.line}}) + ": ";
  }

  void not_asked() {
    for (const GadgetRow& row : r_.rows) {
      using Source = GadgetRow::Source;
      if (row.source != Source::plain && row.source != Source::placeholder &&
          row.source != Source::other)
        continue;
      const auto id = row.source == Source::plain         ? sentence::gadget_plain
                      : row.source == Source::placeholder ? sentence::gadget_placeholder
                                                          : sentence::gadget_other_scheme;
      go_on(sentence::report_notes, line(row) + place(row));
      more(say(id));
    }
    const auto own = std::ranges::count(r_.rows, GadgetRow::Source::own, &GadgetRow::source);
    if (own > 0) go_on(sentence::report_notes, say(sentence::gadget_own, {{"count", own}}));
    if (r_.left_out > 0)
      go_on(sentence::report_notes, say(sentence::gadget_left_out, {{"count", r_.left_out}}));
  }

  void summary() {
    std::size_t good = 0, bad = 0, open = 0;
    for (const GadgetRow& row : r_.rows) {
      const auto result = loads(r_, row);
      ++(!result ? open : *result ? good : bad);
    }
    out_.closing.push_back(say(sentence::gadget_summary, {{"count", r_.rows.size()},
                                                          {"hosts", r_.hosts.size()},
                                                          {"good", good},
                                                          {"bad", bad},
                                                          {"open", open}}));
  }

  const LayoutReport& r_;
  const Wording& o_;
  Report out_;
};

}  // namespace

Report gadgets_report(const LayoutReport& layout, const Wording& wording) {
  return GadgetComposer(layout, wording).compose();
}

}  // namespace tlswhy
