#include <algorithm>
#include <functional>
#include <utility>

#include "knowledge/ids/sentences.hpp"
#include "report/compose.hpp"
#include "report/composer.hpp"
#include "report/learned_report.hpp"
#include "report/sent_chain.hpp"
#include "wire/names.hpp"
#include "wire/registry.hpp"

namespace tlswhy {
namespace {

std::string connects(const Composer& out, const Played& played) {
  const Negotiation& n = played.negotiation;
  std::string text = out.say(sentence::report_would_connect,
                             {{"client", played.client->name},
                              {"version", version_name(n.flight.version)},
                              {"suite", cipher_suite_text(n.flight.cipher_suite)}});
  if (!n.path || !n.path->anchor_assumed) return text;
  const auto condition =
      n.path->anchor_named ? sentence::report_anchor_named : sentence::report_anchor_assumed;
  return out.say(sentence::report_on_condition,
                 {{"what", text}, {"condition", out.say(condition)}});
}

// What nobody has confirmed of the profile: one line of it, all where there is room.
void assumptions(Composer& out, const Played& played, bool full) {
  for (const std::string_view text : played.client->assumptions) {
    out.line(sentence::report_assumes, out.phrase(text));
    if (!full) return;
  }
}

// What the server made of the client's real hello.
void replayed(Composer& out, const Played& played) {
  if (!played.replayed) return;
  const Replayed& r = *played.replayed;
  const std::string hello =
      out.say(r.recorded ? sentence::probe_hello_recorded : sentence::probe_hello_written);
  const std::string alert =
      r.alert ? alert_description_text(*r.alert) : out.say(sentence::probe_no_word);
  const auto line = [&](knowledge::SentenceId as_foretold, knowledge::SentenceId other) {
    out.line(sentence::probe_replay,
             out.say(r.agrees ? as_foretold : other, {{"hello", hello},
                                                      {"version", version_name(r.version)},
                                                      {"suite", cipher_suite_text(r.cipher_suite)},
                                                      {"alert", alert}}));
  };
  if (!r.answered) return line(sentence::probe_gets_alert, sentence::probe_gets_other_alert);
  if (!r.alert) return line(sentence::probe_gets, sentence::probe_gets_other);
  line(sentence::probe_gets_then_alert, sentence::probe_gets_then_other_alert);
}

void chain(Composer& out, const Judged& judged, const Wording& wording) {
  for (std::string& row : sent_chain(judged, wording))
    out.line(sentence::report_chain, std::move(row));
}

// Version and suite; of a chain alone they mean nothing.
std::string agreed(const Judged& judged, const Explanation& e) {
  if (judged.server().only_chains_known) return {};
  const ServerFlight& flight = e.played().negotiation.flight;
  return version_name(flight.version) + ", " + cipher_suite_text(flight.cipher_suite);
}

// What a client that refuses, or is refused, would show of it: in one line.
std::string refusal(const Explanation& e, const Wording& wording) {
  const Diagnosis& d = e.diagnosis;
  std::string out =
      d.cause ? std::string(knowledge::cause(*d.cause).text(wording.language).title) : "";
  if (d.ending) out += "; " + text_of(*d.ending, wording.language);
  return out;
}

// Clients that end alike stand together.
struct Group {
  std::string end, clients;
  std::size_t count = 0;
};
std::vector<Group> groups_of(const Judged& judged, bool accepted, const Wording& wording) {
  std::vector<Group> out;
  for (const Explanation& e : judged.verdicts) {
    if (e.established() != accepted) continue;
    std::string end = accepted ? agreed(judged, e) : refusal(e, wording);
    auto found = std::ranges::find(out, end, &Group::end);
    if (found == out.end()) found = out.insert(out.end(), {std::move(end), {}, 0});
    if (found->count++ > 0) found->clients += ", ";
    found->clients += e.played().client->name;
  }
  std::ranges::stable_sort(out, std::ranges::greater(), &Group::count);
  return out;
}

}  // namespace

Report played_report(const Judged& judged, const Explanation& e, const std::string& server,
                     const Wording& wording) {
  const Played& played = e.played();
  Composer out(e, std::string(played.client->name), server, wording);
  if (e.established()) {
    out.line(sentence::report_verdict, connects(out, played));
    chain(out, judged, wording);
    replayed(out, played);
    assumptions(out, played, wording.full);
  } else {
    out.verdict();
    out.would_refuse();
    out.where();
    out.why();
    if (!played.message.empty()) out.line(sentence::report_will_print, played.message);
    replayed(out, played);
    chain(out, judged, wording);
    assumptions(out, played, wording.full);
    out.remedies(judged.learned ? sentence::report_check_probe : sentence::report_check_chain);
  }
  Report report = out.take();
  report.about = knowledge::say(sentence::report_client_given, wording.language,
                                {{"client", played.client->name}});
  return report;
}

Report table_report(const JudgedReport& judged, const Wording& wording) {
  static const Explanation none;
  Composer out(none, {}, judged.server_name(), wording);
  chain(out, judged.judged, wording);
  for (const bool accepted : {false, true}) {
    const auto label = accepted ? sentence::report_works : sentence::report_fails;
    for (const Group& group : groups_of(judged.judged, accepted, wording)) {
      out.line(label, group.end.empty() ? group.clients : group.end + ":");
      if (!group.end.empty()) out.line(label, "  " + group.clients);
    }
  }
  const auto assumed = [](const Explanation& e) {
    const auto& path = e.played().negotiation.path;
    return e.established() && path && path->anchor_assumed;
  };
  if (std::ranges::any_of(judged.judged.verdicts, assumed))
    out.line(sentence::report_assumes,
             out.say(judged.judged.setting.store ? sentence::report_roots_named
                                                 : sentence::report_roots_assumed));
  Report report;
  if (judged.judged.learned) report = learned_report(*judged.judged.learned, wording);
  std::ranges::move(out.take().sections, std::back_inserter(report.sections));
  if (!judged.compared.empty()) {
    ReportSection compared{.name = "compared", .label = {}};
    for (const std::string& sentence : judged.compared) compared.lines.push_back({sentence});
    report.sections.insert(report.sections.begin(), std::move(compared));
  }
  report.title = judged.input.name;
  report.about = judged.server_name();
  return report;
}

std::string summary_text(const Judged& judged, const Wording& wording) {
  const auto& all = judged.verdicts;
  const auto accepted = std::ranges::count_if(all, &Explanation::established);
  return knowledge::say(
      sentence::report_verdicts_summary, wording.language,
      {{"count", all.size()}, {"accepted", accepted}, {"refused", std::ssize(all) - accepted}});
}

}  // namespace tlswhy
