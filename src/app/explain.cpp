#include "app/explain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "app/exit_code.hpp"
#include "app/judge.hpp"
#include "app/seen_chains.hpp"
#include "app/tls_ports.hpp"
#include "diagnosis/diagnose.hpp"
#include "knowledge/sentence.hpp"
#include "remedy/prove.hpp"
#include "report/json/json.hpp"
#include "report/text/text.hpp"
#include "sources/capture/read_capture.hpp"
#include "transcript/builder.hpp"

namespace tlswhy {
namespace {

constexpr std::size_t most_kept_attempts = 10'000;  // connections that never opened
constexpr std::size_t most_undecided_shown = 3;
constexpr std::size_t most_left_open = 256;  // failures for which another connection may tell more

class BuilderFactory final : public StreamConsumerFactory {
 public:
  explicit BuilderFactory(TranscriptHandler handler) : handler_(std::move(handler)) {}
  std::unique_ptr<StreamConsumer> open() override {
    return std::make_unique<TranscriptBuilder>(handler_, next_++);
  }

 private:
  TranscriptHandler handler_;
  std::uint64_t next_ = 0;
};

// Failures with the same verdict: the first stands for all.
struct Group {
  Conversation first;
  std::uint64_t count = 0;
  std::set<Endpoint> servers;
};

// Explains the conversations of one input as they end; keeps only what its report needs.
class InputExplainer {
 public:
  InputExplainer(const ExplainOptions& options, CertificateCache& cache, const std::string& name)
      : options_(options), cache_(cache) {
    input_.name = name;
  }

  Result<int> run() {
    BuilderFactory factory([this](Transcript&& t) { take(std::move(t)); });
    auto summary = read_capture(input_.name, factory, progress());
    if (options_.progress) std::fputs("\r\x1b[K", stderr);
    if (!summary) return std::unexpected(summary.error());
    capture_end_ = summary->counts.last.value_or(Timestamp{});
    describe(*summary);
    finish();
    return exit_code();
  }

 private:
  std::function<void(const CaptureProgress&)> progress() const {
    if (!options_.progress) return {};
    return [](const CaptureProgress& p) {
      fmt::print(stderr, "\r{} packets, {} MB{}", p.packets, p.bytes / 1'000'000,
                 p.total != 0 ? fmt::format(" of {}", p.total / 1'000'000) : "");
    };
  }

  void take(Transcript&& t) {
    if (t.client_known) tls_servers_.insert(t.tcp.end(t.server()));
    if (!t.tls && !interesting_without_tls(t)) return;
    // Whether a silent peer never answered depends on how long the capture went on.
    if (t.tls && (t.tcp.ended || worked_already(t))) {
      judge(std::move(t));
    } else if (t.tls || waiting_.size() < most_kept_attempts) {
      waiting_.push_back(std::move(t));
    }
  }

  static bool worked_already(const Transcript& t) {
    const Handshake h = read_handshake(t, nullptr);
    return diagnose(t, h, {.capture_end = t.tcp.last, .host = {}}).outcome == Outcome::established;
  }

  // A connection that was refused or unanswered, or a plaintext talk that should have led to TLS.
  static bool interesting_without_tls(const Transcript& t) {
    const TcpSide& opener = t.tcp.side(Side::initiator);
    const bool never_opened = opener.syn_frame != 0 && opener.first_data_frame == 0 &&
                              t.side(Side::responder).preamble_bytes == 0;
    return never_opened || !t.side(Side::initiator).preamble.empty();
  }

