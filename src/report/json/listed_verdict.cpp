#include "report/json/listed_verdict.hpp"

#include <boost/json.hpp>

#include "knowledge/cause.hpp"
#include "report/input_report.hpp"
#include "report/json/values.hpp"
#include "wire/names.hpp"
#include "wire/registry.hpp"

namespace tlswhy::json {
namespace {

namespace bj = boost::json;

// Every fault of the path, the one that the client reports first in front.
bj::array faults(const Negotiation& n) {
  bj::array out;
  if (!n.path) return out;
  for (const PathFault& fault : n.path->faults) {
    out.push_back(bj::object{{"cause", text(knowledge::cause(fault.cause).name)},
                             {"depth", n.path->depth_of(fault.index)}});
  }
  return out;
}

}  // namespace

std::string listed_verdict(const std::string& id, const Explanation& v) {
  const Negotiation& n = v.played().negotiation;
  bj::object out{{"id", text(printable(id))},
                 {"client", text(v.played().client->name)},
                 {"accepted", v.established()},
                 {"refuser", text(name_of(v.diagnosis.refuser))}};
  out["cause"] =
      n.refusal ? bj::value(text(knowledge::cause(n.refusal->cause).name)) : bj::value(nullptr);
  out["faults"] = faults(n);
  out["alert"] = n.refusal && n.refusal->alert
                     ? bj::value(text(alert_description_text(*n.refusal->alert)))
                     : bj::value(nullptr);
  out["message"] = text_or_null(v.played().message);
  out["anchor_assumed"] = n.established() && n.path && n.path->anchor_assumed;
  if (n.established() && n.path && n.path->anchor_named) out["anchor_named"] = true;
  return bj::serialize(out);
}

std::string unreadable_line(const std::string& id, std::size_t line, const std::string& error) {
  return bj::serialize(
      bj::object{{"id", text(printable(id))}, {"line", line}, {"error", text(printable(error))}});
}

}  // namespace tlswhy::json
