#include "sources/log/log_reader.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <system_error>
#include <utility>

#include "base/ascii.hpp"
#include "knowledge/statement.hpp"
#include "sources/log/clean.hpp"
#include "sources/log/java/fields.hpp"
#include "sources/log/named_server.hpp"
#include "sources/log/waivers.hpp"
#include "wire/registry.hpp"

namespace tlswhy {
namespace {

using namespace std::string_view_literals;
using knowledge::Speaker;
using knowledge::Weight;

constexpr std::size_t most_statements = 64;
constexpr std::uint32_t longest_gap = 300;  // lines between statements on one connection
constexpr std::uint32_t tls_before = 3;     // lines that a symptom may stand behind a word on TLS
constexpr std::uint32_t tls_behind = 40;    // or in front of it: a stack trace follows
constexpr std::uint32_t context_lifetime = 3;  // lines for which a depth holds
constexpr std::size_t longest_heading = 300;
constexpr std::size_t looked_ahead = 200;  // of the next line, for a phrase that was wrapped
constexpr std::size_t narrowest_wrap = 60;
constexpr std::size_t widest_wrap = 240;
constexpr std::uint32_t most_lines_alone = 2;
constexpr int same_line = 4;  // a mark on the line of a statement counts as several elsewhere

const knowledge::Statement& statement_of(std::uint32_t message) {
  return knowledge::statements()[knowledge::messages()[message].statement];
}

// The alerts that the text tells of, where it shows who sent them.
std::vector<AlertSeen> alerts_of(const LogFacts& facts) {
  std::vector<AlertSeen> out;
  for (const StatementSeen& s : facts.statements) {
    const auto description = stated_alert(s);
    if (!facts.speaker || !description) continue;
    const bool by_client = (*facts.speaker == Party::client) != s.heard;
    AlertSeen alert;
    alert.from = by_client ? Side::initiator : Side::responder;
    alert.level = AlertLevel::fatal;
    alert.description = *description;
    alert.frame = s.line;
    out.push_back(alert);
  }
  return out;
}

bool share_a_cause(const knowledge::Statement& a, const knowledge::Statement& b, bool by_server) {
  const auto of_a = by_server ? a.server : a.client;
  return std::ranges::any_of(by_server ? b.server : b.client, [&](knowledge::CauseId c) {
    return std::ranges::find(of_a, c) != of_a.end();
  });
}

}  // namespace

void LogReader::line(std::string_view text, std::uint32_t number) {
  if (!events_.line(text, number)) return read(text, number);
  lines_ = number;
  for (const WindowsEvents::Said& said : events_.take()) {
    if (said.fresh) finish();
    read(said.text, said.line);
  }
}

void LogReader::read(std::string_view text, std::uint32_t number) {
  Line next;
  next.clean = ssldump_.line(wireshark_.line(clean_line(text)));
  if (auto server = wireshark_.take_server()) take_server(std::move(*server));
  next.number = number;
  next.width = text.size();
  next.text = comparable(next.clean);
  if (held_) look_at(*held_, next.text);
  held_.reset();
  widest_ = std::max(widest_, text.size());
  lines_ = number;
  const std::string event = event_text_.line(next.clean);
  if (print(next) != Took::inside) held_ = std::move(next);
  if (!event.empty()) read(event, number);
}

Took LogReader::print(const Line& line) {
  // The first that knows the line; its name stands where no mark of a program does.
  const auto read_by = [&](auto& reader, std::string_view program) {
    const Took took = reader.line(line.clean, line.number, printed_, *stores_);
    if (took != Took::nothing && took != Took::begins && context_.program.empty())
      context_.program = program;
    return took;
  };
  const auto read = [&] {
    Took took = read_by(java_, "java-debug-11+");
    if (took == Took::nothing) took = read_by(classic_, "java-debug");
    if (took == Took::nothing) took = read_by(s_client_, "");
    if (took == Took::nothing) took = read_by(curl_, "curl");
    if (took == Took::nothing) took = read_by(keytool_, "keytool");
    return took;
  };
  for (;;) {
    const Took took = read();
    if (took != Took::begins) return took;
    end_connection();
  }
}

void LogReader::finish() {
  if (held_) look_at(*held_, {});
  held_.reset();
  end_connection();
}

std::vector<PhraseFound> LogReader::phrases_of(const Line& line, std::string_view next) const {
  next = next.substr(0, looked_ahead);
  if (next.starts_with(' ')) next.remove_prefix(1);
  const std::string joined = line.text + ' ' + std::string(next);
  std::vector<PhraseFound> found = find_phrases(joined, line.text.size());
  // A line as wide as any may have been cut in the middle of a word.
  if (line.width == widest_ && line.width >= narrowest_wrap && line.width <= widest_wrap) {
    for (const PhraseFound& f : find_phrases(line.text + std::string(next), line.text.size())) {
      if (f.end > line.text.size()) found.push_back(f);
    }
  }
  // Of phrases that overlap the longer one is meant: "bad certificate status response".
  const auto covers = [](std::size_t begin, std::size_t end, const PhraseFound& f, bool more) {
    return begin <= f.begin && end >= f.end && (more || end - begin > f.end - f.begin);
  };
  const auto inside = [&](const PhraseFound& f) {
    return std::ranges::any_of(found, [&](const PhraseFound& o) {
      const bool more = o.in_parts() && !f.in_parts();
      return o.kind == f.kind && (covers(o.begin, o.end, f, more) ||
                                  (more && covers(o.part_begin, o.part_end, f, more)));
    });
  };
  std::vector<PhraseFound> out;
  std::ranges::copy_if(found, std::back_inserter(out),
                       [&](const PhraseFound& f) { return !inside(f); });
  return out;
}

void LogReader::look_at(const Line& line, std::string_view next) {
  const std::vector<PhraseFound> found = phrases_of(line, next);
  if (std::ranges::any_of(found,
                          [](const PhraseFound& f) { return f.kind == PhraseFound::Kind::other; }))
    return;
  if (path_search_.line(line.clean)) {
    for (const PhraseFound& f : found) {
      if (f.kind == PhraseFound::Kind::message)
        path_search_.add({.message = static_cast<std::uint16_t>(f.index), .line = line.number});
    }
    return;
  }
  for (const PhraseFound& f : found) {
    if (f.kind == PhraseFound::Kind::message && begins_another(f.index, line)) end_connection();
  }
  take_depth(line);
  take_names(line);
  take_waiver(line);
  const bool states = std::ranges::any_of(
      found, [](const PhraseFound& f) { return f.kind == PhraseFound::Kind::message; });
  // What the line says in words as well is quoted by them.
  const auto said_whole = [&found](const PhraseFound& f) {
    return f.in_parts() && std::ranges::any_of(found, [&f](const PhraseFound& o) {
             return o.kind == f.kind && !o.in_parts() &&
                    &statement_of(o.index) == &statement_of(f.index) &&
                    knowledge::messages()[o.index].heard == knowledge::messages()[f.index].heard;
           });
  };
  for (const PhraseFound& f : found) {
    if (f.kind == PhraseFound::Kind::tls) {
      tls_line_ = line.number;
    } else if (f.kind == PhraseFound::Kind::mark) {
      take_mark(f.index, states ? same_line : 1);
    } else if (f.kind == PhraseFound::Kind::runtime) {
      if (auto runtime = printed_runtime(line.clean)) runtime_ = std::move(*runtime);
    }
  }
  if (facts_ && tls_line_ == line.number && !facts_->statements.empty() &&
      line.number <= facts_->statements.back().line + tls_behind)
    about_tls_ = true;
  for (const PhraseFound& f : found) {
    if (f.kind == PhraseFound::Kind::message && !said_whole(f)) take_message(f.index, line);
  }
}

void LogReader::take_mark(std::uint32_t index, int weight) {
  const knowledge::ProgramMark& mark = knowledge::program_marks()[index];
  if (context_.program.empty()) context_.program = mark.program;
  if (mark.by == Speaker::client) context_.client += weight;
  if (mark.by == Speaker::server) context_.server += weight;
}

void LogReader::take_names(const Line& line) {
  if (std::string key = connection_of(line.clean); !key.empty()) context_.connection = key;
  auto found = named_server(line.clean);
  if (!found) found = named_listener(line.clean);
  if (found) take_server(std::move(*found));
}

void LogReader::take_server(NamedServer&& found) {
  NamedServer& named = context_.named;
  if (facts_ && named.host != found.host) next_named_ = found;
  if (named.host.empty()) {
    named = std::move(found);
  } else if (named.host == found.host && named.port == 0) {
    named.port = found.port;
  }
}

namespace {

// A distinguished name as OpenSSL prints it; nothing where the text is none. `openssl verify`
// of 1.0.2 has the file before it.
std::string distinguished_name(std::string_view text) {
  constexpr std::size_t longest = 256, longest_type = 24;
  text = trimmed(text);
  const std::size_t colon = text.find(": ");
  if (colon != std::string_view::npos && !text.substr(0, colon).contains('='))
    text.remove_prefix(colon + 2);
  const bool is_name =
      text.find('=') < longest_type && text.size() < longest && text.contains("CN");
  return is_name ? std::string(text) : std::string();
}

}  // namespace

// "depth=1 O = Example, CN = Example CA"; "error 10 at 0 depth lookup" behind a line of the name.
void LogReader::take_depth(const Line& line) {
  const std::string before = std::exchange(before_, line.clean.substr(0, longest_heading));
  for (const std::string_view word : {"depth="sv, " at "sv}) {
    const std::size_t at = line.text.find(word);
    if (at == std::string::npos || at + word.size() >= line.text.size()) continue;
    std::uint8_t depth = 0;
    const char* const from = line.text.data() + at + word.size();
    if (std::from_chars(from, line.text.data() + line.text.size(), depth).ec != std::errc{})
      continue;
    if (word == " at "sv && !line.text.contains("depth lookup")) continue;
    depth_ = depth;
    depth_line_ = line.number;
    // `text` is not as long as the line that it was made of.
    const std::size_t number = line.clean.find(word);
    const std::size_t behind =
        number == std::string::npos
            ? std::string::npos
            : line.clean.find_first_not_of("0123456789", number + word.size());
    const bool here = word == "depth="sv && behind != std::string::npos;
    subject_ = distinguished_name(here ? std::string_view(line.clean).substr(behind)
                                       : std::string_view(before));
    return;
  }
}

// Another connection is told of: its peer is another, it stands far away, or its reason is one
// that cannot be that of the first.
bool LogReader::begins_another(std::uint32_t message, const Line& line) const {
  if (!facts_ || facts_->statements.empty()) return false;
  // Of a handshake that is printed the next ClientHello begins another.
  if (!printed_.empty()) return line.number > printed_.last_line() + longest_gap;
  const std::string connection = connection_of(line.clean);
  if (!connection.empty() && !connection_.empty() && connection != connection_) return true;
  const StatementSeen& last = facts_->statements.back();
  if (line.number > last.line + longest_gap) return true;
  const knowledge::Statement& now = statement_of(message);
  if (now.weight != Weight::reason || line.text.starts_with("caused by")) return false;
  const bool by_server = context_.server > context_.client;
  return std::ranges::any_of(facts_->statements, [&](const StatementSeen& s) {
    const knowledge::Statement& before = statement_of(s.message);
    return before.weight == Weight::reason && !s.waived && !s.attempt && s.line + 1 < line.number &&
           !share_a_cause(before, now, by_server);
  });
}

// What ends a connection that was said to work is no failed handshake, unless it is known for one.
bool LogReader::counts(const knowledge::Statement& statement) const {
  using After = knowledge::Statement::After;
  if (statement.weight != Weight::symptom && statement.weight != Weight::ending) return true;
  const bool worked = printed_.established() ||
                      (facts_ && std::ranges::any_of(facts_->statements, [](const auto& s) {
                         return statement_of(s.message).weight == Weight::established;
                       }));
  return statement.after_established == After::also ||
         (statement.after_established == After::only) == worked;
}

void LogReader::take_waiver(const Line& line) {
  const Waives waives = waived_by(line.text);
  if (waives == Waives::this_line) waived_to_ = line.number;
  if (waives == Waives::next_line_too) waived_to_ = line.number + 1;
  if (!facts_ || (waives != Waives::lines_before && waives != Waives::reason_before)) return;
  for (StatementSeen& s : facts_->statements) {
    const bool reason = statement_of(s.message).weight == Weight::reason;
    if (s.line + context_lifetime > line.number &&
        (waives == Waives::lines_before ? s.depth.has_value() : reason))
      s.waived = true;
  }
}

void LogReader::take_message(std::uint32_t index, const Line& line) {
  if (!counts(statement_of(index))) return;
  const knowledge::Message& message = knowledge::messages()[index];
  if (!facts_) {
    facts_.emplace();
    facts_->first_line[0] = line.number;
    connection_ = context_.connection;
  }
  // What was waived without a depth counts anew where it is said again: then the program gave up.
  const auto same = [&](const StatementSeen& s) {
    return knowledge::messages()[s.message].statement == message.statement &&
           s.heard == message.heard && !(s.waived && !s.depth);
  };
  if (tls_line_ != 0 && line.number <= tls_line_ + tls_before) about_tls_ = true;
  if (statement_of(index).weight > Weight::symptom) about_tls_ = true;
  if (std::ranges::any_of(facts_->statements, same)) return;
  if (facts_->statements.size() >= most_statements) return;
  StatementSeen seen{
      .message = static_cast<std::uint16_t>(index), .line = line.number, .heard = message.heard};
  if (depth_line_ != 0 && line.number < depth_line_ + context_lifetime) {
    seen.depth = depth_;
    seen.subject = subject_;
  }
  const Weight weight = statement_of(index).weight;
  seen.waived =
      line.number <= waived_to_ && (weight == Weight::reason || weight == Weight::refusal);
  facts_->statements.push_back(seen);
  if (message.by == Speaker::client) context_.client += same_line;
  if (message.by == Speaker::server) context_.server += same_line;
  if (statement_of(index).weight != Weight::reason) return;
  std::ranges::move(path_search_.take(), std::back_inserter(facts_->statements));
}

// The whole text is one symptom: whoever gives it asks about it.
bool LogReader::alone(const LogFacts& facts) const {
  return lines_ <= most_lines_alone && std::ranges::all_of(facts.statements, [](const auto& s) {
           return statement_of(s.message).alone;
         });
}

void LogReader::end_connection() {
  java_.finish(printed_);
  classic_.finish(printed_);
  s_client_.finish(printed_);
  CurlVerbose::finish(printed_);
  keytool_.finish(printed_);
  const bool printed = !printed_.empty();
  if (!facts_ && !printed) return;
  LogFacts facts = facts_ ? std::move(*facts_) : LogFacts{};
  facts_.reset();
  const Context told = std::exchange(context_, {});
  context_.named = std::exchange(next_named_, {});
  const bool says = std::ranges::any_of(facts.statements, [](const StatementSeen& s) {
    return statement_of(s.message).weight != Weight::context;
  });
  if (!std::exchange(about_tls_, false) && !printed && !alone(facts)) return;
  if (!says && !printed) return;
  facts.program = told.program;
  facts.runtime = runtime_.program;
  facts.version = runtime_.version;
  facts.server = told.named;
  if (told.client > told.server) facts.speaker = Party::client;
  if (told.server > told.client) facts.speaker = Party::server;
  facts.stores = stores_->all();
  if (!connection_.starts_with('*')) facts.peer = connection_;  // nginx numbers its connections
  connection_.clear();
  const std::vector<AlertSeen> stated = alerts_of(facts);
  Transcript out = printed_.take(std::move(facts));
  if (!printed) out.alerts = stated;
  out.number = ++number_;
  handler_(std::move(out));
}

std::optional<AlertDescription> stated_alert(const StatementSeen& statement) {
  constexpr std::string_view prefix = "alert-";
  std::string name(statement_of(statement.message).name);
  if (!name.starts_with(prefix)) return std::nullopt;
  std::ranges::replace(name, '-', '_');
  const auto description = alert_description(name.substr(prefix.size()));
  return description ? std::optional(AlertDescription{*description}) : std::nullopt;
}

bool holds_known_message(std::string_view text) {
  const std::string line = comparable(clean_line(text));
  return std::ranges::any_of(find_phrases(line, line.size()), [](const PhraseFound& f) {
    return f.kind == PhraseFound::Kind::message;
  });
}

}  // namespace tlswhy
