// A layout with one gadget of each kind, for tests of renderers.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "report/layout_report.hpp"
#include "report/testing/verdicts.hpp"

namespace tlswhy::testing {

inline GadgetRow gadget_row(std::size_t host, const std::string& url,
                            std::optional<GadgetOutcome> outcome = {}) {
  return {.element = "gadget",
          .role = "Agent",
          .tab = "Home",
          .url = url,
          .line = 9,
          .host = host,
          .fault = {},
          .outcome = std::move(outcome)};
}
inline GadgetRow aside(GadgetRow::Source source, const std::string& url) {
  GadgetRow out = gadget_row(0, url);
  out.source = source;
  out.host.reset();
  return out;
}
inline LayoutReport layout_example() {
  using Source = GadgetRow::Source;
  using Kind = GadgetOutcome::Kind;
  LayoutReport out;
  out.name = "layout.xml";
  const auto host = [&out](const char* name, std::vector<Explanation> verdicts,
                           const char* trouble) {
    GadgetHost& added = out.hosts.emplace_back();
    added.name = name;
    added.judged.verdicts = std::move(verdicts);
    added.trouble = trouble;
  };
  host("crm.corp.example:8444", {would_refuse("finesse-11")}, "");
  host("wiki.corp.example:443", {would_connect("finesse-11")}, "");
  host("gone.corp.example:443", {}, "the connection was refused");
  out.rows = {
      gadget_row(0, "https://crm.corp.example:8444/card.xml?team=1"),
      gadget_row(1, "https://wiki.corp.example/good.xml", GadgetOutcome{Kind::ok, "Wiki"}),
      gadget_row(1, "https://wiki.corp.example/login", GadgetOutcome{Kind::html, "Sign in"}),
      gadget_row(2, "https://gone.corp.example/" + std::string(100, 'x') + "/end.xml"),
      aside(Source::own, "/desktop/x.js"),
      aside(Source::plain, "http://a.example/y.xml"),
      aside(Source::placeholder, "https://my-cuic-server:8444/z"),
      aside(Source::malformed, "https://:x")};
  out.rows.back().fault = "\"https://:x\": has no host";
  out.rows[0].alternate = true;
  out.rows[1].tab.clear();
  out.left_out = 2;
  return out;
}

}  // namespace tlswhy::testing
