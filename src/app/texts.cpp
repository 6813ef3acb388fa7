#include "app/texts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "analysis/joined_texts.hpp"
#include "analysis/log_analysis.hpp"
#include "app/capture_report.hpp"
#include "app/judge.hpp"
#include "app/tell.hpp"
#include "base/utf8.hpp"
#include "capfile/content_kind.hpp"

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

std::string named(const std::string& name) {
  return name == "-" ? "standard input" : harmless(name);
}

std::unexpected<Error> says_nothing(const std::string& name, const std::string& kind) {
  return failure(Error::Kind::unsupported,
                 fmt::format("{}: no capture (pcap or pcapng), but {} that says nothing of TLS",
                             named(name), kind));
}

Result<int> explain_text(const ExplainOptions& options, const std::string& name, ByteStream& stream,
                         const std::string& kind, Silent silent) {
  CaptureReport report(options, "log", name);
  bool told = false;
  LogAnalysis analysis(options.setting, [&](Explanation&& e) {
    told = true;
    note_server(e, options.servers_named.get());
    report.add(std::move(e));
  });
  const LogSummary summary = analysis.read(stream);
  const auto& chain = analysis.chain();
  if (chain && chain->alone) return judge(*chain, name, options);
  if (!summary.about_tls || (silent == Silent::yes && !told)) return says_nothing(name, kind);
  report.finish(summary);
  const Setting& asked = options.setting;
  const bool judged = !asked.clients.empty() || asked.store || !asked.host.empty();
  return chain && judged ? std::max(report.exit_code(), judge(*chain, name, options))
                         : report.exit_code();
}

std::optional<int> explain_two_texts(const ExplainOptions& options, std::vector<Opened>&& inputs) {
  constexpr std::size_t most = 256;  // connections
  std::array<std::vector<Explanation>, 2> told;
  std::array<LogSummary, 2> summaries;
  auto witnesses = std::make_shared<Witnesses>();
  for (std::size_t i = 0; i < told.size(); ++i) {
    bool too_many = false;
    LogAnalysis analysis(options.setting, [&](Explanation&& e) {
      too_many |= told.at(i).size() == most;
      if (!too_many) told.at(i).push_back(std::move(e));
    });
    summaries.at(i) = analysis.read(*inputs[i].stream);
    if (too_many || analysis.chain()) return std::nullopt;
    witnesses->push_back({inputs[i].name, Witness::Kind::log});
  }
  const auto print = [&](const std::string& name, std::span<std::vector<Explanation>> all,
                         const LogSummary& summary) {
    CaptureReport report(options, "log", name);
    for (std::vector<Explanation>& list : all) {
      for (Explanation& e : list) {
        note_server(e, options.servers_named.get());
        report.add(std::move(e));
      }
    }
    report.finish(summary);
    return report.exit_code();
  };
  if (join_texts(told[0], told[1], witnesses, options.setting)) {
    const LogSummary both{.lines = summaries[0].lines + summaries[1].lines, .about_tls = true};
    return print(inputs[0].name + ", " + inputs[1].name, told, both);
  }
  int code = 0;
  for (std::size_t i = 0; i < told.size(); ++i) {
    if (summaries.at(i).about_tls) {
      code = std::max(code, print(inputs[i].name, std::span(told).subspan(i, 1), summaries.at(i)));
    } else {
      const auto kind = content_kind(inputs[i].stream->head());
      const auto nothing = says_nothing(inputs[i].name, kind);
      code = std::max(code, tell(nothing.error(), options.wording.language));
    }
  }
  return code;
}

Result<int> explain_words(const ExplainOptions& options, const std::string& words) {
  MemoryStream stream(as_bytes(words));
  return explain_text(options, "text", stream, "a text");
}

}  // namespace tlswhy
