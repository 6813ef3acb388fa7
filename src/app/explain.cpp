#include "app/explain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "analysis/capture_analysis.hpp"
#include "app/capture_report.hpp"
#include "app/exit_code.hpp"
#include "app/judge.hpp"
#include "app/judge_list.hpp"

namespace tlswhy {
namespace {

void print_progress(const CaptureProgress& p) {
  fmt::print(stderr, "\r{} packets, {} MB{}", p.packets, p.bytes / 1'000'000,
             p.total != 0 ? fmt::format(" of {}", p.total / 1'000'000) : "");
}

Result<int> explain_capture(const ExplainOptions& options, CertificateCache& cache,
                            const std::string& name) {
  auto reader = CaptureReader::open(name);
  if (!reader) return std::unexpected(reader.error());
  CaptureReport report(options, name);
  using Established = CaptureAnalysis::Established;
  CaptureAnalysis analysis(
      options.setting, cache,
      options.all && options.format != Format::text ? Established::whole : Established::counted,
      [&report](Explanation&& e) { report.add(std::move(e)); });
  const CaptureSummary summary =
      analysis.read(*reader, options.progress ? print_progress : nullptr);
  if (options.progress) std::fputs("\r\x1b[K", stderr);
  report.finish(summary);
  return report.exit_code();
}

Result<int> explain_input(const ExplainOptions& options, CertificateCache& cache,
                          const std::string& name) {
  if (options.chain_list == name) return judge_list(name, options);
  switch (kind_of_input(name)) {
    case InputKind::chain:
    case InputKind::server: return judge(name, options);
    case InputKind::chain_list: return judge_list(name, options);
    case InputKind::layout:  // is no input of its own: its servers are asked (app/layout.hpp)
    case InputKind::capture: break;
  }
  return explain_capture(options, cache, name);
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