  // What one connection leaves open is asked again once all were seen.
  void judge(Transcript&& t, bool last_time = false) {
    Conversation c;
    c.transcript = std::move(t);
    DiagnosisOptions how = question();
    c.handshake = read_handshake(c.transcript, nullptr);
    const bool details = options_.format != Format::text;
    c.diagnosis = diagnose(c.transcript, c.handshake, how);
    bool worked = c.diagnosis.outcome == Outcome::established;
    if (!c.transcript.tls && !c.diagnosis.cause) return;
    if (!worked || c.diagnosis.certificates_unread || (details && options_.all)) {
      c.handshake = read_handshake(c.transcript, &cache_);
      c.diagnosis = diagnose(c.transcript, c.handshake, how);
      worked = c.diagnosis.outcome == Outcome::established;
    }
    if (c.transcript.tls) seen_chains_.remember(c.transcript, c.handshake, cache_);
    if (!last_time && left_open_.size() < most_left_open && (hidden(c) || incomplete(c)))
      return left_open_.push_back(std::move(c.transcript));
    if (hidden(c)) {
      if (const auto server = seen_chains_.server_of(c.transcript, c.handshake)) {
        how.server = &*server;
        how.server_elsewhere = true;
        c.diagnosis = diagnose(c.transcript, c.handshake, how);
      }
    }
    summary_.count(c.diagnosis);
    exit_ = std::max(exit_, exit_code::of(c.diagnosis));
    if (worked && !options_.all) return;
    put(std::move(c));
  }

  // A failure of which several causes are left, without the server's certificates.
  bool hidden(const Conversation& c) const {
    const Diagnosis& d = c.diagnosis;
    return !options_.server && d.outcome == Outcome::failed && d.cause &&
           d.confidence == Confidence::one_of && c.handshake.client_hello &&
           !c.handshake.server_certificates;
  }

  // A failure that a certificate of another connection may mend.
  static bool incomplete(const Conversation& c) {
    const Diagnosis& d = c.diagnosis;
    if (d.outcome != Outcome::failed || !d.cause) return false;
    const auto& remedies = knowledge::cause(*d.cause).remedies;
    return std::ranges::find(remedies, knowledge::ChangeId::send_intermediate,
                             &knowledge::CauseRemedy::change) != remedies.end();
  }

  DiagnosisOptions question() const {
    return {.capture_end = capture_end_,
            .host = options_.host,
            .at = options_.at,
            .client = options_.as.empty() ? nullptr : options_.as.front(),
            .store = options_.trust ? &*options_.trust : nullptr,
            .server = options_.server ? &*options_.server : nullptr};
  }

  void find_remedies(Conversation& c) const {
    auto known = remedies_for(c.diagnosis, c.handshake, options_.language, options_.product);
    DiagnosisOptions how = question();
    if (!how.at) how.at = c.transcript.tcp.last;
    c.remedies =
        prove_seen(std::move(known), c.diagnosis, c.handshake, how, seen_chains_.authorities());
  }

  void put(Conversation&& c) {
    if (options_.format != Format::text) find_remedies(c);
    if (options_.format == Format::ndjson) {
      fmt::print("{}\n", json::conversation(c, options_.language, input_.name));
    } else if (options_.format == Format::json) {
      documents_.emplace(c.transcript.tcp.first_frame,
                         json::conversation(c, options_.language, {}));
    } else if (c.diagnosis.outcome == Outcome::established) {
      established_.emplace(c.transcript.tcp.first_frame, text::established(c, style()));
    } else {
      group(std::move(c));
    }
  }

  void group(Conversation&& c) {
    Group& group = groups_[Key{c.diagnosis.cause, c.diagnosis.outcome, c.diagnosis.confidence}];
    group.servers.insert(c.server());
    const bool first =
        group.count++ == 0 || c.transcript.tcp.first_frame < group.first.transcript.tcp.first_frame;
    if (!first) return;
    find_remedies(c);
    group.first = std::move(c);
  }

  void describe(const CaptureSummary& s) {
    using namespace knowledge;
    input_.packets = s.counts.packets;
    input_.truncated = s.truncated;
    for (const CaptureNote& note : s.notes) input_.notes.push_back(note.what);
    std::ranges::copy(options_.notes, std::back_inserter(input_.notes));
    std::uint32_t unknown = 0;
    for (const auto& [type, count] : s.counts.unknown_link_types) unknown += count;
    if (unknown > 0) {
      input_.notes.push_back(
          render(knowledge::sentence(tlswhy::sentence::report_no_link_type, options_.language),
                 {{"count", std::to_string(unknown)}}));
    }
  }

