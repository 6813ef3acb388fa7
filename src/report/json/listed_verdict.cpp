#include "report/json/listed_verdict.hpp"

#include "knowledge/cause.hpp"
#include "report/input_report.hpp"
#include "report/json/values.hpp"
#include "wire/names.hpp"
#include "wire/registry.hpp"

namespace tlswhy::json {
namespace {

// Every fault of the path, the one that the client reports first in front.
void faults(const Negotiation& n, Writer& out) {
  out.name("faults").array();
  if (n.path) {
    for (const PathFault& fault : n.path->faults) {
      out.object().member("cause", knowledge::cause(fault.cause).name);
      out.member("depth", n.path->depth_of(fault.index)).end_object();
    }
  }
  out.end_array();
}

}  // namespace

std::string listed_verdict(const std::string& id, const Explanation& v) {
  const Negotiation& n = v.played().negotiation;
  Writer out;
  out.object().member("id", printable(id)).member("client", v.played().client->name);
  out.member("accepted", v.established()).member("refuser", name_of(v.diagnosis.refuser));
  out.member_or_null("cause", n.refusal ? knowledge::cause(n.refusal->cause).name : "");
  faults(n, out);
  const bool alert = n.refusal && n.refusal->alert;
  out.member_or_null("alert", alert ? alert_description_text(*n.refusal->alert) : "");
  out.member_or_null("message", v.played().message);
  out.member("anchor_assumed", n.established() && n.path && n.path->anchor_assumed);
  if (n.established() && n.path && n.path->anchor_named) out.member("anchor_named", true);
  return out.end_object().take();
}

std::string unreadable_line(const std::string& id, std::size_t line, const std::string& error) {
  Writer out;
  out.object().member("id", printable(id)).member("line", line);
  return out.member("error", printable(error)).end_object().take();
}

}  // namespace tlswhy::json
