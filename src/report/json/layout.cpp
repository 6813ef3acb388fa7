#include "report/json/layout.hpp"

#include <fmt/format.h>

#include <array>

#include "report/gadgets_report.hpp"
#include "report/json/learned_server.hpp"
#include "report/json/parts.hpp"
#include "report/json/report.hpp"
#include "report/json/values.hpp"

namespace tlswhy::json {
namespace {

// By the value of GadgetRow::Source.
constexpr std::array<const char*, 6> sources = {"server",      "own",   "plain",
                                                "placeholder", "other", "malformed"};

std::string id_of(const GadgetHost& host, const Explanation& v) {
  return fmt::format("{}/{}", host.name, v.played().client->name);
}

// "ok", "not a gadget: html", "not fetched".
std::string gadget(const GadgetRow& row) {
  if (!row.outcome) return "not fetched";
  const std::string_view word = name_of(row.outcome->kind);
  if (row.outcome->kind == GadgetOutcome::Kind::ok) return std::string(word);
  return fmt::format("not a gadget: {}", word);
}

void row(const LayoutReport& report, const GadgetRow& r, Writer& out) {
  const auto result = loads(report, r);
  const GadgetHost* host = r.host ? &report.hosts[*r.host] : nullptr;
  const Explanation* refusal = host == nullptr ? nullptr : host->refusal();
  out.object().member_or_null("role", r.role).member_or_null("tab", r.tab);
  out.member("element", r.element).member("url", r.url).member("line", r.line);
  out.member("source", sources[static_cast<std::size_t>(r.source) % sources.size()]);
  out.member_or_null("target", host == nullptr ? "" : host->name);
  out.member("alternate", r.alternate).member("disabled", r.disabled).name("loads");
  result ? out.value(*result) : out.value(nullptr);
  out.member_or_null("why", refusal == nullptr ? "" : id_of(*host, *refusal));
  out.member("gadget", gadget(r));
  out.member_or_null("detail", r.outcome ? r.outcome->detail : r.fault).end_object();
}

void summary(const LayoutReport& report, const std::string& text, Writer& out) {
  std::size_t good = 0, bad = 0, open = 0;
  for (const GadgetRow& r : report.rows) {
    const auto result = loads(report, r);
    ++(!result ? open : *result ? good : bad);
  }
  out.object().member("gadgets", report.rows.size()).member("load", good).member("fail", bad);
  out.member("undecided", open).member("left_out", report.left_out);
  out.member("text", text).end_object();
}

void server(const GadgetHost& host, Writer& out) {
  out.object().member("target", host.name).member_or_null("trouble", host.trouble);
  out.member("addresses", host.addresses).member("refusing_addresses", host.refusing);
  out.member("unreachable_addresses", host.unreachable).name("server");
  host.judged.learned ? learned_server(*host.judged.learned, out) : void(out.value(nullptr));
  out.end_object();
}

}  // namespace

std::string layout(const LayoutReport& report, const Wording& wording) {
  const Report said = gadgets_report(report, wording);
  Writer out;
  tool(out.object());
  out.name("input").object().member("kind", "layout").member("name", printable(report.name));
  texts(report.notes, out.name("notes"));
  summary(report, said.closing.front(), out.end_object().name("summary"));
  sections(said, out.name("report").array());
  out.end_array().name("servers").array();
  for (const GadgetHost& host : report.hosts) server(host, out);
  out.end_array().name("verdicts").array();
  for (const GadgetHost& host : report.hosts) {
    for (const Explanation& v : host.judged.verdicts) {
      out.object().member("id", id_of(host, v)).member("target", host.name);
      verdict_members(host.judged, v, host.name, wording, out);
      out.end_object();
    }
  }
  out.end_array().name("gadgets").array();
  for (const GadgetRow& r : report.rows) row(report, r, out);
  return out.end_array().end_object().take();
}

}  // namespace tlswhy::json