  void finish() {
    std::vector<Transcript> waiting = std::move(waiting_);
    // Where nothing else is in the file, any connection that did not come about is the question.
    const bool nothing_else = summary_.conversations == 0 && left_open_.empty() &&
                              std::ranges::none_of(waiting, &Transcript::tls);
    for (Transcript& t : waiting) {
      const bool attempt = !t.tls && t.side(Side::initiator).preamble.empty();
      const Endpoint& server = t.tcp.end(Side::responder);
      const bool meant_tls = is_tls_port(server.port) || tls_servers_.contains(server);
      if (attempt && !meant_tls && !nothing_else) continue;
      judge(std::move(t));
    }
    for (Transcript& t : std::exchange(left_open_, {})) judge(std::move(t), true);
    if (options_.format == Format::json) print_document();
    if (options_.format == Format::text) print_text();
  }

  void print_document() const {
    fmt::print("{}", json::document_start(input_, summary_));
    bool first = true;
    for (const auto& [frame, document] : documents_) {
      fmt::print("{}{}", first ? "" : ",", document);
      first = false;
    }
    fmt::print("{}\n", json::document_end());
  }

  void print_text() const {
    std::vector<const Group*> shown;
    for (const auto& [key, group] : groups_) shown.push_back(&group);
    std::ranges::sort(shown, {},
                      [](const Group* g) { return g->first.transcript.tcp.first_frame; });
    std::size_t undecided = 0;
    for (const Group* g : shown) {
      const bool failed = g->first.diagnosis.outcome == Outcome::failed;
      if (!failed && !options_.all && (summary_.failed > 0 || ++undecided > most_undecided_shown))
        continue;
      fmt::print("{}", text::conversation(g->first, input_,
                                          {g->count, summary_.failed, g->servers.size()}, style()));
    }
    for (const auto& [frame, line] : established_) fmt::print("{}", line);
    fmt::print("{}", text::footer(input_, summary_, style()));
  }

  text::TextOptions style() const { return {options_.language, options_.colour, options_.full}; }

  // A part of a connection that cannot be judged is no failure; it counts where there is nothing
  // else.
  int exit_code() const {
    const bool only_undecided = summary_.established == 0 && summary_.failed == 0;
    return only_undecided ? exit_code::undecided : exit_;
  }

  using Key = std::tuple<std::optional<knowledge::CauseId>, Outcome, Confidence>;
  const ExplainOptions& options_;
  CertificateCache& cache_;
  InputReport input_;
  Summary summary_;
  Timestamp capture_end_;
  int exit_ = exit_code::nothing_failed;
  std::vector<Transcript> waiting_, left_open_;
  SeenChains seen_chains_;
  std::set<Endpoint> tls_servers_;
  std::map<Key, Group> groups_;
  std::multimap<std::uint32_t, std::string> documents_, established_;
};

Result<int> explain_input(const ExplainOptions& options, CertificateCache& cache,
                          const std::string& name) {
  switch (kind_of_input(name)) {
    case InputKind::chain:
    case InputKind::server: return judge(name, options);
    case InputKind::layout:  // is no input of its own: its servers are asked (app/layout.hpp)
    case InputKind::capture: break;
  }
  return InputExplainer(options, cache, name).run();
}

}  // namespace

int explain(const ExplainOptions& options) {
  CertificateCache cache;
  int code = exit_code::nothing_failed;
  bool unreadable = false;
  for (const std::string& name : options.inputs) {
    const auto result = explain_input(options, cache, name);
    if (result) {
      code = std::max(code, *result);
    } else {
      fmt::print(stderr, "tlswhy: {}\n", result.error().what);
      unreadable = true;
    }
  }
  std::fflush(stdout);
  return unreadable ? std::max(code, exit_code::unreadable) : code;
}

}  // namespace tlswhy
