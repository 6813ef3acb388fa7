#include "report/json/layout.hpp"

#include <fmt/format.h>

#include <array>
#include <boost/json.hpp>

#include "report/gadgets_report.hpp"
#include "report/json/learned_server.hpp"
#include "report/json/parts.hpp"
#include "report/json/report.hpp"
#include "report/json/values.hpp"

namespace tlswhy::json {
namespace {

namespace bj = boost::json;

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

bj::object row(const LayoutReport& report, const GadgetRow& r) {
  const auto result = loads(report, r);
  const GadgetHost* host = r.host ? &report.hosts[*r.host] : nullptr;
  const Explanation* refusal = host == nullptr ? nullptr : host->refusal();
  return {
      {"role", text_or_null(r.role)},
      {"tab", text_or_null(r.tab)},
      {"element", text(r.element)},
      {"url", text(r.url)},
      {"line", r.line},
      {"source", sources[static_cast<std::size_t>(r.source) % sources.size()]},
      {"target", host == nullptr ? bj::value(nullptr) : bj::value(text(host->name))},
      {"alternate", r.alternate},
      {"disabled", r.disabled},
      {"loads", result ? bj::value(*result) : bj::value(nullptr)},
      {"why", refusal == nullptr ? bj::value(nullptr) : bj::value(text(id_of(*host, *refusal)))},
      {"gadget", text(gadget(r))},
      {"detail", r.outcome ? text_or_null(r.outcome->detail) : text_or_null(r.fault)}};
}

bj::object summary(const LayoutReport& report) {
  std::size_t good = 0, bad = 0, open = 0;
  for (const GadgetRow& r : report.rows) {
    const auto result = loads(report, r);
    ++(!result ? open : *result ? good : bad);
  }
  return {{"gadgets", report.rows.size()},
          {"load", good},
          {"fail", bad},
          {"undecided", open},
          {"left_out", report.left_out}};
}

bj::object server(const GadgetHost& host) {
  return {{"target", text(host.name)},
          {"trouble", text_or_null(host.trouble)},
          {"addresses", host.addresses},
          {"refusing_addresses", host.refusing},
          {"unreachable_addresses", host.unreachable},
          {"server", host.judged.learned ? bj::value(learned_server(*host.judged.learned))
                                         : bj::value(nullptr)}};
}

}  // namespace

std::string layout(const LayoutReport& report, const Wording& wording) {
  bj::object out = tool();
  bj::array notes;
  for (const std::string& note : report.notes) notes.push_back(text(note));
  out["input"] = bj::object{
      {"kind", "layout"}, {"name", text(printable(report.name))}, {"notes", std::move(notes)}};
  out["summary"] = summary(report);
  const Report said = gadgets_report(report, wording);
  out["summary"].as_object()["text"] = text(said.closing.front());
  out["report"] = sections(said);
  bj::array servers;
  bj::array verdicts;
  for (const GadgetHost& host : report.hosts) {
    servers.push_back(server(host));
    for (const Explanation& v : host.judged.verdicts) {
      bj::object one{{"id", text(id_of(host, v))}, {"target", text(host.name)}};
      for (auto& [key, value] : verdict_object(host.judged, v, host.name, wording))
        one[key] = value;
      verdicts.push_back(std::move(one));
    }
  }
  out["servers"] = std::move(servers);
  out["verdicts"] = std::move(verdicts);
  bj::array gadgets;
  for (const GadgetRow& r : report.rows) gadgets.push_back(row(report, r));
  out["gadgets"] = std::move(gadgets);
  return bj::serialize(out);
}

}  // namespace tlswhy::json
