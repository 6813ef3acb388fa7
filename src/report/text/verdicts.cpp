#include "report/text/verdicts.hpp"

#include <algorithm>
#include <functional>
#include <utility>

#include "knowledge/sentence.hpp"
#include "report/text/learned.hpp"
#include "report/text/page.hpp"
#include "wire/names.hpp"
#include "wire/registry.hpp"
#include "x509/path.hpp"

namespace tlswhy::text {
namespace {

std::string say(const TextOptions& o, knowledge::SentenceId id,
                std::initializer_list<knowledge::Parameter> parameters = {}) {
  return knowledge::render(knowledge::sentence(id, o.language), parameters, o.language);
}

std::string row(const Certificate& c, const std::string& place, const TextOptions& o) {
  const std::string signature = c.signature.pss && !c.signature.hash.empty()
                                    ? c.signature.name + "/" + c.signature.hash
                                    : c.signature.name;
  return say(o, sentence::report_chain_place,
             {{"place", place}, {"subject", short_name(c.subject)}}) +
         ": " +
         say(o, sentence::report_chain_row,
             {{"signature", signature}, {"key", c.key_text}, {"not_after", to_date(c.not_after)}});
}

// The certificates sent, in their places on the path of the first client that looked at them, and
// the anchor that it took out of the store.
void chain_table(Page& page, const Judged& judged, const TextOptions& o) {
  if (judged.server().credentials.empty()) return;
  const CertificateList& sent = judged.server().credentials.front().chain;
  const SentPath path = [&sent] {
    std::vector<const Certificate*> list;
    for (const auto& certificate : sent) list.push_back(certificate.get());
    return sent_path(list);
  }();
  bool first = true;
  const auto line = [&](const Certificate& certificate, const std::string& place) {
    page.writer().line(first ? say(o, sentence::report_chain) : "", row(certificate, place, o));
    first = false;
  };
  std::size_t depth = 0;
  for (const std::size_t index : path.indices)
    line(*sent[index], say(o, sentence::report_chain_sent, {{"depth", depth++}}));
  for (std::size_t i = 0; i < sent.size(); ++i) {
    if (std::ranges::find(path.indices, i) == path.indices.end())
      line(*sent[i], say(o, sentence::report_chain_extra));
  }
  const CertificateList store = judged.setting.store.value_or(CertificateList{});
  for (const Explanation& v : judged.verdicts) {
    if (!v.played().negotiation.path || v.played().negotiation.path->path.empty()) continue;
    const std::size_t anchor = v.played().negotiation.path->path.back();
    if (anchor >= sent.size() && anchor - sent.size() < store.size())
      line(*store[anchor - sent.size()], say(o, sentence::report_chain_store));
    break;
  }
}

std::string connects(const Explanation& v, const TextOptions& o) {
  const ServerFlight& flight = v.played().negotiation.flight;
  std::string out = say(o, sentence::report_would_connect,
                        {{"client", std::string(v.played().client->name)},
                         {"version", version_name(flight.version)},
                         {"suite", cipher_suite_text(flight.cipher_suite)}});
  if (v.played().negotiation.path && v.played().negotiation.path->anchor_assumed)
    out += ", " + say(o, sentence::report_anchor_assumed);
  return out;
}

// What nobody has confirmed of the profile: one line of it, all with --full.
void assumptions(Page& page, const knowledge::ClientProfile& client, const TextOptions& o) {
  std::string label = say(o, sentence::report_assumes);
  for (const std::string_view text : client.assumptions) {
    page.writer().line(std::exchange(label, {}), text);
    if (!o.full) return;
  }
}

// What the server made of the client's real hello.
void replayed(Page& page, const Explanation& v, const TextOptions& o) {
  if (!v.played().replayed) return;
  const Replayed& r = *v.played().replayed;
  const std::string label = say(o, sentence::probe_replay);
  const std::string hello =
      say(o, r.recorded ? sentence::probe_hello_recorded : sentence::probe_hello_written);
  if (r.answered) {
    page.writer().line(label, say(o, r.agrees ? sentence::probe_gets : sentence::probe_gets_other,
                                  {{"hello", hello},
                                   {"version", version_name(r.version)},
                                   {"suite", cipher_suite_text(r.cipher_suite)}}));
    return;
  }
  const std::string alert =
      r.alert ? alert_description_text(*r.alert) : say(o, sentence::probe_no_word);
  page.writer().line(
      label, say(o, r.agrees ? sentence::probe_gets_alert : sentence::probe_gets_other_alert,
                 {{"hello", hello}, {"alert", alert}}));
}

std::string one(const JudgedReport& report, const Explanation& v, const TextOptions& o) {
  const Subject subject{v.diagnosis, v.remedies(), std::string(v.played().client->name),
                        report.server_name()};
  Page page(subject, o);
  page.header(report.input.name, say(o, sentence::report_client_given,
                                     {{"client", std::string(v.played().client->name)}}));
  if (v.established()) {
    page.writer().line(say(o, sentence::report_verdict), connects(v, o));
    chain_table(page, report.judged, o);
    replayed(page, v, o);
    assumptions(page, *v.played().client, o);
    return page.result() + "\n";
  }
  page.verdict();
  page.would_refuse();
  page.where();
  page.why();
  if (!v.played().message.empty())
    page.writer().line(say(o, sentence::report_will_print), v.played().message);
  replayed(page, v, o);
  chain_table(page, report.judged, o);
  assumptions(page, *v.played().client, o);
  Page rest(subject, o);
  rest.after_remedy(report.judged.learned ? sentence::report_check_probe
                                          : sentence::report_check_chain);
  constexpr std::size_t around_steps = 4;
  const std::size_t used = page.lines() + rest.lines() + around_steps;
  page.first_remedy(used < Page::screen ? Page::screen - used : 0);
  page.append(rest);
  return page.result() + "\n";
}

// Version and suite; of a chain alone they mean nothing.
std::string agreed(const Judged& judged, const Explanation& v) {
  if (judged.server().only_chains_known) return {};
  const ServerFlight& flight = v.played().negotiation.flight;
  return version_name(flight.version) + ", " + cipher_suite_text(flight.cipher_suite);
}

// What a client that refuses, or is refused, would show of it: in one line.
std::string refusal(const Explanation& v, const TextOptions& o) {
  const Diagnosis& d = v.diagnosis;
  std::string out(knowledge::cause(*d.cause).text(o.language).title);
  if (d.ending) out += "; " + text_of(*d.ending, o.language);
  return out;
}

// Clients that end alike stand together.
struct Group {
  std::string end, clients;
  std::size_t count = 0;
};
std::vector<Group> groups_of(const Judged& judged, bool accepted, const TextOptions& o) {
  std::vector<Group> out;
  for (const Explanation& v : judged.verdicts) {
    if (v.established() != accepted) continue;
    std::string end = accepted ? agreed(judged, v) : refusal(v, o);
    auto found = std::ranges::find(out, end, &Group::end);
    if (found == out.end()) found = out.insert(out.end(), {std::move(end), {}, 0});
    if (found->count++ > 0) found->clients += ", ";
    found->clients += v.played().client->name;
  }
  std::ranges::stable_sort(out, std::ranges::greater(), &Group::count);
  return out;
}

std::string table(const JudgedReport& report, const TextOptions& o) {
  static const Diagnosis none;
  static const std::vector<Remedy> no_remedies;
  Page page({none, no_remedies, {}, report.server_name()}, o);
  page.header(report.input.name, report.server_name());
  if (report.judged.learned) learned(page.writer(), *report.judged.learned, o);
  chain_table(page, report.judged, o);
  for (const bool accepted : {false, true}) {
    std::string label = say(o, accepted ? sentence::report_works : sentence::report_fails);
    for (const Group& group : groups_of(report.judged, accepted, o)) {
      page.writer().line(std::exchange(label, {}),
                         group.end.empty() ? group.clients : group.end + ":");
      if (!group.end.empty()) page.writer().line("", "  " + group.clients);
    }
  }
  return page.result();
}

}  // namespace

std::string verdicts(const JudgedReport& report, const TextOptions& o) {
  const auto& all = report.judged.verdicts;
  std::string out;
  if (all.size() > 1 || report.judged.learned) out = table(report, o);
  // One client is told whole; of a few each that fails; of many the first, or all with --full.
  constexpr std::size_t few = 4;
  for (const Explanation& v : all) {
    if (all.size() > 1 && v.established()) continue;
    out += (out.empty() ? "" : "\n") + one(report, v, o);
    if (!o.full && all.size() > few) break;
  }
  const auto accepted = std::ranges::count_if(all, &Explanation::established);
  if (all.size() > 1) {
    out += report.input.name + ": " +
           say(o, sentence::report_verdicts_summary,
               {{"count", all.size()},
                {"accepted", accepted},
                {"refused", std::ssize(all) - accepted}}) +
           "\n";
  }
  for (const std::string& note : report.input.notes) out += note + "\n";
  return out;
}

}  // namespace tlswhy::text
