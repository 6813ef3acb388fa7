#include "app/texts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "analysis/log_analysis.hpp"
#include "app/capture_report.hpp"
#include "app/judge.hpp"

namespace tlswhy {
namespace {

// --ask: the server that the text names, unless the text itself shows what happened.
void note_server(const Explanation& e, ServersNamed* into) {
  constexpr std::size_t most = 8;
  const LogFacts* log = e.seen().transcript.transport.log();
  const bool open = !e.established() && e.diagnosis.confidence != Confidence::shown;
  if (into == nullptr || log == nullptr || log->server.host.empty() || !open) return;
  std::string word = to_string(log->server);
  const bool known = std::ranges::find(into->words, word) != into->words.end();
  if (!known && into->words.size() < most) into->words.push_back(std::move(word));
  const auto* client = e.diagnosis.profile;
  if (client != nullptr && std::ranges::find(into->clients, client) == into->clients.end())
    into->clients.push_back(client);
}

}  // namespace

std::string named(const std::string& name) { return name == "-" ? "standard input" : name; }

std::unexpected<Error> says_nothing(const std::string& name, const std::string& kind) {
  return failure(Error::Kind::unsupported,
                 fmt::format("{}: no capture (pcap or pcapng), but {} that says nothing of TLS",
                             named(name), kind));
}

Result<int> explain_text(const ExplainOptions& options, const std::string& name, ByteStream& stream,
                         const std::string& kind) {
  CaptureReport report(options, "log", name);
  LogAnalysis analysis(options.setting, [&](Explanation&& e) {
    note_server(e, options.servers_named.get());
    report.add(std::move(e));
  });
  const LogSummary summary = analysis.read(stream);
  const auto& chain = analysis.chain();
  if (chain && chain->alone) return judge(*chain, name, options);
  if (!summary.about_tls) return says_nothing(name, kind);
  report.finish(summary);
  const Setting& asked = options.setting;
  const bool judged = !asked.clients.empty() || asked.store || !asked.host.empty();
  return chain && judged ? std::max(report.exit_code(), judge(*chain, name, options))
                         : report.exit_code();
}

Result<int> explain_words(const ExplainOptions& options, const std::string& words) {
  MemoryStream stream(as_bytes(words));
  return explain_text(options, "text", stream, "a text");
}

}  // namespace tlswhy
