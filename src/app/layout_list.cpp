#include "app/layout_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <optional>
#include <utility>

#include "app/exit_code.hpp"
#include "app/page_file.hpp"
#include "base/files.hpp"
#include "report/gadgets_report.hpp"
#include "report/json/layout.hpp"
#include "report/text/lay_out.hpp"

namespace tlswhy {
namespace {

using Source = GadgetRow::Source;

Source source_of(const LayoutEntry& e) {
  if (e.placeholder) return Source::placeholder;
  switch (e.kind) {
    case LayoutEntry::Kind::secure: return Source::server;
    case LayoutEntry::Kind::plain: return Source::plain;
    case LayoutEntry::Kind::own: return Source::own;
    case LayoutEntry::Kind::other: return Source::other;
    case LayoutEntry::Kind::malformed: break;
  }
  return Source::malformed;
}

GadgetRow row_of(const LayoutEntry& e) {
  return {.source = source_of(e),
          .element = e.element,
          .role = e.role,
          .tab = e.tab,
          .url = e.url,
          .line = e.line,
          .host = {},
          .disabled = e.disabled,
          .fault = e.fault,
          .outcome = {}};
}

void add(const GadgetRow& row, Url url, LayoutList& out) {
  out.report.rows.push_back(row);
  if (row.host) {
    url.host = out.hosts[*row.host].host;
    url.port = out.hosts[*row.host].port;
  }
  out.urls.push_back(std::move(url));
}

}  // namespace

Result<Layout> read_layout_file(const std::string& path) {
  const auto text = read_file(path, max_layout_bytes);
  if (!text) return std::unexpected(text.error());
  return read_layout(path, *text);
}

LayoutList list_layout(const std::string& name, const Layout& layout, bool disabled) {
  LayoutList out{.report = {}, .hosts = hosts_of(layout, disabled), .urls = {}};
  out.report.name = name;
  std::vector<std::vector<std::size_t>> of_entry(layout.entries.size());
  for (std::size_t i = 0; i < out.hosts.size(); ++i) {
    out.report.hosts.emplace_back().name = host_and_port(out.hosts[i].host, out.hosts[i].port);
    for (const std::size_t entry : out.hosts[i].entries) of_entry[entry].push_back(i);
  }
  for (std::size_t i = 0; i < layout.entries.size(); ++i) {
    const LayoutEntry& e = layout.entries[i];
    if (e.disabled && !disabled) {
      ++out.report.left_out;
      continue;
    }
    GadgetRow row = row_of(e);
    if (row.source != Source::server) add(row, {}, out);
    for (const std::size_t host : of_entry[i]) {
      row.host = host;
      row.alternate =
          out.hosts[host].host != e.parsed.host || out.hosts[host].port != e.parsed.port;
      add(row, e.parsed, out);
    }
  }
  return out;
}

int print_layout(const LayoutReport& as_it_is, const ExplainOptions& options) {
  std::optional<LayoutReport> redacted;
  if (options.redaction) redacted = options.redaction->of(as_it_is);
  const LayoutReport& report = redacted ? *redacted : as_it_is;
  if (options.format == Format::text) {
    fmt::print("{}", text::lay_out(gadgets_report(report, options.wording), options.style()));
  } else {
    put_document(json::layout(report, options.wording), options);
  }
  std::fflush(stdout);
  const bool bad = std::ranges::any_of(
      report.rows, [&](const GadgetRow& row) { return loads(report, row) == false; });
  return bad ? exit_code::would_fail : exit_code::nothing_failed;
}

Result<int> explain_layout(const std::string& path, const ExplainOptions& options) {
  const auto layout = read_layout_file(path);
  if (!layout) return std::unexpected(layout.error());
  LayoutReport report = list_layout(path, *layout, options.all).report;
  report.notes = options.notes;
  return print_layout(report, options);
}

}  // namespace tlswhy
