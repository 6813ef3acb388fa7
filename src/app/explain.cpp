#include "app/explain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>
#include <utility>

#include "analysis/capture_analysis.hpp"
#include "analysis/log_analysis.hpp"
#include "analysis/witnesses.hpp"
#include "app/annotate.hpp"
#include "app/capture_report.hpp"
#include "app/collected.hpp"
#include "app/exit_code.hpp"
#include "app/judge.hpp"
#include "app/judge_list.hpp"
#include "app/layout_list.hpp"
#include "app/opened.hpp"
#include "app/tell.hpp"
#include "app/texts.hpp"
#include "capfile/capture_reader.hpp"
#include "capfile/content_kind.hpp"

namespace tlswhy {
namespace {

void print_progress(const CaptureProgress& p) {
  fmt::print(stderr, "\r{} packets, {} MB{}", p.packets, p.bytes / 1'000'000,
             p.total != 0 ? fmt::format(" of {}", p.total / 1'000'000) : "");
}

Result<int> explain_capture(const ExplainOptions& options, CertificateCache& cache,
                            const std::string& name, std::unique_ptr<ByteStream> stream) {
  auto reader = CaptureReader::open(std::move(stream));
  if (!reader) {
    return failure(reader.error().kind, fmt::format("{}: {}", named(name), reader.error().what));
  }
  CaptureReport report(options, "capture", name);
  std::optional<Annotator> annotator;
  if (!options.annotate.empty()) annotator.emplace(options);
  using Established = CaptureAnalysis::Established;
  CaptureAnalysis analysis(
      options.setting, cache,
      options.all && options.format != Format::text ? Established::whole : Established::counted,
      [&](Explanation&& e) {
        if (annotator) annotator->add(e);
        report.add(std::move(e));
      });
  const CaptureSummary summary =
      analysis.read(*reader, options.progress ? print_progress : nullptr);
  if (options.progress) std::fputs("\r\x1b[K", stderr);
  report.finish(summary);
  if (annotator) {
    if (auto written = annotator->write(name); !written) return std::unexpected(written.error());
  }
  return report.exit_code();
}

// The options with the server of a file: of its certificates, of a description, or of a probe.
// Where none is named, or --server says already who it is, as they are.
Result<ExplainOptions> with_server(const ExplainOptions& options, const std::string& server) {
  ExplainOptions out = options;
  if (server.empty() || options.setting.server) return out;
  auto read = read_server(server, options.trust_password);
  if (!read) return std::unexpected(read.error());
  give(std::move(*read), out.setting);
  return out;
}

// One capture with what else tells of it: one verdict for each connection. `server`: the file that
// the options have the server from, empty where there is none.
Result<int> explain_together(const ExplainOptions& options, CertificateCache& cache,
                             std::vector<Opened>&& inputs, const std::string& server) {
  std::ranges::stable_partition(inputs, [](const Opened& o) { return !o.text; });
  auto reader = CaptureReader::open(std::move(inputs.front().stream));
  if (!reader) {
    return failure(reader.error().kind,
                   fmt::format("{}: {}", named(inputs.front().name), reader.error().what));
  }
  auto witnesses = std::make_shared<Witnesses>();
  std::string names;
  for (const Opened& input : inputs) {
    witnesses->push_back({input.name, input.text ? Witness::Kind::log : Witness::Kind::capture});
    names += (names.empty() ? "" : ", ") + input.name;
  }
  if (!server.empty()) {
    const bool described = kind_of_input(server) == InputKind::server;
    witnesses->push_back({server, described ? Witness::Kind::server : Witness::Kind::chain});
    names += ", " + server;
  }
  bool unreadable = false;
  CaptureReport report(options, "capture", names);
  WitnessStand stand(options.setting, witnesses,
                     [&report](Explanation&& e) { report.add(std::move(e)); });
  for (std::size_t i = 1; i < inputs.size(); ++i) {
    LogAnalysis log(options.setting, [&stand, i](Explanation&& e) {
      stand.hear(std::move(e), static_cast<std::uint8_t>(i));
    });
    if (log.read(*inputs[i].stream).about_tls) continue;
    unreadable = true;
    tell(says_nothing(inputs[i].name, content_kind(inputs[i].stream->head())).error(),
         options.wording.language);
  }
  CaptureAnalysis analysis(options.setting, cache, CaptureAnalysis::Established::whole,
                           [&stand](Explanation&& e) { stand.see(std::move(e)); });
  const CaptureSummary summary =
      analysis.read(*reader, options.progress ? print_progress : nullptr);
  if (options.progress) std::fputs("\r\x1b[K", stderr);
  stand.finish();
  report.finish(summary);
  return unreadable ? std::max(report.exit_code(), exit_code::unreadable) : report.exit_code();
}

Collection collection(const ExplainOptions& options, CertificateCache& cache) {
  return {options, [&](const std::string& name, std::unique_ptr<ByteStream> stream) {
            return explain_capture(options, cache, name, std::move(stream));
          }};
}

Result<int> explain_input(const ExplainOptions& options, CertificateCache& cache,
                          const std::string& name) {
  if (options.chain_list == name) return judge_list(name, options);
  switch (kind_of_input(name)) {
    case InputKind::chain:
    case InputKind::server: return judge(name, options);
    case InputKind::chain_list: return judge_list(name, options);
    case InputKind::layout: return explain_layout(name, options);  // of `command` they are asked
    case InputKind::words: return explain_words(options, name);
    case InputKind::collected: return collection(options, cache).folder(name);
    case InputKind::stream: break;
  }
  auto opened = open_input(name);
  if (!opened) return std::unexpected(opened.error());
  if (opened->zip) return collection(options, cache).zip(name, std::move(opened->stream));
  if (opened->text)
    return explain_text(options, name, *opened->stream, content_kind(opened->stream->head()));
  return explain_capture(options, cache, name, std::move(opened->stream));
}

// The inputs where they are one capture and texts, or several texts, or perhaps one of either with
// a server (its chain, a description, what a probe printed), which is named in `server`; nothing
// where they are anything else, as two captures.
std::vector<Opened> witnesses_among(const ExplainOptions& options, std::string& server) {
  constexpr std::size_t most = 16;
  const std::vector<std::string>& names = options.inputs;
  if (names.size() < 2 || names.size() > most || !options.chain_list.empty()) return {};
  std::vector<Opened> out;
  for (const std::string& name : names) {
    const InputKind kind = name == "-" ? InputKind::layout : kind_of_input(name);
    const bool of_server = kind == InputKind::chain || kind == InputKind::server;
    if (of_server && server.empty()) {
      server = name;
      continue;
    }
    if (kind != InputKind::stream && kind != InputKind::words) return {};
    if (kind == InputKind::words) {
      out.push_back({name,
                     std::make_unique<HeldStream>(std::make_unique<MemoryStream>(as_bytes(name))),
                     true});
      continue;
    }
    auto opened = open_input(name);
    if (!opened || opened->zip) return {};
    out.push_back(std::move(*opened));
  }
  const auto captures = std::ranges::count(out, false, &Opened::text);
  const bool together = captures < 2 && (out.size() > 1 || (out.size() == 1 && !server.empty()));
  return together ? std::move(out) : std::vector<Opened>();
}

// What several inputs say as one; nothing where texts do not belong together.
std::optional<int> explain_joined(const ExplainOptions& given, CertificateCache& cache,
                                  std::vector<Opened>&& inputs, const std::string& server) {
  const auto with = with_server(given, server);
  // What cannot be read takes nothing from the other inputs.
  if (!with) tell(with.error(), given.wording.language);
  const ExplainOptions& options = with ? *with : given;
  const std::string about = with ? server : std::string();
  const int least = with ? exit_code::nothing_failed : exit_code::unreadable;
  const bool one_text = inputs.size() == 1 && inputs.front().text;
  Result<int> result = exit_code::unreadable;
  if (!std::ranges::all_of(inputs, &Opened::text)) {
    result = explain_together(options, cache, std::move(inputs), about);
  } else if (!one_text) {
    const auto joined = explain_texts(options, std::move(inputs));
    return joined ? std::optional(std::max(*joined, least)) : std::nullopt;
  } else {
    const Opened& text = inputs.front();
    result = explain_text(options, text.name, *text.stream, content_kind(text.stream->head()));
  }
  if (result) return std::max(*result, least);
  tell(result.error(), given.wording.language);
  const auto judged = one_text && with ? judge(server, given) : Result<int>(exit_code::unreadable);
  return std::max(judged.value_or(exit_code::unreadable), exit_code::unreadable);
}

}  // namespace

int explain(const ExplainOptions& options) {
  CertificateCache cache;
  int code = exit_code::nothing_failed;
  bool unreadable = false;
  std::string server;
  if (auto together = witnesses_among(options, server); !together.empty()) {
    const auto joined = explain_joined(options, cache, std::move(together), server);
    std::fflush(stdout);
    if (joined) return *joined;
  }
  for (const std::string& name : options.inputs) {
    const auto result = explain_input(options, cache, name);
    if (result) {
      code = std::max(code, *result);
    } else {
      tell(result.error(), options.wording.language);
      unreadable = true;
    }
  }
  std::fflush(stdout);
  return unreadable ? std::max(code, exit_code::unreadable) : code;
}

}  // namespace tlswhy
