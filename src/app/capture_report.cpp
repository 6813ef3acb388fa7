#include "app/capture_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <vector>

#include "app/exit_code.hpp"
#include "app/page_file.hpp"
#include "knowledge/ids/sentences.hpp"
#include "knowledge/sentence.hpp"
#include "report/json/json.hpp"

namespace tlswhy {
namespace {

constexpr std::size_t most_undecided_shown = 3;

// The only line of a report that has one.
std::string text_of(const Report& report) {
  return report.sections.empty() ? std::string() : report.sections.front().lines.front().text;
}

std::uint32_t first_frame(const Explanation& e) {
  return e.seen().transcript.transport.first_frame();
}

}  // namespace

CaptureReport::CaptureReport(const ExplainOptions& options, const std::string& kind,
                             const std::string& name)
    : options_(options),
      input_{kind, name},
      conversations_(options.wording),
      exit_(exit_code::nothing_failed) {
  redact_input();
}

void CaptureReport::add(Explanation&& e) {
  summary_.count(e.diagnosis);
  exit_ = std::max(exit_, exit_code::of(e.diagnosis));
  if (e.established() && !options_.all) return;
  if (options_.redaction) e = options_.redaction->of(std::move(e));
  if (options_.format == Format::ndjson) {
    const std::string line = conversations_.line(e, input_.name) + "\n";
    std::fwrite(line.data(), 1, line.size(), stdout);
    return;
  }
  if (options_.format == Format::json) printed_.emplace(first_frame(e), conversations_.line(e, {}));
  if (!e.established()) {
    group(std::move(e));
  } else if (options_.format == Format::text) {
    printed_.emplace(first_frame(e), text::conversation(e, input_, {}, options_.style()));
  }
}

void CaptureReport::group(Explanation&& e) {
  Group& group = groups_[Key{e.diagnosis.cause, e.diagnosis.outcome, e.diagnosis.confidence}];
  group.servers.insert(e.seen().server());
  if (group.count++ == 0 || first_frame(e) < first_frame(group.first)) group.first = std::move(e);
}

void CaptureReport::finish(const CaptureSummary& capture) {
  describe(capture);
  redact_input();
  print();
}

void CaptureReport::finish(const LogSummary& log) {
  input_.lines = log.lines;
  std::ranges::copy(options_.notes, std::back_inserter(input_.notes));
  redact_input();
  print();
}

// Again where something was added: what stands for another thing stays.
void CaptureReport::redact_input() {
  if (options_.redaction) input_ = options_.redaction->of(std::move(input_));
}

void CaptureReport::print() {
  if (options_.format == Format::json) print_document();
  if (options_.format == Format::text) print_text();
}

void CaptureReport::describe(const CaptureSummary& s) {
  input_.packets = s.counts.packets;
  input_.truncated = s.truncated;
  for (const CaptureNote& note : s.notes) input_.notes.push_back(note.what);
  std::ranges::copy(options_.notes, std::back_inserter(input_.notes));
  std::uint32_t unknown = 0;
  for (const auto& [type, count] : s.counts.unknown_link_types) unknown += count;
  if (unknown > 0) {
    input_.notes.push_back(knowledge::say(sentence::report_no_link_type, options_.wording.language,
                                          {{"count", unknown}}));
  }
  note_not_followed(s.counts.other_ethertypes, sentence::report_other_ethertypes, "{:#06x}: {}");
  note_not_followed(s.counts.other_protocols, sentence::report_other_protocols, "{}: {}");
}

// What was in the packets in place of TCP, by its number, and in how many.
void CaptureReport::note_not_followed(const CaptureCounts::Numbered& counts,
                                      knowledge::SentenceId sentence, std::string_view form) {
  if (counts.empty()) return;
  std::vector<std::string> items;
  for (const auto& [number, packets] : counts)
    items.push_back(fmt::format(fmt::runtime(form), number, packets));
  input_.notes.push_back(knowledge::say(sentence, options_.wording.language,
                                        {{"numbers", knowledge::list_of(items)}}));
}

void CaptureReport::print_document() const {
  std::vector<json::Alike> alike;
  for (const Group* g : groups()) {
    const Explanation& e = g->first;
    if (e.diagnosis.outcome == Outcome::failed)
      alike.push_back({json::id_of(e.seen()), g->count, g->servers.size(),
                       text_of(same_report(same(*g), e, options_.wording))});
  }
  std::string document;  // of a page; else each part is printed and not kept twice
  const auto put = [&](std::string_view part) {
    if (options_.page) {
      document += part;
    } else {
      fmt::print("{}", part);
    }
  };
  put(json::document_start(input_, summary_, alike, options_.wording));
  bool first = true;
  for (const auto& [frame, conversation] : printed_) {
    if (!first) put(",");
    put(conversation);
    first = false;
  }
  put(json::document_end());
  if (options_.page) return put_document(std::move(document), options_);
  fmt::print("\n");
}

std::vector<const CaptureReport::Group*> CaptureReport::groups() const {
  std::vector<const Group*> out;
  for (const auto& [key, group] : groups_) out.push_back(&group);
  std::ranges::sort(out, {}, [](const Group* g) { return first_frame(g->first); });
  return out;
}

Same CaptureReport::same(const Group& group) const {
  return {group.count, summary_.failed, group.servers.size()};
}

void CaptureReport::print_text() const {
  std::size_t undecided = 0;
  for (const Group* g : groups()) {
    const bool failed = g->first.diagnosis.outcome == Outcome::failed;
    if (!failed && !options_.all && (summary_.failed > 0 || ++undecided > most_undecided_shown))
      continue;
    fmt::print("{}", text::conversation(g->first, input_, same(*g), options_.style()));
  }
  for (const auto& [frame, line] : printed_) fmt::print("{}", line);
  fmt::print("{}", text::footer(input_, summary_, options_.style()));
}

// A part of a connection that cannot be judged is no failure; it counts where there is nothing
// else.
int CaptureReport::exit_code() const {
  const bool only_undecided =
      summary_.established == 0 && summary_.failed == 0 && summary_.unused == 0;
  return only_undecided ? exit_code::undecided : exit_;
}

}  // namespace tlswhy
